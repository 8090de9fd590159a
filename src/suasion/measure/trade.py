"""Trade: what a client buys and sells, partner by partner, by its own books and by theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table

_MIRROR = {"exports": "imports", "imports": "exports"}


def trade(observations: Table, client: str, *, first_year: int, last_year: int) -> Table:
    """Return indicator, reporter, actor, first_year, last_year, unit, value, n, ids and values.

    ``indicator`` is "exports" or "imports" of the client; ``actor`` is the partner, NULL for all partners together;
    ``reporter`` says by whose books: "client" or "partner" (the partner's imports are the client's exports). Both are
    kept apart: books of two states on the same goods differ, and adding them would count the goods twice.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA. Only observed rows of exports and imports count.
    client
        ISO 3166 alpha-3 code.
    first_year, last_year
        The window, both included. A year without a row is absent, which is not zero.
    """
    rows = observations.filter(
        observations.indicator.isin(list(_MIRROR)),
        observations.status == "observed",
        observations.value.notnull(),
        (observations.actor == client) | (observations.partner == client),
        observations.first_year >= first_year,
        observations.last_year <= last_year,
    )
    rows = one_source(rows)
    own = rows.actor == client
    turned = rows.mutate(
        reporter=own.ifelse("client", "partner"),
        indicator=own.ifelse(rows.indicator, rows.indicator.cases(*_MIRROR.items())),
        actor=own.ifelse(rows.partner, rows.actor),
    )
    return (
        turned.group_by("indicator", "reporter", "actor", "first_year", "last_year", "unit")
        .agg(
            value=turned.value.sum(),
            n=turned.count(),
            ids=turned.id.collect(order_by=turned.id),
            values=turned.value.collect(order_by=turned.id),
        )
        .order_by("indicator", "reporter", "actor", "first_year", "last_year", "unit")
    )
