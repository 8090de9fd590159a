"""Dependence: what a client is given, held against what it produces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from suasion.measure.flows import yearly
from suasion.measure.one_source import one_source
from suasion.measure.prices import in_common_dollars

if TYPE_CHECKING:
    from ibis.expr.types import Table


def own_series(observations: Table, client: str, indicator: str, *, first_year: int, last_year: int) -> Table:
    """Return first_year, unit, value and id of a state's own figure, year by year.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA.
    client
        ISO 3166 alpha-3 code of the state.
    indicator
        "gdp", "population" or another without a partner. Values of 0 or less are no size and are left out.
    first_year, last_year
        The window, both included. A year without a row is absent.
    """
    rows = observations.filter(
        observations.indicator == indicator,
        observations.actor == client,
        observations.partner.isnull(),
        observations.status == "observed",
        observations.value > 0,
        observations.first_year == observations.last_year,
        observations.first_year >= first_year,
        observations.last_year <= last_year,
    )
    return one_source(rows).select("first_year", "unit", "value", "id").order_by("first_year", "id")


def flow_to_gdp(
    observations: Table,
    client: str,
    *,
    first_year: int,
    last_year: int,
    indicators: Sequence[str] | None = None,
) -> Table:
    """Return indicator, actor, first_year, flow and gdp in dollars of 2022, and dependence, their ratio.

    ``dependence`` has no unit: 0.01 is one percent of the client's product in that year (the aid and trade terms of
    FBIC, Moyer and others 2021, are logarithms of this ratio). A year without both a flow and a product is absent.
    Parameters as for `suasion.measure.flows.given`; an indicator that is not money is left out.
    """
    flows = in_common_dollars(
        yearly(observations, client, first_year=first_year, last_year=last_year, indicators=indicators)
    )
    flows = flows.filter(flows.common_value.notnull(), flows.first_year == flows.last_year)
    product = in_common_dollars(own_series(observations, client, "gdp", first_year=first_year, last_year=last_year))
    product = product.select(year=product.first_year, gdp=product.common_value)
    joined = flows.join(product, flows.first_year == product.year)
    return joined.select(
        "indicator", "actor", "first_year", flow="common_value", gdp="gdp", dependence=joined.common_value / joined.gdp
    ).order_by("indicator", "actor", "first_year")
