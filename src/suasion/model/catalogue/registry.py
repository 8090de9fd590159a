"""The register: every family's measures by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from suasion.errors import InputError
from suasion.measure.measured import Run
from suasion.model.catalogue import alike, scales
from suasion.model.catalogue.request import Measure, Request

if TYPE_CHECKING:
    from ibis.expr.types import Table


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


_FAMILIES: Final = (alike, scales)
MEASURES: Final[dict[str, Measure]] = {one.name: one for family in _FAMILIES for one in family.MEASURES}
