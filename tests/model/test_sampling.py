"""Draws are even, reproducible and do not depend on order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.model.sampling import interval, triangular, uniform_columns, year_weights


def test_a_quantity_has_the_same_numbers_in_any_order() -> None:
    one = uniform_columns(["b", "a"], draws=32, seed=3)
    other = uniform_columns(["a", "b", "a"], draws=32, seed=3)
    assert all((one[name] == other[name]).all() for name in "ab")


@pytest.mark.parametrize("draws", [1, 100, 2048])
def test_any_number_of_draws_comes_without_a_warning(draws: int) -> None:
    assert uniform_columns(["a"], draws=draws, seed=0)["a"].shape == (draws,)


def test_a_quantity_has_the_same_numbers_whatever_else_is_asked_for() -> None:
    alone = uniform_columns(["a"], draws=32, seed=3)["a"]
    assert (uniform_columns(["a", "b"], draws=32, seed=3)["a"] == alone).all()
    assert (uniform_columns(["a"], draws=32, seed=4)["a"] != alone).any()


@given(st.integers(1, 300), st.integers(0, 2**31))
def test_each_equal_part_of_the_unit_interval_has_one_draw(draws: int, seed: int) -> None:
    column = uniform_columns(["a"], draws=draws, seed=seed)["a"]
    assert sorted(np.floor(column * draws)) == list(range(draws))


def test_two_quantities_hardly_go_together() -> None:
    columns = uniform_columns(["a", "b"], draws=2048, seed=0)
    assert abs(np.corrcoef(columns["a"], columns["b"])[0, 1]) < 0.1


def test_means_settle_faster_than_those_of_independent_draws() -> None:
    column = uniform_columns(["a", "b", "c"], draws=1024, seed=0)["b"]
    assert abs(column.mean() - 0.5) < 1e-3  # independent: about 9e-3


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_triangular_draws_stay_between_low_and_high(u: float, a: float, b: float, c: float) -> None:
    low, mode, high = sorted((a, b, c))
    drawn = triangular(np.array([u]), low, mode, high)[0]
    assert low - 1e-9 <= drawn <= high + 1e-9


def test_triangular_draws_have_the_mean_of_the_distribution() -> None:
    u = uniform_columns(["u"], draws=4096, seed=0)["u"]
    assert triangular(u, 0.1, 0.3, 0.6).mean() == pytest.approx(1.0 / 3, abs=1e-3)


def test_year_weights_add_up_to_one_and_favour_no_year() -> None:
    columns = np.stack(list(uniform_columns(["x", "y", "z"], draws=4096, seed=0).values()), axis=1)
    weights = year_weights(columns)
    assert np.allclose(weights.sum(axis=1), 1)
    assert np.allclose(weights.mean(axis=0), 1 / 3, atol=0.01)


def test_an_interval_holds_its_value_and_passes_over_undefined_draws() -> None:
    draws = np.array([0.2, 0.3, np.nan, 0.4])
    low, high = interval(draws, 0.9)
    assert 0.2 <= low < 0.3
    assert high == 0.9
    assert interval(np.array([np.nan]), 0.5) is None


def test_draws_that_do_not_vary_give_no_interval() -> None:
    assert interval(np.full(100, 0.3), 0.3) is None
