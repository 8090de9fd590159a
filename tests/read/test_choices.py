"""Parties, sizes and joined infinitives: what is chosen among all that a sentence offers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion import example
from suasion.codebook import Statement
from suasion.read.introductions import introduce
from suasion.read.mentions import find_mentions
from suasion.read.quantities import find_quantities
from suasion.read.reader import find_claims, read_text

TEXT = "Nepal and its suitors\n\nNepal lies between two powers. Nepal has 30 million people. "
_STATES = ("China", "Japan", "India", "Nepal", "the United States", "Laos")
_VERBS = ("lent", "visited", "condemned", "asked", "promised", "sanctioned", "invited", "joined", "blamed")


def _statements(text: str) -> tuple[Statement, ...]:
    return read_text(text, doc="chosen", published="2024-03-01").statements


def _told(text: str) -> set[tuple[str, str | None, str | None]]:
    return {(s.plover or s.kind, s.actor, s.recipient) for s in _statements(text)}


def test_nobody_acts_on_itself_and_each_choice_has_a_probability() -> None:
    texts = [document.path for document in example.load().documents if document.path.suffix == ".txt"]
    assert len(texts) >= 4
    for path in texts:
        text = path.read_text(encoding="utf-8")
        mentions = introduce(text, find_mentions(text))
        claims = list(find_claims(text, mentions, doc="example", published="2023-06-01", reader="rules"))
        assert claims
        for claim in claims:
            assert claim.statement.actor != claim.statement.recipient
            assert 0 < claim.sure <= 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(_STATES), st.sampled_from(_VERBS), st.sampled_from(_STATES)), min_size=1, max_size=4
    )
)
def test_parties_are_states_of_the_text(clauses: list[tuple[str, str, str]]) -> None:
    text = ". ".join(f"{a} {verb} {b}" for a, verb, b in clauses) + "."
    named = {m.code for m in find_mentions(text)}
    for statement in _statements(text):
        assert {statement.actor, statement.recipient} <= named | {None}


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 900), st.integers(2, 90), st.sampled_from(["million", "billion"]))
def test_a_size_is_a_quantity_of_its_sentence(money: int, people: int, magnitude: str) -> None:
    text = f"Japan lent Laos ${money} {magnitude}, and {people} Lao students went to Tokyo for {people} years."
    amounts = {(q.amount, q.unit) for q in find_quantities(text)}
    for statement in _statements(text):
        assert statement.amount is None or (statement.amount, statement.unit) in amounts


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        (
            "The World Bank has urged Vientiane to renegotiate its debts and publish the terms.",
            ["The World Bank has urged Vientiane to renegotiate its debts", "publish the terms"],
        ),
        (
            "Washington urged Nepal to close the base, release prisoners, and hold free elections.",
            ["Washington urged Nepal to close the base", "release prisoners", "hold free elections"],
        ),
    ],
)
def test_what_is_asked_in_several_infinitives_is_a_request_each(sentence: str, quotes: list[str]) -> None:
    found = _statements(sentence)
    assert [s.quote for s in found] == quotes
    assert {s.plover for s in found} == {"REQUEST"}
    assert len({(s.actor, s.recipient) for s in found}) == 1


def test_several_wishes_are_a_want_each() -> None:
    found = _statements("China wants to buy more Icelandic seafood and to learn from Icelandic engineers.")
    assert [(s.kind, s.actor, s.recipient) for s in found] == [("want", "CHN", "ISL")] * 2


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("the four Guardian-class patrol boats", [(4, "other")]),
        ("the five Americans whom Iran moved", [(5, "people")]),
        ("the three countries agreed", []),
        ("the two sides met", []),
        ("700 Turkish commandos and 119 deportees", [(700, "people"), (119, "people")]),
        ("asked to buy 40 new F-16 fighters", [(40, "other")]),
        ("cut its aid by more than half", [(50, "percent")]),
        ("$40 million in 2021 and another 298 million last year", [(40e6, "USD"), (298e6, "USD")]),
        ("$40 million in 2021. It has 17 million people", [(40e6, "USD"), (17e6, "people")]),
    ],
)
def test_what_is_counted(text: str, amounts: list[tuple[float, str]]) -> None:
    assert [(q.amount, q.unit) for q in find_quantities(text)] == amounts
