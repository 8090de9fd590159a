"""Laws of a vote by consensus: who may block, what side payments, shocks and further members do to the chance."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from suasion.assess.institution.chances import objectors, unopposed
from suasion.assess.institution.narrowing import explained
from suasion.assess.institution.peers import together
from suasion.assess.institution.room import Room, scale
from suasion.assess.institution.vote import Vote
from suasion.errors import InputError
from suasion.model.sampling import uniform_columns
from suasion.model.strategy import breaking_cost, consensus

Floats = NDArray[np.float64]

DRAWS = 3
GAINS = st.integers(2, 8).flatmap(
    lambda n: arrays(np.float64, (DRAWS, n), elements=st.floats(-4, 4, allow_subnormal=False))
)
LAMBDA = arrays(np.float64, DRAWS, elements=st.floats(0.01, 20))
SHOCK = st.sampled_from([0.0, 0.3, 1.0, 2.5])
BASE = arrays(np.float64, DRAWS, elements=st.floats(0.001, 0.999))
SALIENCE = st.floats(0.01, 1)
POSITION = st.floats(-1, 1, allow_subnormal=False)


@st.composite
def rooms(draw: st.DrawFn, patrons: int = 2) -> Room:
    """Return a room of a few members, each with its own ideal and its patrons' pulls."""
    n = draw(st.integers(2, 6))

    def filled(shape: tuple[int, ...], low: float, high: float) -> Floats:
        return draw(arrays(np.float64, shape, elements=st.floats(low, high, allow_subnormal=False)))

    return Room(
        ideal=filled((DRAWS, n), -1, 1), weight=filled((DRAWS, n), 0.01, 2),
        aims=filled((DRAWS, n, patrons), -1, 1), pulls=filled((DRAWS, n, patrons), 0, 2),
    )  # fmt: skip


@given(GAINS, LAMBDA, SHOCK, BASE)
def test_the_chance_that_nobody_objects_is_that_of_consensus(
    gain: Floats, lam: Floats, shared: float, base: Floats
) -> None:
    cost = breaking_cost(base, lam, members=gain.shape[-1], shared=shared)
    many = objectors(gain, lam, shared=shared, breaking=cost)
    np.testing.assert_allclose(many.sum(axis=-1), 1, atol=1e-12)
    whole = consensus(gain, lam, shared=shared, breaking=cost).passes
    np.testing.assert_allclose(many[..., 0], whole, rtol=1e-9, atol=1e-15)


@given(st.integers(1, 32), LAMBDA, SHOCK, BASE)
def test_a_text_that_changes_nothing_passes_with_the_base_rate(
    n: int, lam: Floats, shared: float, base: Floats
) -> None:
    cost = breaking_cost(base, lam, members=n, shared=shared)
    idle = consensus(np.zeros((DRAWS, n)), lam, shared=shared, breaking=cost).passes
    np.testing.assert_allclose(idle, base, atol=1e-8)


@pytest.mark.parametrize(("base", "members"), [(1.2, 10), (-0.1, 10), (0.9, 0)])
def test_a_base_rate_off_the_scale_and_a_room_without_members_are_refused(base: float, members: int) -> None:
    with pytest.raises(InputError, match="outside 0 to 1, or there is no member"):
        breaking_cost(np.array([base]), np.array([1.0]), members=members)


@given(st.integers(1, 32), LAMBDA, SHOCK, BASE, st.floats(0, 0.5))
def test_who_more_often_ends_with_a_text_makes_objecting_dearer(
    n: int, lam: Floats, shared: float, base: Floats, more: float
) -> None:
    costs = [breaking_cost(one, lam, members=n, shared=shared) for one in (base, base + more * (1 - base))]
    assert np.all(costs[1] >= costs[0] - 1e-9)


@given(GAINS, LAMBDA, SHOCK, BASE)
def test_who_only_loses_lowers_the_chance_below_the_base_rate_and_who_only_gains_raises_it(
    gain: Floats, lam: Floats, shared: float, base: Floats
) -> None:
    cost = breaking_cost(base, lam, members=gain.shape[-1], shared=shared)
    loss, win = (
        consensus(sign * np.abs(gain), lam, shared=shared, breaking=cost).passes for sign in (-1, 1)
    )  # fmt: skip
    assert np.all(loss <= base + 1e-8)
    assert np.all(win >= base - 1e-8)


