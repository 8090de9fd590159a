"""Rows of plain values as Arrow tables, without pandas, which Arrow imports for any list it is given."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa


def table_of(rows: Sequence[Mapping[str, Any]], schema: Any) -> Any:
    """Return rows as an Arrow table.

    Parameters
    ----------
    rows
        Their values by column; one that a row does not name is null in it, one not in the schema is passed over.
        Numbers are finite.
    schema
        The columns, of text and numbers.
    """
    import pyarrow.json

    if not rows:
        return pa.Table.from_arrays([pa.nulls(0, field.type) for field in schema], schema=schema)
    data = msgspec.json.Encoder().encode_lines(rows)
    return pyarrow.json.read_json(
        io.BytesIO(data),
        read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(data) + 1),
        parse_options=pyarrow.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
    )


def strings(values: Iterable[str]) -> Any:
    """Return texts as an Arrow array.

    Examples
    --------
    >>> strings(["a", "b"]).to_pylist()
    ['a', 'b']
    """
    return table_of([{"text": value} for value in values], pa.schema([("text", pa.string())]))["text"].combine_chunks()
