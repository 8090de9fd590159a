"""Budgets: what a client does when its patrons cannot pay what their pulls would take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.errors import InputError
from suasion.model.strategy.agency import Agency, Settlement, settle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]

CLOSE: Final = 1e-9  # of a budget: a payment as near to it as this is at it
_SWEEPS: Final = 1500  # after these, all but 9 of 40,000 games drawn widely had settled; most need fewer than 60
_SLOWER, _FASTER = 0.5, 1.05  # a step that overshoots is halved, then grows by a twentieth a time


@dataclass(frozen=True)
class Budgeted:
    """Where a client settles if no patron can pay more than it has.

    ``game`` has the pulls that can be paid for, ``settlement`` is its own, ``payment`` (..., n_patrons) what each
    patron is reckoned to pay, and ``bound`` (..., n_patrons) says whose pull its budget has lowered.
    """

    game: Agency
    settlement: Settlement
    payment: Floats
    bound: Truths


def settle_within(game: Agency, budgets: Floats, *, share: float = 0.5) -> Budgeted:
    """Return the settlement in which each patron's pull is lowered until it can pay what it promises.

    Parameters
    ----------
    game
        With the pulls that patrons would have if they had all the means in the world.
    budgets
        The most each patron can pay, in the client's utility, broadcasts to (..., n_patrons): infinity for no limit,
        0 for a patron without means, whose pull is then 0.
    share
        Where in the range of its payments a patron is reckoned to be, in [0, 1]: 0 the least, 1 the most.

    Raises
    ------
    InputError
        If a budget is below 0 or no number, or the share lies outside [0, 1].

    Notes
    -----
    Budget caps of METHODS 4.5 for several patrons at once: pulls such that each patron either has its full pull and
    pays no more than its budget, or pays exactly its budget. Payments are continuous in the pulls and a patron
    without pull pays nothing, so such pulls exist (a variational inequality on a box; Hartman and Stampacchia 1966).

    Patrons on one side share a sum that is fixed, each within a range. A budget is held against the middle of its
    range: against the least, two allies would both be solvent although nobody pays the sum; against the most, both
    would be bound although one of them could pay it alone. For two patrons the middle is also the Shapley value.

    Each sweep sets th_j to Th d / (|a_j - x| - d), d being the shift by patron j times sqrt(budget / payment), Th and x
    the others' weight and mean. Against one payment Th d^2 that is exact. Where several settlements exist, as where a
    patron's means decide what its rival must pay, it is the one that is reached from the full pulls, all patrons
    stepping at once, so that their order makes no difference. A game that keeps circling (9 of 40,000 drawn widely)
    is settled by pulls that only ever fall: no patron passes its budget, but one may be left with more than it pays.

    More budget never takes the client farther from its owner's ideal if no other patron is bound, before or after. It
    can if one is: two bound allies together pay what they have, so that the client, whose loss that is, moves by the
    root of their sum, past the nearer ally's ideal if that sum is large enough.

    Examples
    --------
    >>> near_and_far = Agency(np.array(0.0), np.array(1.0), np.array([0.5, 1.0]), np.array([5.0, 2.0]))
    >>> [round(float(settle_within(near_and_far, np.array([own, 0.2])).settlement.position), 3) for own in (0.05, 0.1)]
    [0.5, 0.548]
    """
    if not np.all(np.asarray(budgets) >= 0):
        raise InputError("A patron's budget is below 0 or no number. Give 0 for no means, or inf for no limit.")
    if not 0 <= share <= 1:
        raise InputError(f"A share of {share:g} is no place in a range. Give one from 0, the least, to 1, the most.")
    shape = np.broadcast_shapes(
        np.shape(game.ideal), np.shape(game.weight), game.aims.shape[:-1], game.pulls.shape[:-1],
        np.shape(budgets)[:-1],
    )  # fmt: skip
    n = game.pulls.shape[-1]
    flat = _Flat(
        ideal=np.broadcast_to(game.ideal, shape).reshape(-1, 1),
        weight=np.broadcast_to(game.weight, shape).reshape(-1, 1),
        aims=np.broadcast_to(game.aims, (*shape, n)).reshape(-1, n),
        full=np.broadcast_to(game.pulls, (*shape, n)).reshape(-1, n),
        budget=np.broadcast_to(budgets, (*shape, n)).reshape(-1, n),
        share=share,
    )
    pulls = np.where(flat.budget > 0, flat.full, 0.0)
    circling = _lowered(flat, pulls, np.flatnonzero(np.isfinite(flat.budget).any(axis=1)), again=True)
    pulls[circling] = np.where(flat.budget > 0, flat.full, 0.0)[circling]
    _lowered(flat, pulls, circling, again=False)
    capped = Agency(game.ideal, game.weight, game.aims, pulls.reshape(*shape, n))
    settlement = settle(capped)
    payment = settlement.least + share * (settlement.most - settlement.least)
    bound = (pulls < flat.full).reshape(*shape, n)
    return Budgeted(game=capped, settlement=settlement, payment=payment, bound=bound)


@dataclass(frozen=True)
class _Flat:
    """Games in a row: client's fields (n_games, 1), patrons' (n_games, n_patrons)."""

    ideal: Floats
    weight: Floats
    aims: Floats
    full: Floats
    budget: Floats
    share: float

    def of(self, rows: NDArray[np.intp]) -> _Flat:
        """Return some of the games."""
        return _Flat(
            ideal=self.ideal[rows], weight=self.weight[rows], aims=self.aims[rows], full=self.full[rows],
            budget=self.budget[rows], share=self.share,
        )  # fmt: skip

    def payment(self, pulls: Floats) -> Floats:
        """Return what each patron is reckoned to pay."""
        found = settle(Agency(self.ideal[:, 0], self.weight[:, 0], self.aims, pulls))
        paid: Floats = found.least + self.share * (found.most - found.least)
        return paid

    def affordable(self, pulls: Floats, paid: Floats) -> Floats:
        """Return the pull with which each patron alone would pay its budget, the others' as they are."""
        others = self.weight + pulls.sum(axis=1, keepdims=True) - pulls
        drawn = self.weight * self.ideal + (pulls * self.aims).sum(axis=1, keepdims=True) - pulls * self.aims
        apart = np.abs(self.aims - drawn / others)
        shift = pulls * apart / (others + pulls)
        ratio = np.divide(self.budget, paid, out=np.full_like(paid, np.inf), where=paid > 0)
        with np.errstate(invalid="ignore"):  # no shift, and no payment to make it larger by
            wanted = np.nan_to_num(shift * np.sqrt(ratio), nan=np.inf, posinf=np.inf)
        reach = np.divide(others * wanted, apart - wanted, out=np.full_like(paid, np.inf), where=wanted < apart)
        within: Floats = np.minimum(reach, self.full)
        return within


