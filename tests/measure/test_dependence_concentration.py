"""Concentration: closed forms, and what suppliers without rows could make of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.measure import concentration
from suasion.measure.concentration_table import concentrations

WINDOW = {"first_year": 2012, "last_year": 2021}
ASSUMED: dict[str, Any] = {"unseen": 0.5, "realised": (0.5, 0.75, 1.0)}
DONORS = ("CHN", "DEU", "FRA", "JPN", "USA")


def by_measure(found, year: int | None = 2015) -> dict[str, dict[str, Any]]:
    return {row["measure"]: row for row in found.to_pylist() if row["year"] == year}


@pytest.mark.parametrize("n", [2, 5])
def test_equal_suppliers_give_one_over_their_number(table, observation, n) -> None:
    rows = table([observation("oda-gross", donor, "KHM", 2015, 7.0) for donor in DONORS[:n]])
    found = by_measure(concentrations(rows, actor="KHM", **WINDOW, **ASSUMED))
    hhi, effective = found["hhi [oda-gross]"], found["effective suppliers [oda-gross]"]
    assert (hhi["value"], effective["value"], hhi["n"]) == (pytest.approx(1 / n), pytest.approx(n), n)
    # Half of all without rows: spread over very many, or held by one.
    assert hhi["low"] == pytest.approx(1 / n / 4)
    assert hhi["high"] == pytest.approx(max(1 / n, 1 / n / 4 + 1 / 4))
    assert (effective["low"], effective["high"]) == (pytest.approx(1 / hhi["high"]), pytest.approx(1 / hhi["low"]))


def test_real_aid_to_cambodia_is_as_concentrated_as_before(oecd_aid) -> None:
    [known] = concentration(oecd_aid, "KHM", **WINDOW).to_pyarrow().to_pylist()
    found = concentrations(oecd_aid, actor="KHM", indicators=["oda-net"], by="period", **WINDOW, **ASSUMED)
    row = by_measure(found, None)["hhi [oda-net]"]
    assert row["value"] == pytest.approx(known["hhi"])
    assert row["n"] == known["suppliers"]


def test_a_single_supplier_with_rows_has_no_index_and_takers_do_not_count(table, observation) -> None:
    rows = [observation("oda-net", "JPN", "KHM", 2015, 7.0), observation("oda-net", "USA", "KHM", 2015, -1.0)]
    row = by_measure(concentrations(table(rows), actor="KHM", **WINDOW, **ASSUMED))["hhi [oda-net]"]
    assert (row["value"], row["low"], row["n"]) == (None, None, 1)
    assert "only one supplier" in row["method"]


def test_published_trade_says_how_much_has_no_partner(table, observation) -> None:
    rows = [
        observation("exports", "KHM", "USA", 2015, 40.0),
        observation("exports", "KHM", "CHN", 2015, 10.0),
        observation("exports", "KHM", None, 2015, 100.0),
        observation("imports", "KHM", "CHN", 2015, 10.0),
        observation("imports", "KHM", "VNM", 2015, 10.0),
        observation("imports", "KHM", None, 2015, 20.0),
    ]
    found = by_measure(concentrations(table(rows), actor="KHM", **WINDOW, **ASSUMED))
    markets, sellers = found["hhi [exports]"], found["hhi [imports]"]
    assert (markets["value"], markets["low"], markets["high"]) == pytest.approx((0.17, 0.17, 0.42))
    assert (sellers["value"], sellers["low"], sellers["high"]) == (pytest.approx(0.5), None, None)
    unsaid = by_measure(concentrations(table(rows[:2]), actor="KHM", **WINDOW, **ASSUMED))["hhi [exports]"]
    assert (unsaid["value"], unsaid["high"]) == (None, None)
    whole = by_measure(concentrations(table(rows), actor="KHM", by="period", **WINDOW, **ASSUMED), None)
    assert whole["hhi [exports]"]["value"] == pytest.approx(0.17)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(1, 1e9), min_size=2, max_size=5), st.floats(0, 0.9))
def test_the_index_is_bounded_and_lies_within_its_interval(table, observation, amounts, unseen) -> None:
    rows = [observation("oda-gross", donor, "KHM", 2015, x) for donor, x in zip(DONORS, amounts, strict=False)]
    found = by_measure(concentrations(table(rows), actor="KHM", **WINDOW, **(ASSUMED | {"unseen": unseen})))
    row = found["hhi [oda-gross]"]
    assert 1 / len(amounts) - 1e-12 <= row["value"] <= 1
    assert 0 < row["low"] <= row["value"] <= row["high"] <= 1


def test_nothing_to_measure_is_named(table, observation) -> None:
    with pytest.raises(InputError, match="No row says what LAO gets"):
        concentrations(table([observation("oda-net", "JPN", "KHM", 2015, 7.0)]), actor="LAO", **WINDOW, **ASSUMED)
