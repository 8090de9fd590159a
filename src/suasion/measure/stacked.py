"""Stacked figures: a table with one column a figure, laid out as a measure table with one row a figure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from suasion.measure.measured import MEASURE_SCHEMA, SORT


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
    """Return MEASURE_SCHEMA, a row a figure of each row.

    Parameters
    ----------
    wide
        actor, partner, year, n and evidence; series and unit where a figure wants them; the figures' columns. A
        column "note" is set behind the method of every figure of its row.
    figures
        Which columns to lay out.
    """
    parts = [_laid_out(wide, figure) for figure in figures]
    table = pa.concat_tables(parts) if parts else MEASURE_SCHEMA.empty_table()
    return table.sort_by(list(SORT))


def _laid_out(wide: pa.Table, figure: Figure) -> pa.Table:
    n = wide.num_rows
    value = wide[figure.value].cast(pa.float64())
    value = pc.if_else(pc.is_finite(value), value, None)
    method = pc.if_else(pc.is_valid(value), figure.method, figure.lacking)
    if "note" in wide.column_names:
        method = pc.binary_join_element_wise(method, wide["note"], "; ", null_handling="skip")
    ends = {
        end: pc.if_else(pc.is_valid(value), wide[column].cast(pa.float64()), None) if column else _nulls(n)
        for end, column in (("low", figure.low), ("high", figure.high))
    }
    name = (
        pc.binary_join_element_wise(figure.name + " [", wide["series"], "]", "")
        if figure.of_series
        else _same(figure.name, n)
    )
    columns = {
        "actor": wide["actor"],
        "partner": wide["partner"],
        "year": wide["year"],
        "measure": name,
        "value": value,
        **ends,
        "n": wide["n"],
        "unit": wide["unit"] if figure.unit is None else _same(figure.unit, n),
        "method": method,
        "evidence": wide["evidence"],
    }
    return pa.table(columns).cast(MEASURE_SCHEMA)


def _same(word: str, n: int) -> pa.Array:
    return pa.repeat(pa.scalar(word, pa.string()), n)


def _nulls(n: int) -> pa.Array:
    return pa.nulls(n, pa.float64())
