"""Ideal points and published capacity in the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from suasion.measure.capacity import capacity
from suasion.measure.measured import Run
from suasion.model.catalogue.request import Measure, Request
from suasion.model.ideal_points import ideal_points

if TYPE_CHECKING:
    from ibis.expr.types import Table


def _ideal_point(observations: Table, request: Request, run: Run) -> pa.Table:
    actors = [code for code in (request.actor, *request.partners) if code]
    first, last = request.span
    return ideal_points(
        observations, actor=actors or None, first_year=first, last_year=last, issue=request.issue, run=run
    )


def _published_capacity(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    return capacity(
        observations, first_year=first, last_year=last, actor=request.actor, partners=request.partners or None, run=run
    )


MEASURES: Final = (
    Measure(name="ideal-point", title="Position on the main line of UN votes, with 90 % intervals", needs=("un-vote",),
            splits=("year",), takes=("issue",), work=_ideal_point),
    Measure(name="fbic", title="Formal Bilateral Influence Capacity, as published or, with --components, recomputed",
            needs=("fbic", "fbic-bandwidth", "fbic-dependence"), splits=("year",), work=_published_capacity),
)  # fmt: skip