@given(rooms(), SALIENCE, st.floats(-1, 1), st.data())
def test_members_who_stand_alike_do_not_move_one_another_nor_those_who_care_for_nothing_else(
    room: Room, part: float, stand: float, data: st.DataObject
) -> None:
    n = room.ideal.shape[-1]
    heed = data.draw(arrays(np.float64, (n, n), elements=st.floats(0.1, 1))) * (1 - np.eye(n))
    heed /= heed.sum(axis=1, keepdims=True)
    alike = room.standing(np.full((DRAWS, n), stand))
    np.testing.assert_allclose(together(alike, heed, np.full((DRAWS, n), part)).stand, stand, atol=1e-9)
    firm = together(room, heed, np.ones((DRAWS, n)))
    np.testing.assert_allclose(firm.gain(0.4, -0.2), room.gain(0.4, -0.2), atol=1e-12)
    # None is drawn beyond the furthest of them.
    drawn = together(room, heed, np.full((DRAWS, n), part)).stand
    assert np.all(drawn <= room.stand.max(axis=1, keepdims=True) + 1e-9)
    assert np.all(drawn >= room.stand.min(axis=1, keepdims=True) - 1e-9)


def test_a_member_that_is_sure_to_block_leaves_numbers_and_no_gaps() -> None:
    found = consensus(np.array([[-40.0, 1.0, 1.0]]), np.array([60.0]), shared=2.0)
    assert np.isfinite(found.minus).all()
    assert found.passes[0] < 1e-9 < found.minus[0, 0]


@given(GAINS, LAMBDA, SHOCK, st.floats(0, 3), st.data())
def test_a_member_that_gains_more_never_lowers_the_chance(
    gain: Floats, lam: Floats, shared: float, more: float, data: st.DataObject
) -> None:
    who = data.draw(st.integers(0, gain.shape[-1] - 1))
    raised = gain.copy()
    raised[:, who] += more
    for quota in (1, 2):
        before, after = (objectors(g, lam, shared=shared)[..., :quota].sum(axis=-1) for g in (gain, raised))
        assert np.all(after >= before - 1e-12)


@given(GAINS, LAMBDA, SHOCK, st.floats(-4, 4))
def test_a_member_more_never_raises_the_chance(gain: Floats, lam: Floats, shared: float, own: float) -> None:
    wider = np.column_stack([gain, np.full(DRAWS, own)])
    now, then = (objectors(g, lam, shared=shared)[..., 0] for g in (gain, wider))
    assert np.all(then <= now + 1e-12)


@given(GAINS, LAMBDA, SHOCK, st.randoms(use_true_random=False))
def test_the_order_of_the_members_makes_no_difference(gain: Floats, lam: Floats, shared: float, random: object) -> None:
    order = list(range(gain.shape[-1]))
    random.shuffle(order)  # type: ignore[attr-defined]
    np.testing.assert_allclose(
        objectors(gain[:, order], lam, shared=shared), objectors(gain, lam, shared=shared), atol=1e-12
    )


@given(st.integers(2, 12), LAMBDA)
def test_a_larger_shared_shock_helps_members_who_are_all_near_even(n: int, lam: Floats) -> None:
    chances = [objectors(np.zeros((DRAWS, n)), lam, shared=shared)[..., 0] for shared in (0.0, 0.5, 1.0, 2.0)]
    np.testing.assert_allclose(chances[0], 0.5**n)
    # Up to the error of the quadrature where lambda times the shock is large.
    assert all(np.all(more >= less - 2e-3) for less, more in itertools.pairwise(chances))


@given(GAINS, LAMBDA, SHOCK)
def test_a_member_that_may_stand_aside_never_makes_a_text_fail_more_often(
    gain: Floats, lam: Floats, shared: float
) -> None:
    for cost in (0.0, np.full(DRAWS, 1.5)):
        free, strict = (way(gain, lam, shared=shared, breaking=cost) for way in (unopposed, objectors))
        assert np.all(free >= strict[..., 0] - 1e-12)


@given(rooms(), POSITION, POSITION)
def test_a_gain_is_the_members_own_and_what_its_patrons_pay(room: Room, text: float, reversion: float) -> None:
    own = room.weight * ((reversion - room.ideal) ** 2 - (text - room.ideal) ** 2)
    whole = own + room.paid(text, reversion).sum(axis=-1)
    np.testing.assert_allclose(room.gain(text, reversion), whole, atol=1e-9)


