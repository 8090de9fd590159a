"""Synthetic clients: for one client, the mix of others that had moved as it did before the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.model.effect import design

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from suasion.model.effect.design import Stacks

    Floats = NDArray[np.float64]

_LONGEST: Final = 10  # years before the event that the mix is fitted to
_SHORTEST: Final = 5
_STEPS: Final = 150


def beyond_mixes(outcome: Floats, event: NDArray[np.bool_], found: Stacks) -> Floats:
    """Return outcomes less those of each client's synthetic twin, stack by stack.

    Parameters
    ----------
    outcome, event
        As in `Dyads`, shape (n_clients, n_patrons, n_years). A mix is not fitted to years that an earlier event of the
        client may have moved: it would be low before the event, and come back after it.
    found
        The stacks; the twins are mixes of each stack's comparisons, of a comparison too, so that it can be a placebo.

    Returns
    -------
    numpy.ndarray
        Shape (n_clients, n_stacks, n_years). NaN for clients that are not of the stack or not seen in all the years
        before; the plain outcome where the stack has fewer than five years before.

    Notes
    -----
    Weights of at least 0 that add up to 1, fitted to the years before with the level taken off and a ridge (Abadie,
    Diamond and Hainmueller 2010; Ferman and Pinto 2021; the ridge as in Arkhangelsky and others 2021, eq. 5).
    """
    beyond = np.full((len(outcome), len(found.patron), outcome.shape[2]), np.nan)
    for stack, (patron, year) in enumerate(zip(found.patron, found.year, strict=True)):
        paths = outcome[:, patron]
        before = np.arange(max(0, year - _LONGEST), year)
        moved = event[found.treated[:, stack], patron].any(axis=0)
        before = before[[not moved[max(0, one - design.AFTER) : one + 1].any() for one in before]]
        within = found.treated[:, stack] | found.control[:, stack]
        there = within & np.isfinite(paths[:, before]).all(axis=1)
        if (
            len(before) < _SHORTEST
            or there.sum() <= design.LEAST_CONTROLS
            or not (there & found.treated[:, stack]).any()
        ):
            beyond[within, stack] = paths[within]
            continue
        seen = paths[there]
        mixes = _mixes(seen[:, before], found.control[there, stack])
        # A year that a member of the mix was not seen in has no twin of full weight: the others stand in for it.
        known = np.isfinite(seen)
        share = mixes @ known
        twin = mixes @ np.nan_to_num(seen, nan=0.0) / np.where(share > 0.5, share, np.nan)
        beyond[there, stack] = seen - twin
    return beyond


def _mixes(paths: Floats, donors: NDArray[np.bool_]) -> Floats:
    """Return each unit's weights on the donors, itself left out, shape (n_units, n_units); accelerated projection."""
    held = paths - paths.mean(axis=1, keepdims=True)
    ridge = float(np.diff(paths[donors], axis=1).var()) * paths.shape[1]
    gram = held @ held.T
    step = 1 / (float(np.linalg.eigvalsh(gram)[-1]) + ridge + 1e-12)
    barred = np.eye(len(paths), dtype=bool) | ~donors[None, :]
    mixes = _on_simplex(np.where(barred, -np.inf, 0.0))
    ahead, pace = mixes, 1.0
    for _ in range(_STEPS):
        slope = ahead @ gram - gram + ridge * ahead
        stepped = _on_simplex(np.where(barred, -np.inf, ahead - step * slope))
        faster = (1 + (1 + 4 * pace**2) ** 0.5) / 2
        ahead, mixes, pace = stepped + (pace - 1) / faster * (stepped - mixes), stepped, faster
    return mixes


def _on_simplex(rows: Floats) -> Floats:
    """Return the nearest rows of weights that are at least 0 and add up to 1; -inf stays 0 (Duchi and others 2008)."""
    high = -np.sort(-rows, axis=1)
    total = np.cumsum(np.where(np.isfinite(high), high, 0.0), axis=1) - 1
    place = np.arange(1, rows.shape[1] + 1)
    kept = (np.isfinite(high) & (high * place > total)).sum(axis=1)
    cut = total[np.arange(len(rows)), kept - 1] / kept
    nearest: Floats = np.maximum(rows - cut[:, None], 0.0)
    return nearest
