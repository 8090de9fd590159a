"""Exports: all fields, a fixed order, and back again."""

from __future__ import annotations

import csv
import io
import json

import msgspec
import pyarrow.parquet as pq
import pytest

from suasion.codebook import EXPORT_FIELDS, OBSERVATION_SCHEMA, Statement
from suasion.errors import InputError, RecordError
from suasion.record import Record

KINDS = ("statements", "observations", "sources", "judgements")


@pytest.fixture
def filled(record, given):
    for number in (2, 1):
        source, data, statements = given.document(number, 3)
        record.append_source(source, data)
        record.append_reading(source.id, "rules 1", statements[::-1])
    text = '=cmd|"/c calc"!A1, they said.\n+1 -1 @home'
    source, data = given.source(text, name="formula.txt")
    record.append_source(source, data)
    record.append_reading(
        source.id, "rules 1", [given.statement(text, "=cmd", amount=-3.0), given.statement(text, "+1")]
    )
    record.append_observations(*given.source(None), given.rows({"value": -1.0}, {"row": "row 2", "actor": "CHN"}))
    record.append_judgement(given.judgement(source.id, "correct", changes={"title": "T"}))
    return record


def exported(record, kind, **options):
    sink = io.BytesIO()
    count = record.export(kind, sink, **options)
    return count, sink.getvalue()


def test_json_lines_of_statements_are_in_the_export_schema_and_come_back(filled, given):
    count, data = exported(filled, "statements")
    lines = data.decode().splitlines()
    assert count == len(lines) == 8
    assert all(list(json.loads(line)) == list(EXPORT_FIELDS) for line in lines)
    back = [msgspec.json.decode(line, type=Statement) for line in lines]
    assert [s for s in back if s.doc == "2.txt"] == given.document(2, 3)[2]
    assert [(s.doc, s.n) for s in back] == sorted((s.doc, s.n) for s in back)


def test_an_export_read_back_in_makes_the_same_chain(filled, tmp_path, given):
    _, lines = exported(filled, "statements")
    back = [msgspec.json.decode(line, type=Statement) for line in lines.splitlines()]
    heads = []
    for name in ("one", "other"):
        with Record.open(tmp_path / name / "record.duckdb") as record:
            for number in (1, 2):
                source, data, statements = given.document(number, 3)
                record.append_source(source, data)
                read = statements if name == "one" else [s for s in back if s.doc == source.name]
                record.append_reading(source.id, "rules 1", read)
            heads.append(record.head)
    assert heads[0] == heads[1]


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_record_gives_the_same_bytes_to_file_and_stream(filled, tmp_path, kind, format_):
    path = tmp_path / "out" / f"{kind}.{format_}"
    count = filled.export(kind, path, format_)
    assert count == exported(filled, kind, format=format_)[0] > 0
    assert path.read_bytes() == exported(filled, kind, format=format_)[1]
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name]


def test_parquet_keeps_observations_whole(filled, tmp_path):
    filled.export("observations", tmp_path / "o.parquet", "parquet")
    table = pq.read_table(tmp_path / "o.parquet")
    assert table.schema.names == OBSERVATION_SCHEMA.names
    assert sorted(table["value"].to_pylist()) == [-1.0, 1.0]


def test_statements_can_be_exported_with_their_ids(filled):
    _, data = exported(filled, "statements", with_ids=True)
    first = json.loads(data.splitlines()[0])
    assert list(first)[:3] == ["id", "source", "doc"]
    assert first["known"] == "2024-05-06"
    assert filled.trace(first["id"]).verified


def test_cells_that_a_spreadsheet_would_run_are_guarded_on_request(filled):
    _, plain = exported(filled, "statements", format="csv")
    _, safe = exported(filled, "statements", format="csv", guard=True)
    rows = list(csv.DictReader(io.StringIO(safe.decode())))
    assert {"'=cmd", "'+1"} <= {row["quote"] for row in rows}
    assert not any(row["sentence"].startswith("=") for row in rows)
    assert "-3" in {row["amount"] for row in rows}  # a number is no formula
    assert "=cmd" in {row["quote"] for row in csv.DictReader(io.StringIO(plain.decode()))}


def test_all_goes_to_a_folder_or_as_json_lines_to_a_stream(filled, tmp_path):
    count = filled.export("all", tmp_path / "all", "csv")
    assert sorted(p.name for p in (tmp_path / "all").iterdir()) == sorted(f"{kind}.csv" for kind in KINDS)
    total, data = exported(filled, "all")
    entries = [json.loads(line)["entry"] for line in data.splitlines()]
    assert count == total == len(entries) == 8 + 2 + 4 + 1
    assert sorted(set(entries)) == ["judgement", "observation", "source", "statement"]
    with pytest.raises(InputError, match="Name a folder, or take jsonl"):
        exported(filled, "all", format="csv")


def test_an_export_is_of_what_was_known(filled):
    assert exported(filled, "statements", as_of="2024-05-05") == (0, b"")
    assert exported(filled, "judgements", as_of="2024-05-31")[0] == 0


def test_an_unknown_kind_or_format_names_those_there_are(record):
    with pytest.raises(InputError, match=r"'briefs' is nothing to export\. Choose one of: statements, observations"):
        record.export("briefs", io.BytesIO())
    with pytest.raises(InputError, match=r"'xlsx' is no format to export in\. Choose one of: csv, jsonl, parquet"):
        record.export("statements", io.BytesIO(), "xlsx")


def test_a_file_that_cannot_be_written_is_named_and_the_old_one_stays(filled, tmp_path, monkeypatch):
    path = tmp_path / "statements.csv"
    path.write_text("old")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(RecordError, match=r"statements\.csv: No space left on device. Free some space"):
        filled.export("statements", path, "csv")
    assert path.read_text() == "old"
    assert not path.with_name("statements.csv.new").exists()
