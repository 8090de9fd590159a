"""The register: every family's measures by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from msgspec.structs import replace

from suasion.codebook import Problem
from suasion.errors import InputError
from suasion.measure.measured import MEASURE_SCHEMA, Run
from suasion.model.catalogue import alike, dependence, effect, events, influence, money, scales
from suasion.model.catalogue.request import Measure, Request, Split

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
    wanted = named(name)
    if request.by not in wanted.splits:
        raise InputError(f"{wanted.name} is worked out by {' or '.join(wanted.splits)}, not by {request.by}.")
    return wanted.work(_needed(observations, wanted), request, run)


def beware(observations: Table, name: str, request: Request, run: Run) -> tuple[Problem, ...]:
    """Return what is amiss in the rows of a measure, or in how it must be read. Parameters as for `measure`."""
    wanted = named(name)
    return wanted.beware(_needed(observations, wanted), request, run) if wanted.beware else ()


def every(observations: Table, request: Request, run: Run) -> tuple[pa.Table, list[Problem]]:
    """Return every measure that the rows can bear, over the period where a measure can be, as one measure table.

    Parameters
    ----------
    observations, run
        As for `measure`.
    request
        For whom and when; ``by`` is left to each measure: the period where it can be, else years.

    Returns
    -------
    pyarrow.Table, list of Problem
        MEASURE_SCHEMA, in the catalogue's order; and which measures could not be worked out, with what they lack.
    """
    warned: set[object] = set()
    held = set(run(observations.select("indicator").distinct())["indicator"].to_pylist())
    found, problems = [MEASURE_SCHEMA.empty_table()], []
    for one in MEASURES.values():
        if held.isdisjoint(one.needs):
            lacking = f"no rows of {' or '.join(one.needs[:3])}{' or others' if len(one.needs) > 3 else ''}."
            problems.append(Problem(input=one.name, reason=lacking, severity="warning"))
            continue
        try:
            asked = replace(request, by=_widest(one))
            found.append(measure(observations, one.name, asked, run))
            if one.beware not in warned:  # measures of one family share what is amiss in their rows
                problems += beware(observations, one.name, asked, run)
                warned.add(one.beware)
        except InputError as error:
            problems.append(Problem(input=one.name, reason=str(error), severity="warning"))
    return pa.concat_tables(found), problems


def _needed(observations: Table, wanted: Measure) -> Table:
    return observations.filter(observations.indicator.isin(wanted.needs))


def _widest(one: Measure) -> Split:
    return "period" if "period" in one.splits else one.splits[0]


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


_FAMILIES: Final = (alike, scales, dependence, money, effect, influence, events)
MEASURES: Final[dict[str, Measure]] = {one.name: one for family in _FAMILIES for one in family.MEASURES}
