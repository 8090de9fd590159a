"""Money in the catalogue: aid paid, finance promised, their sums, and what loans are worth as grants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import Problem
from suasion.codebook.prices import COMMON_YEAR
from suasion.errors import InputError
from suasion.measure.dollars import PRICES, RATE
from suasion.measure.double_counts import STAGES
from suasion.measure.loan_equivalents import FACE, grant_equivalents
from suasion.measure.loan_terms import AVERAGES, TERMS, grant_elements
from suasion.measure.measured import Run
from suasion.measure.money import AID, CURRENT, FINANCE, money
from suasion.measure.money_problems import money_problems
from suasion.model.catalogue.request import Measure, Request

if TYPE_CHECKING:
    from ibis.expr.types import Table

_TOOLS: Final = (RATE, PRICES)


def _kinds_apart(
    name: str, kinds: Sequence[str], *, dollars_of: int | None = COMMON_YEAR
) -> Callable[[Table, Request, Run], pa.Table]:
    """Return the work of a measure that gives each kind of money a row; shares of it are `dependence`."""

    def work(observations: Table, request: Request, run: Run) -> pa.Table:
        strange = sorted(set(request.indicators) - set(kinds))
        if strange:
            raise InputError(f"{', '.join(strange)} is none of {name}: {', '.join(kinds)}.")
        first, last = request.span
        return money(
            observations, request.indicators or kinds, first_year=first, last_year=last, client=request.actor,
            givers=request.partners or None, by="period" if request.by == "period" else "year",
            dollars_of=dollars_of, name=name, run=run,
            # The three kinds of finance are apart from each other; the kinds of aid hold each other.
            total="all" if kinds is FINANCE and not request.indicators else None,
        )  # fmt: skip

    return work


def _beware(observations: Table, request: Request, run: Run) -> tuple[Problem, ...]:
    first, last = request.span
    return money_problems(
        observations, first_year=first, last_year=last, client=request.actor, givers=request.partners or None, run=run
    )


def _added(observations: Table, request: Request, run: Run) -> pa.Table:
    if not request.indicators:
        raise InputError(f"Which money is to be added? Name it with --indicator: {', '.join(STAGES)}.")
    first, last = request.span
    table = money(
        observations, request.indicators, first_year=first, last_year=last, client=request.actor,
        givers=request.partners or None, by="period" if request.by == "period" else "year", total="sum", run=run,
    )  # fmt: skip
    return table if len(request.indicators) > 1 else table.filter(pc.not_equal(table["measure"], "money [sum]"))


def _element(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    return grant_elements(
        observations, first_year=first, last_year=last, client=request.actor, givers=request.partners or None, run=run
    )


def _equivalent(observations: Table, request: Request, run: Run) -> pa.Table:
    first, last = request.span
    return grant_equivalents(
        observations, first_year=first, last_year=last, client=request.actor, givers=request.partners or None, run=run
    )


_DOLLARS: Final = f"dollars of {COMMON_YEAR}"
MEASURES: Final = (
    Measure(name="aid", title=f"Aid paid by each giver, net and gross, grants and loans apart, {_DOLLARS}",
            needs=(*AID, *_TOOLS), takes=("indicators",), work=_kinds_apart("aid", AID), beware=_beware),
    Measure(name="aid-current", title="Aid paid by each giver, dollars of each year",
            needs=(*AID, *_TOOLS), takes=("indicators",), beware=_beware,
            work=_kinds_apart("aid-current", AID, dollars_of=CURRENT)),
    Measure(name="finance", title=f"Official finance promised by each giver, by terms and together, {_DOLLARS}",
            needs=(*FINANCE, *_TOOLS), takes=("indicators",), work=_kinds_apart("finance", FINANCE), beware=_beware),
    Measure(name="finance-current", title="Official finance promised by each giver, dollars of each year",
            needs=(*FINANCE, *_TOOLS), takes=("indicators",), beware=_beware,
            work=_kinds_apart("finance-current", FINANCE, dollars_of=CURRENT)),
    Measure(name="money", title=f"Sum of the money named with --indicator, refused where it counts twice, {_DOLLARS}",
            needs=(*STAGES, *_TOOLS), takes=("indicators",), work=_added, beware=_beware),
    Measure(name="grant-element", title="Part of loans that is a gift, from their terms, by discount rule",
            needs=TERMS, splits=("year",), work=_element),
    Measure(name="grant-equivalent", title=f"Grants, and loans at what they are worth as grants, {_DOLLARS}",
            needs=(*FACE, *AVERAGES, *_TOOLS), splits=("year",), work=_equivalent, beware=_beware),
)  # fmt: skip
