"""Prices: money of different years brought to dollars of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suasion.codebook.prices import COMMON_YEAR, DEFLATOR, price_factor

if TYPE_CHECKING:
    from ibis.expr.types import Table


def in_common_dollars(rows: Table, *, to_year: int = COMMON_YEAR) -> Table:
    """Return the rows with ``common_value``: their value in dollars of one year.

    Parameters
    ----------
    rows
        A table with unit, first_year and value. "USD" is dollars of first_year, "USD-2021" of 2021.
    to_year
        The year whose dollars are wanted.

    Notes
    -----
    The deflator is `suasion.codebook.prices.DEFLATOR`. ``common_value`` is NULL where the unit is no dollar or the
    year has no deflator.
    """
    import ibis

    current = [(rows.first_year == year, price_factor("USD", year, to_year=to_year)) for year in DEFLATOR]
    constant = [(rows.unit == f"USD-{year}", price_factor(f"USD-{year}", year, to_year=to_year)) for year in DEFLATOR]
    factor = (rows.unit == "USD").ifelse(ibis.cases(*current), ibis.cases(*constant))
    return rows.mutate(common_value=rows.value * factor)
