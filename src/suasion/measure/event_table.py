"""Events as a measure table: counts with exact Poisson intervals, their parts of the news, and intensity."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook.intensity import QUADS
from suasion.measure.event_months import COUNTS
from suasion.measure.event_years import between, dyads_within, folded_within
from suasion.measure.measured import MEASURE_SCHEMA, SORT, Run, on_its_own_engine

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_COUNTED: Final = "events once a day for each pair and kind, or as published; exact Poisson interval (Garwood 1936)"
_PART: Final = f"{_COUNTED}, over events of the same source and year"
_WEIGHED: Final = "Goldstein's weights as the source gives them, events once a day; Poisson bootstrap"


def garwood(counts: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the exact 90 % interval of a Poisson rate for each count, shape (n,) twice.

    Notes
    -----
    Half the 5 % point of chi-squared with 2n degrees of freedom, and half the 95 % point with 2n + 2 (Garwood 1936,
    Biometrika 28: 437-442); 0 to 3.00 for no event. It holds for acts that come independently. Acts come in
    bursts, so that it is too narrow for what next year brings.

    Examples
    --------
    >>> [bound.round(2).tolist() for bound in garwood(np.array([0, 10]))]
    [[0.0, 5.43], [3.0, 16.96]]
    """
    from scipy.special import gammaincinv

    n = counts.astype(np.float64)
    low = np.where(n > 0, gammaincinv(np.maximum(n, 1.0), 0.05), 0.0)
    return low, gammaincinv(n + 1, 0.95)


