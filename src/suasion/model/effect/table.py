"""The measure table of an effect: event times, the effect, its placebos, its power and the verdict."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

import pyarrow as pa

from suasion.measure.measured import MEASURE_SCHEMA, SORT
from suasion.model.effect.design import AFTER, BEFORE, TREND
from suasion.model.effect.estimate import AtTime, Effect

_DESIGN: Final = (
    f"mean of years 0 to +{AFTER} less years -{BEFORE} to -1, beyond clients of the same patron and years without the "
    "cause (stacked difference in differences); 90 % from placebo clients, at least as wide as the dyadic-robust error"
)
_TWIN: Final = "; the one client against its synthetic twin"
_WORDS: Final = {1: "moved towards", -1: "moved away", 0: "no effect that matters", None: "cannot tell"}


def rows(found: Effect, *, actor: str | None, partner: str | None, unit: str, said: str, evidence: str) -> pa.Table:
    """Return an effect as rows of MEASURE_SCHEMA.

    Parameters
    ----------
    found
        The effect.
    actor, partner
        The client and the patron, None for all.
    unit
        Of the outcome.
    said
        What the outcome and the cause are, for the method.
    evidence
        How to find the rows.
    """
    how = f"{_DESIGN}{_TWIN if found.n_clients == 1 else ''}; {said}"
    lines: list[dict[str, Any]] = [
        _line(f"effect [year {at.time:+d}]", at.value, at.n, unit, f"less the year before the event; {how}", at)
        for at in found.times
    ]
    placebo = "two-sided share of placebos as far from 0: the events of"
    lines += [
        _line("effect", found.value, found.n_events, unit, how, found),
        _line("effect [beyond other states]", found.beyond, found.n_patrons, unit,
              "less the mean of the same clients' moves towards all other states: what moved them at large falls out"),
        _line("standard error", found.error, found.n_events, unit, "robust to dyads that share a member (Aronow, Samii "
              "and Assenova 2015)"),
        _line("trend before", found.trend, found.n_events, f"{unit} a year", f"slope over {TREND} years before, beyond "
              "the comparisons'"),
        _line("p [trend before]", found.p_trend, found.n_events, "probability", f"{placebo} other clients; the slope"),
        _line("p [placebo clients]", found.p_clients, found.n_controls, "probability", f"{placebo} other clients"),
        _line("p [placebo dates]", found.p_dates, found.n_dates, "probability",
              f"{placebo} the same dyads in years without one; n counts the dates"),
        _line("p [placebo patrons]", found.p_patrons, found.n_patrons, "probability",
              "share of other states that the same clients moved towards or from as far; n counts the states"),
        _line("smallest effect of interest", found.smallest, found.n_events, unit,
              "Heuristic. Half a standard deviation of the outcome within dyads"),
        _line("power", found.power, found.n_events, "probability",
              "of the 90 % interval leaving out 0 for the smallest effect of interest, from placebo clients"),
        _line("verdict", found.verdict.answer, found.n_events, "1, 0 or -1",
              f"{_WORDS[found.verdict.answer]}: {found.verdict.why}{_alone(found)}"),
    ]  # fmt: skip
    return pa.Table.from_pylist(
        [line | {"actor": actor, "partner": partner, "evidence": evidence} for line in lines], MEASURE_SCHEMA
    )


def together(tables: Iterable[pa.Table]) -> pa.Table:
    """Return tables of several patrons as one, in the order of every measure table."""
    return pa.concat_tables(tables).sort_by(list(SORT))


def events_in_words(clients: Sequence[str], years: Sequence[int], most: int = 12) -> str:
    """Return events as "KHM 2005, LAO 2007", the first dozen of them.

    >>> events_in_words(["KHM", "LAO"], [2005, 2007])
    'KHM 2005, LAO 2007'
    """
    once = sorted({*zip(years, clients, strict=True)})
    pairs = [f"{client} {year}" for year, client in once]
    rest = f" and {len(pairs) - most} more" if len(pairs) > most else ""
    return ", ".join(pairs[:most]) + rest


def _alone(found: Effect) -> str:
    return f"; events left out since nobody was there to compare with: {found.n_alone}" if found.n_alone else ""


def _line(  # noqa: PLR0917 - a table reads best with its columns in order
    name: str, value: float | None, n: int, unit: str, method: str, within: Effect | AtTime | None = None
) -> dict[str, Any]:
    low, high = (within.low, within.high) if within is not None else (None, None)
    return {
        "year": None, "measure": name, "value": _known(value), "low": _known(low), "high": _known(high), "n": n,
        "unit": unit, "method": method,
    }  # fmt: skip


def _known(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
