"""GDP, population, exchange rates and prices (World Bank): one observation a state, year and indicator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_code
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import mapped, observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_ECONOMIES: Final = frozenset({"state", "territory"})  # the bank's groups have codes too, some an organisation's


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return gross domestic product in current dollars, population, exchange rates and price indices."""
    for whole in [*tables.get("api", []), *tables.get("wide", [])]:
        every = mapped(whole, "indicator", dataset.codes["indicators"], problems)
        sheet, kinds = whole.keep(np.asarray(pc.is_valid(every))), every.drop_null()
        yield observations(
            sheet,
            indicator=kinds,
            actor=by_code(sheet, "iso3", dataset, problems, kinds=_ECONOMIES),
            first_year=years(sheet),
            value=sheet["value"],
        )
