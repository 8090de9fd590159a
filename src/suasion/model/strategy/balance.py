"""How a joint burden is shared among four or five payers, from all the ways in which sets can stand for the whole."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@cache
def balanced_collections(n: int) -> Floats:
    """Return all minimal balanced collections of sets of n members, a row each, shape (n_collections, 2^n - 1).

    Parameters
    ----------
    n
        Members, 1 to 5: there are 1, 2, 6, 42 and 1292 collections, that of all members alone among them.

    Returns
    -------
    numpy.ndarray
        The weight of each set in each collection, 0 where it is not in it; set number c - 1 holds the members whose
        bits are set in c. The weights of the sets that hold a member add up to 1, for each member.

    Notes
    -----
    Shapley 1967: a collection is minimal if its weights are the only ones, so its sets are linearly independent.

    Examples
    --------
    >>> balanced_collections(2).tolist()
    [[0.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    member = np.array([[code >> j & 1 for j in range(n)] for code in range(1, 1 << n)], dtype=np.float64)
    rows = []
    for size in range(1, n + 1):
        sets = np.array(list(combinations(range(len(member)), size)))
        holds = member[sets].transpose(0, 2, 1)  # (n_choices, n, size)
        square = np.swapaxes(holds, 1, 2) @ holds
        free = np.abs(np.linalg.det(square)) > 0.5  # of whole numbers, it is one
        sets, holds, square = sets[free], holds[free], square[free]
        weight = np.linalg.solve(square, holds.sum(axis=1)[..., None])[..., 0]
        whole = np.abs((holds * weight[:, None, :]).sum(axis=2) - 1).max(axis=1) < 1e-9
        fits = whole & (weight > 1e-9).all(axis=1)
        found = np.zeros((int(fits.sum()), len(member)))
        np.put_along_axis(found, sets[fits], weight[fits], axis=1)
        rows.append(found)
    return np.concatenate(rows)


def balanced_shares(worth: Floats) -> tuple[Floats, Floats, Floats]:
    """Return what `least_shares` does, for up to five members without a programme for each game.

    Parameters
    ----------
    worth
        What each set must pay at least, shape (2^n - 1, n_games), 0 or more.

    Returns
    -------
    tuple of numpy.ndarray
        The sum (n_games,), and the least and most of each member (n, n_games) among all ways to pay that sum.

    Notes
    -----
    The least sum is the largest worth of a balanced collection (Bondareva 1963, Shapley 1967). That a member can pay c
    or less means that the others can pay the sum less c, which is as if that were their worth; that it can pay c or
    more, as if c were its own. The bounds are where such a worth would raise the least sum.
    """
    n = len(worth).bit_length()
    collections = balanced_collections(n)
    value = collections @ worth
    total = value.max(axis=0)
    everyone = len(worth)
    least, most = np.empty((n, *total.shape)), np.empty((n, *total.shape))
    for j in range(n):
        own, others = (1 << j) - 1, (everyone ^ (1 << j)) - 1
        least[j] = np.maximum(worth[own], total - _room(collections, value, worth, others, total))
        most[j] = _room(collections, value, worth, own, total)
    return total, least, most


def _room(collections: Floats, value: Floats, worth: Floats, one: int, total: Floats) -> Floats:
    """Return the most that one set could be worth without the sum of all rising."""
    among = collections[:, one] > 0
    weight = collections[among, one][:, None]
    spare = (total - (value[among] - weight * worth[one])) / weight
    room: Floats = spare.min(axis=0)
    return room
