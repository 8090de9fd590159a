"""Flows: what each giver gives a client, by indicator; totals and shares, and year by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from suasion.codebook import INDICATORS
from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table


def given(
    observations: Table,
    client: str,
    *,
    first_year: int,
    last_year: int,
    indicators: Sequence[str] | None = None,
) -> Table:
    """Return the observed rows with the client as partner whose period lies within the years.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA. Rows without a value (missing, not applicable) are left out, not taken as 0.
    client
        ISO 3166 alpha-3 code of who receives.
    first_year, last_year
        The window, both included. A row of several years counts if all of them lie within.
    indicators
        Keys of INDICATORS; None for all.
    """
    rows = observations.filter(
        observations.partner == client,
        observations.actor.notnull(),
        observations.status == "observed",
        observations.value.notnull(),
        observations.first_year >= first_year,
        observations.last_year <= last_year,
    )
    if indicators is not None:
        rows = rows.filter(rows.indicator.isin(list(indicators)))
    return one_source(rows)


def of_single_years(observations: Table, indicators: Sequence[str], *, first_year: int, last_year: int) -> Table:
    """Return the observed rows between two parties that are of one year each, of whatever source.

    A row of several years at once has no one year's prices, and belongs to none. Parameters as for `given`, which
    keeps such rows.
    """
    return observations.filter(
        observations.indicator.isin(list(indicators)),
        observations.actor.notnull(),
        observations.partner.notnull(),
        observations.status == "observed",
        observations.value.notnull(),
        observations.first_year == observations.last_year,
        observations.first_year >= first_year,
        observations.last_year <= last_year,
    )


def yearly(
    observations: Table,
    client: str,
    *,
    first_year: int,
    last_year: int,
    indicators: Sequence[str] | None = None,
) -> Table:
    """Return indicator, actor, first_year, last_year, unit, value, n, and ids and values of the rows summed.

    One row a giver, indicator and period (a year, unless the data set itself reports several at once).
    A year without a row is absent: not covered, which is not zero. Parameters as for `given`.
    """
    rows = given(observations, client, first_year=first_year, last_year=last_year, indicators=indicators)
    return (
        rows.group_by("indicator", "actor", "first_year", "last_year", "unit")
        .agg(
            value=rows.value.sum(),
            n=rows.count(),
            ids=rows.id.collect(order_by=rows.id),
            values=rows.value.collect(order_by=rows.id),
        )
        .order_by("indicator", "actor", "first_year", "last_year", "unit")
    )


def totals(
    observations: Table,
    client: str,
    *,
    first_year: int,
    last_year: int,
    indicators: Sequence[str] | None = None,
) -> Table:
    """Return indicator, actor, unit, total, share, suppliers, n, and the first and last year with a row.

    ``total`` is the sum over the window for additive indicators; for stocks it is the mean of the years that have a
    row, since a stock held for two years is not twice the stock. ``share`` is the part of the sum over all givers
    with rows, NULL where that sum is 0; shares of one indicator and unit add up to 1. ``suppliers`` counts the
    givers: a share among few is a share among those the record covers, no more. Parameters as for `given`.
    """
    rows = given(observations, client, first_year=first_year, last_year=last_year, indicators=indicators)
    stocks = [name for name, indicator in INDICATORS.items() if not indicator.additive]
    sums = rows.group_by("indicator", "actor", "unit").agg(
        summed=rows.value.sum(),
        n=rows.count(),
        years=rows.first_year.nunique(),
        first_year=rows.first_year.min(),
        last_year=rows.last_year.max(),
    )
    whole = sums.group_by("indicator", "unit")
    shared = whole.mutate(whole=sums.summed.sum(), suppliers=sums.count())
    return shared.select(
        "indicator",
        "actor",
        "unit",
        total=shared.indicator.isin(stocks).ifelse(shared.summed / shared.years, shared.summed),
        share=shared.summed / shared.whole.nullif(0.0),
        suppliers=shared.suppliers,
        n=shared.n,
        first_year=shared.first_year,
        last_year=shared.last_year,
    ).order_by("indicator", "unit", "actor")
