"""The least payments that no set of payers can be done without for less: how a joint burden is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def least_shares(worth: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the least sum of shares for which each set gets its worth, and the range of each member's share in it.

    Parameters
    ----------
    worth
        What each set must pay at least, shape (2^n - 1, ...), 0 or more; set number c - 1 holds the members whose bits
        are set in c.

    Returns
    -------
    tuple of numpy.ndarray
        The sum (...), and the least and most of each member (n, ...) among all ways to pay that sum.

    Notes
    -----
    A linear programme: min sum C_j subject to sum of C_j over J >= worth(J). By its dual the least sum is the largest
    worth of a balanced collection of sets (Bondareva 1963, Shapley 1967), which for three members are five.
    """
    n = len(worth).bit_length()
    if n == 1:
        return worth[0], worth, worth
    if n == 2:
        one, two, both = worth
        total = np.maximum(one + two, both)
        return total, np.stack([one, two]), np.stack([total - two, total - one])
    if n == 3:
        return _of_three(worth)
    return _by_programme(worth, n)


def _of_three(worth: Floats) -> tuple[Floats, Floats, Floats]:
    one, two, both, three, one_three, two_three, every = worth
    total = np.maximum(one + two + three, every)
    for collection in (both + three, one_three + two, two_three + one, (both + one_three + two_three) / 2):
        total = np.maximum(total, collection)
    least, most = np.empty((3, *total.shape)), np.empty((3, *total.shape))
    for i, (own, with_next, with_last, others, next_, last) in enumerate(
        [
            (one, both, one_three, two_three, two, three),
            (two, both, two_three, one_three, one, three),
            (three, one_three, two_three, both, one, two),
        ]
    ):
        least[i] = np.maximum(own, with_next + with_last - total)
        most[i] = total - np.maximum(others, next_ + last)
    return total, least, most


def _by_programme(worth: Floats, n: int) -> tuple[Floats, Floats, Floats]:
    from scipy.optimize import linprog

    member = np.array([[(code >> j) & 1 for j in range(n)] for code in range(1, 1 << n)], dtype=np.float64)
    flat = worth.reshape(len(worth), -1).T
    total = np.empty(len(flat))
    least, most = np.empty((len(flat), n)), np.empty((len(flat), n))
    for at, needed in enumerate(flat):
        total[at] = linprog(np.ones(n), A_ub=-member, b_ub=-needed).fun
        # A hair more than the least sum, which rounding would make impossible to meet.
        matrix, bound = np.vstack([-member, np.ones(n)]), np.append(-needed, total[at] * (1 + 1e-12) + 1e-15)
        for j in range(n):
            goal = np.eye(n)[j]
            least[at, j] = linprog(goal, A_ub=matrix, b_ub=bound).fun
            most[at, j] = -linprog(-goal, A_ub=matrix, b_ub=bound).fun
    shape = worth.shape[1:]
    return total.reshape(shape), least.T.reshape(n, *shape), most.T.reshape(n, *shape)
