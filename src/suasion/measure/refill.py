"""Refilling: what suppliers could add in some years, and how much of a loss that makes up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

HORIZON: Final = 10  # years, about as many as the data sets of aid have
_ROUNDING: Final = 1e-9  # what falls short by a rounding error does not fall short


class Suppliers(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of each supplier of each client, arrays of shape (n,), ordered by group.

    ``group`` numbers the series, client and year from 0; suppliers of one group refill for each other. ``flow`` is
    what each gives there; below 0 it has nothing to lose. ``growth`` is of shape (n_quantiles, n), the largest last,
    NaN where not known. ``largest_increase`` is the most by which it raised any client's flow in a year,
    ``largest_here`` this client's; ``spare`` what it gives to all others, NaN where the record has none.
    """

    group: Integers
    flow: Floats
    growth: Floats
    largest_increase: Floats
    largest_here: Floats
    spare: Floats


def added(suppliers: Suppliers, years: int) -> Floats:
    """Return what each supplier could add in some years, shape (n_quantiles, n); NaN where growth is not known.

    x(t) = min(f ((1 + g)^t - 1), t D, S): growth g of the flow f, not below 0, no more than t times the largest
    increase D nor than what goes to all others, S. At the largest quantile it is at least t times what it has already
    added for this client in a year, within the same limits.
    """
    flow = np.maximum(suppliers.flow, 0.0)
    more = flow * (np.power(1 + np.maximum(suppliers.growth, 0.0), years) - 1)
    more[-1] = np.where(np.isnan(more[-1]), np.nan, np.maximum(more[-1], years * suppliers.largest_here))
    spare = np.nan_to_num(suppliers.spare, nan=np.inf)
    bounded: Floats = np.minimum(np.minimum(more, years * suppliers.largest_increase), spare)
    return bounded


def refilled(suppliers: Suppliers) -> tuple[Floats, Floats]:
    """Return the part of each one's flow that the others make up within a year, and the whole years until all is.

    Both of shape (n_quantiles, n). The part lies in [0, 1]; years are NaN where it takes more than `HORIZON`. Both are
    NaN where growth is not known or the supplier gives nothing.
    """
    loss = np.where(suppliers.flow > 0, suppliers.flow, np.nan)
    years = np.full((len(suppliers.growth), len(loss)), np.nan)
    part = years.copy()
    for t in range(HORIZON, 0, -1):
        others = _of_others(suppliers.group, added(suppliers, t))
        years = np.where(others >= loss * (1 - _ROUNDING), float(t), years)
        part = others / loss
    # More growth never refills less; sums taken in another order may differ in the last digit.
    return np.maximum.accumulate(np.clip(part, 0.0, 1.0), axis=0), years


def refillers(suppliers: Suppliers, rank: Integers, *, quantile: int) -> tuple[Integers, Integers, Integers, Floats]:
    """Return who makes up what of whose flow within a year, who can add most first.

    Parameters
    ----------
    suppliers
        As for `refilled`.
    rank
        The order of their names, shape (n,), which decides between equals.
    quantile
        Which of the growths.

    Returns
    -------
    tuple of arrays
        Of each pair: the place of who leaves, the place of who adds, its place in that order from 1, and its part of
        the loss. Only where growth is known.
    """
    x = added(suppliers, 1)[quantile]
    order = np.lexsort((rank, -np.nan_to_num(x), suppliers.group))
    group, amount = suppliers.group[order], np.nan_to_num(x[order])
    first = np.searchsorted(group, group, side="left")
    size = np.searchsorted(group, group, side="right") - first
    before = np.cumsum(amount) - amount
    before -= before[first]
    # Every pair of places in the order that stand in one group.
    gone = np.repeat(np.arange(len(order)), size)
    within = np.arange(len(gone)) - np.repeat(np.cumsum(size) - size, size)
    adds = first[gone] + within
    earlier = adds > gone  # who leaves came before, and adds nothing
    loss = suppliers.flow[order][gone]
    left = loss - (before[adds] - np.where(earlier, amount[gone], 0.0))
    part = np.minimum(amount[adds], np.maximum(left, 0.0)) / np.where(loss > 0, loss, np.nan)
    kept = (adds != gone) & (part > 0) & ~np.isnan(x[order][gone])
    return order[gone[kept]], order[adds[kept]], (within - earlier + 1)[kept], part[kept]


def _of_others(group: Integers, amounts: Floats) -> Floats:
    """Return for each the sum of its group without its own, shape as ``amounts``."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    sums = np.add.reduceat(amounts, starts, axis=1)[:, group] if len(group) else amounts
    # Of one's own sum nothing may be left but rounding.
    others: Floats = np.maximum(sums - amounts, 0.0)
    return others
