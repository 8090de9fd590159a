"""Where a record lies, and what is and is not one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from suasion.errors import InputError, RecordDamagedError, RecordError
from suasion.record import Record, default_path


def test_the_variable_names_the_record_else_the_users_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("SUASION_RECORD", str(tmp_path / "mine.duckdb"))
    assert default_path() == tmp_path / "mine.duckdb"
    monkeypatch.delenv("SUASION_RECORD")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_path() == tmp_path / "suasion" / "record.duckdb"
    monkeypatch.setenv("HOME", str(tmp_path))
    for relative in ("", "data"):
        monkeypatch.setenv("XDG_DATA_HOME", relative)
        assert default_path() == tmp_path / ".local" / "share" / "suasion" / "record.duckdb"


def test_a_record_without_a_path_is_the_default(monkeypatch, tmp_path, given):
    monkeypatch.setenv("SUASION_RECORD", str(tmp_path / "deep" / "er" / "mine.duckdb"))
    with Record.open() as record:
        record.append_source(*given.source("A text."))
    assert (tmp_path / "deep" / "er" / "mine.journal.jsonl").exists()
    assert Record.repair().batches == 1


def test_all_files_stand_beside_the_database_under_its_stem(path, record, given):
    record.append_observations(*given.source(None), given.rows({}))
    record.keep_brief(b"{}")
    names = {p.name for p in path.parent.iterdir() if not p.name.startswith(path.name)}
    folders = {"record.sources", "record.segments", "record.briefs"}
    assert names == {"record.journal.jsonl", "record.head.json", "record.lock"} | folders


@pytest.mark.parametrize("name", ["plain", "record.db", "my.own.file"])
def test_a_record_may_have_any_name(tmp_path, given, name):
    with Record.open(tmp_path / name) as record:
        record.append_source(*given.source("A text."))
    with Record.open(tmp_path / name, read_only=True) as record:
        assert record.count == 1


def test_a_folder_is_no_record(tmp_path):
    with pytest.raises(InputError, match=r"is a folder\. Name a file"):
        Record.open(tmp_path)


def test_there_is_nothing_to_read_or_repair_where_nothing_is(path):
    with pytest.raises(RecordError, match=r"there is no record here\. Add a document first"):
        Record.open(path, read_only=True)
    with pytest.raises(RecordError, match="no record here to repair"):
        Record.repair(path)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("read_only", [False, True])
def test_another_file_is_left_alone(tmp_path, read_only):
    notes = tmp_path / "notes.txt"
    notes.write_text("My notes.")
    with pytest.raises(RecordError, match=r"notes\.txt is no record of Suasion"):
        Record.open(notes, read_only)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
    assert notes.read_text() == "My notes."


@pytest.mark.parametrize("read_only", [False, True])
def test_another_database_is_left_alone(path, read_only):
    with duckdb.connect(path) as other:
        other.execute("CREATE TABLE mine AS SELECT 1 AS a")
    with pytest.raises(RecordError, match="is a database, but no record of Suasion"):
        Record.open(path, read_only)
    with duckdb.connect(path) as other:
        assert other.execute("SELECT * FROM mine").fetchall() == [(1,)]


def test_a_record_whose_making_was_cut_off_is_made(path, open_record, given):
    open_record().close()
    for left in ("record.head.json", "record.journal.jsonl"):
        path.with_name(left).unlink()
    path.with_name("record.duckdb.new").write_bytes(b"half of a database")
    with open_record() as record:
        record.append_source(*given.source("A text."))
        assert record.verify().ok
    path.with_name("record.head.json").unlink()
    path.with_name("record.journal.jsonl").unlink()
    with pytest.raises(RecordDamagedError):
        open_record()


def test_an_empty_database_that_is_gone_is_made_again(path, open_record):
    open_record().close()
    path.unlink()
    with open_record() as record:
        assert record.count == 0


def loaded_after(code):
    """Which of the heavy libraries a new process has loaded after some code."""
    libraries = "sorted({'duckdb', 'ibis', 'pandas'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint({libraries})"], capture_output=True, text=True, check=True
    )
    return eval(done.stdout)


def test_importing_the_record_loads_no_engine():
    assert loaded_after("import suasion.record") == []


def test_appending_documents_loads_neither_ibis_nor_pandas(path):
    code = f"""
import hashlib
from suasion.codebook import Source, Statement
from suasion.record import Record
text = "A gave B aid. C gave D arms."
def source(data, **fields):
    return Source(sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type="text/plain", **fields)
with Record.open({str(path)!r}) as record:
    one = source(text.encode(), kind="document", name="a", text=text)
    record.append_source(one, text.encode())
    record.append_reading(one.id, "r", [
        Statement(doc="a", n=n, sentence=text, quote=text[n:], start=n, end=len(text), kind="flow") for n in range(3)
    ])
    record.append_reading(one.id, "s", [
        Statement(doc="a", n=n, sentence=text, quote=text[n:], start=n, end=len(text), kind="tie") for n in range(3)
    ])
"""
    assert loaded_after(code) == ["duckdb"]
    with Record.open(path) as record:
        assert record.run(record.statements()).num_rows == 3


def test_only_the_engine_knows_duckdb():
    import suasion.record

    modules = sorted(Path(suasion.record.__file__).parent.glob("*.py"))
    assert [module.name for module in modules if "import duckdb" in module.read_text()] == ["engine.py"]
