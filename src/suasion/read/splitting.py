"""Splitting: what one verb asks, wants or promises in several infinitives is a claim each."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from suasion.read.drafts import Draft
from suasion.read.spans import trim
from suasion.read.view import Token, View, child, children, is_verbal

_WISHED: Final = frozenset({"request", "want", "caution"})
_PROMISED: Final = frozenset({"agree", "promise", "threaten", "lend", "give", "help"})


def split(drafts: list[Draft], view: View) -> list[Draft]:
    """Return the drafts with a claim for each later of several joined infinitives, the first one's ended before them.

    Heuristic. "Urged X to renegotiate its debts and publish the terms" is two requests; the parties, the kind and the
    modality are those of the first. What is asked or wanted is no act yet, whatever its verb; what is promised or
    agreed keeps the claim that a rule has made of it, as planned.
    """
    kept, found = list(drafts), []
    for draft in drafts:
        if draft.frame not in _WISHED | _PROMISED or not is_verbal(draft.predicate) or draft.item is not None:
            continue
        parts = [p for p in _joined(draft.predicate) if draft.start <= p.idx < draft.end]
        if not parts:
            continue
        if draft.frame in _WISHED:
            kept = [d for d in kept if d.predicate not in parts]
        for other in kept:
            if other.predicate in parts and other.modality is None:
                other.modality = "planned"
        cuts = [*(_cut(p) for p in parts[1:]), draft.end]
        coded = [d.predicate for d in kept]
        for part, cut in zip(parts, cuts, strict=True):
            if part not in coded:
                start, end = trim(view, _start(part), cut)
                rule = f"split:{draft.kind}"
                found.append(replace(draft, rule=rule, start=start, end=end, item=part, themes=[*draft.themes]))
        draft.start, draft.end = trim(view, draft.start, _cut(parts[0]))
    return [*kept, *found]


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
