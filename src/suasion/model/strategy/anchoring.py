"""Anchoring: what it costs a member to break consensus, so that a text of no effect passes as often as texts do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(32)  # as for `suasion.model.strategy.consensus`
_MEAN: Final = _WEIGHTS / _WEIGHTS.sum()
_SURE: Final = 1e-9  # a base rate nearer to 0 or 1 is taken for this, since no finite cost gives either
_ROUNDS, _CLOSE = 60, 1e-11  # Newton's method takes about ten; _CLOSE is in units of gain
_LARGE, _TINY = 700.0, float(np.finfo(np.float64).tiny)  # no exponential overflows, no logarithm of 0


def breaking_cost(base: Floats, responsiveness: Floats, *, members: int, shared: float = 0.0) -> Floats:
    """Return what breaking consensus costs a member, in units of gain; below 0 where objecting pays.

    Parameters
    ----------
    base
        The chance that a text which changes nothing for anyone passes, in [0, 1], shape (...).
    responsiveness
        Lambda, above 0, shape (...).
    members
        How many each may block.
    shared
        Standard deviation of a shock that all members feel at once, in units of gain.

    Returns
    -------
    numpy.ndarray
        kappa, shape (...), with E over the shock of P(agree at gain 0)^members = base, where
        P = 1 / (1 + exp(-lambda (gain + shock + kappa))).

    Raises
    ------
    InputError
        If there is no member, or a base rate lies outside [0, 1].

    Notes
    -----
    Ours. A logit about zero has a member that neither gains nor loses toss a coin; where silence is consent, objecting
    is an act that costs. The chance rises with kappa, so that there is one; it is found by Newton's method on the
    logarithm of the chance, kept between bounds, of which each lies off the answer without a shock by the largest one.

    Examples
    --------
    >>> kappa = breaking_cost(np.array([0.9]), np.array([2.0]), members=10)
    >>> round(float((1 / (1 + np.exp(-2.0 * kappa[0]))) ** 10), 6)
    0.9
    """
    base, lam = np.broadcast_arrays(np.asarray(base, np.float64), np.asarray(responsiveness, np.float64))
    if members < 1 or np.any((base < 0) | (base > 1)):
        raise InputError("A base rate lies outside 0 to 1, or there is no member. Give a chance and a member.")
    wanted = np.log(np.clip(base, _SURE, 1 - _SURE))
    each = wanted / members
    alone: Floats = (each - np.log(-np.expm1(each))) / lam
    if not shared:
        return alone
    return _solved(wanted.ravel(), alone.ravel(), lam.ravel(), members, shared).reshape(alone.shape)


def _solved(wanted: Floats, alone: Floats, lam: Floats, members: int, shared: float) -> Floats:
    """Return the cost at which the logarithm of the chance is as wanted; all of shape (n,)."""
    found, open_ = alone.copy(), np.arange(len(alone))
    low, high = alone - shared * _POINTS.max(), alone + shared * _POINTS.max()
    for _ in range(_ROUNDS):
        kappa = found[open_]
        chance, slope = _chance(kappa, lam[open_], members, shared)
        over = chance - wanted[open_]
        low, high = np.where(over < 0, kappa, low), np.where(over < 0, high, kappa)
        step = kappa - over / slope
        found[open_] = np.where((step > low) & (step < high), step, (low + high) / 2)
        left = np.abs(found[open_] - kappa) > _CLOSE
        open_, low, high = open_[left], low[left], high[left]
        if not open_.size:
            break
    return found


def _chance(kappa: Floats, lam: Floats, members: int, shared: float) -> tuple[Floats, Floats]:
    """Return the logarithm of the chance that all agree at gain 0, and how fast it rises with kappa."""
    odds = np.exp(np.minimum(-lam[:, None] * (kappa[:, None] + shared * _POINTS), _LARGE))
    agree = 1 / (1 + odds)
    weighed = _MEAN * agree**members
    whole = np.maximum(weighed.sum(axis=1), _TINY)
    rise = members * lam * (weighed * odds * agree).sum(axis=1)
    return np.log(whole), np.maximum(rise / whole, _TINY)
