"""China's official finance (AidData GCDF 3.0): commitments by recipient, year and kind, or project by project."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_code, by_cow
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import mapped, observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_KINDS = (("oda", "finance-oda"), ("oof", "finance-oof"), ("vague", "finance-vague"))


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return commitments, China to recipient."""
    for sheet in tables.get("country_year", []):
        recipient = by_cow(sheet, "ccode", years(sheet), problems)
        for column, indicator in _KINDS:
            yield observations(
                sheet, indicator=indicator, actor="CHN", partner=recipient, first_year=years(sheet),
                value=sheet[column], label="sum of projects, adjusted amounts",
            )  # fmt: skip
    for sheet in tables.get("projects", []):
        yield _projects(sheet, dataset, problems)


def _projects(sheet: Sheet, dataset: Dataset, problems: Problems) -> pa.Table:
    advised = sheet.keep(np.asarray(pc.fill_null(pc.equal(pc.utf8_lower(sheet["recommended"]), "yes"), False)))
    every = mapped(advised, "flow_class", dataset.codes["flow_classes"], problems)
    sheet, kinds = advised.keep(np.asarray(pc.is_valid(every))), every.drop_null()
    return observations(
        sheet,
        indicator=kinds,
        actor="CHN",
        partner=by_code(sheet, "iso3", dataset, problems),
        first_year=sheet["year"],
        item=pc.binary_join_element_wise("gcdf", sheet["record"], "-"),
        label=pc.utf8_slice_codeunits(pc.fill_null(sheet["title"], "untitled"), 0, 160),
        value=sheet["amount"],
    )
