"""Influence and lead-lag between states in the catalogue: whose acts predict whose later acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from suasion.errors import InputError
from suasion.measure.measured import Run
from suasion.model.catalogue.request import Measure, Request
from suasion.model.influence_regression import KINDS, influence, leads

if TYPE_CHECKING:
    from ibis.expr.types import Table

_TIES: Final = ("alliance-defense", "exports", "igo-shared")  # along which influence may run, where they are asked for


def _influence(observations: Table, request: Request, run: Run) -> pa.Table:
    kinds, ties = _asked(request, _TIES)
    first, last = request.span
    return influence(
        observations, actor=request.actor, partners=request.partners or None, kinds=kinds, ties=ties,
        first_year=first, last_year=last, run=run,
    )  # fmt: skip


def _lead_lag(observations: Table, request: Request, run: Run) -> pa.Table:
    kinds, _ = _asked(request, ())
    first, last = request.span
    return leads(
        observations, actor=request.actor, partners=request.partners or None, kinds=kinds,
        first_year=first, last_year=last, run=run,
    )  # fmt: skip


def _asked(request: Request, ties: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds of events and the ties that are asked for: all kinds where none is named."""
    if request.by == "issue":
        raise InputError("Events have kinds, not issues. Name kinds with --indicator, and leave out --by.")
    strange = sorted(set(request.indicators) - {*KINDS, *ties})
    if strange:
        raise InputError(f"{', '.join(strange)} cannot be used here. Name one or more of {', '.join((*KINDS, *ties))}.")
    kinds = tuple(name for name in KINDS if name in request.indicators)
    return kinds or KINDS, tuple(name for name in ties if name in request.indicators)


MEASURES: Final = (
    Measure(name="influence", title="Whom each state follows, along its ties: weights of an influence regression",
            needs=(*KINDS, *_TIES), takes=("indicators",), work=_influence),
    Measure(name="lead-lag", title="Whether what one state does predicts what another later does, pair by pair",
            needs=KINDS, takes=("indicators",), work=_lead_lag),
)  # fmt: skip
