"""Visits between China and its neighbours (AidData): one observation a state, year and kind."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from suasion.gather.codes import by_name
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return visits, China with partner; the set counts both directions as one."""
    for sheet in tables["country_year"]:
        partner = by_name(sheet, "receiving_country", years(sheet), dataset, problems)
        for column, indicator in (("government", "visit"), ("military", "visit-military")):
            yield observations(
                sheet,
                indicator=indicator,
                actor="CHN",
                partner=partner,
                first_year=years(sheet),
                value=sheet[column],
                label="visits between the two in either direction or in a third place, counted together",
            )
