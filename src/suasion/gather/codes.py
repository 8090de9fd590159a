"""Names and numbers of states, as data sets write them, to our actor codes; what is unknown is named, never guessed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.codebook import actor
from suasion.errors import UnknownActorError
from suasion.gather.dataset import Dataset
from suasion.gather.problems import Problems, listed
from suasion.gather.tables import Sheet

Years = NDArray[np.int64]


def by_name(
    sheet: Sheet, column: str, years: Years | None, dataset: Dataset, problems: Problems, *, dates: pa.Array = None
) -> pa.Array:
    """Return the actor code of each name in a column, null where none fits.

    Parameters
    ----------
    sheet
        The table.
    column
        Our name of the column; problems call it so.
    years
        The year of each row, shape (n_rows,), 0 for none: a name means who bore it then. None: the name alone.
    dataset
        Its ``codes["names"]`` say what spellings of its own mean; "" means no actor.
    problems
        Takes the names that are no actor, grouped.
    dates
        ISO days, for rows that have one: in a year in which a name passes to another actor, the day decides.
        Without it the actor at the end of the year does.
    """
    own = dataset.codes.get("names", {})

    def code(name: Any, year: int | None) -> str | None:
        if name in own:
            return own[name] or None
        return _dated(name, year)

    codes = _coded(sheet, column, years, code, problems)
    if dates is None or years is None:
        return codes
    before = _coded(sheet, column, years, lambda name, year: actor.resolve(name, f"{year or 0:04d}-01-01"), None)
    turning = pc.fill_null(pc.and_(pc.not_equal(codes, before), pc.is_valid(dates)), False)
    pairs = zip(sheet[column].filter(turning).to_pylist(), dates.filter(turning).to_pylist(), strict=True)
    return pc.replace_with_mask(codes, turning, pa.array([_on(name, day) for name, day in pairs], pa.string()))


@functools.cache
def _on(name: str, day: str) -> str | None:
    return actor.resolve(name, day)


def by_cow(sheet: Sheet, column: str, years: Years, problems: Problems) -> pa.Array:
    """Return the actor code of each Correlates of War number in a column, null where none had it that year.

    Where two numbers are one actor in one year (260 and 255, Germany in 1990), the rows of the number that it has now
    count and the others do not: they would be one state's figure twice.
    """
    numbers, codes = sheet.array(column), _coded(sheet, column, years, _cow, problems)
    words = codes.dictionary_encode()
    place = np.asarray(pc.fill_null(words.indices, -1).to_numpy(zero_copy_only=False), dtype=np.int64)
    now = [actor.actor(code).cow or 0 for code in words.dictionary.to_pylist()]
    old = np.array([*now, 0])[place] != numbers  # place -1 takes the last, for rows without a code
    pairs, inverse = np.unique(place * 10_000 + years, return_inverse=True)
    has_now = np.zeros(len(pairs), dtype=bool)
    has_now[inverse[~old]] = True
    twice = old & has_now[inverse] & (place >= 0)
    problems.add(
        f"{column}: a state that changed its number has both that year; the rows of its earlier number do not count.",
        input=sheet.file, rows=sheet.rows[twice], severity="warning",
    )  # fmt: skip
    return pc.if_else(pa.array(twice), None, codes)


def _cow(number: Any, year: int | None) -> str | None:
    when = int(year or 0)
    # A row in the year in which a number began after July, or ended before, is of the actor that had it next to it.
    found = (actor.from_cow(int(number), y) for y in (when, when + 1, when - 1))
    return next((code for code in found if code is not None), None)


def by_code(
    sheet: Sheet, column: str, dataset: Dataset, problems: Problems, *, kinds: frozenset[str] | None = None
) -> pa.Array:
    """Return a column of ISO 3166 alpha-3 codes and acronyms, null where none is an actor's.

    Parameters
    ----------
    sheet, column, dataset, problems
        As for `by_name`.
    kinds
        The kinds of actor to take, such as states; all where None.
    """
    own = dataset.codes.get("names", {})

    def code(word: Any, _: int | None) -> str | None:
        try:
            found = actor.actor(own.get(word, word))
        except UnknownActorError:
            return None
        return found.code if kinds is None or found.kind in kinds else None

    return _coded(sheet, column, None, code, problems)


def _dated(name: str, year: int | None) -> str | None:
    if year is None:
        return actor.resolve(name)
    # A state that began or ended within the year had the name on one of its ends.
    return actor.resolve(name, f"{year:04d}-12-31") or actor.resolve(name, f"{year:04d}-01-01")


def _coded(
    sheet: Sheet,
    column: str,
    years: Years | None,
    code: Callable[[Any, int | None], str | None],
    problems: Problems | None,
) -> pa.Array:
    """Return the code of each row, worked out once for each name and year that differ."""
    encoded = sheet[column].dictionary_encode()
    index = encoded.indices
    place = np.asarray(pc.fill_null(index, -1).to_numpy(zero_copy_only=False), dtype=np.int64)
    when = np.zeros(len(place), dtype=np.int64) if years is None else np.asarray(years, dtype=np.int64)
    keys, inverse = np.unique(place * 10_000 + when, return_inverse=True)
    names = encoded.dictionary.to_pylist()
    codes = [None if key < 0 else code(names[key // 10_000], int(key % 10_000) or None) for key in keys]
    coded = pa.array(codes, pa.string()).take(pa.array(inverse))
    unknown = np.asarray(pc.is_null(coded))
    if problems is not None and unknown.any():
        words = sheet[column].filter(pa.array(unknown)).to_pylist()
        said = ["nothing" if word is None else str(word) for word in words]
        problems.add(
            f"{column}: {len(set(said))} names or codes are no actor at their date: {listed(said)}; "
            f"{len(said):,} rows left out.",
            input=sheet.file,
            rows=sheet.rows[unknown],
            severity="warning",
            remedy="Groups of states and armed groups are rightly left out; correct the name of a state in the file.",
        )
    return coded
