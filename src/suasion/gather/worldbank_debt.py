"""External debt by creditor, and its terms (World Bank, International Debt Statistics)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_code, by_name
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import mapped, observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_ALL: Final = "World"
_DEBTORS: Final = frozenset({"state", "territory"})  # the bank's groups have codes too


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return debt owed to each creditor, service paid to it, and terms, by creditor and of all together."""
    for whole in [*tables.get("bulk", []), *tables.get("api", [])]:
        every = mapped(whole, "series", dataset.codes["series"], problems)
        sheet, kinds = whole.keep(np.asarray(pc.is_valid(every))), every.drop_null()
        total = np.asarray(pc.fill_null(pc.equal(sheet["creditor"], _ALL), False))
        for indicator in dataset.feeds:
            mine = np.asarray(pc.equal(kinds, indicator))
            if indicator in ("debt-owed", "debt-service"):
                yield _flow(sheet.keep(mine & ~total), indicator, dataset, problems)
            else:
                yield _terms(sheet.keep(mine & total), indicator, None, dataset, problems)
                yield _terms(sheet.keep(mine & ~total), indicator, "creditor", dataset, problems)


def _flow(sheet: Sheet, indicator: str, dataset: Dataset, problems: Problems) -> pa.Table:
    debtor = by_code(sheet, "debtor", dataset, problems, kinds=_DEBTORS)
    creditor = by_name(sheet, "creditor", None, dataset, problems)
    owed = indicator == "debt-owed"
    # A bank that lends at two windows (IBRD and IDA) has one row: the sum.
    table = pa.table(
        {
            "debtor": debtor, "creditor": creditor, "year": pa.array(years(sheet)), "value": sheet["value"],
            "row": pa.array(sheet.rows),
        }
    )  # fmt: skip
    sums = table.group_by(["debtor", "creditor", "year"], use_threads=False).aggregate(
        [("value", "sum"), ("row", "min"), ([], "count_all")]
    )
    debtor, creditor = sums["debtor"].combine_chunks(), sums["creditor"].combine_chunks()
    several = pc.binary_join_element_wise(
        "sum over", sums["count_all"].combine_chunks().cast(pa.string()), "lending windows", " "
    )
    return observations(
        msgspec.structs.replace(sheet, data=sums, rows=sums["row_min"].to_numpy()),
        indicator=indicator,
        actor=creditor if owed else debtor,
        partner=debtor if owed else creditor,
        first_year=sums["year"].combine_chunks(),
        value=sums["value_sum"].combine_chunks(),
        label=pc.if_else(pc.greater(sums["count_all"].combine_chunks(), 1), several, None),
    )


def _terms(sheet: Sheet, indicator: str, creditor: str | None, dataset: Dataset, problems: Problems) -> pa.Table:
    """Return averages over what was newly signed: of one creditor, or as the debtor's own where it is None."""
    debtor = by_code(sheet, "debtor", dataset, problems, kinds=_DEBTORS)
    return observations(
        sheet,
        indicator=indicator,
        actor=by_name(sheet, creditor, None, dataset, problems) if creditor else debtor,
        partner=debtor if creditor else None,
        first_year=years(sheet),
        value=sheet["value"],
        item=sheet[creditor] if creditor else None,  # a bank's windows have terms of their own
        label="average over what was newly signed that year" + ("" if creditor else ", all creditors"),
    )
