"""Alignment in the catalogue: agreement, S, kappa and pi of votes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from suasion.codebook import Problem
from suasion.errors import InputError
from suasion.measure.alignment import alignment
from suasion.measure.likeness import LIKENESSES, WEIGHTED
from suasion.measure.measured import Run
from suasion.measure.sign_problems import sign_problems
from suasion.measure.vote_weights import division
from suasion.model.catalogue.request import Measure, Request, Split

if TYPE_CHECKING:
    from ibis.expr.types import Table


def _alike(name: str) -> Callable[[Table, Request, Run], pa.Table]:
    def work(observations: Table, request: Request, run: Run) -> pa.Table:
        first, last = request.span
        # All pairs of all years are a million tables, too many to resample while a person waits.
        draws = request.draws if request.actor is not None else 0
        weights = request.weights
        if name != WEIGHTED and weights is not None:
            raise InputError(f"{name} takes no weights. Leave them out, or ask for {WEIGHTED}.")
        if name == WEIGHTED and weights is None:
            weights = division(observations, first_year=first, last_year=last, run=run)
        return alignment(
            observations, first_year=first, last_year=last, actor=request.actor, partners=request.partners or None,
            measures=[name], by=request.by, weights=weights, draws=draws, seed=request.seed, run=run,
        )  # fmt: skip

    return work


def _beware(observations: Table, request: Request, run: Run) -> tuple[Problem, ...]:
    """Return the pairs of a state whose S and kappa differ in sign; all pairs of all states would be too many."""
    if request.actor is None:
        return ()
    first, last = request.span
    both = alignment(
        observations, first_year=first, last_year=last, actor=request.actor, partners=request.partners or None,
        measures=["s-score", "kappa"], by=request.by, draws=0, run=run,
    )  # fmt: skip
    return sign_problems(both)


_TITLES: Final = {
    "agreement": "Share of equal votes in the UN General Assembly",
    "s-score": "S of Signorino and Ritter, absolute distances",
    "s-score-squared": "S, squared distances",
    WEIGHTED: "S, roll calls weighed by how divided the assembly was, or by --weights",
    "kappa": "Chance-corrected agreement (Cohen), absolute distances",
    "kappa-squared": "Kappa, squared distances",
    "pi": "Chance-corrected agreement (Scott), absolute distances",
    "pi-squared": "Pi, squared distances",
}
_SPLITS: Final[tuple[Split, ...]] = ("year", "period", "issue")
MEASURES: Final = tuple(
    Measure(name=name, title=_TITLES[name], needs=("un-vote",), splits=_SPLITS, work=_alike(name), beware=_beware)
    for name in LIKENESSES
)
