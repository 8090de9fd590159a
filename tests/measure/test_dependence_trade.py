"""Trade dependence: published formulas in closed form, two books, and laws of symmetry."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.measure.trade_dependence import trade_dependence

WINDOW = {"first_year": 2015, "last_year": 2016}
DOLLARS = {"unit": "USD-2022"}


def by_key(found) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = found.to_pylist()
    keyed = {(row["actor"], row["partner"], row["year"], row["measure"]): row for row in rows}
    assert len(keyed) == len(rows)
    return keyed


def books(observation, **more: Any) -> list[dict[str, Any]]:
    """Return Cambodia's trade with China and all, by its books and by China's."""
    return [
        observation("exports", "KHM", "CHN", 2015, 10.0, **DOLLARS, **more),
        observation("imports", "KHM", "CHN", 2015, 30.0, **DOLLARS, **more),
        observation("exports", "KHM", None, 2015, 60.0, **DOLLARS, **more),
        observation("imports", "KHM", None, 2015, 100.0, **DOLLARS, **more),
        observation("exports", "CHN", "KHM", 2015, 40.0, **DOLLARS, **more),
        observation("imports", "CHN", "KHM", 2015, 12.0, **DOLLARS, **more),
        observation("exports", "CHN", None, 2015, 1200.0, **DOLLARS, **more),
        observation("imports", "CHN", None, 2015, 800.0, **DOLLARS, **more),
        observation("gdp", "KHM", None, 2015, 200.0, **DOLLARS, **more),
        observation("gdp", "CHN", None, 2015, 10_000.0, **DOLLARS, **more),
    ]


def test_closed_form_of_all_measures_and_of_both_books(table, observation) -> None:
    rows = {
        key[3]: row
        for key, row in by_key(trade_dependence(table(books(observation)), actor="KHM", **WINDOW)).items()
        if key[:3] == ("KHM", "CHN", 2015)
    }
    own, other = 40 / 160, 52 / 2000  # each side's share of all its trade, by its own books
    expected = {
        "share [exports]": 10 / 60, "share [imports]": 30 / 100, "share [trade]": own, "to gdp [trade]": 40 / 200,
        "weak link": 52 / 10_000, "salience": math.sqrt(own * other), "symmetry": 1 - (own - other),
        "interdependence": math.sqrt(own * other) * (1 - (own - other)),
        "asymmetry ratio [share]": own / other, "asymmetry difference [share]": own - other,
        "asymmetry ratio [gdp]": 0.2 / 0.0052, "asymmetry difference [gdp]": 0.2 - 0.0052,
        "mirror ratio [exports]": 10 / 12, "mirror ratio [imports]": 30 / 40,
    }  # fmt: skip
    assert {name: row["value"] for name, row in rows.items()} == pytest.approx(expected)
    ends = {
        # The rest of the trade stays: 50 of exports, 70 of imports, 120 of both.
        "share [exports]": (10 / 60, 12 / 62), "share [imports]": (30 / 100, 40 / 110),
        "share [trade]": (40 / 160, 52 / 172), "to gdp [trade]": (40 / 200, 52 / 200),
        "weak link": (40 / 10_000, 52 / 10_000), "mirror ratio [exports]": (None, None),
        "asymmetry ratio [gdp]": (0.2 / 0.0052, 50.0),
    }  # fmt: skip
    for name, (low, high) in ends.items():
        assert (rows[name]["low"], rows[name]["high"]) == (pytest.approx(low), pytest.approx(high)), name


def test_both_directions_of_a_pair_agree(table, observation) -> None:
    found = by_key(trade_dependence(table(books(observation)), **WINDOW))
    for name in ("weak link", "salience", "symmetry", "interdependence"):
        for field in ("value", "low", "high"):
            one, other = (found[*pair, 2015, name][field] for pair in (("KHM", "CHN"), ("CHN", "KHM")))
            assert one == pytest.approx(other), (name, field)
    ratios = [found[*pair, 2015, "asymmetry ratio [share]"]["value"] for pair in (("KHM", "CHN"), ("CHN", "KHM"))]
    assert ratios[0] * ratios[1] == pytest.approx(1)
    differences = [found[*pair, 2015, "asymmetry difference [gdp]"] for pair in (("KHM", "CHN"), ("CHN", "KHM"))]
    assert differences[0]["value"] == pytest.approx(-differences[1]["value"])


def test_the_partners_books_stand_in_for_missing_own_ones_without_an_interval(table, observation) -> None:
    rows = [row for row in books(observation) if row["actor"] == "CHN" or row["indicator"] == "gdp"]
    found = by_key(trade_dependence(table(rows), actor="KHM", **WINDOW))
    size = found["KHM", "CHN", 2015, "to gdp [trade]"]
    assert (size["value"], size["low"], size["high"]) == (52 / 200, None, None)
    rows = [row for row in rows if row["partner"] is not None or row["actor"] == "KHM"]
    weak = by_key(trade_dependence(table(rows), actor="KHM", **WINDOW))["KHM", "CHN", 2015, "weak link"]
    assert weak["value"] is None
    assert "no GDP of one of them" in weak["method"]


def test_without_a_published_total_there_is_no_share(table, observation) -> None:
    # A table of one client's partners has one pair of each of these: that pair is not all their trade.
    rows = [row for row in books(observation) if (row["actor"], row["partner"]) != ("CHN", None) or "gdp" in row["id"]]
    found = by_key(trade_dependence(table(rows), actor="KHM", **WINDOW))
    assert found["KHM", "CHN", 2015, "share [trade]"]["value"] == pytest.approx(0.25)
    for name in ("salience", "symmetry", "asymmetry ratio [share]", "asymmetry difference [share]"):
        row = found["KHM", "CHN", 2015, name]
        assert (row["value"], row["low"]) == (None, None)
        assert "lacking" in row["method"]
    assert found["KHM", "CHN", 2015, "asymmetry ratio [gdp]"]["value"] is not None


def test_one_direction_without_a_row_leaves_trade_unknown_and_zero_is_known(table, observation) -> None:
    rows = [observation("exports", "KHM", "LAO", 2015, 5.0), observation("exports", "KHM", "THA", 2015, 0.0),
            observation("imports", "KHM", "THA", 2015, 5.0), observation("exports", "KHM", None, 2015, 5.0),
            observation("imports", "KHM", None, 2015, 5.0)]  # fmt: skip
    found = by_key(trade_dependence(table(rows), actor="KHM", **WINDOW))
    assert found["KHM", "LAO", 2015, "share [trade]"]["value"] is None
    assert found["KHM", "LAO", 2015, "share [exports]"]["value"] == 1.0
    assert found["KHM", "THA", 2015, "share [exports]"]["value"] == 0.0
    assert found["KHM", "THA", 2015, "share [trade]"]["value"] == pytest.approx(0.5)


def test_a_period_is_the_mean_of_its_years(table, observation) -> None:
    later = [row | {"first_year": 2016, "last_year": 2016, "id": row["id"] + "x"} for row in books(observation)]
    doubled = [row | {"value": 2 * row["value"]} if row["indicator"] != "gdp" else row for row in later]
    rows = table([*books(observation), *doubled])
    years = by_key(trade_dependence(rows, actor="KHM", **WINDOW))
    period = by_key(trade_dependence(rows, actor="KHM", by="period", **WINDOW))
    for name in ("to gdp [trade]", "share [trade]", "weak link"):
        for field in ("value", "low", "high"):
            each = [years["KHM", "CHN", year, name][field] for year in (2015, 2016)]
            assert period["KHM", "CHN", None, name][field] == pytest.approx(sum(each) / 2)
    assert period["KHM", "CHN", None, "to gdp [trade]"]["value"] == pytest.approx(0.3)


amounts = st.floats(0, 1e9)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[amounts] * 4), min_size=1, max_size=3))
def test_shares_lie_within_their_books_and_add_up_to_one(table, observation, pairs) -> None:
    rows = [
        row
        for partner, (sold, bought, received, sent) in zip(("CHN", "JPN", "USA"), pairs, strict=False)
        for row in (
            observation("exports", "KHM", partner, 2015, sold, **DOLLARS),
            observation("imports", "KHM", partner, 2015, bought, **DOLLARS),
            observation("imports", partner, "KHM", 2015, received, **DOLLARS),
            observation("exports", partner, "KHM", 2015, sent, **DOLLARS),
        )
    ]
    rows += [observation(kind, "KHM", None, 2015, 1.0, **DOLLARS) for kind in ("exports", "imports")]
    found = by_key(trade_dependence(table(rows), actor="KHM", **WINDOW))
    for kind in ("exports", "imports", "trade"):
        shares = [row for key, row in found.items() if key[3] == f"share [{kind}]" and row["value"] is not None]
        assert sum(row["value"] for row in shares) <= 1 + 1e-9
        for row in shares:
            assert 0 <= row["value"] <= 1
            if row["low"] is not None:
                assert row["low"] - 1e-12 <= row["value"] <= row["high"] + 1e-12


def test_without_trade_it_says_what_to_gather(table, observation) -> None:
    with pytest.raises(InputError, match="no trade between KHM and CHN from 2015 to 2016"):
        trade_dependence(table([observation("gdp", "KHM", None, 2015, 1.0)]), actor="KHM", partners=["CHN"], **WINDOW)
