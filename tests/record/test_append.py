"""Appending: what comes in, what a retry does, and what is refused."""

from __future__ import annotations

import json
import math

import msgspec
import pyarrow as pa
import pytest

from suasion.codebook import OBSERVATION_SCHEMA
from suasion.errors import InputError, RecordDamagedError, RecordError, UnknownEvidenceError
from suasion.record import Record
from suasion.record.chain import GENESIS

TEXT = "Japan gave Cambodia $720 million in aid over a decade."
change = msgspec.structs.replace


def test_the_same_document_twice_is_one_source(record, given):
    source, data = given.source(TEXT)
    assert (record.append_source(source, data).added, record.append_source(source, data).already) == (1, 1)
    again = record.append_source(change(source, name="copy.txt", title="Another title"), data)
    assert (again.added, again.already) == (0, 1)
    assert record.count == 1
    assert record.run(record.sources())["name"].to_pylist() == ["article.txt"]


def test_the_bytes_come_back_unchanged(record, given):
    source, data = given.source("Naïve — 🇰🇭 ភាសាខ្មែរ\r\n\x00end")
    record.append_source(source, data)
    assert record.data(source.id) == data
    assert record.text(source.id) == data.decode()


def test_a_reading_is_appended_once(record, given):
    source, data, statements = given.document(1, 50)
    record.append_source(source, data)
    first = record.append_reading(source.id, "rules 1", statements)
    second = record.append_reading(source.id, "rules 1", statements)
    assert (first.added, first.already, second.added, second.already) == (50, 0, 0, 50)
    assert first.head == second.head == record.head
    assert record.count == 2


def test_a_retry_under_another_name_adds_nothing(record, given):
    source, data, statements = given.document(1, 3)
    record.append_source(source, data)
    record.append_reading(source.id, "rules 1", statements)
    renamed = [change(s, doc="copy", n=s.n + 100) for s in statements]
    assert record.append_reading(source.id, "rules 1", renamed).added == 0


def test_a_claim_coded_twice_in_a_reading_is_one(record, given):
    source, data = given.source(TEXT)
    record.append_source(source, data)
    one = given.statement(TEXT, "gave Cambodia")
    assert record.append_reading(source.id, "rules 1", [one, change(one, n=2)]).added == 1


def test_a_later_reader_keeps_the_ids_of_what_it_codes_alike(record, given):
    source, data, statements = given.document(1, 3)
    record.append_source(source, data)
    record.append_reading(source.id, "rules 1", statements)
    before = set(record.run(record.statements())["id"].to_pylist())
    later = [change(s, reader="rules 2", score=0.9) for s in statements[:2]]
    appended = record.append_reading(source.id, "rules 2", [*later, change(statements[2], modality="alleged")])
    assert (appended.added, appended.already) == (1, 2)
    after = record.run(record.statements())
    assert len(before & set(after["id"].to_pylist())) == 2
    assert set(after["reader"].to_pylist()[:2]) == {"rules 2"}


def test_the_newest_reading_is_the_last_appended(record, given):
    source, data, statements = given.document(1, 3)
    record.append_source(source, data)
    assert record.newest_reading(source.id) is None
    for reader, found in (("rules 1", 3), ("rules 2", 2)):
        record.append_reading(source.id, reader, statements[:found])
        assert record.newest_reading(source.id) == (reader, found)
    record.append_reading(source.id, "rules 1", statements)  # late, and there already
    assert record.newest_reading(source.id) == ("rules 2", 2)


def test_a_reading_that_finds_nothing_replaces_one_that_did(record, given):
    source, data, statements = given.document(1, 3)
    record.append_source(source, data)
    record.append_reading(source.id, "rules 1", statements)
    record.append_reading(source.id, "rules 2", [])
    assert record.run(record.statements()).num_rows == 0
    assert record.run(record.statements(history=True)).num_rows == 3


