"""One source a series: rows of two data sets on the same thing are not added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table

_CELL = ("indicator", "actor", "partner", "first_year", "last_year")


def one_source(observations: Table) -> Table:
    """Return the rows left when each series takes each year from one source.

    The same figure often comes twice: typed from a report, and in the publisher's full table. Adding both would
    double it. For each indicator, actor, partner and period the rows of one source stay: of the source with most
    rows of that indicator in the table given, then of the one known last, then by id.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA, already filtered to what is measured: the count of rows decides.

    Notes
    -----
    Heuristic. A fuller table of a publisher is preferred to extracts from it; where the two differ in value,
    `set_aside` says how many rows did not count.
    """
    return _ranked(observations).filter(lambda t: t.source == t.best_source).select(*observations.columns)


def set_aside(observations: Table) -> Table:
    """Return how many rows `one_source` leaves out: indicator, source kept, source set aside, n."""
    return (
        _ranked(observations)
        .filter(lambda t: t.source != t.best_source)
        .group_by("indicator", kept="best_source", aside="source")
        .agg(n=lambda t: t.count())
        .order_by("indicator", "kept", "aside")
    )


def _ranked(observations: Table) -> Table:
    import ibis

    counted = observations.mutate(
        source_rows=observations.count().over(ibis.window(group_by=["indicator", "source"])),
    )
    order = [ibis.desc("source_rows"), ibis.desc("known"), ibis.asc("source")]
    best = counted.source.first().over(ibis.window(group_by=list(_CELL), order_by=order))
    return counted.mutate(best_source=best)
