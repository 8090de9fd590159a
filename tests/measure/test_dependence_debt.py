"""Debt: what is owed to whom, its share, service and terms; and what to gather where there is none."""

from __future__ import annotations

from typing import Any

import pytest

from suasion.errors import InputError
from suasion.measure.debt import debt

YEARS: dict[str, Any] = {"first_year": 2015, "last_year": 2016, "unseen": 0.5, "actor": "KHM"}
DOLLARS = {"unit": "USD-2022"}


def by_key(found) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = found.to_pylist()
    keyed = {(row["partner"], row["year"], row["measure"]): row for row in rows}
    assert len(keyed) == len(rows)
    return keyed


@pytest.fixture
def owed(table, observation):
    """What Cambodia owes two creditors, as International Debt Statistics have it."""
    return table(
        [
            observation("debt-owed", "CHN", "KHM", 2015, 300.0, **DOLLARS),
            observation("debt-owed", "CHN", "KHM", 2016, 500.0, **DOLLARS),
            observation("debt-owed", "WB", "KHM", 2015, 100.0, **DOLLARS),
            observation("debt-owed", "CHN", "LAO", 2015, 9e9, **DOLLARS),
            observation("debt-service", "KHM", "CHN", 2015, 20.0, **DOLLARS),
            observation("gdp", "KHM", None, 2015, 1000.0, **DOLLARS),
            observation("debt-interest", "CHN", "KHM", 2015, 2.0),
            observation("debt-interest", "WB", "KHM", 2015, 1.0, item="World Bank-IDA"),
            observation("debt-interest", "WB", "KHM", 2015, 3.0, item="World Bank-IBRD"),
            observation("debt-maturity", "CHN", "KHM", 2015, 20.0),
            observation("debt-grace", "CHN", "KHM", 2015, 5.0),
            observation("debt-grant-element", "KHM", None, 2015, 35.0),
        ]
    )


def test_each_creditor_has_its_debt_share_service_and_terms(owed) -> None:
    found = by_key(debt(owed, **YEARS))
    china = {measure: row["value"] for (creditor, year, measure), row in found.items()
             if (creditor, year) == ("CHN", 2015)}  # fmt: skip
    assert china == {
        "debt owed": 300, "share [debt-owed]": pytest.approx(0.75), "to gdp [debt-owed]": pytest.approx(0.3),
        "debt service": 20, "debt service to gdp": pytest.approx(0.02), "debt-interest": 2, "debt-maturity": 20,
        "debt-grace": 5, "debt-grant-element": None,
    }  # fmt: skip
    assert found["CHN", 2015, "share [debt-owed]"]["low"] == pytest.approx(0.375)
    windows = found["WB", 2015, "debt-interest"]
    assert (windows["value"], windows["low"], windows["high"]) == (2, 1, 3)
    assert found["CHN", 2015, "debt-interest"]["low"] is None
    assert found["CHN", 2015, "debt-interest"]["unit"] == "percent"


def test_terms_of_all_creditors_have_no_partner_and_owe_nothing(owed) -> None:
    found = by_key(debt(owed, partners=["CHN"], **YEARS))
    assert found[None, 2015, "debt-grant-element"]["value"] == 35
    assert (None, 2015, "debt owed") not in found
    assert not any(creditor == "WB" for creditor, _, _ in found)
    assert found["CHN", 2015, "share [debt-owed]"]["value"] == pytest.approx(0.75)  # among all, asked for or not


def test_a_period_has_the_mean_stock_and_the_share_of_means(owed) -> None:
    found = by_key(debt(owed, by="period", **YEARS))
    assert found["CHN", None, "debt owed"]["value"] == 400
    assert found["CHN", None, "share [debt-owed]"]["value"] == pytest.approx(0.8)
    assert found["CHN", None, "debt service to gdp"]["value"] == pytest.approx(0.02)
    assert found["CHN", None, "to gdp [debt-owed]"]["value"] == pytest.approx(0.3)  # of the year with a GDP


@pytest.mark.parametrize("rows", [[], [("oda-gross", "JPN", "KHM", 2015, 1.0)], [("debt-owed", "CHN", "KHM", 2020, 1)]])
def test_without_debt_it_says_what_to_gather(table, observation, rows) -> None:
    with pytest.raises(InputError, match=r"Gather worldbank-debt .* or a cited table as facts"):
        debt(table([observation(*row) for row in rows]), **YEARS)
