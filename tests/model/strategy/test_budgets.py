"""Patrons that cannot pay what they would: budgets bound pulls, and more money helps its owner, mostly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.model.strategy.agency import Agency, settle
from suasion.model.strategy.budgets import CLOSE, Budgeted, settle_within

unhurried = settings(deadline=None)  # a game that goes on circling takes a third of a second

positions = st.floats(-1, 1, allow_subnormal=False)
weights = st.floats(0.01, 10, allow_subnormal=False)


@st.composite
def games(draw: st.DrawFn, least: int = 1, most: int = 3) -> Agency:
    n = draw(st.integers(least, most))
    aims = draw(st.lists(positions, min_size=n, max_size=n))
    pulls = draw(st.lists(weights, min_size=n, max_size=n))
    return Agency(np.array(draw(positions)), np.array(draw(weights)), np.array(aims), np.array(pulls))


def many(n_patrons: int, n_games: int = 4000) -> tuple[Agency, np.ndarray]:
    """Return games drawn widely, and budgets from next to nothing to more than enough."""
    rng = np.random.default_rng(n_patrons)
    drawn = Agency(
        ideal=rng.uniform(-1, 1, n_games),
        weight=rng.uniform(0.05, 2, n_games),
        aims=rng.uniform(-1, 1, (n_games, n_patrons)),
        pulls=np.exp(rng.normal(0, 1.5, (n_games, n_patrons))),
    )
    wanted = settle(drawn)
    return drawn, (wanted.least + wanted.most) / 2 * rng.uniform(0.01, 1.5, (n_games, n_patrons))


def idle(found: Budgeted, budgets: np.ndarray) -> np.ndarray:
    """Return whether a patron's pull was lowered farther than its budget asks."""
    return (found.bound & (found.payment < budgets * (1 - 1e-6))).any(axis=1)


@pytest.mark.parametrize("n_patrons", [1, 2, 3])
def test_no_patron_pays_more_than_it_has_and_those_bound_pay_all_of_it(n_patrons: int) -> None:
    drawn, budgets = many(n_patrons)
    found = settle_within(drawn, budgets)
    assert np.all(found.payment <= budgets * (1 + CLOSE))
    assert np.all(found.game.pulls <= drawn.pulls)
    assert np.array_equal(found.game.pulls < drawn.pulls, found.bound)
    assert 0.5 < found.bound.mean() < 0.9
    assert idle(found, budgets).mean() <= 0.001  # those that went on circling


@unhurried
@given(games())
def test_a_patron_without_a_limit_changes_nothing(given_: Agency) -> None:
    found = settle_within(given_, np.array(np.inf))
    free = settle(given_)
    assert float(found.settlement.position) == float(free.position)
    assert not found.bound.any()


@unhurried
@given(games(least=2))
def test_a_patron_without_means_is_absent(given_: Agency) -> None:
    budgets = np.full(len(given_.aims), np.inf)
    budgets[0] = 0
    found = settle_within(given_, budgets)
    others = settle(Agency(given_.ideal, given_.weight, given_.aims[1:], given_.pulls[1:]))
    assert float(found.settlement.position) == pytest.approx(float(others.position), abs=1e-12)
    assert found.game.pulls[0] == 0
    assert found.bound.tolist() == [True] + [False] * (len(given_.aims) - 1)


def test_a_sole_patron_moves_the_client_by_the_root_of_what_it_has() -> None:
    """It pays w (x - x0)^2, so that x = x0 + sqrt(budget / w)."""
    game = Agency(np.array(-0.5), np.array(2.0), np.array([1.0]), np.array([4.0]))
    found = settle_within(game, np.array([0.02]))
    assert float(found.settlement.position) == pytest.approx(-0.4, abs=1e-9)


@unhurried
@given(games(least=2), st.lists(st.floats(0.001, 1), min_size=3, max_size=3))
def test_the_order_of_patrons_makes_no_difference_to_budgets(given_: Agency, limits: list[float]) -> None:
    n = len(given_.aims)
    first = settle_within(given_, np.array(limits[:n]))
    back = Agency(given_.ideal, given_.weight, given_.aims[::-1], given_.pulls[::-1])
    other = settle_within(back, np.array(limits[:n][::-1]))
    assert float(other.settlement.position) == pytest.approx(float(first.settlement.position), abs=1e-6)


