"""Sampling: evenly spread random numbers for uncertain quantities, and what is read off them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.9  # part of the draws that an interval holds


def uniform_columns(names: Iterable[str], *, draws: int, seed: int) -> dict[str, Floats]:
    """Return one column of uniform numbers in (0, 1) for each name, shape (draws,).

    Latin hypercube sampling (McKay, Beckman and Conover 1979): each column has one number in each of ``draws`` equal
    parts of (0, 1), in random order, so that a thousand draws steady an interval. A name has the same numbers in all
    uses, whatever other names are asked for: adding a patron changes nothing of the others. A scrambled Sobol
    sequence would be more even in few dimensions, and costs the import of SciPy's statistics, about a second.

    Parameters
    ----------
    names
        The uncertain quantities. A name given twice is one quantity.
    draws
        How many.
    seed
        Of the order, 0 or more.
    """
    columns = {}
    for name in sorted(set(names)):
        generator = np.random.default_rng([seed, zlib.crc32(name.encode())])
        spread = (generator.permutation(draws) + generator.random(draws)) / max(draws, 1)
        columns[name] = np.clip(spread, 1e-12, 1 - 1e-12)
    return columns


def triangular(uniform: Floats, low: float, mode: float, high: float) -> Floats:
    """Return draws of the triangular distribution at the given uniform numbers, same shape.

    Examples
    --------
    >>> triangular(np.array([0.0, 0.5, 1.0]), 0, 1, 2).tolist()
    [0.0, 1.0, 2.0]
    """
    if high <= low:
        return np.full_like(uniform, mode)
    turn = (mode - low) / (high - low)
    rising = low + np.sqrt(uniform * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - uniform) * (high - low) * (high - mode))
    return np.where(uniform < turn, rising, falling)


def year_weights(columns: Floats) -> Floats:
    """Return weights of years that add up to 1 in each draw, shape (draws, n_years), from uniform numbers.

    The Bayesian bootstrap (Rubin 1981): each draw weighs the years by a flat Dirichlet, and asks how a mean over
    years would have come out had some years counted more and others less. It has no draw with a single year.
    """
    weights: Floats = -np.log(columns)
    weights /= weights.sum(axis=1, keepdims=True)
    return weights


def interval(draws: Floats, value: float, *, level: float = LEVEL) -> tuple[float, float] | None:
    """Return the central interval of the draws, widened where needed to hold the value; None where they do not vary.

    The value is worked out at the central assumptions and the draws around them. A value at the largest that can be
    (two equal ties have a balance of 1) has all draws below it; it is never printed outside its own interval. Draws
    that are all alike (a single year, a bound) give no interval, since one without width would claim to be sure.
    """
    finite = draws[np.isfinite(draws)]
    if finite.size == 0 or np.ptp(finite) <= 1e-9 * max(1.0, float(np.abs(finite).max())):
        return None
    low, high = np.quantile(finite, [(1 - level) / 2, (1 + level) / 2])
    return min(float(low), value), max(float(high), value)
