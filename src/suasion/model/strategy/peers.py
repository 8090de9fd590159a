"""Peers: how members of a group draw one another's positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def drawn(position: Floats, influence: Floats, susceptibility: Floats) -> Floats:
    """Return where members settle if each weighs its peers against its own first position, shape (..., n_members).

    Parameters
    ----------
    position
        First positions, shape (..., n_members).
    influence
        How much each (row) heeds each (column), shape (..., n_members, n_members); each row sums to 1.
    susceptibility
        Part that peers have in a member's position, shape (..., n_members), in [0, 1].

    Raises
    ------
    InputError
        If a row of influence does not sum to 1, a susceptibility lies outside [0, 1], or the positions never settle.

    Notes
    -----
    y = (I - L W)^-1 (I - L) y0 with L the susceptibilities on the diagonal (Friedkin and Johnsen 1990).
    """
    if not np.allclose(influence.sum(axis=-1), 1, atol=1e-6):
        raise InputError("A member's attention to its peers does not add up to 1. Divide its row by its sum.")
    if np.any((susceptibility < 0) | (susceptibility > 1)):
        raise InputError("A susceptibility lies outside 0 to 1.")
    n = position.shape[-1]
    system = np.eye(n) - susceptibility[..., :, None] * influence
    own = (1 - susceptibility) * position
    try:
        settled = np.asarray(np.linalg.solve(system, own[..., None])[..., 0], dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise InputError("Nobody in a circle of peers has a position of its own. Lower one susceptibility.") from error
    return settled
