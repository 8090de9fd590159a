"""The assembly: votes laid out session by session, so that each is one small table of states by roll calls."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from suasion.model.ideal_points.roll_calls import Integers, RollCalls

Floats = NDArray[np.float64]


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """One session.

    ``first`` to ``last`` (excluded) are its positions; ``questions`` the numbers of its questions, shape (n_calls,).
    ``no``, ``abstain``, ``yes`` and ``cast`` are 1 where such a vote was cast, else 0, shape (n_positions, n_calls).
    """

    first: int
    last: int
    questions: Integers
    no: Floats
    abstain: Floats
    yes: Floats
    cast: Floats


class Assembly(msgspec.Struct, frozen=True, kw_only=True):
    """All sessions, in order.

    A position is one state in one session; a state has one in every session from its first vote to its last, also
    where it cast none. Positions are ordered by session, then state: ``state`` and ``session`` say whose they are,
    ``before`` is the same state's position one session earlier (-1 for none), ``votes`` how many votes it cast; all of
    shape (n_positions,). ``n_questions`` counts the questions put.
    """

    sittings: tuple[Sitting, ...]
    state: Integers
    session: Integers
    before: Integers
    votes: Integers
    n_questions: int


def assembled(calls: RollCalls) -> Assembly:
    """Return votes laid out session by session."""
    begin = int(calls.session.min())
    n_sessions = int(calls.session.max()) - begin + 1
    when = calls.session[calls.call] - begin
    present = np.zeros((n_sessions, len(calls.states)), dtype=bool)
    present[when, calls.state] = True
    member = np.logical_or.accumulate(present) & np.logical_or.accumulate(present[::-1])[::-1]
    session, state = np.nonzero(member)
    place = np.full(member.shape, -1, dtype=np.int64)
    place[session, state] = np.arange(len(state))
    before = np.where(session > 0, place[session - 1, state], -1)
    edges = np.searchsorted(session, np.arange(n_sessions + 1))
    by_session = np.argsort(when, kind="stable")
    cuts = np.searchsorted(when[by_session], np.arange(n_sessions + 1))
    sittings = []
    for number in range(n_sessions):
        rows = by_session[cuts[number] : cuts[number + 1]]
        held, column = np.unique(calls.call[rows], return_inverse=True)
        table = np.full((edges[number + 1] - edges[number], len(held)), -1, dtype=np.int8)
        table[place[number, calls.state[rows]] - edges[number], column] = calls.vote[rows]
        no, abstain, yes = ((table == vote).astype(np.float64) for vote in range(3))
        sittings.append(
            Sitting(
                first=int(edges[number]), last=int(edges[number + 1]), questions=calls.question[held],
                no=no, abstain=abstain, yes=yes, cast=no + abstain + yes,
            )
        )  # fmt: skip
    return Assembly(
        sittings=tuple(sittings),
        state=state,
        session=session + begin,
        before=before,
        votes=np.bincount(place[when, calls.state], minlength=len(state)),
        n_questions=int(calls.question.max()) + 1,
    )
