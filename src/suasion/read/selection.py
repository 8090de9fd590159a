"""Selection: of the drafts of a sentence, those that the encoder is asked about, each claim once.

Heuristic. A draft's score begins with its frame's prior and moves with how surely its actors are named. It only
orders: the probability that a claim holds comes from ``settling``, where this score is one feature among others.
"""

from __future__ import annotations

from typing import Final

from suasion.read.discourse import is_state
from suasion.read.drafts import Draft
from suasion.read.view import Ref, code_of

THRESHOLD: Final = 0.25  # of the rules' own score; below it the encoder is not asked, to save time
_BONUS: Final = {"name": 0.05, "agent": 0.05, "coref": 0.0, "owner": -0.03, "context": -0.05}
_MATERIAL: Final = ("flow", "event", "tie", "position", "want", "judgement")


def select(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts to keep, in the order of their spans."""
    for draft in drafts:
        draft.score += _surety(draft.actor) + _surety(draft.recipient)
        if draft.actor is None or draft.actor.code is None:
            draft.score -= 0.15
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.score, d.start, d.end, d.rule)):
        if draft.score < THRESHOLD or _says_nothing(draft):
            continue
        if any(same_claim(draft, other) for other in kept):
            continue
        kept.append(draft)
    return sorted(
        kept,
        key=lambda d: (d.start, d.end, _MATERIAL.index(d.kind), code_of(d.actor) or "", code_of(d.recipient) or ""),
    )


def _surety(ref: Ref | None) -> float:
    return _BONUS.get(ref.how, 0.0) if ref is not None else 0.0


def _says_nothing(draft: Draft) -> bool:
    """Return whether no actor is known, or a body acts on itself."""
    actor, recipient = code_of(draft.actor), code_of(draft.recipient)
    return (actor is None and recipient is None) or (actor is not None and actor == recipient)


def _is_noun(draft: Draft) -> bool:
    return draft.rule.startswith("noun")


def same_claim(one: Draft, other: Draft) -> bool:
    """Return whether two drafts code one claim: same actors, and the same predicate or spans inside each other."""
    same = code_of(one.actor) == code_of(other.actor) and code_of(one.recipient) == code_of(other.recipient)
    mirrored = code_of(one.actor) == code_of(other.recipient) and code_of(one.recipient) == code_of(other.actor)
    overlap = min(one.end, other.end) - max(one.start, other.start)
    if overlap <= 0:
        return False
    if one.predicate is other.predicate or one.predicate == other.predicate:
        if same:
            return one.item is other.item or one.item == other.item
        return mirrored and one.rule != other.rule
    inner = min(one.end - one.start, other.end - other.start)
    alike = one.frame == other.frame or _is_noun(one) or _is_noun(other) or one.kind not in {"event", "flow"}
    if same and one.kind == other.kind and alike and overlap >= 0.9 * inner:
        return one.item is None or other.item is None or one.item == other.item
    return False


__all__ = ["THRESHOLD", "is_state", "same_claim", "select"]
