"""Leverage: stake times share times what cannot be replaced times control, with all their uncertainty.

The design, its sources and its criticism are in docs/methods/leverage.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.model.sampling import triangular, uniform_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Triple = tuple[float, float, float]  # low, central, high of a triangular distribution

# Heuristic, all six: no episode in the record estimates them. docs/methods/leverage.md gives the reasons.
WILLINGNESS: Final[Triple] = (0.1, 0.3, 0.6)  # part of a loss that the others would make up if they could
CAPACITY: Final[Triple] = (0.25, 0.5, 1.0)  # by which part of its own flow the others could raise theirs in a year
REALISED: Final[Triple] = (0.5, 0.75, 1.0)  # part of a committed dollar that counts as a disbursed one
REFERENCE_SCALE: Final[Triple] = (0.4, 1.0, 2.5)  # of the flow at which a tie counts as vital
# Part of all that is given which comes from givers without rows, where the data sets leave out whole kinds of them.
# Multilateral aid was 29 % of gross aid in 2012 to 2021, between 22 and 46 % for half of 146 recipients (OECD DAC2a);
# development banks held 30 % of Cambodia's public external debt in March 2023.
UNSEEN: Final[Triple] = (0.1, 0.3, 0.5)
# Real growth of GDP a year, where a year without a row is filled from the nearest that has one.
GROWTH: Final[Triple] = (-0.01, 0.03, 0.07)
CENTRAL_CHOICE: Final = 2 / 3  # part of the draws that count by the central definition; the others share the rest

# Flow a year over GDP at which the stake is full. Heuristic: few states have received more aid than a quarter of GDP.
FLOW_REFERENCE: Final = 0.25
# The same for a stock (debt, direct investment) and for trade, whose turnover is several times the income from it.
STOCK_REFERENCE: Final = 1.0
TURNOVER_REFERENCE: Final = 1.0


@dataclass(frozen=True)
class Basis:
    """What all suppliers give the client by one instrument, counted one way.

    ``disbursed`` and ``committed`` have shape (n_suppliers, n_years), in one unit, 0 where a supplier has no row that
    year; ``covered`` (n_suppliers,) says who has any row at all. ``size`` (n_years,) is GDP, NaN where unknown or
    where the flow is no money; a year without a figure has that of the nearest year, and ``apart`` (n_years,) says how
    many years later it is, negative for earlier. ``years`` are their calendar years, ``reference`` the ratio of a full
    stake. ``partial`` says that whole kinds of givers have no rows.
    """

    disbursed: Floats
    committed: Floats
    covered: NDArray[np.bool_]
    size: Floats
    years: tuple[int, ...]
    apart: Floats | None = None
    reference: float = FLOW_REFERENCE
    partial: bool = False


@dataclass(frozen=True)
class Ties:
    """One instrument: who supplies it, each fair basis of counting (the central first), and control over it."""

    instrument: str
    suppliers: tuple[str, ...]
    bases: tuple[Basis, ...]
    control: Triple


@dataclass(frozen=True)
class Parameters:
    """Everything uncertain that is shared between patrons, each of shape (draws,)."""

    weights: Mapping[int, Floats]  # a year's exponential weight, not yet normalised
    realised: Floats
    reference_scale: Floats
    capacity: Floats
    unseen: Floats
    growth: Floats
    willingness: Mapping[str, Floats]  # by patron
    control: Mapping[str, Floats]  # by instrument
    choice: Mapping[str, Floats]  # by instrument: uniform, which basis


@dataclass(frozen=True)
class Components:
    """The four parts and their product, each of shape (draws,); NaN where the data are missing."""

    stake: Floats
    share: Floats
    substitutability: Floats
    control: Floats

    @property
    def leverage(self) -> Floats:
        """Return stake * share * (1 - substitutability) * control."""
        return self.stake * self.share * (1 - self.substitutability) * self.control


def central_parameters(ties: Sequence[Ties], patrons: Sequence[str]) -> Parameters:
    """Return one draw, in which every uncertain quantity takes its central value."""
    one = np.ones(1)
    return Parameters(
        weights={year: one for t in ties for basis in t.bases for year in basis.years},
        realised=one * REALISED[1],
        reference_scale=one * REFERENCE_SCALE[1],
        capacity=one * CAPACITY[1],
        unseen=one * UNSEEN[1],
        growth=one * GROWTH[1],
        willingness=dict.fromkeys(patrons, one * WILLINGNESS[1]),
        control={t.instrument: one * t.control[1] for t in ties},
        choice={t.instrument: np.zeros(1) for t in ties},
    )


def sampled_parameters(ties: Sequence[Ties], patrons: Sequence[str], *, draws: int, seed: int) -> Parameters:
    """Return draws of every uncertain quantity, the same for all patrons and instruments that share it.

    A patron's leverage differs from another's only by what sets them apart, since the years, the reference, the
    basis and the rivals' capacity are drawn once for all (common random numbers).
    """
    years = sorted({year for t in ties for basis in t.bases for year in basis.years})
    names = [
        "realised", "reference", "capacity", "unseen", "growth",
        *(f"year:{year}" for year in years),
        *(f"willingness:{patron}" for patron in patrons),
        *(f"{what}:{t.instrument}" for t in ties for what in ("basis", "control")),
    ]  # fmt: skip
    u = uniform_columns(names, draws=draws, seed=seed)
    return Parameters(
        weights={year: -np.log(u[f"year:{year}"]) for year in years},
        realised=triangular(u["realised"], *REALISED),
        reference_scale=np.exp(triangular(u["reference"], *np.log(REFERENCE_SCALE))),
        capacity=np.exp(triangular(u["capacity"], *np.log(CAPACITY))),
        unseen=triangular(u["unseen"], *UNSEEN),
        growth=triangular(u["growth"], *GROWTH),
        willingness={patron: triangular(u[f"willingness:{patron}"], *WILLINGNESS) for patron in patrons},
        control={t.instrument: triangular(u[f"control:{t.instrument}"], *t.control) for t in ties},
        choice={t.instrument: u[f"basis:{t.instrument}"] for t in ties},
    )


def components(ties: Ties, patron: str, parameters: Parameters) -> Components:
    """Return a patron's stake, share, substitutability and control by one instrument.

    Parameters
    ----------
    ties
        The instrument. A patron that no basis covers has NaN for share and substitutability: it is not known to
        give nothing. The stake is the client's, and is there all the same.
    patron
        A supplier's code; it need not be among the suppliers.
    parameters
        From `central_parameters` or `sampled_parameters`, made for these ties and this patron.
    """
    control = parameters.control[ties.instrument]
    unknown = np.full_like(control, np.nan)
    row = ties.suppliers.index(patron) if patron in ties.suppliers else None
    usable = [basis for basis in ties.bases if row is not None and basis.covered[row]]
    bases = usable or list(ties.bases)
    choice = _choice(parameters.choice[ties.instrument], len(bases))
    worked = [mean_flows(basis, parameters) for basis in bases]
    stakes = [_stake(basis, sums, weights, parameters) for basis, (_, sums, weights) in zip(bases, worked, strict=True)]
    stake = np.choose(choice, stakes)
    if row is None or not usable:
        return Components(stake, unknown, unknown, control)
    own = np.choose(choice, [np.maximum(flows[:, row], 0.0) for flows, _, _ in worked])
    whole = np.maximum(np.choose(choice, [whole for _, whole, _ in worked]), own)
    share = np.divide(own, whole, out=np.zeros_like(own), where=own > 0)
    return Components(stake, share, _substitutability(own, whole, parameters, patron), control)


def _choice(uniform: Floats, n: int) -> NDArray[np.int64]:
    """Return which of n definitions each draw counts by: the first most often, the others alike."""
    if n == 1:
        return np.zeros(len(uniform), dtype=np.int64)
    others = (uniform - CENTRAL_CHOICE) / (1 - CENTRAL_CHOICE) * (n - 1)
    return np.where(uniform < CENTRAL_CHOICE, 0, 1 + np.clip(np.floor(others), 0, n - 2)).astype(np.int64)


def mean_flows(basis: Basis, p: Parameters) -> tuple[Floats, Floats, Floats]:
    """Return mean yearly flows (draws, n_suppliers), their sum (draws,) with the unseen, weights (draws, n_years)."""
    weights = np.stack([p.weights[year] for year in basis.years], axis=1)
    mean = weights / weights.sum(axis=1, keepdims=True)
    flows = mean @ basis.disbursed.T + p.realised[:, None] * (mean @ basis.committed.T)
    whole = flows.sum(axis=1)
    return flows, whole / (1 - p.unseen) if basis.partial else whole, weights


def _substitutability(own: Floats, whole: Floats, p: Parameters, patron: str) -> Floats:
    refill = np.divide(p.capacity * (whole - own), own, out=np.ones_like(own), where=own > 0)
    capped: Floats = np.minimum(np.minimum(refill, p.willingness[patron]), 1.0)
    return np.where(own > 0, capped, 1.0)


def _stake(basis: Basis, whole: Floats, weights: Floats, p: Parameters) -> Floats:
    size = product(basis, weights, p.growth)
    ratio = np.maximum(0.0, whole / size)
    bounded: Floats = np.minimum(1.0, np.log1p(100 * ratio) / np.log1p(100 * basis.reference * p.reference_scale))
    return bounded


def product(basis: Basis, weights: Floats, growth: Floats) -> Floats:
    """Return the client's mean yearly GDP in each draw, shape (draws,); NaN where no year has any.

    ``weights`` (draws, n_years) are those of the years. A year that has its figure from another year has it grown by
    ``growth`` (draws,) a year.
    """
    known = np.isfinite(basis.size)
    if not known.any():
        return np.full(len(weights), np.nan)
    size = basis.size[known][None, :]
    if basis.apart is not None:
        size = size * (1 + growth[:, None]) ** basis.apart[known][None, :]
    kept = weights[:, known]
    mean: Floats = (kept * size).sum(axis=1) / kept.sum(axis=1)
    return mean


def union(groups: Sequence[Sequence[Floats]]) -> Floats:
    """Return 1 - prod(1 - L) over groups, of each group its largest L.

    Instruments whose figures overlap (loans that are part of aid) stand in one group, so that a dollar counts once.
    The form is that of independent ways to the same end: each takes its part of what the others leave, so the
    total never passes 1 and never falls when one of them rises.
    """
    remaining = np.ones_like(groups[0][0])
    for group in groups:
        remaining = remaining * (1 - np.max(np.stack(list(group)), axis=0))
    return 1 - remaining


def probability_first(totals: Mapping[str, Floats]) -> dict[str, float]:
    """Return for each patron the share of draws in which its total is the largest; ties are split equally.

    One further draw, split equally, stands for what the draws cannot tell: no chance is 0 or 1. They add up to 1.
    """
    names = sorted(totals)
    stacked = np.stack([totals[name] for name in names])
    top = stacked == stacked.max(axis=0)
    credit = (top / top.sum(axis=0)).sum(axis=1)
    return {name: float((credit[i] + 1 / len(names)) / (stacked.shape[1] + 1)) for i, name in enumerate(names)}
