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
