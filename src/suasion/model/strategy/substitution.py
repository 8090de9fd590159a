"""Leverage with substitution: what a client would lose with one supplier's flow if others made up part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEP: Final = 100.0  # the stake is log1p(100 flow / size): a flow of 1 % of the client's size is one step


def leverage_lost(
    flows: Floats, *, patron: int, weights: Floats, elasticity: Floats, refill: Floats, size: Floats, reference: Floats
) -> Floats:
    """Return how much of its stake a client would lose with one patron's flow, shape (...).

    Parameters
    ----------
    flows
        What each patron gives, shape (..., n_patrons), 0 or more, in any one unit.
    patron
        Its place.
    weights
        How much a unit from each is worth to the client, shape (..., n_patrons), 0 or more; only their ratios count.
        0 leaves a patron out of what the client needs.
    elasticity
        Of substitution between patrons, sigma, above 0, shape (...): infinity takes one dollar for another, 1 is
        Cobb and Douglas, below 1 none can be done without.
    refill
        Part of the lost flow that each other patron makes up, shape (..., n_patrons), together at most 1. The
        patron's own entry is passed over.
    size
        Of the client's economy, in the unit of flows, above 0, shape (...).
    reference
        Ratio of all flows to size at which the stake is full, above 0, shape (...).

    Returns
    -------
    numpy.ndarray
        In [0, 1]: 0 where nothing is lost, or the client is left better off; 1 where a full stake goes.

    Raises
    ------
    InputError
        If a flow or weight is below 0 or all weights are 0, the elasticity, size or reference is not above 0, or the
        others make up less than nothing or more than all.

    Notes
    -----
    L = g(G(M)) - g(G(M without j, M_k + phi_k M_j)), G = n (sum om M^e)^(1/e), e = (sigma - 1) / sigma (METHODS 4.4;
    Armington 1969 for goods of one kind from several countries). Weights are made to sum to 1 and n counts those above
    0, so that G is the sum of the flows where these are equal or replace one another. g is the stake of
    `suasion.model.leverage`: min(1, log1p(100 x / size) / log1p(100 reference)).

    The larger a patron's flow, the larger its leverage if nobody refills. With equal weights, sigma infinite and all
    of the flow made up for, there is none.

    Examples
    --------
    >>> def lost(part):
    ...     return leverage_lost(
    ...         np.array([6.0, 3.0]), patron=0, weights=np.ones(2), elasticity=np.array(np.inf),
    ...         refill=np.array([0.0, part]), size=np.array(100.0), reference=np.array(1.0),
    ...     )
    >>> [round(float(lost(part)), 3) for part in (0.0, 0.5, 1.0)]
    [0.199, 0.077, 0.0]
    """
    _check(flows, weights, elasticity, size, reference)
    n = flows.shape[-1]
    others = np.arange(n) != patron
    made_up = np.where(others, refill, 0.0)
    # Parts of a whole, such as thirds, may add up to a hair more than it.
    if np.any(made_up < 0) or np.any(made_up.sum(axis=-1) > 1 + 1e-9):
        raise InputError(
            "The others make up less than nothing or more than all of a lost flow. Give parts from 0 to 1."
        )
    without = np.where(others, flows, 0.0) + made_up * flows[..., patron, None]
    before = _stake(_composite(flows, weights, elasticity), size, reference)
    after = _stake(_composite(without, weights, elasticity), size, reference)
    lost: Floats = np.maximum(0.0, before - after)
    return lost


def _check(flows: Floats, weights: Floats, elasticity: Floats, size: Floats, reference: Floats) -> None:
    if not (np.all(flows >= 0) and np.all(weights >= 0)):
        raise InputError("A flow or its weight is below 0 or no number. Leave out what is not known.")
    if not np.all(weights.sum(axis=-1) > 0):
        raise InputError("All flows have the weight 0, so that the client needs none. Give one patron a weight.")
    for name, part in (("elasticity", elasticity), ("size of the client", size), ("reference", reference)):
        if not np.all(np.asarray(part) > 0):
            raise InputError(f"The {name} is not above 0. Give a number above 0.")


def _stake(flow: Floats, size: Floats, reference: Floats) -> Floats:
    bounded: Floats = np.minimum(1.0, np.log1p(_STEP * flow / size) / np.log1p(_STEP * np.asarray(reference)))
    return bounded


def _composite(flows: Floats, weights: Floats, elasticity: Floats) -> Floats:
    """Return n (sum om M^e)^(1/e), its limit where e is 0 or 1, and 0 where a flow that is needed is missing."""
    flows, weights = np.broadcast_arrays(flows, weights)
    count = (weights > 0).sum(axis=-1)
    part = weights / weights.sum(axis=-1, keepdims=True)
    power = 1 - 1 / np.asarray(elasticity, dtype=np.float64)
    there = (flows > 0) & (part > 0)
    present = np.where(there, part, 0.0).sum(axis=-1)
    none = present == 0
    among = np.where(there, part, 0.0) / np.where(none, 1.0, present)[..., None]
    log = np.log(np.where(there, flows, 1.0))
    mean = (among * log).sum(axis=-1)
    apart = np.where(there, log - mean[..., None], 0.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        # Near e = 0 the first form keeps its digits; far from it the second does not overflow.
        raised = power[..., None] * apart
        near = np.log1p((among * np.expm1(raised)).sum(axis=-1)) / power
        top = np.where(there, raised, -np.inf).max(axis=-1)
        far = (top + np.log((among * np.exp(raised - top[..., None])).sum(axis=-1))) / power
        spread = np.where(np.abs(raised).max(axis=-1) < 1, near, far)
        absent = np.where((present < 1 - 1e-12) & (power > 0), np.log(present) / power, 0.0)
    whole = count * np.exp(mean + np.where(power == 0, 0.0, spread + absent))
    # A flow of 0 is a loss of its part where flows replace one another, and of everything where they do not.
    needed = (power <= 0) & np.any((flows == 0) & (part > 0), axis=-1)
    return np.where(none | needed, 0.0, whole)