def test_the_same_entries_have_the_same_chain_on_any_machine_at_any_time(tmp_path, given):
    heads = []
    for name in ("one", "other"):
        with Record.open(tmp_path / name / "record.duckdb") as record:  # by the real clock
            source, data, statements = given.document(7, 5)
            record.append_source(source, data)
            record.append_reading(source.id, "rules 1", statements)
            record.append_observations(*given.source(None), given.rows({}, {"row": "row 2"}))
            record.append_judgement(given.judgement(source.id, "confirm"))
            heads.append(record.head)
    assert heads[0] == heads[1] != GENESIS


def test_the_ids_are_what_they_always_were(record, given):
    # Written down once: briefs out in the world name these ids.
    source, data = given.source(TEXT, published="2022-03")
    record.append_source(source, data)
    record.append_reading(source.id, "rules 1", [given.statement(TEXT, "gave Cambodia", amount=720_000_000)])
    record.append_observations(*given.source(None, name="oda"), given.rows({"value": -1.5e-7, "item": "a;b"}))
    assert source.id == "so-80f28d5d74a59008"
    assert record.run(record.statements())["id"].to_pylist() == ["st-41d468f76692cca0"]
    assert record.run(record.observations())["id"].to_pylist() == ["ob-01d71d9bb8466320"]


def test_statements_with_every_field_come_back_as_they_went_in(record, given):
    source, data = given.source(TEXT)
    record.append_source(source, data)
    whole = given.statement(
        TEXT, "gave Cambodia", actor="JPN", recipient="KHM", actor_text="Japan", recipient_text="Cambodia",
        plover="AID", instrument="economic-aid", issue="debt", stance=-1, amount=720, unit="USD",
        period="over a decade",
        date="2022", modality="alleged", attribution="an official", score=0.25,
    )  # fmt: skip
    record.append_reading(source.id, "rules 1", [whole])
    row = record.run(record.statements()).to_pylist()[0]
    assert {name: row[name] for name in whole.__struct_fields__} == msgspec.to_builtins(whole)
    assert (row["source"], row["confirmed"], row["added"]) == (source.id, False, "2024-05-06T07:08:09Z")


def test_rows_of_a_data_set_are_appended_once(record, given):
    source, data = given.source(None, name="oda")
    rows = given.rows({"row": "row 1"}, {"row": "row 2", "value": None, "status": "missing"}, {"row": "row 1"})
    first = record.append_observations(source, data, rows)
    second = record.append_observations(source, data, rows)
    assert (first.added, second.added, second.already) == (2, 0, 2)
    found = record.run(record.observations())
    assert found.schema == OBSERVATION_SCHEMA
    assert found["row"].to_pylist() == ["row 1", "row 2"]
    assert set(found["source"].to_pylist()) == {source.id}
    assert record.count == 2


def test_a_data_set_gathered_anew_replaces_its_rows(record, given):
    source, data = given.source(None, name="oda")
    record.append_observations(source, data, given.rows({"row": "row 1"}, {"row": "row 2", "actor": "CHN"}))
    appended = record.append_observations(source, data, given.rows({"row": "row 1"}, {"row": "row 2", "actor": "USA"}))
    assert (appended.added, appended.already) == (1, 1)
    assert sorted(record.run(record.observations())["actor"].to_pylist()) == ["JPN", "USA"]
    assert record.run(record.observations(history=True)).num_rows == 4


def test_a_data_set_without_rows_is_recorded(record, given):
    appended = record.append_observations(*given.source(None), given.rows())
    assert (appended.added, appended.already) == (0, 0)
    assert record.run(record.sources()).num_rows == 1


def test_the_journal_does_not_swell_with_a_data_set(record, given):
    rows = given.rows(*({"row": f"row {i}"} for i in range(2000)))
    record.append_observations(*given.source(None), rows)
    journal = record.path.with_name("record.journal.jsonl").read_bytes()
    assert len(journal) < 2000
    assert len([json.loads(line) for line in journal.splitlines()]) == record.count


