"""Aggregation: totals over instruments under weights nobody knows, what they come from, and what makes them unsure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from suasion.model.sampling import uniform_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from suasion.model.leverage import Components

    Floats = NDArray[np.float64]

PARTS = ("stake", "share", "substitutability", "control")


def weight_draws(names: Sequence[str], *, draws: int, seed: int) -> dict[str, Floats]:
    """Return weights of instruments that add up to 1 in each draw, each of shape (draws,).

    Flat Dirichlet: any set of weights is as likely as any other, so nothing is claimed of which instrument counts more.
    A name's gamma number is the same whatever others there are.
    """
    columns = uniform_columns([f"weight:{name}" for name in names], draws=draws, seed=seed)
    gammas = {name: -np.log(columns[f"weight:{name}"]) for name in names}
    whole = np.sum(list(gammas.values()), axis=0)
    return {name: gamma / whole for name, gamma in gammas.items()}


def weighted_total(groups: Mapping[tuple[str, ...], Floats], weights: Mapping[str, Floats]) -> Floats:
    """Return the weighted mean of leverage over instruments, shape (draws,).

    Parameters
    ----------
    groups
        Draws of each group of instruments whose figures overlap; the group has the weight of all of them.
    weights
        From `weight_draws`, of every instrument that is measured for any patron: one without a value for this patron
        adds nothing, so that the mean is a lower bound.
    """
    total = np.zeros_like(next(iter(weights.values())))
    for names, leverage in groups.items():
        total = total + np.sum([weights[name] for name in names], axis=0) * leverage
    return total


def shapley(values: Mapping[str, float]) -> dict[str, float]:
    """Return each part's Shapley value in 1 - prod(1 - value); they add up to it.

    What a part adds, averaged over all orders in which the parts could come (Shapley 1953). Exact.

    Examples
    --------
    >>> {name: round(value, 3) for name, value in shapley({"aid": 0.5, "trade": 0.5}).items()}
    {'aid': 0.375, 'trade': 0.375}
    """
    names, n = list(values), len(values)
    found = {}
    for name in names:
        others = [other for other in names if other != name]
        found[name] = sum(
            factorial(size) * factorial(n - size - 1) / factorial(n)
            * values[name] * float(np.prod([1 - values[other] for other in some]))
            for size in range(n)
            for some in combinations(others, size)
        )  # fmt: skip
    return found


def variance_shares(
    totals: Mapping[str, Floats], parts: Mapping[str, Components]
) -> dict[tuple[str, str], float]:  # fmt: skip
    """Return by instrument and part which share of a total's variance comes through it; they add up to 1.

    Parameters
    ----------
    totals
        Draws of the leverage of each instrument that counts in the total.
    parts
        The parts behind each of them.

    Notes
    -----
    -ln(1 - total) is the sum of -ln(1 - leverage) over instruments; ln(leverage) is that of its parts' logarithms.
    A sum's variance is the sum of its terms' covariances with it: each term's covariance over the variance is its
    share (the covariance decomposition of Shorrocks 1982). A share below 0 is of a part that steadies the total. Empty
    where the total does not vary.
    """
    depth = {name: -np.log1p(-np.clip(draws, 0, 1 - 1e-12)) for name, draws in totals.items()}
    whole = np.sum(list(depth.values()), axis=0) if depth else np.zeros(1)
    found: dict[tuple[str, str], float] = {}
    if whole.var() <= 1e-18:
        return found
    for name in totals:
        through = _covariance(depth[name], whole) / whole.var()
        own = parts[name]
        logs = {part: np.log(np.maximum(_factor(own, part), 1e-12)) for part in PARTS}
        product = np.sum(list(logs.values()), axis=0)
        spread = product.var()
        for part in PARTS:
            inner = _covariance(logs[part], product) / spread if spread > 1e-18 else 1 / len(PARTS)
            found[name, part] = float(through * inner)
    return found


def _factor(own: Components, part: str) -> Floats:
    values: Floats = getattr(own, part)
    return 1 - values if part == "substitutability" else values


def _covariance(one: Floats, other: Floats) -> float:
    return float(((one - one.mean()) * (other - other.mean())).mean())
