"""A rival's best answer to an offer, and the price war that follows: who gives up first, and where the client ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.errors import InputError
from suasion.model.strategy.agency import Agency
from suasion.model.strategy.inverse import standing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Booleans = NDArray[np.bool_]
    Codes = NDArray[np.int8]

ROUNDS: Final = 100  # of both; a war in which each outbids the other by a twentieth is a hundredfold after them
_STILL: Final = 1e-9  # of the scale of positions: a smaller step is none
CHALLENGER, RIVAL = 1, 2
CAP, BUDGET, WORTH, AIM = 1, 2, 3, 4


@dataclass(frozen=True)
class Side:
    """One of two patrons that bid for a client with new offers; every field broadcasts over draws (...).

    ``aim`` is its ideal, ``stake`` what being away from it costs it: the squared distance times the stake, in the
    client's utility. ``cap`` is the steepest that it can offer to pay, its pull, and ``budget`` the most that it pays,
    both 0 or more; infinite where nothing binds.
    """

    aim: Floats | float
    stake: Floats | float
    cap: Floats | float = np.inf
    budget: Floats | float = np.inf


@dataclass(frozen=True)
class PriceWar:
    """How two patrons bid, and how it ended.

    ``positions`` is where the client stood at first and after each move, shape (moves + 1, ...): the challenger moves
    first and then by turns, until nobody does in any draw. ``pulls`` and ``payments`` are what the two offer on top of
    what stands and what each pays for it in the end, shape (2, ...), the challenger first. ``out`` says who dropped
    out first: 0 nobody, `CHALLENGER` or `RIVAL`; ``why`` what stopped it: its `CAP`, its `BUDGET`, that it was not
    `WORTH` it, or that its goal lies beyond its own `AIM`; 0 where nobody did. ``ended`` is False where they would
    still bid.
    """

    positions: Floats
    pulls: Floats
    payments: Floats
    out: Codes
    why: Codes
    ended: Booleans

    @property
    def position(self) -> Floats:
        """Where the client stands in the end, shape (...)."""
        last: Floats = self.positions[-1]
        return last


def best_answer(side: Side, position: Floats, weight: Floats) -> Floats:
    """Return the offer that is best for one patron if all others stay as they are: a pull, shape (...).

    Parameters
    ----------
    side
        The patron.
    position, weight
        Where the client stands without the offer, and with what weight (`inverse.standing`), shape (...).

    Notes
    -----
    The patron gains -s (x - a)^2 - W (x - m)^2, the loss of its distance less the least payment that moves a client
    which stands at m with weight W. This is best at x = (s a + W m) / (s + W): a pull of s, whatever the others do, as
    Bernheim and Whinston's (1986) truthful schedules have it. It falls to both sides of that, so a cap or a budget
    that does not reach so far is used up.
    """
    away = np.abs(side.aim - position)
    # W (x - m)^2 <= budget, where x - m = pull (a - m) / (W + pull)
    within = np.sqrt(np.asarray(side.budget) / weight)
    short = away - within
    affordable = np.divide(weight * within, short, out=np.full(np.shape(short), np.inf), where=short > 0)
    answer: Floats = np.where(away > 0, np.minimum(np.minimum(side.stake, side.cap), affordable), 0.0)
    return answer


def price_war(
    game: Agency,
    challenger: Side,
    rival: Side,
    target: Floats | float,
    *,
    hold: Floats | float | None = None,
    rounds: int = ROUNDS,
) -> PriceWar:
    """Return how two patrons outbid each other for a client, in each draw.

    Parameters
    ----------
    game
        Where the client stands, with all that patrons already pay, the two among them; shape (...) of draws.
    challenger
        Who wants to bring the client to the target. Its aim lies past the position on the target's side.
    rival
        Who answers.
    target
        Shape (...). In a draw in which the client is past it already, the challenger would want it back: leave out
        such draws, as those in which the two want the same.
    hold
        Where the rival wants the client kept; as a rule where it stands now. None: the rival only makes its best
        answer, and holds nothing.
    rounds
        Of one move each, at most.

    Raises
    ------
    InputError
        If a stake, cap or budget is below 0, the target is where the client stands, or rounds are fewer than 1.

    Notes
    -----
    The game is of alternating moves with full sight, by patrons that do not look ahead. Offers come on top of what
    stands and may be lowered again. A patron with a goal, at its move, offers the least pull that brings the client to
    its goal, nothing if it is there, and does so only if the pull is within its cap, the payment within its budget,
    and the payment no more than what it gains over leaving the field to the other: s ((m - a)^2 - (g - a)^2), for the
    goal g and the position m without its offer. If not, it drops out: it wants its goal no more, and from then on
    makes its best answer (`best_answer`), within cap and budget. The war is over when neither changes anything.

    Payments are Th_-j (x - x_-j)^2 as in the truthful equilibrium, j's own former pull counted with what stands. With
    aims on opposite sides each needs more the more the other offers, and the gain is bounded while the price is not,
    so one drops out; after that budgets alone can have them go round and round (1 draw in 1,000 of made-up games).
    Against a rival that holds nothing, a challenger with a larger cap, budget or stake ends no farther short of its
    target (none of 20,000 made-up games). Against one that does it may, as a rule because the rival that would have
    been content gives up, and then takes what is best for it (3 games in 1,000).

    That neither looks ahead is an assumption. Heuristic, in that states may bid otherwise; no benchmark measures this.
    """
    _check(challenger, rival, rounds)
    start, weight = standing(game)
    start, weight, goal = np.broadcast_arrays(start, weight, np.asarray(target, dtype=np.float64))
    if np.any(goal == start):
        raise InputError("The client already stands at the target in a draw, so nobody has to pay. Name another.")
    sides = [_Bidder(challenger, goal, np.sign(goal - start)), _Bidder(rival, hold, np.sign(start - goal))]
    pulls = np.zeros((2, *start.shape))
    wants = np.stack([np.ones(start.shape, dtype=bool), np.full(start.shape, hold is not None)])
    out, why = np.zeros((2, *start.shape), dtype=np.int8)
    positions, moved = [start], np.ones((2, *start.shape), dtype=bool)
    for turn in range(2 * rounds):
        mine, other = turn % 2, 1 - turn % 2
        without, left = _joined(start, weight, sides[other].side, pulls[other])
        offer, stopped = sides[mine].offer(without, left, wants[mine])
        gives_up = stopped > 0
        first = gives_up & (out == 0)
        out[first], why[first] = mine + 1, stopped[first]
        wants[mine] &= ~gives_up
        after, _ = _joined(without, left, sides[mine].side, offer)
        moved[mine] = (np.abs(after - positions[-1]) > _STILL) | gives_up
        pulls[mine] = offer
        positions.append(after)
        if turn and not moved.any():
            break
    payments = np.empty_like(pulls)
    for mine, other in ((0, 1), (1, 0)):
        without, left = _joined(start, weight, sides[other].side, pulls[other])
        payments[mine] = left * (positions[-1] - without) ** 2
    return PriceWar(np.stack(positions), pulls, payments, out, why, ended=np.asarray(~moved.any(axis=0)))


def _check(challenger: Side, rival: Side, rounds: int) -> None:
    for name, side in (("challenger", challenger), ("rival", rival)):
        if any(np.any(np.asarray(part) < 0) for part in (side.stake, side.cap, side.budget)):
            raise InputError(f"The {name} has a stake, cap or budget below 0. Leave out what has no bound.")
    if rounds < 1:
        raise InputError("A price war takes at least one round. Ask for one or more.")


@dataclass(frozen=True)
class _Bidder:
    """A patron, its goal, if it has one, and the sign of the direction in which it wants the client to move."""

    side: Side
    goal: Floats | float | None
    sign: Floats

    def offer(self, position: Floats, weight: Floats, wants: Booleans) -> tuple[Floats, Codes]:
        """Return its pull at a move, and what stopped it from reaching a goal that it still wants, 0 for nothing."""
        answer = best_answer(self.side, position, weight)
        if self.goal is None:
            return answer, np.zeros(position.shape, dtype=np.int8)
        needed = self.sign * (self.goal - position)
        left = self.sign * (self.side.aim - self.goal)
        reachable = left > 0
        pull = np.divide(weight * needed, left, out=np.full(position.shape, np.inf), where=reachable)
        price = weight * needed**2
        gain = self.side.stake * ((position - self.side.aim) ** 2 - (self.goal - self.side.aim) ** 2)
        bars = [~reachable, pull > self.side.cap, price > self.side.budget, price > gain]
        stopped = np.select(bars, [AIM, CAP, BUDGET, WORTH], 0)
        stopped = np.where(wants & (needed > 0), stopped, 0).astype(np.int8)
        bid = np.where(wants & (stopped == 0), np.where(needed > 0, pull, 0.0), answer)
        return bid, stopped


def _joined(position: Floats, weight: Floats, side: Side, pull: Floats) -> tuple[Floats, Floats]:
    """Return where the client stands, and with what weight, once one patron pulls too."""
    whole = weight + pull
    return np.asarray((weight * position + pull * side.aim) / whole), whole
