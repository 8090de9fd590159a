"""Damage: every cut and every flipped bit is told, and repaired from what the other files still hold."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from suasion.errors import RecordDamagedError, RecordError
from suasion.record import Record
from suasion.record.chain import seal

SEED = 1945
DOCUMENTS = 4


def fill(record, given) -> None:
    for number in range(DOCUMENTS):
        source, data, statements = given.document(number, 8, published="2022-03")
        record.append_source(source, data)
        record.append_reading(source.id, "rules 1", statements)
    rows = given.rows(*({"row": f"row {i}", "value": i / 3} for i in range(400)))
    record.append_observations(*given.source(None, name="oda"), rows)
    statement = record._parts.tables.engine.rows("SELECT id FROM statements ORDER BY id LIMIT 1")[0][0]
    record.append_judgement(given.judgement(statement, "correct", changes={"amount": 1.0}))


def contents(path: Path) -> tuple[str, list]:
    """The chain, and every row of every table."""
    with Record.open(path, read_only=True) as record:
        engine = record._parts.tables.engine
        tables = ("sources", "statements", "observations", "judgements", "readings")
        return record.head, [engine.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in tables]


@pytest.fixture(scope="module")
def whole(tmp_path_factory, given):
    """A record that was closed, its log folded in; and what it holds."""
    folder = tmp_path_factory.mktemp("whole")
    with Record.open(folder / "record.duckdb", clock=lambda: given.added) as record:
        fill(record, given)
    return folder, contents(folder / "record.duckdb")


@pytest.fixture(scope="module")
def crashed(tmp_path_factory, given):
    """A record as a crash leaves it: what was appended stands in DuckDB's log."""
    folder = tmp_path_factory.mktemp("crashed")
    record = Record.open(folder / "in use" / "record.duckdb", clock=lambda: given.added)
    fill(record, given)
    shutil.copytree(folder / "in use", folder / "left")
    record.close()
    assert (folder / "left" / "record.duckdb.wal").stat().st_size > 1000
    return folder / "left", contents(folder / "in use" / "record.duckdb")


def copy_of(folder: Path, tmp_path: Path, name: object) -> Path:
    copy = tmp_path / str(name)
    shutil.copytree(folder, copy)
    return copy / "record.duckdb"


def is_told(path: Path) -> bool:
    """Whether opening or verifying the record tells of damage."""
    try:
        with Record.open(path, read_only=True) as record:
            return not record.verify().ok
    except RecordDamagedError as error:
        return "suasion repair" in str(error)


def flip(path: Path, rng: random.Random) -> int:
    data = bytearray(path.read_bytes())
    at = rng.randrange(len(data))
    data[at] ^= 1 << rng.randrange(8)
    path.write_bytes(data)
    return at


def test_an_unharmed_record_is_not_called_damaged(whole, crashed, tmp_path):
    for name, (folder, expected) in {"whole": whole, "crashed": crashed}.items():
        path = copy_of(folder, tmp_path, name)
        assert not is_told(path)
        assert contents(path) == expected
        before = {p.name: p.read_bytes() for p in path.parent.iterdir() if p.is_file()}
        repaired = Record.repair(path)
        assert (repaired.restored, repaired.lost, repaired.set_aside) == ((), (), ())
        assert {p.name: p.read_bytes() for p in path.parent.iterdir() if p.is_file()} == before


def test_every_cut_of_the_log_is_told_and_repaired(crashed, tmp_path):
    folder, expected = crashed
    rng = random.Random(SEED)
    size = (folder / "record.duckdb.wal").stat().st_size
    for number in range(16):
        path = copy_of(folder, tmp_path, number)
        cut = rng.randrange(size)
        with path.with_name("record.duckdb.wal").open("r+b") as log:
            log.truncate(cut)
        assert is_told(path), f"seed {SEED}: cut at {cut}"
        if number % 4 == 0:
            repaired = Record.repair(path)
            assert repaired.lost == ()
            assert "from the journal" in repaired.restored[0]
            assert {aside.name for aside in repaired.set_aside} == {"1-record.duckdb", "1-record.duckdb.wal"}
            assert contents(path) == expected
            assert not is_told(path)
        shutil.rmtree(path.parent)


