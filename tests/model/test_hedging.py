"""Even and deep ties are a hedge; shallow ones are not, however even."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from suasion.model.hedging import balance, depth, reading

ties = st.floats(0, 1e9)


@given(ties, ties)
def test_balance_is_symmetric_and_bounded(a: float, b: float) -> None:
    one, other = balance(np.array([a]), np.array([b])), balance(np.array([b]), np.array([a]))
    assert np.array_equal(one, other, equal_nan=True)
    assert np.isnan(one[0]) == (a + b == 0)
    assert np.isnan(one[0]) or 0 <= one[0] <= 1


def read(a: float, b: float, gdp: float = 1e10) -> str:
    one, other = np.array([a]), np.array([b])
    return reading(balance(one, other), depth(one, other, np.array([gdp])))


def test_low_and_low_is_isolated_though_even() -> None:
    assert read(1e6, 1e6) == "isolated"
    assert read(1e9, 1e9) == "hedger"
    assert read(1e9, 1e7) == "leaning"


def test_draws_that_disagree_are_not_identified() -> None:
    balances, depths = np.array([0.2, 0.9]), np.array([0.1, 0.1])
    assert reading(balances, depths) == "not identified"
    assert reading(np.array([np.nan]), np.array([0.1])) == "not identified"
    assert reading(np.empty(0), np.empty(0)) == "not identified"
