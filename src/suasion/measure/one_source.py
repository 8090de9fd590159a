"""One source a series: rows of two data sets on the same thing are not added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table

_HELPERS = ("series", "position", "begins", "ends", "place")


def one_source(observations: Table) -> Table:
    """Return the rows left when each series is taken from one source, and lengthened by others.

    The same figure often comes twice: typed from a report, and in the publisher's full table. Adding both would
    double it. The sources of an indicator are put in order: first the one with most series (pairs of actor and
    partner), since a share is only fair among givers counted alike; then the one with most rows, the one known last,
    and by id. A row gives way to a better source that has its series and spans its date; so a later extract lengthens
    a table that ends early, and does not mix with it.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA, already filtered to what is measured: the counts are taken on them.

    Notes
    -----
    Heuristic. `set_aside` says how many rows did not count.
    """
    rows, better = _placed(observations)
    return rows.anti_join(better, _outdone(rows, better)).drop(*_HELPERS)


def set_aside(observations: Table) -> Table:
    """Return how many rows `one_source` leaves out: indicator, source and n."""
    rows, better = _placed(observations)
    aside = rows.semi_join(better, _outdone(rows, better))
    return aside.group_by("indicator", "source").agg(n=aside.count()).order_by("indicator", "source")


def _placed(observations: Table) -> tuple[Table, Table]:
    """Return the rows with their series, date and their source's place; and each series' sources with their spans."""
    import ibis

    rows = observations.mutate(
        series=observations.actor.fill_null("") + ">" + observations.partner.fill_null(""),
        # A row without a date stands for its whole years, one with a date for that day alone.
        position=observations.date.fill_null(observations.first_year.cast("string") + "-07-01"),
        begins=observations.date.fill_null(observations.first_year.cast("string") + "-01-01"),
        ends=observations.date.fill_null(observations.last_year.cast("string") + "-12-31"),
    )
    sources = rows.group_by("indicator", "source").agg(
        breadth=rows.series.nunique(),
        n=rows.count(),
        last_known=rows.known.max(),
        begin=rows.begins.min(),
        end=rows.ends.max(),
    )
    order = [ibis.desc("breadth"), ibis.desc("n"), ibis.desc("last_known"), ibis.asc("source")]
    placed = sources.mutate(place=ibis.row_number().over(ibis.window(group_by="indicator", order_by=order)))
    rows = rows.join(placed.select("indicator", "source", "place"), ["indicator", "source"])
    series = rows.select("indicator", "source", "series").distinct()
    spans = placed.select("indicator", "source", "begin", "end", better="place")
    return rows, series.join(spans, ["indicator", "source"]).drop("source")


def _outdone(rows: Table, better: Table) -> list[object]:
    return [
        rows.indicator == better.indicator,
        rows.series == better.series,
        better.better < rows.place,
        better.begin <= rows.position,
        better.end >= rows.position,
    ]
