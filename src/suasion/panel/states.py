"""State systems: which states there were in each year or month, by Correlates of War, Gleditsch-Ward or ISO codes."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suasion.codebook.actor import actors
from suasion.codebook.naming import table
from suasion.errors import InputError

System = Literal["cow", "gw", "iso"]
Step = Literal["year", "month"]

FIRST_YEAR: Final = 1816  # first year of the COW state system, and of Gleditsch and Ward's
LAST_YEAR: Final = 2100

SYSTEM_REFERENCES: Final[dict[System, str]] = {
    "cow": "Correlates of War Project. 2017. State System Membership List, v2016. https://correlatesofwar.org.",
    "gw": "Gleditsch, Kristian S., and Michael D. Ward. 1999. A Revised List of Independent States since the Congress "
    "of Vienna. International Interactions 25(4): 393-413.",
    "iso": "ISO 3166-1 and 3166-3, codes for countries and for formerly used names of countries; dates of independence "
    "and succession from Suasion's list of actors.",
}


def check_system(system: str) -> None:
    """Raise InputError unless there is such a state system."""
    if system not in get_args(System):
        raise InputError(f"{system!r} is no state system. Choose one of: {', '.join(get_args(System))}.")


def check_years(first_year: int, last_year: int) -> None:
    """Raise InputError unless the years make a period in which the state systems have states."""
    if not FIRST_YEAR <= first_year <= last_year <= LAST_YEAR:
        raise InputError(
            f"{first_year} to {last_year} is no period from {FIRST_YEAR} to {LAST_YEAR}. Put the earlier year first."
        )


def members(system: System, *, first_year: int, last_year: int, step: Step = "year") -> pa.Table:
    """Return the states of a system, one row a state and year, or a state and month.

    Parameters
    ----------
    system
        "cow", "gw", or "iso": the states of ISO 3166 and its former ones, from and to the days of the actor list.
    first_year, last_year
        Both included. A state without an end in its list goes on: COW's list is of 2016, Gleditsch and Ward's of 2017.
    step
        A state is in the system in a year or month if it was on any day of it.

    Returns
    -------
    pa.Table
        actor (ISO alpha-3, or a former state's own code), number (in the system; null for "iso"), year and, by months,
        month; sorted.

    Notes
    -----
    A number that passes from one state to its successor within a year (365: the Soviet Union to Russia, 1991) names
    the one that held it in the middle, as in `suasion.codebook.actor.from_cow`, by which data sets are coded. A state
    with two numbers in a year (Germany, Yemen in 1990) has one row, with the number of the middle of the year.
    """
    check_system(system)
    check_years(first_year, last_year)
    codes, numbers, begins, ends = _spells(system)
    starts, middles, lasts = _periods(first_year, last_year, step)
    first = np.searchsorted(lasts, begins)  # the first period that ends on or after the day
    last = np.searchsorted(starts, ends, side="right") - 1
    length = np.maximum(last - first + 1, 0)
    spell = np.repeat(np.arange(len(codes)), length)
    period = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length) + np.repeat(first, length)
    middle = (begins[spell] <= middles[period]) & (middles[period] <= ends[spell])
    names, state = np.unique(codes, return_inverse=True)
    kept = _heirs_wait(numbers[spell], state[spell], period, middle)
    spell, period, middle = spell[kept], period[kept], middle[kept]
    order = np.lexsort((spell, ~middle, period, state[spell]))
    spell, period = spell[order], period[order]
    key = state[spell] * len(starts) + period
    once = np.unique(key, return_index=True)[1]
    spell, period = spell[once], period[once]
    year = starts[period].astype("datetime64[Y]").astype(np.int64) + 1970
    months = starts[period].astype("datetime64[M]").astype(np.int64)
    number = np.where(system == "iso", -1, numbers[spell])
    columns = {
        "actor": pa.array(names[state[spell]], pa.string()),
        "number": pa.array(number, pa.int16(), mask=number < 0),
        "year": pa.array(year, pa.int16()),
    }
    return pa.table(columns if step == "year" else columns | {"month": pa.array(months % 12 + 1, pa.int8())})


def _heirs_wait(
    numbers: NDArray[np.int64], state: NDArray[np.intp], period: NDArray[np.intp], middle: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which rows stay when, in each period, a number names only the state that held it in the middle."""
    key = numbers * (int(period.max(initial=0)) + 1) + period
    holder = dict(zip(key[middle].tolist(), state[middle].tolist(), strict=True))
    held = np.array([holder.get(k, -1) for k in key.tolist()], dtype=np.int64)
    # A number below 0 stands for none, and is no one's heir.
    kept: NDArray[np.bool_] = (numbers < 0) | (held < 0) | (held == state)
    return kept


def _periods(first_year: int, last_year: int, step: Step) -> tuple[NDArray[np.datetime64], ...]:
    """Return the first, middle and last day of each period."""
    length, half, days = (12, 6, 0) if step == "year" else (1, 0, 15)  # months, months and days to the middle
    january = (first_year - 1970) * 12
    months = np.arange(january, january + (last_year - first_year + 1) * 12, length)
    first, middle, after = ((months + n).astype("datetime64[M]").astype("datetime64[D]") for n in (0, half, length))
    return first, middle + days, after - 1


Spells = tuple[NDArray[np.str_], NDArray[np.int64], NDArray[np.datetime64], NDArray[np.datetime64]]


@cache
def _spells(system: System) -> Spells:
    """Return code, number (-1 for none), first and last day of each spell in the system."""
    rows = _iso_spells() if system == "iso" else _numbered(system)
    codes, numbers, begins, ends = zip(*rows, strict=True)
    return (
        np.array(codes),
        np.array(numbers, dtype=np.int64),
        np.array([day or f"{FIRST_YEAR}-01-01" for day in begins], dtype="datetime64[D]"),
        np.array([day or f"{LAST_YEAR}-12-31" for day in ends], dtype="datetime64[D]"),
    )


def _numbered(system: str) -> list[tuple[str, int, str, str]]:
    return [
        (code, int(number), begin, end)
        for row_system, number, code, begin, end, _ in table("state_codes.tsv")
        if row_system == system
    ]


def _iso_spells() -> list[tuple[str, int, str, str]]:
    """Return the spells of ISO's states: the actor list's days, or Gleditsch and Ward's where it has none."""
    numbered: dict[str, list[tuple[str, str]]] = {}
    for code, _, begin, end in _numbered("gw"):
        numbered.setdefault(code, []).append((begin, end))
    found = []
    for state in (actor for actor in actors() if actor.kind == "state"):
        own = [(state.valid_from, state.valid_to or "")] if state.valid_from else numbered.get(state.code, [])
        # Its Gleditsch-Ward number only says who is whose heir.
        found += [(state.code, state.gw if state.gw is not None else -1, begin, end) for begin, end in own]
    return found
