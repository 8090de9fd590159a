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
    write.document("Japan did this to Cambodia.", tie("did this", **fields))
    assert [entry.side for entry in ledger(write.record, contest)] == [side]


def test_what_hangs_on_something_is_a_condition(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave aid in return for a vote."
    write.document(text, tie("aid in return for a vote"))
    assert [entry.side for entry in ledger(write.record, contest)] == ["condition"]


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
