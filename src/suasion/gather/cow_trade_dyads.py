"""Trade between two states (Correlates of War): one observation a pair, year and direction."""

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
    """Return imports as the importer reports them, and the same figures as the exporter's exports."""
    for sheet in tables["dyads"]:
        when = years(sheet)
        one, other = by_cow(sheet, "ccode1", when, problems), by_cow(sheet, "ccode2", when, problems)
        for importer, exporter, flow in ((one, other, "flow1"), (other, one, "flow2")):
            value = sheet.array(flow) * 1e6
            yield observations(
                sheet, indicator="imports", actor=importer, partner=exporter, first_year=when, value=value
            )
            yield observations(
                sheet, indicator="exports", actor=exporter, partner=importer, first_year=when, value=value,
                label="as the importer reports it",
            )  # fmt: skip
