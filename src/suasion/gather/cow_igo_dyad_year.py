"""Shared memberships in organisations (Correlates of War): one observation a pair and year."""

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
    """Return how many organisations a pair shares; undirected, one row a pair."""
    for sheet in tables["dyads"]:
        when = years(sheet)
        yield observations(
            sheet,
            indicator="igo-shared",
            actor=by_cow(sheet, "ccode1", when, problems),
            partner=by_cow(sheet, "ccode2", when, problems),
            first_year=when,
            value=sheet["shared"],
        )
