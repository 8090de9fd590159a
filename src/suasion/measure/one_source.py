"""One source a series: rows of two data sets on the same thing are not added up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ibis.expr.types import Table

_HELPERS = ("series", "position", "begins", "ends", "place")
# A source may lack some years of a series that another has and still be the one to take the series from; one that
# lacks more than half of them is an extract, in which no row says nothing.
SPARSE: Final = 2


def one_source(observations: Table) -> Table:
    """Return the rows left when each series is taken from one source, and lengthened by others.

    The same figure often comes twice: typed from a report, and in the publisher's full table. Adding both would
    double it. The sources of an indicator are put in order: first the one with most series (pairs of actor and
    partner), since a share is only fair among givers counted alike; then the one with most rows, the one known last,
    and by id. In a series of which it has less than half of the years that another source has, within its own span, a
    source comes after those that have more: a sparse extract of a large set does not hide a full set. A row gives way
    to a source that comes earlier, has its series and spans its date; so a later extract lengthens a table that ends
    early, and does not mix with it.

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
    ranked = sources.mutate(rank=ibis.row_number().over(ibis.window(group_by="indicator", order_by=order)))
    ranked = ranked.select("indicator", "source", "rank", "begin", "end")
    better = _in_series(rows, ranked)
    places = better.select("indicator", "source", "series", place="better")
    return rows.join(places, ["indicator", "source", "series"]), better.drop("source")


def _in_series(rows: Table, ranked: Table) -> Table:
    """Return each series' sources in their order there: indicator, source, series, better (the place), begin, end."""
    import ibis

    parts = rows.join(ranked, ["indicator", "source"])
    series = ibis.window(group_by=["indicator", "series"], order_by=["rank"])
    # The first source's span is the window in which all of a series' sources are compared, so that one that merely
    # reaches further back is not taken for fuller.
    parts = parts.mutate(from_=parts.begin.first().over(series), to=parts.end.first().over(series))
    inside = (parts.from_ <= parts.position) & (parts.position <= parts.to)
    found = parts.group_by("indicator", "source", "series", "rank", "begin", "end").agg(
        starts=parts.first_year.nunique(where=inside),
        further=(parts.last_year.cast("int64") - parts.first_year).sum(where=inside).fill_null(0),
        reach=(parts.last_year.max(where=inside).cast("int64") - parts.first_year.min(where=inside) + 1).fill_null(0),
    )
    # A spell counts for all its years, and years of spells that overlap count once.
    found = found.mutate(years=ibis.least(found.starts + found.further, found.reach))
    fullest = found.years.max().over(ibis.window(group_by=["indicator", "series"]))
    found = found.mutate(sparse=found.years * SPARSE < fullest)
    place = ibis.row_number().over(ibis.window(group_by=["indicator", "series"], order_by=["sparse", "rank"]))
    return found.mutate(better=place).select("indicator", "source", "series", "better", "begin", "end")


def _outdone(rows: Table, better: Table) -> list[object]:
    return [
        rows.indicator == better.indicator,
        rows.series == better.series,
        better.better < rows.place,
        better.begin <= rows.position,
        better.end >= rows.position,
    ]
