"""Facts typed from publications, in our own layout: a table and beside it the description of where they are from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any, Final, get_args

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.codebook import INDICATORS
from suasion.codebook.observation import Status
from suasion.codebook.source import Reliability
from suasion.errors import DatasetError
from suasion.gather.codes import by_code
from suasion.gather.dataset import Dataset, Expected
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems, listed
from suasion.gather.rows import observations
from suasion.gather.tables import Sheet
from suasion.gather.unpack import members

__all__ = ["described", "fetch", "rows"]

_NEEDED: Final = ("name", "publisher", "licence", "citation", "released")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE: Final = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def described(data: bytes, file_name: str, dataset: Dataset) -> Dataset:
    """Return the description that came with the table, as one of a data set.

    Raises
    ------
    DatasetError
        If none came, or it does not say what it must.
    """
    texts = [(name, part) for name, part in members(data, file_name) if name.lower().endswith(".toml")]
    if len(texts) != 1:
        raise DatasetError(
            f"{file_name} comes with {len(texts) or 'no'} descriptions. Put one file of the same name, ending in "
            f".toml, beside the table; it says {', '.join(_NEEDED)}."
        )
    name, text = texts[0]
    try:
        said = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DatasetError(f"{name} is not TOML ({error}). Correct it.") from error
    lacks = [key for key in _NEEDED if not said.get(key)]
    if lacks:
        raise DatasetError(f"{name} does not say {', '.join(lacks)}. Add it: a fact without its source is none.")
    if not _DAY.fullmatch(str(said["released"])):
        raise DatasetError(f"{name}: released is {said['released']!r}. Write the day, for example 2022-03-20.")
    return _merged(dataset, said, name)


def _merged(dataset: Dataset, said: dict[str, Any], name: str) -> Dataset:
    text = {key: str(said.get(key, "")) for key in ("name", "publisher", "licence", "citation", "released", "version")}
    expected = said.get("expected", {}).get("rows")
    bounds = (expected, expected) if isinstance(expected, int) else tuple(expected) if expected else None
    reliability = said.get("reliability", dataset.reliability)
    if reliability not in get_args(Reliability):
        raise DatasetError(f"{name}: reliability is {reliability!r}. Write A (reliable) to E, or F (cannot be judged).")
    return msgspec.structs.replace(
        dataset,
        **text,
        title=str(said.get("title") or said.get("table") or said["name"]),
        page=str(said.get("address", "")),
        known_from="date" if said.get("known_from") == "date" else "release",
        reliability=reliability,
        expected=Expected(rows=bounds),
    )


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return the facts, each checked against the codebook."""
    for sheet in tables["facts"]:
        good = np.ones(len(sheet.rows), dtype=bool)
        for column, known, remedy in (
            ("indicator", set(INDICATORS), "Indicators are listed in docs/data.md."),
            ("status", {None, *get_args(Status)}, f"Write {', '.join(get_args(Status))}, or nothing."),
        ):
            good &= _known(sheet, column, known, remedy, problems)
        good &= _dated(sheet, problems)
        yield _observed(sheet.keep(good), dataset, problems)


def _observed(sheet: Sheet, dataset: Dataset, problems: Problems) -> pa.Table:
    said = pc.coalesce(sheet["status"], pc.if_else(pc.is_valid(sheet["value"]), "observed", "missing"))
    empty = np.asarray(pc.and_(pc.equal(said, "observed"), pc.is_null(sheet["value"])))
    full = np.asarray(pc.and_(pc.not_equal(said, "observed"), pc.is_valid(sheet["value"])))
    problems.add("status is observed and there is no value; the rows were left out.", input=sheet.file,
                 rows=sheet.rows[empty], remedy="Write the value, or missing.")  # fmt: skip
    problems.add("there is a value and the status is not observed; the rows were left out.", input=sheet.file,
                 rows=sheet.rows[full], remedy="Take out the value, or the status.")  # fmt: skip
    sheet, said = sheet.keep(~(empty | full)), said.filter(pa.array(~(empty | full)))
    partner = _partners(sheet, dataset, problems)
    actor = by_code(sheet, "actor", dataset, problems)
    own = pa.array([INDICATORS[name].unit for name in sheet["indicator"].to_pylist()], pa.string())
    made = [
        observations(
            sheet,
            indicator=sheet["indicator"],
            actor=actor,
            partner=partner if paired else None,
            item=sheet["item"],
            label=sheet["label"],
            first_year=sheet["first_year"],
            last_year=pc.coalesce(sheet["last_year"], sheet["first_year"]),
            date=sheet["date"],
            value=sheet["value"],
            unit=pc.coalesce(sheet["unit"], own),
            status=said,
            where=np.asarray(pc.is_valid(sheet["partner"])) == paired,
        )
        for paired in (True, False)  # a state's own figure has no partner; a partner unknown to us loses its row
    ]
    return pa.concat_tables(made)


def _partners(sheet: Sheet, dataset: Dataset, problems: Problems) -> pa.Array:
    named = sheet.keep(np.asarray(pc.is_valid(sheet["partner"])))
    codes = dict(
        zip(named["partner"].to_pylist(), by_code(named, "partner", dataset, problems).to_pylist(), strict=True)
    )
    return pa.array([codes.get(name) for name in sheet["partner"].to_pylist()], pa.string())


def _known(sheet: Sheet, column: str, known: set[Any], remedy: str, problems: Problems) -> NDArray[np.bool_]:
    words = sheet[column].to_pylist()
    good = np.array([word in known for word in words], dtype=bool)
    strange = [str(word) for word, fine in zip(words, good, strict=True) if not fine]
    problems.add(
        f"{column}: {listed(strange)} is none of ours; the rows were left out.", input=sheet.file,
        rows=sheet.rows[~good], remedy=remedy,
    )  # fmt: skip
    return good


def _dated(sheet: Sheet, problems: Problems) -> NDArray[np.bool_]:
    good = np.asarray(pc.fill_null(pc.match_substring_regex(sheet["date"], _DATE), True))
    problems.add(
        "date is none; the rows were left out.", input=sheet.file, rows=sheet.rows[~good],
        remedy="Write it as 2022-03-20, 2022-03 or 2022, or leave it empty.",
    )  # fmt: skip
    return good
