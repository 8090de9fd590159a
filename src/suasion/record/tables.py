"""The tables of the database: what a batch becomes in them, and what a batch was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
)
from suasion.record import entries
from suasion.record.arrow import strings, table_of
from suasion.record.chain import GENESIS
from suasion.record.dates import known_day
from suasion.record.engine import Engine
from suasion.record.identity import observation_ids, rows_digest

BATCHES: Final = pa.schema(
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
SCHEMAS: Final[dict[str, pa.Schema]] = {
    "batches": BATCHES,
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


def names(fields: Any) -> str:
    """Return columns as SQL names them."""
    return ", ".join(f'"{name}"' for name in fields)


class Tables:
    """A record's tables in one database file."""

    def __init__(self, path: Path, *, read_only: bool = False, named: Path | None = None) -> None:
        self.engine = Engine(path, read_only=read_only, named=named)

    def create(self) -> None:
        """Make the tables, empty."""
        with self.engine.transaction():
            for table, schema in SCHEMAS.items():
                columns = ", ".join(f'"{field.name}" {_SQL_TYPES[field.type]}' for field in schema)
                self.engine.execute(f"CREATE TABLE {table} ({columns})")

    def are_ours(self) -> bool:
        """Return whether the database has a record's tables."""
        found = {name for (name,) in self.engine.rows("SELECT table_name FROM duckdb_tables()")}
        return set(SCHEMAS) <= found

    # Batches

    def add(self, batch: Batch) -> None:
        """Add a batch, wholly or not at all."""
        self.add_all([batch])

    def add_all(self, batches: Iterable[Batch]) -> None:
        """Add batches, all of them or none."""
        with self.engine.transaction():
            for batch in batches:
                row = {field: getattr(batch, field) for field in BATCHES.names if field != "kind"}
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
            number = pa.repeat(pa.scalar(batch.n, pa.int32()), batch.rows.num_rows)
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
            self.engine.insert(table, table_of(rows, SCHEMAS[table]))
            return
        for row in rows:  # a single row is cheaper as parameters than as an Arrow table
            values = [row.get(name) for name in SCHEMAS[table].names]
            places = ", ".join("?" * len(values))
            self.engine.execute(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608 - our own name

    def forget(self, first: int) -> None:
        """Take out the batches from ``first`` on, which were never acknowledged."""
        with self.engine.transaction():
            for table in SCHEMAS:
                column = "n" if table == "batches" else "batch"
                self.engine.execute(f"DELETE FROM {table} WHERE {column} >= ?", [first])  # noqa: S608 - our own names

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

    def observations_of(self, n: int) -> pa.Table:
        """Return the observations of a batch."""
        sql = f"SELECT {names(OBSERVATION_SCHEMA.names)} FROM observations WHERE batch = {int(n)}"  # noqa: S608
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
        asked = pa.table({"id": strings(ids) if isinstance(ids, list) else ids})
        sql = f"SELECT count(DISTINCT id) FROM {table} SEMI JOIN asked USING (id) WHERE source = ?"  # noqa: S608
        return int(self.engine.arrow(sql, [source], asked=asked)[0][0].as_py())

    def entry(self, entry: str) -> dict[str, Any] | None:
        """Return the fields of an entry as it was last recorded, None if there is none."""
        table = ENTRY_TABLES.get(entry[:2])
        if table is None:
            return None
        fields = SCHEMAS[table].names
        sql = f"SELECT {names(fields)} FROM {table} WHERE id = ? ORDER BY batch DESC LIMIT 1"  # noqa: S608
        found = self.engine.rows(sql, [entry])
        return dict(zip(fields, found[0], strict=True)) if found else None

    def document(self, source: str) -> tuple[str | None, str] | None:
        """Return a source's text and the SHA-256 of its bytes, None if there is no such source."""
        found = self.engine.rows("SELECT text, sha256 FROM sources WHERE id = ?", [source])
        return found[0] if found else None

    def entries_of(self, table: str, ids: list[str]) -> pa.Table:
        """Return all rows of a table with one of these ids, readings long replaced among them."""
        columns = names(SCHEMAS[table].names)
        sql = f"SELECT {columns} FROM {table} SEMI JOIN asked USING (id)"  # noqa: S608 - our own name
        return self.engine.arrow(sql, asked=pa.table({"id": strings(ids)})).cast(SCHEMAS[table])

    def judgements(self) -> list[tuple[str, Judgement, str]]:
        """Return all judgements in the order of their appending: id, judgement, when added."""
        fields = ("id", *Judgement.__struct_fields__, "added")
        rows = self.engine.rows(f"SELECT {names(fields)} FROM judgements ORDER BY batch")  # noqa: S608
        found = [dict(zip(fields, row, strict=True)) for row in rows]
        return [(row["id"], judgement_of(row), row["added"]) for row in found]

    def counts(self) -> dict[str, int]:
        """Return how many different entries of each sort there are."""
        return {
            table: int(self.engine.rows(f"SELECT count(DISTINCT id) FROM {table}")[0][0])  # noqa: S608
            for table in ENTRY_TABLES.values()
        }

    def close(self) -> None:
        """Close the database."""
        self.engine.close()


def judgement_of(row: Mapping[str, Any]) -> Judgement:
    """Return the judgement in a row that may hold more."""
    fields = {field: row[field] for field in Judgement.__struct_fields__}
    return Judgement(**(fields | {"changes": msgspec.json.decode(row["changes"])}))
