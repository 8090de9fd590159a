"""Results as bytes and text of a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from suasion.codebook import EXPORT_FIELDS, STATEMENT_SCHEMA, Statement

if TYPE_CHECKING:
    import pyarrow as pa


def write_result(text: str, out: Path | None) -> None:
    """Write a result to a file, or to standard output without one."""
    if out is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    print(f"wrote {out}", file=sys.stderr)


def as_json(value: object) -> str:
    """Return a value of ours as JSON for people and programs."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()


def statements_as(statements: Sequence[Statement], form: Literal["jsonl", "csv", "parquet"]) -> bytes:
    """Return statements in the export schema, as bytes of a file of that form."""
    if form == "jsonl":
        return b"".join(msgspec.json.encode(statement) + b"\n" for statement in statements)
    import pyarrow as pa

    schema = pa.schema([STATEMENT_SCHEMA.field(name) for name in EXPORT_FIELDS])
    return table_as(pa.Table.from_pylist([msgspec.structs.asdict(s) for s in statements], schema=schema), form)


def table_as(table: pa.Table, form: Literal["jsonl", "csv", "parquet"]) -> bytes:
    """Return a table as bytes of a file of that form."""
    import io

    from suasion.record.export import write

    sink = io.BytesIO()
    write(table, sink, form)
    return sink.getvalue()
