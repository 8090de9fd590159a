"""Effects in the catalogue: whether a client moved after a visit, aid, a sanction or an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from suasion.errors import InputError
from suasion.measure.measured import Run
from suasion.model.catalogue.request import Measure, Request
from suasion.model.effect import effect, vote_shift
from suasion.model.effect.outcomes import COUNTS
from suasion.model.effect.treatments import CAUSES

if TYPE_CHECKING:
    from ibis.expr.types import Table


def _effect(observations: Table, request: Request, run: Run) -> pa.Table:
    if len(request.indicators) > 1:
        raise InputError(
            f"An effect is of one cause at a time, and {', '.join(request.indicators)} are several. Ask one by one."
        )
    first, last = request.span
    return effect(
        observations, cause=request.indicators[0] if request.indicators else "visit",
        towards=request.outcome or "agreement", first_year=first, last_year=last, client=request.actor,
        patrons=request.partners, draws=max(1, request.draws), seed=request.seed, run=run,
    )  # fmt: skip


def _vote_shift(observations: Table, request: Request, run: Run) -> pa.Table:
    items = [name for name in request.indicators if "/" in name or name not in CAUSES]
    if len(items) != 2:
        raise InputError(
            f"A vote shift is between two roll calls, and {len(items)} are named. Name them with --indicator, for "
            "example 68/262,ES-11/1, and after them what a move is held against, for example oda-gross."
        )
    return vote_shift(
        observations, *items, actor=request.actor, patrons=request.partners,
        causes=[name for name in request.indicators if name not in items], draws=max(1, request.draws),
        seed=request.seed, run=run,
    )  # fmt: skip


MEASURES: Final = (
    Measure(name="effect", title="Whether a client moved after a visit, aid, a sanction or an agreement",
            needs=("un-vote", "ideal-point", *COUNTS, *CAUSES), takes=("indicators", "outcome"), work=_effect),
    Measure(name="vote-shift", title="Who changed its vote between two roll calls, and what a change goes with",
            needs=("un-vote", *CAUSES), takes=("indicators",), work=_vote_shift),
)  # fmt: skip
