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
from suasion.gather.rows import observations, once_a_year, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return FBIC of A over B with its two parts, A's exports to B, and the GDP of both."""
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
            yield from _gdp(sheet, one, other)


def _gdp(sheet: Sheet, one: pa.Array, other: pa.Array) -> Iterable[pa.Table]:
    """Yield each state's GDP once a year, from the first row that has it, on whichever side the state stands."""
    when = years(sheet)
    stacked = once_a_year(pa.concat_arrays([one, other]), np.concatenate([when, when]))
    for side, actor, where in (("", one, stacked[: len(when)]), ("_b", other, stacked[len(when) :])):
        if f"gdp{side}" in sheet.has:
            yield observations(
                sheet, indicator="gdp", actor=actor, first_year=when, value=sheet[f"gdp{side}"], unit="USD-2011",
                label=_filled(sheet, f"gdp{side}_filled"), where=where,
            )  # fmt: skip


def _filled(sheet: Sheet, column: str) -> pa.Array | None:
    if column not in sheet.has:
        return None
    mark = pc.binary_join_element_wise("filled in by the publisher, code", sheet[column].cast(pa.string()), " ")
    return pc.if_else(pc.fill_null(pc.not_equal(sheet[column], 0), False), mark, None)
