"""Hedging: how evenly and how deeply a client is tied to two rivals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Reading = Literal["hedger", "leaning", "isolated", "not identified"]

# Heuristic, all four; the literature has no accepted closed form (METHODS 3: Kuik's spectrum is a scale of words).
BALANCED: Final = 0.5  # balance from which ties count as even: the smaller is at least a third of the larger
DEEP: Final = 0.01  # depth from which ties count as substantial: one percent of GDP a year
SURE: Final = 0.8  # part of the draws that must agree before a reading is given
TRADED: Final = 0.05  # trade with both over GDP, a year, from which a client is not isolated whatever it is lent


def balance(one: Floats, other: Floats) -> Floats:
    """Return 1 - |a - b| / (a + b): 1 for equal ties, 0 where one of them is nothing; NaN where both are.

    Examples
    --------
    >>> balance(np.array([3.0, 2.0]), np.array([1.0, 2.0])).tolist()
    [0.5, 1.0]
    """
    both = one + other
    return 1 - np.divide(np.abs(one - other), both, out=np.full_like(both, np.nan), where=both > 0)


def depth(one: Floats, other: Floats, product: Floats) -> Floats:
    """Return both ties together over the client's product, no unit: 0.01 is one percent of GDP."""
    return (one + other) / product


def reading(balances: Floats, depths: Floats) -> Reading:
    """Return what most draws say: even and deep is a hedger, uneven and deep leans, shallow is isolated.

    Two scores are kept because their mean cannot tell a client tied evenly to both from one tied to neither.
    "not identified" where fewer draws agree than `SURE`, or any is NaN.
    """
    if balances.size == 0 or not (np.isfinite(balances).all() and np.isfinite(depths).all()):
        return "not identified"
    deep, even = depths >= DEEP, balances >= BALANCED
    parts: dict[Reading, float] = {
        "hedger": float((deep & even).mean()),
        "leaning": float((deep & ~even).mean()),
        "isolated": float((~deep).mean()),
    }
    best = max(parts, key=lambda name: parts[name])
    return best if parts[best] >= SURE else "not identified"
