"""Sizes: which of a sentence's quantities, if any, is the size of a claim.

The rules name one or none; a log-linear model looks at their choice again beside every other quantity of the sentence.
Its weights are fitted on coded documents by ``training``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from suasion.codebook.statement import Kind, Plover
from suasion.read.choices import total, way_between, weights
from suasion.read.drafts import Draft
from suasion.read.quantities import Quantity
from suasion.read.view import Token, View, head_of

_PLAIN: Final = frozenset(
    {"a", "an", "the", "about", "some", "more", "than", "over", "nearly", "almost", "up", "around"}
)

_NEXT: Final = 5  # characters between a quote and what stands right beside it


class Size(NamedTuple):
    """A quantity that may be a claim's size, or none, and what speaks for and against it."""

    quantity: Quantity | None
    seen: frozenset[str]


def choose_size(draft: Draft, kind: Kind, plover: Plover | None, ruled: Quantity | None, view: View) -> Quantity | None:
    """Return the likeliest size of a claim.

    Parameters
    ----------
    draft, view
        Where the claim comes from.
    kind, plover
        What it has been settled to be.
    ruled
        The size that the rules give it.
    """
    if not view.quantities:
        return None
    worth = weights("sizes")
    found = list(sizes(draft, kind, plover, ruled, view))
    return max(found, key=lambda size: total(size.seen, worth)).quantity


def sizes(draft: Draft, kind: Kind, plover: Plover | None, ruled: Quantity | None, view: View) -> Iterator[Size]:
    """Yield none and each quantity of the sentence, with what is seen of it."""
    sort = plover or kind
    places = {q.start: _token(q, view) for q in view.quantities}
    at = draft.predicate.i
    near = sorted(view.quantities, key=lambda q: (abs(places[q.start].i - at), q.start))
    inside = [q for q in view.quantities if _within(q, draft, view)]
    none = {
        "none", f"none {kind}", f"none {sort}", f"none {draft.frame}", f"none with {min(len(inside), 2)} in span",
        f"none with {min(len(inside), 2)} in span {kind}", f"none of {min(len(near), 3)}",
    }  # fmt: skip
    if ruled is None:
        none |= {"none rules", f"none rules {kind}", f"none rules {sort}"}
    yield Size(None, frozenset(none))
    for quantity in view.quantities:
        token = places[quantity.start]
        unit = "money" if quantity.currency else quantity.unit
        way, apart = way_between(token, draft.predicate, view)
        within = "in" if quantity in inside else "out of"
        side = "before" if token.i < at else "after"
        before = _before(quantity, view)
        seen = {
            f"{unit}", f"{unit} {kind}", f"{unit} {sort}", f"{unit} {draft.frame}", f"{within} span",
            f"{within} span {unit} {kind}", f"{within} span {unit} {sort}",
            f"{within} span one of {min(len(inside), 3)}",
            f"path {way}", f"path {way} {unit}", f"path {way} {kind}", f"{side} {unit}", f"after {before}",
            f"after {before} {unit}", f"after {before} {sort}", f"{min(near.index(quantity), 3)} nearest",
            f"{min(near.index(quantity), 3)} nearest {kind}", f"{unit} {draft.predicate.lemma_.lower()}",
        }  # fmt: skip
        moneys = [q for q in inside if q.currency]
        if not quantity.currency and moneys:
            seen |= {"beside money", f"beside money {unit} {sort}"}
        if len(moneys) > 1 and quantity in moneys:
            seen.add(f"{'first' if quantity is moneys[0] else 'last' if quantity is moneys[-1] else 'middle'} money")
        listed = draft.item is not None and draft.item.idx <= quantity.start - view.offset
        if draft.item is not None:
            seen.add(f"{'after' if listed else 'before'} the thing {unit}")
        gap = (
            view.text[draft.end : quantity.start - view.offset]
            if quantity.start - view.offset >= draft.end
            else "far off"
        )
        if len(gap) <= _NEXT and "." not in gap:
            seen |= {"right after span", f"right after span {unit}"}
        gap = (
            view.text[quantity.end - view.offset : draft.start]
            if quantity.end - view.offset <= draft.start
            else "far off"
        )
        if len(gap) <= _NEXT:
            seen |= {"right before span", f"right before span {unit}"}
        if quantity is ruled or quantity == ruled:
            seen |= {"rules", f"rules {unit}", f"rules {kind}", f"rules {unit} {sort}"}
        elif ruled is not None:
            seen |= {"rules another", f"rules another {'before' if ruled.start < quantity.start else 'after'} {unit}"}
        if not apart:
            seen |= {"same clause", f"same clause {unit} {kind}"}
        if draft.item is not None and draft.item in {token, *token.ancestors}:
            seen |= {"of the thing", f"of the thing {unit}"}
        if quantity in inside:
            smaller = [
                (s, e) for s, e in view.spans
                if draft.start <= s and e <= draft.end and (s, e) != (draft.start, draft.end)
                and s <= quantity.start - view.offset and quantity.end - view.offset <= e
            ]  # fmt: skip
            if smaller:
                seen |= {"of a claim inside", f"of a claim inside {kind}"}
        elif any(s <= quantity.start - view.offset and quantity.end - view.offset <= e for s, e in view.spans):
            seen |= {"of another claim", f"of another claim {kind}"}
        yield Size(quantity, frozenset(seen))


def _within(quantity: Quantity, draft: Draft, view: View) -> bool:
    return draft.start <= quantity.start - view.offset and quantity.end - view.offset <= draft.end


def _token(quantity: Quantity, view: View) -> Token:
    """Return the token that the quantity's words hang on."""
    start, end = quantity.start - view.offset, quantity.end - view.offset
    return head_of([t for t in view.doc if start <= t.idx < end] or [view.doc[0]])


def _before(quantity: Quantity, view: View) -> str:
    """Return the word before a quantity, articles and words of approximation passed over."""
    words = view.text[: quantity.start - view.offset].lower().split()
    while words and words[-1] in _PLAIN:
        words.pop()
    return words[-1] if words else "nothing"
