"""Where sentences end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.read.sentences import MAX_SENTENCE, find_sentences


def _split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in find_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One ended. Two began.", ["One ended.", "Two began."]),
        ("The U.S. Navy sailed. It left.", ["The U.S. Navy sailed.", "It left."]),
        (
            "Marcos Jr. met J. R. Smith in Washington, D.C. Wednesday.",
            ["Marcos Jr. met J. R. Smith in Washington, D.C. Wednesday."],
        ),
        ("He said “no.” Then he left!", ["He said “no.”", "Then he left!"]),
        ("A line without a stop\nanother line", ["A line without a stop", "another line"]),
        ("- a bullet\n2. a number", ["a bullet", "a number"]),
        ("KYIV, March 3 (Wire) - The talks began.", ["The talks began."]),
        ("It cost $1.7 million. Good.", ["It cost $1.7 million.", "Good."]),
        ("", []),
    ],
)
def test_sentence_ends_where_the_rule_says(text: str, expected: list[str]) -> None:
    assert _split(text) == expected


def test_a_run_without_stops_is_cut_at_spaces() -> None:
    pieces = _split("word " * 2000)
    assert max(map(len, pieces)) <= MAX_SENTENCE
    assert all(p == p.strip() for p in pieces)


@given(st.text(max_size=300))
def test_sentences_are_ordered_disjoint_and_lose_no_letter_but_prefixes(text: str) -> None:
    spans = list(find_sentences(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in spans)
    assert all("\n" not in text[s.start : s.end] for s in spans)


def test_initials_joined_by_stops_end_no_sentence() -> None:
    text = "Prime Minister K.P. Sharma came. He left."
    assert [text[s.start : s.end] for s in find_sentences(text)] == ["Prime Minister K.P. Sharma came.", "He left."]


def test_the_answer_no_ends_a_sentence_and_a_number_does_not() -> None:
    text = "No. We never asked for Order No. 5 again."
    assert [text[s.start : s.end] for s in find_sentences(text)] == ["No.", "We never asked for Order No. 5 again."]
