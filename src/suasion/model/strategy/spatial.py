"""The spatial model of many issues: what each position is worth to each actor, with its attitude to risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from suasion.model.strategy.condorcet import Victory, coalitions, conditional_election, pairwise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Contention:
    """Who is likely to prevail: values and utilities (n_actors, n_actors), risk and chance to win (n_actors,)."""

    value: Floats
    risk: Floats
    utility: Floats
    chance: Floats


def worth(position: Floats, salience: Floats) -> Floats:
    """Return what each actor's position is worth to each, shape (..., n_actors, n_actors), in [0, 1].

    Parameters
    ----------
    position
        Shape (..., n_actors, n_issues), in [0, 1].
    salience
        The same shape, 0 or more, and above 0 for one issue of each actor.

    Notes
    -----
    1 - sqrt(sum_k (s_ik (x_ik - x_jk))^2 / sum_k s_ik^2) (Wise, Lester and Efird 2015).
    """
    apart = (position[..., :, None, :] - position[..., None, :, :]) * salience[..., :, None, :]
    scale = (salience**2).sum(axis=-1)[..., :, None]
    value: Floats = 1 - np.sqrt((apart**2).sum(axis=-1) / scale)
    return value


def contention(position: Floats, salience: Floats, power: Floats, victory: Victory = "linear") -> Contention:
    """Return how likely each actor's position is to prevail over all others.

    Parameters
    ----------
    position, salience
        Shape (n_actors, n_issues), positions in [0, 1].
    power
        Shape (n_actors,).
    victory
        How strength turns into a chance to win.

    Notes
    -----
    The chances of values without risk give each actor's attitude, r = (3 p - (max + 2 min)) / (2 (max - min)) in
    [-1/2, 1]; with it, utility is u = v (1 + (1 - v) r) where v is the value (KTAB's spatial model). In the chances
    that are returned actors of one position stand for one option; for the attitudes each stands for its own, as in the
    published run.
    """
    value = worth(position, salience)
    _, first, which = np.unique(position, axis=0, return_index=True, return_inverse=True)
    which = which.reshape(-1)  # numpy 2.0 gave it another shape
    plain = conditional_election(pairwise(coalitions(value, power), victory))
    low, high = plain.min(), plain.max()
    risk = (3 * plain - (high + 2 * low)) / (2 * (high - low)) if high > low else np.zeros_like(plain)
    utility = value * (1 + (1 - value) * risk[:, None])
    options = conditional_election(pairwise(coalitions(utility[:, first], power), victory))
    return Contention(value=value, risk=risk, utility=utility, chance=options[which])
