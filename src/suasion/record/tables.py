"""The tables of the database: what a batch becomes in them, and what a batch was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import (
    JUDGEMENT_SCHEMA,
    OBSERVATION_SCHEMA,
    SOURCE_SCHEMA,
    STATEMENT_SCHEMA,
    Judgement,
    Source,
)
from suasion.record import entries
from suasion.record.chain import GENESIS
from suasion.record.dates import known_day
from suasion.record.engine import Engine
from suasion.record.identity import observation_ids, rows_digest

_BATCHES: Final = pa.schema(
    [
        ("n", pa.int32()),
        ("kind", pa.string()),
        ("hash", pa.string()),  # the chain's, after this batch
        ("added", pa.string()),
        ("segment", pa.string()),
        ("journal_end", pa.int64()),  # where its line ends in the journal
    ]
)
_BATCH: Final = ("batch", pa.int32())
_READINGS: Final = pa.schema(
    [_BATCH, ("source", pa.string()), ("reader", pa.string()), ("digest", pa.string()), ("entries", pa.int64())]
)
_SCHEMAS: Final[dict[str, pa.Schema]] = {
    "batches": _BATCHES,
    "sources": pa.schema([_BATCH, *SOURCE_SCHEMA, ("known", pa.string()), ("added", pa.string())]),
    "readings": _READINGS,  # of documents, and with reader "" of data sets
    "statements": pa.schema([_BATCH, ("position", pa.int32()), *STATEMENT_SCHEMA]),
    "observations": pa.schema([_BATCH, *OBSERVATION_SCHEMA]),
    "judgements": pa.schema([_BATCH, *JUDGEMENT_SCHEMA, ("added", pa.string())]),
}
_SQL_TYPES: Final = {
    pa.string(): "VARCHAR",
    pa.int8(): "TINYINT",
    pa.int16(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
}
ENTRY_TABLES: Final = {"st": "statements", "ob": "observations", "so": "sources", "ju": "judgements"}


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """One batch on its way into the tables. ``rows`` are a data set's, with their ids."""

    n: int
    hash: str
    added: str
    segment: str | None
    journal_end: int
    body: entries.Body
    rows: Any = None


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """One batch as the tables have it, its body made anew from its rows."""

    n: int
    hash: str
    added: str
    segment: str | None
    journal_end: int
    body: bytes
    bad_ids: int = 0  # entries whose id is not the hash of what they hold


def _names(fields: Any) -> str:
    return ", ".join(f'"{name}"' for name in fields)


