"""Names and numbers of states, as data sets write them, to our actor codes; what is unknown is named, never guessed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, Literal

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


def by_cow(
    sheet: Sheet,
    column: str,
    years: Years,
    problems: Problems,
    *,
    spells: bool = False,
    own: Mapping[str, str] | None = None,
) -> pa.Array:
    """Return the actor code of each Correlates of War number in a column, null where none had it that year.

    Parameters
    ----------
    sheet, column, years, problems
        As for `by_name`.
    spells
        Whether rows are spells that begin in their year. In a table of years, where two numbers are one actor in one
        year (260 and 255, Germany in 1990), the rows of the number that it has now count and the others do not: they
        would be one state's figure twice. Two spells that begin in one year may be of different things.
    own
        Actors by number, for years in which the list has none: how the publisher uses a number beyond its system.
    """
    code = _system(actor.from_cow, own or {})
    return _by_number(sheet, column, years, problems, code=code, number_now=lambda c: actor.actor(c).cow, spells=spells)


def by_gw(
    sheet: Sheet,
    column: str,
    years: Years,
    problems: Problems,
    *,
    spells: bool = False,
    own: Mapping[str, str] | None = None,
) -> pa.Array:
    """Return the actor code of each Gleditsch-Ward number in a column; as `by_cow`, of the other system."""
    code = _system(actor.from_gw, own or {})
    return _by_number(sheet, column, years, problems, code=code, number_now=lambda c: actor.actor(c).gw, spells=spells)


def _system(from_number: Callable[[int, int], str | None], own: Mapping[str, str]) -> Callable[[Any, Any], str | None]:
    def code(number: Any, year: int | None) -> str | None:
        if number is None:
            return None
        # A row in the year in which a number began after July, or ended before, is of the actor that had it next to it.
        when = int(year or 0)
        found = (from_number(int(number), y) for y in (when, when + 1, when - 1))
        return next((code for code in found if code is not None), own.get(str(number)))

    return code


def _by_number(
    sheet: Sheet,
    column: str,
    years: Years,
    problems: Problems,
    *,
    code: Callable[[Any, int | None], str | None],
    number_now: Callable[[str], int | None],
    spells: bool,
) -> pa.Array:
    numbers, codes = sheet.array(column), _coded(sheet, column, years, code, problems)
    if spells:
        return codes
    words = codes.dictionary_encode()
    place = np.asarray(pc.fill_null(words.indices, -1).to_numpy(zero_copy_only=False), dtype=np.int64)
    now = [number_now(code) or 0 for code in words.dictionary.to_pylist()]
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


def by_table(
    sheet: Sheet,
    column: str,
    years: Years,
    dataset: Dataset,
    problems: Problems,
    *,
    system: Literal["m49", "fips", "iso2"],
) -> pa.Array:
    """Return a column of numbers or letters of another code system as actor codes, null where none is an actor's.

    Parameters
    ----------
    sheet, column, years, dataset, problems
        As for `by_name`.
    system
        "m49": the numbers of ISO 3166 and of the United Nations' statistics, with or without leading zeros;
        "fips": the two letters of FIPS 10-4, which GDELT uses for places; "iso2": ISO 3166 alpha-2 in any case.

    Notes
    -----
    A number that passed from one state to another (891, Yugoslavia and then Serbia and Montenegro) is of the one that
    bore it in the row's year. `country_codes.tsv` has the first two, from ISO 3166-1, the UN's M49 and FIPS 10-4.
    """
    own = dataset.codes.get("names", {})

    def code(word: Any, year: int | None) -> str | None:
        said = str(word)
        if said in own:
            return own[said] or None
        if system == "iso2":
            return actor.from_iso2(said.upper())
        spells = _other_codes().get((system, said.zfill(3) if system == "m49" else said), ())
        return next((c for c, first, last in spells if year is None or first <= year <= last), None)

    return _coded(sheet, column, years, code, problems)


@functools.cache
def _other_codes() -> dict[tuple[str, str], list[tuple[str, int, int]]]:
    found: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    table = files("suasion.gather").joinpath("country_codes.tsv").read_text(encoding="utf-8")
    for line in table.splitlines()[1:]:
        system, code, bearer, first, last = line.split("\t")
        found.setdefault((system, code), []).append((bearer, int(first or 0), int(last or 9_999)))
    return found


def last_year(code: str) -> int | None:
    """Return the last year in which an actor was there, None where it still is.

    Examples
    --------
    >>> last_year("SUN"), last_year("KHM")
    (1991, None)
    """
    ended = actor.actor(code).valid_to
    return int(ended[:4]) if ended else None


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
