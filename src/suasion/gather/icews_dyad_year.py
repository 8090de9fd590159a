"""Events in the news between two states (ICEWS), by pair and year and kind; and each state's product and people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyarrow as pa

from suasion.gather.codes import by_code
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, once_a_year, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_KINDS: Final = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
# The package only says "GDP" and "World Bank". The figures are those of NY.GDP.MKTP.KD with base 2015: they rise by
# real growth alone (Cambodia 7.1 % in 2014), and 2014 times the growth of 2015 is the current product of 2015
# (Russia 1.391 trillion dollars and -2.0 %: 1.363; the Philippines 288 billion and 6.3 %: 306).
GDP_UNIT: Final = "USD-2015"


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return counts of events, source to target, and the sources' GDP and population, once a year."""
    for sheet in tables["dyads"]:
        one, other = by_code(sheet, "i", dataset, problems), by_code(sheet, "j", dataset, problems)
        when = years(sheet)
        for kind in _KINDS:
            yield observations(
                sheet,
                indicator=f"events-{kind.replace('_', '-')}",
                actor=one,
                partner=other,
                first_year=when,
                value=sheet[kind],
            )
        # Every state stands on both sides, so the source's columns hold all.
        once = once_a_year(one, when)
        for indicator, unit in (("gdp", GDP_UNIT), ("population", None)):
            if indicator in sheet.has:
                yield observations(
                    sheet,
                    indicator=indicator,
                    actor=one,
                    first_year=when,
                    value=sheet[indicator],
                    unit=unit,
                    where=once,
                )
