"""Peace-years: how long ago two states last had a dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from suasion.errors import InputError
from suasion.panel.attaching import needs_pairs, settled, with_membership
from suasion.panel.conflict import DISPUTE, one_dataset
from suasion.panel.coverage import Absent, covers, none_there
from suasion.panel.joining import free
from suasion.panel.series import borne, mirrored, rows_of
from suasion.panel.states import FIRST_YEAR
from suasion.panel.succession import first_shared_years, lines

if TYPE_CHECKING:
    from suasion.panel.panel import Panel

NAME: Final = "peace_years"
_REFERENCE: Final = (
    "Beck, Nathaniel, Jonathan N. Katz, and Richard Tucker. 1998. Taking Time Seriously: Time-Series-Cross-Section "
    "Analysis with a Binary Dependent Variable. American Journal of Political Science 42(4): 1260-1288."
)


def add_peace_years(
    panel: Panel, *, dataset: str | None = None, observations: Any = None, absent: Absent = "described"
) -> Panel:
    """Return the panel with the full years of peace before each year: ``peace_years``.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        "cow-mid-dyads" or "gml-mid-dyads": needed where the observations have both.
    observations
        Rows to use in place of the panel's, with the indicator "dispute"; those before the panel's first year count.
    absent
        "zero" takes the rows for all disputes there were; needed for rows of no data set that says so.

    Returns
    -------
    Panel
        Years since the last year with a dispute between the two, or since both were first in the state system, or since
        the disputes' first year: 0 in the first of them, and counted on through the year in which the next dispute
        begins. Null where disputes are not covered. Years in which one of the two was out of the system count too,
        and so do disputes and years of the state whose number it bears (the Soviet Union's for Russia).

    Raises
    ------
    InputError
        If nothing says in which years no row means no dispute.

    Notes
    -----
    The spell of Beck, Katz and Tucker (1998), but counted from the disputes themselves rather than from the panel's
    first year: a panel from 1946 knows of a dispute in 1938.
    """
    who = "add_peace_years"
    needs_pairs(panel, who)
    free(panel.columns, [NAME], who=who)
    profiles = one_dataset(panel, dataset, observations, who=who)
    covered = covers(DISPUTE, profiles, panel.holding, absent)
    if not covered:
        raise InputError(
            f"{who}: nothing says in which years a pair without a row had no dispute. Give the panel its sources, or "
            "say absent='zero' if the rows are all disputes there were."
        )
    found = rows_of(
        panel,
        [DISPUTE],
        who=who,
        pairs=True,
        observations=observations,
        absent=absent,
        dataset=dataset,
        since=FIRST_YEAR,
    )
    last = settled(panel, _last(panel, found.table))
    first = _first(panel, min(c.first_year for c in covered))
    panel = with_membership(panel, covered, panel.sides)
    panel = panel.joining(last, on=("actor", "partner", "year"), columns=["_last"], hidden=True, who=who)
    panel = panel.joining(first, on=("actor", "partner"), columns=["_first"], hidden=True, who=who)
    known = none_there(covered, panel.sides, panel.system)

    def spell(table: Any) -> Any:
        since = table["_last"].fill_null(table["_first"] - 1) + 1
        return known(table).ifelse((table.year - since).cast("int16"), None)

    return panel.deriving(NAME, spell, who=who).citing(sources=found.sources).citing(text=_REFERENCE)


def _last(panel: Panel, rows: Any) -> Any:
    """Return actor, partner, year and the last year with a dispute before it, for the panel's years that have one."""
    import ibis

    # A state goes on with the disputes of the one whose number it bears: Russia with the Soviet Union's.
    rows = rows.mutate(actor=rows.actor.substitute(lines()), partner=rows.partner.substitute(lines()))
    disputes = mirrored(rows.select("actor", "partner", _dispute="year"))
    within = panel.first_year, panel.last_year
    calendar = ibis.memtable(pa.table({"year": pa.array(np.arange(within[0], within[1] + 1), pa.int16())}))
    before = disputes.cross_join(calendar).filter(lambda t: t["_dispute"] < t.year)
    last = before.group_by("actor", "partner", "year").agg(_last=before["_dispute"].max())
    return borne(borne(last, "actor", ibis.literal(True), within), "partner", ibis.literal(True), within)


def _first(panel: Panel, covered_from: int) -> Any:
    """Return actor, partner and the first year in which both were in the system and disputes are covered."""
    import ibis

    shared = ibis.memtable(first_shared_years(panel.system))
    first = shared.first_shared.clip(lower=covered_from).cast("int16")
    return shared.select("actor", "partner", _first=first)
