"""Backgrounds of leaders (LEAD): one observation a term and trait; Archigos says of which state and when."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import DatasetError
from suasion.gather.codes import by_gw
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, years
from suasion.gather.series import said
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return what each leader had done before, by term and trait."""
    if not ("traits" in tables and "terms" in tables):
        raise DatasetError("lead needs two tables: its own and Archigos's. Give both: --from LEAD --from ARCHIGOS.")
    terms = pa.concat_tables([sheet.data for sheet in tables["terms"]])
    for every in tables["traits"]:
        sheet = _placed(every, terms, problems)
        state = by_gw(sheet, "state", years(sheet, "first"), problems, spells=True, own=dataset.codes["numbers"])
        for trait, words in dataset.codes["traits"].items():
            yield observations(
                sheet,
                indicator="leader-background",
                actor=state,
                item=said(sheet, f"{{term}}/{trait}", dataset),
                label=said(sheet, f"{{leader}}: {words}", dataset, unknown="a leader without a name"),
                date=sheet["start"],
                first_year=sheet["first"],
                last_year=sheet["last"],
                value=sheet[trait],
                unit="years" if trait == "yrsexper" else None,
            )


def _placed(sheet: Sheet, terms: pa.Table, problems: Problems) -> Sheet:
    """Return the traits with state, name and days of their term."""
    index = pc.index_in(sheet["term"], terms["term"].combine_chunks())
    lost = np.asarray(pc.is_null(index))
    problems.add(
        "terms are not in Archigos's table and were left out.", input=sheet.file, rows=sheet.rows[lost],
        remedy="Take Archigos 4.1, whose ids these are.",
    )  # fmt: skip
    kept, at = sheet.keep(~lost), index.drop_null()
    data = kept.data
    for name in ("state", "leader", "start", "end"):
        data = data.append_column(name, terms[name].combine_chunks().take(at))
    for name, day in (("first", "start"), ("last", "end")):
        data = data.append_column(name, pc.utf8_slice_codeunits(data[day], 0, 4).cast(pa.int64()))
    return Sheet(file=kept.file, mark=kept.mark, data=data, rows=kept.rows, has=kept.has)
