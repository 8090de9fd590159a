"""Chances: how many members of an institution object to a text, and what standing aside changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.model.strategy import assent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What a member gains or loses by a text that passes while it stands aside, as a part of what it would by agreeing to
# it. Heuristic: the text then binds the others alone, and still is the institution's.
ASIDE: Final = 0.5
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(32)
_MEAN: Final = _WEIGHTS / _WEIGHTS.sum()


def objectors(gain: Floats, responsiveness: Floats, *, shared: float, breaking: Floats | float = 0.0) -> Floats:
    """Return the chance that none, one, two ... of the members object, shape (..., n_members + 1).

    Parameters
    ----------
    gain
        Of each member over the reversion point, shape (..., n_members).
    responsiveness
        Lambda, shape (...).
    shared
        Standard deviation of a shock that all members feel at once, in units of gain, 0 or more.
    breaking
        What breaking consensus costs a member, in units of gain, shape (...).

    Notes
    -----
    The Poisson binomial distribution given the shock, by adding one member at a time, and its mean over the shock.
    The first is `suasion.model.strategy.consensus`' chance to pass; the first two together "consensus minus one".
    """
    found = np.zeros((*gain.shape[:-1], gain.shape[-1] + 1))
    for shock, chance in _shocks(shared):
        objects = 1 - assent(gain, responsiveness, shock + np.asarray(breaking))
        many = np.zeros_like(found)
        many[..., 0] = 1.0
        for i in range(gain.shape[-1]):
            one = objects[..., i, None]
            many[..., 1:] = many[..., 1:] * (1 - one) + many[..., :-1] * one
            many[..., :1] *= 1 - one
        found += chance * many
    return found


def unopposed(gain: Floats, responsiveness: Floats, *, shared: float, breaking: Floats | float = 0.0) -> Floats:
    """Return the chance that nobody blocks where each may also stand aside, shape (...).

    Heuristic, and its error is not known: a logit of three answers, of which standing aside is worth half of what
    agreeing is (`ASIDE`) and blocking less what breaking consensus costs. Without such a cost a member at which all
    three are even blocks one time in three.

    Parameters
    ----------
    gain, responsiveness, shared, breaking
        As for `objectors`.
    """
    cost = -(responsiveness * np.asarray(breaking))[..., None]
    found = np.zeros(gain.shape[:-1])
    for shock, chance in _shocks(shared):
        strength = responsiveness[..., None] * (gain + shock)
        # The largest of the three is taken from each, so that no exponential overflows.
        top = np.maximum(np.maximum(strength, ASIDE * strength), cost)
        agrees, aside, blocks = (np.exp(worth - top) for worth in (strength, ASIDE * strength, cost))
        found += chance * np.prod(1 - blocks / (agrees + aside + blocks), axis=-1)
    return found


def _shocks(shared: float) -> Iterator[tuple[float, float]]:
    """Yield points of a normal shock and how likely each is; the middle alone where there is none."""
    if not shared:
        yield 0.0, 1.0
        return
    for point, chance in zip(_POINTS, _MEAN, strict=True):
        yield shared * float(point), float(chance)
