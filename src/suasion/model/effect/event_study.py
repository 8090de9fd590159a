"""The event study: the effect on the treated, by event time and pooled, and its dyadic-robust standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


def contrast(weights: Floats, moved: Floats) -> tuple[float, int]:
    """Return the treated's mean move beyond their comparisons', and how many events it is of.

    Parameters
    ----------
    weights
        As `Stacks.weights`, shape (n_clients, n_stacks).
    moved
        How far each dyad moved, same shape, NaN where not known: stacks are weighed by the treated that are left.
    """
    there = np.isfinite(moved)
    treated, control = (weights > 0) & there, (weights < 0) & there
    n, m = treated.sum(axis=0), control.sum(axis=0)
    usable = (n > 0) & (m > 0)
    total = int(n[usable].sum())
    if total == 0:
        return float("nan"), 0
    held = np.where(there, moved, 0.0)
    gap = (held * treated).sum(axis=0) / np.maximum(n, 1) - (held * control).sum(axis=0) / np.maximum(m, 1)
    return float((gap * n)[usable].sum() / total), total


def dyadic_error(weights: Floats, moved: Floats, client: Integers, patron: Integers) -> float:
    """Return the standard error of the contrast, robust to dependence between all dyads that share a member.

    Parameters
    ----------
    weights, moved
        As for `contrast`.
    client, patron
        Which state each row is, shape (n_clients,), and each column's patron, shape (n_stacks,): one numbering.

    Notes
    -----
    V = sum over members of (sum of scores of the member's dyads)^2 less sum over dyads of (the dyad's scores)^2, so
    that each pair of scores whose dyads share a member counts once (Aronow, Samii and Assenova 2015, eq. 8; Cameron and
    Miller 2014). The scores are weight times residual: of a comparison, from its stack's comparisons; of a treated
    dyad, its gap to them from the effect. Where V is below that of clients alone, as it can be in small samples,
    clusters of clients are taken.
    """
    treated, control = (weights > 0) & np.isfinite(moved), (weights < 0) & np.isfinite(moved)
    apart = moved - np.where(control, moved, 0.0).sum(axis=0) / np.maximum(control.sum(axis=0), 1)
    effect, n = contrast(weights, moved)
    score = weights * np.where(treated, apart - effect, np.where(control, apart, 0.0)) * (n / max(n - 1, 1)) ** 0.5
    n_states = int(max(client.max(initial=0), patron.max(initial=0))) + 1
    one, other = np.broadcast_to(client[:, None], score.shape), np.broadcast_to(patron[None, :], score.shape)
    by_client = np.bincount(one.ravel(), score.ravel(), n_states)
    members = by_client + np.bincount(other.ravel(), score.ravel(), n_states)
    pair = np.minimum(one, other) * n_states + np.maximum(one, other)
    _, place = np.unique(pair, return_inverse=True)
    dyads = np.bincount(place.ravel(), score.ravel())
    variance = float((members**2).sum() - (dyads**2).sum())
    return float(max(variance, float((by_client**2).sum())) ** 0.5)
