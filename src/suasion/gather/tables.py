"""Publishers' tables, in CSV, Parquet, XLSX or JSON, as typed columns under our names."""

from __future__ import annotations

import csv
import fnmatch
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from suasion.errors import DatasetError
from suasion.gather.columns import typed
from suasion.gather.dataset import Column, Dataset, TableForm
from suasion.gather.problems import Problems, listed
from suasion.gather.unpack import members
from suasion.gather.workbook import sheets

BLOCK: Final = 16_000_000  # bytes read at a time; a row longer than that is no row of a table
HEADER_LINES: Final = 40  # publishers put notes above the header: SIPRI eleven lines, the World Bank four
_BYTE_ORDER_MARKS: Final = ("\ufeff", "ï»¿")  # the second is the first, read in the wrong encoding


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One table: columns under our names, and where each row stands in the publisher's file.

    ``rows`` counts the rows below the header from 1, shape (n_rows,); ``mark`` goes before the number: "row", or
    the file's name and "row" where several files have the same form. A column that the file lacks is all null;
    ``has`` names those that it has.
    """

    file: str
    mark: str
    data: pa.Table
    rows: NDArray[np.int64]
    has: frozenset[str]

    def __getitem__(self, column: str) -> pa.Array:
        return self.data[column].combine_chunks()

    def array(self, column: str) -> NDArray[Any]:
        """Return a number column as NumPy: integers are 0 and numbers are NaN where nothing stands."""
        values = self[column]
        if pa.types.is_integer(values.type):
            return np.asarray(pc.fill_null(values, 0).to_numpy(zero_copy_only=False))
        return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.float64)

    def keep(self, mask: NDArray[np.bool_]) -> Sheet:
        """Return the rows where ``mask`` is true."""
        return msgspec.structs.replace(self, data=self.data.filter(pa.array(mask)), rows=self.rows[mask])


class _Raw(msgspec.Struct, frozen=True, kw_only=True):
    """A table before its columns are typed. ``load`` takes positions of columns."""

    file: str
    header: list[str]
    load: Callable[[Sequence[int]], tuple[list[pa.ChunkedArray], NDArray[np.int64]]]


def read_tables(data: bytes, *, file_name: str, dataset: Dataset, problems: Problems) -> dict[str, list[Sheet]]:
    """Return a data set's tables by form, in the order of their files.

    Parameters
    ----------
    data
        A table, a workbook, or an archive of them.
    file_name
        As errors and problems name it.
    dataset
        Whose forms to look for.
    problems
        Takes what was odd: files of no known form, new columns, cells that are not what they should be.

    Raises
    ------
    DatasetError
        If no table of a known form is there; the message says which columns were looked for.
    """
    found: dict[str, list[Sheet]] = {}
    strangers: list[tuple[str, list[str]]] = []
    for name, part in members(data, file_name):
        for raw in _raw_tables(name, part, dataset):
            form = _form(raw.header, dataset)
            if form is None:
                strangers.append((raw.file, raw.header))
            else:
                found.setdefault(form, []).append(_readable_sheet(raw, form, dataset, problems))
    if not found:
        raise DatasetError(_nothing(strangers, dataset, file_name))
    for name, header in strangers:
        if header:
            problems.add(
                f"has none of the forms of {dataset.name} and was left out.", input=name, severity="warning",
                remedy="Nothing, if it is a codebook or a note.",
            )  # fmt: skip
    return {form: _marked(several) for form, several in found.items()}


def _marked(several: list[Sheet]) -> list[Sheet]:
    if len(several) == 1:
        return several
    return [msgspec.structs.replace(sheet, mark=f"{sheet.file} row") for sheet in several]


def _nothing(strangers: list[tuple[str, list[str]]], dataset: Dataset, file_name: str) -> str:
    closest = min(
        (
            (sorted(_absent(header, form)), name, key)
            for name, header in strangers or [(file_name, [])]
            for key, form in dataset.tables.items()
        ),
        key=lambda item: len(item[0]),
    )
    absent, name, key = closest
    return (
        f"{name} is no table of {dataset.name}: it lacks {', '.join(repr(a) for a in absent)}"
        f"{'' if len(dataset.tables) == 1 else f' of the {key} table'}. "
        f"Take the file from {dataset.page}, or rename its columns."
    )


# Headers


def _clean(name: str) -> str:
    for mark in _BYTE_ORDER_MARKS:
        name = name.removeprefix(mark)
    return name.strip().strip('";').strip()


def _fold(name: str) -> str:
    return re.sub(r"[\s._-]+", "_", name.casefold())


def _match(header: Sequence[str], form: TableForm) -> dict[str, int]:
    """Return the position of each of our columns that the header has: exact names first, then without case."""
    places: dict[str, int] = {}
    for spelling in (str, _fold):
        spelled = [spelling(name) for name in header]
        for ours, column in form.wanted.items():
            if ours in places:
                continue
            for name in column.names:
                hits = [i for i, h in enumerate(spelled) if h == spelling(name) and i not in places.values()]
                if len(hits) == 1:
                    places[ours] = hits[0]
                    break
    return places


def _absent(header: Sequence[str], form: TableForm) -> set[str]:
    places = _match(header, form)
    return {c.names[0] for ours, c in form.wanted.items() if not c.optional and ours not in places}


def _form(header: Sequence[str], dataset: Dataset) -> str | None:
    """Return the form that a header has: all of its needed columns, and more columns than any other form."""
    fits = {key: len(_match(header, form)) for key, form in dataset.tables.items() if not _absent(header, form)}
    return max(fits, key=lambda key: fits[key]) if fits else None


# Reading


def _raw_tables(name: str, data: bytes, dataset: Dataset) -> Iterator[_Raw]:
    if data.startswith(b"PAR1"):
        yield _parquet(name, data)
    elif data.startswith(b"PK"):
        for number, rows in enumerate(sheets(data, name), start=1):
            yield _from_rows(f"{name}, sheet {number}", rows, dataset)
    elif name.lower().endswith(".json") or data.lstrip()[:1] in (b"[", b"{"):
        yield _from_json(name, data)
    elif not name.lower().endswith(".toml"):
        yield _csv(name, data, dataset)


def _parquet(name: str, data: bytes) -> _Raw:
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        raise DatasetError(f"{name} is a damaged or half-downloaded Parquet file. Download it again.") from error
    names = file.schema_arrow.names

    def load(positions: Sequence[int]) -> tuple[list[pa.ChunkedArray], NDArray[np.int64]]:
        table = file.read(columns=[names[i] for i in positions])
        return [table[names[i]] for i in positions], np.arange(1, file.metadata.num_rows + 1)

    return _Raw(file=name, header=[_clean(n) for n in names], load=load)


def _from_rows(name: str, rows: list[list[str]], dataset: Dataset) -> _Raw:
    at = next((i for i, row in enumerate(rows[:HEADER_LINES]) if _form([_clean(c) for c in row], dataset)), 0)
    header = [_clean(cell) for cell in rows[at]] if rows else []

    def load(positions: Sequence[int]) -> tuple[list[pa.ChunkedArray], NDArray[np.int64]]:
        below = [row for row in rows[at + 1 :] if any(row)]
        columns = [pa.chunked_array([pa.array([r[i] if i < len(r) else "" for r in below])]) for i in positions]
        return columns, np.arange(1, len(below) + 1)

    return _Raw(file=name, header=header, load=load)


def _from_json(name: str, data: bytes) -> _Raw:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{name} is damaged or half-downloaded JSON ({error}). Download it again.") from error
    records = next((part for part in reversed(said) if isinstance(part, list)), said) if isinstance(said, list) else []
    flat = [_flat(record) for record in records if isinstance(record, dict)]
    header = sorted({key for record in flat for key in record})

    def load(positions: Sequence[int]) -> tuple[list[pa.ChunkedArray], NDArray[np.int64]]:
        columns = [pa.chunked_array([pa.array([r.get(header[i]) for r in flat], pa.string())]) for i in positions]
        return columns, np.arange(1, len(flat) + 1)

    return _Raw(file=name, header=header, load=load)


def _flat(record: dict[str, Any]) -> dict[str, str | None]:
    """Return a record with its inner objects taken apart: {"country": {"id": "KH"}} has country.id."""
    flat: dict[str, str | None] = {}
    for key, value in record.items():
        inner = value.items() if isinstance(value, dict) else [("", value)]
        for name, item in inner:
            flat[f"{key}.{name}" if name else key] = None if item is None else str(item)
    return flat


def _csv(name: str, data: bytes, dataset: Dataset) -> _Raw:
    encoding = _encoding(data)
    at, separator, header = _csv_header(data, encoding, dataset)
    labels = [f"c{i}" for i in range(len(header))]

    def load(positions: Sequence[int]) -> tuple[list[pa.ChunkedArray], NDArray[np.int64]]:
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
                    delimiter=separator, newlines_in_values=True, invalid_row_handler=skip
                ),
                convert_options=pacsv.ConvertOptions(
                    include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string()), strings_can_be_null=False
                ),
            )

        if not _lines_follow(data, at):
            return [pa.chunked_array([[]], pa.string()) for _ in wanted], np.arange(0)
        table = read(True)
        numbers = np.arange(1, table.num_rows + 1)
        if odd:  # only one thread says which rows were odd
            odd.clear()
            table = read(False)
            whole = np.arange(1, table.num_rows + len(odd) + 1)
            numbers = np.setdiff1d(whole, np.array([n - at - 1 for n in odd if n is not None], dtype=np.int64))
        return [table[label] for label in wanted], numbers

    return _Raw(file=name, header=header, load=load)


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
    """Return the header's line, the separator and the names, by the first line that has the columns of a form."""
    lines = data[:200_000].decode(encoding, errors="replace").splitlines()[:HEADER_LINES]
    fallback: tuple[int, str, list[str]] | None = None
    for at, line in enumerate(lines):
        for separator in (",", ";", "\t", "|"):
            header = [_clean(name) for name in next(csv.reader(io.StringIO(line), delimiter=separator), [])]
            if _form(header, dataset):
                return at, separator, header
            if len(header) > 1 and (fallback is None or len(header) > len(fallback[2])):
                fallback = (at, separator, header)
    return fallback or (0, ",", [])


