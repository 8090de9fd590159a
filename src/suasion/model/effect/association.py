"""Associations: whether states that had more from a patron moved further, by permutation of the states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from suasion.measure.measured import Run
from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST_STATES: Final = 10  # Heuristic. With fewer a rank correlation says next to nothing.


class Association(msgspec.Struct, frozen=True, kw_only=True):
    """Spearman's rho of a patron's cause with a shift, None where too few states have rows or all are alike."""

    cause: str
    patron: str
    between: tuple[str, str]
    n: int
    rho: float | None
    p: float | None


def associations(
    observations: Table,
    causes: Sequence[str],
    patrons: Sequence[str],
    *,
    states: Sequence[str],
    shift: NDArray[np.int64],
    between: tuple[str, str],
    draws: int,
    seed: int,
    run: Run,
) -> list[Association]:
    """Return the association of each cause of each patron with the states' shifts.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA.
    causes, patrons
        Indicators, and the actors of their rows; the states are their partners.
    states, shift
        The states, and how far each moved, shape (n_states,). A state without a row is left out, not taken as 0.
    between
        ISO days of the two votes. The cause is summed from the year of the first to before the second: rows of whole
        years, those of the years before the second.
    draws, seed
        Permutations, and their seed.
    run
        How to run an Ibis expression.
    """
    found = []
    for cause in causes:
        rows = observations.filter(
            observations.indicator == cause, observations.status == "observed", observations.actor.isin(list(patrons)),
            observations.partner.isin(list(states)), observations.first_year >= int(between[0][:4]),
            observations.date.fill_null(observations.last_year.cast("string") + "-12-31") < between[1],
        )  # fmt: skip
        sums = one_source(rows).group_by("actor", "partner").agg(total=lambda t: t.value.sum())
        totals = {(row["actor"], row["partner"]): row["total"] for row in run(sums).to_pylist()}
        for patron in patrons:
            there = np.array([(patron, state) in totals for state in states], dtype=bool)
            held = np.array([totals[patron, s] for s, seen in zip(states, there, strict=True) if seen], dtype=float)
            rho, p = _spearman(held, shift[there].astype(float), draws, seed)
            found.append(Association(cause=cause, patron=patron, between=between, n=int(there.sum()), rho=rho, p=p))
    return found


def _spearman(one: Floats, other: Floats, draws: int, seed: int) -> tuple[float | None, float | None]:
    """Return the rank correlation, ties sharing their mean rank, and its two-sided permutation p-value."""
    if len(one) < FEWEST_STATES or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None, None
    from scipy.stats import rankdata

    left, right = rankdata(one), rankdata(other)
    left, right = (left - left.mean()) / left.std(), (right - right.mean()) / right.std()
    rho = float(left @ right / len(left))
    rng = np.random.default_rng(seed)
    order = np.argsort(rng.random((draws, len(left))), axis=1)
    placebos = np.abs(left[order] @ right / len(left))
    return rho, float((1 + (placebos >= abs(rho) - 1e-12).sum()) / (1 + draws))
