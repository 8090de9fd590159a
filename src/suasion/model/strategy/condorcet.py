"""The probabilistic Condorcet election: how likely each option is to win, from the coalitions for and against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Victory = Literal["linear", "square", "quartic", "octic"]
_POWERS: dict[str, int] = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}
_LEAST = 1e-8  # of a coalition, so that two options between which nobody chooses are even


def coalitions(utility: Floats, weight: Floats) -> Floats:
    """Return the strength behind each option against each other one, shape (..., n_options, n_options).

    Parameters
    ----------
    utility
        What each actor gets of each option, shape (..., n_actors, n_options).
    weight
        Shape (..., n_actors), 0 or more.

    Notes
    -----
    C_ab = sum_i w_i max(0, u_ia - u_ib): votes in proportion to what is at stake (Wise, Lester and Efird 2015).
    """
    gain = np.maximum(utility[..., :, None] - utility[..., None, :], 0)
    strength: Floats = np.einsum("...i,...iab->...ab", weight, gain)
    return strength


def pairwise(strength: Floats, victory: Victory = "linear") -> Floats:
    """Return how likely each option is to beat each other one, shape (..., n_options, n_options); 1/2 with itself.

    C_ab^m / (C_ab^m + C_ba^m), m 1, 2, 4 or 8.
    """
    raised = (strength + _LEAST) ** _POWERS[victory]
    chance: Floats = raised / (raised + np.swapaxes(raised, -1, -2))
    return chance


def conditional_election(beats: Floats) -> Floats:
    """Return how likely each option is to beat all others, given that one does, shape (..., n_options).

    Parameters
    ----------
    beats
        As `pairwise` gives it.

    Notes
    -----
    p_a proportional to prod_b P_ab over b other than a. Options must differ: two that are the same share their
    chance with each other before it is worked out (Wise, Lester and Efird 2015).
    """
    log_all = np.log(np.clip(beats, 1e-300, None)).sum(axis=-1)  # itself counts 1/2 for each: no difference
    chance = np.exp(log_all - log_all.max(axis=-1, keepdims=True))
    all_of_them: Floats = chance / chance.sum(axis=-1, keepdims=True)
    return all_of_them


def markov_election(beats: Floats, strength: Floats | None = None) -> Floats:
    """Return how often each option holds the field if it is challenged again and again, shape (n_options,).

    Parameters
    ----------
    beats
        As `pairwise` gives it, shape (n_options, n_options).
    strength
        As `coalitions` gives it: who challenges is then by what it could win, C_ab P_ab. Without it, all are as
        likely to challenge.

    Notes
    -----
    The stationary distribution of: the option that holds is challenged, and the winner holds (Wise, Lester and Efird
    2015, uniform and incentive).
    """
    n = len(beats)
    challenged = np.full((n, n), 1 / n)
    if strength is not None:
        wanted = strength * beats
        challenged = wanted / wanted.sum(axis=0, keepdims=True)
    won = challenged * beats  # from b to a
    moves = won + np.diag(1 - won.sum(axis=0))
    system = np.vstack([moves - np.eye(n), np.ones(n)])
    held: Floats = np.linalg.lstsq(system, np.concatenate([np.zeros(n), [1.0]]), rcond=None)[0]
    return held
