"""Reciprocity: whether two states give and take alike, and whether one answers the other in kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import InputError
from suasion.measure.event_months import Period
from suasion.measure.event_years import between, dyads_within
from suasion.measure.measured import MEASURE_SCHEMA, SORT, Run, on_its_own_engine

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_CLASSES: Final = {
    "cooperation": ("verbal_cooperation", "material_cooperation"),
    "conflict": ("verbal_conflict", "material_conflict"),
}
_NORMAL: Final = 1.6448536269514722  # 95 % point of the standard normal distribution
LEAST_PERIODS: Final = 12  # Heuristic: a correlation over fewer months or years says nothing
_BALANCE: Final = "1 - |a - b| / (a + b) of events both ways; interval of a / (a + b) by Clopper and Pearson (1934)"
_ANSWER: Final = (
    "correlation of events per thousand of the source; Fisher's z, jackknifed, Bartlett's (1935) effective number"
)

Row = dict[str, Any]


def balance_interval(one: int, other: int) -> tuple[float, float, float]:
    """Return 1 - |a - b| / (a + b) and its 90 % interval, in [0, 1]; NaN where neither did anything.

    Notes
    -----
    Given how many events there are both ways, how many of them are one's is binomial; the interval of its part (Clopper
    and Pearson 1934) becomes one of the balance.

    Examples
    --------
    >>> [round(x, 2) for x in balance_interval(30, 10)]
    [0.5, 0.28, 0.77]
    """
    from scipy.special import betaincinv

    n = one + other
    if n == 0:
        return float("nan"), float("nan"), float("nan")
    low = float(betaincinv(one, n - one + 1, 0.05)) if one else 0.0
    high = float(betaincinv(one + 1, n - one, 0.95)) if other else 1.0
    ends = [1 - abs(2 * part - 1) for part in (low, high)]
    return 1 - abs(one - other) / n, min(ends), 1.0 if low <= 0.5 <= high else max(ends)


def answering(done: Floats, answered: Floats) -> tuple[float, float, float]:
    """Return the correlation of two series, shape (n_periods,) each, and its 90 % interval; NaN where there is none.

    Notes
    -----
    Fisher's z. Where both series carry over from month to month, fewer months are independent than there are: with
    their first autocorrelations r and s, n (1 - r s) / (1 + r s) (Bartlett 1935, Journal of the Royal Statistical
    Society 98: 536-543), never more than n.
    """
    n = len(done)
    if n < LEAST_PERIODS or np.ptp(done) == 0 or np.ptp(answered) == 0:
        return float("nan"), float("nan"), float("nan")
    r = float(np.corrcoef(done, answered)[0, 1])
    carried = _carried(done) * _carried(answered)
    effective = max(4.0, min(float(n), n * (1 - carried) / (1 + carried)))
    # As far as the jackknife says that z varies more than a normal pair's does: a few stormy months weigh heavily.
    skewed = max(1.0, _jackknifed(done, answered) * np.sqrt(n - 3))
    z, spread = np.arctanh(np.clip(r, -0.999999, 0.999999)), skewed * _NORMAL / np.sqrt(effective - 3)
    return r, float(np.tanh(z - spread)), float(np.tanh(z + spread))


def reciprocity(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    actor: str,
    partners: tuple[str, ...] = (),
    window_days: int = 0,
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return how far a state and others give and take alike, as a measure table.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA, of all pairs.
    first_year, last_year
        Calendar years, both included.
    actor, partners
        One state, and those it deals with; () for all.
    window_days
        As for `suasion.measure.event_dedup.deduplicated`.
    run
        How an Ibis expression is run.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA, for cooperation and for conflict:
        "reciprocity [balance, conflict]", each year, in [0, 1]: 1 where both do as much, 0 where one does all;
        "reciprocity [same month, conflict]", over the period, in [-1, 1]: whether months in which one does much are
        those in which the other does;
        "reciprocity [month after, conflict]": whether the partner does much in the month after the actor did; it has
        a row each way. Sources with counts by year alone have "same year" and "year after". n is the events of the
        balance, and the months or years of a correlation; null below a dozen of them.

    Raises
    ------
    InputError
        If there are no events between them in the years.

    Notes
    -----
    Descriptive: both may answer a third. Correlations are of counts per thousand events of the source, since counts of
    all pairs rise and fall with the news that is read, and would all seem to answer one another.
    """
    years, months = (
        run(between(
            dyads_within(observations, first_year=first_year, last_year=last_year, window_days=window_days, by=by),
            actor, partners,
        ))
        for by in get_args(Period)[::-1]
    )  # fmt: skip
    if len(years) == 0:
        raise InputError(f"There are no events of {first_year} to {last_year} to count. Gather event data first.")
    several = len(pc.unique(years["source"])) > 1
    monthly = set(pc.unique(months["source"]).to_pylist())
    rows: list[Row] = []
    for source in sorted(pc.unique(years["source"]).to_pylist()):
        tag = f"; {source}" if several else ""
        own = years.filter(pc.equal(years["source"], source))
        finer = months.filter(pc.equal(months["source"], source)) if source in monthly else own
        for partner in sorted({*pc.unique(own["recipient"]).to_pylist()} - {actor}):
            rows += _balances(own, source, tag, actor, partner)
            rows += _answers(finer, source, tag, actor, partner)
    return pa.Table.from_pylist(rows, schema=MEASURE_SCHEMA).sort_by(list(SORT))


