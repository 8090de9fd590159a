"""Laws of what-if: nothing from nothing, towards the patron that pays, the same whatever order or currency."""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.assess.scenario.changes import moves
from suasion.assess.scenario.game import Moves
from suasion.assess.scenario.stage import Stage, Theatre
from suasion.codebook import Contest
from suasion.codebook.scenario_words import parse_change
from suasion.model.strategy.agency import settle

CONTEST = Contest(client="KHM", patrons=("JPN", "CHN", "USA"), first_year=2016, last_year=2021)


@pytest.fixture(scope="module")
def stage(courted) -> Stage:
    return Theatre(courted, CONTEST, draws=256).stage("south-china-sea")


def shift(stage: Stage, *changes: str) -> np.ndarray:
    chosen = moves([parse_change(one) for one in changes], stage.game.levels)
    return stage.game.after(stage.uniform, chosen).position - stage.game.before(stage.uniform).position


def towards(stage: Stage, patron: str) -> np.ndarray:
    """Return the way from the client to a patron in each draw."""
    v = stage.game.values(stage.uniform)
    return v[f"position:{patron}"] - stage.game.before(stage.uniform).position


def test_a_scenario_without_changes_moves_nothing_at_all(play) -> None:
    found = play()
    assert (found.moved.value, found.moved.low, found.moved.high) == (0.0, 0.0, 0.0)
    assert (found.after.value, found.after.low, found.after.high) == (
        found.before.value,
        found.before.low,
        found.before.high,
    )
    assert found.steps == ()


def test_an_empty_record_answers_that_nothing_is_identified(play, write) -> None:
    found = play(record=write.record)
    assert found.moved.value == found.moved.low == found.moved.high == 0.0
    assert {one.rests_on for one in found.inputs} == {"prior"}
    assert "not observed" in found.before.method
    assert any("not identified" in problem.reason for problem in found.problems)


def test_the_present_position_is_what_is_observed(stage) -> None:
    before = stage.game.before(stage.uniform)
    assert np.allclose(before.position, stage.game.values(stage.uniform)["position:KHM"], atol=1e-9)
    assert np.allclose(settle(before.agency).position, before.position, atol=1e-9)


@cache
def _keys(stage: Stage) -> list[str]:
    return stage.game.keys


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_backing_out_the_ideal_is_the_inverse_of_the_equilibrium(stage, data) -> None:
    one = {}
    for key in stage.game.keys:
        low = -1.0 if key.startswith("position") else 0.02
        one[key] = np.full(256, data.draw(st.floats(low, 1.0)))
    before = stage.game.after(stage.uniform, Moves(), values=one)
    assert np.allclose(before.position, one["position:KHM"], atol=1e-9)
    ideal, weight = before.agency.ideal[0], before.agency.weight[0]
    drawn = weight * ideal + (before.agency.pulls[0] * before.agency.aims[0]).sum()
    assert drawn / (weight + before.agency.pulls[0].sum()) == pytest.approx(one["position:KHM"][0], abs=1e-9)


@pytest.mark.parametrize("patron", ["JPN", "CHN", "USA"])
@pytest.mark.parametrize("amount", ["+10%", "+50%", "+300 million USD"])
def test_conditional_aid_moves_the_client_towards_its_giver_and_never_past_it(stage, patron, amount) -> None:
    # A patron's leverage rises at its rivals' cost, so all others must not pull for this law to hold in each draw.
    game, u = stage.game, stage.uniform
    values = {
        key: np.zeros_like(column) if key.startswith("conditional") else column
        for key, column in game.values(u).items()
    }
    chosen = moves([parse_change(f"{patron} economic-aid {amount} conditional")], game.levels)
    before = game.after(u, Moves(), values=values).position
    after = game.after(u, chosen, values=values).position
    way = values[f"position:{patron}"] - before
    assert (np.sign(way) * (after - before) >= -1e-12).all()
    assert (np.abs(after - before) <= np.abs(way) + 1e-12).all()
    assert np.abs(after - before).max() > 0.05


