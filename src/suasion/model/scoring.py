"""Scoring: how good forecasts were, and whether they were better than simpler ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Verdict = Literal["better", "worse", "not distinguishable"]

LEAST: Final = 0.01
"""A chance below this or above its complement counts as this in the log score: a forecast that is sure and wrong
would otherwise cost more than all others together. The same for all forecasts."""

FEWEST: Final = 5
"""Blocks below which no skill is called, whatever its interval: a bootstrap of four blocks has 35 different samples."""

SMALLEST: Final = 0.01
"""Skill below which no difference is called, however sure: forecasts on common draws can differ by next to nothing."""


def crps(draws: Floats, outcome: Floats) -> Floats:
    """Return the continuous ranked probability score of each forecast, shape (n,), in the unit of the outcome.

    Parameters
    ----------
    draws
        Draws of each forecast, shape (n, n_draws). A single draw is a forecast without spread, whose score is its
        absolute error.
    outcome
        What happened, shape (n,).

    Returns
    -------
    numpy.ndarray
        0 is best.

    Raises
    ------
    InputError
        If there are no draws, or their number of forecasts differs from that of the outcomes.

    Notes
    -----
    E|X - y| - E|X - X'| / 2 of the draws' own distribution (Gneiting and Raftery 2007, eq. 21), the second term from
    the sorted draws.

    Examples
    --------
    >>> crps(np.array([[0.0, 1.0]]), np.array([0.0])).tolist()
    [0.25]
    """
    draws, outcome = _paired(draws, outcome)
    ordered = np.sort(draws, axis=1)
    n = draws.shape[1]
    spread = ordered @ (2 * np.arange(1, n + 1) - n - 1) / n**2
    score: Floats = np.abs(draws - outcome[:, None]).mean(axis=1) - spread
    return score


def log_score(chance: Floats, happened: Floats) -> Floats:
    """Return minus the log of the chance that was given to what happened, shape (n,); 0 is best.

    Parameters
    ----------
    chance
        Of the event, shape (n,), in [0, 1]; kept from ``LEAST`` to its complement.
    happened
        1 or 0, shape (n,).
    """
    chance = np.clip(_chances(chance), LEAST, 1 - LEAST)
    score: Floats = -np.log(np.where(np.asarray(happened) == 1, chance, 1 - chance))
    return score


def brier(chance: Floats, happened: Floats) -> Floats:
    """Return the squared error of each chance, shape (n,), in [0, 1]; 0 is best (Brier 1950, for two outcomes)."""
    score: Floats = (_chances(chance) - np.asarray(happened, dtype=np.float64)) ** 2
    return score


@dataclass(frozen=True)
class Reliability:
    """What a mean Brier score is made of: reliability - resolution + uncertainty + within, which add up to it.

    ``reliability`` is how far the chances lie from how often the event happened when they were given (0 is best),
    ``resolution`` how far these rates lie apart (more is better), ``uncertainty`` the variance of the event, ``within``
    what is lost by putting chances that differ into one group.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within: float


def reliability(chance: Floats, happened: Floats, *, groups: int = 5) -> Reliability:
    """Return the parts of the mean Brier score, over groups of forecasts with like chances.

    Parameters
    ----------
    chance, happened
        As for `brier`, shape (n,), at least one.
    groups
        Equal parts of [0, 1] by which forecasts are put together.

    Notes
    -----
    Murphy 1973; the terms within groups are those of Stephenson, Coelho and Jolliffe 2008, here in one.
    """
    chance, happened = _chances(chance), np.asarray(happened, dtype=np.float64)
    group = np.minimum((chance * groups).astype(np.int64), groups - 1)
    n = np.bincount(group, minlength=groups).astype(np.float64)
    held = n > 0
    given = np.bincount(group, chance, groups)[held] / n[held]
    rate = np.bincount(group, happened, groups)[held] / n[held]
    weight, whole = n[held] / n.sum(), happened.mean()
    apart = float(weight @ (given - rate) ** 2)
    spread = float(weight @ (rate - whole) ** 2)
    unsure = float(whole * (1 - whole))
    mean = float(brier(chance, happened).mean())
    return Reliability(apart, spread, unsure, mean - (apart - spread + unsure))


