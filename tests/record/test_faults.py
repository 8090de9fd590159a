"""Faults: whichever call of the operating system or the database fails, the record says truly what is there."""

from __future__ import annotations

import errno
import os
import shutil
from itertools import count

import pytest

from suasion.errors import RecordError
from suasion.record import Record, appending
from suasion.record.engine import Engine

CALLS = ("write", "fsync", "replace", "ftruncate")


class Faults:
    """Let the so-many-th call that changes a file fail, a write after it took half; or all from there on."""

    def __init__(self, monkeypatch, number: int, *, moment: int, lasting: bool) -> None:
        self.calls = 0
        self.failed = False
        for name in CALLS:
            monkeypatch.setattr(os, name, self._failing(getattr(os, name), name, number, moment, lasting))

    def _failing(self, real, name, number, moment, lasting):
        def call(*arguments):
            self.calls += 1
            if self.calls == moment or (lasting and self.calls > moment):
                self.failed = True
                if name == "write" and self.calls == moment:
                    return real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2]) or self._again(number)
                raise OSError(number, os.strerror(number))
            return real(*arguments)

        return call

    @staticmethod
    def _again(number):
        raise OSError(number, os.strerror(number))


def append_all(record, given, number):
    """Append one of each sort, and return what was acknowledged."""
    source, data, statements = given.document(number, 3)
    dataset, more = given.source(None, name=f"set {number}")
    yield "source", record.append_source(source, data)
    yield "reading", record.append_reading(source.id, "rules 1", statements)
    yield "rows", record.append_observations(dataset, more, given.rows({"row": f"row {number}"}))
    yield "judgement", record.append_judgement(given.judgement(source.id, "confirm", why=f"reason {number}"))


@pytest.mark.parametrize(("number", "lasting"), [(errno.EIO, False), (errno.ENOSPC, True)])
def test_every_failing_call_is_reported_and_nothing_is_half_there(tmp_path, given, monkeypatch, number, lasting):
    empty = tmp_path / "empty"
    Record.open(empty / "record.duckdb").close()
    moment = 0
    reported = set()
    while True:
        moment += 1
        path = tmp_path / str(moment) / "record.duckdb"
        shutil.copytree(empty, path.parent)
        record = Record.open(path, clock=lambda: given.added)
        acknowledged, error = [], None
        with monkeypatch.context() as patched:
            faults = Faults(patched, number, moment=moment, lasting=lasting)
            try:
                for step, _ in append_all(record, given, moment):
                    acknowledged.append(step)
            except RecordError as failed:
                error = failed
        batches = record.count
        record.close()
        with Record.open(path, clock=lambda: given.added) as record:
            assert record.verify().ok
            # What was acknowledged is there, what was refused is not, unless it was said not to be sure.
            # A data set is two batches, its source and its rows, and they are there together or not at all.
            step = 2 if len(acknowledged) == 2 else 1
            assert record.count - batches in ((0, step) if "could not be taken back" in str(error) else (0,))
            assert batches >= (0, 1, 2, 4, 5)[len(acknowledged)]  # rows come with their source
            list(append_all(record, given, moment))
            assert record.count == 5
        if error is None and not faults.failed:
            break
        if error is not None:
            assert os.strerror(number) in str(error)
            assert "record" in str(error)
            reported.add(str(error).split(":", 1)[0].rpartition("/")[2].split(".")[0])
    assert moment > 20
    assert len(acknowledged) == 4
    assert "record" in reported


def failing_commit(monkeypatch, durable):
    """Let the database's commit fail once, after it lasts or before."""
    real, times = Engine.execute, count(1)

    def execute(self, sql, parameters=()):
        if sql == "COMMIT" and next(times) == 1:
            if durable:
                real(self, sql, parameters)
            else:
                self._connection.close()
            raise RecordError("COMMIT failed, or so it says.")
        real(self, sql, parameters)

    monkeypatch.setattr(Engine, "execute", execute)


def test_a_commit_that_lasts_but_says_it_failed_is_acknowledged(record, given, monkeypatch):
    source, data, statements = given.document(1, 3)
    record.append_source(source, data)
    with monkeypatch.context() as patched:
        failing_commit(patched, durable=True)
        assert record.append_reading(source.id, "rules 1", statements).added == 3
    assert record.run(record.statements()).num_rows == 3
    assert record.verify().ok


