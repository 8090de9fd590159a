"""Lead and lag of two states: whether what one does to third states predicts what the other later does to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
from scipy.special import stdtr, stdtrit

from suasion.model.influence_regression.design import mean_of_others
from suasion.model.influence_regression.network import Network, last_year, years_before

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_ROUNDS: Final = 40
_SETTLED: Final = 1e-8  # of twice the log likelihood that a further step would gain
_FARTHEST: Final = 10.0  # of a coefficient: beyond it acts and no acts are divided without remainder
_LARGEST: Final = 30.0  # of a log mean
# Heuristic. With fewer acts of the follower in rows where the leader acted, the interval is not to be trusted; its
# rate of false positives is measured in bench/influence.py.
FEWEST_ACTS: Final = 10
ANSWER: Final = -1  # in place of a leader: what third states did to the follower


class LeadLag(msgspec.Struct, frozen=True, kw_only=True):
    """Coefficients of leaders, shape (n_leaders,): NaN where they cannot be estimated.

    ``low`` and ``high`` bound 90 %; ``p`` is of a two-sided test of none; ``n`` counts rows (third state and year).
    """

    value: Floats
    low: Floats
    high: Floats
    p: Floats
    n: Ints


def lead_lag(network: Network, follower: int, leaders: Sequence[int]) -> LeadLag:
    """Return how what each leader did to third states predicts what the follower does to them a year later.

    Parameters
    ----------
    network
        Counts of acts.
    follower
        Position of a state among the network's actors.
    leaders
        Positions of others; `ANSWER` stands for the third states themselves: what they did to the follower.

    Notes
    -----
    A Poisson regression for each leader on rows (third state k, year t): log mean of what j does to k in t on a
    constant each year, and of the year before, as log(1 + acts): what j did to k; what k did to j; what others than j
    did to k in the mean; of each of these the long-run level (log of 1 and the mean of all years before); the level of
    what the leader i did to k; and what i did to k, whose coefficient is returned. It is above 0 where j acts more
    toward those states toward which i acted more than i usually does, beyond what j itself and all others did.

    Rows of one third state may err together: the variance is that of leaving each third state out in one step (Bell
    and McCaffrey 2002), the interval that of a t distribution with as many degrees of freedom as third states less
    one. One test among many: of 100 leaders that lead nobody, ten intervals leave zero out.
    """
    rows = _Rows.of(network, follower)
    collected = [_of_leader(rows, leader) for leader in leaders]
    value, error, n, groups = (np.array(column) for column in zip(*collected, strict=True))
    freedom = np.maximum(groups - 1.0, 1.0)
    half = stdtrit(freedom, 0.95) * error
    p = 2 * stdtr(freedom, -np.abs(value / np.where(error > 0, error, np.nan)))
    return LeadLag(value=value, low=value - half, high=value + half, p=p, n=n.astype(np.int64))


class _Rows(msgspec.Struct, frozen=True, kw_only=True):
    """What all regressions of a follower share, by year and third state.

    ``outcome`` and ``usable`` (n_years, n_actors); ``shared`` (n_years, n_actors, n_columns), the second column what
    the third state did to the follower; ``lag`` and ``so_far`` (n_years, n_actors, n_actors).
    """

    follower: int
    outcome: Floats
    usable: NDArray[np.bool_]
    shared: Floats
    lag: Floats
    so_far: Floats

    @classmethod
    def of(cls, network: Network, follower: int) -> _Rows:
        lag, so_far = last_year(network), years_before(network)
        n_years, n, _ = lag.shape
        columns = [
            values[:, :, None]
            for known in (lag, so_far)
            for values in (known[:, follower], known[:, :, follower], mean_of_others(known)[:, follower])
        ]
        by_year = np.broadcast_to(np.eye(n_years)[:, None, :], (n_years, n, n_years))
        outcome = network.counts[1:, follower]
        usable = np.isfinite(outcome) & np.isfinite(network.counts[:-1, follower]) & (np.arange(n) != follower)
        shared = np.concatenate([*columns, by_year], axis=2)
        return cls(follower=follower, outcome=outcome, usable=usable, shared=shared, lag=lag, so_far=so_far)


def _of_leader(rows: _Rows, leader: int) -> tuple[float, float, int, int]:
    """Return coefficient, standard error, rows and third states of one leader; NaN where there is nothing to tell."""
    if leader == ANSWER:
        columns, usable, place = rows.shared, rows.usable, 1
        acted = rows.lag[:, :, rows.follower] > 0
    else:
        usable = rows.usable & (np.arange(rows.lag.shape[1]) != leader)
        own = [rows.lag[:, leader, :, None], rows.so_far[:, leader, :, None]]
        columns, place, acted = np.concatenate([*own, rows.shared], axis=2), 0, rows.lag[:, leader] > 0
    outcome = np.where(usable, rows.outcome, 0.0)
    usable = usable & (outcome.sum(axis=1)[:, None] > 0)
    year, target = np.nonzero(usable)
    n, groups = len(year), len(np.unique(target))
    if outcome[usable & acted].sum() < FEWEST_ACTS:
        return np.nan, np.nan, n, groups
    y, x = outcome[usable], columns[usable]
    varying = np.flatnonzero((x != 0).any(axis=0))
    place = int(np.searchsorted(varying, place))
    found = _poisson(y, x[:, varying])
    if found is None or abs(found[place]) > _FARTHEST:
        return np.nan, np.nan, n, groups
    return float(found[place]), _error(y, x[:, varying], found, target, place), n, groups


def _poisson(y: Floats, x: Floats) -> Floats | None:
    """Return the coefficients of a Poisson regression, or None where they do not settle."""
    mean = y + 0.5
    information = (x * mean[:, None]).T @ x
    try:
        free: Floats = np.linalg.solve(information, x.T @ (mean * np.log(mean))).astype(np.float64)
        here = _log_likelihood(y, x @ free)
        for _ in range(_ROUNDS):
            mean = np.exp(np.minimum(x @ free, _LARGEST))
            score = x.T @ (y - mean)
            step: Floats = np.linalg.solve((x * mean[:, None]).T @ x, score).astype(np.float64)
            if float(score @ step) <= _SETTLED:
                return free
            while (there := _log_likelihood(y, x @ (free + step))) < here:
                step = step / 2
                if np.abs(step).max() < _SETTLED:
                    return free
            free, here = free + step, there
    except np.linalg.LinAlgError:
        return None
    return None


def _log_likelihood(y: Floats, eta: Floats) -> float:
    return float(y @ eta - np.exp(np.minimum(eta, _LARGEST)).sum())


def _error(y: Floats, x: Floats, free: Floats, group: Ints, place: int) -> float:
    """Return a coefficient's standard error when rows of a third state err together."""
    mean = np.exp(np.minimum(x @ free, _LARGEST))
    scale = np.sqrt(np.einsum("rp,r,rp->p", x, mean, x))
    x = x / scale
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    scores = np.add.reduceat((x * (y - mean)[:, None])[order], starts)
    weighted = (x * mean[:, None])[order]
    own = np.stack(
        [w.T @ z for w, z in zip(np.split(weighted, starts[1:]), np.split(x[order], starts[1:]), strict=True)]
    )
    whole = own.sum(axis=0)
    # A year in which only one third state was acted upon hangs on that state alone: a trace keeps it solvable.
    left = whole - own + 1e-9 * np.eye(len(whole))
    moved = np.linalg.solve(left, scores[:, :, None])[:, place, 0]
    n_groups = len(starts)
    return float(np.sqrt((n_groups - 1) / n_groups * (moved**2).sum()) / scale[place])
