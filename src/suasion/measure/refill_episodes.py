"""Refilling as it happened: what the others gave more in the year in which a large supplier cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from suasion.measure.growth import changes
from suasion.measure.measured import Run, on_its_own_engine
from suasion.measure.supplied import asked_series, parts_of, sources_of, supplied

if TYPE_CHECKING:
    from ibis.expr.types import Table

LARGE: Final = 0.1  # of all that the client got from suppliers with rows in the year before
CUT: Final = 0.5  # of what the supplier itself gave


def refill_episodes(
    observations: Table,
    series: str,
    *,
    first_year: int,
    last_year: int,
    large: float = LARGE,
    cut: float = CUT,
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return each cut by a large supplier, with what the others gave more or less in the same year.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA.
    series
        A key of INDICATORS, such as "oda-gross".
    first_year, last_year
        Both included; the first year has no year before.
    large, cut
        The supplier held at least the part ``large`` of the client's series in the year before, and gave less by the
        part ``cut`` of it or more. Suppliers that have no row in the second year are not known to have stopped.
    run
        How to run an Ibis expression; a record's rows want `Record.run`.

    Returns
    -------
    pyarrow.Table
        client, supplier, year, loss, others (what those with rows in both years gave in the year before),
        others_growth (the change of it, over it) and refilled (that change over the loss; below 0 where the others
        gave less too, not capped at 1). Ordered by client, year and supplier.

    Notes
    -----
    What happens after a cut is not what happens because of it: need may have passed, or the others may have grown
    anyway. Hold it against `others_growth` of all client-years. A supplier that rejoins after years with no row
    counts as one that began.
    """
    names = asked_series([series])
    sources = sources_of(observations, parts_of(names), run)
    rows = supplied(observations, names, sources, first_year=first_year, last_year=last_year, realised=(1.0, 1.0, 1.0))
    moved = changes(rows)
    whole = moved.group_by("client", "year")
    with_all = whole.mutate(all_before=moved.before.sum(), all_increase=moved.increase.sum())
    others = with_all.mutate(
        loss=-with_all.increase,
        others=with_all.all_before - with_all.before,
        others_increase=with_all.all_increase - with_all.increase,
    )
    cuts = others.filter(
        others.before >= large * others.all_before, others.loss >= cut * others.before, others.others > 0
    )
    return run(
        cuts.select(
            "client", "supplier", "year", "loss", "others",
            others_growth=cuts.others_increase / cuts.others, refilled=cuts.others_increase / cuts.loss,
        ).order_by("client", "year", "supplier")
    )  # fmt: skip
