"""The publisher's component columns as numbers, the directed pair and year of each row, and means over three years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import DatasetError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

KEYS: Final = ("iso3a", "iso3b", "year")
WINDOW: Final = 3  # years of the trailing mean; 1, 2, 4 and 5 do not give the publisher's averages
_NOTHING: Final = ("", "NA", "N/A", "NaN", "nan", "null", "NULL", ".")
_SHOWN: Final = 3


class Components:
    """A table of components: each column as float64, NaN where nothing stands or the table lacks the column."""

    def __init__(self, table: pa.Table) -> None:
        """Take a table with the key columns.

        Raises
        ------
        DatasetError
            If a key column is absent, a key is empty, or a directed pair has two rows for one year.
        """
        self._table = table
        self._arrays: dict[str, Floats] = {}
        self.names = frozenset(table.column_names)
        absent = [name for name in KEYS if name not in self.names]
        if absent:
            raise DatasetError(f"the components lack {', '.join(absent)}. Keep the publisher's column names.")
        self.iso3a, self.iso3b = (self._codes(name) for name in KEYS[:2])
        self.year = self._years()
        self.order = self._sorted()

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __getitem__(self, name: str) -> Floats:
        if name not in self._arrays:
            self._arrays[name] = self._numbers(name) if name in self.names else np.full(len(self), np.nan)
        return self._arrays[name]

    def _codes(self, name: str) -> pa.Array:
        codes = pc.utf8_trim_whitespace(_decoded(self._table[name]).cast(pa.string()))
        empty = np.flatnonzero(pc.equal(pc.fill_null(codes, ""), "").to_numpy(zero_copy_only=False))
        if len(empty):
            raise DatasetError(f"components, {rows(empty)}: no {name}. Give every row both states.")
        return codes

    def _years(self) -> Integers:
        years = self["year"]
        odd = np.flatnonzero(~(np.isfinite(years) & (years == np.floor(years))))
        if len(odd):
            raise DatasetError(f"components, {rows(odd)}: no whole year. Give every row the year that it is about.")
        return years.astype(np.int64)

    def _numbers(self, name: str) -> Floats:
        values = _decoded(self._table[name])
        if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
            text = pc.utf8_trim_whitespace(values.cast(pa.string()))
            text = pc.if_else(pc.is_in(text, pa.array(_NOTHING)), None, text)
            try:
                values = text.cast(pa.float64())
            except pa.ArrowInvalid as error:
                raise DatasetError(_no_number(name, text)) from error
        numbers = pc.fill_null(values.cast(pa.float64(), safe=False), np.nan)
        return np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)

    def _sorted(self) -> Integers:
        """Return the rows by pair and year, and see to it that none comes twice; keep the key for `trailing_mean`."""
        pair = pc.binary_join_element_wise(self.iso3a, self.iso3b, ">").dictionary_encode().indices.to_numpy()
        self._key = pair.astype(np.int64) * 10_000 + self.year
        order = np.argsort(self._key, kind="stable")
        self._sorted_key = self._key[order]
        twice = order[1:][self._sorted_key[1:] == self._sorted_key[:-1]]
        if len(twice):
            first = twice[0]
            raise DatasetError(
                f"components, {rows(twice)}: {self.iso3a[first]} over {self.iso3b[first]} in {self.year[first]} "
                "stands there before. Keep one row a directed pair and year."
            )
        return order

    def trailing_mean(self, values: Floats, first_year: int) -> Floats:
        """Return the mean of a year and the two before it, NaN where the table does not have all three.

        Parameters
        ----------
        values
            One number a row, shape (n_rows,).
        first_year
            The year in which the publisher's series begins: until two years later the mean is of what there is.
        """
        total, count = np.zeros(len(self)), np.zeros(len(self))
        for back in range(WINDOW):
            due = self.year - back >= first_year
            at = np.minimum(np.searchsorted(self._sorted_key, self._key - back), len(self) - 1)
            held = self._sorted_key[at] == self._key - back
            earlier = np.where(held, values[self.order[at]], np.nan)
            total += np.where(due, earlier, 0.0)
            count += due
        mean: Floats = np.divide(total, count, out=np.full(len(self), np.nan), where=count > 0)
        return mean


def first_of(*candidates: Floats) -> Floats:
    """Return, row by row, the first of some series that has a number there."""
    found = candidates[0]
    for other in candidates[1:]:
        found = np.where(np.isnan(found), other, found)
    return found


def rows(positions: Sequence[int] | Integers) -> str:
    """Return which rows these are, counted from 1 below the header.

    Examples
    --------
    >>> rows([0, 4, 5, 9])
    'rows 1, 5, 6 and 1 more'
    """
    shown = ", ".join(str(int(position) + 1) for position in positions[:_SHOWN])
    more = len(positions) - _SHOWN
    return f"row{'s' if len(positions) > 1 else ''} {shown}" + (f" and {more:,} more" if more > 0 else "")


def _decoded(values: pa.ChunkedArray) -> pa.Array:
    whole = values.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], whole.type)
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole


def _no_number(name: str, text: pa.Array) -> str:
    good = pc.match_substring_regex(text, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
    bad = np.flatnonzero(pc.fill_null(pc.invert(good), False).to_numpy(zero_copy_only=False))
    said = f": {text[int(bad[0])].as_py()!r} in column {name} is no number" if len(bad) else f": column {name}"
    return f"components, {rows(bad)}{said}. Correct the cell, or leave it empty where nothing is known."
