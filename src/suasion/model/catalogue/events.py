"""Events in the catalogue: how many, how friendly or hostile, and whether they are answered in kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from suasion.errors import InputError
from suasion.measure.event_reciprocity import reciprocity
from suasion.measure.event_rows import INDICATORS
from suasion.measure.event_table import event_counts, event_intensity
from suasion.measure.measured import Run
from suasion.model.catalogue.request import Measure, Request

if TYPE_CHECKING:
    from ibis.expr.types import Table


def _counts(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    return event_counts(
        observations, first_year=first, last_year=last, actor=request.actor, partners=request.partners, run=run
    )


def _intensity(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    # Intervals of all pairs would take minutes while a person waits.
    draws = request.draws if request.actor is not None else 0
    found = event_intensity(
        observations, first_year=first, last_year=last, actor=request.actor, partners=request.partners, draws=draws,
        seed=request.seed, run=run,
    )  # fmt: skip
    if not found.num_rows:
        raise InputError(
            "The record has no events with an intensity for this request: counts by year, such as those of "
            "icews-dyad-year, have none. Gather single events (icews-events, gdelt-events or polecat), or name other "
            "years."
        )
    return found


def _reciprocity(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    if request.actor is None:
        raise InputError("Reciprocity is of one state and others. Name it with --actor.")
    return reciprocity(
        observations, first_year=first, last_year=last, actor=request.actor, partners=request.partners, run=run
    )


MEASURES: Final = (
    Measure(name="events", title="Events a year by class, both ways, and per thousand of the news",
            needs=INDICATORS[:-1], splits=("year",), work=_counts),
    Measure(name="event-intensity", title="How friendly or hostile events are (Goldstein, -10 to 10)",
            needs=INDICATORS, splits=("year",), work=_intensity),
    Measure(name="reciprocity", title="Balance of events both ways, and whether they are answered in kind",
            needs=INDICATORS[:-1], splits=("year",), work=_reciprocity),
)  # fmt: skip
