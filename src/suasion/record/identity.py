"""Ids of observations: as many as a data set has rows, so they are worked out in the database."""

from __future__ import annotations

import hashlib
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import OBSERVATION_SCHEMA
from suasion.record.engine import Engine

CONTENT: Final = tuple(name for name in OBSERVATION_SCHEMA.names if name != "id")


def _part(name: str) -> str:
    """Return the SQL for a column's part of what is hashed: its length and itself, or a dash for null."""
    text = f'CAST("{name}" AS VARCHAR)'
    return f"coalesce(CAST(strlen({text}) AS VARCHAR) || ':' || {text}, '-')"


_SQL: Final = (
    f"SELECT 'ob-' || left(sha256(concat_ws(';', {', '.join(_part(name) for name in CONTENT)})), 16) AS id FROM lent"  # noqa: S608
)


def observation_ids(engine: Engine, rows: pa.Table) -> pa.Array:
    """Return the ids of observations.

    Parameters
    ----------
    engine
        Where they are worked out; nothing is stored.
    rows
        A table in OBSERVATION_SCHEMA. Its ids are passed over.

    Notes
    -----
    ``ob-`` and the first 16 hex digits of the SHA-256 of all other columns in the schema's order, joined by
    ``;``, each as ``length in bytes:text`` or ``-`` where null. ``value`` stands as the integer with the same
    64 bits, since engines write floats in different ways and ids must outlive the engine.
    """
    value = rows["value"].combine_chunks()
    bits = pa.Array.from_buffers(pa.int64(), len(value), value.buffers(), offset=value.offset)
    columns = {name: bits if name == "value" else rows[name] for name in CONTENT}
    return engine.arrow(_SQL, lent=pa.table(columns))["id"].combine_chunks()


def rows_digest(ids: pa.Array) -> str:
    """Return one hash over the ids of observations, whatever their order."""
    ordered = ids.take(pc.array_sort_indices(ids))
    digest = hashlib.sha256()
    for start in range(0, len(ordered), 100_000):
        digest.update("".join(ordered.slice(start, 100_000).to_pylist()).encode())
    return digest.hexdigest()
