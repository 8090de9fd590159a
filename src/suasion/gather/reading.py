"""From a data set's bytes to observations, with what was odd named."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterable
from typing import Any, Final, Protocol

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.codebook import OBSERVATION_SCHEMA, Problem, Source
from suasion.errors import DatasetError
from suasion.gather.codes import last_year
from suasion.gather.dataset import HERE, Dataset, describe
from suasion.gather.problems import Problems
from suasion.gather.tables import Sheet, read_tables

FIRST_YEAR: Final = 1815  # ATOP begins a year before the COW state system
LAST_YEAR: Final = 2100
_KEY: Final = ("indicator", "actor", "partner", "item", "first_year", "last_year", "date")


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """A data set read: its source, its bytes, its rows in OBSERVATION_SCHEMA (``id`` null), and what was odd."""

    source: Source
    data: bytes
    rows: pa.Table
    problems: tuple[Problem, ...]


class _Connector(Protocol):
    """What a data set's module has; ``described`` only where a file brings its own description."""

    def fetch(self, dataset: Dataset) -> bytes: ...

    def rows(self, tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]: ...


def _connector(dataset: Dataset) -> Any:
    return importlib.import_module(f"{HERE}.{dataset.module}")


def fetch(name: str, *, offline: bool = False) -> bytes:
    """Return a data set's bytes from the publisher's address, unchanged.

    Parameters
    ----------
    name
        As `known` lists it.
    offline
        Fetch nothing: the error names the address, so that the file can be brought by other means.

    Raises
    ------
    DatasetError
        If there is no such data set, it has no address that can be fetched, or ``offline``.
    AddressError
        If the address cannot be fetched.
    """
    dataset = describe(name)
    if offline and dataset.fetched:
        raise DatasetError(
            f"{dataset.name} is not fetched offline. Bring {' and '.join(dataset.fetched)} by other means and give "
            "the file with --from, or leave out --offline."
        )
    connector: _Connector = _connector(dataset)
    return connector.fetch(dataset)


def read_rows(name: str, data: bytes, *, file_name: str, accessed: str | None = None) -> Gathered:
    """Return a data set's observations.

    Parameters
    ----------
    name
        The data set.
    data
        The publisher's own file (CSV, XLSX, JSON, or an archive of them), or the same columns in Parquet;
        several files as `open_files` bundles them.
    file_name
        What problems call the bytes.
    accessed
        ISO date on which the bytes were fetched, where known.

    Returns
    -------
    Gathered
        Rows with ``row`` "row N": the N-th row below the header of the publisher's file.

    Raises
    ------
    DatasetError
        If the bytes are not of this data set, are damaged, or give no row at all.

    Notes
    -----
    Nothing is filled in. A cell that stands empty, or holds the publisher's sign for "no figure", gives a row with
    status "missing"; a pair without a row gives none. What two rows of the file say differently of the same thing
    is left out and named; what they say alike is taken once.
    """
    dataset = describe(name)
    connector = _connector(dataset)
    if hasattr(connector, "described"):
        dataset = connector.described(data, file_name, dataset)
    problems = Problems(file_name)
    tables = read_tables(data, file_name=file_name, dataset=dataset, problems=problems)
    _check_counts(tables, dataset, problems)
    parts = list(connector.rows(tables, dataset, problems))
    rows = pa.concat_tables(parts) if parts else OBSERVATION_SCHEMA.empty_table()
    rows = _once(_possible(_in_range(rows, problems), dataset, problems), problems)
    _check_years(rows, dataset, problems)
    if not rows.num_rows:
        found = "; ".join(str(problem) for problem in problems.found()[:3])
        raise DatasetError(f"{file_name} gives no row of {dataset.name}. {found}".strip())
    source = _source(dataset, data, accessed)
    rows = rows.set_column(1, "source", pa.repeat(source.id, rows.num_rows))
    rows = rows.set_column(len(OBSERVATION_SCHEMA) - 1, "known", _known(rows, dataset))
    return Gathered(source=source, data=data, rows=rows.cast(OBSERVATION_SCHEMA), problems=problems.found())


