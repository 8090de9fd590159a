"""Guarding: whether what a text changes comes from the record or from what was assumed, and whether it holds still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.institution.vote import Vote
from suasion.assess.scenario.results import Guard
from suasion.codebook import Estimate
from suasion.model.sampling import interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SAME: Final = 0.1  # of the larger of two changes: METHODS 4.11
MOST: Final = 0.5  # part of the variance that may come from what nothing in the record tells of
STILL: Final = 0.02  # of the scale of a chance, which is 1: METHODS 6.12


def guarded(after: Vote, prior: Vote, noisy: Vote, again: Vote) -> Guard:
    """Return the guards' verdict on what the text changes, its chance less the base rate (METHODS 4.11 and 6.12).

    It is called "assumption-driven" if priors alone give the same within a tenth, or if half of its variance or more
    comes from inputs of which nothing in the record tells, as for a scenario of one client. The base rate is the same
    on both sides, so that a known one does not make an answer look as if the record had told it.

    Parameters
    ----------
    after
        The vote as believed.
    prior
        The same with every input as it is believed to be before any evidence.
    noisy
        The same with 1 % of noise in every input.
    again
        The same with everything that rests on a prior alone drawn anew.
    """
    found, assumed = after.against_base, prior.against_base
    now, bare = float(found.mean()), float(assumed.mean())
    bounds = interval(assumed, bare)
    alike = abs(now - bare) <= SAME * max(abs(now), abs(bare))
    noise, share = _moved(found, noisy.against_base), _assumed(found, again.against_base)
    estimate = Estimate(
        name="change of the chance to pass, by assumptions alone", value=bare, low=bounds[0] if bounds else None,
        high=bounds[1] if bounds else None, unit="probability",
        method="mean over draws with every input at its prior",
        interval_method="5 and 95 % of draws" if bounds else "",
    )  # fmt: skip
    return Guard(
        prior_only=estimate, label="assumption-driven" if alike or share >= MOST else "evidence-driven", noise=noise,
        unstable=noise >= STILL,
        note=f"the text changes the chance by {100 * now:+.2g} points with the record and by {100 * bare:+.2g} by "
        f"assumptions alone; {100 * share:.0f} % of its variance comes from inputs of which nothing in the record tells"
        + ("; unstable: 1 % of noise moves it by 2 % of the scale or more" if noise >= STILL else ""),
    )  # fmt: skip


def _assumed(one: Floats, other: Floats) -> float:
    """Return the part of the variance that comes from what was drawn anew (Jansen 1999), in [0, 1]."""
    spread = float(one.var())
    return float(np.clip(((one - other) ** 2).mean() / (2 * spread), 0.0, 1.0)) if spread > 0 else 1.0


def _moved(one: Floats, other: Floats) -> float:
    """Return how far the 5 or the 95 % quantile moves, whichever moves more."""
    return float(np.abs(np.quantile(one, [0.05, 0.95]) - np.quantile(other, [0.05, 0.95])).max())
