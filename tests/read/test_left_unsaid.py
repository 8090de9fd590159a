"""Whom a claim is toward, and what it is, where the sentence leaves it to the rest of the text."""

from __future__ import annotations

import pytest

from suasion.read.reader import read_text

TEXT = "Nepal and its suitors\n\nNepal lies between two powers. Nepal has 30 million people. "


def _told(text: str) -> set[tuple[str, str | None, str | None]]:
    reading = read_text(text, doc="unsaid", published="2024-03-01")
    return {(s.plover or s.kind, s.actor, s.recipient) for s in reading.statements}


def test_an_outsider_wants_something_of_the_state_that_the_text_is_about() -> None:
    assert ("want", "CHN", "NPL") in _told(TEXT + "Beijing seeks cheap electricity.")


def test_the_state_in_the_title_is_whom_unaddressed_acts_are_toward() -> None:
    text = (
        "Kenya: who lends, and why\n\nRwanda and Rwandans watch. Rwanda is near. Kenya borrows. "
        "Germany lent 2 billion euros."
    )
    assert ("flow", "DEU", "KEN") in _told(text)


@pytest.mark.parametrize("verb", ["fears", "worries"])
def test_what_is_feared_is_the_claim_and_not_the_fear(verb: str) -> None:
    told = _told(f"India {verb} that China could invade Nepal.")
    assert ("judgement", "CHN", "NPL") in told
    assert not any(actor == "IND" and kind == "position" for kind, actor, _ in told)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Washington had threatened sanctions on Nepal.", ("THREATEN", "USA", "NPL")),
        ("Nepal granted the Indian army access to its airfields.", ("CONCEDE", "NPL", "IND")),
        ("Nepal supports India in defending its border.", ("position", "NPL", "IND")),
        ("India takes most of its gas from Nepal.", ("flow", "NPL", "IND")),
        ("In 2016 Nepal joined the Shanghai Cooperation Organisation.", ("AGREE", "NPL", "SCO")),
        ("Nepal demanded that India reopen the border.", ("REQUEST", "NPL", "IND")),
        ("France recognises Moroccan rule.", ("position", "FRA", "MAR")),
        ("France reaffirmed full support for Morocco's claim.", ("position", "FRA", "MAR")),
        ("Russia delivered an air defence system to Mali.", ("flow", "RUS", "MLI")),
        ("Russia sent 100 instructors to Mali.", ("flow", "RUS", "MLI")),
        ("Fiji joined the Belt and Road Initiative in 2018.", ("AGREE", "FJI", "CHN")),
        ("Russia sent troops to Mali.", ("MOBILIZE", "RUS", "MLI")),
        ("In July Japan put a Russian bank on its sanctions list.", ("SANCTION", "JPN", "RUS")),
        ("China holds 70 percent of the Lao company.", ("tie", "CHN", "LAO")),
        ("Two ministers of Peru insulted Chile.", ("ACCUSE", "PER", "CHL")),
    ],
)
def test_the_object_decides_what_the_verb_does(sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in _told(sentence)


def test_two_sides_that_support_each_other_stand_toward_one_another() -> None:
    told = _told("Kenya and Ghana met in Accra. The two sides support each other on borders.")
    assert {("position", "KEN", "GHA"), ("position", "GHA", "KEN")} <= told


def test_two_governments_are_the_one_just_named_and_the_one_the_text_is_about() -> None:
    told = _told(TEXT + "Modi came in March, when the two governments signed 36 agreements.")
    assert {("AGREE", "IND", "NPL"), ("AGREE", "NPL", "IND")} <= told


def test_bare_police_are_those_of_the_state_that_the_text_is_about() -> None:
    assert ("COERCE", "NPL", None) in _told(TEXT + "In May police arrested 20 activists.")


def test_where_a_railway_leads_is_not_who_receives_it() -> None:
    assert ("flow", "CHN", "NPL") in _told(TEXT + "China has built a railway to Delhi.")


def test_a_visit_inside_a_phrase_is_its_clauses_subject_going() -> None:
    assert ("CONSULT", "KEN", "FRA") in _told("Kenya signed a lease during a visit to Paris in February 2022.")


def test_a_round_of_many_is_told_as_each_with_the_state_that_the_text_is_about() -> None:
    told = _told("Nepal and its suitors\n\nThe ministers of Nepal, China, India and Bhutan met in Kathmandu.")
    met = {(a, r) for kind, a, r in told if kind == "CONSULT"}
    assert ("CHN", "NPL") in met
    assert ("CHN", "IND") not in met


def test_unnamed_groups_that_press_a_state_are_told_with_the_state() -> None:
    assert ("REQUEST", None, "GBR") in _told("Rights groups have called on Britain to press Nepal over prisoners.")


def test_regional_development_banks_are_actors() -> None:
    told = _told("The Central American Bank for Economic Integration lent Honduras $300 million.")
    assert ("flow", "CABEI", "HND") in told


@pytest.mark.parametrize(
    ("sentence", "actor", "issue"),
    [
        ("The General Assembly called on the United States to end its embargo on Cuba.", "UN", ("cuba-embargo", 1)),
        ("Kenya supports a referendum in Western Sahara.", "KEN", ("western-sahara", 1)),
        ("France supports Moroccan sovereignty over the Western Sahara.", "FRA", ("western-sahara", -1)),
    ],
)
def test_the_sahara_and_the_cuban_embargo_are_issues(sentence: str, actor: str, issue: tuple[str, int]) -> None:
    stands = {(s.actor, s.issue, s.stance) for s in read_text(sentence, doc="issue").statements}
    assert (actor, *issue) in stands


def test_an_outsider_with_a_rank_has_it_with_the_state_that_the_text_is_about() -> None:
    assert ("tie", "IND", "NPL") in _told(TEXT + "India has been a strategic partner since 2009.")


def test_each_thing_with_an_article_of_its_own_is_a_gift_of_its_own() -> None:
    reading = read_text(TEXT + "China built a hospital in Pokhara and a diplomatic academy.", doc="unsaid")
    flows = [s.quote for s in reading.statements if s.kind == "flow" and (s.actor, s.recipient) == ("CHN", "NPL")]
    assert flows == ["China built a hospital in Pokhara", "a diplomatic academy"]


def test_a_question_without_an_act_says_nothing() -> None:
    assert not _told("Where is China in Nepal?")


def test_a_giver_with_a_sum_alone_shares_the_verb_before_it() -> None:
    text = TEXT + "Qatar gave $2 billion, Kuwait $1 billion and Oman another $500 million."
    found = read_text(text, doc="gap").statements
    given = {(s.actor, s.recipient, s.amount) for s in found if s.kind == "flow" and s.actor != "NPL"}
    assert given == {("QAT", "NPL", 2e9), ("KWT", "NPL", 1e9), ("OMN", "NPL", 5e8)}


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("Norway raised its loan to Malawi from $3 million to $8 million.", 8e6, "USD"),
        ("Japan financed 40 percent of the $900 million port in Kenya.", 40, "percent"),
        ("France withdrew 2,400 soldiers from Mali.", 2400, "people"),
    ],
)
def test_the_amount_is_the_one_that_is_meant(text: str, amount: float, unit: str) -> None:
    found = {(s.amount, s.unit) for s in read_text(text, doc="d").statements}
    assert (amount, unit) in found
