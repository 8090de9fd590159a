"""Flags: what in a patron's leverage is filled or assumed rather than recorded."""

from __future__ import annotations

from suasion.assess.bases import Counted, family
from suasion.assess.supply import DOSE_USD
from suasion.codebook import Contest
from suasion.model.leverage import REALISED, UNSEEN


def imputed(counted: Counted | None, contest: Contest, *, patron: str) -> tuple[str, ...]:
    """Return in words what is no row's own figure, in the way that a patron's leverage is counted centrally.

    Empty where nothing is counted. Control, willingness and capacity are assumed for all alike and are not repeated.
    """
    if counted is None:
        return ()
    found = []
    carried = sum(year != cell.first_year for year, cell in counted.size)
    if carried:
        found.append(f"GDP of {carried} of {len(counted.size)} years carried from another year")
    if counted.basis.partial:
        found.append(f"givers without rows taken to hold {UNSEEN[1]:.0%}")
    own = counted.cells.get(patron, ())
    if any(family(cell.series) == "finance" for cell in own):
        found.append(f"its commitments counted at {REALISED[1]:.0%}")
    elif any(family(cell.series) == "finance" for cell in counted.whole):
        found.append(f"others' commitments counted at {REALISED[1]:.0%}")
    if any(cell.unit == "doses" for cell in counted.whole):
        found.append(f"a dose counted as {DOSE_USD:g} dollars")
    if any(cell.first_year != cell.last_year for cell in counted.whole):
        found.append("sums of several years spread evenly over them")
    lacking = contest.last_year - contest.first_year + 1 - len(counted.years)
    if lacking > 0:
        found.append(f"{lacking} years left out that not all its data sets cover")
    return tuple(found)
