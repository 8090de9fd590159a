"""Lattice: points that are spread evenly over many dimensions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_EVEN: Final = 0.1  # the weight of each input in how uneven a lattice is; 1 and 0.02 did about as well
_TRIED: Final = 64  # steps for each input; 400 did no better


def lattice(n: int, dimensions: int, *, seed: int) -> Floats:
    """Return points in [0, 1), shape (n, dimensions), more evenly spread than numbers drawn at random.

    A lattice of rank 1 with a random shift (Cranley and Patterson 1976), its steps chosen one dimension after the
    other (Sloan and Reztsov 2002).

    Parameters
    ----------
    n
        How many, a power of 2, and more than four times the dimensions.
    dimensions
        How many.
    seed
        Of the shift, 0 or more.
    """
    random = np.random.default_rng(seed)
    points: Floats = (np.outer(np.arange(n), _steps(n, dimensions)) % n / n + random.random(dimensions)) % 1
    return points


@cache
def _steps(n: int, dimensions: int) -> NDArray[np.int64]:
    """Return the steps of a lattice of n points, one a dimension: each the best of 64 for those before it."""
    x = np.arange(n) / n
    kernel = _EVEN * (x**2 - x + 1 / 6)
    uneven, steps, random = np.ones(n), [1], np.random.default_rng(0)
    free = 2 * np.arange(1, n // 4) + 1  # odd, and of two mirrored steps one
    while len(steps) < dimensions:
        uneven *= 1 + kernel[np.arange(n) * steps[-1] % n]
        tried = random.choice(free, min(_TRIED, len(free)), replace=False)
        worst = (kernel[np.outer(tried, np.arange(n)) % n] * uneven).sum(axis=1)
        steps.append(int(tried[np.argmin(worst)]))
        free = free[free != steps[-1]]
    return np.array(steps[:dimensions])