@pytest.mark.parametrize(
    ("state", "name", "times"),
    [
        ("whole", "record.duckdb", 16),
        ("crashed", "record.duckdb", 8),
        ("crashed", "record.duckdb.wal", 16),
        ("whole", "record.journal.jsonl", 16),
        ("whole", "record.head.json", 16),
        ("whole", "record.segments", 12),
    ],
)
def test_every_flipped_bit_is_told_and_repaired(whole, crashed, tmp_path, state, name, times):
    folder, expected = whole if state == "whole" else crashed
    rng = random.Random(f"{SEED} {state} {name}")
    for number in range(times):
        path = copy_of(folder, tmp_path, number)
        file = path.with_name(name)
        if file.is_dir():
            (file,) = file.iterdir()
        at = flip(file, rng)
        where = f"seed {SEED}: byte {at} of {name}"
        if not is_told(path):
            # The database has room that holds nothing: a bit there changes nothing that could be read.
            assert file.name == "record.duckdb", where
            assert contents(path) == expected, where
        elif number % 4 == 0:
            repaired = Record.repair(path)
            assert repaired.lost == (), where
            assert contents(path) == expected, where
            assert not is_told(path), where
        shutil.rmtree(path.parent)


def test_most_bits_of_the_database_hold_something(whole, tmp_path):
    folder, _ = whole
    rng = random.Random(SEED)
    told = 0
    for number in range(12):
        path = copy_of(folder, tmp_path, number)
        flip(path, rng)
        told += is_told(path)
        shutil.rmtree(path.parent)
    assert told >= 9


def test_a_source_whose_bytes_changed_is_told_and_named_as_lost(whole, tmp_path):
    path = copy_of(whole[0], tmp_path, "bytes")
    flip(next(p for p in sorted(path.with_name("record.sources").rglob("*")) if p.is_file()), random.Random(SEED))
    assert is_told(path)
    repaired = Record.repair(path)
    assert len(repaired.lost) == 1
    assert "Add the same document or data set again" in repaired.lost[0]


@pytest.mark.parametrize("gone", ["record.duckdb", "record.journal.jsonl", "record.head.json", "record.segments"])
def test_any_one_file_can_be_made_from_the_others(whole, tmp_path, gone):
    folder, expected = whole
    path = copy_of(folder, tmp_path, "gone")
    file = path.with_name(gone)
    shutil.rmtree(file) if file.is_dir() else file.unlink()
    assert is_told(path)
    with pytest.raises(RecordDamagedError) if gone != "record.segments" else _nothing():
        Record.open(path).close()
    repaired = Record.repair(path)
    assert repaired.lost == ()
    assert contents(path) == expected
    assert not is_told(path)
    with Record.open(path) as record:
        assert record.verify().ok


class _nothing:  # noqa: N801 - stands where pytest.raises would
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


