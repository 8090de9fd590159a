"""Ties: what stands between a client and others over some years: sanctions, troops, pacts, posts, visits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table


def standing(
    observations: Table,
    indicators: Sequence[str],
    *,
    actor: str | None = None,
    partner: str | None = None,
    among: Sequence[str] | None = None,
    first_year: int,
    last_year: int,
) -> Table:
    """Return the ties in force in any of the years, one row an indicator, actor and partner.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA. A pair without a row is absent from the result: not covered, not untied.
    indicators
        Keys of INDICATORS, such as "sanction", "troops", "alliance-defense", "visit".
    actor, partner
        ISO 3166 alpha-3 codes; None for any. Ties are directed: who sends, sanctions or is bound, and whom.
    among
        Codes of which both sides are one; None for any.
    first_year, last_year
        The window, both included. A row counts if its period touches it.

    Returns
    -------
    Table
        indicator, actor, partner, unit, n (rows), largest and latest value, the first and last year in force within
        the window, labels (distinct) and ids. A row of value 0 (a flag not set) counts in n with largest 0.
    """
    rows = observations.filter(
        observations.indicator.isin(list(indicators)),
        observations.actor.notnull(),
        observations.partner.notnull(),
        observations.status == "observed",
        observations.value.notnull(),
        observations.first_year <= last_year,
        observations.last_year >= first_year,
    )
    if actor is not None:
        rows = rows.filter(rows.actor == actor)
    if partner is not None:
        rows = rows.filter(rows.partner == partner)
    if among is not None:
        rows = rows.filter(rows.actor.isin(list(among)), rows.partner.isin(list(among)))
    rows = one_source(rows)
    return (
        rows.group_by("indicator", "actor", "partner", "unit")
        .agg(
            n=rows.count(),
            largest=rows.value.max(),
            latest=rows.value.argmax(rows.last_year),
            first_year=rows.first_year.min().clip(lower=first_year),
            last_year=rows.last_year.max().clip(upper=last_year),
            labels=rows.label.collect(order_by=rows.label, distinct=True),
            ids=rows.id.collect(order_by=rows.id),
        )
        .order_by("indicator", "actor", "partner")
    )


def sanctions_in_force(observations: Table, client: str, *, first_year: int, last_year: int) -> Table:
    """Return the sanctions against a client in force in any of the years, by sender. See `standing`."""
    return standing(observations, ["sanction"], partner=client, first_year=first_year, last_year=last_year)


def visits(observations: Table, host: str, *, first_year: int, last_year: int) -> Table:
    """Return the visits to a host by visitor's state; rows are visits, so n counts them. See `standing`."""
    return standing(observations, ["visit", "visit-military"], partner=host, first_year=first_year, last_year=last_year)


def troops(observations: Table, host: str, *, first_year: int, last_year: int) -> Table:
    """Return who stationed troops with a host; largest and latest are heads. See `standing`."""
    return standing(observations, ["troops"], partner=host, first_year=first_year, last_year=last_year)


def pacts(observations: Table, client: str, *, first_year: int, last_year: int) -> Table:
    """Return the defence pacts that bind others to a client; largest 1 where one was in force. See `standing`."""
    return standing(observations, ["alliance-defense"], partner=client, first_year=first_year, last_year=last_year)