def event_counts(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    actor: str | None = None,
    partners: tuple[str, ...] = (),
    window_days: int = 0,
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return how many events pass from each actor to each partner a year, as a measure table.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA, of all pairs: volumes and covered years are taken from them.
    first_year, last_year
        Calendar years, both included.
    actor, partners
        One state and those it deals with, both ways; () for all with whom it does; None for all pairs. A named
        pair has a 0 in years that a source covers without an event between them; other pairs have no row then.
    window_days
        As for `suasion.measure.event_dedup.deduplicated`.
    run
        How an Ibis expression is run.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA: "events [verbal-conflict]" and so on for the four classes, "events [all]", and "events [per
        thousand]" and "events [per thousand of the actor's]": all, per thousand events of the source that year and of
        those by the actor. Where events come from several sources, each has its rows and is named in the brackets,
        and none are added. n counts the reports, or the events where the source publishes counts.
    """
    found = _years(
        observations, first_year=first_year, last_year=last_year, actor=actor, partners=partners,
        window_days=window_days, run=run,
    )  # fmt: skip
    several = _several(found)
    totals = {quad: _numbers(found, name) for quad, name in zip(QUADS, COUNTS, strict=True)}
    totals["all"] = _numbers(found, "n")
    parts = []
    for part, counts in totals.items():
        low, high = garwood(counts)
        figures = (counts.astype(np.float64), low, high)
        parts.append(_rows(found, "events", part, figures, unit="count", method=_COUNTED, several=several))
    low, high = garwood(totals["all"])
    for part, name in (("per thousand", "all_events"), ("per thousand of the actor's", "actor_events")):
        whole = _numbers(found, name)
        scale = np.divide(1000.0, whole, out=np.full(len(whole), np.nan), where=whole > 0)
        figures = (totals["all"] * scale, low * scale, high * scale)
        parts.append(_rows(found, "events", part, figures, unit="per thousand", method=_PART, several=several))
    return pa.concat_tables(parts).sort_by(list(SORT))


def event_intensity(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    actor: str | None = None,
    partners: tuple[str, ...] = (),
    window_days: int = 0,
    draws: int = 2048,
    seed: int = 0,
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return how friendly or hostile the events are that pass from each actor to each partner a year.

    Parameters
    ----------
    observations, first_year, last_year, actor, partners, window_days, run
        As for `event_counts`. Published counts have no intensity and no row here.
    draws
        Resamples for the 90 % intervals; 0 for none.
    seed
        Of the resampling; an interval does not depend on what else is asked.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA: "event-intensity [mean]" and "event-intensity [sum]", in [-10, 10] an event. Without an event
        the sum is 0 and the mean null. n counts the events with an intensity; an interval needs two that differ.

    Notes
    -----
    Each draw counts every event as often as a Poisson number of mean 1 says, which lets their number vary as well as
    their kind. Opposites cancel in both: a year of summits and threats has the mean of a dull one, so read it beside
    the counts.
    """
    found = _years(
        observations, first_year=first_year, last_year=last_year, actor=actor, partners=partners,
        window_days=window_days, run=run,
    )  # fmt: skip
    # A source that publishes counts alone weighs nothing, and its zeros are none of intensity.
    weighing = pc.unique(found.filter(pc.greater(found["n_intensity"], 0))["source"])
    found = found.filter(pc.is_in(found["source"], weighing))
    bounds = np.full((2, 2, len(found)), np.nan)
    if draws:
        events = folded_within(observations, first_year=first_year, last_year=last_year, window_days=window_days)
        bounds = _bootstrap(found, _values(events, actor, partners, run), draws=draws, seed=seed)
    several = _several(found)
    parts = []
    for at, part in enumerate(("mean", "sum")):
        value = found[f"intensity_{part}"].to_numpy()
        figures = (value, bounds[at, 0], bounds[at, 1])
        parts.append(
            _rows(found, "event-intensity", part, figures, unit="goldstein", method=_WEIGHED, several=several,
                  n="n_intensity")
        )  # fmt: skip
    return pa.concat_tables(parts).sort_by(list(SORT))


def _years(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    actor: str | None,
    partners: tuple[str, ...],
    window_days: int,
    run: Run,
) -> pa.Table:
    dyads = dyads_within(observations, first_year=first_year, last_year=last_year, window_days=window_days)
    asked = dyads if actor is None else between(dyads, actor, partners)
    return run(asked.order_by("source", "actor", "recipient", "year"))


def _values(events: Table, actor: str | None, partners: tuple[str, ...], run: Run) -> dict[str, tuple[Floats, Floats]]:
    """Return for each source, pair and year the intensities that occur, and how often each does."""
    rows = events.filter(events.intensity.notnull())
    if actor is not None:
        rows = between(rows, actor, partners, zeros=False)
    keys = ("source", "actor", "recipient", "year")
    counted = rows.group_by("source", "actor", "recipient", year=rows.day.year().cast("int32"), value="intensity").agg(
        n=rows.count()
    )
    table = run(counted.order_by(*keys, "value"))
    names = _keys(table)
    starts = np.flatnonzero(np.r_[True, names[1:] != names[:-1]]) if len(names) else np.empty(0, np.int64)
    values, n = table["value"].to_numpy(), table["n"].to_numpy().astype(np.float64)
    parts = zip(names[starts].tolist(), np.split(values, starts[1:]), np.split(n, starts[1:]), strict=False)
    return {name: (value, count) for name, value, count in parts}


def _bootstrap(found: pa.Table, values: dict[str, tuple[Floats, Floats]], *, draws: int, seed: int) -> Floats:
    """Return the 5 and 95 % points of mean and sum, shape (2, 2, n_rows); NaN where less than two values differ."""
    bounds = np.full((2, 2, len(found)), np.nan)
    for row, name in enumerate(_keys(found).tolist()):
        value, count = values.get(name, (np.empty(0), np.empty(0)))
        if len(value) < 2:
            continue
        drawn = np.random.default_rng((seed, zlib.crc32(name.encode()))).poisson(count, (draws, len(value)))
        sums, whole = drawn @ value, drawn.sum(axis=1)
        held = whole > 0
        bounds[0, :, row] = np.quantile(sums[held] / whole[held], (0.05, 0.95))
        bounds[1, :, row] = np.quantile(sums, (0.05, 0.95))
    return bounds


def _keys(table: pa.Table) -> NDArray[Any]:
    """Return the source, pair and year of each row as one word."""
    columns = [table[name].cast(pa.string()) for name in ("source", "actor", "recipient", "year")]
    joined = pc.binary_join_element_wise(*columns, ">")
    return np.asarray(joined.to_pylist(), dtype=object)


def _numbers(table: pa.Table, name: str) -> NDArray[np.int64]:
    numbers: NDArray[np.int64] = table[name].to_numpy().astype(np.int64)
    return numbers


def _several(found: pa.Table) -> bool:
    return len(pc.unique(found["source"])) > 1


def _rows(
    found: pa.Table,
    name: str,
    part: str,
    figures: Sequence[Floats],
    *,
    unit: str,
    method: str,
    several: bool,
    n: str = "n_reports",
) -> pa.Table:
    """Return one part of a measure as rows of the measure table."""
    sources = found["source"].to_pylist()
    used = _numbers(found, n)
    # Counts published by year have no reports: what went in are the events.
    used = np.where(used > 0, used, _numbers(found, "n")) if n == "n_reports" else used
    value, low, high = (pa.array(figure, pa.float64(), from_pandas=True) for figure in figures)
    columns = {
        "actor": found["actor"],
        "partner": found["recipient"],
        "year": found["year"].cast(pa.int16()),
        "measure": [f"{name} [{part}; {source}]" if several else f"{name} [{part}]" for source in sources],
        "value": value,
        "low": low,
        "high": high,
        "n": pa.array(used),
        "unit": [unit] * len(found),
        "method": [method] * len(found),
        "evidence": [f"{source}: rows of events-* and event-intensity of actor, partner, year" for source in sources],
    }
    return pa.table(columns, schema=MEASURE_SCHEMA)
