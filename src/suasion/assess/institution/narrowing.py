"""Narrowing: which one input, if it were known, would take most of the variance from an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BINS: Final = 16


def explained(answer: Floats, uniform: Mapping[str, Floats]) -> dict[str, float]:
    """Return the part of an answer's variance that each input explains alone, in [0, 1].

    Parameters
    ----------
    answer
        Shape (draws,).
    uniform
        The uniform numbers of each input, shape (draws,).

    Notes
    -----
    The first-order Sobol index from the draws that there are: the variance of the answer's mean over 16 equal bins of
    the input, less what as many bins of noise would show (Plischke, Borgonovo and Smith 2013). It takes no further run,
    which a room of hundreds of inputs could not afford; what two inputs explain only together it does not see.
    """
    whole = float(answer.var())
    n = len(answer)
    if whole == 0 or n <= BINS:
        return dict.fromkeys(uniform, 0.0)
    found = {}
    for name, column in uniform.items():
        place = np.minimum((column * BINS).astype(np.int64), BINS - 1)
        count = np.bincount(place, minlength=BINS)
        mean = np.bincount(place, weights=answer, minlength=BINS) / np.maximum(count, 1)
        between = float((count * (mean - answer.mean()) ** 2).sum()) / n
        by_chance = (BINS - 1) / (n - BINS) * max(whole - between, 0.0)
        found[name] = min(1.0, max(0.0, (between - by_chance) / whole))
    return found
