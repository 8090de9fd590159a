"""Cells to types: text, integers, numbers and dates, with what does not fit named."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.gather.dataset import Column
from suasion.gather.problems import Problems, listed

NOTHING: Final = ("", "NA", "N/A", "n/a", "na", "NaN", "nan", "NULL", "null", "None", "..", ".", "-", "–")
_NUMBER: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_DAY: Final = r"^\d{4}-\d{2}-\d{2}(?:[T ]|$)"
_COMPACT: Final = r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:\d{6})?$"  # GDELT, with or without the time
_WORDED: Final = r"^(?P<day>\d{1,2})[ -](?P<month>[A-Z][a-z]{2,8})[ -](?P<year>\d{4})$"  # ACLED: 16 May 2025
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SERIAL: Final = r"^[1-9]\d{4}(?:\.\d+)?$"
_EXCEL_1970: Final = 25_569


def typed(
    values: pa.Array,
    column: Column,
    *,
    missing: tuple[float, ...],
    rows: NDArray[np.int64],
    problems: Problems,
    input: str,
) -> pa.Array:
    """Return a column in its type: strings, int64, float64, or ISO dates as strings; null where nothing stands.

    Parameters
    ----------
    values
        The cells as the file has them, of any type.
    column
        The type to give, and the name for messages.
    missing
        Numbers that stand for "no figure", such as -9 in the Correlates of War; for numbers only.
    rows
        Where each cell stands, for messages.
    problems
        Takes the cells that are not of the type; they become null.
    input
        The file, for messages.
    """
    if column.type == "text":
        return _text(values)
    if column.type == "date":
        return _dates(values, column, rows, problems, input)
    numbers = _numbers(values, column, rows, problems, input)
    if column.type == "integer":
        whole = pc.equal(pc.floor(numbers), numbers)
        said = numbers.cast(pa.string())
        _complain(pc.invert(whole), said, "whole number", column=column, rows=rows, problems=problems, input=input)
        return pc.if_else(whole, numbers, None).cast(pa.int64())
    if missing:
        numbers = pc.if_else(pc.is_in(numbers, pa.array(missing, pa.float64())), None, numbers)
    return numbers


def _text(values: pa.Array) -> pa.Array:
    text = pc.utf8_trim_whitespace(_decoded(values).cast(pa.string()))
    return pc.if_else(pc.is_in(text, pa.array(("", "NA"))), None, text)


def _decoded(values: pa.Array) -> pa.Array:
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def _numbers(values: pa.Array, column: Column, rows: NDArray[np.int64], problems: Problems, input: str) -> pa.Array:
    values = _decoded(values)
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        text = pc.utf8_trim_whitespace(values.cast(pa.string()))
        text = pc.if_else(pc.is_in(text, pa.array(NOTHING)), None, text)
        good = pc.match_substring_regex(text, _NUMBER)
        _complain(pc.invert(good), text, "number", column=column, rows=rows, problems=problems, input=input)
        return pc.if_else(good, text, None).cast(pa.float64())
    numbers = values.cast(pa.float64(), safe=False)
    return pc.if_else(pc.is_nan(numbers), None, numbers)


def _dates(values: pa.Array, column: Column, rows: NDArray[np.int64], problems: Problems, input: str) -> pa.Array:
    """Return days in ISO form, of any spelling that leaves no doubt: 3/4/2020 does, and is named."""
    values = _decoded(values)
    if pa.types.is_temporal(values.type):
        return pc.strftime(values.cast(pa.timestamp("s")), format="%Y-%m-%d")
    text = pc.utf8_trim_whitespace(values.cast(pa.string()))
    text = pc.if_else(pc.is_in(text, pa.array(NOTHING)), None, text)
    day = pc.if_else(pc.match_substring_regex(text, _DAY), pc.utf8_slice_codeunits(text, 0, 10), None)
    day = pc.coalesce(day, _joined(pc.extract_regex(text, _COMPACT)), _joined(pc.extract_regex(text, _WORDED)))
    day = pc.coalesce(day, _serial(text))
    bad = pc.and_(pc.is_valid(text), pc.is_null(day))
    _complain(bad, text, "date (YYYY-MM-DD)", column=column, rows=rows, problems=problems, input=input)
    return day


def _joined(parts: pa.Array) -> pa.Array:
    """Return year, month and day as one ISO day; a month may be a name."""
    year, month, day = (pc.struct_field(parts, name) for name in ("year", "month", "day"))
    number = pc.index_in(pc.utf8_capitalize(pc.utf8_slice_codeunits(month, 0, 3)), pa.array(_MONTHS))
    named = pc.utf8_lpad(pc.add(number, 1).cast(pa.string()), 2, "0")
    return pc.binary_join_element_wise(
        year, pc.if_else(pc.is_valid(number), named, month), pc.utf8_lpad(day, 2, "0"), "-"
    )


def _serial(text: pa.Array) -> pa.Array:
    """Return the days that Excel keeps as numbers, counted from the end of 1899."""
    number = pc.if_else(pc.match_substring_regex(text, _SERIAL), pc.utf8_slice_codeunits(text, 0, 5), None)
    since_1970 = pc.subtract(number.cast(pa.int32()), pa.scalar(_EXCEL_1970, pa.int32()))
    return pc.strftime(since_1970.cast(pa.date32()).cast(pa.timestamp("s")), format="%Y-%m-%d")


def _complain(
    bad: pa.Array,
    text: pa.Array,
    what: str,
    *,
    column: Column,
    rows: NDArray[np.int64],
    problems: Problems,
    input: str,
) -> None:
    mask = np.asarray(pc.fill_null(bad, False))
    if mask.any():
        said = text.filter(pa.array(mask)).to_pylist()
        problems.add(
            f"column {column.names[0]}: {listed(said, 3)} is no {what}; taken as missing.", input=input,
            rows=rows[mask], remedy="Correct the cells.",
        )  # fmt: skip
