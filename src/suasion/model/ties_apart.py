"""Ties apart: balance, consistency across domains, risk and return of a client's ties to any number of patrons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from suasion.model.hedging import BALANCED, DEEP, SURE, TRADED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Standing = Literal["hedger", "split", "leaning", "isolated", "not identified"]
CONSISTENT: Final = 0.5  # part of the balance that must lie within the domains. Heuristic: at least as much as offsets
# Yearly ties over GDP from which a domain is deep. Heuristic: those of `suasion.model.hedging`.
DEPTHS: Final = {"finance": DEEP, "trade": TRADED}


def shares(ties: Floats) -> Floats:
    """Return each patron's part of the ties of one domain, shape (draws, n_patrons); NaN where there are none."""
    whole = ties.sum(axis=1, keepdims=True)
    parts: Floats = np.divide(ties, whole, out=np.full_like(ties, np.nan), where=whole > 0)
    return parts


def evenness(parts: Floats) -> Floats:
    """Return n / (n - 1) * (1 - largest share), shape (draws,): 1 for equal ties, 0 where one patron holds all.

    With two patrons it is 1 - |a - b| / (a + b), METHODS 4.6 and `suasion.model.hedging.balance`.

    Examples
    --------
    >>> evenness(np.array([[0.75, 0.25], [0.5, 0.5]])).tolist(), evenness(np.array([[0.5, 0.5, 0.0]])).tolist()
    ([0.5, 1.0], [0.75])
    """
    n = parts.shape[1]
    even: Floats = n / (n - 1) * (1 - parts.max(axis=1))
    return even


def overall(domains: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Return balance over all domains and how much of it lies within them, each of shape (draws,).

    Parameters
    ----------
    domains
        Shares by domain, each of shape (draws, n_patrons).

    Returns
    -------
    tuple
        The evenness of the mean of the shares; and the mean evenness of the domains over it, in [0, 1]: 1 where each
        domain is as balanced as the whole, 0 where every domain is with one patron and they offset. NaN where the
        whole has no balance, or where there is a single domain.

    Notes
    -----
    Evenness is concave in the shares, so that the mean of the domains' never passes that of their mean (Jensen).
    """
    whole = evenness(np.mean(domains, axis=0))
    if len(domains) < 2:
        return whole, np.full_like(whole, np.nan)
    within = np.mean([evenness(one) for one in domains], axis=0)
    ratio = np.divide(within, whole, out=np.full_like(whole, np.nan), where=whole > 1e-12)
    return whole, np.minimum(ratio, 1.0)


def risk_return(flows: Floats, product: Floats, *, willingness: float, capacity: Floats) -> tuple[Floats, Floats]:
    """Return what the client would lose if its worst patron left, and what it gains by having more than one.

    Parameters
    ----------
    flows
        What each patron gives a year, shape (draws, n_patrons).
    product
        The client's GDP, shape (draws,).
    willingness, capacity
        Part of a loss that those who stay would refill, and by which part of their own flow they could.

    Returns
    -------
    tuple
        Both as parts of the worth of all ties, in [0, 1], shape (draws,). Risk: the largest loss over patrons that
        leave (Kuik's risk contingency). Return: the worth of all less that of the best patron alone, which refills as
        it can (returns maximising; the option value of METHODS 4.6).

    Notes
    -----
    Worth = ln(1 + 100 * flow / GDP), as the stake of leverage; refill = min(willingness * lost, capacity * own), as its
    substitutability. Ours; the literature has the words and no formula.
    """

    def worth(amount: Floats) -> Floats:
        value: Floats = np.log1p(100 * amount / product)
        return value

    whole = flows.sum(axis=1)
    alone, left = [], []
    for j in range(flows.shape[1]):
        own, others = flows[:, j], whole - flows[:, j]
        alone.append(worth(own + np.minimum(willingness * others, capacity * own)))
        left.append(worth(others + np.minimum(willingness * own, capacity * others)))
    value = worth(whole)
    scale = np.where(value > 0, value, np.nan)
    return (value - np.min(left, axis=0)) / scale, (value - np.max(alone, axis=0)) / scale


def standing(balance: Floats, consistency: Floats, depths: Mapping[str, Floats]) -> Standing:
    """Return what most draws say of a client among its patrons.

    Parameters
    ----------
    balance, consistency
        From `overall`.
    depths
        Yearly ties over GDP of the domains of `DEPTHS` that are known, each of shape (draws,).

    Returns
    -------
    str
        "isolated": no domain is deep, and all of `DEPTHS` are known; "leaning": deep and uneven; "hedger": deep and
        even, domain by domain; "split": even only because domains offset. "not identified" where fewer draws agree
        than `SURE`.
    """
    known = [depth >= DEPTHS[name] for name, depth in depths.items()]
    if not known or not np.isfinite(balance).all():
        return "not identified"
    deep, even = np.any(known, axis=0), balance >= BALANCED
    apart = consistency < CONSISTENT  # NaN (a single domain) is not less
    parts: dict[Standing, float] = {
        "hedger": float((deep & even & ~apart).mean()),
        "split": float((deep & even & apart).mean()),
        "leaning": float((deep & ~even).mean()),
    }
    if len(known) == len(DEPTHS):  # who is shallow in one domain may be deep in one that is not recorded
        parts["isolated"] = float((~deep).mean())
    best = max(parts, key=lambda name: parts[name])
    return best if parts[best] >= SURE else "not identified"
