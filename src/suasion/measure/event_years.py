"""Dyad-years of events from all that a record has of them: coded events folded and counted, and published counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from suasion.codebook.intensity import QUADS
from suasion.measure.event_dedup import deduplicated
from suasion.measure.event_months import COUNTS, Period, dyad_events, with_zeros
from suasion.measure.event_rows import gathered_events

if TYPE_CHECKING:
    from ibis.expr.types import Table

_FIGURES: Final = (*COUNTS, "n", "n_reports", "n_intensity")


def dyads_within(
    observations: Table, *, first_year: int, last_year: int, window_days: int = 0, by: Period = "year"
) -> Table:
    """Return dyad-months or -years of a record's gathered events, each source apart.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA.
    first_year, last_year
        Calendar years, both included.
    window_days
        As for `deduplicated`.
    by
        "month" or "year"; with "year", counts that a data set publishes by year (ICEWS dyad-years) are there too, as
        published: they have no reports and no intensity.

    Returns
    -------
    Table
        The columns of `dyad_events`.
    """
    events = folded_within(observations, first_year=first_year, last_year=last_year, window_days=window_days)
    dyads = dyad_events(events, by=by)
    if by == "month":
        return dyads
    return dyads.union(_published(observations, first_year=first_year, last_year=last_year).select(dyads.columns))


def folded_within(observations: Table, *, first_year: int, last_year: int, window_days: int = 0) -> Table:
    """Return a record's gathered events of some years, folded by `deduplicated`."""
    rows = observations.filter(observations.first_year >= first_year, observations.first_year <= last_year)
    return deduplicated(gathered_events(rows), window_days=window_days)


def between(dyads: Table, actor: str, partners: tuple[str, ...], *, zeros: bool = True) -> Table:
    """Return what passes between a state and others, both ways.

    Parameters
    ----------
    dyads
        From `dyads_within`, of all pairs.
    actor, partners
        Codes; () for all with whom any event passes.
    zeros
        Whether a time that the source covers without an event between them is a row of zeros.
    """
    import ibis

    one_way = (dyads.actor == actor) & (dyads.recipient != actor)
    other_way = (dyads.recipient == actor) & (dyads.actor != actor)
    if partners:
        one_way &= dyads.recipient.isin(list(partners))
        other_way &= dyads.actor.isin(list(partners))
    if not zeros:
        return dyads.filter(one_way | other_way)
    if partners:
        named = [(actor, partner) for partner in partners] + [(partner, actor) for partner in partners]
        pairs = ibis.memtable(pa.table({"actor": [a for a, _ in named], "recipient": [b for _, b in named]}))
    else:
        seen = dyads.filter(one_way | other_way).select("actor", "recipient")
        pairs = seen.union(seen.select(actor="recipient", recipient="actor"))
    return with_zeros(dyads, pairs)


def _published(observations: Table, *, first_year: int, last_year: int) -> Table:
    """Return counts that a data set gives by pair and year."""
    rows = observations.filter(
        observations.indicator.isin([f"events-{quad}" for quad in QUADS]),
        observations.status == "observed",
        observations.value.notnull(),
        observations.actor.notnull(),
        observations.partner.notnull(),
        observations.date.isnull(),
        observations.first_year == observations.last_year,
        observations.first_year >= first_year,
        observations.first_year <= last_year,
    )
    classes: dict[str, Any] = {
        name: rows.value.sum(where=rows.indicator == f"events-{quad}").fill_null(0.0).cast("int64")
        for name, quad in zip(COUNTS, QUADS, strict=True)
    }
    counted = rows.group_by("source", "actor", recipient="partner", year=rows.first_year.cast("int32")).agg(
        **classes, n=rows.value.sum().cast("int64")
    )
    import ibis

    nothing = ibis.null("float64")
    whole = counted.mutate(
        n_reports=ibis.literal(0, "int64"), n_intensity=ibis.literal(0, "int64"), intensity_sum=nothing,
        intensity_mean=nothing,
    )  # fmt: skip
    alike = ibis.window(group_by=["source", "year"])
    own = ibis.window(group_by=["source", "year", "actor"])
    return whole.mutate(all_events=whole.n.sum().over(alike), actor_events=whole.n.sum().over(own))
