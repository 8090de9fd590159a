"""Product: the client's GDP in each year that is counted, carried from the nearest year where none is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from suasion.assess.arithmetic import Weighed
from suasion.assess.naming import join
from suasion.assess.supply import REACH, Cell
from suasion.model.leverage import GROWTH

Sized = tuple[tuple[int, Cell], ...]  # each year that has a figure, and the cell it comes from


def sized(gdp: Sequence[Cell], years: Iterable[int]) -> Sized:
    """Return for each year the cell of GDP nearest to it, the earlier of two; a year with none within reach has none.

    Examples
    --------
    >>> cell = Cell("gdp", "KHM", 2014, 2014, "USD-2015", ("ob-1",), (1.7e10,))
    >>> [(year, found.first_year) for year, found in sized([cell], (2013, 2016, 2030))]
    [(2013, 2014), (2016, 2014)]
    """
    found = []
    for year in years:
        within = [cell for cell in gdp if abs(cell.first_year - year) <= REACH]
        if within:
            found.append((year, min(within, key=lambda cell: (abs(cell.first_year - year), cell.first_year, cell.ids))))
    return tuple(found)


def weighed(size: Sized) -> list[Cell | Weighed]:
    """Return the cells of some years at the central growth, for a derivation; a figure may stand for several years."""
    return [
        cell
        if cell.first_year == year
        else Weighed(cell, (1 + GROWTH[1]) ** (year - cell.first_year), _apart(year, cell))
        for year, cell in size
    ]


def arrays(size: Sized, years: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the figures in dollars of 2022, NaN where there is none, and how many years each was carried."""
    figures, apart = np.full(len(years), np.nan), np.zeros(len(years))
    for year, cell in size:
        place = list(years).index(year)
        figures[place], apart[place] = cell.common, year - cell.first_year
    return figures, apart


def note(size: Sized) -> str:
    """Return which years have their figure from another, "" where none has."""
    carried = [cell.first_year for year, cell in size if year != cell.first_year]
    if not carried:
        return ""
    low, central, high = (f"{100 * rate:g}" for rate in GROWTH)
    return (
        f"GDP of {len(carried)} of {len(size)} years is carried from the nearest "
        f"({join([str(year) for year in sorted(set(carried))])}) at {central} % real growth a year "
        f"(assumed, {low} to {high})"
    )


def _apart(year: int, cell: Cell) -> str:
    distance = year - cell.first_year
    return f"{abs(distance)} years {'on' if distance > 0 else 'back'}"
