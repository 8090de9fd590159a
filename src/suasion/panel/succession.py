"""Succession: states that bore one number one after the other, whose spells and disputes go on under the next."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa

from suasion.codebook.naming import table
from suasion.panel.states import FIRST_YEAR, LAST_YEAR, System, members


@cache
def lines() -> dict[str, str]:
    """Return by code the last bearer of a state's Correlates of War number, of the states that share one.

    >>> lines()["SUN"], lines()["YUG"], "DDR" in lines()
    ('RUS', 'SRB', False)
    """
    bearers: dict[str, list[tuple[str, str]]] = {}
    for system, number, code, begin, _, _ in table("state_codes.tsv"):
        if system == "cow":
            bearers.setdefault(number, []).append((begin, code))
    several = [sorted(spells) for spells in bearers.values() if len({code for _, code in spells}) > 1]
    return {code: spells[-1][1] for spells in several for _, code in spells}


def bearers(first_year: int, last_year: int) -> pa.Table:
    """Return line, year and bearer: who bore the number of a line of states (`lines`) in each year."""
    found = members("cow", first_year=first_year, last_year=last_year)
    codes = found["actor"].to_pylist()
    mine = np.array([code in lines() for code in codes], dtype=bool)
    found = found.filter(pa.array(mine))
    line = pa.array([lines()[code] for code in found["actor"].to_pylist()], pa.string())
    return pa.table({"line": line, "year": found["year"], "bearer": found["actor"]})


def first_shared_years(system: System) -> pa.Table:
    """Return actor, partner and first_shared, the first year in which two states were in the system.

    The states before them, whose numbers they bear, count too. Two that were never there together have no row.
    """
    found = members(system, first_year=FIRST_YEAR, last_year=LAST_YEAR)
    codes, state = np.unique(np.asarray(found["actor"].to_pylist()), return_inverse=True)
    names, line = np.unique([lines().get(code, code) for code in codes.tolist()], return_inverse=True)
    there = np.zeros((len(names), LAST_YEAR - FIRST_YEAR + 1), dtype=bool)
    there[line[state], np.asarray(found["year"]) - FIRST_YEAR] = True
    both = there[:, None, :] & there[None, :, :]
    years = np.where(both.any(axis=2), both.argmax(axis=2) + FIRST_YEAR, -1)[np.ix_(line, line)]
    years[line[:, None] == line[None, :]] = -1  # a state and the one before it
    one, other = np.nonzero(years >= 0)
    return pa.table(
        {
            "actor": pa.array(codes.tolist()).take(pa.array(one)),
            "partner": pa.array(codes.tolist()).take(pa.array(other)),
            "first_shared": pa.array(years[one, other], pa.int16()),
        }
    )
