"""A data set as its description says it is: publisher, licence, form of its files, what it feeds."""

from __future__ import annotations

import fnmatch
import functools
import tomllib
from importlib.resources import files
from typing import Final, Literal, get_args

import msgspec

from suasion.codebook import INDICATORS
from suasion.codebook.source import Reliability
from suasion.errors import DatasetError

ColumnType = Literal["text", "integer", "number", "date"]
Renewed = Literal["", "day", "week", "month", "year"]


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column that we read: its type, and the names that publishers give it."""

    type: ColumnType
    names: tuple[str, ...]
    optional: bool = False


class TableForm(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of table that a data set's files may hold.

    ``columns`` maps our names to type and publishers' names: ``["number?", "Value", "OBS_VALUE"]``, where ``?``
    says that the column may be absent. ``also`` are columns of the publisher that we leave on purpose
    (patterns such as ``norm_*``); any other column is new to us and is reported. ``spread`` is a pattern of the
    columns that are years: they become rows, with columns ``year`` and ``value``. ``header`` names the columns, in
    their order, of files that have no header line. ``quoted`` is false where a quotation mark is a character like any
    other. ``counted`` is how many columns there are of a name with ``#`` in it: c1, c2 and so on.
    """

    columns: dict[str, tuple[str, ...]]
    also: tuple[str, ...] = ()
    spread: str = ""
    header: tuple[str, ...] = ()
    quoted: bool = True
    counted: int = 0
    since: int = 0

    @property
    def wanted(self) -> dict[str, Column]:
        """The columns, taken apart."""
        return {ours: column for name, said in self.columns.items() for ours, column in _columns(name, said, self)}


def _columns(name: str, said: tuple[str, ...], form: TableForm) -> list[tuple[str, Column]]:
    numbers = [str(n) for n in range(1, form.counted + 1)] if "#" in name else [""]
    return [(name.replace("#", n), _column(name, tuple(word.replace("#", n) for word in said))) for n in numbers]


def _column(ours: str, said: tuple[str, ...]) -> Column:
    kind = said[0].rstrip("?")
    if kind not in get_args(ColumnType) or len(said) < 2:
        raise DatasetError(f"column {ours}: {said!r} is no type with names. Write for example ['number?', 'Value'].")
    return Column(type=msgspec.convert(kind, ColumnType), names=said[1:], optional=said[0].endswith("?"))


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator that a table holds as it is, so that `suasion.gather.series` needs no module to read it.

    ``actor`` and ``partner`` name a code system and a column: "cow:ccode1", "gw:gwno", "iso3:iso3c", "iso2:country",
    "m49:reporter", "name:country"; "=USA" is one actor throughout, "" is no partner. ``value`` is a column, or a number
    that stands for each row. ``first_year`` and ``last_year`` are columns of years or of ISO dates. ``item``,
    ``label`` and ``date`` are texts with columns in them: "mid-{dispnum}", "{year:04}-{month:02}-{day:02}"; a column
    whose name stands under ``codes`` is said in those words. ``scale`` makes the indicator's unit out of the file's.
    """

    table: str
    indicator: str
    actor: str
    value: str | float
    partner: str = ""
    first_year: str = "year"
    last_year: str = ""
    item: str = ""
    label: str = ""
    date: str = ""
    scale: float = 1.0
    unit: str | None = None


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """The counts that a whole file of the release has; outside them it is cut short or of another release.

    ``values`` are the least and the most that a value of each indicator can be: what lies outside is no figure and is
    left out.
    """

    rows: tuple[int, int] | None = None
    years: tuple[int, int] | None = None
    values: dict[str, tuple[float, float]] = {}


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a data set before its file is read.

    ``released`` is the ISO date from which its rows count as known; ``released_basis`` says where the date comes
    from. ``known_from`` "date" says that each row was public on its own date, before the data set was. ``files``
    are patterns of its files' names, for picking them out of a folder, and ``beside`` those of files of other sets
    that it needs too; ``fetched`` the addresses that `fetch` asks,
    empty where the publisher has no plain address. ``renewed`` is how often the publisher brings out a newer release,
    "" where the set is closed or the publisher does not say. ``live`` says whether `fetch` has met the service.
    ``codes`` are the publisher's words that the connector maps: what stands under ``names`` are actors that the
    actor list does not know by that spelling ("" for: no actor). ``module`` is the module that reads it, by default
    the one of the description's own name; ``series`` is what the module of that name needs to know.
    """

    name: str
    title: str
    publisher: str
    page: str
    version: str
    released: str
    released_basis: str
    licence: str
    citation: str
    coverage: str
    units: str
    feeds: tuple[str, ...]
    reliability: Reliability
    live: str
    files: tuple[str, ...]
    tables: dict[str, TableForm]
    beside: tuple[str, ...] = ()
    known_from: Literal["release", "date"] = "release"
    fetched: tuple[str, ...] = ()
    renewed: Renewed = ""
    missing: tuple[float, ...] = ()
    expected: Expected = Expected()
    codes: dict[str, dict[str, str]] = {}
    series: tuple[Series, ...] = ()
    notes: str = ""
    module: str = ""


HERE: Final = "suasion.gather"


@functools.cache
def _all() -> dict[str, Dataset]:
    found = {}
    for entry in sorted(files(HERE).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            said = tomllib.loads(entry.read_text(encoding="utf-8"))
            dataset = msgspec.convert({"module": entry.name.removesuffix(".toml")} | said, Dataset)
            unknown = sorted(set(dataset.feeds) - set(INDICATORS))
            if unknown:
                raise DatasetError(f"{entry.name}: {', '.join(unknown)} is no indicator. Add it to the codebook.")
            found[dataset.name] = dataset
    return found


def known() -> list[Dataset]:
    """Return the descriptions of all data sets that can be gathered, by name.

    Examples
    --------
    >>> "un-votes" in [dataset.name for dataset in known()]
    True
    """
    return sorted(_all().values(), key=lambda dataset: dataset.name)


def describe(name: str) -> Dataset:
    """Return the description of a data set.

    Parameters
    ----------
    name
        As `known` lists it, or the name of one of its files ("fbic_18_states"); an underscore counts as a hyphen.

    Raises
    ------
    DatasetError
        If there is none of that name; the message lists those there are.
    """
    found = _all().get(name.replace("_", "-").lower()) or _of_file(name)
    if found is None:
        names = ", ".join(dataset.name for dataset in known())
        raise DatasetError(f"{name!r} is no data set that can be gathered. Choose one of: {names}.")
    return found


def _of_file(name: str) -> Dataset | None:
    """Return the data set that has files of that name, if one alone has."""
    spellings = {name.lower(), name.lower().replace("-", "_")}
    fits = [
        dataset
        for dataset in known()
        if any(fnmatch.fnmatch(s, pattern.lower()) for s in spellings for pattern in dataset.files if pattern != "*")
    ]
    return fits[0] if len(fits) == 1 else None
