"""Inputs of the model: what each rests on, what the record has no word on, and what a person may not ask."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from suasion.assess.scenario.stage import Theatre
from suasion.codebook import Contest
from suasion.errors import InputError, SuasionError

CONTEST = Contest(client="KHM", patrons=("JPN", "CHN", "USA"), first_year=2016, last_year=2021)
CHANGES = ("JPN economic-aid +50% conditional", "CHN economic-loan -20%", "USA sanction lift")


def by_key(found: Any) -> dict[str, Any]:
    return {one.key: one for one in found.inputs}


def estimates(found: Any) -> Iterator[dict[str, Any]]:
    """Yield everything in an answer that looks like an estimate."""
    todo = [msgspec.to_builtins(found)]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            if "interval_method" in one:
                yield one
            todo += one.values()
        elif isinstance(one, list | tuple):
            todo += one


def ids_of(record: Any) -> set[str]:
    tables = (record.statements(), record.observations())
    return {row["id"] for table in tables for row in record.run(table.select("id")).to_pylist()}


@pytest.mark.parametrize("kind", ["what if", "what it takes"])
def test_all_evidence_is_in_the_record_or_the_answer_and_all_numbers_are_finite(play, take, courted, kind) -> None:
    found = play(*CHANGES, target=0.1) if kind == "what if" else take()
    known = ids_of(courted) | {msgspec.convert(one, type=type(found.inputs[0].estimate)).id for one in estimates(found)}
    for one in estimates(found):
        assert set(one["evidence"]) <= known, one["name"]
    text = msgspec.json.encode(found).decode()

    def refuse(word: str) -> None:
        raise AssertionError(word)

    json.loads(text, parse_constant=refuse)
    for one in estimates(found):
        numbers = [one[name] for name in ("value", "low", "high") if one[name] is not None]
        assert all(math.isfinite(number) for number in numbers)
        if len(numbers) == 3:
            assert one["low"] - 1e-12 <= one["value"] <= one["high"] + 1e-12, one["name"]


def test_what_rests_on_a_prior_says_that_it_is_not_identified(play, write) -> None:
    for found in (play(*CHANGES), play("JPN symbolic +3 statements", record=write.record)):
        priors = [one for one in found.inputs if one.rests_on == "prior"]
        assert priors
        for one in priors:
            assert "not identified" in one.estimate.note, one.key
        for one in found.inputs:
            if one.rests_on.startswith("record"):
                assert one.estimate.evidence, one.key


def test_what_a_person_knows_is_taken_exactly_and_is_said_to_be_given(play) -> None:
    found = play(*CHANGES, assume=("KHM position -0.4", "JPN position 0.7", "JPN salience 0.25", "CHN position 0"))
    told = by_key(found)
    for key, value in {"position:KHM": -0.4, "position:JPN": 0.7, "salience:JPN": 0.25, "position:CHN": 0.0}.items():
        assert told[key].rests_on == "given"
        assert told[key].estimate.value == value
    assert (found.before.low, found.before.value, found.before.high) == pytest.approx((-0.4, -0.4, -0.4))
    assert "given" in found.before.method
    assert all(driver.rests_on != "given" for driver in found.drivers)
    assert told["position:USA"].rests_on == "record"


def test_a_position_or_salience_that_changes_moves_the_client(play) -> None:
    assume = ("KHM position -0.5", "JPN position 0.8")
    assert play("JPN salience 1", assume=(*assume, "JPN salience 0.1")).moved.low > 0
    assert play("JPN position -0.8", assume=assume).moved.high <= 0
    own = play("KHM position 0.2", assume=assume)
    assert 0 < own.moved.value <= 0.7 + 1e-9  # its patrons hold it back
    assert own.steps[0].before.value == -0.5
    assert own.steps[0].after.value == 0.2


def test_a_kept_promise_and_a_condition_are_told_of_in_their_inputs(play, write, courtship, tie) -> None:
    courtship(write)
    text = (
        "Japan promised bridges of steel to Cambodia. Japan gave loans of $5 million in return for silence at sea. "
        "Japan delivered bridges of steel to Cambodia."
    )
    write.document(
        text,
        tie("Japan promised bridges of steel to Cambodia", instrument="infrastructure", modality="planned",
            kind="event", plover="AID", date="2018"),
        tie("Japan gave loans of $5 million in return for silence at sea", instrument="economic-loan",
            issue="south-china-sea", amount=5e6, unit="USD", modality="asserted"),
        tie("Japan delivered bridges of steel to Cambodia", instrument="infrastructure", modality="asserted",
            kind="event", plover="AID", date="2020"),
        published="2021-03-01", name="promises.txt",
    )  # fmt: skip
    told = by_key(play(record=write.record))
    before = by_key(play())
    assert told["credibility:JPN"].rests_on == "record and prior"
    assert told["credibility:JPN"].estimate.value > 0.5 == before["credibility:JPN"].estimate.value
    assert len(told["credibility:JPN"].estimate.evidence) == 2
    loan = told["conditional:JPN:economic-loan"]
    assert loan.rests_on == "record and prior"
    assert loan.estimate.value > before["conditional:JPN:economic-loan"].estimate.value
    # A condition on one issue is none on another.
    other = by_key(play(record=write.record, issue="debt"))["conditional:JPN:economic-loan"]
    assert other.estimate.value < loan.estimate.value


def test_the_aim_of_a_sanction_says_on_which_issue_it_is_conditional(courted) -> None:
    theatre = Theatre(courted, CONTEST, draws=128)
    aimed = theatre.stage("human-rights").game.believed["conditional:USA:sanction"].estimate
    other = theatre.stage("debt").game.believed["conditional:USA:sanction"].estimate
    assert aimed.note.startswith("1 of 1")
    assert other.note.startswith("0 of 1")
    assert other.value < aimed.value
    assert theatre.levels["USA", "sanction"].value == 1
    assert theatre.levels["USA", "sanction"].unit == "cases"


def test_a_sanction_that_ended_years_ago_neither_counts_nor_pulls(write, courtship) -> None:
    courtship(write, sanctions=(("USA", "travel; human rights", 2017),))
    theatre = Theatre(write.record, CONTEST, draws=128)
    assert theatre.levels["USA", "sanction"].value == 0
    assert theatre.ties.all["USA", "sanction"].draws.max() == 0


def test_each_case_counts_and_an_embargo_weighs_as_the_trade_that_it_cuts(write, courtship, tmp_path) -> None:
    from suasion.record import Record

    def stage(writer: Any, *labels: str) -> Theatre:
        courtship(writer, sanctions=tuple(("USA", label, 2021) for label in labels))
        for partner, value in (("USA", 6e9), ("CHN", 3e9), (None, 1e10)):
            for series in ("exports", "imports"):
                writer.yearly(series, "KHM", dict.fromkeys(range(2016, 2022), value), partner=partner)
        return Theatre(writer.record, CONTEST, draws=128)

    aimed = stage(write, "travel; human rights", "financial; human rights", "arms; democracy")
    assert aimed.levels["USA", "sanction"].value == 3
    with Record.open(tmp_path / "embargo.duckdb") as record:
        embargo = stage(type(write)(record), "trade (export, import, complete); democracy")
    few, whole = (one.ties.all["USA", "sanction"].draws for one in (aimed, embargo))
    trade = embargo.ties.all["USA", "economic-trade"].draws
    assert whole.mean() > 3 * few.mean()
    assert (whole <= trade + 1e-12).all()


def test_a_patron_that_cares_little_cannot_be_believed_to_bear_a_costly_sanction(write, courtship) -> None:
    # Its own product is the client's, so that it loses by a sanction as much as the client does.
    courtship(write, product={"KHM": 2e10, "JPN": 5e12, "CHN": 1.5e13, "USA": 2e10})
    theatre = Theatre(write.record, CONTEST, draws=128, also=[("USA", "sanction")])
    stage = theatre.stage("south-china-sea")
    from suasion.assess.scenario.game import Moves

    base = stage.game.before(stage.uniform)
    tied = stage.game.after(stage.uniform, Moves(tied=frozenset({("USA", "sanction")})))
    lifted = stage.game.after(stage.uniform, Moves(untied=frozenset({("USA", "sanction")})))
    assert (base.agency.pulls == tied.agency.pulls).all()
    assert (base.agency.pulls == lifted.agency.pulls).all()


def test_a_sender_whose_product_is_not_known_is_said_to_bear_its_sanction_for_nothing(write, courtship) -> None:
    courtship(write, product={"KHM": 2e10})
    theatre = Theatre(write.record, CONTEST, draws=128)
    told = theatre.stage("south-china-sea").game.believed["leverage:USA:sanction"].estimate
    assert "what it costs its sender is not known" in told.note


def test_salience_is_shown_as_it_is_drawn_where_the_record_has_one_issue(write) -> None:
    write.document(
        "Japan wants law at sea.",
        {"quote": "Japan wants law at sea", "kind": "position", "actor": "JPN", "recipient": None, "instrument": None,
         "issue": "south-china-sea", "stance": 1},
    )  # fmt: skip
    stage = Theatre(write.record, CONTEST, draws=256).stage("south-china-sea")
    told = stage.game.believed["salience:JPN"].estimate
    drawn = stage.game.values(stage.uniform)["salience:JPN"]
    assert told.low < told.value < 1.0
    assert (drawn <= told.high).mean() == pytest.approx(0.95, abs=0.02)


def test_a_later_row_or_document_does_not_change_a_byte(play, take, write, courtship, tie) -> None:
    courtship(write)
    asked = {"record": write.record, "as_of": "2022-06-01"}
    before = msgspec.json.encode(play(*CHANGES, **asked)), msgspec.json.encode(take(**asked))
    write.rows(
        {"indicator": "oda-gross", "actor": "JPN", "partner": "KHM", "value": 9e9, "year": 2021},
        {"indicator": "gdp", "actor": "KHM", "partner": None, "value": 9e10, "year": 2021, "unit": "USD-2022"},
        {"indicator": "sanction", "actor": "USA", "partner": "KHM", "value": 1.0, "year": 2021, "label": "trade; x"},
        name="later", published="2022-07-01",
    )  # fmt: skip
    write.document(
        "Cambodia backs the law of the sea.",
        {"quote": "Cambodia backs the law of the sea", "kind": "position", "actor": "KHM", "recipient": None,
         "instrument": None, "issue": "south-china-sea", "stance": 1},
        published="2022-08-01", name="later.txt",
    )  # fmt: skip
    assert (msgspec.json.encode(play(*CHANGES, **asked)), msgspec.json.encode(take(**asked))) == before
    assert msgspec.json.encode(play(*CHANGES, record=write.record)) != before[0]


REFUSED = {
    "a percent of nothing": (("USA economic-investment +50%",), {}, "a part of nothing"),
    "a unit in which the lever is not counted": (("JPN economic-trade +5 statements", "JPN economic-aid +5 statements"),
                                                 {}, "USD"),
    "more taken away than there is": (("JPN economic-aid -900 million USD",), {}, "more than"),
    "more than a budget": (("JPN economic-aid +900 million USD",), {"budgets": {"JPN": 1e8}}, "budget"),
    "an unknown issue": ((), {"issue": "bananas"}, "bananas"),
    "the client as a patron": ((), {"patrons": ("KHM", "JPN")}, "patron"),
    "no patron": ((), {"patrons": ()}, "patron"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_done_is_refused_in_a_sentence_that_says_what_to_do(play, kind) -> None:
    changes, fields, word = REFUSED[kind]
    with pytest.raises(SuasionError) as error:
        play(*changes, **fields)
    said = str(error.value)
    assert word in said
    assert said.rstrip().endswith(".")
    assert "\n" not in said


def test_a_percent_of_nothing_is_refused_with_an_amount_as_an_example(play) -> None:
    with pytest.raises(InputError, match=r"Give an amount, for example 'USA economic-loan \+100 million USD'"):
        play("USA economic-loan +10%")


def test_five_patrons_one_patron_and_patrons_unknown_to_the_record_all_give_an_answer(play) -> None:
    for patrons in (("JPN",), ("AUS",), ("JPN", "CHN", "USA", "AUS", "KOR")):
        found = play("JPN economic-aid +50% conditional", patrons=patrons)
        assert -1 <= found.after.low <= found.after.value <= found.after.high <= 1
        assert {one.patron for one in found.payments} == {*patrons, "JPN"}


def test_an_issue_on_which_nobody_has_a_word_is_warned_of(play) -> None:
    found = play(*CHANGES, issue="taiwan-strait")
    assert by_key(found)["position:KHM"].rests_on == "prior"
    assert found.problems[0].severity == "warning"
    assert found.guard.label == "assumption-driven"
