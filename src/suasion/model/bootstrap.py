"""Bootstrap: how much a measure of alignment hangs on which resolutions came to a vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.codebook.observation import VOTE_ABSTAIN, VOTE_NO, VOTE_YES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_VOTES: Final = np.array([VOTE_YES, VOTE_ABSTAIN, VOTE_NO])
_DISTANCE: Final = np.abs(_VOTES[:, None] - _VOTES[None, :]).astype(np.float64)
MEASURES: Final = ("agreement", "s-score", "kappa", "pi")


def resampled_alignment(
    votes: NDArray[np.int8], other: NDArray[np.int8], *, draws: int, seed: int
) -> dict[str, Floats]:
    """Return each measure of alignment over resampled roll calls, shape (draws,).

    Parameters
    ----------
    votes, other
        The two states' votes on the same roll calls, shape (n_roll_calls,): 1 yes, 2 abstain, 3 no.
    draws
        How many resamples of n_roll_calls roll calls with replacement (Efron 1979).
    seed
        Of the generator.

    Returns
    -------
    dict
        Draws of agreement, s-score, kappa and pi, as in `suasion.measure.vote_alignment`. NaN in a draw that leaves
        nothing to agree on beyond chance.

    Notes
    -----
    All four depend on the roll calls only through the 3 by 3 table of vote pairs, so a resample is one multinomial
    draw of that table. Votes of one session hang together, so these intervals are if anything too narrow.
    """
    pairs = (votes.astype(np.int64) - VOTE_YES) * 3 + (other.astype(np.int64) - VOTE_YES)
    table = np.bincount(pairs, minlength=9) / len(pairs)
    counts = np.random.default_rng(seed).multinomial(len(pairs), table, size=draws)
    return alignment_of_tables(counts.reshape(-1, 3, 3))


def alignment_of_tables(counts: NDArray[np.int64]) -> dict[str, Floats]:
    """Return the four measures of tables of vote pairs, shape (n, 3, 3), rows one state's."""
    joint = counts / counts.sum(axis=(1, 2), keepdims=True)
    mean = (joint * _DISTANCE).sum(axis=(1, 2))
    one, other = joint.sum(axis=2), joint.sum(axis=1)
    pooled = (one + other) / 2
    return {
        "agreement": np.trace(joint, axis1=1, axis2=2),
        "s-score": 1 - mean,  # the largest distance is 2, which cancels the 2 of the formula
        "kappa": _beyond_chance(mean, one, other),
        "pi": _beyond_chance(mean, pooled, pooled),
    }


def _beyond_chance(mean: Floats, p: Floats, q: Floats) -> Floats:
    chance = np.einsum("ni,ij,nj->n", p, _DISTANCE, q)
    ratio: Floats = np.divide(mean, chance, out=np.full_like(mean, np.nan), where=chance > 0)
    return 1 - ratio
