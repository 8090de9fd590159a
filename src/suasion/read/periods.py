"""Periods in text: dates, months, years and spans of time, as exact as the text and its date of publication allow.

A period whose date the text does not fix ("recently", "over the past decade") is found and has no date.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import msgspec

from suasion.read.calendar_dates import Anchor
from suasion.read.period_rules import LOOKS_AHEAD, RULES


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """One expression of time; ``text`` is the document's text from ``start`` to ``end``, its preposition included.

    ``date`` is an ISO day, month or year: of an interval, its start ("since 2015" is 2015). ``last`` is its end where
    the text fixes one ("from 2012 to 2021"). Both are None where the text does not say.
    """

    start: int
    end: int
    text: str
    date: str | None = None
    last: str | None = None


_AHEAD: Final = re.compile(r"\b(?:will|shall|['’]ll|plans? to|planned|scheduled|due to|slated|set to|upcoming)\b")
_BEHIND: Final = re.compile(r"\b(?:was|were|had|did|has|have|would|said|told|\w+ed)\b")
_CLAUSE_ENDS: Final = (". ", "\n", ";", ", ")
_REACH: Final = 80  # characters of its clause that are looked at around a date


def _looks_ahead(text: str, start: int, end: int) -> bool:
    """Heuristic. Say whether the words of the clause around a bare date put it in the future."""
    first = max(0, start - _REACH)
    clause = max((text.rfind(mark, first, start) for mark in _CLAUSE_ENDS), default=-1)
    before = text[max(clause, first) : start]
    if _AHEAD.search(before):
        return True
    if before.strip(" ,;.\n"):
        return False
    # At the head of its clause a date goes with the verb after it.
    after = re.split(r"[.!?;\n]", text[end : end + _REACH], maxsplit=1)[0]
    ahead, behind = _AHEAD.search(after), _BEHIND.search(after)
    return ahead is not None and (behind is None or ahead.start() < behind.start())


def _anchor(published: str | None) -> Anchor:
    """Return the day of publication; a bare year or month anchors nothing, nor does what is no date."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", published or "")
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def find_periods(text: str, *, published: str | None = None) -> list[Period]:
    """Return the expressions of time in a text, in text order, none overlapping.

    Heuristic. A day, month or weekday without a year is the last before publication, unless words of its clause look
    ahead; seasons are those of the north.

    Parameters
    ----------
    text
        Any text, of any length; offsets in the answer are into it.
    published
        ISO day on which the text was published; what "last year" is counted from. None leaves such periods undated.

    Returns
    -------
    list[Period]
        Empty where the text has none.

    Examples
    --------
    >>> [(p.text, p.date) for p in find_periods("Sanctioned last year, not recently.", published="2022-03-24")]
    [('last year', '2021'), ('recently', None)]
    """
    anchor = _anchor(published)
    found: list[Period] = []
    for pattern, dater in RULES:
        for match in pattern.finditer(text):
            start, end = match.span()
            ahead = dater in LOOKS_AHEAD and _looks_ahead(text, start, end)
            try:
                first, last = dater(match, anchor, ahead)
            except OverflowError:  # a count of days that leaves the calendar
                first, last = None, None
            found.append(Period(start=start, end=end, text=text[start:end], date=first, last=last))
    found.sort(key=lambda p: (p.start, -p.end))
    periods: list[Period] = []
    for period in found:
        if not periods or period.start >= periods[-1].end:
            periods.append(period)
    return periods


_OWN_YEAR: Final = re.compile(r"\d{4}|last|this|next|past|ago")


def in_one_year(periods: list[Period]) -> list[Period]:
    """Return a sentence's periods, a bare month put in the year that an earlier one names."""
    found: list[Period] = []
    year: str | None = None
    month = 0
    for period in periods:
        named = re.search(r"\b(1[89]\d\d|20\d\d)\b", period.text)
        if named is not None and period.date is not None:
            year, month = period.date[:4], int(period.date[5:7] or 0)
        elif (
            year is not None
            and period.date is not None
            and re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", period.date)
            and _OWN_YEAR.search(period.text) is None
            and re.search("[A-Z]", period.text) is not None
            and int(period.date[5:7]) > month > 0
        ):
            found.append(msgspec.structs.replace(period, date=year + period.date[4:]))
            continue
        found.append(period)
    return found
