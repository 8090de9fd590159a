"""Likelihoods: of counts with a log mean, Poisson or negative binomial, and of log counts with constant variance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec
import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Family = Literal["poisson", "negative-binomial", "gaussian"]
_LARGEST: Final = 30.0  # of a log mean: beyond it no count of acts lies
_DISPERSIONS: Final = (-9.0, 4.0)  # logs between which the dispersion is sought: from all but Poisson to all but none


class Likelihood(msgspec.Struct, frozen=True):
    """A family with its dispersion d: counts have the variance mean + d mean^2; "gaussian" does not use it."""

    family: Family
    dispersion: float

    def height(self, response: Floats, eta: Floats, once: Floats) -> float:
        """Return the part of the log likelihood that hangs on the predictor; the Gaussian one at variance 1."""
        if self.family == "gaussian":
            return float(-0.5 * once @ (response - eta) ** 2)
        if eta.max() > _LARGEST:
            return -np.inf
        mean = np.exp(eta)
        if self.dispersion == 0:
            return float(once @ (response * eta - mean))
        size = 1 / self.dispersion
        return float(once @ (response * eta - (response + size) * np.log1p(mean / size)))

    def derivatives(self, response: Floats, eta: Floats) -> tuple[Floats, Floats, Floats]:
        """Return first, and minus the second and the expected second, derivatives by the predictor, each (n_rows,)."""
        if self.family == "gaussian":
            one = np.ones_like(eta)
            return response - eta, one, one
        mean = mean_of(eta, self.family)
        spread = 1 + self.dispersion * mean
        slope = (response - mean) / spread
        return slope, mean * (1 + self.dispersion * response) / spread**2, mean / spread


def mean_of(eta: Floats, family: Family) -> Floats:
    """Return the mean response at a predictor."""
    if family == "gaussian":
        return eta
    mean: Floats = np.exp(np.minimum(eta, _LARGEST))
    return mean


def dispersion_of(outcome: Floats, mean: Floats, once: Floats | None = None) -> float:
    """Return the dispersion of counts about their means that makes them most probable."""
    once = np.ones_like(outcome) if once is None else once

    def lost(log_dispersion: float) -> float:
        size = np.exp(-log_dispersion)
        part = gammaln(outcome + size) - gammaln(size) + size * np.log(size) - (outcome + size) * np.log(mean + size)
        return -float(once @ part)

    return float(np.exp(minimize_scalar(lost, bounds=_DISPERSIONS, method="bounded").x))


def log_probability(response: Floats, eta: Floats, family: Family, dispersion: float) -> Floats:
    """Return the log probability of each response, shape (n_rows,); the log density for "gaussian"."""
    if family == "gaussian":
        density: Floats = -0.5 * (np.log(2 * np.pi * dispersion) + (response - eta) ** 2 / dispersion)
        return density
    mean = mean_of(eta, family)
    if dispersion == 0:
        probability: Floats = response * eta - mean - gammaln(response + 1)
        return probability
    size = 1 / dispersion
    ways = gammaln(response + size) - gammaln(size) - gammaln(response + 1)
    known: Floats = ways + response * (eta - np.log(size)) - (response + size) * np.log1p(mean / size)
    return known
