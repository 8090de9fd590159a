"""China's official finance (AidData GCDF 3.0): commitments by recipient and year, or by project with terms."""

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

_TERMS = (
    ("interest", "loan-interest"),
    ("maturity", "loan-maturity"),
    ("grace", "loan-grace"),
    ("element", "loan-grant-element"),
)
_MANY = 20  # rates, among which some are above 1 % if they are in percent
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
        yield from _projects(sheet, dataset, problems)


def _projects(sheet: Sheet, dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Yield the amounts of projects, and the terms of those that are loans with known terms."""
    advised = sheet.keep(np.asarray(pc.fill_null(pc.equal(pc.utf8_lower(sheet["recommended"]), "yes"), False)))
    every = mapped(advised, "flow_class", dataset.codes["flow_classes"], problems)
    sheet, kinds = advised.keep(np.asarray(pc.is_valid(every))), every.drop_null()
    said = {
        "actor": "CHN",
        "partner": by_code(sheet, "iso3", dataset, problems),
        "first_year": sheet["year"],
        "item": pc.binary_join_element_wise("gcdf", sheet["record"], "-"),
        "label": pc.utf8_slice_codeunits(pc.fill_null(sheet["title"], "untitled"), 0, 160),
    }
    yield observations(sheet, indicator=kinds, value=sheet["amount"], **said)
    _name_shares(sheet, problems)
    for column, indicator in _TERMS:
        known = np.asarray(pc.is_valid(sheet[column]))  # a grant has no terms: that is not a term that is missing
        yield observations(sheet, indicator=indicator, value=sheet[column], where=known, **said)


def _name_shares(sheet: Sheet, problems: Problems) -> None:
    """Name interest that looks like shares: a rate of 2 % written 0.02 would make every loan nearly a gift."""
    rates = sheet["interest"].drop_null()
    if len(rates) >= _MANY and pc.max(rates).as_py() < 1:
        problems.add(
            f"interest: none of {len(rates):,} rates reaches 1; they look like shares of 1 and are taken as percent.",
            input=sheet.file, severity="warning", remedy="Multiply the column by 100 if 0.02 stands for 2 %.",
        )  # fmt: skip