def _known(rows: pa.Table, dataset: Dataset) -> pa.ChunkedArray:
    """Return from when each row could be known: what its connector says, else the release, or its own public date."""
    released = pa.chunked_array([pa.repeat(dataset.released, rows.num_rows)])
    if dataset.known_from == "date":
        whole = pc.fill_null(pc.equal(pc.utf8_length(rows["date"]), len("2022-03-20")), False)
        released = pc.if_else(whole, rows["date"], released)
    return pc.coalesce(rows["known"], released)


def _source(dataset: Dataset, data: bytes, accessed: str | None) -> Source:
    return Source(
        kind="dataset",
        name=dataset.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type=_media_type(data),
        title=f"{dataset.title}, {dataset.version}" if dataset.version else dataset.title,
        publisher=dataset.publisher,
        address=dataset.page,
        published=dataset.released,
        accessed=accessed,
        licence=dataset.licence,
        citation=dataset.citation,
        reliability=dataset.reliability,
    )


def _media_type(data: bytes) -> str:
    if data.startswith(b"PAR1"):
        return "application/vnd.apache.parquet"
    if data.startswith(b"PK"):
        return "application/zip"
    return "application/json" if data.lstrip()[:1] in (b"[", b"{") else "text/csv"


def _check_counts(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> None:
    first = next((form for form in dataset.tables if form in tables), None)
    if dataset.expected.rows is None or first is None:
        return
    count = sum(len(sheet.rows) for sheet in tables[first])
    low, high = dataset.expected.rows
    if not low <= count <= high:
        problems.add(
            f"has {count:,} rows, and {dataset.title} ({dataset.version}) has {low:,} to {high:,}.",
            severity="warning",
            remedy="If it should be the whole data set, download it again, or check the release.",
        )


def _check_years(rows: pa.Table, dataset: Dataset, problems: Problems) -> None:
    if dataset.expected.years is None or not rows.num_rows:
        return
    first, last = pc.min(rows["first_year"]).as_py(), pc.max(rows["last_year"]).as_py()
    low, high = dataset.expected.years
    if first < low or last > high:
        problems.add(
            f"runs from {first} to {last}, and {dataset.title} ({dataset.version}) from {low} to {high}.",
            severity="warning",
            remedy="Check the release, and whether the years are right.",
        )


def _in_range(rows: pa.Table, problems: Problems) -> pa.Table:
    """Leave out rows whose years cannot be, or run backwards."""
    first, last = rows["first_year"], rows["last_year"]
    good = pc.and_(
        pc.and_(pc.greater_equal(first, FIRST_YEAR), pc.less_equal(last, LAST_YEAR)), pc.less_equal(first, last)
    )
    _leave(rows, pc.fill_null(good, False), "years that cannot be, or the last before the first", problems)
    return rows.filter(pc.fill_null(good, False))


def _possible(rows: pa.Table, dataset: Dataset, problems: Problems) -> pa.Table:
    """Leave out values that their indicator cannot have, by the description, and states that had ended by then."""
    good = pa.chunked_array([pa.repeat(True, rows.num_rows)])
    for indicator, (least, most) in dataset.expected.values.items():
        outside = pc.or_(pc.less(rows["value"], least), pc.greater(rows["value"], most))
        wrong = pc.fill_null(pc.and_(pc.equal(rows["indicator"], indicator), outside), False)
        _leave(rows, pc.invert(wrong), f"{indicator} outside {least:,g} to {most:,g}", problems)
        good = pc.and_not(good, wrong)
    rows = rows.filter(good)
    gone = pa.chunked_array([pa.repeat(False, rows.num_rows)])
    for side in ("actor", "partner"):
        rows, ended = _ended(rows, side, dataset.codes.get("heirs", {}), problems)
        gone = pc.or_(gone, ended)
    _leave(rows, pc.invert(gone), "an actor that had ended before that year", problems)
    return rows.filter(pc.invert(gone))


def _ended(rows: pa.Table, side: str, heirs: dict[str, str], problems: Problems) -> tuple[pa.Table, pa.ChunkedArray]:
    """Return rows with the heirs of states whose name the publisher goes on using, and which rows have none."""
    codes = rows[side].combine_chunks().dictionary_encode()
    words = codes.dictionary.to_pylist()
    ends = pa.array([last_year(code) for code in words], pa.int16()).take(codes.indices)
    gone = pc.fill_null(pc.greater(rows["first_year"], ends), False)
    heir = pa.array([heirs.get(code) for code in words], pa.string()).take(codes.indices)
    led = pc.and_(gone, pc.is_valid(heir))
    inherited = rows.filter(led)
    if inherited.num_rows:
        named = ", ".join(f"{code} for {heirs[code]}" for code in words if code in heirs)
        problems.add(
            f"{inherited.num_rows:,} rows call an actor by the name of one that had ended ({named}) and stand under "
            f"the later one, for example {', '.join(inherited['row'].slice(0, 3).to_pylist())}.",
            severity="warning",
        )
    index = rows.schema.get_field_index(side)
    return rows.set_column(index, side, pc.if_else(led, heir, rows[side])), pc.and_not(gone, led)


def _leave(rows: pa.Table, good: pa.ChunkedArray, why: str, problems: Problems) -> None:
    bad = rows.filter(pc.invert(good))
    if bad.num_rows:
        said = [f"{r['row']}: {r['indicator']} {r['actor']} {r['first_year']}" for r in bad.slice(0, 3).to_pylist()]
        problems.add(
            f"{bad.num_rows:,} rows have {why} and were left out, for example {'; '.join(said)}.",
            remedy="Correct the rows in the file.",
        )


def _once(rows: pa.Table, problems: Problems) -> pa.Table:
    """Take each thing once: what is said twice alike is one row, what is said twice differently is none."""
    codes = [_ranks(rows[name]) for name in _KEY]
    keys = np.stack(codes, axis=1) if len(rows) else np.zeros((0, len(_KEY)), dtype=np.int64)
    sizes = keys.max(axis=0, initial=0) + 2
    if float(np.prod(sizes.astype(np.float64))) < 2**62:
        key = np.ravel_multi_index(tuple((keys + 1).T), tuple(sizes))
    else:
        _, key = np.unique(keys, axis=0, return_inverse=True)
    order = np.argsort(key, kind="stable")
    same = np.zeros(len(key), dtype=bool)
    same[1:] = key[order][1:] == key[order][:-1]
    if not same.any():
        return rows
    return _settled(rows, key, problems)


def _ranks(column: pa.ChunkedArray) -> NDArray[np.int64]:
    indices = column.combine_chunks().dictionary_encode().indices
    return np.asarray(pc.fill_null(indices, -1).to_numpy(zero_copy_only=False), dtype=np.int64)


def _settled(rows: pa.Table, key: NDArray[np.int64], problems: Problems) -> pa.Table:
    values = rows["value"].to_numpy()
    _, inverse = np.unique(key, return_inverse=True)
    figures = np.bincount(inverse, weights=~np.isnan(values)) > 0
    # "No figure" beside a figure of the same thing says nothing against it.
    idle = np.isnan(values) & figures[inverse]
    rows, key, values = rows.filter(pa.array(~idle)), key[~idle], values[~idle]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    plain = np.nan_to_num(values, nan=-1e300)
    differs = np.bincount(inverse, weights=plain != plain[first][inverse]) > 0
    is_first = np.zeros(len(key), dtype=bool)
    is_first[first] = True
    alike = pa.chunked_array([pa.array(is_first | differs[inverse])])
    clash = pa.chunked_array([pa.array(~differs[inverse])])
    twice = rows.filter(pc.invert(alike))
    if twice.num_rows:
        problems.add(
            f"{twice.num_rows:,} rows repeat an earlier one and count once, for example "
            f"{', '.join(twice['row'].slice(0, 3).to_pylist())}.",
            severity="warning",
        )
    _leave(rows, clash, "another row that says something else of the same thing", problems)
    return rows.filter(pc.and_(alike, clash))
