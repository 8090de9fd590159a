"""Draws: evenly spread uniform numbers for every input, and estimates from what follows."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from suasion.codebook import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

INTERVAL = "5 and 95 % of quasi-random draws (scrambled Sobol sequence) over all inputs"


def uniforms(keys: Sequence[str], *, draws: int, seed: int) -> dict[str, Floats]:
    """Return one column of a scrambled Sobol sequence (Sobol 1967, Owen 1995) for each input, shape (draws,).

    Parameters
    ----------
    keys
        The inputs.
    draws
        How many; a power of two is most even.
    seed
        Of the scrambling; the same keys, draws and seed give the same numbers.
    """
    import warnings

    from scipy.stats import qmc

    keys = sorted(keys)  # so that the order in which patrons are named changes nothing
    generator = np.random.default_rng([seed, zlib.crc32(" ".join(keys).encode())])
    with warnings.catch_warnings():
        # It warns of a number of draws that is no power of two, which is less even and no mistake.
        warnings.simplefilter("ignore", UserWarning)
        points = qmc.Sobol(len(keys), scramble=True, rng=generator).random(draws)
    return dict(zip(keys, np.clip(points, 1e-9, 1 - 1e-9).T, strict=True))


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
