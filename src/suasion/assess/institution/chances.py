"""Chances: how many members of an institution object to a text, and what standing aside changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.model.strategy import Consensus, assent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What a member gains or loses by a text that passes while it stands aside, as a part of what it would by agreeing to
# it. Heuristic: the text then binds the others alone, and still is the institution's.
ASIDE: Final = 0.5
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(32)
_MEAN: Final = _WEIGHTS / _WEIGHTS.sum()


def answers(gain: Floats, responsiveness: Floats, *, shared: float) -> Consensus:
    """Return the members' answers where each may block.

    Parameters
    ----------
    gain, responsiveness, shared
        As for `objectors`.

    Notes
    -----
    The same as `suasion.model.strategy.consensus`, by products of the members before and after each instead of
    logarithms: those have none of a chance that is 0 to all digits, which a firm member under a large shock reaches.
    """
    accepts, minus = np.zeros_like(gain), np.zeros_like(gain)
    passes = np.zeros(gain.shape[:-1])
    for shock, chance in _shocks(shared):
        agree = assent(gain, responsiveness, shock)
        before, after = np.ones_like(agree), np.ones_like(agree)
        before[..., 1:] = np.cumprod(agree[..., :-1], axis=-1)
        after[..., :-1] = np.cumprod(agree[..., :0:-1], axis=-1)[..., ::-1]
        accepts += chance * agree
        minus += chance * before * after
        passes += chance * np.prod(agree, axis=-1)
    return Consensus(accepts=accepts, passes=passes, blocking=np.maximum(0.0, -gain).sum(axis=-1), minus=minus)


def objectors(gain: Floats, responsiveness: Floats, *, shared: float) -> Floats:
    """Return the chance that none, one, two ... of the members object, shape (..., n_members + 1).

    Parameters
    ----------
    gain
        Of each member over the reversion point, shape (..., n_members).
    responsiveness
        Lambda, shape (...).
    shared
        Standard deviation of a shock that all members feel at once, in units of gain, 0 or more.

    Notes
    -----
    The Poisson binomial distribution given the shock, by adding one member at a time, and its mean over the shock.
    The first is `suasion.model.strategy.consensus`' chance to pass; the first two together "consensus minus one".
    """
    found = np.zeros((*gain.shape[:-1], gain.shape[-1] + 1))
    for shock, chance in _shocks(shared):
        objects = 1 - assent(gain, responsiveness, shock)
        many = np.zeros_like(found)
        many[..., 0] = 1.0
        for i in range(gain.shape[-1]):
            one = objects[..., i, None]
            many[..., 1:] = many[..., 1:] * (1 - one) + many[..., :-1] * one
            many[..., :1] *= 1 - one
        found += chance * many
    return found


def unopposed(gain: Floats, responsiveness: Floats, *, shared: float) -> Floats:
    """Return the chance that nobody blocks where each may also stand aside, shape (...).

    Heuristic, and its error is not known: a logit of three answers, of which standing aside is worth half of what
    agreeing is (`ASIDE`) and blocking nothing. A member at which all three are even blocks one time in three.

    Parameters
    ----------
    gain, responsiveness, shared
        As for `objectors`.
    """
    found = np.zeros(gain.shape[:-1])
    for shock, chance in _shocks(shared):
        strength = responsiveness[..., None] * (gain + shock)
        top = np.maximum(strength, 0.0)  # the largest of the three, so that no exponential overflows
        agrees, aside, blocks = (np.exp(part * strength - top) for part in (1.0, ASIDE, 0.0))
        found += chance * np.prod(1 - blocks / (agrees + aside + blocks), axis=-1)
    return found


def _shocks(shared: float) -> Iterator[tuple[float, float]]:
    """Yield points of a normal shock and how likely each is; the middle alone where there is none."""
    if not shared:
        yield 0.0, 1.0
        return
    for point, chance in zip(_POINTS, _MEAN, strict=True):
        yield shared * float(point), float(chance)
