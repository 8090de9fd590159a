"""Laws that any answer about patrons, clients and institutions must obey, whatever its inputs."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.model.strategy import (
    Agency,
    coalitions,
    compromise,
    conditional_election,
    expected_utility,
    pairwise,
    settle,
)

unhurried = settings(deadline=None)  # a busy machine is no failure

positions = st.floats(-1, 1, allow_subnormal=False)
weights = st.floats(0.01, 10, allow_subnormal=False)


def game(ideal: float, weight: float, aims: list[float], pulls: list[float]) -> Agency:
    return Agency(np.array(ideal), np.array(weight), np.array(aims, dtype=float), np.array(pulls, dtype=float))


@st.composite
def games(draw: st.DrawFn, least: int = 1, most: int = 3) -> Agency:
    n = draw(st.integers(least, most))
    aims = draw(st.lists(positions, min_size=n, max_size=n))
    pulls = draw(st.lists(weights, min_size=n, max_size=n))
    return game(draw(positions), draw(weights), aims, pulls)


def with_patrons(given_: Agency, aims: list[float], pulls: list[float]) -> Agency:
    return Agency(given_.ideal, given_.weight, np.array(aims), np.array(pulls))


# Rivals


@unhurried
@given(games(most=1), st.floats(0, 2), weights)
def test_a_rival_on_the_other_side_never_raises_the_concession_nor_lowers_the_gain(
    sole: Agency, away: float, pull: float
) -> None:
    alone = settle(sole)
    side = 1.0 if sole.aims[0] >= sole.ideal else -1.0
    rival = float(alone.position) - side * away
    both = settle(with_patrons(sole, [*sole.aims, rival], [*sole.pulls, pull]))
    assert side * (both.position - alone.position) <= 1e-9
    assert both.gain >= alone.gain - 1e-9


def test_a_rival_beyond_the_sole_outcome_raises_the_concession() -> None:
    alone = settle(game(0, 1, [0.5], [1]))
    both = settle(game(0, 1, [0.5, 1], [1, 1]))
    assert both.position > alone.position


def test_a_third_patron_may_lower_the_gain_of_a_client_over_whom_two_compete() -> None:
    """It joins the side of one of them, so that this one need pay less: the law is of a sole patron and its rival."""
    two = settle(game(0, 1, [1, 0.1], [1, 2]))
    three = settle(game(0, 1, [1, 0.1, 0.2], [1, 2, 2]))
    assert three.position < two.position
    assert float(two.gain - three.gain) == pytest.approx(0.008, abs=1e-9)


@unhurried
@given(games())
def test_no_patron_ever_leaves_the_client_worse_off_than_none(given_: Agency) -> None:
    assert settle(given_).gain >= -1e-9


# Names, units, clones


@unhurried
@given(games(least=2))
def test_the_order_of_patrons_makes_no_difference(given_: Agency) -> None:
    first = settle(given_)
    for order in permutations(range(len(given_.aims))):
        at = list(order)
        other = settle(with_patrons(given_, given_.aims[at].tolist(), given_.pulls[at].tolist()))
        assert float(other.position) == pytest.approx(float(first.position), abs=1e-9)
        assert other.least == pytest.approx(first.least[at], abs=1e-8)
        assert other.most == pytest.approx(first.most[at], abs=1e-8)


@unhurried
@given(games(), st.floats(-100, 100), st.floats(0.01, 100), st.booleans())
def test_another_scale_moves_positions_with_it_and_payments_with_its_square(
    given_: Agency, shift: float, factor: float, flipped: bool
) -> None:
    factor = -factor if flipped else factor
    first = settle(given_)
    moved = settle(Agency(shift + factor * given_.ideal, given_.weight, shift + factor * given_.aims, given_.pulls))
    near = 1e-8 * (1 + factor**2 + shift**2)
    assert float(moved.position) == pytest.approx(shift + factor * float(first.position), abs=near)
    assert moved.least == pytest.approx(factor**2 * first.least, abs=near)
    assert moved.most == pytest.approx(factor**2 * first.most, abs=near)
    assert float(moved.gain) == pytest.approx(factor**2 * float(first.gain), abs=near)


@unhurried
@given(games(), st.floats(0.01, 100))
def test_another_unit_of_utility_leaves_the_position_and_scales_payments(given_: Agency, factor: float) -> None:
    first = settle(given_)
    scaled = settle(Agency(given_.ideal, given_.weight * factor, given_.aims, given_.pulls * factor))
    assert float(scaled.position) == pytest.approx(float(first.position), abs=1e-9)
    assert scaled.least == pytest.approx(first.least * factor, abs=1e-8 * (1 + factor))
    assert float(scaled.total) == pytest.approx(float(first.total) * factor, abs=1e-8 * (1 + factor))


@unhurried
@given(games(most=2), st.floats(0, 1))
def test_a_patron_split_in_two_moves_and_pays_what_it_did_whole(given_: Agency, part: float) -> None:
    first = settle(given_)
    aims = [*given_.aims, float(given_.aims[0])]
    pulls = [float(given_.pulls[0]) * part, *given_.pulls[1:], float(given_.pulls[0]) * (1 - part)]
    split = settle(with_patrons(given_, aims, pulls))
    assert float(split.position) == pytest.approx(float(first.position), abs=1e-9)
    assert float(split.total) == pytest.approx(float(first.total), abs=1e-8)
    assert float(split.gain) == pytest.approx(float(first.gain), abs=1e-8)


actors = st.lists(st.tuples(positions, weights, st.floats(0.01, 1)), min_size=2, max_size=6)


@unhurried
@given(actors, st.floats(0, 1))
def test_an_actor_split_in_two_leaves_the_compromise(rows: list[tuple[float, float, float]], part: float) -> None:
    x, c, s = np.array(rows).T
    split = compromise(
        np.append(x, x[0]), np.concatenate([[c[0] * part], c[1:], [c[0] * (1 - part)]]), np.append(s, s[0])
    )
    assert float(split) == pytest.approx(float(compromise(x, c, s)), abs=1e-9)


@unhurried
@given(actors)
def test_flipping_the_scale_flips_the_compromise(rows: list[tuple[float, float, float]]) -> None:
    x, c, s = np.array(rows).T
    assert float(compromise(-x, c, s)) == pytest.approx(-float(compromise(x, c, s)), abs=1e-12)


# Absence


@unhurried
@given(games(most=2), positions)
def test_a_patron_whose_pull_is_nothing_is_absent(given_: Agency, aim: float) -> None:
    """No salience, no credibility, no tie, and nothing that hangs on the issue all make the pull 0."""
    first = settle(given_)
    more = settle(with_patrons(given_, [*given_.aims, aim], [*given_.pulls, 0.0]))
    assert float(more.position) == pytest.approx(float(first.position), abs=1e-12)
    assert more.least[:-1] == pytest.approx(first.least, abs=1e-9)
    assert more.most == pytest.approx(np.append(first.most, 0.0), abs=1e-9)


@unhurried
@given(games(), st.floats(0, 100))
def test_aid_without_a_condition_moves_nothing(given_: Agency, leverage: float) -> None:
    """A pull is the part of a tie that hangs on the issue; of gifts it is 0, however large."""
    conditional = np.zeros_like(given_.pulls)
    found = settle(Agency(given_.ideal, given_.weight, given_.aims, conditional * leverage))
    assert float(found.position) == pytest.approx(float(given_.ideal), abs=1e-15)
    assert not found.most.any()


@unhurried
@given(actors, positions, weights)
def test_an_actor_without_salience_is_absent_from_the_compromise(
    rows: list[tuple[float, float, float]], where: float, strength: float
) -> None:
    x, c, s = np.array(rows).T
    more = compromise(np.append(x, where), np.append(c, strength), np.append(s, 0.0))
    assert float(more) == pytest.approx(float(compromise(x, c, s)), abs=1e-12)


def test_a_client_to_which_nothing_matters_is_refused() -> None:
    with pytest.raises(InputError, match="Give it salience"):
        settle(game(0, 0, [1], [1]))


# Other models


@pytest.mark.parametrize("factor", [1.1, 0.5, 50.0])
def test_all_capabilities_times_a_number_change_no_forecast(factor: float) -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        x, c, s = rng.uniform(0, 100, 8), rng.uniform(0.1, 1, 8), rng.uniform(0.1, 1, 8)
        assert float(compromise(x, c * factor, s)) == pytest.approx(float(compromise(x, c, s)), abs=1e-9)
        first, scaled = expected_utility(x, c, s, rounds=5), expected_utility(x, c * factor, s, rounds=5)
        assert scaled.positions == pytest.approx(first.positions, abs=1e-6)
        utility = -(((x[:, None] - x[None, :]) / 100) ** 2)
        election = [conditional_election(pairwise(coalitions(utility, c * s * part))) for part in (1.0, factor)]
        # An election adds 1e-8 to each coalition, in the unit of capability: no more than this comes of it.
        assert election[0] == pytest.approx(election[1], abs=1e-5)
