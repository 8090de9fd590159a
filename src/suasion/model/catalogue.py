"""The measures by name: what each is called, which rows it needs and how it is worked out for a request."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import pyarrow as pa

from suasion.errors import InputError
from suasion.measure.alignment import alignment
from suasion.measure.capacity import capacity
from suasion.measure.likeness import LIKENESSES, WEIGHTED
from suasion.measure.measured import Run
from suasion.model.ideal_points import ideal_points

if TYPE_CHECKING:
    from ibis.expr.types import Table

FIRST_YEAR: Final = 1816  # the first year of any data set that we know of: the state system's
LAST_YEAR: Final = 2100


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure is asked for.

    ``actor`` and ``partners`` are codes, None and () for all; years are both included. ``by`` splits votes: a row a
    year, one for the period, or one an issue. ``issue`` keeps the roll calls of one issue only (ideal points).
    """

    actor: str | None = None
    partners: tuple[str, ...] = ()
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR
    by: Literal["year", "period", "issue"] = "year"
    issue: str | None = None
    draws: int = 2048
    seed: int = 0


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that can be asked for by name; ``needs`` are the indicators whose rows it is worked out from."""

    name: str
    title: str
    needs: tuple[str, ...]
    work: Callable[[Table, Request, Run], pa.Table]


def measure(observations: Table, name: str, request: Request, run: Run) -> pa.Table:
    """Return a measure as a measure table.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA; those that the measure does not need are passed over.
    name
        A key of `MEASURES`; underscores pass for hyphens.
    request
        For whom and when.
    run
        How an Ibis expression is run, such as `Record.run`.

    Raises
    ------
    InputError
        If there is no such measure, or the request makes no sense for it.
    """
    return named(name).work(observations, request, run)


def named(name: str, also: Iterable[str] = ()) -> Measure:
    """Return a measure by its name; ``also`` are names that a person may have meant.

    Raises
    ------
    InputError
        If there is none; it names the nearest.
    """
    key = name.strip().lower().replace("_", "-")
    if key not in MEASURES:
        near = difflib.get_close_matches(key, [*MEASURES, *also], n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise InputError(f"There is no measure {name!r}.{hint} `suasion measure --list` shows what there is.")
    return MEASURES[key]


def _alike(name: str) -> Callable[[Table, Request, Run], pa.Table]:
    def work(observations: Table, request: Request, run: Run) -> pa.Table:
        # All pairs of all years are a million tables, too many to resample while a person waits.
        draws = request.draws if request.actor is not None else 0
        return alignment(
            observations, first_year=request.first_year, last_year=request.last_year, actor=request.actor,
            partners=request.partners or None, measures=[name], by=request.by, draws=draws, seed=request.seed, run=run,
        )  # fmt: skip

    return work


def _ideal_point(observations: Table, request: Request, run: Run) -> pa.Table:
    if request.by != "year":
        raise InputError(f"Ideal points are worked out session by session, not by {request.by}. Leave out --by.")
    actors = [code for code in (request.actor, *request.partners) if code]
    return ideal_points(
        observations, actor=actors or None, first_year=request.first_year, last_year=request.last_year,
        issue=request.issue, run=run,
    )  # fmt: skip


def _published_capacity(observations: Table, request: Request, run: Run) -> pa.Table:
    return capacity(
        observations, first_year=request.first_year, last_year=request.last_year, actor=request.actor,
        partners=request.partners or None, run=run,
    )  # fmt: skip


_TITLES: Final = {
    "agreement": "Share of equal votes in the UN General Assembly",
    "s-score": "S of Signorino and Ritter, absolute distances",
    "s-score-squared": "S, squared distances",
    "kappa": "Chance-corrected agreement (Cohen), absolute distances",
    "kappa-squared": "Kappa, squared distances",
    "pi": "Chance-corrected agreement (Scott), absolute distances",
    "pi-squared": "Pi, squared distances",
}
_ALL: Final = (
    *(Measure(name=name, title=_TITLES[name], needs=("un-vote",), work=_alike(name)) for name in LIKENESSES
      if name != WEIGHTED),
    Measure(name="ideal-point", title="Position on the main line of UN votes, with 90 % intervals", needs=("un-vote",),
            work=_ideal_point),
    Measure(name="fbic", title="Formal Bilateral Influence Capacity, as published or, with --components, recomputed",
            needs=("fbic", "fbic-bandwidth", "fbic-dependence"), work=_published_capacity),
)  # fmt: skip

MEASURES: Final[dict[str, Measure]] = {one.name: one for one in _ALL}
