"""Aid by donor, recipient and kind (OECD DAC2a): one observation a figure, in full dollars."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.gather.codes import by_name
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.group_totals import name_total_gaps, total_checks
from suasion.gather.problems import Problems
from suasion.gather.rows import mapped, observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return disbursements, donor to recipient; the kinds that have no indicator are left out."""
    for every_currency in tables["flows"]:
        whole = _in_dollars(every_currency, problems)
        column = "measure" if "measure" in whole.has else "aid_type"
        every = mapped(whole, column, dataset.codes["aid_types"], problems)
        sheet, kinds = whole.keep(np.asarray(pc.is_valid(every))), every.drop_null()
        when = years(sheet)
        donors = by_name(sheet, "donor", when, dataset, problems)
        value, unit = sheet.array("value") * _scale(sheet), _prices(sheet, problems)
        name_total_gaps(
            total_checks(
                donor=sheet["donor"], code=donors, recipient=sheet["recipient"], kind=kinds, unit=unit, year=when,
                value=value,
            ),
            problems,
        )  # fmt: skip
        yield observations(
            sheet,
            indicator=kinds,
            actor=donors,
            partner=by_name(sheet, "recipient", when, dataset, problems),
            first_year=when,
            value=value,
            unit=unit,
            label=sheet["aid_type"],
        )


def _in_dollars(sheet: Sheet, problems: Problems) -> Sheet:
    """Return the rows in dollars; a file that names currencies has to name one in each row."""
    if "currency" not in sheet.has:
        return sheet
    dollars = np.asarray(pc.fill_null(pc.equal(sheet["currency"], "USD"), False))
    problems.add(
        "rows are in another currency than dollars, or in none that is named, and were left out.",
        input=sheet.file, rows=sheet.rows[~dollars], remedy="Take the table in US dollars (UNIT_MEASURE USD).",
    )  # fmt: skip
    return sheet.keep(dollars)


def _scale(sheet: Sheet) -> float | NDArray[np.float64]:
    """Return what makes a figure full dollars: a million, unless the file says its own power of ten."""
    if "power" not in sheet.has:
        return 1e6
    power = pc.fill_null(pc.extract_regex(sheet["power"], r"^(?P<n>\d+)").field("n"), "6")
    return np.asarray(10.0 ** power.cast(pa.float64()).to_numpy(zero_copy_only=False))


def _prices(sheet: Sheet, problems: Problems) -> pa.Array:
    """Return each row's unit: USD for current prices, USD-2022 for constant prices of 2022."""
    words = sheet["prices"].dictionary_encode()
    base = sheet["base"].to_pylist()[:1] or [None]
    units = [_unit(str(word), base[0]) for word in words.dictionary.to_pylist()]
    unit = pa.array(units, pa.string()).take(words.indices)
    unknown = np.asarray(pc.is_null(unit))
    problems.add(
        "has prices that say neither that they are current nor of which year they are; the unit is unknown.",
        input=sheet.file, rows=sheet.rows[unknown], remedy="Take the file with its price base.",
    )  # fmt: skip
    return unit


def _unit(prices: str, base: str | None) -> str | None:
    """Return the unit that some words for prices mean.

    >>> _unit("Constant Prices (2022 USD millions)", None), _unit("Current prices", "2022")
    ('USD-2022', 'USD')
    """
    if prices.casefold().startswith("current"):
        return "USD"
    year = re.search(r"\b(?:19|20)\d{2}\b", f"{prices} {base or ''}")
    return f"USD-{year.group()}" if year else None
