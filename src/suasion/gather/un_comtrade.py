"""Trade between states (UN Comtrade): one observation a reporter, partner, year and direction, and the totals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.gather.codes import by_table
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.mirror import name_mirror_gaps
from suasion.gather.problems import Problems
from suasion.gather.rows import mapped, observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_WORLD: Final = "0"
# What each column says of a row that stands for all of a year's goods: anything else is a part of such a row.
_WHOLE: Final = (
    ("type", "C"), ("frequency", "A"), ("commodity", "TOTAL"), ("second", "0"), ("customs", "C00"), ("supply", "0"),
    ("transport", "0"),
)  # fmt: skip


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return exports and imports as each reporter gives them, and name pairs whose books differ."""
    parts = [part for sheet in tables["flows"] for part in _flows(sheet, dataset, problems)]
    if parts:
        name_mirror_gaps(pa.concat_tables(parts), problems)
    yield from parts


def _flows(every: Sheet, dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    whole = _whole(every)
    problems.add(
        "rows are parts of a year's goods (a commodity, a month, a mode of transport) and were left out.",
        input=every.file, rows=every.rows[~whole], severity="warning", remedy="Ask the API for cmdCode TOTAL.",
    )  # fmt: skip
    sheet = every.keep(whole)
    kinds = mapped(sheet, "flow", dataset.codes["flows"], problems)
    sheet, kinds = sheet.keep(np.asarray(pc.is_valid(kinds))), kinds.drop_null()
    world = np.asarray(pc.fill_null(pc.equal(sheet["partner"], _WORLD), False))
    for where, paired in ((~world, True), (world, False)):
        part, kind = sheet.keep(where), kinds.filter(pa.array(where))
        if not len(part.rows):
            continue
        when = years(part)
        yield observations(
            part,
            indicator=kind,
            actor=by_table(part, "reporter", when, dataset, problems, system="m49"),
            partner=by_table(part, "partner", when, dataset, problems, system="m49") if paired else None,
            first_year=when,
            value=part["value"],
            label="as the reporter gives it",
        )


def _whole(sheet: Sheet) -> NDArray[np.bool_]:
    good = np.ones(len(sheet.rows), dtype=bool)
    for column, wanted in _WHOLE:
        if column in sheet.has:
            good &= np.asarray(pc.fill_null(pc.equal(sheet[column], wanted), False))
    return good
