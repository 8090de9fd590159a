"""Arms transfers (SIPRI): one observation a pair and year, or a delivery of the trade register."""

from __future__ import annotations

from collections.abc import Iterable

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
    """Return transfers, supplier to recipient, in millions of trend-indicator values."""
    for sheet in [*tables.get("dyad_year", []), *tables.get("register", [])]:
        item, label = _delivery(sheet) if "deal" in sheet.data.column_names else (None, None)
        yield observations(
            sheet,
            indicator="arms-transfer",
            actor=by_name(sheet, "supplier", years(sheet), dataset, problems),
            partner=by_name(sheet, "recipient", years(sheet), dataset, problems),
            first_year=years(sheet),
            item=item,
            label=label,
            value=sheet["value"],
        )


def _delivery(sheet: Sheet) -> tuple[pa.Array | None, pa.Array | None]:
    """Return a name for each delivery, and what was delivered."""
    number = pa.array(sheet.rows).cast(pa.string())
    what = [pc.fill_null(sheet["designation"], ""), pc.fill_null(sheet["description"], "")]
    return (
        pc.binary_join_element_wise("deal", pc.fill_null(sheet["deal"], "?"), "row", number, "-"),
        pc.utf8_trim_whitespace(pc.binary_join_element_wise(*what, " ")),
    )
