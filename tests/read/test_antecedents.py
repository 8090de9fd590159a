"""What pronouns and definite phrases stand for."""

from __future__ import annotations

import re

import pytest

from suasion.read.antecedents import antecedents, resolve_reference
from suasion.read.mentions import find_mentions

ON = "2022-03-24"


def _ask(marked: str, subjects: tuple[str, ...] | None = None) -> list[str]:
    """Return the codes for the marked phrase of a text; subjects are given by their words."""
    start = marked.index("[[")
    text = marked.replace("[[", "").replace("]]", "")
    span = (start, marked.index("]]") - 2)
    ends = [m.end() for m in re.finditer(r"[.!?](?=\s|$)", text)]
    sentences = list(zip([0, *(end + 1 for end in ends)], ends, strict=False))
    spans = None if subjects is None else [(text.index(words), text.index(words) + len(words)) for words in subjects]
    return antecedents(text, sentences, find_mentions(text, on=ON), span, subjects=spans)


@pytest.mark.parametrize(
    ("marked", "codes"),
    [
        ("Japan and Cambodia met. [[Both sides]] agreed.", ["JPN", "KHM"]),
        ("Kishida met Hun Sen in Phnom Penh. [[The two leaders]] agreed.", ["JPN", "KHM"]),
        ("China, Japan and South Korea met. [[The three countries]] agreed.", ["CHN", "JPN", "KOR"]),
        ("Thailand and Laos share a river and [[each other]]’s fish.", ["THA", "LAO"]),
        ("Japan cleared mines and will keep [[its]] teams there.", ["JPN"]),
        ("Australia warned Solomon Islands. [[It]] sent two envoys.", ["AUS"]),
        ("Hun Sen met Wang Yi in May. [[He]] thanked him.", ["KHM"]),
        ("Japan and the United States spoke out. [[They]] called for calm.", ["JPN", "USA"]),
        ("The United States sanctioned Cambodian generals. [[They]] denied it.", ["KHM"]),
        ("Saudi Arabia pumped more oil than Kuwait. [[The kingdom]] asked for nothing.", ["SAU"]),
        ("Cambodia holds the chair, and Cambodia wants calm. Japan sees [[the country]]’s dilemma.", ["KHM"]),
        ("Cambodia wants calm. [[Its foreign ministry]] said so.", ["KHM"]),
        ("ASEAN met in Phnom Penh. [[The bloc]] could not agree.", ["ASEAN"]),
        ("Huawei built it. [[The company]] denied it.", ["CHN"]),
        ("Prime Minister Hun Sen spoke. [[The prime minister]] was calm.", ["KHM"]),
        ("[[Tokyo]] agreed.", ["JPN"]),
        ("[[It]] was no surprise that Japan agreed.", []),
        ("Cambodia fears [[its largest investor]].", []),
        ("[[They]] came.", []),
        ("Sam Rainsy wrote. [[He]] was angry.", []),
        ("Japan agreed. [[Both sides]] were glad.", []),
        ("Japan agreed. [[The committee]] was glad.", []),
    ],
)
def test_a_phrase_stands_for_the_actors_meant(marked: str, codes: list[str]) -> None:
    assert _ask(marked) == codes


def test_a_parsers_subjects_decide_before_recency() -> None:
    marked = "Japan asked for Cambodia’s help as [[it]] had before."
    assert _ask(marked, ("Japan",)) == ["JPN"]


def test_the_nearest_person_is_not_passed_over_for_one_with_a_code() -> None:
    assert _ask("Kishida spoke. Then Sam Rainsy wrote. [[He]] was angry.") == []


def test_the_rule_used_is_told() -> None:
    text = "Japan met Cambodia. Both sides agreed."
    reference = resolve_reference(text, [(0, 19), (20, 38)], find_mentions(text), (20, 30))
    assert (reference.codes, reference.via, [m.text for m in reference.mentions]) == (
        ("JPN", "KHM"), "pair", ["Japan", "Cambodia"],
    )  # fmt: skip


def test_without_sentences_nothing_fails() -> None:
    text = "Japan met Cambodia. Both sides agreed."
    assert antecedents(text, [], find_mentions(text), (20, 30)) in (["JPN", "KHM"], [])
