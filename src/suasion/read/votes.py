"""Votes: who stood for, against or aside on a resolution, through lists and verbs left out.

"China voted against, Japan and the United States in favour": the second part has no verb, so votes are read from the
order of names and of the words that give a side, and not from the parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from suasion.read.drafts import Draft
from suasion.read.lexicon import frames
from suasion.read.mentions import Mention
from suasion.read.spans import trim
from suasion.read.view import Ref, Token, View

_VOTE: Final = re.compile(r"\b(?:vot(?:ed|es|ing|e)|abstain(?:ed|s|ing)?)\b", re.IGNORECASE)
_SIDES: Final = re.compile(
    r"(?P<against>\b(?:against|opposed|no)\b)|(?P<aside>\b(?:abstain(?:ed|s|ing)?|abstentions?)\b)|"
    r"(?P<favour>\b(?:in favou?r|for|yes|to (?:condemn|support|adopt|approve|suspend|recogni[sz]e|demand))\b)"
)
_BREAK: Final = re.compile(r"[;:]|,? \b(?:while|whereas|but|though|although)\b")
_FRAMES: Final = {"against": "oppose", "aside": "abstain", "favour": "favour"}


def votes(view: View) -> list[Draft]:
    """Return the stands of a sentence about a vote, one for each state named with a side; none for other sentences."""
    if _VOTE.search(view.text) is None:
        return []
    return list(_stands(view))


def _stands(view: View) -> Iterator[Draft]:
    first = _VOTE.search(view.text)
    opened = first.start() if first is not None else 0
    breaks = [m.start() for m in _BREAK.finditer(view.text)]
    waiting: list[tuple[int, Ref]] = []
    voted = False
    names = sorted((m.start - view.offset, m) for m in view.mentions if m.code)
    marks: list[tuple[int, str, Any]] = sorted(
        [(at, "name", m) for at, m in names]
        + [(m.start(), "side", m) for m in _SIDES.finditer(view.text)]
        + [(at, "break", None) for at in breaks],
        key=lambda item: item[0],
    )
    last_side = -1
    for at, what, item in marks:
        if what == "break":
            waiting = []
            last_side = -1
        elif what == "name":
            token = _head_of(view, item)
            if token is None or token.dep_ in {"poss", "amod", "compound"} or _is_spoken_of(token):
                continue
            if last_side >= 0 and view.text[last_side:at].count(",") == 0:
                continue  # named in the resolution's own words
            waiting.append((at, Ref(item.code, item.text, token.i, "name")))
        elif waiting and (voted or at + 40 >= opened):
            side = _FRAMES[item.lastgroup or "favour"]
            if item.lastgroup == "favour" and item.group() in {"for", "yes"} and not _after_vote(view.text, at):
                continue
            voted = True
            last_side = item.end()
            later = [
                m.start() for m in _SIDES.finditer(view.text) if m.start() > at and "," in view.text[at : m.start()]
            ]
            ends = [b for b in (*breaks, len(view.text)) if b > at]
            end = item.end() if later and later[0] < ends[0] else ends[0]
            whom = _condemned(view, item.start(), end)
            span = trim(view, waiting[0][0], end)
            yield from (_draft(view, side, ref, whom, *span) for _, ref in waiting)
            waiting = []


def _after_vote(text: str, at: int) -> bool:
    return re.search(r"\bvot(?:ed|es|ing|e)\s$", text[max(0, at - 10) : at]) is not None


def _head_of(view: View, mention: Mention) -> Token | None:
    inside = [view.doc[i] for i, m in view.mention_at.items() if m is mention]
    return next((t for t in inside if t.head not in inside or t.head is t), inside[-1] if inside else None)


def _is_spoken_of(token: Token) -> bool:
    return (
        token.dep_ == "pobj"
        and token.head.lower_ in {"on", "against", "of", "in", "at", "by", "from"}
        and not any(t.text == "," for t in token.doc[token.head.i : token.i])
    )


def _condemned(view: View, start: int, end: int) -> Ref | None:
    """Return the state that a resolution is against by its own words ("to condemn X's invasion")."""
    if re.search(r"condemn|invasion|aggression|sanction|suspend|expel|against", view.text[start:end]) is None:
        return None
    return next(
        (
            Ref(m.code, m.text, view.doc[0].i, "owner")
            for m in view.mentions
            if start < m.start - view.offset < end and m.code
        ),
        None,
    )


def _draft(view: View, name: str, ref: Ref, whom: Ref | None, start: int, end: int) -> Draft:  # noqa: PLR0917
    frame = frames()[name]
    verb = next((t for t in view.doc if t.lemma_.lower() in {"vote", "abstain"}), view.doc[ref.token])
    return Draft(
        rule=f"vote:{name}",
        frame=name,
        kind="position",
        plover=None,
        instrument=frame.instrument,
        polarity=frame.polarity,
        predicate=verb,
        start=start,
        end=end,
        actor=ref,
        recipient=whom if whom is None or whom.code != ref.code else None,
        score=0.75,
        modality="asserted",
    )
