"""A rival's best answer, and the price war: who drops out first, and where the client ends."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.errors import InputError
from suasion.model.strategy.agency import Agency, settle
from suasion.model.strategy.inverse import standing
from suasion.model.strategy.rivalry import AIM, BUDGET, CAP, CHALLENGER, RIVAL, WORTH, Side, best_answer, price_war

ALONE = Agency(np.zeros(1), np.ones(1), np.zeros((1, 1)), np.zeros((1, 1)))


def made_up(n: int, seed: int = 0) -> tuple[Agency, Side, Side, np.ndarray]:
    """Return games, a challenger above where the client stands, a rival below it, and targets."""
    rng = np.random.default_rng(seed)
    game = Agency(
        rng.uniform(-0.5, 0.5, n), rng.uniform(0.1, 3, n), rng.uniform(-1, 1, (n, 2)), rng.uniform(0, 1, (n, 2))
    )
    start, _ = standing(game)
    upper, lower = rng.uniform(start + 0.01, 1), rng.uniform(-1, start - 0.01)
    means = [rng.uniform(0, top, n) for top in (5, 5, 2, 5, 5, 2)]
    target = rng.uniform(start + 0.005, 1)
    return game, Side(upper, *means[:3]), Side(lower, *means[3:]), target


def test_no_other_offer_is_better_than_the_best_answer() -> None:
    game, _, rival, _ = made_up(500)
    position, weight = standing(game)
    best = best_answer(rival, position, weight)
    value, _ = worth(rival, best, position, weight)
    for pull in np.linspace(0, 5, 101):
        other, price = worth(rival, np.full(500, pull), position, weight)
        allowed = (pull <= rival.cap) & (price <= rival.budget)
        assert np.all(~allowed | (other <= value + 1e-9))


def worth(side: Side, pull: np.ndarray, position: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    reached = (weight * position + pull * side.aim) / (weight + pull)
    price = weight * (reached - position) ** 2
    return -side.stake * (reached - side.aim) ** 2 - price, price


def test_best_answers_of_both_are_the_truthful_equilibrium() -> None:
    aims, stakes = np.array([1.0, -1.0]), np.array([2.0, 0.5])
    war = price_war(ALONE, Side(1.0, 2.0, cap=2.0), Side(-1.0, 0.5), 0.9)
    told = settle(Agency(np.zeros(1), np.ones(1), aims[None], stakes[None]))
    assert (war.out[0], war.why[0]) == (CHALLENGER, CAP)
    assert war.position == pytest.approx(told.position)
    assert war.pulls[:, 0] == pytest.approx(stakes)
    assert war.payments[:, 0] == pytest.approx(told.least[0])


def test_with_equal_means_neither_wins() -> None:
    for cap in (0.5, 1.0, 3.0):
        war = price_war(ALONE, Side(1.0, 5.0, cap), Side(-1.0, 5.0, cap), 0.3, hold=0.0)
        assert war.ended[0]
        assert war.out[0] == CHALLENGER  # it must move the client, its rival only keep it
        assert war.position[0] == pytest.approx(0.0, abs=1e-9)
        assert war.pulls[0] == pytest.approx(war.pulls[1])


def test_the_richer_side_wins_and_the_other_drops_out_first() -> None:
    rich, poor = Side(1.0, 5.0, 4.0), Side(-1.0, 5.0, 0.5)
    won = price_war(ALONE, rich, poor, 0.3, hold=0.0)
    assert (won.out[0], won.why[0]) == (RIVAL, CAP)
    assert won.position[0] == pytest.approx(0.3)
    lost = price_war(ALONE, Side(1.0, 5.0, 0.5), Side(-1.0, 5.0, 4.0), 0.3, hold=0.0)
    assert (lost.out[0], lost.why[0]) == (CHALLENGER, CAP)
    assert lost.position[0] == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("side", "target", "why"),
    [
        (Side(1.0, 5.0, cap=0.2), 0.3, CAP),
        (Side(1.0, 5.0, budget=0.05), 0.3, BUDGET),
        (Side(1.0, 0.05), 0.3, WORTH),
        (Side(0.2, 5.0), 0.3, AIM),
    ],
)
def test_what_stops_the_first_offer_is_said(side: Side, target: float, why: int) -> None:
    war = price_war(ALONE, side, Side(-1.0, 0.0), target)
    assert (war.out[0], war.why[0]) == (CHALLENGER, why)
    assert war.positions[1, 0] < target
    assert war.payments[0, 0] <= side.budget + 1e-12


def test_a_war_ends_within_means_and_both_sides_of_it_are_each_others_mirror() -> None:
    game, challenger, rival, target = made_up(3000)
    for hold in (None, standing(game)[0]):
        war = price_war(game, challenger, rival, target, hold=hold)
        assert war.ended.mean() > 0.995
        settled = war.ended
        for side, pulls, paid in zip((challenger, rival), war.pulls, war.payments, strict=True):
            assert np.all(pulls[settled] <= np.asarray(side.cap)[settled] + 1e-9)
            assert np.all(paid[settled] <= np.asarray(side.budget)[settled] + 1e-6)
        flipped = price_war(
            Agency(-game.ideal, game.weight, -game.aims, game.pulls),
            Side(-challenger.aim, challenger.stake, challenger.cap, challenger.budget),
            Side(-rival.aim, rival.stake, rival.cap, rival.budget),
            -target,
            hold=None if hold is None else -hold,
        )
        assert flipped.position == pytest.approx(-war.position, abs=1e-9)
        assert np.array_equal(flipped.out, war.out)
        assert np.array_equal(flipped.why, war.why)


@pytest.mark.parametrize("more", ["cap", "budget", "stake"])
def test_more_means_never_end_shorter_of_the_target_if_the_rival_holds_nothing(more: str) -> None:
    game, poor, rival, target = made_up(3000, seed=1)
    given = {"aim": poor.aim, "stake": poor.stake, "cap": poor.cap, "budget": poor.budget}
    rich = Side(**(given | {more: 1.5 * np.asarray(given[more])}))
    before, after = (price_war(game, side, rival, target) for side in (poor, rich))
    assert np.all(np.minimum(after.position, target) >= np.minimum(before.position, target) - 1e-7)


def test_more_means_may_end_shorter_if_a_rival_that_was_content_gives_up() -> None:
    game, poor, rival, target = made_up(3000, seed=1)
    hold, _ = standing(game)
    rich = Side(poor.aim, poor.stake, 1.5 * np.asarray(poor.cap), poor.budget)
    before, after = (price_war(game, side, rival, target, hold=hold) for side in (poor, rich))
    worse = (
        before.ended & after.ended & (np.minimum(after.position, target) < np.minimum(before.position, target) - 0.01)
    )
    assert 0 < worse.mean() < 0.01
    assert RIVAL in after.out[worse]


def test_a_side_below_nothing_or_a_target_already_met_is_said() -> None:
    with pytest.raises(InputError, match="challenger has a stake"):
        price_war(ALONE, Side(1.0, -1.0), Side(-1.0, 1.0), 0.3)
    with pytest.raises(InputError, match="already stands at the target"):
        price_war(ALONE, Side(1.0, 1.0), Side(-1.0, 1.0), 0.0)
    with pytest.raises(InputError, match="at least one round"):
        price_war(ALONE, Side(1.0, 1.0), Side(-1.0, 1.0), 0.3, rounds=0)
