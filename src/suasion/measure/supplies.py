"""Supplies: all that everyone gives a client, its trade and its own product, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suasion.codebook import INDICATORS
from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table

_TRADE = ("exports", "imports")


def supplies(observations: Table, client: str, *, first_year: int, last_year: int, reach: int = 0) -> Table:
    """Return indicator, actor, partner, first_year, last_year, unit, value, n, ids and values of the rows summed.

    One row an indicator, pair and period. It asks once what `yearly`, `trade`, `sanctions_in_force` and `own_series`
    ask apart: compiling a question costs more than answering it.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA. Only observed rows with a value count; each series is taken from one source.
    client
        ISO 3166 alpha-3 code.
    first_year, last_year
        The window, both included. Directed flows to the client count if all their years lie within, and so does trade
        by the client's and by its partners' books; sanctions on it if they touch the window.
    reach
        How many years before and after the window the client's GDP is wanted too.
    """
    rows = observations.filter(observations.status == "observed", observations.value.notnull())
    within = (rows.first_year >= first_year) & (rows.last_year <= last_year)
    touches = (rows.first_year <= last_year) & (rows.last_year >= first_year)
    given = rows.actor.notnull() & (rows.partner == client)
    directed = [
        name for name, i in INDICATORS.items() if i.directed and i.given and name not in ("sanction", "gdp", *_TRADE)
    ]
    flow = given & within & rows.indicator.isin(directed)
    sanction = given & touches & (rows.indicator == "sanction")
    trade = ((rows.actor == client) | (rows.partner == client)) & within & rows.indicator.isin(list(_TRADE))
    product = (
        (rows.indicator == "gdp")
        & (rows.actor == client)
        & rows.partner.isnull()
        & (rows.value > 0)
        & (rows.first_year == rows.last_year)
        & rows.first_year.between(first_year - reach, last_year + reach)
    )
    kept = one_source(rows.filter(flow | sanction | trade | product))
    keys = ["indicator", "actor", "partner", "first_year", "last_year", "unit"]
    return (
        kept.group_by(keys)
        .agg(
            value=kept.value.sum(),
            n=kept.count(),
            ids=kept.id.collect(order_by=kept.id),
            values=kept.value.collect(order_by=kept.id),
        )
        .order_by(keys)
    )
