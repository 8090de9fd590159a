"""Loan terms of a record give grant elements and grant equivalents, or say what is lacking."""

from __future__ import annotations

from typing import Any

import pytest

from suasion.errors import InputError
from suasion.measure.grant_equivalent import RULES, grant_element
from suasion.measure.loan_equivalents import grant_equivalents
from suasion.measure.loan_terms import grant_elements
from suasion.measure.measured import MEASURE_SCHEMA

WINDOW = {"first_year": 2012, "last_year": 2021}
LDC = "DAC least developed and low income, 9 %"


@pytest.fixture
def terms(observation: Any) -> Any:
    """Make the rows of one creditor's terms in a year, None for all creditors."""

    def made(
        creditor: str | None, interest: float | None, grace: float, maturity: float, item: str | None = None
    ) -> list:
        actor, partner = ("KHM", None) if creditor is None else (creditor, "KHM")
        figures = (("debt-interest", interest), ("debt-grace", grace), ("debt-maturity", maturity))
        return [observation(name, actor, partner, 2015, value, item=item, unit="x") for name, value in figures
                if value is not None]  # fmt: skip

    return made


def test_each_creditors_terms_give_an_element_by_each_rule(table: Any, terms: Any, observation: Any) -> None:
    rows = [*terms("JPN", 0.01, 10, 40, "Japan"), *terms("CHN", 2.0, 5, 20, "China"), *terms(None, 1.2, 7, 28),
            observation("debt-grant-element", "JPN", "KHM", 2015, 75.0, item="Japan")]  # fmt: skip
    found = grant_elements(table(rows), client="KHM", **WINDOW)
    assert found.schema == MEASURE_SCHEMA
    said = {(row["partner"], row["measure"]): row for row in found.to_pylist()}
    assert len(said) == 3 * len(RULES) + 1 == found.num_rows
    japan = said["JPN", f"grant-element [{LDC}; Japan]"]
    assert japan["value"] == pytest.approx(
        float(grant_element(0.0001, grace_years=10, maturity_years=40, discount=0.09))
    )
    assert japan["low"] <= japan["value"] <= japan["high"]
    assert said["JPN", "grant-element [as published; Japan]"]["value"] == pytest.approx(0.75)
    assert said[None, "grant-element [5 %]"]["value"] > 0
    assert said["JPN", f"grant-element [{LDC}; Japan]"]["value"] > said["CHN", f"grant-element [{LDC}; China]"]["value"]
    assert {
        row["partner"] for row in grant_elements(table(rows), client="KHM", givers=["CHN"], **WINDOW).to_pylist()
    } == {"CHN"}


def test_a_lacking_or_impossible_term_gives_no_element(table: Any, terms: Any) -> None:
    rows = [*terms("JPN", None, 10, 40), *terms("CHN", 2.0, 30, 20)]
    found = grant_elements(table(rows), client="KHM", **WINDOW)
    assert found["value"].to_pylist() == [None] * (2 * len(RULES))
    with pytest.raises(InputError, match="no loan terms of KHM"):
        grant_elements(table(rows), client="KHM", first_year=1990, last_year=1991)


def aid(observation: Any, giver: str, grants: float, loans: float | None) -> list[Any]:
    rows = [observation("oda-grants", giver, "KHM", 2015, grants),
            observation("oda-gross", giver, "KHM", 2015, grants + (loans or 0.0))]  # fmt: skip
    return rows if loans is None else [*rows, observation("oda-loans-gross", giver, "KHM", 2015, loans)]


def test_loans_count_for_what_their_terms_make_them_worth(table: Any, terms: Any, observation: Any) -> None:
    rows = [*aid(observation, "JPN", 60e6, 40e6), *terms("JPN", 0.01, 10, 40, "Japan"),
            *aid(observation, "KOR", 5e6, 10e6), *terms("KOR", 8.5, 1, 5, "Korea"),
            *aid(observation, "USA", 70e6, None), *aid(observation, "FRA", 5e6, 30e6)]  # fmt: skip
    said = {
        (row["partner"], row["measure"]): row
        for row in grant_equivalents(table(rows), client="KHM", **WINDOW).to_pylist()
    }
    japan = said["JPN", f"grant-equivalent [{LDC}]"]
    element = float(grant_element(0.0001, grace_years=10, maturity_years=40, discount=0.09))
    assert japan["value"] == pytest.approx(60e6 + 40e6 * element)
    assert 60e6 < japan["low"] <= japan["value"] <= japan["high"] < 100e6
    assert said["KOR", f"grant-equivalent [{LDC}]"]["value"] == pytest.approx(5e6)  # below 45 %: no aid
    assert said["KOR", "grant-equivalent [5 %]"]["value"] < 5e6  # dearer than 5 %: it takes
    assert (said["USA", "grant-equivalent [5 %]"]["value"], said["USA", "grant-equivalent [5 %]"]["low"]) == (
        70e6,
        None,
    )
    assert said["FRA", "grant-equivalent [5 %]"]["value"] is None
    assert "loans without terms" in said["FRA", "grant-equivalent [5 %]"]["method"]


def test_terms_of_several_windows_are_not_picked_from(table: Any, terms: Any, observation: Any) -> None:
    rows = [*aid(observation, "JPN", 60e6, 40e6), *terms("JPN", 0.01, 10, 40, "one"), *terms("JPN", 1.0, 5, 20, "two")]
    found = grant_equivalents(table(rows), client="KHM", **WINDOW).to_pylist()
    assert {row["value"] for row in found} == {None}
    assert all("several windows" in row["method"] for row in found)


def test_grants_without_any_figure_of_loans_are_not_taken_for_all(table: Any, observation: Any) -> None:
    rows = [observation("oda-grants", "JPN", "KHM", 2015, 60e6), observation("oda-gross", "JPN", "KHM", 2015, 90e6)]
    [first, *_] = grant_equivalents(table(rows), client="KHM", **WINDOW).to_pylist()
    assert first["value"] is None
    assert "no figure of loans" in first["method"]
    with pytest.raises(InputError, match="no grants or loans to KHM"):
        grant_equivalents(table(rows), client="KHM", first_year=1990, last_year=1991)


def test_a_single_loan_stands_beside_its_publishers_element_and_is_no_average(table: Any, observation: Any) -> None:
    terms = (("loan-interest", 4.8), ("loan-grace", 3.0), ("loan-maturity", 10.0), ("loan-grant-element", 0.8))
    loan = [observation(name, "CHN", "UZB", 2020, value, item="gcdf-95376") for name, value in terms]
    found = grant_elements(table(loan), client="UZB", first_year=2020, last_year=2020).to_pylist()
    said = {row["measure"]: row["value"] for row in found}
    assert said["grant-element [DAC lower middle income, 7 %; gcdf-95376]"] == pytest.approx(0.105544, abs=1e-6)
    assert said["grant-element [5 %; gcdf-95376]"] == pytest.approx(0.007535, abs=1e-6)
    assert said["grant-element [as published; gcdf-95376]"] == pytest.approx(0.008)
    rows = [
        *loan,
        observation("oda-grants", "CHN", "UZB", 2020, 5e6),
        observation("oda-loans-gross", "CHN", "UZB", 2020, 9e6),
    ]
    worth = grant_equivalents(table(rows), client="UZB", first_year=2020, last_year=2020).to_pylist()
    assert {row["value"] for row in worth} == {None}  # one loan's terms are not those of all
