"""Outcomes: how near a client stands to a patron, year by year, as an array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import InputError
from suasion.measure.alignment import alignment
from suasion.measure.likeness import LIKENESSES, WEIGHTED
from suasion.measure.measured import Run
from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_ROLL_CALLS: Final = 10  # on which both voted; 1964 has one in all, and the votes gathered may end in January
DISTANCE: Final = "ideal-distance"
COUNTS: Final = (
    "events-verbal-cooperation", "events-material-cooperation", "events-verbal-conflict", "events-material-conflict",
)  # fmt: skip
LIKE: Final = tuple(name for name in LIKENESSES if name != WEIGHTED)
OUTCOMES: Final = (*LIKE, DISTANCE, *COUNTS)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome of all pairs of states: ``values`` has shape (n_states, n_states, n_years), the client first.

    More is nearer to the patron: distances and conflict have their sign turned.
    """

    name: str
    states: tuple[str, ...]
    years: tuple[int, ...]
    values: Floats
    unit: str
    method: str


def outcome(observations: Table, name: str, *, first_year: int, last_year: int, run: Run) -> Outcome:
    """Return an outcome by its name.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA: votes, ideal points or counts of events.
    name
        One of `OUTCOMES`; underscores pass for hyphens.
    first_year, last_year
        Calendar years, both included.
    run
        How to run an Ibis expression.

    Raises
    ------
    InputError
        If there is no such outcome, or no row for it.
    """
    key = name.strip().lower().replace("_", "-")
    if key in LIKE:
        return _likeness(observations, key, first_year, last_year, run)
    if key == DISTANCE:
        return _distance(observations, first_year, last_year, run)
    if key in COUNTS:
        return _counts(observations, key, first_year, last_year, run)
    raise InputError(f"{name!r} is no outcome to look for an effect in. Name one of: {', '.join(OUTCOMES)}.")


def _likeness(observations: Table, name: str, first_year: int, last_year: int, run: Run) -> Outcome:
    table = alignment(
        observations, first_year=first_year, last_year=last_year, measures=[name], by="year", draws=0, run=run
    )
    how = LIKENESSES[name]
    table = table.filter(pc.greater_equal(table["n"], LEAST_ROLL_CALLS))
    one = _cube(table.rename_columns({"value": "held"}), name, "UN votes (un-votes)")
    both = np.fmax(one.values, one.values.transpose(1, 0, 2))  # each pair stands once
    return msgspec.structs.replace(one, values=both, unit=how.unit, method=f"{how.method}, UN votes of the year")


def _distance(observations: Table, first_year: int, last_year: int, run: Run) -> Outcome:
    published = observations.filter(
        observations.indicator == "ideal-point", observations.first_year >= first_year,
        observations.first_year <= last_year, observations.value.notnull(),
    )  # fmt: skip
    points = run(one_source(published).select("actor", "first_year", "value"))
    said = "published ideal points"
    if points.num_rows == 0:
        from suasion.model.ideal_points import ideal_points

        own = ideal_points(observations, first_year=first_year, last_year=last_year, run=run)
        points = pa.table({"actor": own["actor"], "first_year": own["year"], "value": own["value"]})
        said = "ideal points of UN votes"
    states, years = _axes([points["actor"]], points["first_year"], DISTANCE, "UN votes (un-votes)")
    at = np.full((len(states), len(years)), np.nan)
    at[_places(points["actor"], states), points["first_year"].to_numpy() - years[0]] = points["value"].to_numpy()
    values = -np.abs(at[:, None] - at[None, :])
    values[np.arange(len(states)), np.arange(len(states))] = np.nan
    return Outcome(
        name=DISTANCE, states=states, years=years, values=values, unit="scale", method=f"less the distance of {said}"
    )


def _counts(observations: Table, name: str, first_year: int, last_year: int, run: Run) -> Outcome:
    rows = observations.filter(
        observations.indicator == name, observations.first_year >= first_year, observations.first_year <= last_year,
        observations.status == "observed", observations.actor.notnull(), observations.partner.notnull(),
    )  # fmt: skip
    rows = one_source(rows).group_by("actor", "partner", year="first_year").agg(held=lambda t: t.value.sum())
    found = _cube(run(rows), name, "event counts (icews-dyad-year)")
    sign = -1 if name.endswith("conflict") else 1
    return msgspec.structs.replace(
        found, values=sign * np.log1p(found.values), unit="log count",
        method=f"{'less ' if sign < 0 else ''}log(1 + events of the client towards the patron in the year)",
    )  # fmt: skip


def _cube(table: pa.Table, name: str, wanted: str) -> Outcome:
    table = table.filter(pc.is_valid(table["held"]))
    states, years = _axes([table["actor"], table["partner"]], table["year"], name, wanted)
    values = np.full((len(states), len(states), len(years)), np.nan)
    place = (_places(table["actor"], states), _places(table["partner"], states), table["year"].to_numpy() - years[0])
    values[place] = table["held"].to_numpy()
    values[np.arange(len(states)), np.arange(len(states))] = np.nan
    return Outcome(name=name, states=states, years=years, values=values, unit="", method="")


def _axes(
    names: Sequence[pa.ChunkedArray], years: pa.ChunkedArray, name: str, wanted: str
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    if len(years) == 0:
        raise InputError(f"The record has no rows for the outcome {name} in these years. Gather {wanted} first.")
    states = sorted({state for column in names for state in pc.unique(column).to_pylist()})
    span = pc.min_max(years).as_py()
    return tuple(states), tuple(range(span["min"], span["max"] + 1))


def _places(column: pa.ChunkedArray, states: Sequence[str]) -> NDArray[np.int64]:
    return np.asarray(pc.index_in(column, pa.array(states)).to_numpy(), dtype=np.int64)
