"""Concentration: on how few givers a client depends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from suasion.measure.flows import totals

if TYPE_CHECKING:
    from ibis.expr.types import Table


def concentration(
    observations: Table,
    client: str,
    *,
    first_year: int,
    last_year: int,
    indicators: Sequence[str] | None = None,
) -> Table:
    """Return indicator, unit, hhi, suppliers, and the largest giver with its share.

    ``hhi`` is the Herfindahl-Hirschman index, the sum of squared shares, in (0, 1]: 1 with a single giver, 1/n with
    n equal ones (Hirschman 1945, Herfindahl 1950). A giver that took back more than it gave over the window (net
    flows below 0) is left out of the index; a single giver with rows gives 1, which says as much about the
    record's coverage as about the client. Parameters as for `suasion.measure.flows.given`.
    """
    givers = totals(observations, client, first_year=first_year, last_year=last_year, indicators=indicators)
    positive = givers.filter(givers.total > 0)
    shares = positive.group_by("indicator", "unit").mutate(part=positive.total / positive.total.sum())
    return (
        shares.group_by("indicator", "unit")
        .agg(
            hhi=(shares.part * shares.part).sum(),
            suppliers=shares.count(),
            largest=shares.actor.argmax(shares.part),
            largest_share=shares.part.max(),
        )
        .order_by("indicator", "unit")
    )
