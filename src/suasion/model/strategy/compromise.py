"""The simplest forecasts of a decision: the weighted mean, the weighted median, and what has been."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def compromise(position: Floats, capability: Floats, salience: Floats) -> Floats:
    """Return the mean position weighed by capability times salience, shape (...).

    Parameters
    ----------
    position, capability, salience
        Shape (..., n_actors); capability and salience 0 or more, in any unit.

    Raises
    ------
    InputError
        If the weights of all actors are 0.

    Notes
    -----
    sum(c s x) / sum(c s): the compromise model (Van den Bos 1991; Achen 2006), and the limit of the Nash bargaining
    solution as no agreement grows costly.

    Examples
    --------
    >>> float(compromise(np.array([0.0, 1.0]), np.array([3.0, 1.0]), np.array([0.5, 0.5])))
    0.25
    """
    weight = capability * salience
    whole = weight.sum(axis=-1)
    if not np.all(whole > 0):
        raise InputError("The actors' capability times salience adds up to nothing. Give one actor both above 0.")
    mean: Floats = (weight * position).sum(axis=-1) / whole
    return mean


def weighted_median(position: Floats, weight: Floats) -> Floats:
    """Return the lowest position at which half of all weight stands there or below, shape (...).

    Parameters
    ----------
    position, weight
        Shape (..., n_actors); weights 0 or more.

    Raises
    ------
    InputError
        If all weights are 0.

    Notes
    -----
    The core of weighted majority voting on one line (Black 1948).
    """
    position, weight = np.broadcast_arrays(position, weight)
    order = np.argsort(position, axis=-1, kind="stable")
    ordered = np.take_along_axis(position, order, axis=-1)
    up_to = np.cumsum(np.take_along_axis(weight, order, axis=-1), axis=-1)
    if not np.all(up_to[..., -1] > 0):
        raise InputError("The weights add up to nothing. Give one actor a weight above 0.")
    # Sums of the same numbers in another order differ in the last digits: half is half to ten of them.
    reached = up_to >= up_to[..., -1:] * (0.5 - 1e-10)
    first = np.argmax(reached, axis=-1)[..., None]
    median: Floats = np.take_along_axis(ordered, first, axis=-1)[..., 0]
    return median
