"""Each state's total trade (Correlates of War): one observation a state, year and direction."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from suasion.gather.codes import by_cow
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return exports to and imports from all, in full current dollars."""
    for sheet in tables["states"]:
        state = by_cow(sheet, "ccode", years(sheet), problems)
        for indicator in ("exports", "imports"):
            yield observations(
                sheet, indicator=indicator, actor=state, first_year=years(sheet), value=sheet.array(indicator) * 1e6
            )
