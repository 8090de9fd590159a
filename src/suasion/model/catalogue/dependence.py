"""Dependence in the catalogue: shares, trade dependence, concentration, substitution and debt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import pyarrow as pa

from suasion.errors import InputError
from suasion.measure.concentration_table import concentrations
from suasion.measure.debt import NEEDS, debt
from suasion.measure.dependence_table import dependence
from suasion.measure.measured import Run
from suasion.measure.substitution import substitution
from suasion.measure.supplied import SERIES, TRADE
from suasion.measure.trade_dependence import trade_dependence
from suasion.model.catalogue.request import Measure, Request
from suasion.model.leverage import REALISED, UNSEEN

if TYPE_CHECKING:
    from ibis.expr.types import Table

_MOST_UNSEEN: Final = UNSEEN[2]


def _by(request: Request) -> Literal["year", "period"]:
    if request.by == "issue":
        raise InputError("Dependence has no issues. Ask by year or by period.")
    return request.by


def _dependence(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    return dependence(
        observations, first_year=first, last_year=last, unseen=_MOST_UNSEEN, realised=REALISED, actor=request.actor,
        partners=request.partners, indicators=request.indicators, by=_by(request), run=run,
    )  # fmt: skip


def _trade_dependence(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    return trade_dependence(
        observations, first_year=first, last_year=last, actor=request.actor, partners=request.partners,
        by=_by(request), run=run,
    )  # fmt: skip


def _concentration(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    return concentrations(
        observations, first_year=first, last_year=last, unseen=_MOST_UNSEEN, realised=REALISED, actor=request.actor,
        indicators=request.indicators, by=_by(request), run=run,
    )  # fmt: skip


def _substitution(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    return substitution(
        observations, first_year=first, last_year=last, realised=REALISED, actor=request.actor,
        partners=request.partners, indicators=request.indicators, by=_by(request), run=run,
    )  # fmt: skip


def _debt(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    return debt(
        observations, first_year=first, last_year=last, unseen=_MOST_UNSEEN, actor=request.actor,
        partners=request.partners, by=_by(request), run=run,
    )  # fmt: skip


MEASURES: Final = (
    Measure(name="dependence", title="Each supplier's share of what a state gets, and that over its GDP",
            needs=(*SERIES, "gdp"), takes=("indicators",), work=_dependence),
    Measure(name="trade-dependence", title="Trade shares, trade to GDP, weak link, salience, symmetry, asymmetry",
            needs=(*TRADE, "gdp"), work=_trade_dependence),
    Measure(name="concentration", title="On how few suppliers a state depends: Herfindahl-Hirschman index",
            needs=(*SERIES, *TRADE), takes=("indicators",), work=_concentration),
    Measure(name="substitution", title="What the others could make up if one supplier left, who, and how fast",
            needs=SERIES, takes=("indicators",), work=_substitution),
    Measure(name="debt", title="Debt owed to each creditor, its share, service and terms",
            needs=(*NEEDS, "gdp"), work=_debt),
)  # fmt: skip
