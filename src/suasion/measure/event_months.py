"""Dyad-months and dyad-years of events: counts by class, intensity, and the news volume they are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from suasion.codebook.intensity import QUADS

if TYPE_CHECKING:
    from ibis.expr.types import Table

Period = Literal["month", "year"]
COUNTS: Final = tuple(quad.replace("-", "_") for quad in QUADS)


def dyad_events(events: Table, *, by: Period = "month") -> Table:
    """Return what each actor did to each recipient, a row a source, pair and month or year that has an event.

    Parameters
    ----------
    events
        Rows with the columns of `suasion.measure.event_rows.COLUMNS`, folded by `deduplicated` or not.
    by
        "month" or "year".

    Returns
    -------
    Table
        source, actor, recipient, year, (month, 1 to 12,) verbal_cooperation, material_cooperation, verbal_conflict,
        material_conflict (events), n (their sum), n_reports, intensity_sum and intensity_mean over the n_intensity
        events that have one (null where none has), all_events (n of all pairs, same source and time) and actor_events
        (n of all that the actor did). A pair and time without a row had no event in the source or was not covered by
        it: see `with_zeros`.
    """
    keys = _keys(by)
    dated = events.mutate(year=events.day.year().cast("int32"))
    if by == "month":
        dated = dated.mutate(month=dated.day.month().cast("int32"))
    counted = dated.group_by(*keys).agg(
        **{name: (dated.quad == quad).sum() for name, quad in zip(COUNTS, QUADS, strict=True)},
        n=dated.count(),
        n_reports=dated.reports.sum(),
        n_intensity=dated.intensity.count(),
        intensity_sum=dated.intensity.sum(),
        intensity_mean=dated.intensity.mean(),
    )
    return counted.mutate(
        all_events=counted.n.sum().over(_all(by)),
        actor_events=counted.n.sum().over(_all(by, "actor")),
    )


def per_volume(dyads: Table) -> Table:
    """Return dyad-months or -years with their counts per thousand events of the source, and of the actor.

    Parameters
    ----------
    dyads
        From `dyad_events` or `with_zeros`.

    Returns
    -------
    Table
        The same rows with per_thousand and actor_per_thousand, and the same of each class ("verbal_conflict_per_
        thousand"); null where the source, or the actor, has no event at that time.

    Notes
    -----
    Event data grow with the news that is read: GDELT codes many times the events a month in 2015 that it does for
    1979, of the same world. A pair's part of all that the source tells of a month does not grow with it. What it takes
    in exchange: it falls when others are in the news (a war elsewhere). The part of what the actor does is free of
    that, and says what it turns to this recipient of all it does.
    """
    everything, own = dyads.all_events.nullif(0), dyads.actor_events.nullif(0)
    parts = {f"{name}_per_thousand": 1000.0 * dyads[name] / everything for name in COUNTS}
    return dyads.mutate(per_thousand=1000.0 * dyads.n / everything, actor_per_thousand=1000.0 * dyads.n / own, **parts)


def with_zeros(dyads: Table, pairs: Table) -> Table:
    """Return the rows of some pairs at all times that their source covers, 0 where it tells of no event.

    Parameters
    ----------
    dyads
        From `dyad_events`, of all pairs: the times at which a source tells of any event are those that it covers.
    pairs
        A table with actor and recipient; a pair that is not in the source is there all the same.

    Returns
    -------
    Table
        The columns of `dyad_events`. A zero has no intensity_mean and an intensity_sum of 0. At a time without any
        event in the source nothing is added: the pair is not covered then, which is not zero.

    Notes
    -----
    A month of which only some days were gathered counts as covered. Gather whole months.
    """
    import ibis

    by: Period = "month" if "month" in dyads.columns else "year"
    time = [name for name in _keys(by) if name not in ("actor", "recipient")]
    covered = dyads.group_by(*time).agg(all_events=dyads.n.sum())
    asked = covered.cross_join(pairs.select("actor", "recipient").distinct())
    active = dyads.group_by(*time, "actor").agg(actor_events=dyads.n.sum())
    own = dyads.drop("all_events", "actor_events")
    keys = _keys(by)
    # Each right side has its keys once, so that no join fans out; the names of the keys are dropped again.
    named = own.rename({f"own_{key}": key for key in keys})
    joined = asked.left_join(named, [asked[key] == named[f"own_{key}"] for key in keys]).drop(
        *(f"own_{key}" for key in keys)
    )
    sent = active.rename({f"sent_{key}": key for key in (*time, "actor")})
    joined = joined.left_join(sent, [joined[key] == sent[f"sent_{key}"] for key in (*time, "actor")])
    zero = ibis.literal(0, "int64")
    counts = (*COUNTS, "n", "n_reports", "n_intensity")
    return joined.select(
        *keys,
        **{name: ibis.coalesce(joined[name], zero) for name in counts},
        intensity_sum=joined.n.isnull().ifelse(ibis.literal(0.0), joined.intensity_sum),
        intensity_mean="intensity_mean",
        all_events="all_events",
        actor_events=ibis.coalesce(joined.actor_events, zero),
    )


def _keys(by: Period) -> tuple[str, ...]:
    return ("source", "actor", "recipient", "year", *(("month",) if by == "month" else ()))


def _all(by: Period, *also: str) -> object:
    """Return the window of one source and time."""
    import ibis

    return ibis.window(group_by=["source", "year", *(["month"] if by == "month" else []), *also])
