"""Flows are added once, shared fully, and never filled in."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.measure import concentration, flow_to_gdp, set_aside, totals, trade, yearly

WINDOW = {"first_year": 2012, "last_year": 2021}


def by_actor(expression) -> dict[str, dict]:
    return {row["actor"]: row for row in expression.to_pyarrow().to_pylist()}


def test_japan_gives_a_quarter_of_cambodias_bilateral_aid(oecd_aid) -> None:
    japan = by_actor(totals(oecd_aid, "KHM", **WINDOW))["JPN"]
    assert round(japan["total"] / 1e6) == 1563
    assert round(japan["share"], 3) == 0.259
    [index] = concentration(oecd_aid, "KHM", **WINDOW).to_pyarrow().to_pylist()
    assert index["largest"] == "JPN"
    assert 1 / index["suppliers"] < index["hhi"] < 1


def test_a_missing_value_is_no_zero_and_a_year_without_a_row_stays_absent(table, observation) -> None:
    rows = [
        observation("oda-net", "JPN", "KHM", 2015, 10.0),
        observation("oda-net", "JPN", "KHM", 2016, None, status="missing"),
        observation("oda-net", "USA", "KHM", 2015, 0.0),
        observation("oda-net", "CHN", "KHM", 2015, None, status="not-applicable"),
    ]
    found = by_actor(totals(table(rows), "KHM", **WINDOW))
    assert set(found) == {"JPN", "USA"}
    assert found["USA"]["total"] == 0
    assert [row["first_year"] for row in yearly(table(rows), "KHM", **WINDOW).to_pyarrow().to_pylist()] == [2015, 2015]


def test_the_same_flow_from_two_sources_is_added_once_and_said_to_be_set_aside(table, observation) -> None:
    rows = [observation("oda-net", donor, "KHM", 2015, 10.0) for donor in ("FRA", "JPN", "USA")]
    rows.append(observation("oda-net", "JPN", "KHM", 2015, 11.0, source="so-typed"))
    rows.append(observation("oda-net", "CHN", "KHM", 2015, 5.0, source="so-typed"))
    found = by_actor(totals(table(rows), "KHM", **WINDOW))
    assert found["JPN"]["total"] == 10.0
    assert found["CHN"]["total"] == 5.0  # what only the other source has still counts
    assert set_aside(table(rows)).to_pyarrow()["n"].to_pylist() == [1]


def test_a_stock_held_twice_is_not_twice_the_stock(table, observation) -> None:
    rows = [observation("debt-owed", "CHN", "KHM", year, 100.0) for year in (2015, 2016)]
    assert by_actor(totals(table(rows), "KHM", **WINDOW))["CHN"]["total"] == 100.0


def test_flows_outside_the_years_or_to_others_do_not_count(table, observation) -> None:
    rows = [
        observation("oda-net", "JPN", "KHM", 2012, 1.0),
        observation("oda-net", "JPN", "KHM", 2011, 2.0),
        observation("oda-net", "JPN", "KHM", 2020, 4.0, last_year=2023),
        observation("oda-net", "JPN", "LAO", 2015, 8.0),
    ]
    assert by_actor(totals(table(rows), "KHM", **WINDOW))["JPN"]["total"] == 1.0


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["JPN", "CHN", "USA", "FRA", "DEU"]), st.floats(0, 1e9), min_size=1))
def test_shares_of_a_tie_add_up_to_one(table, observation, amounts) -> None:
    rows = [observation("oda-net", donor, "KHM", 2015, amount) for donor, amount in amounts.items()]
    found = by_actor(totals(table(rows), "KHM", **WINDOW))
    if sum(amounts.values()) == 0:
        assert all(row["share"] is None for row in found.values())
    else:
        assert sum(row["share"] for row in found.values()) == pytest.approx(1)


def test_dependence_is_aid_over_product_in_the_same_dollars(table, observation) -> None:
    rows = [
        observation("oda-net", "JPN", "KHM", 2021, 118.023),
        observation("gdp", "KHM", None, 2021, 11018.6),
        observation("oda-net", "JPN", "KHM", 2020, 50.0),
        observation("vaccine-doses", "JPN", "KHM", 2021, 50.0),
    ]
    [row] = flow_to_gdp(table(rows), "KHM", **WINDOW).to_pyarrow().to_pylist()
    assert row["dependence"] == pytest.approx(0.01)


def test_trade_by_both_books_is_kept_apart(table, observation) -> None:
    rows = [
        observation("exports", "KHM", "JPN", 2015, 10.0),
        observation("imports", "JPN", "KHM", 2015, 12.0),
        observation("exports", "KHM", None, 2015, 90.0),
    ]
    found = trade(table(rows), "KHM", **WINDOW).to_pyarrow().to_pylist()
    assert {(r["indicator"], r["reporter"], r["actor"]): r["value"] for r in found} == {
        ("exports", "client", "JPN"): 10.0,
        ("exports", "client", None): 90.0,
        ("exports", "partner", "JPN"): 12.0,
    }