def test_more_of_an_offer_moves_farther(stage) -> None:
    way = np.sign(towards(stage, "JPN"))
    few, some, much = (shift(stage, f"JPN economic-aid +{n}% conditional") for n in (5, 20, 80))
    assert np.median(way * few) < np.median(way * some) < np.median(way * much)


def test_a_first_grant_never_lowers_a_tie_of_which_statements_tell(write, courtship, tie) -> None:
    courtship(write)
    write.yearly("arms-transfer", "CHN", {2018: 3.0, 2020: 2.0})
    write.document("Japan trained the deminers of Cambodia.", tie("Japan trained the deminers", instrument="military"))
    theatre = Theatre(write.record, CONTEST, draws=256)
    stage = theatre.stage("south-china-sea")
    assert stage.game.levels["JPN", "military"].value == 0.0
    tie_now = theatre.ties.all["JPN", "military"]
    before = tie_now.draws
    for amount in (1e-6, 0.1, 10.0):
        chosen = moves([parse_change(f"JPN military +{amount:f} million TIV")], stage.game.levels)
        after = theatre.ties.shifted(tie_now, chosen.shifts, 0.0)
        assert (after >= before).all()
        before = after


def test_untied_aid_moves_the_client_away_or_nowhere(stage) -> None:
    v = stage.game.values(stage.uniform)
    away = shift(stage, "JPN economic-aid untie")
    assert (np.sign(v["position:JPN"] - v["position:KHM"]) * away <= 1e-12).all()
    assert (away != 0).any()
    # Aid that is untied and raised pulls by itself no more than aid that is untied.
    chosen = moves([parse_change("JPN economic-aid untie"), parse_change("JPN economic-aid +50%")], stage.game.levels)
    plain = moves([parse_change("JPN economic-aid untie")], stage.game.levels)
    pulls = [stage.game.after(stage.uniform, one).agency.pulls for one in (plain, chosen)]
    assert np.allclose(pulls[0][:, 0], pulls[1][:, 0], atol=1e-12)
    # What it does all the same is to take shares from others, whose pull falls.
    assert (pulls[1][:, 1] <= pulls[0][:, 1] + 1e-12).all()


def test_loans_of_a_rival_lowered_move_towards_the_patron(stage) -> None:
    pulls = [
        stage.game.after(stage.uniform, one).agency.pulls
        for one in (Moves(), moves([parse_change("CHN economic-loan -50%")], stage.game.levels))
    ]
    assert (pulls[1][:, 1] <= pulls[0][:, 1] + 1e-12).all()
    assert np.median(pulls[1][:, 0] - pulls[0][:, 0]) > 0
    less = stage.game.after(stage.uniform, moves([parse_change("CHN economic-loan -50%")], stage.game.levels))
    v = stage.game.values(stage.uniform)
    apart = (v["position:CHN"] < v["position:KHM"]) & (v["position:JPN"] > v["position:KHM"])
    apart &= v["position:USA"] > v["position:KHM"]
    assert apart.sum() > 10
    assert (less.position[apart] >= v["position:KHM"][apart] - 1e-12).all()


def test_ties_of_a_patron_that_does_not_care_pull_nothing_as_if_they_were_not_there(play) -> None:
    found = play("USA economic-aid stop", "USA sanction lift", assume=("USA salience 0",))
    careless = next(p for p in found.payments if p.patron == "USA")
    assert careless.most.high == pytest.approx(0.0, abs=1e-9)
    assert found.steps[1].moves.value == pytest.approx(0.0, abs=1e-12)


def test_a_client_that_does_not_care_follows_who_pays(play) -> None:
    cares = play("JPN economic-aid tie", assume=("KHM salience 0.5", "JPN position 0.8", "KHM position -0.5"))
    follows = play("JPN economic-aid tie", assume=("KHM salience 0", "JPN position 0.8", "KHM position -0.5"))
    assert follows.moved.value > 2 * cares.moved.value
    assert follows.after.high <= 0.8 + 1e-9


