"""Coded events between two states: one observation an event, and one for its intensity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.gather.problems import Problems
from suasion.gather.rows import observations
from suasion.gather.tables import Sheet

# CAMEO's two-digit roots, and what each counts as (Schrodt 2012, CAMEO manual 1.1b3; GDELT's QuadClass): the third of
# verbal cooperation ends with 05, of material cooperation with 08, of verbal conflict with 13.
QUADS: Final = ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict")
_LAST_ROOTS: Final = (5, 8, 13, 20)


def quad_of_cameo(codes: pa.Array) -> pa.Array:
    """Return the indicator of each CAMEO code, null where it is none.

    Parameters
    ----------
    codes
        "042", "0841", "19": a code of two to four digits, whose first two are the root, 01 to 20.

    Examples
    --------
    >>> quad_of_cameo(pa.array(["042", "190", "21", None])).to_pylist()
    ['events-verbal-cooperation', 'events-material-conflict', None, None]
    """
    whole = pc.match_substring_regex(codes, r"^\d{2,4}$")
    root = pc.if_else(whole, pc.utf8_slice_codeunits(codes, 0, 2), None).cast(pa.int64())
    number = np.asarray(pc.fill_null(root, 0).to_numpy(zero_copy_only=False))
    return quads(np.where((number >= 1) & (number <= _LAST_ROOTS[-1]), np.searchsorted(_LAST_ROOTS, number) + 1, 0))


def quads(numbers: NDArray[np.int64]) -> pa.Array:
    """Return the indicators of the four classes, 1 to 4; null for any other number."""
    names = pa.array([None, *(f"events-{quad}" for quad in QUADS)], pa.string())
    return names.take(pa.array(np.where((numbers >= 1) & (numbers <= len(QUADS)), numbers, 0)))


def between_states(sheet: Sheet, columns: tuple[str, str], problems: Problems) -> Sheet:
    """Return the events that name a country on both sides, and not the same; how many do not is said.

    Parameters
    ----------
    sheet
        Events, shape (n_rows,) a column.
    columns
        Our names of the two columns of countries.
    problems
        Takes the count of the others: events at home, and of actors without a country.
    """
    one, other = (sheet[column] for column in columns)
    both = np.asarray(pc.fill_null(pc.not_equal(one, other), False))
    problems.add(
        f"{int((~both).sum()):,} of {len(both):,} events are not between two countries and were left out.",
        input=sheet.file, rows=sheet.rows[~both], severity="warning",
    )  # fmt: skip
    return sheet.keep(both)


def event_rows(
    sheet: Sheet,
    *,
    kind: pa.Array,
    actor: pa.Array,
    partner: pa.Array,
    date: pa.Array,
    item: pa.Array,
    label: pa.Array,
    intensity: Any,
    known: pa.Array | None = None,
) -> Iterator[pa.Table]:
    """Yield a row for each event under its class, value 1, and one for its intensity.

    Parameters
    ----------
    sheet
        Events, shape (n_rows,) a column; so are all others.
    kind
        The indicator of its class; events without one are left out.
    actor, partner
        Codes of who did it to whom.
    date, item, label
        ISO day, a name of its own, and what a person needs to read.
    intensity
        -10 (hostile) to 10 (friendly).
    known
        ISO day from which it could be known; the data set's own where None.
    """
    day = pc.fill_null(pc.utf8_slice_codeunits(date, 0, 4).cast(pa.int64()), 0)
    coded = np.asarray(pc.and_(pc.is_valid(kind), pc.is_valid(date)))
    given = coded & np.asarray(pc.is_valid(intensity))
    for indicator, value, where in ((kind, 1.0, coded), ("event-intensity", intensity, given)):
        yield observations(
            sheet,
            indicator=indicator,
            actor=actor,
            partner=partner,
            first_year=day,
            value=value,
            item=item,
            label=label,
            date=date,
            known=known,
            where=where,
        )
