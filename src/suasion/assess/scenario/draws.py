"""Draws: evenly spread uniform numbers for every input, and estimates from what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from suasion.codebook import Estimate
from suasion.model.sampling import uniform_columns
from suasion.model.strategy.lattice import lattice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

INTERVAL = "5 and 95 % of evenly spread draws (a shifted lattice) over all inputs"


def uniforms(keys: Sequence[str], *, draws: int, seed: int) -> dict[str, Floats]:
    """Return evenly spread uniform numbers in (0, 1) for each input, shape (draws,).

    Parameters
    ----------
    keys
        The inputs.
    draws
        How many. A power of two that is more than eight times the inputs is a lattice
        (`suasion.model.strategy.lattice`); any other number is a Latin hypercube, which is less even.
    seed
        Of the shift; the same keys, draws and seed give the same numbers.
    """
    if draws & (draws - 1) or draws <= 8 * len(keys):
        return uniform_columns(keys, draws=draws, seed=seed)
    keys = sorted(keys)  # so that the order in which patrons are named changes nothing
    points = lattice(draws, len(keys), seed=seed)
    return dict(zip(keys, np.clip(points, 1e-9, 1 - 1e-9).T.copy(), strict=True))


def estimate(
    name: str, values: Floats, *, unit: str, method: str, evidence: Sequence[str] = (), note: str = ""
) -> Estimate:
    """Return the median of draws with their 5 and 95 %."""
    low, middle, high = (float(x) for x in np.quantile(values, [0.05, 0.5, 0.95]))
    return Estimate(
        name=name, value=middle, low=low, high=high, unit=unit, n=len(evidence), method=f"median of draws: {method}",
        interval_method=INTERVAL, evidence=tuple(evidence), note=note,
    )  # fmt: skip


def chance(name: str, hits: NDArray[np.bool_], *, method: str, evidence: Sequence[str] = ()) -> Estimate:
    """Return the share of draws in which something holds; one further draw, half a hit, keeps it from 0 and 1."""
    value = (float(hits.sum()) + 0.5) / (len(hits) + 1)
    return Estimate(name=name, value=value, unit="probability", n=len(evidence), method=f"share of draws: {method}",
                    evidence=tuple(evidence))  # fmt: skip
