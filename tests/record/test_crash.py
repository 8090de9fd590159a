"""Killed at any moment, the record keeps all that was acknowledged, and a retry doubles nothing."""

from __future__ import annotations

import random
import signal
from collections import Counter

import pytest

from suasion.record import Record

SEED = 20220320

# How the appender goes about it, statements a reading or rows a data set, and how often it is killed.
WAYS = {
    "one statement": ("append", 1, 10),
    "fifty statements": ("append", 50, 10),
    "five thousand statements": ("append", 5000, 6),
    "while the log is folded in": ("checkpoint", 10, 8),
    "while the journal is written": ("journal", 40, 8),
    "rows in segments": ("rows", 300, 8),
}
assert sum(kills for *_, kills in WAYS.values()) == 50


def held(record: Record, given, kind: str, size: int, numbers: range) -> tuple[set[int], set[int]]:
    """The documents and readings, or data sets, that the record holds, each of them whole."""
    engine = record._parts.tables.engine
    name = {f"{n}.txt": n for n in numbers} | {f"set {n}": n for n in numbers}
    sources = {row[0]: name[row[1]] for row in engine.rows("SELECT id, name FROM sources")}
    table = "observations" if kind == "rows" else "statements"
    entries = engine.rows(f"SELECT source, count(*), count(DISTINCT id) FROM {table} GROUP BY source")
    assert all(total == different == size for _, total, different in entries)
    if kind == "rows":  # a data set is one transaction: no source without its rows
        sets = {row[0] for row in engine.rows("SELECT id FROM sources WHERE kind = 'dataset'")}
        assert {source for source, *_ in entries} == sets
    return set(sources.values()), {sources[source] for source, *_ in entries}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_acknowledged_is_lost_when_killed(way, victims, tmp_path, given):
    kind, size, kills = WAYS[way]
    rng = random.Random(f"{SEED} {way}")
    path = tmp_path / "record.duckdb"
    acknowledged, first = Counter(), 0
    with Record.open(path, clock=lambda: given.added):
        pass
    for _ in range(kills):
        pid = victims.start(path=str(path), kind=kind, size=size, first=first)
        said = victims.kill(pid, rng.randint(0, 2), rng.random())
        assert victims.status == signal.SIGKILL
        assert not [words for words in said if "refused" in words]
        for words in said:
            acknowledged.update(words.items())
        last = max([first, *(n + 1 for words in said for n in words.values())])
        with Record.open(path, clock=lambda: given.added, wait_seconds=5.0) as record:
            whole = held(record, given, kind, size, range(last + 2))
            for what, number in acknowledged:
                assert number in whole[what != "source"], f"{what} {number} was acknowledged and is lost"
            # What was under way is tried again: it is there already, or is added, once.
            retried = [retry(record, given, kind, n, size) for n in range(first, last + 1)]
            assert all(added + already == expected for added, already, expected in retried)
            assert retry(record, given, kind, last, size)[0] == 0
            assert held(record, given, kind, size, range(last + 2))[1] == set(range(last + 1))
            verification = record.verify()
            assert verification.ok, verification.problems
        first = last + 1
    assert max(acknowledged.values()) == 1
    assert acknowledged


def retry(record: Record, given, kind: str, number: int, size: int) -> tuple[int, int, int]:
    """Append again, and return how many entries were added, were there already, and should be either."""
    if kind == "rows":
        source, data = given.source(None, name=f"set {number}")
        rows = given.rows(*({"row": f"row {i}", "value": float(i)} for i in range(size)))
        appended = record.append_observations(source, data, rows)
        return appended.added, appended.already, size
    source, data, statements = given.document(number, size)
    one, other = record.append_source(source, data), record.append_reading(source.id, "rules 1", statements)
    return one.added + other.added, one.already + other.already, size + 1


# Before each call; or in the middle of each write and after each other call.
@pytest.mark.parametrize(("kind", "half"), [("append", False), ("rows", True), ("checkpoint", True)])
def test_killed_at_every_call_that_changes_a_file(kind, half, victims, tmp_path, given):
    path = tmp_path / "record.duckdb"
    with Record.open(path, clock=lambda: given.added) as record:
        retry(record, given, "append", 0, 1)
    moment = survived = 0
    while not survived:
        moment += 1
        victims.start(path=str(path), kind=kind, size=3, first=moment, last=moment, moment=moment, half=half)
        said = victims.rest()
        survived = victims.status == 0
        with Record.open(path, clock=lambda: given.added) as record:
            _, whole = held(record, given, kind, 3, range(moment + 1)) if kind == "rows" else (set(), set())
            if {"rows": moment} in said:
                assert moment in whole
            added, already, expected = retry(record, given, kind, moment, 3)
            assert added + already == expected
            assert already >= len([words for words in said if words != {"rows": moment}])
            assert added == 0 or not survived
            verification = record.verify()
            assert verification.ok, verification.problems
    assert moment > 10


@pytest.mark.parametrize("room", [3_000, 20_000, 60_000, 200_000])
def test_a_disk_without_room_loses_nothing(room, victims, tmp_path, given):
    # A limit on the size of files stands in for a full disk: DuckDB's own writes fail too.
    path = tmp_path / "record.duckdb"
    victims.start(path=str(path), kind="append", size=40, first=0, last=12, file_size=room)
    said = victims.rest()
    refused = [words for words in said if "refused" in words]
    assert refused
    assert {words["error"] for words in refused} <= {"RecordError"}
    assert all("Nothing of the batch" in w["message"] or "File too large" in w["message"] for w in refused)
    with Record.open(path, clock=lambda: given.added) as record:
        sources, readings = held(record, given, "append", 40, range(13))
        assert sources == {words["source"] for words in said if "source" in words}
        assert readings == {words["reading"] for words in said if "reading" in words}
        for number in range(13):
            retry(record, given, "append", number, 40)
        assert held(record, given, "append", 40, range(13)) == (set(range(13)), set(range(13)))
        assert record.verify().ok