@unhurried
@given(games(), st.floats(1e-4, 1), st.floats(1, 10))
def test_more_budget_never_hurts_its_owner_while_no_other_patron_is_bound(
    given_: Agency, budget: float, factor: float
) -> None:
    limits = np.full(len(given_.aims), np.inf)
    away = []
    for own in (budget, budget * factor):
        limits[0] = own
        away.append(abs(float(settle_within(given_, limits).settlement.position) - float(given_.aims[0])))
    assert away[1] <= away[0] + 1e-7


@pytest.mark.parametrize("n_patrons", [2, 3])
def test_more_budget_hurts_its_owner_only_where_another_patron_is_bound(n_patrons: int) -> None:
    drawn, budgets = many(n_patrons)
    more = budgets * np.where(np.arange(n_patrons) == 0, 1.5, 1.0)
    poor, rich = settle_within(drawn, budgets), settle_within(drawn, more)
    before, after = (np.abs(found.settlement.position - drawn.aims[:, 0]) for found in (poor, rich))
    hurt = after > before + 1e-7
    others_bound = (poor.bound[:, 1:] | rich.bound[:, 1:]).any(axis=1)
    assert hurt.any()
    assert not (hurt & ~others_bound).any()
    assert (~others_bound).sum() > 400


def test_more_budget_never_hurts_one_of_two_opposed_patrons_that_settle() -> None:
    drawn, budgets = many(2, 20_000)
    more = budgets * np.array([1.5, 1.0])
    poor, rich = settle_within(drawn, budgets), settle_within(drawn, more)
    before, after = (np.abs(found.settlement.position - drawn.aims[:, 0]) for found in (poor, rich))
    side = np.sign(drawn.aims - drawn.ideal[:, None])
    opposed = side[:, 0] != side[:, 1]
    settled = ~idle(poor, budgets) & ~idle(rich, more)
    assert (opposed & settled).sum() > 6000
    assert not (after > before + 1e-7)[opposed & settled].any()


def test_more_budget_hurts_its_owner_where_a_bound_ally_goes_farther() -> None:
    """Two bound allies pay all they have, w (x - x0)^2, and the nearer one's money carries the client past it."""
    near_and_far = Agency(np.array(0.0), np.array(1.0), np.array([0.5, 1.0]), np.array([5.0, 2.0]))
    poor = settle_within(near_and_far, np.array([0.05, 0.2]))
    rich = settle_within(near_and_far, np.array([0.10, 0.2]))
    assert poor.bound.all()
    assert rich.bound.all()
    assert float(poor.settlement.position) == pytest.approx(0.5, abs=1e-8)
    assert float(rich.settlement.position) == pytest.approx(0.3**0.5, abs=1e-8)


def test_a_budget_is_held_against_where_in_its_range_a_patron_is_reckoned_to_be() -> None:
    """Alone neither of two allies need pay a quarter; together they owe 4/9."""
    allies = Agency(np.array(0.0), np.array(1.0), np.array([1.0, 1.0]), np.array([1.0, 1.0]))
    limits = np.array([0.2, 0.2])
    assert not settle_within(allies, limits, share=0).bound.any()
    middle = settle_within(allies, limits)
    assert middle.bound.all()
    assert float(middle.settlement.total) == pytest.approx(0.4, abs=1e-8)


def test_draws_of_budgets_are_answered_as_they_would_be_alone() -> None:
    drawn, budgets = many(2, 60)
    together = settle_within(drawn, budgets)
    for at in (0, 17, 59):
        one = Agency(drawn.ideal[at], drawn.weight[at], drawn.aims[at], drawn.pulls[at])
        alone = settle_within(one, budgets[at])
        assert float(alone.settlement.position) == float(together.settlement.position[at])


@pytest.mark.parametrize(
    ("limits", "share", "says"), [([-1.0], 0.5, "below 0"), ([np.nan], 0.5, "below 0"), ([1.0], 2, "share")]
)
def test_budgets_that_are_none_are_refused(limits: list[float], share: float, says: str) -> None:
    game = Agency(np.array(0.0), np.array(1.0), np.array([1.0]), np.array([1.0]))
    with pytest.raises(InputError, match=says):
        settle_within(game, np.array(limits), share=share)
