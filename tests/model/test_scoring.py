"""Scores: closed forms, published values, and the laws that make a score proper."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from suasion.errors import InputError
from suasion.model.scoring import brier, covered, crps, log_score, pit, reliability, skill

chances = arrays(np.float64, 20, elements=st.floats(0, 1))
positions = arrays(np.float64, (4, 9), elements=st.floats(-1, 1))


def test_crps_of_a_standard_normal_is_its_closed_form() -> None:
    # Gneiting and Raftery 2007, eq. 21 and below: y (2 Phi(y) - 1) + 2 phi(y) - 1 / sqrt(pi).
    from scipy.special import ndtr, ndtri

    draws = ndtri((np.arange(20_000) + 0.5) / 20_000)
    for y in (-1.5, 0.0, 0.7):
        exact = y * (2 * ndtr(y) - 1) + 2 * math.exp(-y * y / 2) / math.sqrt(2 * math.pi) - 1 / math.sqrt(math.pi)
        assert crps(draws[None], np.array([y]))[0] == pytest.approx(exact, abs=1e-4)


def test_crps_of_a_single_draw_is_the_absolute_error() -> None:
    assert crps(np.array([[0.25], [-1.0]]), np.array([1.0, -1.0])).tolist() == [0.75, 0.0]


@given(positions, st.floats(-1, 1))
def test_crps_is_the_area_between_the_steps(draws: np.ndarray, y: float) -> None:
    # The integral of (F(x) - 1[x >= y])^2, worked out piece by piece between all steps.
    for row, found in zip(draws, crps(draws, np.full(4, y)), strict=True):
        at = np.sort(np.append(row, y))
        height = (row[None] <= at[:-1, None]).mean(axis=1) - (at[:-1] >= y)
        assert found == pytest.approx(float(height**2 @ np.diff(at)), abs=1e-9)


@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98))
def test_no_other_chance_is_expected_to_score_better_than_the_true_one(true: float, told: float) -> None:
    for score in (brier, log_score):
        expected = [true * score(np.array([p]), np.array([1])) + (1 - true) * score(np.array([p]), np.array([0]))
                    for p in (true, told)]  # fmt: skip
        assert expected[0] <= expected[1] + 1e-12


def test_log_score_of_a_coin_is_log_two_and_of_a_sure_error_is_bounded() -> None:
    assert log_score(np.array([0.5, 0.0]), np.array([1, 1])).tolist() == pytest.approx([math.log(2), math.log(100)])


def test_parts_of_the_brier_score_of_a_known_table() -> None:
    # Ten days at 0.1 with one event, ten at 0.9 with eight: worked out by hand.
    chance = np.repeat([0.1, 0.9], 10)
    happened = np.r_[1, np.zeros(9), np.ones(8), 0, 0]
    parts = reliability(chance, happened)
    assert (parts.reliability, parts.resolution, parts.uncertainty) == pytest.approx((0.005, 0.1225, 0.2475))
    assert parts.within == pytest.approx(0, abs=1e-12)


@given(chances, arrays(np.int8, 20, elements=st.integers(0, 1)))
def test_parts_of_the_brier_score_add_up_to_it(chance: np.ndarray, happened: np.ndarray) -> None:
    parts = reliability(chance, happened)
    whole = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert whole == pytest.approx(float(brier(chance, happened).mean()), abs=1e-12)
    assert parts.reliability >= 0
    assert -1e-12 <= parts.resolution <= parts.uncertainty + 1e-12


def test_intervals_of_true_forecasts_hold_their_level_and_their_pit_is_even() -> None:
    rng = np.random.default_rng(0)
    centre = rng.normal(size=(4000, 1))
    draws, outcome = centre + rng.normal(size=(4000, 400)), centre[:, 0] + rng.normal(size=4000)
    for level in (0.5, 0.8, 0.9):
        assert covered(draws, outcome, level).mean() == pytest.approx(level, abs=0.03)
    assert np.histogram(pit(draws, outcome), 10, (0, 1))[0] == pytest.approx(400, abs=80)


def test_pit_of_a_scale_of_three_steps_is_even_too() -> None:
    rng = np.random.default_rng(0)
    draws = rng.integers(-1, 2, (4000, 300)).astype(float)
    placed = pit(draws, rng.integers(-1, 2, 4000).astype(float))
    assert np.histogram(placed, 10, (0, 1))[0] == pytest.approx(400, abs=80)


def test_half_the_error_is_half_the_skill_and_said_to_be_better() -> None:
    other = np.random.default_rng(0).uniform(0.5, 1.5, 60)
    found = skill(other / 2, other, np.arange(60))
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))
    assert (found.verdict, found.n, found.blocks) == ("better", 60, 60)
    assert skill(other * 2, other, np.arange(60)).verdict == "worse"


def test_skill_of_noise_is_rarely_called_anything() -> None:
    rng = np.random.default_rng(1)
    pairs = rng.exponential(size=(200, 2, 40))
    called = [skill(score, other, np.arange(40), seed=n).verdict for n, (score, other) in enumerate(pairs)]
    assert np.mean([word != "not distinguishable" for word in called]) == pytest.approx(0.1, abs=0.06)


def test_what_forecasts_of_an_episode_share_counts_once() -> None:
    rng = np.random.default_rng(2)
    score, other = np.repeat(rng.exponential(size=(2, 10)), 10, axis=1)
    apart, together = skill(score, other, np.arange(100)), skill(score, other, np.repeat(np.arange(10), 10))
    assert apart.value == pytest.approx(together.value)
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_a_sure_difference_of_nothing_is_not_called() -> None:
    other = np.random.default_rng(0).uniform(0.5, 1.5, 60)
    found = skill(other * 0.995, other, np.arange(60))
    assert found.low > 0
    assert found.verdict == "not distinguishable"


def test_few_blocks_decide_nothing_and_a_faultless_rival_has_no_skill_over_it() -> None:
    one = np.ones(4)
    assert skill(one / 2, one, np.arange(4)).verdict == "not distinguishable"
    assert math.isnan(skill(one, one * 0, np.arange(4)).value)


@given(st.integers(0, 1000))
def test_the_same_seed_gives_the_same_interval(seed: int) -> None:
    score, other = np.linspace(0, 1, 12), np.linspace(1, 0, 12)
    assert skill(score, other, np.arange(12), seed=seed, samples=50) == skill(
        score, other, np.arange(12), seed=seed, samples=50
    )


@pytest.mark.parametrize("wrong", [
    lambda: crps(np.zeros((2, 0)), np.zeros(2)),
    lambda: covered(np.zeros((2, 3)), np.zeros(3), 0.9),
    lambda: brier(np.array([50.0]), np.array([1])),
    lambda: skill(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int64)),
])  # fmt: skip
def test_what_cannot_be_scored_is_refused(wrong: object) -> None:
    with pytest.raises(InputError):
        wrong()  # type: ignore[operator]
