"""A threat pulls as far as it is believed, and a sanction lifted for nothing pulls no more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.model.strategy.agency import Agency, settle
from suasion.model.strategy.pressure import credible_pull, lifted

unhurried = settings(deadline=None)  # a busy machine is no failure

parts = st.floats(0, 1)


def pull(salience: float, credibility: float, client_loss: float, sender_loss: float, sender_gain: float) -> float:
    return float(
        credible_pull(*(np.array(part) for part in (salience, credibility, client_loss, sender_loss, sender_gain)))
    )


@unhurried
@given(parts, parts, parts, parts, parts)
def test_a_pull_is_bounded_and_falls_with_what_the_threat_costs_its_sender(
    salience: float, credibility: float, client_loss: float, sender_loss: float, sender_gain: float
) -> None:
    found = pull(salience, credibility, client_loss, sender_loss, sender_gain)
    assert 0 <= found <= salience * credibility * client_loss
    assert pull(salience, credibility, client_loss, sender_loss + 0.1, sender_gain) <= found


@unhurried
@given(parts, parts, parts, st.floats(0.01, 1))
def test_a_threat_that_costs_more_than_it_gains_is_not_believed(
    salience: float, credibility: float, client_loss: float, gain: float
) -> None:
    assert pull(salience, credibility, client_loss, gain * 1.01, gain) == 0


def test_a_threat_that_costs_just_what_it_gains_is_believed() -> None:
    assert pull(1, 1, 0.5, 0.2, 0.2) == pytest.approx(0.3)


def test_lifting_for_nothing_lets_the_client_return_and_a_promise_to_lift_does_not() -> None:
    standing = credible_pull(np.array(1.0), np.array(0.8), np.array(0.5), np.array(0.1), np.array(0.3))

    def where(left: np.ndarray) -> float:
        return float(settle(Agency(np.array(-0.4), np.array(0.5), np.array([1.0]), left[None])).position)

    held = where(standing)
    assert where(lifted(standing, np.array(1.0), conditional=True)) == held
    assert -0.4 < where(lifted(standing, np.array(0.5), conditional=False)) < held
    assert where(lifted(standing, np.array(1.0), conditional=False)) == pytest.approx(-0.4)


def test_draws_are_answered_at_once() -> None:
    found = credible_pull(
        np.ones(3), np.array(0.5), np.array([0.2, 0.4, 0.6]), np.array(0.3), np.array([0.4, 0.4, 0.2])
    )
    assert found == pytest.approx([0.0, 0.05, 0.0])


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ((2, 1, 1, 0, 1), "salience"),
        ((1, -0.1, 1, 0, 1), "credibility"),
        ((1, 1, 1.2, 0, 1), "client's loss"),
        ((1, 1, 1, -0.2, 1), "costs its sender"),
    ],
)
def test_parts_that_are_none_are_refused(given_: tuple[float, ...], says: str) -> None:
    with pytest.raises(InputError, match=says):
        pull(*given_)


def test_more_than_all_of_a_sanction_cannot_be_lifted() -> None:
    with pytest.raises(InputError, match="outside 0 to 1"):
        lifted(np.array(0.3), np.array(1.5), conditional=False)