# Typing


def _readable_sheet(raw: _Raw, form: str, dataset: Dataset, problems: Problems) -> Sheet:
    try:
        return _sheet(raw, dataset.tables[form], dataset, problems)
    except (pa.ArrowException, OSError) as error:
        # Damage inside the file, or columns of a type that no data set has: Arrow's words say where.
        raise DatasetError(f"{raw.file} cannot be read as a table ({error}). Download it again.") from error


def _sheet(raw: _Raw, form: TableForm, dataset: Dataset, problems: Problems) -> Sheet:
    places = _match(raw.header, form)
    spread = [i for i, name in enumerate(raw.header) if form.spread and re.match(form.spread, name)]
    new = [
        name
        for i, name in enumerate(raw.header)
        if name
        and i not in (*places.values(), *spread)
        and not any(fnmatch.fnmatchcase(_fold(name), _fold(p)) for p in form.also)
    ]
    if new:
        problems.add(
            f"has {len(new)} columns that the description does not know: {listed(new)}.", input=raw.file,
            severity="warning", remedy="Check whether the meaning of the others has changed.",
        )  # fmt: skip
    columns, rows = raw.load([*places.values(), *spread])
    skipped = np.setdiff1d(np.arange(1, rows[-1] + 1 if len(rows) else 1), rows)
    problems.add(
        "has more or fewer cells than the header and was left out.", input=raw.file, rows=skipped,
        remedy="If it is the last row, the download was cut short: download it again.",
    )  # fmt: skip
    made = {}
    for ours, column in form.wanted.items():
        if ours in places:
            values = columns[list(places).index(ours)].combine_chunks()
            made[ours] = typed(values, column, missing=dataset.missing, rows=rows, problems=problems, input=raw.file)
        else:
            made[ours] = pa.nulls(len(rows), {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(),
                                              "date": pa.string()}[column.type])  # fmt: skip
    sheet = Sheet(file=raw.file, mark="row", data=pa.table(made), rows=rows, has=frozenset(places))
    if not spread:
        return sheet
    years = {raw.header[i]: columns[len(places) + n].combine_chunks() for n, i in enumerate(spread)}
    return _gathered(sheet, years, dataset, problems)


def _gathered(sheet: Sheet, years: dict[str, pa.Array], dataset: Dataset, problems: Problems) -> Sheet:
    """Return a sheet whose columns of years have become rows."""
    n = len(sheet.rows)
    values = [
        typed(
            cells, Column(type="number", names=(year,)), missing=dataset.missing, rows=sheet.rows, problems=problems,
            input=sheet.file,
        )
        for year, cells in years.items()
    ]  # fmt: skip
    at = np.tile(np.arange(n), len(years))
    data = sheet.data.take(pa.array(at))
    data = data.append_column("year", pa.array(np.repeat([int(year) for year in years], n)))
    data = data.append_column("value", pa.chunked_array(values))
    return msgspec.structs.replace(sheet, data=data, rows=sheet.rows[at], has=sheet.has | {"year", "value"})
