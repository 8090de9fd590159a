"""Tables that hold observations as they are: read from the description alone, without a module of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.errors import DatasetError
from suasion.gather.codes import by_code, by_cow, by_gw, by_name, by_table
from suasion.gather.dataset import Dataset, Series
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows", "said"]

_FIELD: Final = re.compile(r"\{(\w+)(?::0(\d))?\}")


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return what each of the description's ``series`` says of each table."""
    for form, sheets in tables.items():
        wanted = [series for series in dataset.series if series.table == form]
        for sheet in sheets:
            yield from _of_sheet(sheet, wanted, dataset, problems)


def _of_sheet(sheet: Sheet, wanted: list[Series], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    coded: dict[tuple[str, str], pa.Array] = {}  # several series of one table share their actors, and their problems
    for series in wanted:
        first = _years(sheet, series.first_year)
        for who in (series.actor, series.partner):
            if who and (who, series.first_year) not in coded:
                spells = bool(series.last_year)
                coded[who, series.first_year] = _actors(sheet, who, first, dataset, problems, spells=spells)
        value = sheet.array(series.value) * series.scale if isinstance(series.value, str) else float(series.value)
        yield observations(
            sheet,
            indicator=series.indicator,
            actor=coded[series.actor, series.first_year],
            partner=coded[series.partner, series.first_year] if series.partner else None,
            first_year=first,
            last_year=_years(sheet, series.last_year) if series.last_year else None,
            value=np.broadcast_to(value, len(sheet.rows)).astype(np.float64),
            item=said(sheet, series.item, dataset) if series.item else None,
            label=said(sheet, series.label, dataset, unknown="unknown") if series.label else None,
            date=said(sheet, series.date, dataset) if series.date else None,
            unit=series.unit,
        )


def _actors(
    sheet: Sheet, who: str, years: NDArray[np.int64], dataset: Dataset, problems: Problems, *, spells: bool
) -> pa.Array:
    if who.startswith("="):
        return pa.repeat(who[1:], len(sheet.rows)).cast(pa.string())
    system, _, column = who.partition(":")
    match system:
        case "cow":
            return by_cow(sheet, column, years, problems, spells=spells, own=dataset.codes.get("numbers"))
        case "gw":
            return by_gw(sheet, column, years, problems, spells=spells, own=dataset.codes.get("numbers"))
        case "name":
            return by_name(sheet, column, years, dataset, problems)
        case "iso3":
            return by_code(sheet, column, dataset, problems)
        case "iso2" | "m49" | "fips":
            return by_table(sheet, column, years, dataset, problems, system=system)
    raise DatasetError(f"{dataset.name}: {who!r} names no code system. Write cow:, gw:, name:, iso3:, iso2:, m49:.")


def _years(sheet: Sheet, column: str) -> NDArray[np.int64]:
    """Return the years of a column of years or of ISO dates, 0 where none is given."""
    values = sheet[column]
    if pa.types.is_string(values.type):
        values = pc.utf8_slice_codeunits(values, 0, 4).cast(pa.int64())
    given = np.asarray(pc.fill_null(values, 0).to_numpy(zero_copy_only=False)).astype(np.int64)
    return np.where((given > 0) & (given < 10_000), given, 0)


def said(sheet: Sheet, template: str, dataset: Dataset, *, unknown: str | None = None) -> pa.Array:
    """Return a text for each row of a sheet, with the row's own cells in it.

    Parameters
    ----------
    sheet
        The table, shape (n_rows,) a column.
    template
        "mid-{dispnum}": a column's name in braces stands for its cell, ``{month:02}`` for a number of two digits.
        A column whose name stands under the description's ``codes`` is said in the words found there.
    dataset
        The description.
    unknown
        Stands for an empty cell; where None, a row with an empty cell has no text.
    """
    pieces: list[pa.Array | str] = []
    end = 0
    for field in _FIELD.finditer(template):
        pieces += [template[end : field.start()], _cell(sheet[field[1]], field[2], dataset.codes.get(field[1], {}))]
        end = field.end()
    pieces.append(template[end:])
    if unknown is None:
        return pc.binary_join_element_wise(*pieces, "")
    return pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement=unknown)


def _cell(values: pa.Array, digits: str | None, words: dict[str, str]) -> pa.Array:
    if pa.types.is_floating(values.type) and pc.all(pc.equal(pc.floor(values), values)).as_py() is not False:
        values = values.cast(pa.int64())  # 3, not 3.0
    text = values.cast(pa.string())
    if digits:
        text = pc.utf8_lpad(text, int(digits), "0")
    if not words:
        return text
    encoded = text.dictionary_encode()
    meant = pa.array([words.get(word, word) or None for word in encoded.dictionary.to_pylist()], pa.string())
    return meant.take(encoded.indices)