def test_the_journal_is_restored_line_by_line_from_the_database(whole, tmp_path):
    folder, expected = whole
    path = copy_of(folder, tmp_path, "lines")
    journal = path.with_name("record.journal.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"lent", b"gave", 1)
    del lines[4]
    journal.write_bytes(b"".join(lines))
    repaired = Record.repair(path)
    assert repaired.lost == ()
    assert any("2 of 11 lines into the journal, from the database" in said for said in repaired.restored)
    assert contents(path) == expected


def test_what_neither_file_has_is_named_as_lost_and_the_rest_kept(crashed, tmp_path, given):
    folder, _ = crashed
    path = copy_of(folder, tmp_path, "lost")
    path.with_name("record.duckdb.wal").unlink()  # so that the database has nothing
    journal = path.with_name("record.journal.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"Patron 1", b"Patron 9", 1)  # the second document's source
    journal.write_bytes(b"".join(lines))
    source, _, _ = given.document(1, 8)
    repaired = Record.repair(path)
    assert repaired.lost == (
        "batch 3: neither the journal nor the database has it",
        f"batch 4, a reading of {source.id}: it rests on {source.id}, which is lost",
    )
    assert repaired.batches == 9
    assert any(
        aside.read_bytes() == journal_before for aside in repaired.set_aside for journal_before in [b"".join(lines)]
    )
    with Record.open(path) as record:
        assert record.verify().ok
        assert record.run(record.statements()).num_rows == 8 * (DOCUMENTS - 1)
        assert record.run(record.observations()).num_rows == 400
        # What was lost can be appended again.
        again, data, statements = given.document(1, 8, published="2022-03")
        assert record.append_source(again, data).added == 1
        assert record.append_reading(again.id, "rules 1", statements).added == 8


def test_judgements_and_rows_that_rest_on_the_lost_are_lost_with_it(crashed, tmp_path):
    folder, _ = crashed
    path = copy_of(folder, tmp_path, "rests")
    path.with_name("record.duckdb.wal").unlink()
    journal = path.with_name("record.journal.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:8] + lines[9:]))  # without the data set's source
    shutil.rmtree(path.with_name("record.segments"))
    repaired = Record.repair(path)
    assert [said.partition(":")[0] for said in repaired.lost if said.startswith("batch")] == [
        "batch 9", f"batch 10, the rows of {json.loads(lines[9])['body']['source']}",
    ]  # fmt: skip
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[8:]))
    path.unlink()
    again = Record.repair(path)
    assert again.lost[-1].startswith("batch 9, a judgement on st-")
    assert again.batches == 0


def test_a_record_that_lost_everything_can_be_used_again(whole, tmp_path, given):
    path = copy_of(whole[0], tmp_path, "all")
    path.unlink()
    path.with_name("record.journal.jsonl").unlink()
    repaired = Record.repair(path)
    assert len(repaired.lost) == 11
    with Record.open(path) as record:
        fill(record, given)
        assert record.verify().ok


def test_what_was_set_aside_is_never_overwritten(whole, tmp_path):
    path = copy_of(whole[0], tmp_path, "twice")
    for _ in range(2):
        path.write_bytes(path.read_bytes()[:5000])
        Record.repair(path)
    assert sorted(p.name for p in path.with_name("record.damaged").iterdir()) == ["1-record.duckdb", "2-record.duckdb"]


def test_the_end_of_a_line_never_acknowledged_is_set_aside(whole, tmp_path, given):
    folder, expected = whole
    path = copy_of(folder, tmp_path, "torn")
    journal = path.with_name("record.journal.jsonl")
    size = journal.stat().st_size
    with journal.open("ab") as file:
        file.write(b'{"n":12,"body":{"kind":"source"')
    with Record.open(path, read_only=True) as record:
        assert record.verify().ok
    with Record.open(path, clock=lambda: given.added) as record:
        assert record.verify().ok
    assert journal.stat().st_size == size
    assert path.with_name("record.damaged").joinpath("1-record.journal.jsonl").read_bytes().endswith(b'"source"')
    assert contents(path) == expected


def test_a_line_that_does_not_follow_on_the_chain_is_told(whole, tmp_path):
    path = copy_of(whole[0], tmp_path, "forged")
    journal = path.with_name("record.journal.jsonl")
    last = json.loads(journal.read_bytes().splitlines()[-1])
    del last["seal"]
    last["n"] += 1
    with journal.open("ab") as file:
        file.write(seal(json.dumps(last, separators=(",", ":")).encode()) + b"\n")
    with pytest.raises(RecordDamagedError, match="does not follow on the line before it"):
        Record.open(path)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("DELETE FROM batches WHERE n = 11", "11 batches were acknowledged and the database has 10"),
        ("UPDATE batches SET hash = 'x' WHERE n = 11", "disagree on what was recorded"),
        ("INSERT INTO batches SELECT 12, * EXCLUDE (n) FROM batches WHERE n = 1", "batches that the journal lacks"),
        ("DROP TABLE statements", "the database has no record in it"),
    ],
)
def test_a_database_that_was_changed_by_hand_is_told(whole, tmp_path, sql, message):
    folder, expected = whole
    path = copy_of(folder, tmp_path, "changed")
    by_hand(path, sql)
    with pytest.raises(RecordDamagedError, match=message):
        Record.open(path)
    Record.repair(path)
    assert contents(path) == expected


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE statements SET amount = amount + 1 WHERE position = 3",
        "DELETE FROM statements WHERE position = 0 AND batch = 2",
        "DELETE FROM observations WHERE row = 'row 7'",
        "UPDATE observations SET value = 5 WHERE row = 'row 7'",
        "UPDATE sources SET title = 'T'",
        "DELETE FROM sources WHERE batch = 1",
        "UPDATE readings SET reader = 'rules 2' WHERE batch = 2",
        "INSERT INTO readings SELECT * FROM readings WHERE batch = 2",
        "UPDATE judgements SET who = 'N. N.'",
        "UPDATE statements SET id = 'st-0000000000000000' WHERE position = 3",
        "UPDATE judgements SET id = 'ju-0000000000000000'",
        "UPDATE sources SET id = 'so-0000000000000000' WHERE batch = 1",
        "UPDATE batches SET added = '2020-01-01T00:00:00Z' WHERE n = 3",
    ],
)
def test_rows_that_were_changed_by_hand_are_told_and_repaired(whole, tmp_path, sql):
    folder, expected = whole
    path = copy_of(folder, tmp_path, "rows")
    by_hand(path, sql)
    with Record.open(path) as record:
        problems = record.verify().problems
    assert len(problems) == 1
    assert problems[0].input == "record.duckdb"
    assert problems[0].place.startswith("batch ")
    assert Record.repair(path).lost == ()
    assert contents(path) == expected


def by_hand(path: Path, sql: str) -> None:
    import duckdb

    with duckdb.connect(path) as connection:
        connection.execute(sql)


