"""Sanctions: what those in force cost the client, by their kinds, and what they are for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.rows import Evidence, observation_rows
from suasion.assess.supply import Supply
from suasion.codebook import Contest
from suasion.codebook.prices import price_factor
from suasion.model.sampling import triangular, uniform_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What one kind of sanction aimed at persons, firms or arms costs the client, on the scale of leverage. Heuristic: such
# sanctions cost single persons much and the economy next to nothing; no data set known here measures them.
TARGETED: Final = (0.0, 0.005, 0.03)
# Part of the leverage by trade that a trade sanction uses. Heuristic, both.
PARTIAL: Final = (0.05, 0.2, 0.5)
COMPLETE: Final = (0.5, 0.8, 1.0)
_COMPLETE: Final = re.compile(r"\btrade\b[^;]*\bcomplete\b")
_TRADE: Final = re.compile(r"\btrade\b")
_TARGETED: Final = ("financial", "travel", "arms", "military", "other")  # a cut of aid is in the flow of aid

# Words of an aim, as the Global Sanctions Data Base and our facts write them, and the issues that they are about.
AIMS: Final[Mapping[str, tuple[str, ...]]] = {
    "human-rights": ("human rights",),
    "elections": ("democracy", "election"),
    "foreign-bases": ("naval base", "foreign base", "military base"),
    "ukraine-war": ("ukraine", "end war"),
    "sovereignty": ("territorial conflict",),
}


@dataclass(frozen=True)
class Cases:
    """Sanctions in force: how many kinds aim at persons, firms or arms, and whether trade is cut in part or wholly."""

    targeted: int
    partial: bool
    complete: bool
    ids: tuple[str, ...]
    labels: tuple[str, ...]

    @classmethod
    def one(cls) -> Cases:
        """Return one kind aimed at persons or firms."""
        return cls(targeted=1, partial=False, complete=False, ids=(), labels=())

    def on(self, issue: str) -> int:
        """Return how many of them are said to be about an issue."""
        words = AIMS.get(issue, ())
        return sum(any(word in label.lower() for word in words) for label in self.labels)


def cases(held: Supply, contest: Contest, patron: str, labels: Mapping[str, str]) -> Cases:
    """Return a patron's sanctions in force in the last year of which it has any, within the contest's years."""
    cells = held.cells.get("sanction", {}).get(patron, [])
    last = max((cell.last_year for cell in cells), default=0)
    ids = tuple(i for cell in cells if cell.last_year == last and last >= contest.last_year - 1 for i in cell.ids)
    told = tuple(labels.get(i, "") for i in ids)
    kinds = [label.partition(";")[0].lower() for label in told]
    return Cases(
        targeted=sum(any(word in kind for kind in kinds) for word in _TARGETED),
        partial=any(_TRADE.search(kind) for kind in kinds),
        complete=any(_COMPLETE.search(kind) for kind in kinds),
        ids=ids,
        labels=told,
    )


def sizes(record: Evidence, contest: Contest) -> dict[str, float]:
    """Return the client's product as a part of each patron's, of the years nearest to the contest's last.

    A sanction cuts the same dollars on both sides, so what it costs its sender is the client's loss times this part. A
    patron without a figure, or a client without one, has none.
    """
    nearest: dict[str, tuple[int, float]] = {}
    for row in observation_rows(record, contest.as_of, ["gdp"], involving=[contest.client, *contest.patrons]):
        times = price_factor(row["unit"], row["first_year"])
        apart = abs(row["first_year"] - contest.last_year)
        if times and row["value"] > 0 and apart < nearest.get(row["actor"], (1000, 0.0))[0]:
            nearest[row["actor"]] = (apart, times * row["value"])
    own = nearest.get(contest.client)
    return {who: own[1] / nearest[who][1] for who in contest.patrons if own and who in nearest}


def loss(found: Cases, trade: Floats | None, *, draws: int, seed: int) -> Floats:
    """Return what sanctions cost the client, on the scale of leverage, shape (draws,).

    Heuristic, its error unknown. Each kind that aims at persons, firms or arms costs a little, and kinds add up as
    instruments do; a trade sanction costs a part of the sender's leverage by trade.

    Parameters
    ----------
    found
        The cases in force.
    trade
        The sender's leverage by trade, shape (draws,); None where no row tells.
    draws, seed
        Of the uniform numbers.
    """
    uniform = uniform_columns(["sanction:targeted", "sanction:trade"], draws=draws, seed=seed)
    one = triangular(uniform["sanction:targeted"], *TARGETED)
    spared = (1 - one) ** found.targeted
    if found.partial:
        part = triangular(uniform["sanction:trade"], *(COMPLETE if found.complete else PARTIAL))
        spared = spared * (1 - part * (trade if trade is not None else one))
    result: Floats = 1 - spared
    return result
