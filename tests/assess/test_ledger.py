"""The ledger says who wants, offers and delivers what, and what answered it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from suasion.assess.ledger import ledger
from suasion.codebook import Contest

Tie = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("fields", "side"),
    [
        ({"kind": "want", "modality": "wanted"}, "want"),
        ({"kind": "event", "plover": "REQUEST"}, "request"),
        ({"kind": "event", "plover": "REJECT"}, "refusal"),
        ({"kind": "event", "plover": "THREATEN"}, "threat"),
        ({"kind": "event", "plover": "SANCTION", "instrument": "sanction"}, "sanction"),
        ({"kind": "flow"}, "delivery"),
        ({"kind": "flow", "modality": "planned"}, "promise"),
        ({"kind": "event", "plover": "AID"}, "delivery"),
    ],
)
def test_a_move_stands_on_its_side(write: Any, tie: Tie, contest: Contest, fields: dict[str, Any], side: str) -> None:
    write.document("Japan did this to Cambodia today.", tie("did this to Cambodia today", **fields))
    assert [entry.side for entry in ledger(write.record, contest)] == [side]


def test_what_hangs_on_something_is_a_condition(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave aid in return for a vote."
    write.document(text, tie("aid in return for a vote"))
    assert [entry.side for entry in ledger(write.record, contest)] == ["condition"]


@pytest.mark.parametrize(
    ("quote", "fields"),
    [
        ("Chinese loans", {}),  # no one is said to do anything
        ("thanked Japan for its support of the port", {"kind": "event", "plover": "SUPPORT"}),
        ("the debt to Japan stood at a tenth of its product", {"amount": 1e9, "unit": "USD"}),
        ("imported goods of every kind from Japan", {"instrument": "economic-trade"}),
        ("built a road across the whole country", {"score": 0.35}),  # more likely misread than not
        ("built a road for another state altogether", {"recipient": "VNM"}),
        ("would punish officials of the client", {"kind": "event", "plover": "SANCTION", "modality": "hypothetical"}),
    ],
)
def test_what_is_no_move_towards_the_client_is_left_out(
    write: Any, tie: Tie, contest: Contest, quote: str, fields: dict[str, Any]
) -> None:
    write.document(f"It {quote}.", tie(quote, **fields))
    assert ledger(write.record, contest) == ()


def test_words_within_a_longer_line_are_no_second_line(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan funded bridges and upgraded the water works of the capital."
    write.document(text, tie(text[:-1]), tie("upgraded the water works of the capital"))
    assert [entry.quote for entry in ledger(write.record, contest)] == [text[:-1]]


def test_a_promise_is_not_kept_by_another_gift_of_the_kind(write: Any, tie: Tie, contest: Contest) -> None:
    write.document(
        "Japan will give money for clinics.", tie("will give money for clinics", modality="planned"),
        published="2020-01-01",
    )  # fmt: skip
    write.document("It paid for a pier at the port.", tie("It paid for a pier at the port"), published="2021-01-01")
    write.document("It paid for the first clinics.", tie("It paid for the first clinics"), published="2021-02-01")
    promise = next(entry for entry in ledger(write.record, contest) if entry.side == "promise")
    kept = [entry.quote for entry in ledger(write.record, contest) if entry.statement in promise.answered_by]
    assert kept == ["It paid for the first clinics"]


def test_a_denied_gift_is_no_delivery(write: Any, tie: Tie, contest: Contest) -> None:
    write.document("Japan denies the gift.", tie("the gift", modality="denied"))
    assert ledger(write.record, contest) == ()


def test_a_request_is_answered_by_what_its_addressee_does_later(write: Any, tie: Tie, contest: Contest) -> None:
    asked = tie("Japan asks Cambodia to condemn the war", kind="event", plover="REQUEST", issue="ukraine-war", stance=1)
    write.document("Japan asks Cambodia to condemn the war.", asked, published="2022-03-01")
    done = {"kind": "event", "plover": "ACCUSE", "issue": "ukraine-war", "stance": 1, "recipient": "RUS"}
    write.document("Cambodia condemned it.", tie("Cambodia condemned it", actor="KHM", **done), published="2022-03-20")
    request = next(entry for entry in ledger(write.record, contest) if entry.side == "request")
    assert len(request.answered_by) == 1


def test_what_was_done_before_answers_nothing(write: Any, tie: Tie, contest: Contest) -> None:
    asked = tie("Japan asks Cambodia to condemn the war", kind="event", plover="REQUEST", issue="ukraine-war", stance=1)
    write.document("Japan asks Cambodia to condemn the war.", asked, published="2022-03-20")
    done = {"kind": "event", "plover": "ACCUSE", "issue": "ukraine-war", "stance": 1, "recipient": "RUS"}
    write.document("Cambodia condemned it.", tie("Cambodia condemned it", actor="KHM", **done), published="2022-03-01")
    request = next(entry for entry in ledger(write.record, contest) if entry.side == "request")
    assert request.answered_by == ()