def test_a_head_that_went_back_is_brought_forward(whole, tmp_path, given):
    # A crash between the database and the head; the journal proves the batches after it.
    folder, expected = whole
    path = copy_of(folder, tmp_path, "back")
    head = path.with_name("record.head.json")
    with Record.open(path, clock=lambda: given.added) as record:
        before = head.read_bytes()
        record.append_source(*given.source("One more."))
        after = record.head
    head.write_bytes(before)
    with Record.open(path, read_only=True) as record:
        assert record.head == expected[0]
    with Record.open(path) as record:
        assert record.head == after
        assert record.verify().ok
    head.write_bytes(before)
    assert Record.repair(path).head == after


def test_a_record_of_a_later_version_is_left_alone(whole, tmp_path):
    path = copy_of(whole[0], tmp_path, "later")
    path.with_name("record.head.json").write_bytes(seal(b'{"format":2,"count":11}') + b"\n")
    before = {p.name: p.read_bytes() for p in path.parent.iterdir() if p.is_file()}
    for attempt in (Record.open, Record.repair):
        with pytest.raises(RecordError, match="later version of Suasion") as refused:
            attempt(path)
        assert not isinstance(refused.value, RecordDamagedError)
    assert {p.name: p.read_bytes() for p in path.parent.iterdir() if p.is_file()} == before


def test_what_befalls_the_files_of_an_open_record_is_told(whole, tmp_path):
    path = copy_of(whole[0], tmp_path, "open")
    head, journal = path.with_name("record.head.json"), path.with_name("record.journal.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True)
    with Record.open(path) as record:
        assert record.verify().ok
        good = head.read_bytes()
        for bad in (
            None,
            b"",
            seal(good[: good.index(b',"seal"')].replace(b'"count":11', b'"count":9') + b"}") + b"\n",
        ):
            head.unlink() if bad is None else head.write_bytes(bad)
            assert [p.input for p in record.verify().problems] == ["record.head.json"]
        head.write_bytes(good)
        for bad, line in ((lines[:-1], "line 10"), ([*lines[:3], *lines[4:]], "line 4"), (lines[:1] * 11, "line 2")):
            journal.write_bytes(b"".join(bad))
            problems = record.verify().problems
            assert {p.input for p in problems} <= {"record.journal.jsonl", "record.duckdb"}
            assert line in {p.place for p in problems}
        journal.write_bytes(b"".join(lines))
        assert record.verify().ok
        for damage, place in (("DELETE FROM batches WHERE n = 11", "batch 10"), ("DROP TABLE readings", "batch 2")):
            record._parts.tables.engine.execute(damage)
            assert place in {p.place for p in record.verify().problems if p.input == "record.duckdb"}


def test_a_batch_left_in_the_journal_whose_rows_are_gone_is_told(path, given):
    with Record.open(path, clock=lambda: given.added) as record:
        record.append_source(*given.source(None))
    before = {name: path.with_name(name).read_bytes() for name in ("record.duckdb", "record.head.json")}
    with Record.open(path, clock=lambda: given.added) as record:
        record.append_observations(*given.source(None), given.rows({}))
    for name, data in before.items():
        path.with_name(name).write_bytes(data)
    shutil.rmtree(path.with_name("record.segments"))
    with pytest.raises(RecordDamagedError, match="not the rows that were recorded"):
        Record.open(path)
    repaired = Record.repair(path)
    assert repaired.batches == 1
    assert "its rows are lost, in the segment and in the database" in repaired.lost[0]


def test_another_batch_in_the_database_than_in_the_journal_is_told(path, given):
    with Record.open(path, clock=lambda: given.added) as record:
        record.append_source(*given.source("One."))
        head = path.with_name("record.head.json").read_bytes()
        record.append_source(*given.source("Two."))
    path.with_name("record.head.json").write_bytes(head)
    by_hand(path, "UPDATE batches SET hash = 'x' WHERE n = 2")
    with pytest.raises(RecordDamagedError, match="batch 2 is another in the database than in the journal"):
        Record.open(path)
    assert Record.repair(path).batches == 2


def test_a_reader_beside_a_writer_tells_of_damage_too(path, given):
    with Record.open(path, clock=lambda: given.added) as record:
        record.append_source(*given.source("One."))
        journal = path.with_name("record.journal.jsonl")
        good = journal.read_bytes()
        journal.write_bytes(good.replace(b"One", b"Two"))
        with pytest.raises(RecordDamagedError, match="database has 0"):
            Record.open(path, read_only=True)
        record._parts.tables.engine.checkpoint()
        journal.write_bytes(good[:-5])
        with pytest.raises(RecordDamagedError, match="bytes were acknowledged and"):
            Record.open(path, read_only=True)
        journal.write_bytes(good)
        Record.open(path, read_only=True).close()


def test_repair_waits_for_nobody_and_names_who_holds_the_record(path, record, given):
    record.append_source(*given.source("A text."))
    with pytest.raises(RecordError, match="already open for writing in this process"):
        Record.repair(path, wait_seconds=0)
