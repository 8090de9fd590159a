"""One writer, who is named; readers who are never kept waiting and never see half a batch."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from suasion.errors import RecordError, RecordLockedError
from suasion.record import Record, appending, lock, opening, readers
from suasion.record.layout import Layout


def test_a_second_process_is_told_who_writes_and_what_to_do(path, victims, given):
    Record.open(path).close()
    pid = victims.start(path=str(path), kind="append", size=1, first=0)
    victims.hear(until=None)
    began = time.monotonic()
    with pytest.raises(RecordLockedError) as refused:
        Record.open(path, wait_seconds=0.3)
    assert time.monotonic() - began >= 0.3
    assert f"another process (PID {pid})" in str(refused.value)
    assert "Wait until it is done, or end it, and try again; reading works meanwhile." in str(refused.value)
    with pytest.raises(RecordLockedError, match=str(pid)):
        Record.repair(path, wait_seconds=0)
    victims.kill(pid, 0, 0)
    with Record.open(path, wait_seconds=5) as record:  # a killed writer holds nothing
        assert record.count > 0


def test_the_holder_is_named_where_the_system_does_not_list_locks(path, victims, monkeypatch):
    Record.open(path).close()
    pid = victims.start(path=str(path), kind="append", size=1, first=0)
    victims.hear(until=None)
    monkeypatch.setattr(lock, "_holders", lambda _: ([], []))
    with pytest.raises(RecordLockedError, match=f"PID {pid}"):
        Record.open(path, wait_seconds=0)
    victims.kill(pid, 0, 0)


def test_a_writer_waits_for_another_to_finish(path, given):
    first = Record.open(path)
    first.append_source(*given.source("A text."))
    closing = threading.Timer(0.2, first.close)
    closing.start()
    with Record.open(path, wait_seconds=20) as second:
        assert second.count == 1
    closing.join()


def test_a_reader_of_a_small_record_keeps_no_writer_waiting(open_record, given):
    open_record().close()
    with open_record(read_only=True) as reader, open_record(wait_seconds=0) as record:
        record.append_source(*given.source("A text."))
        assert reader.run(reader.sources()).num_rows == 0


def test_a_reader_in_place_keeps_the_writer_out_and_is_named(open_record, given, monkeypatch):
    monkeypatch.setattr(readers, "COPY_BYTES", 0)
    with open_record() as record:
        record.append_source(*given.source("A text."))
    message = rf"being read by another process \(PID {os.getpid()}"
    with open_record(read_only=True), open_record(read_only=True), pytest.raises(RecordLockedError, match=message):
        open_record(wait_seconds=0)
    open_record().close()


def test_readers_beside_a_writer_see_whole_batches_up_to_the_last_acknowledged(path, victims, given):
    with Record.open(path, clock=lambda: given.added):
        pass
    pid = victims.start(path=str(path), kind="checkpoint", size=20, first=0)
    acknowledged = seen = 0
    for _ in range(12):
        heard = [victims.hear(until=None), *victims.heard_already()]
        acknowledged += sum("reading" in words for words in heard)
        with Record.open(path, read_only=True) as record:
            sizes = record._parts.tables.engine.rows("SELECT count(*) FROM statements GROUP BY batch")
            assert set(sizes) <= {(20,)}
            assert len(sizes) >= max(seen, acknowledged)
            assert record._parts.tables.hash_after(record.count) == record.head
            seen = len(sizes)
    assert seen >= 2
    victims.kill(pid, 0, 0)


def test_a_reader_beside_a_writer_in_the_same_process_reads_all(record, open_record, given):
    source, data, statements = given.document(1, 5)
    record.append_source(source, data)
    record.append_reading(source.id, "rules 1", statements)
    record.append_observations(*given.source(None), given.rows({}))
    with open_record(read_only=True) as reader:
        assert reader.run(reader.statements()).num_rows == 5
        assert reader.run(reader.observations()).num_rows == 1
        assert reader.head == record.head
        assert reader.verify().ok
        # The reader keeps to what it opened, and the writer is not kept from writing.
        record.append_reading(source.id, "rules 2", statements[:1])
        assert reader.run(reader.statements()).num_rows == 5
    assert not Path(reader._parts.copy.name).exists()


def test_a_log_is_not_folded_in_while_a_reader_copies(open_record, given, monkeypatch):
    monkeypatch.setattr(appending, "CHECKPOINT_BYTES", 0)
    monkeypatch.setattr(appending, "_FOLD_WAIT_SECONDS", 0.01)
    with open_record() as record:
        layout = Layout.of(record.path)
        before = layout.database.read_bytes()
        with lock.holding_still(layout.journal, exclusive=False, wait_seconds=0) as still:
            assert still
            record.append_source(*given.source("A text."))
            assert layout.database.read_bytes() == before
        record.append_source(*given.source("Another text."))
        assert layout.database.read_bytes() != before


def test_neither_side_waits_for_ever_for_a_copy(open_record, given, monkeypatch, path):
    monkeypatch.setattr(opening, "COPY_WAIT_SECONDS", 0.01)
    with open_record() as record:
        record.append_source(*given.source("A text."))
        journal = Layout.of(path).journal
        saving = lock.holding_still(journal, exclusive=True, wait_seconds=0)
        with saving, pytest.raises(RecordLockedError, match="its writer is busy saving it"):
            open_record(read_only=True)
    copying = lock.holding_still(journal, exclusive=False, wait_seconds=0)
    with copying, pytest.raises(RecordLockedError, match="is being copied by a reader"):
        open_record()


def test_another_program_that_has_the_database_open_is_named(path, open_record, given, monkeypatch):
    import subprocess
    import sys

    with open_record() as record:
        record.append_source(*given.source("A text."))
    script = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(RecordLockedError, match=str(other.pid)):
            open_record(wait_seconds=0.05)
        monkeypatch.setattr(readers, "COPY_BYTES", 0)
        with pytest.raises(RecordLockedError, match=str(other.pid)):
            open_record(read_only=True)
    finally:
        other.stdin.close()
        other.stdout.close()
        other.wait()
    open_record().close()


def test_a_copied_record_without_its_lock_file_can_be_read(path, open_record, given, monkeypatch):
    with open_record() as record:
        record.append_source(*given.source("A text."))
    for size in (0, readers.COPY_BYTES):
        path.with_name("record.lock").unlink(missing_ok=True)
        monkeypatch.setattr(readers, "COPY_BYTES", size)
        with open_record(read_only=True) as record:
            assert record.verify().ok


def test_threads_of_one_process_take_turns(record, given):
    def work(number):
        for i in range(5):
            source, data, statements = given.document(number * 10 + i, 3)
            record.append_source(source, data)
            record.append_reading(source.id, "rules 1", statements)
            record.run(record.statements().limit(1))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert record.count == 40
    assert record.run(record.statements()).num_rows == 60
    assert record.verify().ok


def test_an_opened_record_that_fails_to_open_lets_go_of_its_lock(path, open_record, given):
    with open_record() as record:
        record.append_source(*given.source("A text."))
    path.with_name("record.head.json").write_bytes(b"{}\n")
    for read_only in (False, True):
        with pytest.raises(RecordError):
            open_record(read_only=read_only)
    assert Record.repair(path).lost == ()
    open_record().close()