def _lowered(whole: _Flat, pulls: Floats, rows: NDArray[np.intp], *, again: bool) -> NDArray[np.intp]:
    """Set the pulls of some games to what can be paid for; return those that have not settled.

    ``again`` lets a pull that was lowered rise again as the others fall.
    """
    games, now = whole.of(rows), pulls[rows]
    pace, last = np.ones_like(now), np.zeros_like(now)
    for _ in range(_SWEEPS):
        paid = games.payment(now)
        # A patron at its full pull may pay less than its budget; one below it must pay all of it.
        off = np.where((now < games.full) & again, np.abs(paid - games.budget), paid - games.budget)
        unsettled = (off > CLOSE * games.budget).any(axis=1)
        pulls[rows] = now
        rows = rows[unsettled]
        if not len(rows):
            break
        games, now, paid, pace, last = (
            games.of(np.flatnonzero(unsettled)), now[unsettled], paid[unsettled], pace[unsettled], last[unsettled],
        )  # fmt: skip
        aim = games.affordable(now, paid)
        step = np.log(np.divide(aim, now, out=np.ones_like(now), where=(aim > 0) & (now > 0)))
        step = step if again else np.minimum(step, 0.0)
        pace = np.where(step * last < 0, pace * _SLOWER, np.minimum(pace * _FASTER, 1.0))
        now, last = np.minimum(now * np.exp(pace * step), games.full), step
    return rows
