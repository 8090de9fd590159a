"""Exports: the entries of the record as CSV, JSON Lines or Parquet, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, get_args

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import EXPORT_FIELDS
from suasion.errors import InputError
from suasion.record.files import make_folder, trouble

ExportKind = Literal["statements", "observations", "sources", "judgements", "all"]
ExportFormat = Literal["csv", "jsonl", "parquet"]

KINDS: Final[tuple[ExportKind, ...]] = get_args(ExportKind)
FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)
_ROWS_AT_A_TIME: Final = 20_000

# A spreadsheet takes a cell that begins so for a formula; tab and carriage return it passes over first.
_FORMULA: Final = r"^([=+\-@\t\r])"

_ORDER: Final[dict[str, tuple[str, ...]]] = {
    "statements": ("doc", "n", "start", "end", "id"),
    "observations": ("source", "indicator", "actor", "partner", "first_year", "item", "row", "id"),
    "sources": ("added", "id"),
    "judgements": ("when", "id"),
}


def in_order(kind: str, table: Any) -> Any:
    """Return a table's rows in the order of the exports: the same rows, the same bytes."""
    return table.take(pc.sort_indices(table, sort_keys=[(name, "ascending") for name in _ORDER[kind]]))


def columns_of(kind: str, table: Any, with_ids: bool) -> Any:
    """Return the columns to export: a statement's export fields, and with ids all that the view has."""
    return table.select(EXPORT_FIELDS) if kind == "statements" and not with_ids else table


def guarded(table: Any) -> Any:
    """Return the table with a quote mark before each text that a spreadsheet would take for a formula."""
    columns = [
        pc.replace_substring_regex(column, _FORMULA, r"'\1") if pa.types.is_string(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)


def write(table: Any, sink: BinaryIO, format: ExportFormat, tag: str | None = None) -> None:
    """Write a table. ``tag`` puts a first field ``entry`` into each JSON line, to tell several kinds apart."""
    if format == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(table, sink, compression="zstd")
    elif format == "csv":
        import pyarrow.csv

        pyarrow.csv.write_csv(table, sink)
    else:
        for lines in _json_lines(table, tag):
            sink.write(lines)


def _json_lines(table: Any, tag: str | None) -> Iterator[bytes]:
    first = {"entry": tag} if tag else {}
    encoder = msgspec.json.Encoder()
    for batch in table.to_batches(max_chunksize=_ROWS_AT_A_TIME):
        yield encoder.encode_lines([first | row for row in batch.to_pylist()])


def write_file(table: Any, path: Path, format: ExportFormat) -> None:
    """Write a table to a file, wholly or not at all.

    Raises
    ------
    RecordError
        If the system refuses it.
    """
    make_folder(path.parent)
    fresh = path.with_name(path.name + ".new")
    try:
        with fresh.open("wb") as sink:
            write(table, sink, format)
        os.replace(fresh, path)  # noqa: PTH105 - as in files.py
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise trouble(path, error) from error


def check(kind: str, format: str, to: object) -> None:
    """Check what is asked for.

    Raises
    ------
    InputError
        If there is no such kind or format, or "all" is to go to a stream other than as JSON Lines.
    """
    if kind not in KINDS:
        raise InputError(f"{kind!r} is nothing to export. Choose one of: {', '.join(KINDS)}.")
    if format not in FORMATS:
        raise InputError(f"{format!r} is no format to export in. Choose one of: {', '.join(FORMATS)}.")
    if kind == "all" and format != "jsonl" and not isinstance(to, str | Path):
        raise InputError(f"All entries cannot go to one stream as {format}. Name a folder, or take jsonl.")
