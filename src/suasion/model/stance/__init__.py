"""Stance: where a party stands on an issue, year by year, from what it said, did and voted."""

from suasion.model.stance.answers import ANCHOR, Answers
from suasion.model.stance.posterior import HALF_LIVES, LIMIT, POINTS, SCALES, SLANT, Stance, stance
from suasion.model.stance.shifts import FALSE, Shift, holding, moved_at_all, shift
from suasion.model.stance.simulation import simulated

__all__ = [
    "ANCHOR",
    "FALSE",
    "HALF_LIVES",
    "LIMIT",
    "POINTS",
    "SCALES",
    "SLANT",
    "Answers",
    "Shift",
    "Stance",
    "holding",
    "moved_at_all",
    "shift",
    "simulated",
    "stance",
]
