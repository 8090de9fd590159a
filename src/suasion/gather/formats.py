"""Tables in CSV, Parquet, XLSX and JSON as columns of cells."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeAlias

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from suasion.errors import DatasetError
from suasion.gather.dataset import Dataset
from suasion.gather.headers import clean, form_of
from suasion.gather.workbook import sheets

BLOCK: Final = 16_000_000  # bytes read at a time; a row longer than that is no row of a table
_NONE: Final = np.arange(0)
HEADER_LINES: Final = 40  # publishers put notes above the header: SIPRI eleven lines, the World Bank four


Loaded: TypeAlias = tuple[list[pa.ChunkedArray], NDArray[np.int64], NDArray[np.int64]]


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """A table before its columns are typed.

    ``load`` takes positions of columns, and returns their cells, where each row stands, counted from 1 below the
    header, and where the rows stand that were left out since they have more or fewer cells than the header. ``cut``
    says of which part the file is, where it says itself that there are more; ``open_end`` that no line break ends its
    last line.
    """

    file: str
    header: list[str]
    cut: str = ""
    open_end: bool = False
    load: Callable[[Sequence[int]], Loaded]


def raw_tables(name: str, data: bytes, dataset: Dataset) -> Iterator[Raw]:
    """Yield the tables in one file; ``dataset`` says which line is the header.

    Raises
    ------
    DatasetError
        If the file is damaged.
    """
    if data.startswith(b"PAR1"):
        yield _parquet(name, data)
    elif data.startswith(b"PK"):
        for number, rows in enumerate(sheets(data, name), start=1):
            yield _from_rows(f"{name}, sheet {number}", rows, dataset)
    elif name.lower().endswith((".json", ".jsonl")) or data.lstrip()[:1] in (b"[", b"{"):
        yield _from_json(name, data)
    elif not name.lower().endswith(".toml"):
        yield _csv(name, data, dataset)


def _parquet(name: str, data: bytes) -> Raw:
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        raise DatasetError(f"{name} is a damaged or half-downloaded Parquet file. Download it again.") from error
    names = file.schema_arrow.names

    def load(positions: Sequence[int]) -> Loaded:
        table = file.read(columns=[names[i] for i in positions])
        return [table[names[i]] for i in positions], np.arange(1, file.metadata.num_rows + 1), _NONE

    return Raw(file=name, header=[clean(n) for n in names], load=load)


def _from_rows(name: str, rows: list[list[str]], dataset: Dataset) -> Raw:
    at = next((i for i, row in enumerate(rows[:HEADER_LINES]) if form_of([clean(c) for c in row], dataset)), 0)
    header = [clean(cell) for cell in rows[at]] if rows else []

    def load(positions: Sequence[int]) -> Loaded:
        below = [row for row in rows[at + 1 :] if any(row)]
        columns = [pa.chunked_array([pa.array([r[i] if i < len(r) else "" for r in below])]) for i in positions]
        return columns, np.arange(1, len(below) + 1), _NONE

    return Raw(file=name, header=header, load=load)


def _from_json(name: str, data: bytes) -> Raw:
    said = _said(name, data)
    flat = [_flat(record) for record in _records(said)]
    header = sorted({key for record in flat for key in record})

    def load(positions: Sequence[int]) -> Loaded:
        columns = [pa.chunked_array([pa.array([r.get(header[i]) for r in flat], pa.string())]) for i in positions]
        return columns, np.arange(1, len(flat) + 1), _NONE

    return Raw(file=name, header=header, load=load, cut=_page(said))


def _said(name: str, data: bytes) -> Any:
    """Return what a JSON document says, or a list of what its lines say."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        try:
            return [json.loads(line) for line in data.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            raise DatasetError(f"{name} is damaged or half-downloaded JSON ({error}). Download it again.") from error


def _page(said: Any) -> str:
    """Return which page of several an answer of the World Bank is, "" where it is the only one."""
    head = said[0] if isinstance(said, list) and said else said
    pages = head.get("pages") if isinstance(head, dict) else None
    return f"page {head.get('page')} of {pages}" if str(pages).isdigit() and int(str(pages)) > 1 else ""


def _records(said: Any) -> list[dict[str, Any]]:
    """Return the records in what a JSON document says."""
    if isinstance(said, dict):
        said = _inner(said) or [said]
    # The World Bank puts the page's number before the records: [{"page": 1}, [{...}, {...}]].
    records = next((part for part in reversed(said) if isinstance(part, list)), said) if isinstance(said, list) else []
    return [record for record in records if isinstance(record, dict)]


def _inner(said: dict[str, Any]) -> list[Any] | None:
    """Return the records that an answer wraps in an object, or in an object within: {"source": {"data": [{...}]}}."""
    for value in said.values():
        found = _inner(value) if isinstance(value, dict) else value
        if isinstance(found, list) and found and isinstance(found[0], dict):
            return found
    return None


def _flat(record: dict[str, Any]) -> dict[str, str | None]:
    """Return a record with its inner objects taken apart: {"country": {"id": "KH"}} has country.id.

    A list of words becomes one text, parted by semicolons. A list of objects that name themselves by a "concept", as
    the World Bank's, is taken apart by that name.
    """
    flat: dict[str, str | None] = {}
    for key, value in record.items():
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            inner = [(f"{item['concept']}.{k}", v) for item in value if "concept" in item for k, v in item.items()]
        elif isinstance(value, dict):
            inner = [(f"{key}.{name}" if name else key, item) for name, item in value.items()]
        else:
            inner = [(key, value)]
        flat |= {name: _word(item) for name, item in inner}
    return flat


def _word(item: Any) -> str | None:
    if isinstance(item, list):
        return ";".join(str(part) for part in item)
    return None if item is None else str(item)


def _csv(name: str, data: bytes, dataset: Dataset) -> Raw:
    encoding = _encoding(data)
    at, separator, header = _csv_header(data, encoding, dataset)
    form = dataset.tables.get(form_of(header, dataset) or "")
    quoted = form is None or form.quoted
    labels = [f"c{i}" for i in range(len(header))]

    def load(positions: Sequence[int]) -> Loaded:
        wanted = [labels[i] for i in positions]
        odd: list[int | None] = []

        def skip(row: Any) -> str:
            odd.append(row.number)
            return "skip"

        def read(threads: bool) -> pa.Table:
            return pacsv.read_csv(
                pa.BufferReader(data),
                read_options=pacsv.ReadOptions(
                    use_threads=threads, column_names=labels, skip_rows=at + 1, encoding=encoding, block_size=BLOCK
                ),
                parse_options=pacsv.ParseOptions(
                    delimiter=separator,
                    quote_char='"' if quoted else False,
                    newlines_in_values=quoted,
                    invalid_row_handler=skip,
                ),
                convert_options=pacsv.ConvertOptions(
                    include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string()), strings_can_be_null=False
                ),
            )

        if not _lines_follow(data, at):
            return [pa.chunked_array([[]], pa.string()) for _ in wanted], _NONE, _NONE
        table = read(True)
        numbers, skipped = np.arange(1, table.num_rows + 1), _NONE
        if odd:  # only one thread says which rows were odd
            odd.clear()
            table = read(False)
            whole = np.arange(1, table.num_rows + len(odd) + 1)
            skipped = np.array([n - at - 1 for n in odd if n is not None], dtype=np.int64)
            numbers = np.setdiff1d(whole, skipped)
        return [table[label] for label in wanted], numbers, skipped

    return Raw(file=name, header=header, load=load, open_end=data[-1:] not in b"\r\n")


def _lines_follow(data: bytes, at: int) -> bool:
    """Return whether anything stands below the header's line, which Arrow wants to be so."""
    return any(line.strip() for line in data.split(b"\n", at + 2)[at + 1 :])


def _encoding(data: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def _csv_header(data: bytes, encoding: str, dataset: Dataset) -> tuple[int, str, list[str]]:
    """Return the header's line, the separator and the names, by the first line that has the columns of a form.

    Where a form's files have no header, and the first line has as many cells as the form has columns, the line is -1.
    """
    lines = data[:200_000].decode(encoding, errors="replace").splitlines()[:HEADER_LINES]
    fallback: tuple[int, str, list[str]] | None = None
    for at, line in enumerate(lines):
        for separator in (",", ";", "\t", "|"):
            header = [clean(name) for name in next(csv.reader(io.StringIO(line), delimiter=separator), [])]
            if form_of(header, dataset):
                return at, separator, header
            bare = next((f.header for f in dataset.tables.values() if f.header and len(f.header) == len(header)), None)
            if bare and at == 0:
                return -1, separator, list(bare)
            if len(header) > 1 and (fallback is None or len(header) > len(fallback[2])):
                fallback = (at, separator, header)
    return fallback or (0, ",", [])
