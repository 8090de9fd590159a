"""A second opinion on a draft: what the encoder makes of its actors and predicate, set against what the rules said."""

from __future__ import annotations

from typing import Final

from suasion.read.coder.marks import Marked, Span
from suasion.read.drafts import Draft
from suasion.read.view import Ref, View

_AROUND: Final = 90  # characters kept on each side of what is marked: the rest of a long sentence costs time


def marks(draft: Draft, view: View) -> Marked:
    """Return the part of the sentence around a draft, with actor, recipient and predicate marked."""
    source, target = _span(draft.actor, view), _span(draft.recipient, view)
    predicate = draft.predicate
    trigger = (predicate.idx, predicate.idx + len(predicate))
    return cropped(Marked(view.text, source, apart(target, source), apart(apart(trigger, source), target)))


def cropped(marked: Marked) -> Marked:
    """Return a marked sentence cut to what stands near the marks, at spaces."""
    spans = [span for span in (marked.source, marked.target, marked.trigger) if span]
    if not spans:
        return marked
    text = marked.text
    first = max(0, min(s for s, _ in spans) - _AROUND)
    last = min(len(text), max(e for _, e in spans) + _AROUND)
    if first:
        first = text.rfind(" ", 0, first) + 1
    if last < len(text):
        after = text.find(" ", last)
        last = len(text) if after < 0 else after

    def moved(span: Span | None) -> Span | None:
        return (span[0] - first, span[1] - first) if span else None

    return Marked(text[first:last], moved(marked.source), moved(marked.target), moved(marked.trigger))


def apart(span: Span | None, other: Span | None) -> Span | None:
    """Return a span unless it overlaps another, which is marked in its place."""
    return None if span and other and span[0] < other[1] and other[0] < span[1] else span


def _span(ref: Ref | None, view: View) -> Span | None:
    """Return where an actor stands in the sentence; None for one that the context gives."""
    if ref is None or ref.text is None or ref.how == "context" or not 0 <= ref.token < len(view.doc):
        return None
    token = view.doc[ref.token]
    starts = [at for at in _occurrences(ref.text, view.text) if at <= token.idx < at + len(ref.text)]
    start = starts[0] if starts else view.text.find(ref.text)
    return (start, start + len(ref.text)) if start >= 0 else (token.idx, token.idx + len(token))


def _occurrences(part: str, text: str) -> list[int]:
    found, at = [], text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found
