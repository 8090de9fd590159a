"""Alliances (ATOP): one observation a directed pair and year, whether a defence pact binds the first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa

from suasion.gather.codes import by_cow
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_DUTIES: Final = (("defense", "defence"), ("offense", "offence"), ("neutral", "neutrality"),
                  ("nonagg", "non-aggression"), ("consul", "consultation"))  # fmt: skip


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return defence pacts, first to second; ``label`` names all obligations."""
    for sheet in tables["directed"]:
        when = years(sheet)
        yield observations(
            sheet,
            indicator="alliance-defense",
            actor=by_cow(sheet, "ccode1", when, problems),
            partner=by_cow(sheet, "ccode2", when, problems),
            first_year=when,
            value=sheet["defense"],
            label=_obligations(sheet),
        )


def _obligations(sheet: Sheet) -> pa.Array:
    """Return each row's obligations in words; there are 32 sets of five."""
    marks = [np.nan_to_num(sheet.array(column)) == 1 for column, _ in _DUTIES]
    kind = np.sum([mark.astype(np.int64) << i for i, mark in enumerate(marks)], axis=0)
    said = [", ".join(word for i, (_, word) in enumerate(_DUTIES) if n >> i & 1) or "none named" for n in range(32)]
    return pa.array([f"obligations: {words}" for words in said]).take(pa.array(kind))
