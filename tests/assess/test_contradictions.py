"""What cannot all hold is put side by side, and what only moved is said to have moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suasion.assess.claims import claims
from suasion.assess.contradictions import contradictions
from suasion.assess.credibility import credibility
from suasion.codebook import Contest

Tie = Callable[..., dict[str, Any]]
BASE = {"kind": "tie", "actor": "KHM", "recipient": "CHN", "instrument": "military", "issue": "foreign-bases"}


def test_a_treaty_alleged_and_denied_is_contradictory(write: Any, tie: Tie, contest: Contest) -> None:
    write.document(
        "A secret treaty was allegedly signed.", tie("A secret treaty", **BASE, stance=-1, modality="alleged")
    )
    write.document(
        "There is no base, says Hun Sen.", tie("no base", **BASE, stance=1, modality="denied"), published="2019-07-22"
    )
    found = contradictions(write.record, contest)
    assert len(found) == 1
    assert len(found[0].statements) == 2
    assert found[0].why.startswith("alleged, and denied by")


def test_a_denial_is_shown_even_if_no_document_states_what_it_denies(write: Any, tie: Tie, contest: Contest) -> None:
    denied = {"kind": "flow", "actor": "KHM", "recipient": "CHN", "instrument": "military", "modality": "denied"}
    text = "Cambodia rejected a report that it has given China the use of a naval base."
    write.document(text, tie("it has given China the use of a naval base", **denied))
    found = contradictions(write.record, contest)
    assert [one.why for one in found] == ["denied by Cambodia; no document here says it in its own voice"]
    assert [one.grade for one in credibility(write.record, contest, (), found)] == [3]


def test_two_figures_for_one_flow_and_year_are_contradictory(write: Any, tie: Tie, contest: Contest) -> None:
    for amount in (100, 150):
        text = f"Japan gave ${amount} million in aid to Cambodia in 2015."
        write.document(text, tie(f"${amount} million in aid to Cambodia", amount=amount * 1e6, unit="USD", date="2015"))
    found = contradictions(write.record, contest)
    assert [len(one.statements) for one in found] == [2]
    assert "differ" in found[0].why


def test_figures_within_a_tenth_are_not(write: Any, tie: Tie, contest: Contest) -> None:
    for amount in (100, 105):
        text = f"Japan gave ${amount} million in aid to Cambodia in 2015."
        write.document(text, tie(f"${amount} million in aid to Cambodia", amount=amount * 1e6, unit="USD", date="2015"))
    assert contradictions(write.record, contest) == ()


def test_two_sums_in_one_text_are_two_sums(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave $100 million in aid in 2015. Japan gave $150 million in aid for roads in 2015."
    write.document(
        text,
        tie("Japan gave $100 million in aid", amount=1e8, unit="USD", date="2015"),
        tie("Japan gave $150 million in aid for roads", amount=1.5e8, unit="USD", date="2015"),
    )
    assert contradictions(write.record, contest) == ()


def test_another_matter_at_the_same_base_is_not_denied(write: Any, tie: Tie, contest: Contest) -> None:
    given = {"kind": "flow", "actor": "CHN", "recipient": "KHM", "instrument": "military"}
    write.document("China pays for the new pier at Ream.", tie("pays for the new pier at Ream", **given))
    denied = {"kind": "tie", "actor": "CHN", "recipient": "KHM", "instrument": "military", "modality": "denied"}
    write.document("Cambodia will host no forces at Ream.", tie("host no forces at Ream", **denied))
    found = contradictions(write.record, contest)
    assert [(len(one.statements), one.why.split(";")[0]) for one in found] == [(1, "denied by China")]


def test_two_amounts_in_one_sentence_do_not_deny_each_other(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Only $3.4 billion of that was on terms like those of aid; $11.3 billion was not."
    lent = {"actor": "CHN", "instrument": "economic-loan", "unit": "USD"}
    write.document(
        text,
        tie("Only $3.4 billion of that was on terms like those of aid", amount=3.4e9, **lent),
        tie("$11.3 billion was not", amount=11.3e9, modality="denied", **lent),
    )
    assert contradictions(write.record, contest) == ()


def test_what_is_more_likely_misread_contradicts_nothing(write: Any, tie: Tie, contest: Contest) -> None:
    for amount, score in ((100, 0.9), (150, 0.35)):
        text = f"Japan gave ${amount} million in aid to Cambodia in 2015."
        given = {"amount": amount * 1e6, "unit": "USD", "date": "2015", "score": score}
        write.document(text, tie(f"${amount} million in aid to Cambodia", **given))
    assert contradictions(write.record, contest) == ()


def test_a_correction_names_what_it_corrects(write: Any, tie: Tie, contest: Contest) -> None:
    write.document(
        "China gave $600 million.", tie("$600 million", actor="CHN", amount=6e8, unit="USD"), published="2016-07-15"
    )
    text = "Correction, the sum is $500 million and not $600 million."
    write.document(text, tie("the sum is $500 million", actor="CHN", amount=5e8, unit="USD"), published="2016-07-18")
    found = contradictions(write.record, contest)
    assert [one.why for one in found] == ["the figure of $600 million was corrected on 2016-07-18"]


def test_words_of_a_base_are_about_bases_whatever_the_reader_coded(write: Any, tie: Tie, contest: Contest) -> None:
    given = {"kind": "flow", "actor": "KHM", "recipient": "CHN", "instrument": "military"}
    write.document("Cambodia has given China the use of the naval base.", tie("the use of the naval base", **given))
    denied = {"kind": "event", "plover": "CONSULT", "actor": "KHM", "recipient": "CHN", "instrument": "diplomatic"}
    write.document("They never held talks about a base.", tie("held talks about a base", **denied, modality="denied"))
    assert [one.topic for one in contradictions(write.record, contest)] == ["Foreign bases: Cambodia and China"]


def test_one_sentence_read_twice_does_not_contradict_twice(write: Any, tie: Tie, contest: Contest) -> None:
    stand = {"kind": "position", "actor": "KHM", "issue": "south-china-sea", "instrument": "normative"}
    text = "Cambodia blocked it in 2022. Cambodia backs it in 2022."
    write.document(
        text,
        tie("blocked it", **stand, stance=-1, date="2022"),
        tie("blocked it", **stand | {"recipient": "JPN"}, stance=-1, date="2022"),
        tie("backs it", **stand, stance=1, date="2022"),
    )
    assert len(contradictions(write.record, contest)[0].statements) == 2


def test_stands_of_different_years_have_moved(write: Any, tie: Tie, contest: Contest) -> None:
    stand = {
        "kind": "position",
        "actor": "KHM",
        "recipient": None,
        "issue": "south-china-sea",
        "instrument": "normative",
    }
    text = "Cambodia blocked it in 2012. Cambodia backs it in 2022."
    write.document(
        text, tie("blocked it", **stand, stance=-1, date="2012"), tie("backs it", **stand, stance=1, date="2022")
    )
    found = contradictions(write.record, contest)
    assert [one.why.partition(":")[0] for one in found] == ["moved"]


def test_stands_of_one_year_on_both_sides_have_not_moved(write: Any, tie: Tie, contest: Contest) -> None:
    stand = {
        "kind": "position",
        "actor": "KHM",
        "recipient": None,
        "issue": "south-china-sea",
        "instrument": "normative",
    }
    text = "Cambodia blocked it in 2022. Cambodia backs it in 2022."
    write.document(
        text, tie("blocked it", **stand, stance=-1, date="2022"), tie("backs it", **stand, stance=1, date="2022")
    )
    assert contradictions(write.record, contest)[0].why == "for and against the issue's norm at the same time"


def test_grades_follow_from_confirmation_and_contradiction(write: Any, tie: Tie, contest: Contest) -> None:
    visit = {"kind": "event", "plover": "CONSULT", "instrument": "diplomatic", "date": "2022-03-20"}
    write.document("Kishida visited Cambodia.", tie("Kishida visited Cambodia", **visit), publisher="One")
    write.document("Kishida was in Cambodia.", tie("Kishida was in Cambodia", **visit), publisher="Two")
    write.document("Japan leads.", tie("Japan leads", kind="judgement"), publisher="Three")
    write.document("Japan built a road.", tie("Japan built a road", instrument="infrastructure"), publisher="Four")
    text = "Japan gave $500 million in aid in 2021."
    write.document(text, tie("$500 million in aid", amount=5e8, unit="USD", date="2021"), publisher="Five")
    write.yearly("oda-net", "JPN", {2021: 100e6})
    grades = credibility(write.record, contest, claims(write.record, contest), contradictions(write.record, contest))
    assert sorted(one.grade for one in grades) == [2, 2, 3, 5, 6]


def test_two_texts_of_one_publisher_confirm_nothing(write: Any, tie: Tie, contest: Contest) -> None:
    visit = {"kind": "event", "plover": "CONSULT", "instrument": "diplomatic", "date": "2022-03-20"}
    write.document("Kishida visited Cambodia.", tie("Kishida visited Cambodia", **visit), publisher="One")
    write.document("Kishida was in Cambodia.", tie("Kishida was in Cambodia", **visit), publisher="One")
    assert [one.grade for one in credibility(write.record, contest)] == [3, 3]
