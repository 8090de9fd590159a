"""What the tests of the record start from: documents, statements, rows and judgements made up for them."""

from __future__ import annotations

import hashlib
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