def test_the_parts_of_the_changes_add_up_to_the_shift(play) -> None:
    found = play("JPN economic-aid +50% conditional", "CHN economic-loan -20%", "USA sanction lift", "CHN salience 0.1")
    assert sum(one.moves.value for one in found.steps) == pytest.approx(found.moved.value, abs=1e-12)
    many = [f"{who} economic-{kind} +{n}%" for who in ("JPN", "CHN") for kind, n in (("aid", 10), ("loan", 20))]
    many += ["USA economic-aid -10%", "USA sanction lift", "JPN salience 0.4"]
    found = play(*many)
    assert sum(one.moves.value for one in found.steps) == pytest.approx(found.moved.value, abs=1e-9)


def test_neither_the_order_of_patrons_nor_of_changes_matters(play) -> None:
    changes = ("JPN economic-aid +50% conditional", "CHN economic-loan -20%")
    base, turned = play(*changes), play(*changes[::-1], patrons=("USA", "CHN", "JPN"))
    for name in ("before", "after", "moved", "gain", "hedging"):
        one, other = getattr(base, name), getattr(turned, name)
        assert (other.value, other.low, other.high) == pytest.approx((one.value, one.low, one.high), abs=1e-9)
    assert turned.guard.label == base.guard.label
    moved = {one.change: one.moves.value for one in turned.steps}
    assert all(moved[one.change] == pytest.approx(one.moves.value, abs=1e-9) for one in base.steps)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(play, take) -> None:
    changes = ("JPN economic-aid +50% conditional", "USA sanction lift")
    assert msgspec.json.encode(play(*changes)) == msgspec.json.encode(play(*changes))
    assert msgspec.json.encode(take()) == msgspec.json.encode(take())
    one, other = play(*changes), play(*changes, seed=1)
    assert one.after.value != other.after.value
    assert one.after.value == pytest.approx(other.after.value, abs=0.15)


def test_the_currency_in_which_all_is_counted_changes_nothing(play, write, courtship) -> None:
    changes = ("JPN economic-aid +50% conditional", "CHN economic-loan -20%", "USA sanction lift")
    courtship(write, times=1e-3)
    base, scaled = play(*changes), play(*changes, record=write.record)
    for name in ("before", "after", "moved", "gain"):
        assert getattr(scaled, name).value == pytest.approx(getattr(base, name).value, abs=1e-9)
    for one, other in zip(base.steps, scaled.steps, strict=True):
        assert other.moves.value == pytest.approx(one.moves.value, abs=1e-9)
    assert scaled.steps[0].after.value == pytest.approx(base.steps[0].after.value / 1e3)


def pulls(stage: Stage, *changes: str) -> np.ndarray:
    chosen = moves([parse_change(one) for one in changes], stage.game.levels)
    return stage.game.after(stage.uniform, chosen).agency.pulls[:, stage.game.patrons.index("USA")]


def test_a_sanction_pulls_more_when_imposed_or_made_conditional_and_no_longer_when_lifted(stage) -> None:
    now, lifted = pulls(stage), pulls(stage, "USA sanction lift")
    imposed, offered = pulls(stage, "USA sanction impose"), pulls(stage, "USA sanction lift conditional")
    assert (lifted <= now).all()
    assert lifted.mean() < now.mean() < imposed.mean()
    assert (offered >= now - 1e-15).all()
    assert offered.mean() > now.mean()
    assert np.allclose(pulls(stage, "USA sanction tie"), offered)
    assert (pulls(stage, "USA sanction impose conditional") >= imposed - 1e-12).all()


def test_a_rival_that_stops_leaves_the_others_a_larger_share(stage) -> None:
    both = [stage.game.after(stage.uniform, one).leverage for one in (
        Moves(), moves([parse_change("CHN economic-aid stop"), parse_change("CHN economic-loan stop")],
                       stage.game.levels))]  # fmt: skip
    assert np.median(both[1][:, 0]) > np.median(both[0][:, 0])
    assert both[1][:, 1].max() == 0.0