def test_bytes_that_were_lost_are_put_back_by_adding_the_document_again(record, given):
    source, data = given.source(TEXT)
    record.append_source(source, data)
    original = record.path.with_name("record.sources") / source.sha256[:2] / source.sha256
    original.unlink()
    with pytest.raises(RecordDamagedError, match="Add the same document again"):
        record.data(source.id)
    assert not record.verify().ok
    record.append_source(source, data)
    assert record.data(source.id) == data
    assert record.verify().ok


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"start": 5}, "has no 'gave Cambodia' at 5"),
        ({"start": -49, "end": -36}, "has no"),
        ({"sentence": "Another sentence."}, "not in the sentence"),
        ({"kind": "rumour"}, "kind"),
        ({"amount": math.nan}, "must be numbers"),
        ({"score": math.inf}, "must be numbers"),
        ({"actor": "\ud800"}, "surrogates"),
    ],
)
def test_a_statement_that_cannot_be_true_is_refused(record, given, fields, message):
    source, data = given.source(TEXT)
    record.append_source(source, data)
    good = given.statement(TEXT, "$720 million")
    bad = change(given.statement(TEXT, "gave Cambodia", n=2), **fields)
    with pytest.raises(InputError, match=message) as refused:
        record.append_reading(source.id, "rules 1", [good, bad])
    assert "article, statement 2" in str(refused.value)
    assert record.run(record.statements()).num_rows == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"status": "guessed"}, "status that the codebook does not know"),
        ({"indicator": "oda-nett"}, "indicator that the codebook does not know"),
        ({"indicator": None}, "has no indicator"),
        ({"row": None}, "row 2 of the table.*has no row"),
        ({"value": None}, "its value is no number"),
        ({"value": math.nan}, "its value is no number"),
        ({"status": "missing"}, "has a value, but is not observed"),
        ({"first_year": 2021}, "ends before it begins"),
        ({"source": "so-0123456789abcdef"}, "of another source"),
        ({"known": "2022-03"}, "is no day"),
        ({"known": "yesterday"}, "no ISO date"),
    ],
)
def test_a_row_that_cannot_be_true_is_refused_with_its_place(record, given, row, message):
    source, data = given.source(None, name="oda")
    with pytest.raises(InputError, match=message) as refused:
        record.append_observations(source, data, given.rows({}, {"row": "row 812"} | row))
    assert "oda" in str(refused.value)
    assert record.count == 0


def test_rows_in_another_schema_are_refused(record, given):
    source, data = given.source(None, name="oda")
    with pytest.raises(InputError, match="OBSERVATION_SCHEMA"):
        record.append_observations(source, data, pa.table({"actor": ["JPN"]}))
    wrong = given.rows({}).set_column(8, "first_year", pa.array(["MMXX"]))
    with pytest.raises(InputError, match="OBSERVATION_SCHEMA"):
        record.append_observations(source, data, wrong)


def test_a_source_that_is_not_its_bytes_is_refused(record, given):
    source, data = given.source(TEXT)
    with pytest.raises(InputError, match="not those of the bytes"):
        record.append_source(source, data + b" ")
    with pytest.raises(InputError, match="no ISO date"):
        record.append_source(change(source, published="last March"), data)
    with pytest.raises(InputError, match="reliability"):
        record.append_source(change(source, reliability="G"), data)
    assert record.count == 0


def test_a_reading_of_a_source_that_is_not_there_is_refused(record, given):
    source, _, statements = given.document(1, 1)
    with pytest.raises(UnknownEvidenceError, match="Append the document first"):
        record.append_reading(source.id, "rules 1", statements)
    dataset, data = given.source(None)
    record.append_source(dataset, data)
    with pytest.raises(InputError, match="is a data set and has no text"):
        record.append_reading(dataset.id, "rules 1", statements)


def test_a_record_open_for_reading_takes_nothing_in(open_record, given):
    source, data = given.source(TEXT)
    with open_record() as record:
        record.append_source(source, data)
    with open_record(read_only=True) as record, pytest.raises(RecordError, match="opened for reading"):
        record.append_source(source, data)


def test_a_closed_record_says_that_it_is_closed(open_record, given):
    record = open_record()
    record.close()
    record.close()
    with pytest.raises(RecordError, match="it is closed"):
        record.append_source(*given.source(TEXT))
    with pytest.raises(RecordError, match="it is closed"):
        record.sources()
