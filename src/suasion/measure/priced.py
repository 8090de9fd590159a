"""Rows with an amount: money in dollars of one year, anything else as it is counted."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from suasion.codebook.prices import COMMON_YEAR
from suasion.measure.one_source import one_source
from suasion.measure.prices import in_common_dollars

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table

DOLLARS: Final = f"USD-{COMMON_YEAR}"


def priced(rows: Table) -> Table:
    """Return the rows with ``amount``, and ``unit`` that of the amount.

    Dollars are those of 2022; dollars of a year without a deflator (before 1960) stay as they are, in their own unit.
    """
    import ibis

    money = in_common_dollars(rows)
    return money.mutate(
        amount=ibis.coalesce(money.common_value, money.value),
        unit=money.common_value.notnull().ifelse(ibis.literal(DOLLARS), money.unit),
    )


def single_source(rows: Table, sources: pa.Table, indicators: Collection[str]) -> Table:
    """Return the rows by `one_source` where one of the indicators comes from several, as that takes long.

    ``sources`` has a column indicator, one row a source of it.
    """
    names = [name for name in sources["indicator"].to_pylist() if name in indicators]
    return one_source(rows) if len(names) > len(set(names)) else rows


def products(observations: Table, sources: pa.Table, *, first_year: int, last_year: int) -> Table:
    """Return state, gdp_year and gdp in dollars of 2022. Parameters as for `single_source`; years both included."""
    rows = observations.filter(
        observations.indicator == "gdp",
        observations.actor.notnull(),
        observations.partner.isnull(),
        observations.status == "observed",
        observations.value > 0,
        observations.first_year == observations.last_year,
        observations.first_year >= first_year,
        observations.last_year <= last_year,
    )
    own = priced(single_source(rows, sources, ["gdp"]))
    return own.group_by(state="actor", gdp_year=own.first_year.cast("int16")).agg(gdp=own.amount.mean())
