"""A request for a measure, and what stands in the catalogue under a measure's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import pyarrow as pa

from suasion.codebook import Problem
from suasion.measure.measured import Run

if TYPE_CHECKING:
    from ibis.expr.types import Table

FIRST_YEAR: Final = 1816  # the first year of any data set that we know of: the state system's
LAST_YEAR: Final = 2100

Split = Literal["year", "period", "issue"]
Choice = Literal["indicators", "outcome", "issue"]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure is asked for.

    ``actor`` and ``partners`` are codes, None and () for all; years are both included, None for all that there are.
    ``by`` splits votes: a row a year, one for the period, or one an issue. ``issue`` keeps the roll calls of one issue
    only. ``indicators`` are the series to work on where a measure takes several, () for its own choice; ``outcome``
    is what an effect is looked for in. ``weights`` say what each roll call (by item) or year counts in a weighted
    measure; None leaves them to the measure.
    """

    actor: str | None = None
    partners: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    by: Split = "year"
    issue: str | None = None
    indicators: tuple[str, ...] = ()
    outcome: str | None = None
    weights: Mapping[str, float] | Mapping[int, float] | None = None
    draws: int = 2048
    seed: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """Return the first and last year, both included, with all years where none was asked for."""
        return self.first_year or FIRST_YEAR, self.last_year or LAST_YEAR


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that can be asked for by name.

    ``needs`` are the indicators whose rows it is worked out from: one of them is enough to try, and what is lacking
    then the measure says. ``splits`` are what it can be worked out by, ``takes`` which choices of a request it heeds,
    ``beware`` says what is amiss in the rows.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    splits: tuple[Split, ...] = ("year", "period")
    takes: tuple[Choice, ...] = ()
    work: Callable[[Table, Request, Run], pa.Table]
    beware: Callable[[Table, Request, Run], tuple[Problem, ...]] | None = None
