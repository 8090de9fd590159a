"""What it would take: the least of a lever with which a client reaches a target as surely as wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.errors import InputError
from suasion.model.strategy.agency import Agency, required_pull

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Booleans = NDArray[np.bool_]

_SCAN: Final = 16  # equal parts of the bound that are looked at before halving
_SMALL: Final = (1e-4, 1e-3, 1e-2)  # and what lies within the first of them: levers often pull most at first
_HALVINGS: Final = 24  # from a sixteenth of the bound to 4e-9 of it


@dataclass(frozen=True)
class Least:
    """The least of a lever that reaches a target, and how sure that is.

    ``amount`` is in the lever's unit, None where its bound is not enough. ``chance`` is that of the amount, or of the
    bound where there is none; ``at_bound`` that of the bound. ``rises`` says that among the amounts looked at more of
    the lever never lowered the chance.
    """

    amount: float | None
    chance: float
    at_bound: float
    rises: bool


def least_lever(reaches: Callable[[float], Floats | Booleans], bound: float, probability: float) -> Least:
    """Return the least amount in [0, bound] of a lever for which the target is reached with a probability.

    Parameters
    ----------
    reaches
        Says for an amount of the lever in which draws the target is reached, shape (n_draws,): True or False, or a
        chance in [0, 1]. It must use the same draws each time (common random numbers); then the chance moves with the
        amount alone and not with luck. Whether a target lies above or below where the client is now is its matter.
    bound
        The most of the lever, 0 or more.
    probability
        In (0, 1).

    Raises
    ------
    InputError
        If the bound is below 0 or not finite, or the probability not within (0, 1).

    Notes
    -----
    METHODS 4.10. Nineteen amounts are looked at, the least of them that is enough is narrowed down by halving, to 4e-9
    of the bound, and what is returned is enough. More of an offer that is conditional on the issue never lowers the
    chance, and the answer is then the least of all. A lever need not be like that: where a rival refills it, or two
    of its effects oppose each other, the chance may rise and fall. The answer then is where the chance first passes the
    probability as far as nineteen amounts show, a rise and fall between two of them is not seen, an amount above the
    answer may not be enough, and ``rises`` is False if that shows.
    """
    if not 0 <= bound < np.inf:
        raise InputError(f"A lever cannot go up to {bound:g}. Give it a bound of 0 or more.")
    if not 0 < probability < 1:
        raise InputError(f"A probability of {probability:g} cannot be aimed at. Name one between 0 and 1, such as 0.8.")
    parts = sorted({0.0, *_SMALL, *(step / _SCAN for step in range(1, _SCAN + 1))})
    chances = [float(np.mean(reaches(part * bound))) for part in parts]
    rises = all(later >= earlier for earlier, later in pairwise(chances))
    enough = next((at for at, chance in enumerate(chances) if chance >= probability), None)
    if enough is None:
        return Least(amount=None, chance=chances[-1], at_bound=chances[-1], rises=rises)
    high, chance = parts[enough] * bound, chances[enough]
    low = parts[enough - 1] * bound if enough else high
    for _ in range(_HALVINGS if low < high else 0):
        middle = (low + high) / 2
        there = float(np.mean(reaches(middle)))
        if there >= probability:
            high, chance = middle, there
        else:
            low = middle
    return Least(amount=high, chance=chance, at_bound=chances[-1], rises=rises)


def standing(game: Agency, without: int | None = None) -> tuple[Floats, Floats]:
    """Return where the client settles, with all patrons or without one, and the weight with which it stands there.

    Both of shape (...): the mean of all ideals by their weights, and the sum of these (METHODS 4.5). `agency.settle`
    gives the same position, and works out all payments too.

    Raises
    ------
    InputError
        If moving costs the client nothing, or a pull is below 0.
    """
    if not np.all(np.asarray(game.weight) > 0):
        raise InputError("Moving costs the client nothing, so that any payment moves it anywhere. Give it salience.")
    if np.any(np.asarray(game.pulls) < 0):
        raise InputError("A patron's pull is below 0. A patron that pushes away has an ideal on the other side.")
    pulls = np.array(game.pulls, dtype=np.float64)
    if without is not None:
        pulls[..., without] = 0.0
    weight = game.weight + pulls.sum(axis=-1)
    mean: Floats = (game.weight * game.ideal + (pulls * game.aims).sum(axis=-1)) / weight
    return mean, np.asarray(weight)


@dataclass(frozen=True)
class Required:
    """What one patron's pull must be, draw by draw; all of shape (...).

    ``pull`` and ``payment`` are 0 where the client is at the target or past it without this patron, and infinite where
    no payment of the patron gets it there: the target lies beyond the patron's own ideal. ``feasible`` tells these.
    """

    pull: Floats
    payment: Floats
    feasible: Booleans

    @property
    def infeasible_share(self) -> float:
        """The part of draws in which no payment of the patron reaches the target, in [0, 1]."""
        return float(1 - np.mean(self.feasible))

    def pull_for(self, probability: float) -> float:
        """Return the least pull, the same in all draws, that reaches the target with a probability; infinite if none.

        Raises
        ------
        InputError
            If the probability is not within (0, 1].
        """
        return _least_enough(self.pull, probability)

    def payment_for(self, probability: float) -> float:
        """Return the least payment that pays for what it takes with a probability; infinite if none does.

        Raises
        ------
        InputError
            If the probability is not within (0, 1].
        """
        return _least_enough(self.payment, probability)


def required(game: Agency, target: Floats | float, patron: int, *, rising: bool) -> Required:
    """Return what pull of one patron brings the client to a target or past it, in each draw, and what it pays for it.

    Parameters
    ----------
    game
        Shape (...) of draws; the patron's own pull is passed over.
    target
        Shape (...).
    patron
        Its place.
    rising
        Whether past the target means above it, or below.

    Raises
    ------
    InputError
        As `standing`.

    Notes
    -----
    th_j = Th (x_t - x) / (a_j - x_t) and C_j = Th (x_t - x)^2, with the weight Th and the mean x of all others
    (METHODS 4.10, `agency.required_pull`). A pull above it, too, reaches the target, so the quantiles of the pull are
    the answers that `least_lever` finds by halving.
    """
    start, _ = standing(game, without=patron)
    pull, payment = required_pull(game, np.asarray(target, dtype=np.float64), patron)
    there = start >= target if rising else start <= target
    pull, payment = np.where(there, 0.0, pull), np.where(there, 0.0, payment)
    feasible = np.isfinite(pull)
    return Required(np.where(feasible, pull, np.inf), np.where(feasible, payment, np.inf), feasible)


def _least_enough(needed: Floats, probability: float) -> float:
    """Return the least number that is enough in that part of draws."""
    if not 0 < probability <= 1:
        raise InputError(f"A probability of {probability:g} cannot be aimed at. Name one between 0 and 1, such as 0.8.")
    ordered = np.sort(needed, axis=None)
    return float(ordered[int(np.ceil(probability * ordered.size - 1e-9)) - 1])
