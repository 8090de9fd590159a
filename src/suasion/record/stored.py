"""What batches were: each made anew from its rows, to be held against the chain."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from suasion.codebook import Source
from suasion.record import entries
from suasion.record.identity import observation_ids, rows_digest
from suasion.record.tables import BATCHES, SCHEMAS, Tables, judgement_of, names


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """One batch as the tables have it, its body made anew from its rows."""

    n: int
    hash: str
    added: str
    segment: str | None
    journal_end: int
    body: bytes
    bad_ids: int = 0  # entries whose id is not the hash of what they hold


def stored(tables: Tables) -> Iterator[Stored]:
    """Yield each batch in order, its body made anew from its rows."""
    feeds = {
        "source": _feed(tables, "sources"),
        "readings": _feed(tables, "readings"),
        "reading": _feed(tables, "statements", ", position"),
        "judgement": _feed(tables, "judgements"),
    }
    sql = f"SELECT {names(BATCHES.names)} FROM batches ORDER BY n"  # noqa: S608 - our own names
    for row in tables.engine.stream(sql):
        about = dict(zip(BATCHES.names, row, strict=True))
        body, bad_ids = _body(tables, about.pop("kind"), about["n"], feeds)
        yield Stored(body=body, bad_ids=bad_ids, **about)


def _feed(tables: Tables, table: str, then: str = "") -> Feed:
    fields = SCHEMAS[table].names
    sql = f"SELECT {names(fields)} FROM {table} ORDER BY batch{then}"  # noqa: S608 - our own names
    return Feed(fields, tables.engine.stream(sql))


def _body(tables: Tables, kind: str, n: int, feeds: dict[str, Feed]) -> tuple[bytes, int]:
    """Return a batch's body, and how many of its entries have an id that is not the hash of what they hold."""
    if kind == "source":
        rows = feeds["source"].take(n)
        sources = [Source(**{field: row[field] for field in Source.__struct_fields__}) for row in rows]
        bad = sum(source.id != row["id"] for source, row in zip(sources, rows, strict=True))
        return _only([entries.SourceBody(source) for source in sources]), bad
    if kind == "judgement":
        rows = feeds["judgement"].take(n)
        judgements = [judgement_of(row) for row in rows]
        bad = sum(entries.judgement_id(j) != row["id"] for j, row in zip(judgements, rows, strict=True))
        return _only([entries.JudgementBody(j) for j in judgements]), bad
    readings = feeds["readings"].take(n)
    if kind == "observations":
        return _observations_body(tables, n, readings)
    rows = feeds["reading"].take(n)
    statements = tuple(entries.statement_of(row) for row in rows)
    bad = sum(entries.statement_id(row["source"], s) != row["id"] for row, s in zip(rows, statements, strict=True))
    return _only([entries.ReadingBody(r["source"], r["reader"], statements) for r in readings]), bad


def _observations_body(tables: Tables, n: int, readings: list[dict[str, Any]]) -> tuple[bytes, int]:
    rows = tables.observations_of(n)
    ids = observation_ids(tables.engine, rows)
    bad = 0 if ids.equals(rows["id"].combine_chunks()) else 1
    digest = rows_digest(ids)
    return _only([entries.ObservationsBody(r["source"], rows.num_rows, digest) for r in readings]), bad


def _only(bodies: list[entries.Body]) -> bytes:
    """Return the one body in JSON; no bytes where the tables have none, or more than one."""
    return entries.encode(bodies[0]) if len(bodies) == 1 else b""


class Feed:
    """Rows in the order of their batches, handed out batch by batch."""

    def __init__(self, fields: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
        self._fields = fields
        self._groups = groupby(rows, key=itemgetter(0))
        self._waiting: tuple[int, list[dict[str, Any]]] | None = None

    def take(self, n: int) -> list[dict[str, Any]]:
        """Return the rows of batch ``n``; batches are asked for in order."""
        while self._waiting is None or self._waiting[0] < n:
            batch, rows = next(self._groups, (None, ()))
            if batch is None:
                return []
            self._waiting = batch, [dict(zip(self._fields, row, strict=True)) for row in rows]
        return self._waiting[1] if self._waiting[0] == n else []
