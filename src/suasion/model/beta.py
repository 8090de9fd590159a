"""Beta: quantiles of the beta distribution, without the half second that SciPy takes to import."""

from __future__ import annotations

import math
from typing import Final

_STEPS: Final = 60  # of bisection: the last bit of a number in [0, 1]
_TERMS: Final = 300  # of the continued fraction, which needs about the root of the larger parameter
_TINY: Final = 1e-300


def quantile(p: float, a: float, b: float) -> float:
    """Return the x below which a beta variable lies with probability p.

    Parameters
    ----------
    p
        In [0, 1].
    a, b
        The distribution's parameters, above 0.

    Notes
    -----
    Bisection of the regularised incomplete beta function, itself by its continued fraction (Abramowitz and Stegun
    1964, 26.5.8) in the form of Lentz (1976).

    Examples
    --------
    >>> round(quantile(0.5, 2, 2), 6), round(quantile(0.95, 1, 3), 6)
    (0.5, 0.631597)
    """
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if cumulative(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def cumulative(x: float, a: float, b: float) -> float:
    """Return the probability that a beta variable lies below x: the regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    logarithm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    front = math.exp(logarithm)
    if x < (a + 1) / (a + b + 2):  # where the fraction converges fast
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, _away_from_zero(1 - (a + b) * x / (a + 1))
    value = 1 / d
    d = value
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _away_from_zero(x: float) -> float:
    return x if abs(x) > _TINY else _TINY
