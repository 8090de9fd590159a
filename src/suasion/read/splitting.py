"""Splitting: what one verb asks, wants or promises in several infinitives is a claim each."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from suasion.read.drafts import Draft
from suasion.read.spans import trim
from suasion.read.view import Token, View, child, children, is_verbal

_FRAMES: Final = frozenset({
    "request", "want", "agree", "promise", "caution", "threaten", "reject", "lend", "give", "help", "accuse"
})  # fmt: skip


def split(drafts: list[Draft], view: View) -> list[Draft]:
    """Return the claims of the later of several joined infinitives, and end the first one's before them.

    Heuristic. "Urged X to renegotiate its debts and publish the terms" is two requests; the parties, the kind and the
    modality are those of the first. An infinitive that a rule has coded by itself is left alone.
    """
    coded = {d.predicate.i for d in drafts}
    found: list[Draft] = []
    for draft in drafts:
        if draft.frame not in _FRAMES or not is_verbal(draft.predicate) or draft.item is not None:
            continue
        parts = [p for p in _joined(draft.predicate) if p.i not in coded and draft.start <= p.idx < draft.end]
        ends = [draft.end, *reversed([_cut(p) for p in parts])]
        for part, end in zip(reversed(parts), ends, strict=False):
            start, end = trim(view, _start(part), end)
            found.append(
                replace(draft, rule=f"split:{draft.kind}", start=start, end=end, item=part, themes=[*draft.themes])
            )
        if parts:
            draft.start, draft.end = trim(view, draft.start, _cut(parts[0]))
    return found


def _joined(verb: Token) -> list[Token]:
    """Return the infinitives joined to the first that hangs on a verb, in order."""
    first = child(verb, "xcomp", "ccomp", "advcl")
    if first is None or not is_verbal(first) or first.i < verb.i:
        return []
    found, queue = [], [first]
    while queue:
        for part in children(queue.pop(0), "conj"):
            own = child(part, "nsubj", "nsubjpass") is not None
            if is_verbal(part) and part.tag_ == "VB" and not own:
                found.append(part)
                queue.append(part)
    return sorted(found, key=lambda t: t.i)


def _start(part: Token) -> int:
    """Return where an infinitive's own words begin."""
    own = [t for t in part.lefts if t.dep_ in {"aux", "neg", "advmod"}]
    return int(min([part, *own], key=lambda t: t.i).idx)


def _cut(part: Token) -> int:
    """Return where the words before a joined infinitive end: before its "and"."""
    first = min([part, *[t for t in part.lefts if t.dep_ in {"aux", "neg", "advmod"}]], key=lambda t: t.i)
    at = first.i - 1
    while at > 0 and part.doc[at].dep_ in {"cc", "punct"}:
        at -= 1
    word = part.doc[at]
    return int(word.idx + len(word))
