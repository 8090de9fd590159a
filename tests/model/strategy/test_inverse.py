"""What it would take: of one lever, of a pull, and of several levers together."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from suasion.errors import InputError
from suasion.model.strategy.agency import Agency, settle
from suasion.model.strategy.inverse import least_lever, required, standing
from suasion.model.strategy.lever_sets import Lever, least_set

PUBLISHED: dict[str, Any] = json.loads((Path(__file__).parent / "published.json").read_text())


def games(n: int, seed: int = 0) -> Agency:
    """Return games of made-up draws: a client, a patron at about 0.8 and a rival at about -0.8."""
    rng = np.random.default_rng(seed)
    aims = np.stack([rng.normal(0.8, 0.15, n), rng.normal(-0.8, 0.1, n)], axis=-1).clip(-1, 1)
    return Agency(rng.normal(-0.1, 0.2, n).clip(-1, 1), rng.uniform(0.5, 2, n), aims, rng.uniform(0, 0.5, (n, 2)))


def with_pull(game: Agency, pull: float) -> Agency:
    pulls = game.pulls.copy()
    pulls[..., 0] = pull
    return Agency(game.ideal, game.weight, game.aims, pulls)


def test_the_published_inverse_holds_in_closed_form_and_by_halving() -> None:
    given = PUBLISHED["common_agency"]["inverse"]
    game = Agency(
        np.zeros(1), np.ones(1), np.array([given["a"]], dtype=float), np.array([[9.0, given["th_B"]]])
    )  # fmt: skip
    found = required(game, given["target"], 0, rising=True)
    assert found.pull_for(0.8) == pytest.approx(0.75, abs=1e-9)
    assert found.payment_for(0.8) == pytest.approx(0.253125, abs=1e-9)
    least = least_lever(lambda pull: settle(with_pull(game, pull)).position >= given["target"], 3.0, 0.8)
    assert least.amount == pytest.approx(0.75, abs=1e-7)
    assert settle(with_pull(game, 0.75)).least[0, 0] == pytest.approx(0.253125, abs=1e-9)


@pytest.mark.parametrize("probability", [0.5, 0.8])
@pytest.mark.parametrize("rising", [True, False])
def test_halving_on_common_draws_finds_the_quantile_of_the_pull(probability: float, rising: bool) -> None:
    game, target = games(10_000), 0.2
    if not rising:
        game, target = Agency(-game.ideal, game.weight, -game.aims, game.pulls), -target
    sign = 1 if rising else -1
    least = least_lever(lambda pull: sign * standing(with_pull(game, pull))[0] >= sign * target, 20.0, probability)
    assert least.amount == pytest.approx(required(game, target, 0, rising=rising).pull_for(probability), abs=1e-6)
    assert least.chance >= probability
    assert least.rises


def test_a_target_beyond_the_patrons_ideal_has_no_price() -> None:
    game = games(1000)
    found = required(game, 0.8, 0, rising=True)
    assert found.infeasible_share == pytest.approx(np.mean(game.aims[:, 0] <= 0.8), abs=1e-12)
    assert found.pull_for(0.9) == np.inf
    assert found.payment_for(0.9) == np.inf
    least = least_lever(lambda pull: standing(with_pull(game, pull))[0] >= 0.8, 1e6, 0.9)
    assert least.amount is None
    assert least.at_bound == pytest.approx(1 - found.infeasible_share, abs=0.01)


def test_a_client_past_the_target_takes_nothing() -> None:
    game = games(1000)
    assert required(game, -0.9, 0, rising=True).pull_for(0.99) == 0
    assert least_lever(lambda pull: standing(with_pull(game, pull))[0] >= -0.9, 5.0, 0.99).amount == 0


def test_a_lever_that_first_helps_and_then_harms_is_enough_where_it_first_is_and_says_so() -> None:
    draws = np.linspace(0, 0.2, 101)
    least = least_lever(lambda amount: amount * (1 - amount) >= draws, 1.0, 0.8)
    assert least.amount == pytest.approx(0.2, abs=1e-6)  # amount (1 - amount) = 0.16
    assert not least.rises
    assert least.at_bound == pytest.approx(1 / 101)


@pytest.mark.parametrize(("bound", "probability"), [(-1.0, 0.5), (np.inf, 0.5), (1.0, 0.0), (1.0, 1.0)])
def test_a_bound_or_a_chance_that_cannot_be_is_said(bound: float, probability: float) -> None:
    with pytest.raises(InputError, match=r"Give it a bound|Name one"):
        least_lever(lambda amount: np.array([amount > 0]), bound, probability)


def made_up_levers(n_levers: int, n: int, *, concave: bool, seed: int) -> list[Lever]:
    rng = np.random.default_rng(seed)
    levers = []
    for place in range(n_levers):
        size, bend = rng.beta(2, 2, n) * rng.uniform(0.8, 2.5), rng.uniform(0.5, 6)
        aim = rng.normal(0.8 - 0.1 * place, 0.1, n).clip(-1, 1)

        def pull(part: float, size: Any = size, bend: float = bend) -> Any:
            return size * (np.log1p(bend * part) / np.log1p(bend) if concave else part)

        levers.append(Lever(aim, pull))
    return levers


@pytest.mark.parametrize("concave", [False, True])
@pytest.mark.parametrize(("n_levers", "levels"), [(2, 80), (3, 20)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_set_on_a_grid_is_cheaper_than_the_least_set(concave: bool, n_levers: int, levels: int, seed: int) -> None:
    game = games(1000, seed)
    levers, target, probability = made_up_levers(n_levers, 1000, concave=concave, seed=seed), 0.15, 0.7
    found = least_set(game, levers, target, probability, rising=True)
    position, weight = standing(game)
    need, grid = weight * (target - position), np.linspace(0, 1, levels + 1)
    tables = [np.stack([lever.pull(part) * (lever.aim - target) for part in grid]) for lever in levers]
    cheapest = np.inf
    for others in product(range(levels + 1), repeat=n_levers - 1):
        got = sum(table[level] for table, level in zip(tables, others, strict=False))
        enough = np.mean(got + tables[-1] >= need, axis=1) >= probability
        if enough.any():
            cheapest = min(cheapest, sum(grid[level] for level in others) + grid[np.argmax(enough)])
    assert found.parts is not None
    assert found.price <= cheapest + 0.002
    # What is found is enough in the model itself, not only in the table of its levels.
    pulls = np.stack([lever.pull(float(part)) for lever, part in zip(levers, found.parts, strict=True)], axis=-1)
    aims = np.stack([lever.aim for lever in levers], axis=-1)
    both = Agency(game.ideal, game.weight, np.hstack([game.aims, aims]), np.hstack([game.pulls, pulls]))
    assert np.mean(standing(both)[0] >= target - 1e-9) >= probability
    assert found.chance >= probability


def test_one_lever_alone_is_the_inverse() -> None:
    game = games(5000)
    size = np.random.default_rng(1).uniform(1, 2, 5000)
    found = least_set(game, [Lever(0.9, lambda part: 3 * size * part)], 0.2, 0.8, rising=True)
    draws = np.stack([game.aims[:, 0], game.aims[:, 1], np.full(5000, 0.9)], axis=-1)

    def reaches(part: float) -> Any:
        pulls = np.column_stack([game.pulls, 3 * size * part])
        return standing(Agency(game.ideal, game.weight, draws, pulls))[0] >= 0.2

    assert found.parts is not None
    assert found.parts[0] == pytest.approx(least_lever(reaches, 1.0, 0.8).amount, abs=1e-6)


def test_a_lever_of_the_other_side_is_left_alone_and_too_little_is_said() -> None:
    game = games(2000)
    helps, hinders = Lever(0.9, lambda part: np.full(2000, 3.0 * part)), Lever(-0.9, lambda part: np.full(2000, part))
    found = least_set(game, [hinders, helps], 0.2, 0.8, rising=True)
    alone = least_set(game, [helps], 0.2, 0.8, rising=True)
    assert found.parts is not None
    assert found.parts[0] == 0
    assert found.price == pytest.approx(alone.price, abs=1e-9)
    never = least_set(game, [helps, hinders], 0.95, 0.8, rising=True)
    assert never.parts is None
    assert never.chance < 0.8


def test_the_dearer_of_two_equal_levers_is_not_used() -> None:
    game = games(2000)
    levers = [Lever(0.9, lambda part: np.full(2000, 3.0 * part), price) for price in (2.0, 1.0)]
    found = least_set(game, levers, 0.2, 0.8, rising=True)
    assert found.parts is not None
    assert found.parts[0] == 0
    assert 0 < found.parts[1] < 1
