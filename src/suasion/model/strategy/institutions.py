"""How clients decide together: a weighted mean, a weighted majority, or consensus with a veto."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.errors import InputError
from suasion.model.strategy.compromise import weighted_median

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Points and weights for the mean over a standard normal: 32 give ten digits for the chances met here.
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(32)
_MEAN: Final = _WEIGHTS / _WEIGHTS.sum()


def assent(gain: Floats, responsiveness: Floats, shock: Floats | float = 0.0) -> Floats:
    """Return how likely each member is to accept a proposal, shape (..., n_members).

    Parameters
    ----------
    gain
        What it would gain over the reversion point, with what it is paid, shape (..., n_members).
    responsiveness
        Lambda, shape (...); how surely a member does what pays: 0 tosses a coin, infinity always knows.
    shock
        Added to every member's gain, shape (...).

    Notes
    -----
    P = 1 / (1 + exp(-lambda (gain + shock))): the logit response (McKelvey and Palfrey 1995).
    """
    strength = np.asarray(responsiveness)[..., None] * (gain + np.asarray(shock)[..., None])
    # Written so that no exponential overflows.
    small = np.exp(-np.abs(strength))
    chance: Floats = np.where(strength >= 0, 1 / (1 + small), small / (1 + small))
    return chance


@dataclass(frozen=True)
class Consensus:
    """A vote by consensus; all of shape (...) but ``accepts`` (..., n_members).

    ``passes`` is the chance that nobody objects, ``blocking`` what it would take to buy all that object out,
    ``minus`` (..., n_members) the chance that it passes if that member stands aside.
    """

    accepts: Floats
    passes: Floats
    blocking: Floats
    minus: Floats


def consensus(
    gain: Floats, responsiveness: Floats, *, shared: float = 0.0, breaking: Floats | float = 0.0
) -> Consensus:
    """Return how likely a proposal is to pass if any member may block it.

    Parameters
    ----------
    gain
        Of each member over the reversion point, what it is paid included, shape (..., n_members).
    responsiveness
        Lambda, shape (...).
    shared
        Standard deviation of a shock that all members feel at once, in units of gain. 0 takes their answers for
        independent, which overstates how often ten of them fail.
    breaking
        What breaking consensus costs a member, in units of gain, shape (...): `suasion.model.strategy.breaking_cost`.

    Notes
    -----
    P(pass) = E over the shock of the product of all P_i (METHODS 4.8), with P_i of the gain and that cost. The price of
    blocking is the sum of what those lose that lose: max(0, -gain).
    """
    gain, lam = np.asarray(gain, dtype=np.float64), np.asarray(responsiveness, dtype=np.float64)
    shocks = shared * _POINTS if shared else np.zeros(1)
    chance = _MEAN if shared else np.ones(1)
    over = gain + np.asarray(breaking)[..., None]
    # The logarithm of `assent`, without the logarithm of 0 that a firm member under a large shock would be.
    log = np.stack([-np.logaddexp(0.0, -lam[..., None] * (over + shock)) for shock in shocks])
    together = log.sum(axis=-1)
    passes = np.tensordot(chance, np.exp(together), axes=1)
    minus = np.tensordot(chance, np.exp(together[..., None] - log), axes=1)
    accepts = np.tensordot(chance, np.exp(log), axes=1)
    return Consensus(accepts=accepts, passes=passes, blocking=np.maximum(0.0, -gain).sum(axis=-1), minus=minus)


def losses(text: Floats, ideal: Floats, weight: Floats) -> Floats:
    """Return -w (text - ideal)^2, what a text costs each member; text (...), the others (..., n_members)."""
    lost: Floats = -weight * (np.asarray(text)[..., None] - ideal) ** 2
    return lost


@dataclass(frozen=True)
class Text:
    """The text that pays its proposer best: its strength, the chance that it passes, and the gain expected of it."""

    strength: Floats
    passes: Floats
    gain: Floats


def best_text(
    ideal: Floats, weight: Floats, reversion: Floats, responsiveness: Floats, *, proposer: int, shared: float = 0.0,
    breaking: Floats | float = 0.0, steps: int = 101,
) -> Text:  # fmt: skip
    """Return how strong a text its proposer would put up, if a stronger one is worth more to it and less sure to pass.

    Parameters
    ----------
    ideal, weight
        Of each member, shape (..., n_members).
    reversion
        What stands if nothing passes, shape (...).
    responsiveness, shared, breaking
        As for `consensus`.
    proposer
        Its place.
    steps
        Texts tried, evenly between the reversion point and the proposer's ideal.

    Notes
    -----
    argmax over the text of the proposer's gain times P(pass) (METHODS 4.8).
    """
    start, end = np.asarray(reversion, dtype=np.float64), ideal[..., proposer]
    best = Text(strength=start.copy(), passes=np.ones_like(start), gain=np.zeros_like(start))
    stay = losses(start, ideal, weight)
    for part in np.linspace(0, 1, steps):
        text = start + part * (end - start)
        gain = losses(text, ideal, weight) - stay
        passes = consensus(gain, responsiveness, shared=shared, breaking=breaking).passes
        expected = gain[..., proposer] * passes
        better = expected > best.gain
        best = Text(
            strength=np.where(better, text, best.strength),
            passes=np.where(better, passes, best.passes),
            gain=np.where(better, expected, best.gain),
        )
    return best


def majority(position: Floats, weight: Floats, reversion: Floats, quota: float) -> Floats:
    """Return where a vote by quota on one line ends, shape (...).

    Parameters
    ----------
    position, weight
        Shape (..., n_members).
    reversion
        Shape (...).
    quota
        Part of all weight that must prefer a change, in [1/2, 1).

    Returns
    -------
    numpy.ndarray
        The pivot's position if it lies beyond the reversion point on the side of the change, else the reversion
        point: a quota above one half leaves a gridlock interval between its two pivots (Krehbiel 1998).

    Raises
    ------
    InputError
        If the quota is not in [1/2, 1).
    """
    if not 0.5 <= quota < 1:
        raise InputError(
            f"A quota of {quota:g} is no majority. Name one from 0.5 to less than 1; for all, use consensus."
        )
    lower = _quantile(position, weight, 1 - quota)
    upper = -_quantile(-position, weight, 1 - quota)
    return np.clip(reversion, lower, upper)


def _quantile(position: Floats, weight: Floats, part: float) -> Floats:
    """Return the lowest position at which that part of all weight stands there or below."""
    if part == 0.5:
        return weighted_median(position, weight)
    position, weight = np.broadcast_arrays(position, weight)
    order = np.argsort(position, axis=-1, kind="stable")
    up_to = np.cumsum(np.take_along_axis(weight, order, axis=-1), axis=-1)
    first = np.argmax(up_to >= up_to[..., -1:] * (part - 1e-10), axis=-1)[..., None]
    found: Floats = np.take_along_axis(np.take_along_axis(position, order, axis=-1), first, axis=-1)[..., 0]
    return found
