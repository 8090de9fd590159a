"""Events in the news between two states (ICEWS): one observation a directed pair, year and kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyarrow as pa

from suasion.gather.codes import by_code
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_KINDS: Final = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return counts of events, source to target."""
    for sheet in tables["dyads"]:
        one, other = by_code(sheet, "i", dataset, problems), by_code(sheet, "j", dataset, problems)
        for kind in _KINDS:
            yield observations(
                sheet,
                indicator=f"events-{kind.replace('_', '-')}",
                actor=one,
                partner=other,
                first_year=years(sheet),
                value=sheet[kind],
            )
