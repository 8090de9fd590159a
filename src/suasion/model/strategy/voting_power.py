"""Voting power: how often each member's vote turns a losing coalition into a winning one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from suasion.errors import InputError


def shapley_shubik(weights: Sequence[int], quota: int) -> list[Fraction]:
    """Return each member's share of all orders of voting in which its vote is the one that decides.

    Parameters
    ----------
    weights
        Votes of each member, whole numbers, 0 or more.
    quota
        Votes that win, from 1 to the sum of all.

    Raises
    ------
    InputError
        If a weight is below 0 or the quota cannot be met.

    Notes
    -----
    Shapley and Shubik 1954, exact, by counting coalitions of each size and weight.

    Examples
    --------
    >>> [str(part) for part in shapley_shubik([4, 4, 4, 2, 2, 1], 12)]
    ['7/30', '7/30', '7/30', '3/20', '3/20', '0']
    """
    if min(weights, default=-1) < 0 or not 1 <= quota <= sum(weights):
        raise InputError(f"A quota of {quota} among weights {list(weights)} decides nothing. Take one that can be met.")
    n, whole = len(weights), sum(weights)
    power = []
    for own in range(n):
        counts = np.zeros((n, whole + 1), dtype=object)  # of others, by how many they are and what they weigh
        counts[0, 0] = 1
        for other in range(n):
            if other != own:
                weight = weights[other]
                moved = np.zeros_like(counts)
                moved[1:, weight:] = counts[:-1, : whole + 1 - weight]
                counts = counts + moved
        turned = counts[:, max(0, quota - weights[own]) : quota].sum(axis=1)
        orders = sum(int(turned[size]) * math.factorial(size) * math.factorial(n - 1 - size) for size in range(n))
        power.append(Fraction(orders, math.factorial(n)))
    return power
