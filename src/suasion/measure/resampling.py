"""Resampling: how much a measure of likeness hangs on which resolutions came to a vote."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.measure.likeness import likeness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

QUANTILES: Final = (0.05, 0.95)  # a 90 % interval


def resampled_likeness(
    counts: NDArray[np.int64], weights: Floats, names: Sequence[str], *, draws: int, seed: int | Sequence[int]
) -> Floats:
    """Return measures of likeness over resampled roll calls, shape (n_names, draws).

    Parameters
    ----------
    counts
        Tables of vote pairs of one pair of states, shape (n_weights, 3, 3): one for each distinct weight of a roll
        call; a single one where all weigh alike. At least one roll call.
    weights
        Those weights, shape (n_weights,).
    names
        Keys of LIKENESSES.
    draws
        How many resamples of as many roll calls, with replacement (Efron 1979).
    seed
        Of the generator.

    Notes
    -----
    The measures depend on the roll calls only through these tables, so that a resample is one multinomial draw of
    them: exact, and as cheap for a thousand roll calls as for ten. NaN in a resample that leaves a measure without a
    value (all votes alike). Votes of one session hang together, so intervals are if anything too narrow.
    """
    n, held = int(counts.sum()), np.flatnonzero(counts)
    drawn = np.zeros((draws, counts.size))
    drawn[:, held] = np.random.default_rng(seed).multinomial(n, counts.ravel()[held] / n, size=draws)
    tables = drawn.reshape(draws, len(weights), 3, 3)
    return likeness(tables.sum(axis=1), names, np.einsum("dwij,w->dij", tables, weights))


def likeness_interval(
    counts: NDArray[np.int64], weights: Floats, names: Sequence[str], *, draws: int, seed: Sequence[int]
) -> Floats:
    """Return the 5 and 95 % points of `resampled_likeness`, shape (2, n_names).

    Resamples without a value are passed over. NaN for a measure without a value in any, for a pair without a roll
    call, and where all resamples say the same, as those of a few like votes do: no width would claim to be sure.
    """
    if not counts.any():
        return np.full((2, len(names)), np.nan)
    values = resampled_likeness(counts, weights, names, draws=draws, seed=seed)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="All-NaN slice")
        points: Floats = np.nanquantile(values, QUANTILES, axis=1)
    points[:, np.ptp(points, axis=0) < 1e-9] = np.nan
    return points
