"""From a data set's bytes to observations, with what was odd named."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterable
from typing import Any, Protocol

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import OBSERVATION_SCHEMA, Problem, Source
from suasion.errors import DatasetError
from suasion.gather.dataset import HERE, Dataset, describe
from suasion.gather.plausible import in_range, once, possible
from suasion.gather.problems import Problems
from suasion.gather.tables import Sheet, read_tables


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
    rows = once(possible(in_range(rows, problems), dataset, problems), problems)
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
        outside = rows.filter(pc.or_(pc.less(rows["first_year"], low), pc.greater(rows["last_year"], high)))
        problems.add(
            f"runs from {first} to {last}, and {dataset.title} ({dataset.version}) from {low} to {high}: "
            f"{outside.num_rows:,} rows, for example {', '.join(outside['row'].slice(0, 3).to_pylist())}.",
            severity="warning",
            remedy="Check the release, and whether the years are right.",
        )
