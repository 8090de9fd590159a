"""Where parties stand follows from what they say, do and vote, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.assess.issue_votes import bears_on, resolution_of
from suasion.assess.positions import positions
from suasion.codebook import Contest, recompute

Tie = Callable[..., dict[str, Any]]


def stand(quote: str, actor: str, stance: int, **fields: Any) -> dict[str, Any]:
    return {"quote": quote, "kind": "position", "actor": actor, "issue": "ukraine-war", "stance": stance} | fields


def place(record: Any, contest: Contest, party: str, issue: str = "ukraine-war") -> Any:
    return next(p for p in positions(record, contest) if p.party == party and p.issue == issue)


def test_a_party_without_evidence_is_not_put_in_the_middle(write: Any, contest: Contest) -> None:
    write.document("Japan condemns the war.", stand("Japan condemns the war", "JPN", 1))
    found = place(write.record, contest, "CHN")
    assert found.position.value is None
    assert "not identified" in found.position.note


def test_an_alleged_stand_counts_less_than_an_asserted_one(write: Any, contest: Contest) -> None:
    text = "Japan is for it. China is said to be for it."
    write.document(text, stand("Japan is for it", "JPN", 1), stand("said to be for it", "CHN", 1, modality="alleged"))
    japan, china = (place(write.record, contest, party).position for party in ("JPN", "CHN"))
    assert 0 < china.value < japan.value < 1
    assert japan.low <= japan.value <= japan.high


def test_votes_move_a_position_and_absence_does_not(write: Any, contest: Contest) -> None:
    vote = {"indicator": "un-vote", "item": "A/RES/ES-11/1", "date": "2022-03-02"}
    write.rows(
        vote | {"actor": "KHM", "value": 1.0},
        vote | {"actor": "CHN", "value": 3.0},
        vote | {"actor": "USA", "value": 0.0},
    )
    assert place(write.record, contest, "KHM").position.value > 0.4
    assert place(write.record, contest, "CHN").position.value < -0.4
    assert place(write.record, contest, "USA").position.value is None


def test_the_same_roll_call_from_two_data_sets_is_one_vote(write: Any, contest: Contest) -> None:
    vote = {"indicator": "un-vote", "actor": "KHM", "item": "A/RES/68/262", "date": "2014-03-27", "value": 2.0}
    write.rows(dict(vote), name="one")
    write.rows(vote | {"item": "R/68/262"}, name="other")
    assert len(place(write.record, contest, "KHM").votes) == 1


def test_a_topic_whose_yes_is_no_norm_is_not_counted(write: Any, contest: Contest) -> None:
    label = "Human rights and unilateral coercive measures"
    write.rows(
        {
            "indicator": "un-vote",
            "actor": "KHM",
            "item": "A/RES/72/168",
            "date": "2017-12-19",
            "value": 1.0,
            "label": label,
        }
    )
    assert positions(write.record, contest) == ()


def test_a_position_and_its_salience_can_be_worked_out_again(write: Any, contest: Contest) -> None:
    text = "Japan condemns the war. Japan backs elections. Cambodia is against."
    write.document(
        text,
        stand("Japan condemns the war", "JPN", 1),
        stand("Japan backs elections", "JPN", 1, issue="elections"),
        stand("Cambodia is against", "KHM", -1),
    )
    found = place(write.record, contest, "JPN")
    stances = {reference: 1.0 for ids in found.position.derivation.terms.values() for reference in ids}
    assert recompute(found.position.derivation, stances) == pytest.approx(found.position.value)
    counts = {reference: 1.0 for ids in found.salience.derivation.terms.values() for reference in ids}
    assert recompute(found.salience.derivation, counts) == pytest.approx(found.salience.value)


def test_saliences_of_a_party_sum_to_one(write: Any, contest: Contest) -> None:
    text = "Japan condemns the war. Japan backs elections. Japan wants bases gone."
    write.document(
        text,
        stand("Japan condemns the war", "JPN", 1),
        stand("Japan backs elections", "JPN", 1, issue="elections"),
        stand("Japan wants bases gone", "JPN", 1, issue="foreign-bases"),
    )
    found = [p.salience.value for p in positions(write.record, contest) if p.party == "JPN"]
    assert sum(found) == pytest.approx(1)


def test_a_stand_outside_the_period_is_left_out(write: Any, contest: Contest) -> None:
    write.document("Japan was against it.", stand("Japan was against it", "JPN", -1, date="1999"))
    assert positions(write.record, contest) == ()


def test_the_year_in_which_the_documents_speak_counts_too(write: Any) -> None:
    to_2021 = Contest(client="KHM", patrons=("JPN", "CHN"), first_year=2012, last_year=2021)
    vote = {"indicator": "un-vote", "actor": "KHM", "item": "A/RES/ES-11/1", "date": "2022-03-02", "value": 1.0}
    write.rows(vote)
    assert positions(write.record, to_2021) == ()
    write.document("China is against it.", stand("China is against it", "CHN", -1), published="2022-03-29")
    found = place(write.record, to_2021, "KHM")
    assert (len(found.votes), found.first_year, found.last_year) == (1, 2022, 2022)
    later = {"indicator": "un-vote", "actor": "KHM", "item": "A/RES/ES-11/6", "date": "2023-02-23", "value": 1.0}
    write.rows(later, name="later")
    assert len(place(write.record, to_2021, "KHM").votes) == 1


def test_a_vote_for_genuine_elections_shows_no_stand(write: Any, contest: Contest) -> None:
    label = "Strengthening the role of the United Nations in enhancing periodic and genuine elections"
    write.rows(
        {
            "indicator": "un-vote", "actor": "KHM", "item": "A/RES/74/158", "date": "2019-12-18", "value": 1.0,
            "label": label,
        }
    )  # fmt: skip
    assert positions(write.record, contest) == ()


@given(st.text())
def test_any_item_is_a_resolution_or_none(item: str) -> None:
    found = resolution_of(item)
    assert found is None or "/" in found
    assert isinstance(bears_on({"item": item, "label": None}), tuple)
