"""Introductions: people of office whom the actor list lacks, but whom the text itself gives a state."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Final

from suasion.read.discourse import is_state
from suasion.read.mentions import Mention
from suasion.read.view import PERSONS

_NAME_WORD: Final = r"(?:(?=[^\W\d_a-z])[\w’'-]*[^\W\d_A-Z]|[A-Z]\.)"
_NAME: Final = rf"{_NAME_WORD}(?: (?:bin|al|el|de|da|van|von|der|ibn|Al|[A-Z]\.|{_NAME_WORD})){{0,4}}"
_TITLE: Final = (
    r"(?:(?:Commerce|Treasury|Prime|Foreign|Defen[cs]e|Finance|Interior|Trade|Deputy|Vice|Crown|First|Acting|then) )*"
    r"(?:President|Premier|Minister|Chancellor|King|Queen|Prince|Sultan|Emir|Secretary|Ambassador|General|Senator|Governor|Chairman)"
)
# "President Ana Brnabic", and after a state's own name: "Mali's foreign minister, Abdoulaye Diop,".
_TITLED: Final = re.compile(rf"\b{_TITLE} ({_NAME})")
_AFTER_OFFICE: Final = re.compile(
    r"(?:['’]s?|\s)\s*(?:[a-z-]+ ){0,3}"
    r"(?:president|premier|minister|leader|king|ambassador|envoy|spokesman|spokeswoman|chancellor|prince),? "
    rf"({_NAME})"
)
_HIS_GOVERNMENT: Final = re.compile(rf"\b({_NAME})['’]s (?:government|administration|regime|cabinet|junta)\b")
_AMERICAN: Final = re.compile(
    r"(?:Commerce |Treasury |Defense |Homeland Security )?Secretary\b|Senator\b"
)  # offices of that name
_OF_STATE: Final = re.compile(r"\s+of\s+(?:the\s+)?")
_LOOK_BACK: Final = 400  # characters before an introduction in which a state named may be its own
_NO_SURNAME: Final = frozenset(
    [
        "Islands",
        "States",
        "Kingdom",
        "Republic",
        "Union",
        "Nations",
        "General",
        "Minister",
        "President",
        "House",
        "Council",
        "Party",
    ]
)


def introduce(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with those added of people whom an office introduces, then of their surnames alone.

    Heuristic. The state is the one named right before the office, or after "of"; a
    person introduced without either belongs to the state most named in the text among those named shortly before.
    Names that the actor list knows are never touched.

    Parameters
    ----------
    text
        The document.
    mentions
        What the gazetteer found, in text order.

    Returns
    -------
    list of Mention
        In text order, none overlapping.
    """
    known = sorted(mentions, key=lambda m: m.start)
    people: dict[str, str] = {m.text: m.code for m in known if m.code and m.kind in PERSONS and " " in m.text}
    found = (*_TITLED.finditer(text), *_AFTER_OFFICE.finditer(text), *_HIS_GOVERNMENT.finditer(text))
    for match in sorted(found, key=lambda m: m.start()):
        start, end = match.span(1)
        if _covered(known, start, end) or match.group(1).split()[-1] in _NO_SURNAME:
            continue
        code = _state_of(text, known, match.start(), end, at_office=match.re is _AFTER_OFFICE)
        if code is not None:
            people.setdefault(match.group(1), code)
    return _add(text, known, people) if people else known


def _covered(known: Sequence[Mention], start: int, end: int) -> bool:
    at = bisect_left(known, start, key=lambda m: m.end - 1)
    return at < len(known) and known[at].start < end


def _state_of(text: str, known: Sequence[Mention], start: int, end: int, *, at_office: bool) -> str | None:
    """Return the state of an office: named beside it, else the likeliest of those before it."""
    before = [m for m in known if m.end <= start + 1 and m.start >= start - _LOOK_BACK and is_state(m.code)]
    if at_office:
        return before[-1].code if before and start - before[-1].end <= 1 else None
    if _AMERICAN.match(text, start) and any(m.code == "USA" for m in known):
        return "USA"
    of = _OF_STATE.match(text, end)
    if of is not None:
        named = next((m for m in known if m.start <= of.end() < m.end and is_state(m.code)), None)
        if named is not None:
            return named.code
    if before and start - before[-1].end <= 1:
        return before[-1].code
    title = max(text.find("\n"), 0)
    counts = Counter(m.code for m in known if is_state(m.code))
    counts.update({m.code: counts[m.code] for m in known[:1] if m.start < title})  # whom the title names first
    near = before or [m for m in known if end <= m.start <= end + _LOOK_BACK // 2 and is_state(m.code)]
    return max(near, key=lambda m: (counts[m.code], m.start)).code if near else None


def _add(text: str, known: list[Mention], people: dict[str, str]) -> list[Mention]:
    forms: dict[str, str] = {}
    for name, code in people.items():
        forms.setdefault(name, code)
        surname = name.split()[-1]
        if len(surname) > 3 and surname[0].isupper() and surname not in _NO_SURNAME:
            forms.setdefault(surname, code)
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(f) for f in sorted(forms, key=lambda f: (-len(f), f))) + r")(?!\w)"
    )
    added = [
        Mention(
            start=m.start(), end=m.end(), text=m.group(), code=forms[m.group()], kind="leader", head_name=m.group(),
            state=forms[m.group()], via="context",
        )
        for m in pattern.finditer(text)
        if not _covered(known, m.start(), m.end())
    ]  # fmt: skip
    return sorted([*known, *added], key=lambda m: m.start)
