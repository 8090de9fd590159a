"""Strategic rivalries (Thompson, Sakuwa and Suhas): one observation a rivalry, from year to year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_cow
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_KINDS: Final = ("positional", "spatial", "ideological", "interventionary")
FIRST_YEAR: Final = 1816  # first year of the COW state system, whose numbers the file uses


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return rivalries; undirected, one row each."""
    for every in tables["rivalries"]:
        early = every.array("end") < FIRST_YEAR
        problems.add(
            f"rivalries ended before {FIRST_YEAR} and were left out.",
            input=every.file, rows=every.rows[early], severity="warning",
        )  # fmt: skip
        sheet = every.keep(~early)
        first = np.maximum(years(sheet, "start"), FIRST_YEAR)
        yield observations(
            sheet,
            indicator="rivalry",
            actor=by_cow(sheet, "one", first, problems, spells=True),
            partner=by_cow(sheet, "other", first, problems, spells=True),
            item=pc.binary_join_element_wise("tss", sheet["id"].cast(pa.string()), "-"),
            label=_label(sheet),
            first_year=first,
            last_year=years(sheet, "end"),
            value=1,
        )


def _label(sheet: Sheet) -> pa.Array:
    """Return each rivalry's name, its kinds, and since when; there are 16 sets of kinds."""
    kind = np.sum([(sheet.array(name) == 1).astype(np.int64) << i for i, name in enumerate(_KINDS)], axis=0)
    words = [", ".join(name for i, name in enumerate(_KINDS) if n >> i & 1) or "kind not coded" for n in range(16)]
    since = pc.binary_join_element_wise("since", sheet["start"].cast(pa.string()), " ")
    return pc.binary_join_element_wise(sheet["rivalry"], pa.array(words).take(pa.array(kind)), since, "; ")
