"""Formal Bilateral Influence Capacity (Pardee): index, parts, trade and GDP of a directed pair and year."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_code
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return FBIC of A over B with its two parts, A's exports to B, and A's GDP."""
    for sheet in tables["dyads"]:
        one, other, when = (
            by_code(sheet, "iso3a", dataset, problems),
            by_code(sheet, "iso3b", dataset, problems),
            years(sheet),
        )
        for indicator in ("fbic", "bandwidth", "dependence"):
            name = indicator if indicator == "fbic" else f"fbic-{indicator}"
            yield observations(sheet, indicator=name, actor=one, partner=other, first_year=when, value=sheet[indicator])
        if "exports" in sheet.has:
            yield observations(
                sheet, indicator="exports", actor=one, partner=other, first_year=when, value=sheet["exports"],
                unit="USD-2011", label=_filled(sheet, "exports_filled"),
            )  # fmt: skip
        if "gdp" in sheet.has:
            yield _gdp(sheet, one)


def _gdp(sheet: Sheet, one: pa.Array) -> pa.Table:
    """Return each state's GDP once a year, from the first row that has it."""
    names, when = one.dictionary_encode(), years(sheet)
    keys = np.asarray(pc.fill_null(names.indices, -1).to_numpy(zero_copy_only=False), dtype=np.int64) * 10_000 + when
    first = np.zeros(len(when), dtype=bool)
    first[np.unique(keys, return_index=True)[1]] = True
    return observations(
        sheet, indicator="gdp", actor=one, first_year=when, value=sheet["gdp"], unit="USD-2011",
        label=_filled(sheet, "gdp_filled"), where=first,
    )  # fmt: skip


def _filled(sheet: Sheet, column: str) -> pa.Array | None:
    if column not in sheet.has:
        return None
    mark = pc.binary_join_element_wise("filled in by the publisher, code", sheet[column].cast(pa.string()), " ")
    return pc.if_else(pc.fill_null(pc.not_equal(sheet[column], 0), False), mark, None)
