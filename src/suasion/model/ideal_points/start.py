"""The start: a first guess of positions, from what divides each session most."""

from __future__ import annotations

import msgspec
import numpy as np

from suasion.model.ideal_points.assembly import Assembly, Floats, Sitting

_TURNS = 60  # of the power iteration; a first guess needs no more
_FADE = 0.5  # what was seen of a state counts half as much each session after


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """A first guess of where states stand: ``axis`` has a row a session, a column a state, 0 where a state has none."""

    states: tuple[str, ...]
    first_session: int
    axis: Floats

    @classmethod
    def of(cls, assembly: Assembly, states: tuple[str, ...], reference: str) -> Start:
        """Return a first guess from all votes.

        Parameters
        ----------
        assembly, states
            The votes, and the states in their order.
        reference
            The state that shall be positive in the mean.

        Notes
        -----
        The leading eigenvector of the states' covariance over the roll calls that both of a pair voted on, session by
        session; each session is turned to agree with those before it. A fit begun from one axis for all sessions ends
        in a lesser optimum, in which some sessions are turned round.
        """
        axis = np.zeros((len(assembly.sittings), len(states)))
        seen = np.zeros(len(states))
        for row, sitting in zip(axis, assembly.sittings, strict=True):
            here = assembly.state[sitting.first : sitting.last]
            if len(sitting.questions):
                found = _axis(_covariance(sitting), seen[here])
                row[here] = -found if (found * seen[here]).sum() < 0 else found
                seen *= _FADE
                seen[here] += row[here]
            else:
                row[here] = seen[here]
        if axis[:, states.index(reference)].sum() < 0:
            axis = -axis
        return cls(states=states, first_session=int(assembly.session.min()), axis=axis)

    def over(self, assembly: Assembly, states: tuple[str, ...]) -> Floats:
        """Return the guess for all positions of these votes, or of some of them; shape (n_positions,).

        What divides states on a few roll calls is turned as what divides them on all.
        """
        place = np.array([self.states.index(state) for state in states], dtype=np.int64)
        found = self.axis[assembly.session - self.first_session, place[assembly.state]]
        size = np.sqrt(np.mean(found**2))
        return np.asarray(found / size if size else found)


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
