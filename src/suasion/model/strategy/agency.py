"""Common agency: patrons who pay a client to move, in closed form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.errors import InputError
from suasion.model.strategy.balance import balanced_shares
from suasion.model.strategy.sharing import least_shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


_AT_ONCE: Final = 8192  # games: what is worked on stays in the processor's cache, which is three times as fast


@dataclass(frozen=True)
class Agency:
    """One client and its patrons on one issue; every field broadcasts over draws (...).

    ``ideal`` (...,) is the client's own ideal and ``weight`` (...,) what moving away from it costs: salience times
    domestic cost, above 0. ``aims`` and ``pulls`` (..., n_patrons) are the patrons' ideals and how steeply each pays
    for nearness to them, 0 or more. Positions are in any unit; weights are utility over its square.
    """

    ideal: Floats
    weight: Floats
    aims: Floats
    pulls: Floats


@dataclass(frozen=True)
class Settlement:
    """Where the client settles, and what it takes.

    ``position`` (...,); ``least`` and ``most`` (..., n_patrons) what each patron pays, a range where patrons of one
    side share the burden; ``total`` (...,) what all pay together; ``gain`` (...,) the client's gain over no patrons.
    """

    position: Floats
    least: Floats
    most: Floats
    total: Floats
    gain: Floats


def settle(game: Agency) -> Settlement:
    """Return the client's position and the patrons' payments in the truthful equilibrium.

    Raises
    ------
    InputError
        If moving costs the client nothing, or a pull is below 0.

    Notes
    -----
    Bernheim and Whinston 1986 with quadratic losses: patron j's schedule is a constant less th_j (x - a_j)^2, so the
    position is the mean of all ideals weighed by th. Payments are the least for which no set of patrons J would leave
    the client better off without them: sum of C_j over J >= Th (x* - x)^2 with the weight Th and the mean x of all
    others. Patrons on opposite sides have one such payment each, Th_-j (x* - x_-j)^2; of patrons on one side only the
    sum is fixed, and each has a range.

    Of three or more patrons, some wanting the client farther than it goes and some nearer, there are other truthful
    equilibria with the same position: payments none of which can be lowered alone, though together they could. The
    least sum is taken, which is best for the patrons together and worst for the client. Patrons who answer one another
    in turn end elsewhere, from one order of turns or another, in 16 of the 66 games of three that the tests draw, and
    then pay up to 26 % more.
    """
    if not np.all(np.asarray(game.weight) > 0):
        raise InputError("Moving costs the client nothing, so that any payment moves it anywhere. Give it salience.")
    if np.any(np.asarray(game.pulls) < 0):
        raise InputError("A patron's pull is below 0. A patron that pushes away has an ideal on the other side.")
    n = game.pulls.shape[-1]
    shape = np.broadcast_shapes(
        np.shape(game.ideal), np.shape(game.weight), game.aims.shape[:-1], game.pulls.shape[:-1]
    )
    whole = Agency(
        ideal=np.broadcast_to(game.ideal, shape).reshape(-1),
        weight=np.broadcast_to(game.weight, shape).reshape(-1),
        aims=np.broadcast_to(game.aims, (*shape, n)).reshape(-1, n),
        pulls=np.broadcast_to(game.pulls, (*shape, n)).reshape(-1, n),
    )
    found = np.empty((3 + 2 * n, whole.ideal.size))
    for at in range(0, whole.ideal.size, _AT_ONCE):
        cut = slice(at, at + _AT_ONCE)
        found[:, cut] = _settled(Agency(whole.ideal[cut], whole.weight[cut], whole.aims[cut], whole.pulls[cut]))
    position, total, gain = (row.reshape(shape) for row in found[:3])
    least, most = (np.moveaxis(part.reshape(n, *shape), 0, -1) for part in (found[3 : 3 + n], found[3 + n :]))
    return Settlement(position=position, least=least, most=most, total=total, gain=gain)


def _settled(game: Agency) -> Floats:
    """Return position, total, gain, least and most a row each, shape (3 + 2 n_patrons, n_games)."""
    n = game.pulls.shape[-1]
    position, weight = _mean(game, range(n))
    # x* - x without J, times the weight without J, is minus the sum of th_j (x* - a_j) over J.
    strain = [game.pulls[:, j] * (position - game.aims[:, j]) for j in range(n)]
    worth = np.empty((2**n - 1, len(position)))
    for code in range(1, 2**n):
        members = [j for j in range(n) if code >> j & 1]
        left = weight - sum(game.pulls[:, j] for j in members)
        worth[code - 1] = sum(strain[j] for j in members) ** 2 / left
    # Written out for three; a table for four and five; a programme for each game beyond, where the table is too large.
    total, least, most = balanced_shares(worth) if n in (4, 5) else least_shares(worth)
    gain = total - game.weight * (position - game.ideal) ** 2
    return np.concatenate([position[None], total[None], gain[None], least, most])


def _mean(game: Agency, members: Iterable[int]) -> tuple[Floats, Floats]:
    """Return the mean ideal of the client and some patrons by their weights, and the sum of these."""
    among = list(members)
    weight = game.weight + sum(game.pulls[..., j] for j in among)
    drawn = game.weight * game.ideal + sum(game.pulls[..., j] * game.aims[..., j] for j in among)
    return np.asarray(drawn / weight), np.asarray(weight)


def required_pull(game: Agency, target: Floats, patron: int) -> tuple[Floats, Floats]:
    """Return how steeply a patron must pay for the client to settle at a target, and what that costs it alone.

    Parameters
    ----------
    game
        The patron's own pull is passed over.
    target
        Shape (...).
    patron
        Its place.

    Returns
    -------
    tuple of numpy.ndarray
        Pull and payment, shape (...); NaN where the target lies beyond the patron's own ideal, or on the other side
        of where the client settles without it: no payment of this patron gets there. 0 where it is there already.

    Notes
    -----
    th_j = Th (x_t - x) / (a_j - x_t) and C_j = Th (x_t - x)^2, with the weight Th and the mean x of all others
    (METHODS 4.10). The payment is the least one: what other patrons of its side pay less, it must pay more.
    """
    without, weight = _mean(game, (j for j in range(game.pulls.shape[-1]) if j != patron))
    away, left = np.broadcast_arrays(target - without, game.aims[..., patron] - target)
    there = away == 0
    reached = there | (away * left > 0)
    pull = np.divide(weight * away, left, out=np.full(away.shape, np.nan), where=reached & ~there)
    cost = np.where(reached, weight * away**2, np.nan)
    return np.where(there, 0.0, pull), cost