def test_a_commit_that_fails_on_a_dead_connection_is_reported_and_absent(record, given, monkeypatch):
    source, data, statements = given.document(1, 3)
    record.append_source(source, data)
    with monkeypatch.context() as patched:
        failing_commit(patched, durable=False)
        with pytest.raises(RecordError, match="Nothing of the batch was recorded"):
            record.append_reading(source.id, "rules 1", statements)
    assert record.run(record.statements()).num_rows == 0
    assert record.append_reading(source.id, "rules 1", statements).added == 3
    assert record.verify().ok


def test_a_batch_of_which_a_part_fails_is_not_there_in_part(record, given, monkeypatch):
    source, data, statements = given.document(1, 3)
    record.append_source(source, data)

    def refuse(self, table, rows):
        raise RecordError(f"no room for {rows.num_rows} rows")

    with monkeypatch.context() as patched:
        patched.setattr(Engine, "insert", refuse)
        with pytest.raises(RecordError, match="no room for 3 rows"):
            record.append_reading(source.id, "rules 1", statements)
    engine = record._parts.tables.engine
    assert [engine.rows(f"SELECT count(*) FROM {t}")[0][0] for t in ("batches", "readings", "statements")] == [1, 0, 0]
    assert record.append_reading(source.id, "rules 1", statements).added == 3


def test_an_append_that_is_interrupted_leaves_nothing(record, given, monkeypatch):
    source, data = given.source("A text.")

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(appending, "write_head", interrupt)
        with pytest.raises(KeyboardInterrupt):
            record.append_source(source, data)
    assert (record.count, record.run(record.sources()).num_rows) == (0, 0)
    assert record.append_source(source, data).added == 1
    assert record.verify().ok


def test_a_log_that_cannot_be_folded_in_stays_and_nothing_is_lost(open_record, given, monkeypatch):
    monkeypatch.setattr(appending, "CHECKPOINT_BYTES", 0)

    def refuse(_):
        raise RecordError("no room for a checkpoint")

    record = open_record()
    with monkeypatch.context() as patched:
        patched.setattr(Engine, "checkpoint", refuse)
        for number in range(3):
            source, data, statements = given.document(number, 2)
            assert record.append_source(source, data).added == 1
            assert record.append_reading(source.id, "rules 1", statements).added == 2
        record.close()
        assert record.path.with_name("record.duckdb.wal").exists()
    with open_record() as record:
        assert record.run(record.statements()).num_rows == 6
        assert record.verify().ok
    assert not record.path.with_name("record.duckdb.wal").exists()


def test_a_record_whose_database_does_not_open_again_says_so(open_record, given, monkeypatch):
    record = open_record()
    with monkeypatch.context() as patched:

        def refuse(*_):
            raise RecordError("the disk is gone")

        patched.setattr(appending, "CHECKPOINT_BYTES", 0)
        patched.setattr(Engine, "checkpoint", refuse)
        patched.setattr(appending, "open_alone", refuse)
        assert record.append_source(*given.source("A text.")).added == 1
    with pytest.raises(RecordError, match="could not be opened again"):
        record.append_source(*given.source("Another text."))
    with pytest.raises(RecordError, match="could not be opened again"):
        record.run(record.sources())
    record.close()
    with open_record() as record:
        assert record.run(record.sources()).num_rows == 1


def test_a_record_that_cannot_be_made_or_repaired_says_so_and_leaves_no_half(path, open_record, given, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse)
        with pytest.raises(RecordError, match=r"No space left on device\. Free some space"):
            open_record()
    with open_record() as record:
        record.append_source(*given.source("A text."))
    path.unlink()
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse)
        with pytest.raises(RecordError, match="No space left"):
            Record.repair(path)
    assert Record.repair(path).batches == 1
    open_record().close()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_record_in_a_folder_without_rights_says_so(path, open_record, given, monkeypatch, read_only):
    with open_record() as record:
        record.append_source(*given.source("A text."))

    def refuse(*arguments, **_):
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        with pytest.raises(RecordError, match=r"Permission denied\. Ask for the right to write there"):
            Record.open(path, read_only)


def test_a_journal_or_folder_that_cannot_be_made_says_so(tmp_path, given):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordError, match="file"):
        Record.open(tmp_path / "file" / "record.duckdb")
    with Record.open(tmp_path / "record.duckdb"):
        pass
    (tmp_path / "record.journal.jsonl").unlink()
    (tmp_path / "record.journal.jsonl").mkdir()
    with pytest.raises(RecordError, match="directory"):
        Record.open(tmp_path / "record.duckdb")