@given(rooms(), POSITION, POSITION, st.floats(0, 3), LAMBDA, BASE)
def test_who_pays_more_for_a_text_it_wants_never_makes_a_member_less_likely_to_agree(
    room: Room, text: float, reversion: float, more: float, lam: Floats, base: Floats
) -> None:
    pulls = room.pulls.copy()
    pulls[:, 0, 0] += more
    votes = [
        Vote(Room(room.ideal, room.weight, room.aims, pull), text, reversion, 1.0, lam, base)
        for pull in (room.pulls, pulls)
    ]  # fmt: skip
    now, then = (vote.by_consensus.accepts[:, 0] for vote in votes)
    chances = [vote.passes for vote in votes]
    aim = room.aims[:, 0, 0]
    wants = (reversion - aim) ** 2 >= (text - aim) ** 2
    assert np.all(np.where(wants, then >= now - 1e-9, then <= now + 1e-9))
    assert np.all(np.where(wants, chances[1] >= chances[0] - 1e-9, chances[1] <= chances[0] + 1e-9))
    # Another member's answer is its own.
    np.testing.assert_allclose(votes[1].by_consensus.accepts[:, 1:], votes[0].by_consensus.accepts[:, 1:], atol=1e-12)


@given(rooms(), POSITION, LAMBDA, SHOCK, BASE)
def test_without_a_new_text_nobody_gains_or_loses(
    room: Room, reversion: float, lam: Floats, shared: float, base: Floats
) -> None:
    vote = Vote(room, reversion, reversion, 1.0, lam, base, shared=shared)
    np.testing.assert_allclose(vote.passes, base, atol=1e-8)
    np.testing.assert_allclose(vote.against_base, 0, atol=1e-8)
    assert np.all(vote.by_consensus.blocking == 0)


@given(rooms(), POSITION, POSITION, LAMBDA, BASE)
def test_a_member_to_whom_nothing_matters_blocks_no_more_than_a_text_of_no_effect(
    room: Room, text: float, reversion: float, lam: Floats, base: Floats
) -> None:
    weight, pulls = room.weight.copy(), room.pulls.copy()
    weight[:, 0], pulls[:, 0] = 1e-12, 0.0
    vote = Vote(Room(room.ideal, weight, room.aims, pulls), text, reversion, 1.0, lam, base, shared=0.0)
    np.testing.assert_allclose(vote.by_consensus.accepts[:, 0], base ** (1 / weight.shape[-1]), atol=1e-6)


@given(rooms(), POSITION, POSITION, LAMBDA, SHOCK, BASE)
def test_blocking_alone_and_nobody_blocking_make_at_most_one_objector(
    room: Room, text: float, reversion: float, lam: Floats, shared: float, base: Floats
) -> None:
    vote = Vote(room, text, reversion, 1.0, lam, base, shared=shared)
    np.testing.assert_allclose(
        vote.blocks_alone.sum(axis=-1) + vote.passes, vote.with_objectors(1), rtol=1e-7, atol=1e-12
    )
    assert np.all(vote.with_objectors(room.ideal.shape[-1]) > 1 - 1e-9)


@given(rooms(), POSITION, POSITION, LAMBDA, st.floats(0.1, 10))
def test_the_unit_of_utility_makes_no_difference(
    room: Room, text: float, reversion: float, lam: Floats, times: float
) -> None:
    other = Room(room.ideal, room.weight * times, room.aims, room.pulls * times)
    chances = [
        Vote(one, text, reversion, scale(one, reversion) or 1.0, lam, np.full(DRAWS, 0.9)).passes
        for one in (room, other)
    ]
    np.testing.assert_allclose(chances[0], chances[1], rtol=1e-6, atol=1e-12)


def test_the_input_on_which_an_answer_hangs_explains_it_and_noise_does_not() -> None:
    u = uniform_columns(["a", "b", "noise"], draws=4096, seed=1)
    # Two of three parts of the variance come from a: 2 : 1 by construction, no interaction.
    found = explained(np.sqrt(2) * u["a"] + u["b"], u)
    assert abs(found["a"] - 2 / 3) < 0.03
    assert abs(found["b"] - 1 / 3) < 0.03
    assert found["noise"] < 0.01
