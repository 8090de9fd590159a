"""The start: a first guess of positions, from what divides each session most."""

from __future__ import annotations

import numpy as np

from suasion.model.ideal_points.assembly import Assembly, Floats, Sitting

_TURNS = 60  # of the power iteration; a first guess needs no more
_FADE = 0.5  # what was seen of a state counts half as much each session after


def first_positions(assembly: Assembly, reference: int) -> Floats:
    """Return a first guess of all positions, shape (n_positions,), root mean square 1.

    Parameters
    ----------
    assembly
        The votes.
    reference
        A state whose positions shall be positive in the mean.

    Notes
    -----
    The leading eigenvector of the states' covariance over the roll calls that both of a pair voted on, session by
    session; each session is turned to agree with those before it. A fit begun from one axis for all sessions ends in
    a lesser optimum, in which some sessions are turned round.
    """
    positions = np.zeros(len(assembly.state))
    seen = np.zeros(int(assembly.state.max()) + 1)
    for sitting in assembly.sittings:
        here = slice(sitting.first, sitting.last)
        states = assembly.state[here]
        if len(sitting.questions):
            axis = _axis(_covariance(sitting), seen[states])
            positions[here] = -axis if axis @ seen[states] < 0 else axis
            seen *= _FADE
            seen[states] += positions[here]
        else:
            positions[here] = seen[states]
    if positions[assembly.state == reference].mean() < 0:
        positions = -positions
    size = np.sqrt(np.mean(positions**2))
    return np.asarray(positions / size if size else positions)


def _covariance(sitting: Sitting) -> Floats:
    vote = sitting.yes - sitting.no
    usual = vote.sum(axis=0) / np.maximum(sitting.cast.sum(axis=0), 1)
    unusual = vote - sitting.cast * usual
    return np.asarray(unusual @ unusual.T / np.maximum(sitting.cast @ sitting.cast.T, 1))


def _axis(covariance: Floats, guess: Floats) -> Floats:
    """Return the leading eigenvector, root mean square 1; zero where all vote alike."""
    axis = guess if (covariance @ guess).any() else covariance[:, np.argmax(np.diag(covariance))]
    for _ in range(_TURNS):
        axis = covariance @ axis
        size = np.sqrt(np.mean(axis**2))
        if not size > 0:
            return np.zeros(len(axis))
        axis = axis / size
    return np.asarray(axis)
