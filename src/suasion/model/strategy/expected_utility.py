"""The expected-utility model of bargaining, as Scholz, Calbert and Smith rebuilt it; for comparison, with a warning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

UNSTABLE: Final = (
    "The expected-utility model jumps: one percent of noise in its inputs moves its result by half of the scale. "
    "It stands here for comparison only."
)
STATUS_QUO: Final = 1.0  # Q: how likely the others are taken to do nothing if they are not challenged


@dataclass(frozen=True)
class Move:
    """A step of one actor in a round: it yields to another, or meets it part of the way."""

    actor: int
    other: int
    kind: Literal["yields", "compromises"]
    position: float


@dataclass(frozen=True)
class Bargaining:
    """Positions after each round, shape (rounds + 1, n_actors), the moves of each round, and the first round's risk."""

    positions: Floats
    moves: tuple[tuple[Move, ...], ...]
    danger: Floats
    risk: Floats


def expected_utility(
    position: Floats, capability: Floats, salience: Floats, *, rounds: int = 10, status_quo: float = STATUS_QUO
) -> Bargaining:
    """Return how positions move if each actor weighs challenging every other.

    Parameters
    ----------
    position, capability, salience
        Shape (n_actors,); salience in [0, 1], capability 0 or more, positions not all the same.
    rounds
        How many.
    status_quo
        Q in the formula.

    Raises
    ------
    InputError
        If all positions are the same, or no actor has weight.

    Notes
    -----
    Scholz, Calbert and Smith 2011 (Journal of Theoretical Politics 23:510), after Bueno de Mesquita 1994. Two things
    that a published program does are kept, since published figures depend on them: the chance of success is over the
    votes of all pairs, and of several compromises the one with the lowest mean position is taken. The result jumps
    with its inputs (`UNSTABLE`).
    """
    span = float(position.max() - position.min())
    if not span > 0:
        raise InputError("All actors hold the same position, so that there is nothing to bargain over.")
    weight = capability * salience
    if not weight.sum() > 0:
        raise InputError("The actors' capability times salience adds up to nothing. Give one actor both above 0.")
    table = _Table(weight=weight, salience=salience, span=span, status_quo=status_quo)
    history, moves = [position.astype(np.float64)], []
    danger, risk = _danger_and_risk(history[0], table)
    first = danger, risk
    for step in range(rounds):
        if step:
            _, risk = _danger_and_risk(history[-1], table)
        taken = _round(history[-1], table, risk)
        after = history[-1].copy()
        for move in taken:
            after[move.actor] = move.position
        history.append(after)
        moves.append(tuple(taken))
    return Bargaining(positions=np.stack(history), moves=tuple(moves), danger=first[0], risk=first[1])


@dataclass(frozen=True)
class _Table:
    """What stays the same from round to round; ``span`` is the distance between the first positions' ends."""

    weight: Floats
    salience: Floats
    span: float
    status_quo: float


def _danger_and_risk(x: Floats, table: _Table) -> tuple[Floats, Floats]:
    """Return what all others together expect to gain from each actor, and the exponent of its risk that follows."""
    apart = np.abs(x[:, None] - x[None, :]) / table.span
    expected = _gain(apart, _success(apart, table, apart), table, 1.0)
    danger = expected.sum(axis=0) - np.diag(expected)
    low, high = danger.min(), danger.max()
    attitude = (2 * danger - high - low) / (high - low) if high > low else np.zeros_like(danger)
    return danger, (1 - attitude / 3) / (1 + attitude / 3)


def _success(apart: Floats, table: _Table, away: Floats) -> Floats:
    """Return how likely each actor is to carry the day against each other one, shape (n_actors, n_actors).

    ``apart`` is the distance between each two as part of the span, ``away`` that as actor k (row) feels it.
    """
    felt = table.weight[:, None] * away
    votes = felt[:, None, :] - felt[:, :, None]  # k's for i against j
    # What one wins of i against j it loses of j against i, so the votes won are half of all there are.
    won: Floats = np.maximum(votes, 0).sum(axis=0)
    whole = 2 * won.sum()
    if whole > 0:
        won /= whole
    won[apart == 0] = 0.0
    return won


def _gain(apart: Floats, success: Floats, table: _Table, observer: Floats | float) -> Floats:
    """Return what i expects of challenging j, shape (n_actors, n_actors), as one of the risk ``observer`` sees it."""
    won = 2 - 4 * (0.5 - 0.5 * np.minimum(apart, 1)) ** observer
    lost = 2 - 4 * (0.5 + 0.5 * apart) ** observer
    resisted = table.salience[None, :]
    gain: Floats = won - resisted * (1 - success) * (won - lost) - table.status_quo * (2 - 4 * 0.5**observer)
    return gain


def _round(x: Floats, table: _Table, risk: Floats) -> list[Move]:
    apart = np.abs(x[:, None] - x[None, :]) / table.span
    success = _success(apart, table, apart ** risk[:, None])
    own = _gain(apart, success, table, risk[:, None])  # i against j, by i's risk
    theirs = _gain(apart, success, table, risk[None, :]).T  # j against i, by i's risk
    others = ~np.eye(len(x), dtype=bool)
    yields = (theirs > own) & (own > 0) & others
    meets = (theirs > 0) & (own < 0) & (theirs > np.abs(own)) & others
    moves = []
    for i in np.flatnonzero(yields.any(axis=1) | meets.any(axis=1)):
        if yields[i].any():
            among = np.flatnonzero(yields[i])
            j = int(among[np.argmin(np.abs(x[among] - x[i]))])
            moves.append(Move(actor=int(i), other=j, kind="yields", position=float(x[j])))
            continue
        among = np.flatnonzero(meets[i])
        mine, yours = np.abs(own[i, among]), np.abs(theirs[i, among])
        at = int(np.argmin((mine * x[i] + yours * x[among]) / (mine + yours)))
        j = int(among[at])
        reached = float(x[i] + (x[j] - x[i]) * mine[at] / yours[at])
        moves.append(Move(actor=int(i), other=j, kind="compromises", position=reached))
    return moves