def covered(draws: Floats, outcome: Floats, level: float) -> NDArray[np.bool_]:
    """Return whether each outcome lies in the central interval of its draws, ends included, shape (n,).

    Parameters
    ----------
    draws, outcome
        As for `crps`.
    level
        Part of the draws in the interval, in (0, 1).
    """
    draws, outcome = _paired(draws, outcome)
    # An end of the interval is a draw, never a point between two: outcomes may be on a scale of steps.
    low = np.quantile(draws, (1 - level) / 2, axis=1, method="inverted_cdf")
    high = np.quantile(draws, (1 + level) / 2, axis=1, method="inverted_cdf")
    found: NDArray[np.bool_] = (low <= outcome) & (outcome <= high)
    return found


def pit(draws: Floats, outcome: Floats, *, seed: int = 0) -> Floats:
    """Return where each outcome falls in its forecast, shape (n,), in [0, 1]; even over it for a calibrated forecast.

    Parameters
    ----------
    draws, outcome
        As for `crps`.
    seed
        Of the place within the draws that equal the outcome.

    Notes
    -----
    The randomised probability integral transform F(y-) + v (F(y) - F(y-)) (Czado, Gneiting and Held 2009, eq. 1).
    """
    draws, outcome = _paired(draws, outcome)
    below = (draws < outcome[:, None]).mean(axis=1)
    upto = (draws <= outcome[:, None]).mean(axis=1)
    placed: Floats = below + np.random.default_rng(seed).random(len(outcome)) * (upto - below)
    return placed


@dataclass(frozen=True)
class Skill:
    """How much better a forecast is than another: 1 - S / S_other, with its 90 % interval over blocks.

    1 is perfect, 0 as good as the other, below 0 worse. ``n`` forecasts in ``blocks`` blocks.
    """

    value: float
    low: float
    high: float
    n: int
    blocks: int

    @property
    def verdict(self) -> Verdict:
        """Return "better" or "worse" where the interval leaves out 0, the blocks are enough and it is of any size."""
        if self.blocks < FEWEST or not (self.low > 0 or self.high < 0) or abs(self.value) < SMALLEST:
            return "not distinguishable"
        return "better" if self.low > 0 else "worse"


def skill(
    score: Floats, other: Floats, block: NDArray[np.int64], *, samples: int = 2000, seed: int = 0, level: float = 0.9
) -> Skill:
    """Return the skill of one forecast over another, with an interval from resampling blocks.

    Parameters
    ----------
    score, other
        Of each forecast and of the one that it is held against, shape (n,), 0 best.
    block
        Which forecasts stand or fall together, shape (n,): those of one episode.
    samples, seed, level
        Of the bootstrap.

    Returns
    -------
    Skill
        NaN where the other forecast made no error at all.

    Raises
    ------
    InputError
        If the three differ in length, or are empty.

    Notes
    -----
    1 - mean S / mean S_other; whole blocks are drawn with replacement, so that what forecasts of one episode share
    does not count as evidence several times over (Kuensch 1989; Efron and Tibshirani 1993, ch. 8).
    """
    score, other, block = np.asarray(score), np.asarray(other), np.asarray(block)
    if not len(score) == len(other) == len(block) > 0:
        raise InputError("Two forecasts can be held against each other only over the same episodes, one at least.")
    _, which = np.unique(block, return_inverse=True)
    blocks = int(which.max()) + 1
    sums = np.stack([np.bincount(which, score, blocks), np.bincount(which, other, blocks)])
    drawn = np.random.default_rng(seed).multinomial(blocks, np.full(blocks, 1 / blocks), size=samples)
    own, others = sums @ drawn.T
    if sums[1].sum() <= 0:
        return Skill(float("nan"), float("nan"), float("nan"), len(score), blocks)
    ratios = np.divide(own, others, out=np.full(samples, np.inf), where=others > 0)
    low, high = np.quantile(1 - ratios, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
    return Skill(float(1 - sums[0].sum() / sums[1].sum()), float(low), float(high), len(score), blocks)


def _paired(draws: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    draws, outcome = np.asarray(draws, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if draws.ndim != 2 or draws.shape[1] == 0 or outcome.shape != (draws.shape[0],):
        raise InputError(
            f"Draws of shape {draws.shape} cannot be held against outcomes of shape {outcome.shape}. Give a row of "
            "draws for each outcome."
        )
    return draws, outcome


def _chances(chance: Floats) -> Floats:
    chance = np.asarray(chance, dtype=np.float64)
    if not np.all((chance >= 0) & (chance <= 1)):
        raise InputError("A chance lies outside 0 to 1. Give it as a part, not in percent.")
    return chance
