"""Hedging: what it is worth to a client to have several patrons at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from suasion.model.strategy.agency import Agency, settle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def option_value(game: Agency) -> Floats:
    """Return the client's gain from having all patrons over having only the one best for it, shape (...).

    Notes
    -----
    u_i(all) - max over j of u_i(j alone), gains as in `Settlement` (METHODS 4.6). A patron alone pays the client just
    what moving costs it, so that the second term is 0 and the value is the whole gain: competition, not aid, is what
    leaves a client better off. Patrons who all want it to move farther than it does leave it nothing either. What
    comes without a condition does not depend on its position and is left out.

    Examples
    --------
    >>> rivals = Agency(np.array(0.0), np.array(1.0), np.array([1.0, -1.0]), np.array([1.0, 1.0]))
    >>> allies = Agency(np.array(0.0), np.array(1.0), np.array([1.0, 1.0]), np.array([1.0, 1.0]))
    >>> float(option_value(rivals)), abs(round(float(option_value(allies)), 9))
    (1.0, 0.0)
    """
    n = game.pulls.shape[-1]
    alone = [settle(_among(game, [j])).gain for j in range(n)]
    value: Floats = settle(game).gain - np.max(np.stack(alone), axis=0)
    return value


def counterweight(game: Agency) -> Floats:
    """Return what the client's gain would fall by if one patron left, for each, shape (..., n_patrons).

    Notes
    -----
    u_i(all) - u_i(all but j). A patron whose presence makes its rivals pay more has a large one. With one patron it is
    0, as in `option_value`.
    """
    n = game.pulls.shape[-1]
    whole = settle(game).gain
    if n == 1:
        return np.zeros((*whole.shape, 1))
    others = [settle(_among(game, [k for k in range(n) if k != j])).gain for j in range(n)]
    return np.stack([whole - gain for gain in others], axis=-1)


def _among(game: Agency, patrons: list[int]) -> Agency:
    return Agency(game.ideal, game.weight, game.aims[..., patrons], game.pulls[..., patrons])
