"""Published figures of strategy models are met, to the digits that were published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from suasion.model.strategy import (
    Agency,
    coalitions,
    compromise,
    conditional_election,
    consensus,
    contention,
    drawn,
    expected_utility,
    losses,
    markov_election,
    pairwise,
    quantal_response,
    required_pull,
    settle,
    shapley_shubik,
    weighted_median,
)

PUBLISHED: dict[str, Any] = json.loads((Path(__file__).parent / "published.json").read_text())


@pytest.mark.parametrize("case", ["scholz_eu_car_emissions", "scholz_sultan_oil_price"])
def test_ten_rounds_of_expected_utility_are_those_published(case: str) -> None:
    given = PUBLISHED[case]
    names = [name for name, *_ in given["actors"]]
    capability, position, salience = (np.array([row[i] for row in given["actors"]]) for i in (1, 2, 3))
    found = expected_utility(position, capability, salience, rounds=10)
    for round_, after in zip(given["rounds"], found.positions, strict=True):
        assert float(compromise(after, capability, salience)) == pytest.approx(round_["weighted_mean"], abs=1e-9)
        assert float(weighted_median(after, capability * salience)) == pytest.approx(
            round_["weighted_median"], abs=1e-9
        )
    for round_, moves in zip(given["rounds"][1:], found.moves, strict=True):
        said = {"loses confrontation to": "yields", "compromises with": "compromises"}
        assert [(names[m.actor], m.kind, names[m.other]) for m in moves] == [
            (actor, said[kind], other) for actor, kind, other, _ in round_["moves"]
        ]
        assert [m.position for m in moves] == pytest.approx([move[3] for move in round_["moves"]], abs=1e-9)
    assert found.danger == pytest.approx([given["danger"][name] for name in names], abs=1e-9)
    assert found.risk == pytest.approx([given["risk"][name] for name in names], abs=5e-5)


@pytest.mark.parametrize("case", ["ktab_dummy_3dim", "ktab_soe_pol_comp"])
def test_the_first_turn_of_the_spatial_model_is_that_published(case: str) -> None:
    given = PUBLISHED[case]
    found = contention(np.array(given["positions"]) / 100, np.array(given["salience"]), np.array(given["power"]))
    assert found.value == pytest.approx(np.array(given["value_matrix_turn0"]), abs=5e-4)
    assert found.risk == pytest.approx(np.array(given["risk_attitude_turn0"]), abs=5e-4)
    assert found.utility == pytest.approx(np.array(given["utility_matrix_turn0"]), abs=1e-4)
    assert found.chance == pytest.approx(np.array(given["chance"]), abs=1e-4)


def test_elections_of_three_options_are_those_published() -> None:
    given = PUBLISHED["ktab_pce_3option"]
    strength = np.array(given["coalitions"], dtype=float)
    beats = pairwise(strength, "square")
    assert beats == pytest.approx(np.array(given["pairwise"]), abs=1e-4)
    assert conditional_election(beats) == pytest.approx(np.array(given["conditional"]), abs=1e-4)
    assert markov_election(beats) == pytest.approx(np.array(given["markov_uniform"]), abs=1e-4)
    assert markov_election(beats, strength) == pytest.approx(np.array(given["markov_incentive"]), abs=1e-4)
    two = given["two_option"]
    beats = pairwise(np.array([[0, two["c12"]], [two["c21"], 0]]), "square")
    assert conditional_election(beats) == pytest.approx(np.array(two["p"]), abs=1e-4)


def test_a_coalition_is_those_who_gain_by_what_they_gain() -> None:
    utility = np.array([[1.0, 0.0], [0.25, 0.5]])
    assert coalitions(utility, np.array([2.0, 4.0])).tolist() == [[0.0, 2.0], [1.0, 0.0]]


@pytest.mark.parametrize("case", PUBLISHED["common_agency"]["cases"], ids=lambda case: f"{case['a']}-{case['th']}")
def test_payments_of_patrons_are_those_worked_out_by_hand(case: dict[str, Any]) -> None:
    aims, pulls = np.array(case["a"], dtype=float), np.array(case["th"], dtype=float)
    found = settle(Agency(np.array(float(case["x0"])), np.array(float(case["th0"])), aims, pulls))
    assert float(found.position) == pytest.approx(case["x"], abs=1e-6)
    if "pay" in case:
        assert found.least == pytest.approx(case["pay"], abs=1e-6)
        assert found.most == pytest.approx(case["pay"], abs=1e-6)
        assert float(found.gain) == pytest.approx(case["client_net"], abs=1e-6)
        return
    assert float(found.total) == pytest.approx(case["pay_sum"], abs=1e-6)
    ranges = case.get("pay_each_range_list") or [case["pay_each_range"]] * len(aims)
    assert np.stack([found.least, found.most], axis=-1) == pytest.approx(np.array(ranges), abs=1e-6)


def test_what_it_takes_to_reach_a_target_is_the_inverse() -> None:
    given = PUBLISHED["common_agency"]["inverse"]
    aims = np.array(given["a"], dtype=float)
    game = Agency(np.array(0.0), np.array(1.0), aims, np.array([9.0, given["th_B"]]))
    pull, cost = required_pull(game, np.array(given["target"]), 0)
    assert float(pull) == pytest.approx(given["theta_A"], abs=1e-9)
    assert float(cost) == pytest.approx(given["pay_A"], abs=1e-9)
    reached = settle(Agency(np.array(0.0), np.array(1.0), aims, np.array([float(pull), given["th_B"]])))
    assert float(reached.position) == pytest.approx(given["target"], abs=1e-9)
    assert reached.least[0] == pytest.approx(given["pay_A"], abs=1e-9)


@pytest.mark.parametrize("case", PUBLISHED["friedkin_johnsen"]["cases"], ids=lambda case: case["source"])
def test_peers_settle_where_published(case: dict[str, Any]) -> None:
    found = drawn(np.array(case["y0"], dtype=float), np.array(case["W"]), np.array(case["lam"]))
    assert found == pytest.approx(np.array(case["eq"]), abs=1e-6)


def test_consensus_is_that_worked_out_by_hand() -> None:
    given = PUBLISHED["consensus_toy"]
    ideal, weight = np.array(given["x"], dtype=float), np.full(4, 1e-4)
    gain = losses(np.array(float(given["p"])), ideal, weight) - losses(np.array(float(given["q"])), ideal, weight)
    assert gain == pytest.approx(np.array(given["gain"]), abs=1e-12)
    found = consensus(gain, np.array(float(given["lam"])))
    assert found.accepts == pytest.approx(np.array(given["p_accept"]), abs=1e-6)
    assert float(found.passes) == pytest.approx(given["p_consensus"], abs=1e-6)
    assert float(found.blocking) == pytest.approx(given["unanimity_cost"], abs=1e-12)


@pytest.mark.parametrize("lam", ["0.5", "1", "3"])
def test_quantal_response_is_that_worked_out(lam: str) -> None:
    given = PUBLISHED["qre_matching_pennies_X9"]
    p, q = quantal_response(np.array([[9.0, 0], [0, 1]]), np.array([[0.0, 1], [1, 0]]), float(lam))
    assert float(p[0]) == pytest.approx(given["p_row"][lam], abs=1e-6)
    assert float(q[0]) == pytest.approx(given["q_col"][lam], abs=1e-6)


def test_the_more_responsive_the_nearer_to_nash() -> None:
    p, q = quantal_response(np.array([[9.0, 0], [0, 1]]), np.array([[0.0, 1], [1, 0]]), 1000.0)
    assert (float(p[0]), float(q[0])) == pytest.approx((0.5, 0.1), abs=2e-3)


def test_voting_power_of_1958_is_exact() -> None:
    given = PUBLISHED["shapley_shubik_eec1958"]
    assert [float(part) for part in shapley_shubik(given["weights"], given["quota"])] == given["index"]
