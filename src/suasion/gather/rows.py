"""Observations out of a sheet: columns and constants to the observation schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.codebook import INDICATORS, OBSERVATION_SCHEMA
from suasion.gather.problems import Problems, listed
from suasion.gather.tables import Sheet

Column: TypeAlias = Any  # a pa.Array or NumPy array of as many rows, one word or number for all, or None


def observations(
    sheet: Sheet,
    *,
    indicator: Column,
    actor: Column,
    first_year: Column,
    value: Column,
    partner: Column = None,
    last_year: Column = None,
    item: Column = None,
    label: Column = None,
    date: Column = None,
    unit: Column = None,
    status: Column = None,
    known: Column = None,
    where: NDArray[np.bool_] | None = None,
) -> pa.Table:
    """Return one observation a row of a sheet, where its actor (and partner, if any) is known.

    Parameters
    ----------
    sheet
        Gives the rows' places. Each other parameter is a column of as many rows, or one word or number for all.
    indicator
        A key of INDICATORS.
    actor, partner
        Codes. Rows without an actor are left out; so are rows without a partner, unless ``partner`` is None.
    value
        Numbers; where there is none (null or NaN) the row's status is "missing".
    first_year, last_year
        The period, both included; ``last_year`` is ``first_year`` where None.
    item, label, date
        As in OBSERVATION_SCHEMA; null where None.
    unit
        The indicator's own where None.
    status
        Where None, "observed" where there is a value and "missing" where there is none.
    known
        ISO date from which each row could be known, where the file says so; the data set's own where None.
    where
        Rows to take, shape (n_rows,); all where None.

    Returns
    -------
    pa.Table
        In OBSERVATION_SCHEMA; ``id`` and ``source``, and ``known`` where it is not given, are null: `read_rows` fills
        them in.
    """
    n = len(sheet.rows)
    values = _column(value, pa.float64(), n)
    values = pc.if_else(pc.is_nan(values), None, values)
    actors, partners = _column(actor, pa.string(), n), _column(partner, pa.string(), n)
    first = _years(first_year, n)
    if unit is None:
        unit = _units(indicator, n)
    table = pa.table(
        {
            "id": pa.nulls(n, pa.string()),
            "source": pa.nulls(n, pa.string()),
            "row": pc.binary_join_element_wise(sheet.mark, pa.array(sheet.rows).cast(pa.string()), " "),
            "indicator": _column(indicator, pa.string(), n),
            "actor": actors,
            "partner": partners,
            "item": _column(item, pa.string(), n),
            "label": _column(label, pa.string(), n),
            "first_year": first,
            "last_year": first if last_year is None else _years(last_year, n),
            "date": _column(date, pa.string(), n),
            "value": values,
            "unit": _column(unit, pa.string(), n),
            "status": _status(values) if status is None else _column(status, pa.string(), n),
            "known": _column(known, pa.string(), n),
        },
        schema=OBSERVATION_SCHEMA,
    )
    good = pc.is_valid(actors)
    if partner is not None:
        good = pc.and_(good, pc.is_valid(partners))
    if where is not None:
        good = pc.and_(good, pa.array(where))
    return table.filter(good)


def _years(column: Column, n: int) -> pa.Array:
    """Return years, 0 where there is none that could be: `read_rows` names such rows and leaves them out."""
    years = pc.fill_null(_column(column, pa.int64(), n), 0)
    return pc.if_else(pc.and_(pc.greater(years, 0), pc.less(years, 10_000)), years, 0).cast(pa.int16())


def _status(values: pa.Array) -> pa.Array:
    return pc.if_else(pc.is_valid(values), "observed", "missing")


def _units(indicator: Column, n: int) -> Column:
    if isinstance(indicator, str):
        return INDICATORS[indicator].unit
    words = _column(indicator, pa.string(), n).dictionary_encode()
    units = [None if name is None else INDICATORS[name].unit for name in words.dictionary.to_pylist()]
    return pa.array(units, pa.string()).take(words.indices)


def _column(column: Column, kind: pa.DataType, n: int) -> pa.Array:
    if column is None:
        return pa.nulls(n, kind)
    if isinstance(column, str | int | float):
        return pa.repeat(pa.scalar(column, kind), n)
    if isinstance(column, np.ndarray):
        return pa.array(column).cast(kind)
    return column if column.type == kind else column.cast(kind)


def mapped(sheet: Sheet, column: str, known: Mapping[str, str], problems: Problems) -> pa.Array:
    """Return what each word of a column means to us, null where it means nothing or is not known.

    Parameters
    ----------
    sheet, column
        The table, and our name of the column.
    problems
        Takes the words that are not known, grouped.
    known
        Meanings by word; "" means that the word is known and has no meaning for us. Any other word is a problem.
    """
    words = sheet[column].dictionary_encode()
    said = words.dictionary.to_pylist()
    strange = np.asarray(pc.fill_null(pa.array([w not in known for w in said], pa.bool_()).take(words.indices), True))
    if strange.any():
        found = ["nothing" if w is None else w for w in sheet[column].filter(pa.array(strange)).to_pylist()]
        problems.add(
            f"{column.replace('_', ' ')}: {listed(found)} is none that the description knows; the rows were left out.",
            input=sheet.file, rows=sheet.rows[strange], remedy="Look it up in the publisher's codebook.",
        )  # fmt: skip
    return pa.array([known.get(w) or None for w in said], pa.string()).take(words.indices)


def years(sheet: Sheet, column: str = "year") -> NDArray[np.int64]:
    """Return the years of a sheet's rows, 0 where none is given or none could be."""
    given = np.asarray(sheet.array(column), dtype=np.int64)
    return np.where((given > 0) & (given < 10_000), given, 0)


def once_a_year(actors: pa.Array, when: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which rows are the first of their actor and year, shape (n_rows,).

    A table of pairs says a state's own figure once for each of its partners.
    """
    codes = np.asarray(pc.fill_null(actors.dictionary_encode().indices, -1).to_numpy(zero_copy_only=False))
    first = np.zeros(len(when), dtype=bool)
    first[np.unique(codes.astype(np.int64) * 10_000 + when, return_index=True)[1]] = True
    return first


def once(sheet: Sheet, columns: Sequence[str]) -> NDArray[np.bool_]:
    """Return which rows are the first with their values in some columns, shape (n_rows,)."""
    keys = [
        np.asarray(
            pc.fill_null(sheet[name].dictionary_encode().indices, -1).to_numpy(zero_copy_only=False), dtype=np.int64
        )
        for name in columns
    ]
    first = np.zeros(len(sheet.rows), dtype=bool)
    first[np.unique(np.stack(keys, axis=1), axis=0, return_index=True)[1]] = True
    return first