def _balances(years: pa.Table, source: str, tag: str, actor: str, partner: str) -> list[Row]:
    out, back = _way(years, actor, partner), _way(years, partner, actor)
    rows = []
    for name, classes in _CLASSES.items():
        sent, returned = (np.sum([way[column] for column in classes], axis=0) for way in (out, back))
        for year, one, other in zip(out["time"].tolist(), sent.tolist(), returned.tolist(), strict=True):
            figures = balance_interval(one, other)
            rows.append(
                _row((actor, partner), int(year), f"balance, {name}{tag}", figures, n=one + other, source=source)
            )
    return rows


def _answers(finer: pa.Table, source: str, tag: str, actor: str, partner: str) -> list[Row]:
    out, back = _way(finer, actor, partner), _way(finer, partner, actor)
    period = "month" if "month" in finer.column_names else "year"
    # Only periods that follow one another without a gap have a period after.
    follows = np.flatnonzero(np.diff(out["time"]) == 1)
    rows = []
    for name, classes in _CLASSES.items():
        sent, returned = (
            np.sum([way[column] for column in classes], axis=0) / np.maximum(way["all_events"], 1)
            for way in (out, back)
        )
        told = [
            (actor, partner, f"same {period}", sent, returned),
            (actor, partner, f"{period} after", sent[follows], returned[follows + 1]),
            (partner, actor, f"{period} after", returned[follows], sent[follows + 1]),
        ]
        rows += [
            _row((one, other), None, f"{part}, {name}{tag}", answering(done, answered), n=len(done), source=source)
            for one, other, part, done, answered in told
        ]
    return rows


def _way(table: pa.Table, actor: str, recipient: str) -> dict[str, NDArray[np.int64]]:
    """Return one direction's columns in the order of time; time counts months or years."""
    rows = table.filter(pc.and_(pc.equal(table["actor"], actor), pc.equal(table["recipient"], recipient)))
    columns = {name: rows[name].to_numpy() for name in ("all_events", *_CLASSES["cooperation"], *_CLASSES["conflict"])}
    year = rows["year"].to_numpy().astype(np.int64)
    monthly = "month" in rows.column_names
    time = year * 12 + rows["month"].to_numpy() - 1 if monthly else year
    order = np.argsort(time)
    return {name: column[order] for name, column in (columns | {"time": time}).items()}


def _carried(series: Floats) -> float:
    """Return the first autocorrelation of a series."""
    apart = series - series.mean()
    return float((apart[1:] * apart[:-1]).sum() / (apart * apart).sum())


def _jackknifed(done: Floats, answered: Floats) -> float:
    """Return the standard error of Fisher's z by leaving out one period at a time."""
    n = len(done)
    one, other = done - done.mean(), answered - answered.mean()
    # Sums about the whole mean, less one period, turned into sums about the mean of the rest.
    both, own, theirs = ((a * b).sum() - a * b * n / (n - 1) for a, b in ((one, other), (one, one), (other, other)))
    # Without its one lively period a series may be flat: no correlation then, and rounding is no spread.
    held = (own > 1e-9 * (one**2).sum()) & (theirs > 1e-9 * (other**2).sum())
    z = np.arctanh(np.clip(both[held] / np.sqrt(own[held] * theirs[held]), -0.999999, 0.999999))
    return float(np.sqrt((n - 1) / n * ((z - z.mean()) ** 2).sum()))


def _row(
    pair: tuple[str, str], year: int | None, part: str, figures: tuple[float, float, float], *, n: int, source: str
) -> Row:
    value, low, high = (None if np.isnan(figure) else figure for figure in figures)
    return {
        "actor": pair[0],
        "partner": pair[1],
        "year": year,
        "measure": f"reciprocity [{part}]",
        "value": value,
        "low": low,
        "high": high,
        "n": int(n),
        "unit": "correlation" if year is None else "balance",
        "method": _ANSWER if year is None else _BALANCE,
        "evidence": f"{source}: rows of events-* between actor and partner, both ways",
    }
