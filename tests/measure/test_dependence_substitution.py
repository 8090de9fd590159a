"""Substitution: closed forms and laws of who can refill what another takes away."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.measure.substitution import substitution

ASKED: dict[str, Any] = {"realised": (0.5, 0.75, 1.0), "actor": "KHM", "indicators": ["oda-gross"]}
LATEST = {"first_year": 2015, "last_year": 2015}


def by_key(found) -> dict[tuple[str, str], dict[str, Any]]:
    rows = found.to_pylist()
    keyed = {(row["partner"], row["measure"]): row for row in rows}
    assert len(keyed) == len(rows)
    return keyed


def giving(observation, supplier: str, flows: dict[str, float], growth: float = 0.0, years: int = 6):
    """Return rows in which a supplier gives each client a flow in 2015, having grown alike for years before."""
    return [
        observation("oda-gross", supplier, client, 2015 - back, flow / (1 + growth) ** back)
        for client, flow in flows.items()
        for back in range(years)
    ]


def test_a_sole_supplier_leaves_nothing_refilled(table, observation) -> None:
    rows = table([*giving(observation, "JPN", {"KHM": 100.0}), *giving(observation, "USA", {"LAO": 50.0}, 0.2)])
    found = by_key(substitution(rows, **LATEST, **ASKED))
    assert found["JPN", "refilled [oda-gross]"]["value"] == 0
    assert found["JPN", "years to refill [oda-gross]"]["value"] is None
    assert not any(measure.startswith("refilled by") for _, measure in found)


def test_a_data_set_of_one_supplier_says_nothing_of_others(table, observation) -> None:
    found = by_key(substitution(table(giving(observation, "JPN", {"KHM": 9.0, "LAO": 9.0}, 0.1)), **LATEST, **ASKED))
    row = found["JPN", "refilled [oda-gross]"]
    assert row["value"] is None
    assert "not known" in row["method"]


def test_closed_form_of_growth_years_and_order(table, observation) -> None:
    rows = table(
        [
            *giving(observation, "JPN", {"KHM": 30.0}),
            *giving(observation, "FRA", {"KHM": 100.0, "LAO": 500.0, "MMR": 500.0, "VNM": 500.0}, 0.1),
            *giving(observation, "USA", {"KHM": 50.0, "LAO": 500.0, "MMR": 500.0, "VNM": 500.0}, 0.1),
        ]
    )
    found = by_key(substitution(rows, partners=["JPN"], **LATEST, **ASKED))
    refilled = found["JPN", "refilled [oda-gross]"]
    # 10 % of 100 and of 50: half of the 30 lost; all quantiles of growth are 10 %.
    assert (refilled["value"], refilled["low"], refilled["high"]) == pytest.approx((0.5, 0.5, 0.5))
    # After two years 150 * 0.21 = 31.5 is more than 30.
    assert found["JPN", "years to refill [oda-gross]"]["value"] == 2
    share = 30 / 180
    assert found["JPN", "share [oda-gross]"]["value"] == pytest.approx(share)
    assert found["JPN", "vulnerability [oda-gross]"]["value"] == pytest.approx(share / 2)
    france, america = (found["JPN", f"refilled by [oda-gross: {who}]"] for who in ("FRA", "USA"))
    assert (france["value"], america["value"]) == pytest.approx((10 / 30, 5 / 30))
    assert "number 1 in that order" in france["method"]
    assert "number 2 in that order" in america["method"]


def test_rivals_with_ample_capacity_refill_all(table, observation) -> None:
    rows = table(
        [
            *giving(observation, "JPN", {"KHM": 30.0}),
            *giving(observation, "FRA", {"KHM": 100.0, "LAO": 500.0, "MMR": 1.0, "VNM": 1.0, "THA": 1.0}, 0.5),
        ]
    )
    found = by_key(substitution(rows, **LATEST, **ASKED))
    assert found["JPN", "refilled [oda-gross]"]["value"] == 1
    assert found["JPN", "years to refill [oda-gross]"]["value"] == 1
    assert found["JPN", "vulnerability [oda-gross]"]["value"] == 0
    assert found["JPN", "refilled by [oda-gross: FRA]"]["value"] == 1


def test_no_one_adds_more_than_it_gives_to_all_others(table, observation) -> None:
    rows = table(
        [
            *giving(observation, "JPN", {"KHM": 50.0}),
            *giving(observation, "FRA", {"KHM": 100.0, "LAO": 2.0, "MMR": 1.0, "VNM": 1.0, "THA": 1.0}, 0.5),
        ]
    )
    found = by_key(substitution(rows, partners=["JPN"], **LATEST, **ASKED))
    assert found["JPN", "refilled [oda-gross]"]["value"] == pytest.approx(5 / 50)


def test_without_two_years_running_capacity_is_not_known(table, observation) -> None:
    rows = table([observation("oda-gross", who, to, 2015, 5.0) for who in ("JPN", "USA") for to in ("KHM", "LAO")])
    found = by_key(substitution(rows, **LATEST, **ASKED))
    assert found["JPN", "refilled [oda-gross]"]["value"] is None
    assert found["JPN", "share [oda-gross]"]["value"] == pytest.approx(0.5)


def test_a_period_is_a_mean_year_and_all_clients_are_as_one(table, observation) -> None:
    rows = table(
        [
            *giving(observation, "JPN", {"KHM": 30.0, "LAO": 30.0}),
            *giving(observation, "FRA", {"KHM": 100.0, "LAO": 500.0, "MMR": 500.0, "VNM": 500.0}, 0.0),
            *giving(observation, "USA", {"KHM": 50.0, "LAO": 500.0, "MMR": 500.0, "VNM": 500.0}, 0.0),
        ]
    )
    window = {"first_year": 2012, "last_year": 2015}
    period = by_key(substitution(rows, by="period", **window, **ASKED))
    assert period["JPN", "share [oda-gross]"]["value"] == pytest.approx(30 / 180)
    assert period["JPN", "refilled [oda-gross]"]["value"] == 0  # no one grew
    everyone = substitution(rows, **window, **(ASKED | {"actor": None})).to_pylist()
    alone = [row for row in substitution(rows, **window, **ASKED).to_pylist() if "refilled by" not in row["measure"]]
    assert [row for row in everyone if row["actor"] == "KHM"] == alone


money = st.floats(1, 1e6)
suppliers = st.lists(st.tuples(money, money), min_size=2, max_size=4)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suppliers, st.floats(0, 0.5), st.floats(1, 5), st.randoms(use_true_random=False))
def test_refilling_never_exceeds_the_loss_and_grows_with_the_rivals(
    table, observation, flows, growth, factor, shuffling
) -> None:
    def rows(times: float, growing: float) -> list[dict[str, Any]]:
        given = giving(observation, "JPN", {"KHM": 1000.0, "LAO": 1.0}, growing)
        for who, (here, there) in zip(("DEU", "FRA", "GBR", "USA"), flows, strict=False):
            given += giving(observation, who, {"KHM": here * times, "LAO": there * times}, growing)
        return given

    plain = rows(1.0, growth)
    found = by_key(substitution(table(plain), **LATEST, **ASKED))
    shuffled = list(plain)
    shuffling.shuffle(shuffled)
    again = by_key(substitution(table(shuffled), **LATEST, **ASKED))
    assert {key: row["value"] for key, row in again.items()} == pytest.approx(
        {key: row["value"] for key, row in found.items()}, nan_ok=True
    )
    for (partner, measure), row in found.items():
        if measure == "refilled [oda-gross]":
            assert 0 <= row["low"] <= row["value"] <= row["high"] <= 1
            parts = [r["value"] for (p, m), r in found.items() if p == partner and m.startswith("refilled by")]
            assert sum(parts) <= row["value"] + 1e-9
    larger = by_key(substitution(table(rows(factor, growth)), **LATEST, **ASKED))
    faster = by_key(substitution(table(rows(1.0, growth + 0.1)), **LATEST, **ASKED))
    for more in (larger, faster):
        assert more["JPN", "refilled [oda-gross]"]["value"] >= found["JPN", "refilled [oda-gross]"]["value"] - 1e-9


def test_what_was_not_given_in_the_years_is_named(table, observation) -> None:
    rows = table(giving(observation, "JPN", {"KHM": 9.0}))
    with pytest.raises(InputError, match="No row says what KHM gets from CHN"):
        substitution(rows, partners=["CHN"], **LATEST, **ASKED)
