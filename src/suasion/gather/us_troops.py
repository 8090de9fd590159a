"""United States troops abroad (troopdata): one observation a host and year."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_name
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return troops stationed, the United States to host."""
    for sheet in tables["hosts"]:
        host = by_name(sheet, "host", years(sheet), dataset, problems)
        yield observations(
            sheet,
            indicator="troops",
            actor="USA",
            partner=host,
            first_year=years(sheet),
            value=sheet["troops"],
            label="active duty",
            where=np.asarray(pc.fill_null(pc.not_equal(host, "USA"), False)),
        )
