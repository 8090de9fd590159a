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
        If there is no such measure, the request makes no sense for it, or no row answers it.
    """
    wanted = named(name)
    _refuse_senseless(wanted, request)
    # A patron asked about beside all patrons is no partner of itself: it has no zero, no row.
    request = replace(request, partners=tuple(code for code in request.partners if code != request.actor))
    found = wanted.work(_needed(observations, wanted), request, run)
    if not found.num_rows:
        raise InputError(
            f"The record has no {wanted.name} of {_asked_for(request)}. Name other states or years, or gather more: "
            "`suasion gather --list` says what is held and which years it covers."
        )
    return found


def _refuse_senseless(wanted: Measure, request: Request) -> None:
    """Raise where a measure cannot heed what is asked, which would otherwise pass for an answer to it."""
    if request.by not in wanted.splits:
        raise InputError(f"{wanted.name} is worked out by {' or '.join(wanted.splits)}, not by {request.by}.")
    if request.actor is not None and {*request.partners} == {request.actor}:
        raise InputError(f"{request.actor} is both the state and its only partner. Name another.")
    if request.issue is not None and "issue" not in wanted.takes:
        apart = " Ask by issue, which gives each issue a row." if "issue" in wanted.splits else ""
        raise InputError(f"{wanted.name} does not keep to one issue: {request.issue} would change nothing.{apart}")
    if request.indicators and "indicators" not in wanted.takes:
        said = ", ".join(request.indicators)
        raise InputError(f"{wanted.name} has no choice of series: {said} would change nothing. Leave it out.")
    if request.outcome is not None and "outcome" not in wanted.takes:
        raise InputError(f"{wanted.name} has no outcome: {request.outcome} would change nothing. Leave it out.")


def _asked_for(request: Request) -> str:
    partners = f" with {', '.join(request.partners)}" if request.partners else ""
    ends = [str(year) for year in (request.first_year, request.last_year) if year is not None]
    return f"{request.actor or 'all states'}{partners}" + (f" in {' to '.join(sorted(set(ends)))}" if ends else "")


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
        MEASURE_SCHEMA, in the catalogue's order, each figure once: a share that several measures give is the first's,
        which has its interval. And which measures could not be worked out, with what they lack.
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
            asked = _heeded(replace(request, by=_widest(one)), one)
            found.append(measure(observations, one.name, asked, run))
            if one.beware not in warned:  # measures of one family share what is amiss in their rows
                problems += beware(observations, one.name, asked, run)
                warned.add(one.beware)
        except InputError as error:
            problems.append(Problem(input=one.name, reason=str(error), severity="warning"))
    return _each_once(pa.concat_tables(found)), problems


def _heeded(request: Request, one: Measure) -> Request:
    """Return the request without series and outcomes that a measure has no choice of: they are meant for others."""
    return replace(
        request, indicators=request.indicators if "indicators" in one.takes else (),
        outcome=request.outcome if "outcome" in one.takes else None,
    )  # fmt: skip


def _each_once(table: pa.Table) -> pa.Table:
    """Return the rows without those whose actor, partner, year and measure stand above."""
    keys = ["actor", "partner", "year", "measure"]
    numbered = table.select(keys).append_column("place", pa.array(range(table.num_rows), pa.int64()))
    first = numbered.group_by(keys, use_threads=False).aggregate([("place", "min")])["place_min"]
    return table.take(first.sort())


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