class Tables:
    """A record's tables in one database file."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.engine = Engine(path, read_only=read_only)

    def create(self) -> None:
        """Make the tables, empty."""
        with self.engine.transaction():
            for table, schema in _SCHEMAS.items():
                columns = ", ".join(f'"{field.name}" {_SQL_TYPES[field.type]}' for field in schema)
                self.engine.execute(f"CREATE TABLE {table} ({columns})")

    def are_ours(self) -> bool:
        """Return whether the database has a record's tables."""
        found = {name for (name,) in self.engine.rows("SELECT table_name FROM duckdb_tables()")}
        return set(_SCHEMAS) <= found

    # Batches

    def add(self, batch: Batch) -> None:
        """Add a batch, wholly or not at all."""
        self.add_all([batch])

    def add_all(self, batches: Iterable[Batch]) -> None:
        """Add batches, all of them or none."""
        with self.engine.transaction():
            for batch in batches:
                row = {field: getattr(batch, field) for field in _BATCHES.names if field != "kind"}
                self._insert("batches", [row | {"kind": entries.kind(batch.body)}])
                self._add_body(batch)

    def _add_body(self, batch: Batch) -> None:
        body = batch.body
        first = {"batch": batch.n, "added": batch.added}
        if isinstance(body, entries.SourceBody):
            source = body.source
            known = known_day(source.published, batch.added)
            self._insert("sources", [first | entries.as_row(source) | {"id": source.id, "known": known}])
        elif isinstance(body, entries.ReadingBody):
            self._insert_statements(batch.n, body)
        elif isinstance(body, entries.ObservationsBody):
            reading = {"batch": batch.n, "source": body.source, "reader": "", "digest": body.digest}
            self._insert("readings", [reading | {"entries": body.rows}])
            number = pa.array([batch.n], pa.int32()).take(pa.array([0] * batch.rows.num_rows, pa.int8()))
            self.engine.insert("observations", batch.rows.add_column(0, _BATCH[0], number))
        else:
            judgement = body.judgement
            row = entries.as_row(judgement) | {"id": entries.judgement_id(judgement)}
            row["changes"] = msgspec.json.encode(judgement.changes, order="sorted").decode()
            self._insert("judgements", [first | row])

    def _insert_statements(self, n: int, body: entries.ReadingBody) -> None:
        digest = entries.reading_digest(body.source, body.statements)
        reading = {"batch": n, "source": body.source, "reader": body.reader, "digest": digest}
        self._insert("readings", [reading | {"entries": len(body.statements)}])
        rows = [
            {"batch": n, "position": at, "id": entries.statement_id(body.source, s), "source": body.source}
            | entries.as_row(s)
            for at, s in enumerate(body.statements)
        ]
        self._insert("statements", rows)

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        if len(rows) > 1:
            self.engine.insert(table, pa.Table.from_pylist(rows, schema=_SCHEMAS[table]))
            return
        for row in rows:  # a single row is cheaper as parameters than as an Arrow table
            values = [row.get(name) for name in _SCHEMAS[table].names]
            places = ", ".join("?" * len(values))
            self.engine.execute(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608 - our own name

    def forget(self, n: int) -> None:
        """Take out a batch that was never acknowledged."""
        with self.engine.transaction():
            for table in _SCHEMAS:
                column = "n" if table == "batches" else "batch"
                self.engine.execute(f"DELETE FROM {table} WHERE {column} = ?", [n])  # noqa: S608 - our own names

    def last(self) -> tuple[int, str, int]:
        """Return the last batch's number, the chain's hash after it, and where its line ends in the journal."""
        found = self.engine.rows("SELECT n, hash, journal_end FROM batches ORDER BY n DESC LIMIT 1")
        return found[0] if found else (0, GENESIS, 0)

    def hash_after(self, n: int) -> str | None:
        """Return the chain's hash after batch ``n``, None if there is no such batch."""
        if n == 0:
            return GENESIS
        found = self.engine.rows("SELECT hash FROM batches WHERE n = ?", [n])
        return found[0][0] if len(found) == 1 else None

    def added(self, n: int) -> str:
        """Return when batch ``n`` was added."""
        return str(self.engine.rows("SELECT added FROM batches WHERE n = ?", [n])[0][0])

    def stored(self) -> Iterator[Stored]:
        """Yield each batch in order, its body made anew from its rows."""
        feeds = {
            "source": self._feed("sources"),
            "readings": self._feed("readings"),
            "reading": self._feed("statements", ", position"),
            "judgement": self._feed("judgements"),
        }
        fields = _names(_BATCHES.names)
        for row in self.engine.stream(f"SELECT {fields} FROM batches ORDER BY n"):  # noqa: S608 - our own names
            about = dict(zip(_BATCHES.names, row, strict=True))
            body, bad_ids = self._body(about.pop("kind"), about["n"], feeds)
            yield Stored(body=body, bad_ids=bad_ids, **about)

    def _feed(self, table: str, then: str = "") -> Feed:
        fields = _SCHEMAS[table].names
        sql = f"SELECT {_names(fields)} FROM {table} ORDER BY batch{then}"  # noqa: S608 - our own names
        return Feed(fields, self.engine.stream(sql))

    def _body(self, kind: str, n: int, feeds: dict[str, Feed]) -> tuple[bytes, int]:
        if kind == "source":
            rows = feeds["source"].take(n)
            bodies: list[entries.Body] = [entries.SourceBody(_struct(Source, row)) for row in rows]
            return _only(bodies), sum(row["id"] != f"so-{row['sha256'][:16]}" for row in rows)
        if kind == "judgement":
            rows = feeds["judgement"].take(n)
            made = [_struct(Judgement, row | {"changes": msgspec.json.decode(row["changes"])}) for row in rows]
            bad = sum(entries.judgement_id(j) != row["id"] for j, row in zip(made, rows, strict=True))
            return _only([entries.JudgementBody(j) for j in made]), bad
        readings = feeds["readings"].take(n)
        if kind == "observations":
            return self._observations_body(n, readings)
        rows = feeds["reading"].take(n)
        statements = tuple(entries.statement_of(row) for row in rows)
        bodies = [entries.ReadingBody(r["source"], r["reader"], statements) for r in readings]
        bad = sum(entries.statement_id(row["source"], s) != row["id"] for row, s in zip(rows, statements, strict=True))
        return _only(bodies), bad

    def _observations_body(self, n: int, readings: list[dict[str, Any]]) -> tuple[bytes, int]:
        rows = self.observations_of(n)
        ids = observation_ids(self.engine, rows)
        bad = 0 if ids.equals(rows["id"].combine_chunks()) else 1
        digest = rows_digest(ids)
        return _only([entries.ObservationsBody(r["source"], rows.num_rows, digest) for r in readings]), bad

    def observations_of(self, n: int) -> pa.Table:
        """Return the observations of a batch."""
        sql = f"SELECT {_names(OBSERVATION_SCHEMA.names)} FROM observations WHERE batch = {int(n)}"  # noqa: S608
        return self.engine.arrow(sql).cast(OBSERVATION_SCHEMA)

    # Entries

    def identified(self, rows: Any) -> tuple[Any, str]:
        """Return observations with their ids, each row once, and the digest over all of them."""
        ids = observation_ids(self.engine, rows)
        at = OBSERVATION_SCHEMA.get_field_index("id")
        rows = rows.set_column(at, OBSERVATION_SCHEMA.field(at), ids)
        if pc.count_distinct(ids).as_py() < len(ids):
            numbered = pa.table({"id": ids, "at": pa.array(range(len(ids)))})
            firsts = numbered.group_by("id", use_threads=False).aggregate([("at", "min")])["at_min"]
            rows = rows.take(firsts.take(pc.sort_indices(firsts)))
        return rows, rows_digest(rows["id"].combine_chunks())

    def reading_is_there(self, source: str, reader: str, digest: str) -> bool:
        """Return whether that reading was recorded."""
        sql = "SELECT 1 FROM readings WHERE source = ? AND reader = ? AND digest = ?"
        return bool(self.engine.rows(sql, [source, reader, digest]))

    def newest_reading(self, source: str) -> tuple[str, int] | None:
        """Return reader and number of entries of a source's newest reading; None if it was never read."""
        sql = "SELECT reader, entries FROM readings WHERE source = ? ORDER BY batch DESC LIMIT 1"
        rows = self.engine.rows(sql, [source])
        return (str(rows[0][0]), int(rows[0][1])) if rows else None

    def has(self, entry: str) -> bool:
        """Return whether there is an entry with that id."""
        table = ENTRY_TABLES.get(entry[:2])
        return bool(table and self.engine.rows(f"SELECT 1 FROM {table} WHERE id = ? LIMIT 1", [entry]))  # noqa: S608

    def how_many_are_there(self, source: str, ids: Sequence[str] | Any) -> int:
        """Return how many of these ids, of statements or observations of one source, are in the tables.

        The source is part of what an id is the hash of, so no other source's entries need be looked at.
        """
        if not self.engine.rows("SELECT 1 FROM readings WHERE source = ? LIMIT 1", [source]):
            return 0
        table = "statements" if isinstance(ids, list) else "observations"
        sql = f"SELECT count(DISTINCT id) FROM {table} SEMI JOIN asked USING (id) WHERE source = ?"  # noqa: S608
        return int(self.engine.arrow(sql, [source], asked=pa.table({"id": ids}))[0][0].as_py())

    def entry(self, entry: str) -> dict[str, Any] | None:
        """Return the fields of an entry as it was last recorded, None if there is none."""
        table = ENTRY_TABLES.get(entry[:2])
        if table is None:
            return None
        fields = _SCHEMAS[table].names
        sql = f"SELECT {_names(fields)} FROM {table} WHERE id = ? ORDER BY batch DESC LIMIT 1"  # noqa: S608
        found = self.engine.rows(sql, [entry])
        return dict(zip(fields, found[0], strict=True)) if found else None

    def document(self, source: str) -> tuple[str | None, str] | None:
        """Return a source's text and the SHA-256 of its bytes, None if there is no such source."""
        found = self.engine.rows("SELECT text, sha256 FROM sources WHERE id = ?", [source])
        return found[0] if found else None

    def entries_of(self, table: str, ids: list[str]) -> pa.Table:
        """Return all rows of a table with one of these ids, readings long replaced among them."""
        columns = _names(_SCHEMAS[table].names)
        sql = f"SELECT {columns} FROM {table} SEMI JOIN asked USING (id)"  # noqa: S608 - our own name
        return self.engine.arrow(sql, asked=pa.table({"id": pa.array(ids, pa.string())})).cast(_SCHEMAS[table])

    def judgements(self) -> list[tuple[str, Judgement, str]]:
        """Return all judgements in the order of their appending: id, judgement, when added."""
        fields = ("id", *Judgement.__struct_fields__, "added")
        rows = self.engine.rows(f"SELECT {_names(fields)} FROM judgements ORDER BY batch")  # noqa: S608
        found = [dict(zip(fields, row, strict=True)) for row in rows]
        return [
            (row["id"], _struct(Judgement, row | {"changes": msgspec.json.decode(row["changes"])}), row["added"])
            for row in found
        ]

    def counts(self) -> dict[str, int]:
        """Return how many different entries of each sort there are."""
        return {
            table: int(self.engine.rows(f"SELECT count(DISTINCT id) FROM {table}")[0][0])  # noqa: S608
            for table in ENTRY_TABLES.values()
        }

    def close(self) -> None:
        """Close the database."""
        self.engine.close()


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


def _struct(kind: Any, row: dict[str, Any]) -> Any:
    return kind(**{field: row[field] for field in kind.__struct_fields__})


def _only(bodies: list[entries.Body]) -> bytes:
    """Return the one body in JSON; no bytes where the tables have none, or more than one."""
    return entries.encode(bodies[0]) if len(bodies) == 1 else b""
