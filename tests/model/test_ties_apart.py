"""Ties to any number of patrons: even or not, domain by domain or by offsets, and what having several is worth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.model.hedging import balance
from suasion.model.ties_apart import evenness, overall, risk_return, shares, standing

amounts = st.floats(1.0, 1e9)
domain = st.lists(amounts, min_size=3, max_size=3).map(lambda ties: shares(np.array([ties])))


@given(amounts, amounts)
def test_with_two_patrons_it_is_the_balance_of_a_pair(a: float, b: float) -> None:
    assert evenness(shares(np.array([[a, b]])))[0] == pytest.approx(balance(np.array([a]), np.array([b]))[0], abs=1e-12)


@given(domain, st.permutations(range(3)))
def test_the_order_of_patrons_changes_no_balance(parts: np.ndarray, order: list[int]) -> None:
    assert evenness(parts[:, order])[0] == evenness(parts)[0]
    assert 0 <= evenness(parts)[0] <= 1 + 1e-12


@given(st.lists(domain, min_size=2, max_size=4))
def test_consistency_lies_between_offsets_alone_and_balance_alone(parts: list[np.ndarray]) -> None:
    whole, consistency = overall(parts)
    assert 0 <= whole[0] <= 1 + 1e-12
    assert np.isnan(consistency[0]) or 0 <= consistency[0] <= 1
    again, alike = overall([parts[0]] * 3)
    assert again[0] == pytest.approx(evenness(parts[0])[0])
    assert np.isnan(alike[0]) or alike[0] == pytest.approx(1)


def test_arms_with_one_and_money_with_another_is_all_offset() -> None:
    whole, consistency = overall([np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])])
    assert (whole[0], consistency[0]) == (1.0, 0.0)


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=4).filter(lambda ties: sum(ties) > 1), st.floats(0, 1))
def test_risk_and_return_are_parts_and_full_substitution_leaves_no_risk(ties: list[float], willing: float) -> None:
    flows, product = np.array([ties]), np.array([1e10])
    risk, returns = risk_return(flows, product, willingness=willing, capacity=np.array([0.5]))
    assert -1e-12 <= risk[0] <= 1 + 1e-12
    assert -1e-12 <= returns[0] <= 1 + 1e-12
    none, _ = risk_return(flows, product, willingness=1.0, capacity=np.array([1e12]))
    assert none[0] <= 1e-9 or min(ties) < 1e-3  # who has nothing cannot stand in
    if sum(t > 0 for t in ties) == 1:
        assert returns[0] <= 1e-12  # one patron is no choice of patrons


def test_states_that_one_mean_cannot_tell_apart_are_told_apart() -> None:
    gdp = 1e10
    states = {  # by domain: what China, the United States and Russia give; all lie midway between the first two
        "hedger": {"finance": (2e8, 2e8, 2e8), "trade": (1e9, 1e9, 1e9), "arms": (50, 50, 50)},
        "isolated": {"finance": (1e6, 1e6, 1e6), "trade": (1e7, 1e7, 1e7), "arms": (1, 1, 1)},
        "split": {"finance": (6e8, 0, 0), "trade": (0, 3e9, 0), "arms": (0, 0, 90)},
        "leaning": {"finance": (1e7, 1e7, 8e8), "trade": (1e8, 1e8, 3e9), "arms": (2, 2, 90)},
    }
    for expected, ties in states.items():
        rows = {name: np.array([row], dtype=float) for name, row in ties.items()}
        both = [row[0, :2] for row in rows.values() if row[0, :2].sum() > 0]
        assert np.mean([100 * america / (china + america) for china, america in both]) == 50
        whole, consistency = overall([shares(row) for row in rows.values()])
        depths = {name: rows[name].sum(axis=1) / gdp for name in ("finance", "trade")}
        assert standing(whole, consistency, depths) == expected


def test_who_is_shallow_in_what_is_known_is_not_isolated_while_trade_is_unknown() -> None:
    even, within = np.array([1.0]), np.array([1.0])
    assert standing(even, within, {"finance": np.array([0.001])}) == "not identified"
    assert standing(even, within, {"finance": np.array([0.001]), "trade": np.array([0.001])}) == "isolated"
    assert standing(even, within, {}) == "not identified"
    assert standing(np.array([np.nan]), within, {"finance": np.array([0.1])}) == "not identified"
