"""What the tests of the record start from: documents, statements, rows and judgements made up for them."""

from __future__ import annotations

import hashlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from suasion.codebook import OBSERVATION_SCHEMA, Judgement, Source, Statement
from suasion.record import Record

ADDED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


class Given:
    """Makers of entries."""

    added = ADDED

    @staticmethod
    def source(text: str | None, *, name: str = "article.txt", **fields: Any) -> tuple[Source, bytes]:
        """A document with that text, or without one a data set."""
        data = (text if text is not None else name + str(fields)).encode()
        kind = "document" if text is not None else "dataset"
        about = {"media_type": "text/plain", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        return Source(**({"kind": kind, "name": name, "text": text} | about | fields)), data

    @staticmethod
    def statement(text: str, quote: str, **fields: Any) -> Statement:
        start = text.index(quote)
        about = {"doc": "article", "n": 1, "sentence": text, "quote": quote, "start": start, "end": start + len(quote)}
        return Statement(**(about | {"kind": "event", "reader": "rules 1"} | fields))

    @classmethod
    def document(cls, number: int, size: int, **fields: Any) -> tuple[Source, bytes, list[Statement]]:
        """A document of so many sentences, each of them a statement."""
        sentences = [f"Patron {number} lent the client {i} million dollars." for i in range(size)]
        text = " ".join(sentences)
        source, data = cls.source(text, name=f"{number}.txt", **fields)
        found, at = [], 0
        for i, sentence in enumerate(sentences):
            place = {"start": at, "end": at + len(sentence), "sentence": sentence, "quote": sentence}
            amount = {"kind": "flow", "amount": i * 1e6, "unit": "USD"}
            found.append(Statement(**({"doc": source.name, "n": i, "reader": "rules 1"} | place | amount)))
            at += len(sentence) + 1
        return source, data, found

    @staticmethod
    def rows(*rows: dict[str, Any]) -> pa.Table:
        """Observations: Japan's aid to Cambodia in 2020, 1 dollar, where a row does not say otherwise."""
        usual = {
            "row": "row 1", "indicator": "oda-net", "actor": "JPN", "partner": "KHM", "first_year": 2020,
            "last_year": 2020, "value": 1.0, "unit": "USD-2022", "status": "observed",
        }  # fmt: skip
        return pa.Table.from_pylist([usual | row for row in rows], schema=OBSERVATION_SCHEMA)

    @staticmethod
    def judgement(subject: str, verdict: Any, **fields: Any) -> Judgement:
        usual = {"who": "an analyst", "why": "read it again", "when": "2024-06-01T00:00:00Z"}
        return Judgement(**(usual | {"subject": subject, "verdict": verdict} | fields))


class Victims:
    """Appenders that can be killed."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("victim.py")
        self._process = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._rest = b""

    def start(self, **order) -> int:
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        return self.hear(until=None)["pid"]

    def hear(self, until: float | None) -> dict | None:
        """What is said next; None if nothing is by then."""
        while b"\n" not in self._rest:
            wait = None if until is None else max(0.0, until - time.monotonic())
            if not select.select([self._process.stdout], [], [], wait)[0]:
                return None
            self._rest += os.read(self._process.stdout.fileno(), 1 << 16)
        line, _, self._rest = self._rest.partition(b"\n")
        return json.loads(line)

    def heard_already(self) -> list[dict]:
        """All that was said and not yet heard."""
        said = []
        while (words := self.hear(until=time.monotonic())) is not None:
            said.append(words)
        return said

    def kill(self, pid: int, after: int, share: float) -> list[dict]:
        """Kill an appender within what it does after so many batches, and return all that it said before."""
        began = time.monotonic()
        said = [self.hear(until=None) for _ in range(after)]
        until = time.monotonic() + share * (time.monotonic() - began) / max(1, after)
        while (heard := self.hear(until)) is not None:
            said.append(heard)
        os.kill(pid, signal.SIGKILL)
        return said + self.rest()

    def rest(self) -> list[dict]:
        """All that is said until the appender ends."""
        said = []
        while "ended" not in (heard := self.hear(until=None)):
            said.append(heard)
        self.status = heard["ended"]
        return said

    def end(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture(scope="session")
def victims() -> Iterator[Victims]:
    started = Victims()
    yield started
    started.end()


@pytest.fixture(scope="session")
def given() -> type[Given]:
    return Given


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.duckdb"


@pytest.fixture
def open_record(path: Path) -> Callable[..., Record]:
    """Open the test's record, at a moment that is always the same."""

    def open_it(**options: Any) -> Record:
        return Record.open(path, **({"clock": lambda: ADDED} | options))

    return open_it


@pytest.fixture
def record(open_record: Callable[..., Record]) -> Iterator[Record]:
    with open_record() as opened:
        yield opened


@pytest.fixture
def rows_of() -> Callable[[Record, Any], list[dict[str, Any]]]:
    """The rows of a view."""

    def rows(record: Record, view: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = record.run(view).to_pylist()
        return found

    return rows
