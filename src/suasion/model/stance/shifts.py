"""Shifts: whether a position moved between two years, and which of many such findings hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.model.stance.posterior import LEVEL, Stance, kernel, line, position, prior, processes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_NEGLIGIBLE: Final = 0.002  # processes less likely than this are passed over: they cost as much as the others
_ROWS: Final = 25
FALSE: Final = 0.05  # part of the shifts called that may be wrong


@dataclass(frozen=True)
class Shift:
    """How far a position moved from one year to a later one.

    ``value``, ``low`` and ``high`` are later less earlier, in [-2, 2]; ``rise`` is the chance that it is above 0, a
    half beforehand, so that rise / (1 - rise) is the Bayes factor of a rise against a fall.
    """

    first_year: int
    last_year: int
    value: float
    low: float
    high: float
    rise: float


def shift(found: Stance, first_year: int, last_year: int) -> Shift:
    """Return how a position moved from one year to another.

    Parameters
    ----------
    found
        From `stance`.
    first_year, last_year
        Two of its years, the earlier first.

    Raises
    ------
    ValueError
        If the years are none of its years, or not in order.
    """
    if not (first_year in found.years and last_year in found.years and first_year < last_year):
        raise ValueError(f"{first_year} to {last_year} is no span of {found.years[0]} to {found.years[-1]}.")
    one, other = found.years.index(first_year), found.years.index(last_year)
    lives = [life for life, _, _ in processes()]
    likely = np.flatnonzero(found.chances >= _NEGLIGIBLE)
    joint = np.sum([found.chances[k] * _joint(found, k, one, other, kernel(lives[k])) for k in likely], axis=0)
    joint /= joint.sum()
    moved, order = _differences()
    flat = joint.ravel()[order]
    below = np.cumsum(flat) - flat / 2
    low, high = np.interp([(1 - LEVEL) / 2, (1 + LEVEL) / 2], below, moved[order])
    return Shift(
        first_year=first_year, last_year=last_year, value=float(flat @ moved[order]), low=float(low), high=float(high),
        rise=float(np.triu(joint, 1).sum() + np.trace(joint) / 2),
    )  # fmt: skip


def holding(rises: Sequence[float], *, rate: float = FALSE) -> list[bool]:
    """Return which of many shifts may be called, so that on average no more than a part of those called is wrong.

    Parameters
    ----------
    rises
        The chance of a rise of each that was looked at, not of the striking ones alone.
    rate
        Expected part of wrong directions among those called.

    Notes
    -----
    Bayesian false discovery rate (Müller, Parmigiani and Rice 2006): the surest first, as long as the mean of their
    chances of the other direction stays at or below the rate.
    """
    wrong = np.array([min(one, 1 - one) for one in rises])
    order = np.argsort(wrong, kind="stable")
    kept = np.cumsum(wrong[order]) <= rate * np.arange(1, len(wrong) + 1)
    called = np.zeros(len(wrong), dtype=bool)
    called[order[: len(kept) if kept.all() else int(np.argmin(kept))]] = True
    return [bool(one) for one in called]


def moved_at_all(found: Stance) -> float:
    """Return the chance of the answers if the position walks, over that if it stands still: a Bayes factor.

    Between exp(-50) and exp(50). Below 1 the answers are told as well by a stand that never moved.
    """
    still = []
    for k, (_, _, chance) in enumerate(processes()):
        logs = found.local[k].sum(axis=0)
        still.append(np.log(chance) + logs.max() + np.log(prior() @ np.exp(logs - logs.max())))
    top = max(still)
    whole = top + np.log(sum(np.exp(one - top) for one in still))
    return float(np.exp(np.clip(found.log_evidence - whole, -50, 50)))


def _joint(found: Stance, k: np.intp, one: int, other: int, step: Floats) -> Floats:
    """Return the chances of every pair of points in two years under one process, rows the earlier."""
    way = step
    for t in range(one + 1, other):
        way = _times(way * np.exp(found.local[k, t] - found.local[k, t].max()), step)
    last = np.exp(found.local[k, other] - found.local[k, other].max()) * found.backward[k, other]
    joint: Floats = found.forward[k, one][:, None] * way * last
    joint /= joint.sum()
    return joint


def _times(one: Floats, other: Floats) -> Floats:
    """Return a matrix product, some rows at a time: the threads of BLAS cost more than they save at this size."""
    return np.concatenate([one[i : i + _ROWS] @ other for i in range(0, len(one), _ROWS)])


@cache
def _differences() -> tuple[Floats, NDArray[np.int64]]:
    """Return later less earlier for every pair of points, flat, and their order."""
    placed = position(line())
    moved = (placed[None, :] - placed[:, None]).ravel()
    return moved, np.argsort(moved, kind="stable")
