"""Placebos: the same estimate where there was nothing to find, by other clients and by other dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Integers = NDArray[np.int64]


class Deals(msgspec.Struct, frozen=True, kw_only=True):
    """Histories of events dealt out anew among clients.

    A client's whole history goes to another, so that neither serial correlation nor what its dyads share is broken up:
    the clusters are the clients (randomisation inference; for one client, Abadie, Diamond and Hainmueller 2010).
    ``part`` are the clients that take part, shape (n_part,); ``dealt`` whose outcomes each one's history meets, shape
    (draws, n_part), places in ``part``.
    """

    weights: Floats
    part: Integers
    dealt: Integers

    def estimates(self, moved: Floats) -> Floats:
        """Return the estimate of each deal, shape (draws,).

        Parameters
        ----------
        moved
            How far each moved, shape (n_clients, n_stacks), NaN where not known.
        """
        held = centred(self.weights, moved)[self.part]
        # Every estimate is a sum of one entry a client of this matrix, whoever bears whose history.
        crossed = self.weights[self.part] @ held.T
        found: Floats = crossed[np.arange(len(self.part))[None, :], self.dealt].sum(axis=1)
        return found


def deals(weights: Floats, moved: Floats, draws: int, seed: int) -> Deals:
    """Return deals among the clients with an event or serving as a comparison.

    Parameters
    ----------
    weights
        As `Stacks.weights`, shape (n_clients, n_stacks).
    moved
        How far each moved, same shape. Clients are put in the order of what they did, not of their names, so that
        names change nothing.
    draws, seed
        How many deals, and of which seed.
    """
    part = np.flatnonzero((weights != 0).any(axis=1))
    held = centred(weights, moved)[part]
    part = part[np.lexsort((held.sum(axis=1), np.abs(weights[part]).sum(axis=1).round(12)))]
    rng = np.random.default_rng([seed, 1])
    return Deals(weights=weights, part=part, dealt=np.argsort(rng.random((draws, len(part))), axis=1))


def centred(weights: Floats, moved: Floats) -> Floats:
    """Return moves less the mean of the stack's comparisons, 0 where not known."""
    there = (weights < 0) & np.isfinite(moved)
    mean = np.where(there, moved, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    held: Floats = np.nan_to_num(moved - mean, nan=0.0)
    return held


def by_dates(gaps: Floats, free: Flags, draws: int, seed: int) -> Floats:
    """Return estimates with each event put on a date of its own dyad on which it could have been.

    Parameters
    ----------
    gaps
        How far each dyad with an event moved beyond its comparisons around each year, shape (n_events, n_years).
    free
        The dates that may serve: its own, and those with a clean window and a gap known; same shape, at least one in
        each row.
    draws, seed
        How many draws, and of which seed.
    """
    rng = np.random.default_rng([seed, 2])
    count = free.sum(axis=1)
    places = np.argsort(~free, axis=1, kind="stable")  # those that may serve first
    chosen = places[np.arange(len(gaps)), (rng.random((draws, len(gaps))) * count).astype(np.int64)]
    found: Floats = gaps[np.arange(len(gaps)), chosen].mean(axis=1)
    return found


def rank(value: float, placebos: Floats) -> float:
    """Return the two-sided p-value of a value among its placebos, itself counted: never 0."""
    return float((1 + (np.abs(placebos) >= abs(value) - 1e-12).sum()) / (1 + len(placebos)))
