"""Trade between states (IMF): one observation a reporter, partner, year and direction, and each reporter's totals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_code
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.mirror import name_mirror_gaps
from suasion.gather.problems import Problems
from suasion.gather.rows import mapped, observations
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_WORLD: Final = "G001"
_GROUP: Final = r"^(G[A-Z0-9]*\d+|[0-9]\w*|_\w+)$"  # G001, G163, 1C_903: the IMF's groups and remainders


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return exports and imports as each reporter gives them, and name pairs whose books differ."""
    parts = [part for sheet in tables["flows"] for part in _flows(sheet, dataset, problems)]
    if parts:
        name_mirror_gaps(pa.concat_tables(parts), problems)
    yield from parts


def _flows(every: Sheet, dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    yearly = np.asarray(
        pc.fill_null(
            pc.and_(pc.equal(every["frequency"], "A"), pc.match_substring_regex(every["period"], r"^\d{4}$")), False
        )
    )
    problems.add("rows are not of years and were left out.", input=every.file, rows=every.rows[~yearly],
                 severity="warning")  # fmt: skip
    sheet = every.keep(yearly)
    if "currency" in sheet.has:
        dollars = np.asarray(pc.fill_null(pc.equal(sheet["currency"], "USD"), False))
        problems.add("rows are in another currency than dollars, or in none that is named, and were left out.",
                     input=sheet.file, rows=sheet.rows[~dollars], remedy="Take the figures in US dollars.")  # fmt: skip
        sheet = sheet.keep(dollars)
    kinds = mapped(sheet, "flow", dataset.codes["flows"], problems)
    sheet, kinds = sheet.keep(np.asarray(pc.is_valid(kinds))), kinds.drop_null()
    world = np.asarray(pc.fill_null(pc.equal(sheet["partner"], _WORLD), False))
    sides = [
        np.asarray(pc.fill_null(pc.match_substring_regex(sheet[s], _GROUP), False)) for s in ("reporter", "partner")
    ]
    groups = sides[0] | (sides[1] & ~world)
    problems.add("rows are of groups of states and were left out.", input=sheet.file, rows=sheet.rows[groups],
                 severity="warning")  # fmt: skip
    for where, paired in ((~groups & ~world, True), (~groups & world, False)):
        part, kind = sheet.keep(where), kinds.filter(pa.array(where))
        if not len(part.rows):
            continue
        yield observations(
            part,
            indicator=kind,
            actor=by_code(part, "reporter", dataset, problems),
            partner=by_code(part, "partner", dataset, problems) if paired else None,
            first_year=part["period"].cast(pa.int64()),
            value=part["value"],
            label=pc.binary_join_element_wise("derivation", part["derived"], " "),
        )
