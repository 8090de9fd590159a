"""Trade as each state sees it: its exports to and imports from a partner, by its own books and by the partner's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suasion.measure.priced import priced, single_source

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table


def trade_seen_by(observations: Table, sources: pa.Table, *, first_year: int, last_year: int) -> Table:
    """Return actor, partner, year, unit, n, and exports and imports with what either state's books say.

    One row a directed pair and year. ``exports`` and ``imports`` are the actor's, by its own books where it has a row,
    else by its partner's; ``exports_own`` and ``exports_mirror`` (the partner's imports) are the two apart, and
    ``imports_own`` and ``imports_mirror`` alike. What no one has a row for is NULL, which is not zero.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA. Observed rows of exports and imports between two states, of one year, count.
    sources
        From `suasion.measure.supplied.sources_of`.
    first_year, last_year
        Both included.

    Notes
    -----
    Money is brought to dollars of 2022; before 1960 it has no deflator and stays in dollars of its year.
    """
    import ibis

    rows = _booked(observations, sources, first_year, last_year)
    rows = rows.filter(rows.partner.notnull())
    sold = rows.indicator == "exports"
    seen = [
        # The same row is one state's own book and the other's mirror.
        rows.select(
            actor=rows.actor, partner=rows.partner, year=rows.year, unit=rows.unit, amount=rows.amount,
            kind=sold.ifelse("exports_own", "imports_own"),
        ),
        rows.select(
            actor=rows.partner, partner=rows.actor, year=rows.year, unit=rows.unit, amount=rows.amount,
            kind=sold.ifelse("imports_mirror", "exports_mirror"),
        ),
    ]  # fmt: skip
    both = ibis.union(*seen)
    kinds = ("exports_own", "exports_mirror", "imports_own", "imports_mirror")
    wide = both.group_by("actor", "partner", "year", "unit").agg(
        n=both.count(), **{kind: both.amount.sum(where=both.kind == kind) for kind in kinds}
    )
    return wide.mutate(
        exports=ibis.coalesce(wide.exports_own, wide.exports_mirror),
        imports=ibis.coalesce(wide.imports_own, wide.imports_mirror),
    )


def published_trade(observations: Table, sources: pa.Table, *, first_year: int, last_year: int) -> Table:
    """Return actor, year, unit, and the exports and imports that it published for all partners together.

    Parameters as for `trade_seen_by`. A state and year without such a row is absent.
    """
    rows = _booked(observations, sources, first_year, last_year)
    rows = rows.filter(rows.partner.isnull())
    return rows.group_by("actor", "year", "unit").agg(
        all_exports=rows.amount.sum(where=rows.indicator == "exports"),
        all_imports=rows.amount.sum(where=rows.indicator == "imports"),
    )


def _booked(observations: Table, sources: pa.Table, first_year: int, last_year: int) -> Table:
    """Return the observed rows of exports and imports of one year each, in common dollars."""
    rows = observations.filter(
        observations.indicator.isin(["exports", "imports"]),
        observations.actor.notnull(),
        observations.status == "observed",
        observations.value.notnull(),
        observations.value >= 0,
        observations.unit.startswith("USD"),
        observations.first_year == observations.last_year,
        observations.first_year >= first_year,
        observations.last_year <= last_year,
    )
    money = priced(single_source(rows, sources, ["exports", "imports"]))
    return money.select("indicator", "actor", "partner", "unit", "amount", year=money.first_year.cast("int16"))
