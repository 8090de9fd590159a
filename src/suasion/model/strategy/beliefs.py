"""Beliefs: what is known of an uncertain quantity, as a function from a uniform number to a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Belief = Callable[["Floats"], "Floats"]
"""A quantile function: uniform numbers in (0, 1) to values, of the same shape and never falling."""

LEVEL_Z = 1.6448536269514722  # of the standard normal at 95 %


def fixed(value: float) -> Belief:
    """Return the belief of one who is sure."""
    return lambda u: np.full_like(u, value)


def uniform(low: float, high: float) -> Belief:
    """Return the belief that every value between two bounds is as likely as any other."""
    return lambda u: low + (high - low) * u


def beta(favour: float, against: float) -> Belief:
    """Return the Beta distribution of a share after so many cases for and against it, one of each beforehand."""
    from scipy.special import betaincinv  # the quantile alone: scipy.stats takes seconds to load

    return lambda u: np.asarray(betaincinv(favour, against, u), dtype=np.float64)


def lognormal(median: float, spread: float) -> Belief:
    """Return a positive quantity whose logarithm is normal with deviation ``spread``."""
    from scipy.special import ndtri

    return lambda u: np.asarray(median * np.exp(spread * ndtri(u)), dtype=np.float64)


def between_poles(low: float, high: float) -> Belief:
    """Return the belief on a position in [-1, 1] of which the 5 and 95 % quantiles are known.

    A stand is 2 Phi(z) - 1 of a latent z (`suasion.model.stance`); z is taken for normal with these two quantiles.

    Examples
    --------
    >>> [round(float(x), 3) for x in between_poles(-0.9, 0.8)(np.array([0.05, 0.95]))]
    [-0.9, 0.8]
    """
    from scipy.special import ndtr, ndtri

    below, above = (float(ndtri((bound + 1) / 2)) for bound in (low, high))
    middle, spread = (above + below) / 2, (above - below) / (2 * LEVEL_Z)
    return lambda u: np.asarray(2 * ndtr(middle + spread * ndtri(u)) - 1, dtype=np.float64)


def sampled(draws: Floats) -> Belief:
    """Return the belief that draws stand for, shape (n,): a uniform number picks one of them by rank."""
    ordered = np.sort(draws)
    return lambda u: ordered[rank(u, len(ordered))]


def rank(u: Floats, n: int) -> NDArray[np.int64]:
    """Return which of n ranked draws each uniform number picks."""
    return np.minimum((u * n).astype(np.int64), n - 1)
