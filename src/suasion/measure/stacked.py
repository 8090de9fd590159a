"""Stacked figures: a table with one column a figure, laid out as a measure table with one row a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.measure.measured import MEASURE_SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_CHUNK: Final = 1 << 20  # rows of one chunk: sentences by the million pass the two gigabytes of an Arrow array


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of a wide table: its name, and the columns of its value and interval.

    ``method`` says how it was worked out; where the value is null, ``lacking`` does. ``low`` and ``high`` None: no
    interval. ``unit`` None takes the table's column "unit". ``of_series`` sets the row's series behind the name.
    """

    name: str
    value: str
    method: str
    lacking: str
    low: str | None = None
    high: str | None = None
    unit: str | None = "share"
    of_series: bool = True


def stacked(wide: pa.Table, figures: Sequence[Figure]) -> pa.Table:
    """Return MEASURE_SCHEMA, a row a figure of each row, in its order.

    Parameters
    ----------
    wide
        actor, partner, year, n and evidence; series and unit where a figure wants them; the figures' columns. A
        column "note" is set behind the method of every figure of its row.
    figures
        Which columns to lay out.
    """
    n = wide.num_rows
    names, rank = _names(wide, figures)
    # Sorting numbers is ten times as fast as sorting words.
    place = _place(wide)[None, :] * len(names) + rank
    order = np.argsort(place.ravel(), kind="stable")
    values = [_numbers(wide, [figure.value for figure in figures])]
    values += [_numbers(wide, [getattr(figure, end) for figure in figures]) for end in ("low", "high")]
    values = [np.where(np.isnan(values[0]), np.nan, each) for each in values]
    methods, said = _methods(wide, figures, ~np.isnan(values[0]))
    units, counted = _units(wide, figures)
    chunks = []
    for start in range(0, len(order), _CHUNK):
        taken = order[start : start + _CHUNK]
        rows = pa.array(taken % n)
        columns = {
            **{name: wide[name].take(rows) for name in ("actor", "partner", "year", "n", "evidence")},
            "measure": _words(rank.ravel()[taken], names),
            **{
                name: pa.array(each.ravel()[taken], from_pandas=True)
                for name, each in zip(("value", "low", "high"), values, strict=True)
            },
            "unit": _words(counted.ravel()[taken], units),
            "method": _words(said.ravel()[taken], methods),
        }
        chunks.append(pa.table({name: columns[name] for name in MEASURE_SCHEMA.names}).cast(MEASURE_SCHEMA))
    return pa.concat_tables(chunks) if chunks else MEASURE_SCHEMA.empty_table()


def _place(wide: pa.Table) -> Integers:
    """Return a number for each row that orders actor, partner and year as SORT does, nulls last."""
    place: Integers = np.zeros(wide.num_rows, dtype=np.int64)
    for name in ("actor", "partner", "year"):
        codes, words = _coded(wide[name])
        place = place * (len(words) + 1) + np.where(codes < 0, len(words), codes)
    return place


def _coded(column: pa.ChunkedArray) -> tuple[Integers, list[str]]:
    """Return the place of each value among all of the column in their order, -1 for null, and these."""
    words = pc.drop_null(pc.unique(column))
    words = words.take(pc.sort_indices(words))
    codes: Integers = pc.fill_null(pc.index_in(column, words), -1).to_numpy().astype(np.int64)
    return codes, words.to_pylist()


def _names(wide: pa.Table, figures: Sequence[Figure]) -> tuple[list[str], Integers]:
    """Return all measures' names in order, and which each figure of each row has, shape (n_figures, n)."""
    series, words = _coded(wide["series"]) if any(f.of_series for f in figures) else (None, [])
    of = [[f"{f.name} [{word}]" for word in words] if f.of_series else [f.name] for f in figures]
    names = sorted({name for some in of for name in some})
    at = {name: place for place, name in enumerate(names)}
    rank = np.zeros((len(figures), wide.num_rows), dtype=np.int64)
    for row, (figure, some) in enumerate(zip(figures, of, strict=True)):
        codes = np.array([at[name] for name in some], dtype=np.int64)
        rank[row] = codes[series] if figure.of_series and len(codes) else codes[:1]
    return names, rank


def _numbers(wide: pa.Table, columns: Sequence[str | None]) -> Floats:
    """Return columns as an array of shape (n_columns, n), NaN for null and infinite values and where there is none."""
    table = np.full((len(columns), wide.num_rows), np.nan)
    for row, name in enumerate(columns):
        if name is not None:
            table[row] = wide[name].cast(pa.float64()).to_numpy()
    table[~np.isfinite(table)] = np.nan
    return table


def _methods(wide: pa.Table, figures: Sequence[Figure], told: NDArray[np.bool_]) -> tuple[list[str], Integers]:
    """Return all sentences on method, and which each figure of each row has, shape (n_figures, n)."""
    codes, notes = _coded(wide["note"]) if "note" in wide.column_names else (np.full(wide.num_rows, -1), [])
    ends = [*(f"; {note}" for note in notes), ""]
    sentences = [f"{said}{end}" for f in figures for said in (f.lacking, f.method) for end in ends]
    note = np.where(codes < 0, len(notes), codes)[None, :]
    return sentences, (2 * np.arange(len(figures))[:, None] + told) * len(ends) + note


def _units(wide: pa.Table, figures: Sequence[Figure]) -> tuple[list[str], Integers]:
    """Return all units, and which each figure of each row has, shape (n_figures, n)."""
    own, words = _coded(wide["unit"]) if any(f.unit is None for f in figures) else (np.zeros(wide.num_rows), [])
    fixed = [f.unit or "" for f in figures]
    rows = [own + len(fixed) if f.unit is None else np.full(wide.num_rows, at) for at, f in enumerate(figures)]
    return [*fixed, *words], np.stack(rows).astype(np.int64)


def _words(codes: Integers, words: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(words, pa.string())).cast(pa.string())
