"""Dependence: shares of what a client gets, held against its product, with what cannot be seen said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.codebook.prices import price_factor
from suasion.errors import InputError
from suasion.measure import totals
from suasion.measure.dependence_table import dependence
from suasion.measure.measured import MEASURE_SCHEMA

WINDOW = {"first_year": 2012, "last_year": 2021}
ASSUMED: dict[str, Any] = {"unseen": 0.5, "realised": (0.5, 0.75, 1.0)}


def by_key(found) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = found.to_pylist()
    keyed = {(row["partner"], row["year"], row["measure"]): row for row in rows}
    assert len(keyed) == len(rows)
    return keyed


def test_shares_of_a_period_are_those_of_the_assessment(oecd_aid) -> None:
    found = dependence(oecd_aid, actor="KHM", indicators=["oda-net"], by="period", **WINDOW, **ASSUMED)
    assert found.schema.equals(MEASURE_SCHEMA)
    rows = by_key(found)
    same = totals(oecd_aid, "KHM", **WINDOW).to_pyarrow().to_pylist()
    assert len(same) > 20
    for row in same:
        assert rows[row["actor"], None, "share [oda-net]"]["value"] == pytest.approx(row["share"])
    japan = rows["JPN", None, "share [oda-net]"]
    assert round(japan["value"], 3) == 0.259
    assert (japan["low"], japan["high"]) == (pytest.approx(japan["value"] / 2), japan["value"])


def test_years_are_shared_apart_and_partners_asked_for_are_shared_among_all(table, observation) -> None:
    rows = table(
        [
            observation("oda-gross", "JPN", "KHM", 2015, 30.0),
            observation("oda-gross", "USA", "KHM", 2015, 10.0),
            observation("oda-gross", "JPN", "KHM", 2016, 50.0),
            observation("oda-gross", "USA", "KHM", 2016, 50.0),
            observation("oda-gross", "JPN", "LAO", 2016, 1000.0),
            observation("oda-gross", "FRA", "KHM", 2016, None, status="missing"),
        ]
    )
    found = by_key(dependence(rows, actor="KHM", partners=["JPN", "CHN"], **WINDOW, **ASSUMED))
    assert {key: row["value"] for key, row in found.items() if key[2].startswith("share")} == {
        ("JPN", 2015, "share [oda-gross]"): 0.75,
        ("JPN", 2016, "share [oda-gross]"): 0.5,
    }
    assert all(row["value"] is None and "no GDP" in row["method"] for key, row in found.items() if "gdp" in key[2])


def test_commitments_and_disbursements_share_a_series_only_in_years_both_cover(table, observation) -> None:
    factor = price_factor("USD-2021", 2015)
    rows = table(
        [
            observation("oda-gross", "JPN", "KHM", 2015, 60.0),
            observation("finance-oda", "CHN", "KHM", 2015, 80.0 / factor),
            observation("oda-gross", "JPN", "KHM", 2016, 60.0),
        ]
    )
    found = by_key(dependence(rows, actor="KHM", **WINDOW, **ASSUMED))
    china = found["CHN", 2015, "share [aid]"]
    assert china["value"] == pytest.approx(0.5)  # 0.75 of 80 beside 60
    assert china["low"] == pytest.approx(0.5 * 40 / 100)
    assert china["high"] == pytest.approx(80 / 140)
    assert found["JPN", 2015, "share [aid]"]["high"] == pytest.approx(60 / 100)
    assert ("JPN", 2016, "share [aid]") not in found  # the set of commitments ends in 2015
    alone = found["JPN", 2016, "share [oda-gross]"]
    assert alone["value"] is None
    assert "only one supplier" in alone["method"]


def test_product_counts_in_the_years_of_the_series(table, observation) -> None:
    deflated = price_factor("USD", 2015), price_factor("USD", 2016)
    rows = table(
        [
            observation("oda-gross", "JPN", "KHM", 2015, 20.0),
            observation("oda-gross", "USA", "KHM", 2016, 10.0),
            observation("oda-gross", "USA", "KHM", 2017, 90.0),  # no GDP that year
            observation("gdp", "KHM", None, 2014, 1e9),  # no aid that year
            observation("gdp", "KHM", None, 2015, 1000.0 / deflated[0]),
            observation("gdp", "KHM", None, 2016, 1500.0 / deflated[1]),
            observation("arms-transfer", "CHN", "KHM", 2015, 4.0),
        ]
    )
    years = by_key(dependence(rows, actor="KHM", **WINDOW, **ASSUMED))
    assert years["JPN", 2015, "to gdp [oda-gross]"]["value"] == pytest.approx(0.02)
    assert years["USA", 2017, "to gdp [oda-gross]"]["value"] is None
    assert years["CHN", 2015, "to gdp [arms-transfer]"]["value"] is None
    period = by_key(dependence(rows, actor="KHM", by="period", **WINDOW, **ASSUMED))
    assert period["JPN", None, "to gdp [oda-gross]"]["value"] == pytest.approx(20 / 2500)
    assert period["USA", None, "to gdp [oda-gross]"]["value"] == pytest.approx(10 / 2500)


def test_a_share_of_a_sum_below_zero_says_nothing(table, observation) -> None:
    rows = table([observation("oda-net", "JPN", "KHM", 2015, -10.0), observation("oda-net", "USA", "KHM", 2015, 4.0)])
    found = by_key(dependence(rows, actor="KHM", **WINDOW, **ASSUMED))
    assert {row["value"] for key, row in found.items() if key[2] == "share [oda-net]"} == {None}


def test_stocks_are_meant_over_years_and_what_is_not_partial_has_no_interval(table, observation) -> None:
    rows = table(
        [
            *(observation("debt-owed", "CHN", "KHM", year, 100.0, unit="USD-2022") for year in (2015, 2016)),
            observation("debt-owed", "JPN", "KHM", 2016, 100.0, unit="USD-2022"),
            observation("arms-transfer", "CHN", "KHM", 2015, 1.0),
            observation("arms-transfer", "RUS", "KHM", 2015, 3.0),
        ]
    )
    found = by_key(dependence(rows, actor="KHM", by="period", **WINDOW, **ASSUMED))
    assert found["CHN", None, "share [debt-owed]"]["value"] == pytest.approx(0.5)
    arms = found["RUS", None, "share [arms-transfer]"]
    assert (arms["value"], arms["low"], arms["high"]) == (0.75, None, None)
    assert "looks for all suppliers" in arms["method"]


def test_two_sources_of_a_series_are_not_added(table, observation) -> None:
    rows = [observation("oda-gross", donor, "KHM", 2015, 10.0) for donor in ("FRA", "JPN", "USA")]
    rows.append(observation("oda-gross", "JPN", "KHM", 2015, 99.0, source="so-typed"))
    found = by_key(dependence(table(rows), actor="KHM", **WINDOW, **ASSUMED))
    assert found["JPN", 2015, "share [oda-gross]"]["value"] == pytest.approx(1 / 3)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["JPN", "CHN", "USA", "FRA"]), st.floats(1, 1e9), min_size=2), st.floats(0, 0.9))
def test_shares_add_up_to_one_and_lie_within_their_interval(table, observation, amounts, unseen) -> None:
    rows = table([observation("oda-gross", donor, "KHM", 2015, amount) for donor, amount in amounts.items()])
    found = by_key(dependence(rows, actor="KHM", **WINDOW, **(ASSUMED | {"unseen": unseen})))
    shares = [row for key, row in found.items() if key[2].startswith("share")]
    assert sum(row["value"] for row in shares) == pytest.approx(1)
    assert all(0 <= row["low"] <= row["value"] <= row["high"] <= 1 + 1e-12 for row in shares)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"indicators": ["oda-grosss"]}, "Did you mean 'oda-gross'"),
        ({"indicators": ["gdp"]}, "no series that one state gives another"),
        ({"actor": "LAO"}, "No row says what LAO gets from 2012 to 2021"),
        ({"partners": ["CHN"]}, "from CHN"),
    ],
)
def test_what_cannot_be_shared_is_named(table, observation, asked, said) -> None:
    rows = table([observation("oda-gross", "JPN", "KHM", 2015, 1.0)])
    with pytest.raises(InputError, match=said):
        dependence(rows, **WINDOW, **ASSUMED, **asked)
