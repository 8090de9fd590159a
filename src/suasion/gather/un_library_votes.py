"""UN General Assembly votes as the UN's library has them: one observation a vote of a state."""

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
from suasion.gather.rows import mapped, observations
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

LABEL_LENGTH: Final = 160


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return votes coded 1 yes, 2 abstain, 3 no, 0 did not vote."""
    for sheet in tables["votes"]:
        value = mapped(sheet, "vote", dataset.codes["votes"], problems).cast(pa.float64())
        year = pc.utf8_slice_codeunits(sheet["date"], 0, 4).cast(pa.int64())
        title = pc.utf8_slice_codeunits(pc.fill_null(sheet["title"], "untitled"), 0, LABEL_LENGTH)
        yield observations(
            sheet,
            indicator="un-vote",
            actor=by_code(sheet, "code", dataset, problems),
            item=sheet["resolution"],
            label=title,
            date=sheet["date"],
            first_year=year,
            value=value,
            where=np.asarray(pc.and_(pc.is_valid(value), pc.is_valid(sheet["resolution"]))),
        )
