"""All clients at once are each alone, with peers that draw what does not matter to them."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.model.strategy.agency import Agency, settle
from suasion.model.strategy.clients import Clients, Peers, in_parts, settle_clients
from suasion.model.strategy.hedging_value import counterweight, option_value

unhurried = settings(deadline=None)  # a busy machine is no failure


def contest(draws: int, *, clients: int = 4, issues: int = 2, patrons: int = 3, seed: int = 1) -> tuple[Agency, Peers]:
    rng = np.random.default_rng(seed)
    salience = rng.uniform(0.1, 1, (draws, clients, issues))
    game = Agency(
        ideal=rng.uniform(-1, 1, (draws, clients, issues)),
        weight=salience,
        aims=rng.uniform(-1, 1, (draws, 1, issues, patrons)),
        pulls=rng.uniform(0, 2, (draws, clients, issues, patrons)),
    )
    heeds = rng.uniform(0, 1, (clients, clients))
    return game, Peers(influence=heeds / heeds.sum(axis=1, keepdims=True), salience=salience)


def test_each_client_settles_as_it_would_alone() -> None:
    game, _ = contest(20)
    found = settle_clients(game)
    for at in [(0, 0, 0), (7, 3, 1), (19, 2, 0)]:
        draw, _, issue = at
        alone = settle(Agency(game.ideal[at], game.weight[at], game.aims[draw, 0, issue], game.pulls[at]))
        assert found.position[at] == alone.position
        assert np.array_equal(found.settlement.least[at], alone.least)


def test_clients_to_which_all_matters_heed_no_peer_and_the_others_do() -> None:
    game, peers = contest(5)
    alone = settle_clients(game)
    deaf = settle_clients(game, Peers(peers.influence, np.ones_like(peers.salience)))
    assert deaf.position == pytest.approx(alone.position, abs=1e-12)
    drawn = settle_clients(game, peers)
    assert np.ptp(drawn.position, axis=1).mean() < np.ptp(alone.position, axis=1).mean()
    assert np.array_equal(drawn.settlement.position, alone.position)


def test_the_order_of_clients_makes_no_difference() -> None:
    game, peers = contest(5)
    order = [2, 0, 3, 1]
    turned = Agency(game.ideal[:, order], game.weight[:, order], game.aims, game.pulls[:, order])
    among = Peers(peers.influence[np.ix_(order, order)], peers.salience[:, order])
    assert settle_clients(turned, among).position == pytest.approx(settle_clients(game, peers).position[:, order])


def test_parts_are_the_whole() -> None:
    game, peers = contest(50)

    def build(start: int, end: int) -> tuple[Agency, Peers]:
        assert end <= 50
        cut = slice(start, end)
        part = Agency(game.ideal[cut], game.weight[cut], game.aims[cut], game.pulls[cut])
        return part, Peers(peers.influence, peers.salience[cut])

    parts: list[Clients] = list(in_parts(build, 50, at_once=16))
    assert [len(part.position) for part in parts] == [16, 16, 16, 2]
    whole = settle_clients(game, peers)
    assert np.concatenate([part.position for part in parts]) == pytest.approx(whole.position, abs=1e-12)


def test_a_hundred_thousand_draws_stay_under_half_a_gigabyte() -> None:
    def build(start: int, end: int) -> tuple[Agency, None]:
        return contest(end - start, clients=12, issues=3, seed=start)[0], None

    tracemalloc.start()
    positions = [part.position for part in in_parts(build, 100_000)]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sum(len(part) for part in positions) == 100_000
    assert most < 500e6


def test_arrays_of_other_axes_are_refused() -> None:
    with pytest.raises(InputError, match="three axes"):
        settle_clients(Agency(np.zeros(3), np.ones(3), np.ones((3, 2)), np.ones((3, 2))))


# What it is worth to have several patrons


@unhurried
@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(0.01, 10)), min_size=1, max_size=3),
    st.floats(-1, 1),
    st.floats(0.01, 10),
)
def test_a_patron_alone_leaves_nothing_so_that_hedging_is_worth_the_whole_gain(
    patrons: list[tuple[float, float]], ideal: float, weight: float
) -> None:
    aims, pulls = np.array(patrons).T
    game = Agency(np.array(ideal), np.array(weight), aims, pulls)
    assert float(option_value(game)) == pytest.approx(float(settle(game).gain), abs=1e-9)
    assert option_value(game) >= -1e-9


def test_patrons_of_one_will_are_worth_no_more_than_one() -> None:
    allies = Agency(np.array(0.0), np.array(1.0), np.array([0.8, 0.9, 1.0]), np.array([0.1, 0.1, 0.1]))
    assert float(option_value(allies)) == pytest.approx(0, abs=1e-12)


def test_a_counterweight_is_the_patron_without_whom_rivals_need_not_compete() -> None:
    """Two allies and one rival: without the rival nothing is left, without one ally something is."""
    game = Agency(np.array(0.0), np.array(1.0), np.array([1.0, 1.0, -1.0]), np.array([1.0, 0.5, 2.0]))
    worth = counterweight(game)
    assert float(worth[2]) == pytest.approx(float(settle(game).gain), abs=1e-9)
    assert 0 < worth[1] < worth[0] < worth[2]


def test_draws_of_patrons_are_weighed_at_once() -> None:
    game, _ = contest(6)
    assert option_value(game).shape == (6, 4, 2)
    assert counterweight(game).shape == (6, 4, 2, 3)
    assert counterweight(Agency(np.zeros(2), np.ones(2), np.ones((2, 1)), np.ones((2, 1)))).tolist() == [[0.0], [0.0]]
