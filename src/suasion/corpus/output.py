"""The result in one file: the same rows give the same bytes, however they were cut, and few are held at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import EXPORT_FIELDS, STATEMENT_SCHEMA, Problem
from suasion.corpus.parcel import unpack
from suasion.errors import OutputError

Format = Literal["jsonl", "csv", "parquet"]

_ROWS: Final = 20_000  # written at a time; of Parquet, a row group
_SCHEMA: Final = pa.schema([STATEMENT_SCHEMA.field(name) for name in EXPORT_FIELDS])


def write_result(
    parcels: Iterable[bytes], out: Path, format: Format, problems: Path | None, report: Callable[[Problem], None]
) -> int:
    """Write the statements of packed rows, wholly or not at all, and return how many there are.

    Parameters
    ----------
    parcels
        Packed rows of READING_SCHEMA in order.
    out
        The file.
    format
        Its form.
    problems
        Where to write the problems as JSON Lines, None for nowhere.
    report
        Called with each problem, in order.

    Raises
    ------
    OutputError
        If the system refuses it.
    """
    count = 0
    with _whole(out) as sink, _whole(problems) as problem_sink, _writer(sink, format) as write:

        def statements() -> Iterator[Any]:
            for parcel in parcels:
                rows = unpack(parcel)
                for problem in rows.filter(pc.is_valid(rows["problem"]))["problem"].to_pylist():
                    said = msgspec.convert(problem, Problem)
                    report(said)
                    problem_sink.write(msgspec.json.encode(said) + b"\n")
                yield rows.filter(pc.is_null(rows["problem"])).select(EXPORT_FIELDS)

        for table in _cut(statements()):
            count += table.num_rows
            write(table)
    return count


def _cut(tables: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows of tables in tables of `_ROWS`, the last one shorter."""
    held: list[Any] = []
    count = 0
    for table in tables:
        held.append(table)
        count += table.num_rows
        while count >= _ROWS:
            joined = pa.concat_tables(held)
            yield joined.slice(0, _ROWS).combine_chunks()
            held = [joined.slice(_ROWS)]
            count -= _ROWS
    if count:
        yield pa.concat_tables(held).combine_chunks()


@contextmanager
def _writer(sink: BinaryIO, format: Format) -> Iterator[Callable[[Any], None]]:
    """Yield what writes a table of statements to a sink."""
    if format == "parquet":
        import pyarrow.parquet as pq

        with pq.ParquetWriter(sink, _SCHEMA, compression="zstd") as parquet:
            yield lambda table: parquet.write_table(table, row_group_size=_ROWS)
    elif format == "csv":
        import pyarrow.csv

        with pyarrow.csv.CSVWriter(sink, _SCHEMA) as csv:
            yield csv.write_table
    else:
        encoder = msgspec.json.Encoder()
        yield lambda table: sink.writelines(encoder.encode(row) + b"\n" for row in table.to_pylist())


@contextmanager
def _whole(path: Path | None) -> Iterator[BinaryIO]:
    """Yield a file that takes the place of the one at ``path`` only when all is written; None writes to nowhere."""
    if path is None:
        with Path(os.devnull).open("wb") as nowhere:
            yield nowhere
        return
    fresh = path.with_name(f".{path.name}.new")
    try:
        try:
            with fresh.open("wb") as sink:
                yield sink
                sink.flush()
                os.fsync(sink.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise OutputError(f"{path}: {reason}. Free some space or name another --out; what was read is kept.") from error
