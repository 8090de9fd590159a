"""Quantiles of the beta distribution agree with those that have a formula, and with their own inverse."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.model.beta import cumulative, quantile

shape = st.floats(0.1, 300)
chance = st.floats(0.01, 0.99)


@given(chance, shape)
def test_with_one_parameter_at_one_it_is_a_power(p: float, b: float) -> None:
    assert quantile(p, 1, b) == pytest.approx(-math.expm1(math.log1p(-p) / b), rel=1e-9)
    assert quantile(p, b, 1) == pytest.approx(p ** (1 / b), rel=1e-9)


@given(chance)
def test_with_both_at_a_half_it_is_the_arcsine_law(p: float) -> None:
    assert quantile(p, 0.5, 0.5) == pytest.approx(math.sin(math.pi * p / 2) ** 2, rel=1e-9)


@given(chance, shape, shape)
def test_turning_the_parameters_turns_the_quantile(p: float, a: float, b: float) -> None:
    assert quantile(p, a, b) == pytest.approx(1 - quantile(1 - p, b, a), abs=1e-9)


@given(st.floats(0.05, 0.95), st.floats(0.5, 50), st.floats(0.5, 50))
def test_the_quantile_of_a_chance_has_that_chance(p: float, a: float, b: float) -> None:
    assert cumulative(quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-9)


def test_nothing_lies_below_zero_and_all_below_one() -> None:
    assert (cumulative(0.0, 2, 3), cumulative(1.0, 2, 3)) == (0.0, 1.0)
