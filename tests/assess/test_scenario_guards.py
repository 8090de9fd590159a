"""Guards of an answer: what is called evidence-driven, what priors alone say, and whether it holds still."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.assess.scenario.changes import moves
from suasion.assess.scenario.guards import assumed_share, moved
from suasion.assess.scenario.stage import Theatre
from suasion.codebook import Contest
from suasion.codebook.scenario_words import parse_change

CHANGES = ("JPN economic-aid +50% conditional", "CHN economic-loan -20%", "USA sanction lift")
CONTEST = Contest(client="KHM", patrons=("JPN", "CHN", "USA"), first_year=2016, last_year=2021)


def test_an_answer_that_hangs_on_what_the_record_tells_is_called_evidence_driven(play, write, courtship) -> None:
    courtship(write, aid={"JPN": 4e9}, loans={}, sanctions=())
    found = play(
        "JPN economic-aid tie", record=write.record, patrons=("JPN", "CHN"),
        assume=("KHM salience 0.01", "JPN salience 0.9"),
    )  # fmt: skip
    assert found.guard.label == "evidence-driven"
    assert found.moved.value > 0.3
    assert abs(found.guard.prior_only.value) < 0.1


def test_an_answer_of_priors_alone_is_called_assumption_driven(play, write) -> None:
    found = play("JPN symbolic +3 statements", record=write.record)
    assert found.guard.label == "assumption-driven"
    assert play(*CHANGES).guard.label == "assumption-driven"  # what moving costs the client is in no record


def test_priors_alone_give_the_same_whatever_was_said(play, write, courtship) -> None:
    courtship(write, stands=(("KHM", 1, 5), ("JPN", -1, 2), ("CHN", 1, 1), ("USA", -1, 4)))
    one, other = play(*CHANGES).guard.prior_only, play(*CHANGES, record=write.record).guard.prior_only
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), abs=1e-12)


@pytest.mark.parametrize("changes", [CHANGES, ("JPN position 0",), ("CHN economic-aid tie",), ("KHM salience 0.2",)])
def test_a_little_noise_moves_the_answer_little(play, changes) -> None:
    found = play(*changes).guard
    assert 0 < found.noise < 0.02
    assert not found.unstable


def test_the_assumed_part_of_an_answer_is_that_of_independent_draws(courted) -> None:
    stage = Theatre(courted, CONTEST, draws=1024).stage("south-china-sea")
    generator = np.random.default_rng(1)
    n = 40_000
    for change in ("JPN economic-aid tie", "JPN position 0.2", "CHN economic-loan -20%"):
        chosen = moves([parse_change(change)], stage.game.levels)
        one = {key: generator.random(n) for key in stage.uniform}
        other = {
            key: generator.random(n) if stage.game.believed[key].rests_on == "prior" else column
            for key, column in one.items()
        }
        first, second = (moved(stage, chosen, columns) for columns in (one, other))
        wanted = float(((first - second) ** 2).mean() / 2 / first.var())
        found = assumed_share(stage, lambda columns, m=chosen: moved(stage, m, columns))
        assert found == pytest.approx(wanted, abs=0.1), change


def test_what_would_narrow_the_answer_is_named_with_what_could_tell_it(play) -> None:
    found = play(*CHANGES)
    assert found.drivers[0].total == max(one.total for one in found.drivers)
    assert all(0 <= one.first <= 1 and 0.01 <= one.total <= 1 for one in found.drivers)
    weak = next(one for one in found.drivers if one.rests_on != "record")
    assert found.narrows.lower().startswith(weak.words.lower())
    assert "would tell" in found.narrows


def test_other_models_stand_beside_with_a_warning_where_one_jumps(play) -> None:
    found = {one.name: one for one in play(*CHANGES).others}
    assert {"compromise", "median", "condorcet", "expected-utility", "status-quo"} <= set(found)
    assert "half of the scale" in found["expected-utility"].note
    assert found["status-quo"].position.value == pytest.approx(play().before.value, abs=1e-9)
    assert all(-1 <= one.position.low <= one.position.high <= 1 for one in found.values())


def test_payments_are_ranges_and_never_below_nothing(play) -> None:
    found = play(*CHANGES)
    for one in found.payments:
        assert one.least.low >= -1e-12
        assert one.least.value <= one.most.value + 1e-12
    assert found.gain.high >= found.gain.value


def test_the_first_case_is_answered(first_case, play, take) -> None:
    fields = {"record": first_case, "patrons": ("JPN", "CHN", "USA"), "issue": "south-china-sea",
              "first_year": 2012, "last_year": 2021}  # fmt: skip
    found = play("JPN economic-aid +50% conditional", draws=128, **fields)
    assert found.steps[0].before.unit == "USD-2022 a year"
    assert found.steps[0].before.value > 1e8
    assert found.steps[0].after.value == pytest.approx(1.5 * found.steps[0].before.value)
    assert take(draws=128, target=round(found.before.value + 0.05, 2), **fields).offers
