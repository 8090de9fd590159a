"""A stance is recovered from what a party of that stance would say and vote, and no surer than it may be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.codebook import Derivation, recompute
from suasion.model.stance import (
    ANCHOR,
    HALF_LIVES,
    LIMIT,
    POINTS,
    SCALES,
    SLANT,
    Answers,
    holding,
    moved_at_all,
    shift,
    simulated,
    stance,
)


def answers(*given_: tuple[int, int], noise: float = 0.6, reliability: float = 0.9, group: int = -1) -> Answers:
    """Answers and their years."""
    answer, year = zip(*given_, strict=True)
    n = len(answer)
    return Answers(
        answer=np.array(answer, dtype=np.int8), year=np.array(year), noise=np.full(n, noise),
        reliability=np.full(n, reliability), group=np.full(n, group),
    )  # fmt: skip


@pytest.mark.parametrize(
    "setting",
    [
        {"per_year": 0.5},
        {"per_year": 2},
        {"per_year": 12},
        {"per_year": 3, "reliability": 0.3, "scale": 2.0},
        {"per_year": 3, "half_life": 4.0},
        {"per_year": 4, "world": "step"},  # the model is wrong here: it walks, the truth jumps once
    ],
    ids=["few", "some", "many", "noisy", "drifting", "jumping"],
)
def test_intervals_hold_the_truth_as_often_as_they_say(setting: dict) -> None:
    held = []
    for seed in range(150):
        truth, told = simulated(n_years=8, seed=seed, **setting)
        found = stance(told, last_year=2007)
        if found is not None:
            at = truth[np.array(found.years) - 2000]
            held += list((at >= found.low) & (at <= found.high))
    assert 0.86 <= np.mean(held) <= 0.94


def test_no_answer_places_nobody() -> None:
    assert stance(answers((1, 2020)).only(np.array([False]))) is None
    assert stance(answers((1, 2020)), last_year=2019) is None


one = st.tuples(st.sampled_from([-1, 0, 1]), st.integers(2010, 2016))
many = st.lists(one, min_size=1, max_size=8)


@settings(max_examples=25, deadline=None)
@given(many)
def test_turning_every_answer_round_turns_the_position_round(told: list[tuple[int, int]]) -> None:
    found, turned = stance(answers(*told)), stance(answers(*((-a, y) for a, y in told)))
    assert found is not None
    assert turned is not None
    assert np.allclose(found.value, -turned.value, atol=1e-9)
    assert np.allclose(found.low, -turned.high, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(many, st.randoms(use_true_random=False))
def test_order_of_answers_changes_nothing_and_bounds_are_kept(told: list[tuple[int, int]], random) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)
    found, other = stance(answers(*told)), stance(answers(*shuffled))
    assert found is not None
    assert other is not None
    assert np.allclose(found.value, other.value, atol=1e-12)
    assert (found.low >= -1).all()
    assert (found.low <= found.value).all()
    assert (found.value <= found.high).all()
    assert (found.high <= 1).all()


@settings(max_examples=25, deadline=None)
@given(many, st.integers(2010, 2016))
def test_one_more_answer_for_never_lowers_a_position(told: list[tuple[int, int]], year: int) -> None:
    # With no doubt about the process: what an answer says of noise and half-life can move the others' weight.
    found, more = stance(answers(*told)), stance(answers(*told, (1, year)))
    assert found is not None
    assert more is not None
    at = found.years.index(year) if year in found.years else None
    if at is not None and year in more.years:
        assert more.value[more.years.index(year)] >= found.value[at] - 0.02


def test_deeds_weigh_more_than_words_and_sure_sources_more_than_doubtful_ones() -> None:
    deed, word = (stance(answers((1, 2020), noise=noise)) for noise in (0.5, 1.2))
    sure, doubtful = (stance(answers((1, 2020), reliability=r)) for r in (0.95, 0.3))
    assert deed.value[0] > word.value[0] > 0
    assert sure.value[0] > doubtful.value[0] > 0
    assert sure.high[0] - sure.low[0] < doubtful.high[0] - doubtful.low[0]
    by_lot = stance(answers((1, 2020), reliability=0.0))
    assert abs(by_lot.value[0]) < 1e-9


def test_what_was_known_fades_until_nothing_is() -> None:
    found = stance(answers((1, 2000), (1, 2000)), last_year=2015)
    widths = found.high - found.low
    assert (np.diff(widths) > 0).all()
    assert (np.diff(found.value) < 0).all()


def test_many_sentences_of_one_source_are_not_many_witnesses() -> None:
    apart = stance(answers(*[(1, 2020)] * 6))
    alike = stance(answers(*[(1, 2020)] * 6, group=0))
    assert 0 < alike.value[0] < apart.value[0]
    assert alike.low[0] < apart.low[0]


def test_a_turn_is_found_and_a_stand_that_stays_is_none() -> None:
    turned = stance(answers(*[(-1, y) for y in (2010, 2011, 2012) for _ in range(4)],
                            *[(1, y) for y in (2013, 2014) for _ in range(4)]))  # fmt: skip
    still = stance(answers(*[(1, y) for y in range(2010, 2015) for _ in range(4)]))
    moved = shift(turned, 2012, 2013)
    assert moved.rise > 0.99
    assert moved.low > 0.3
    assert 0.3 < shift(still, 2010, 2014).rise < 0.7
    assert moved_at_all(turned) > 100 > 1 > moved_at_all(still)
    with pytest.raises(ValueError, match="no span"):
        shift(still, 2014, 2010)


def test_a_shift_adds_up_with_the_years_it_lies_between() -> None:
    truth, told = simulated(n_years=8, per_year=3, seed=4)
    found = stance(told)
    first, last = found.years[0], found.years[-1]
    assert len(truth) == 8
    assert shift(found, first, last).value == pytest.approx(found.value[-1] - found.value[0], abs=2e-3)


def test_of_many_shifts_only_the_sure_ones_are_called() -> None:
    assert holding([0.5, 0.99, 0.02, 0.8]) == [False, True, True, False]
    assert holding([0.9]) == [False]  # one in ten is more than one in twenty
    assert holding([0.9, 0.99, 0.99, 0.99]) == [True, True, True, True]  # among sure ones, it may be
    assert holding([]) == []


def test_the_verifiers_own_working_gives_the_last_year_again() -> None:
    for seed in range(4):
        _, told = simulated(n_years=6, per_year=3, seed=seed, votes=0.4)
        # A record's votes share noise and reliability; a simulated year's groups are numbered through.
        told = replace(told, group=np.where(told.group >= 0, told.group % 3, -1))
        found = stance(told, last_year=2006)
        vote = told.group < 0
        constants = {"anchor": ANCHOR, "slant": SLANT, "limit": LIMIT, "points": float(POINTS), "noise-vote": 0.5,
                     "trust-vote": 0.95}  # fmt: skip
        constants |= {f"half-life:{a:g}": p for a, p in HALF_LIVES} | {f"noise-scale:{a:g}": p for a, p in SCALES}
        for i, k in enumerate(np.flatnonzero(~vote)):
            constants |= {
                f"age-stance-{i}": float(2006 - told.year[k]), f"noise-stance-{i}": float(told.noise[k]),
                f"trust-stance-{i}": float(told.reliability[k]), f"group-stance-{i}": float(told.group[k]),
            }  # fmt: skip
        constants |= {f"age-vote-{i}": float(2006 - told.year[k]) for i, k in enumerate(np.flatnonzero(vote))}
        stances, votes = (
            tuple(f"{name}{i}" for i in range(n)) for name, n in (("s", (~vote).sum()), ("v", vote.sum()))
        )
        values = dict(zip(stances, told.answer[~vote].astype(float), strict=True))
        values |= dict(zip(votes, 2.0 - told.answer[vote], strict=True))
        again = Derivation(operation="latent-position", terms={"stances": stances, "votes": votes}, constants=constants)
        assert recompute(again, values) == pytest.approx(found.value[-1], rel=1e-9, abs=1e-12)


def test_hundreds_of_votes_that_turn_within_a_year_break_nothing() -> None:
    told = answers(*[(1, 2000)] * 400, *[(-1, 2001)] * 400, noise=0.3, reliability=0.98)
    found = stance(told)
    assert np.isfinite(found.value).all()
    assert found.value[0] > 0.4  # no process goes from one pole to the other in a year
    assert found.value[1] < -0.4
