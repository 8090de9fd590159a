"""Periods in text: dates, months, years and spans of time, as exact as the text and its date of publication allow.

A period whose date the text does not fix ("recently", "over the past decade") is found and has no date.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import msgspec


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """One expression of time; ``text`` is the document's text from ``start`` to ``end``, its preposition included.

    ``date`` is an ISO day, month or year: of an interval, its start ("since 2015" is 2015). ``last`` is its end where the
    text fixes one ("from 2012 to 2021"). Both are None where the text does not say.
    """

    start: int
    end: int
    text: str
    date: str | None = None
    last: str | None = None


_MONTHS: Final = {
    name[:3]: i
    for i, name in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
}
_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|\b))"
)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY: Final = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_YEAR: Final = r"(?:1[89]\d\d|20\d\d)"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DASH: Final = r"(?:\s?[-–—]\s?|\s(?:to|and|through|until)\s)"
_N: Final = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
)
_COUNT: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_PREP: Final = (
    r"(?:(?:in|on|by|since|until|till|from|during|before|after|through|as of|as early as|around|about|of|dated|back in|"
    r"at|for|starting|beginning|effective|between)\s+)?"
)
_PART: Final = (
    r"(?:(?:the\s+)?(?:early|mid|late|end of|beginning of|start of|middle of|first half of|second half of|"
    r"(?:first|second|third|fourth|last) quarter of|spring of|summer of|autumn of|fall of|winter of|spring|summer|autumn|winter|"
    r"fiscal(?: year)?|FY|the year)[\s-]*(?:of\s+)?)?"
)
# Words near a bare date or weekday that put it after publication.
_AHEAD_OF: Final = re.compile(r"\b(?:will|shall|['’]ll|plans? to|planned|scheduled|due to|slated|set to|upcoming)\b")
_BEHIND: Final = re.compile(r"\b(?:was|were|had|did|has|have|would|said|told|\w+ed)\b")

Anchor = date | None


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _month_number(name: str) -> int:
    return _MONTHS[name[:3].lower()]


def _day_number(day: str) -> int:
    return int(re.sub(r"\D", "", day))


def _count(words: str) -> int:
    return int(words) if words.isdigit() else _COUNT[words.lower()]


def _months_from(anchor: date, months: int) -> tuple[int, int]:
    index = anchor.year * 12 + anchor.month - 1 + months
    return index // 12, index % 12 + 1


def _looks_ahead(text: str, start: int, end: int) -> bool:
    """Heuristic. Say whether the words of the clause around a bare date put it in the future."""
    left = max(text.rfind(mark, 0, start) for mark in (". ", "\n", ";", ", "))
    before = text[max(left, start - 80, 0) : start]
    if _AHEAD_OF.search(before):
        return True
    if before.strip(" ,;.\n"):
        return False
    # At the head of its clause a date goes with the verb after it.
    after = re.split(r"[.!?;\n]", text[end : end + 80], maxsplit=1)[0]
    ahead, behind = _AHEAD_OF.search(after), _BEHIND.search(after)
    return ahead is not None and (behind is None or ahead.start() < behind.start())


def _near_year(month: int, day: int | None, anchor: Anchor, ahead: bool) -> int | None:
    """Return the year of a month or day named without one: the last that has begun, or the next if the text looks ahead."""
    if anchor is None:
        return None
    past = anchor.year if (month, day or 1) <= (anchor.month, anchor.day if day else 1) else anchor.year - 1
    if day is None:
        past = anchor.year if month <= anchor.month else anchor.year - 1
    if ahead and not (month == anchor.month and day is None):
        return past if (month, day) == (anchor.month, anchor.day) else past + 1
    return past


def _span_of_days(first: date, last: date) -> str | None:
    """Return the ISO month or year that holds a stretch of days, None if no one year does."""
    if first == last:
        return first.isoformat()
    if (first.year, first.month) == (last.year, last.month):
        return _iso(first.year, first.month)
    return _iso(first.year) if first.year == last.year else None


Dates = tuple[str | None, str | None]
_NONE: Final[Dates] = (None, None)


def _full(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    g = m.groupdict()
    month = _month_number(g["month"])
    day = _day_number(g["day"])
    year = int(g["year"]) if g.get("year") else _near_year(month, day, anchor, ahead)
    if year is None:
        return _NONE
    last = None
    if g.get("day2"):
        last = _iso(year, _month_number(g["month2"]) if g.get("month2") else month, _day_number(g["day2"]))
    return _iso(year, month, day), last


def _month_year(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    return _iso(int(m["year"]), _month_number(m["month"])), None


def _month_range(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    year2 = int(m["year2"])
    year = int(m["year"]) if m["year"] else year2
    return _iso(year, _month_number(m["month"])), _iso(year2, _month_number(m["month2"]))


def _bare_month(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    month = _month_number(m["month"])
    which = (m["which"] or "").lower()
    if anchor is None:
        return _NONE
    if which == "this":
        return _iso(anchor.year, month), None
    if which == "next":
        return _iso(anchor.year if month > anchor.month else anchor.year + 1, month), None
    if which in {"last", "past"}:
        return _iso(anchor.year if month < anchor.month else anchor.year - 1, month), None
    year = _near_year(month, None, anchor, ahead)
    return (_iso(year, month), None) if year else _NONE


def _iso_day(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    return _iso(int(m["year"]), int(m["m"]), int(m["d"]) if m["d"] else None), None


def _years(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    first, last = m["year"], m["year2"]
    if len(last) == 2:
        last = first[:2] + last
    return (first, last) if first < last else _NONE


def _year(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    return m["year"], None


def _relative(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    if anchor is None:
        return _NONE
    step = {"last": -1, "past": -1, "previous": None, "this": 0, "current": 0, "next": 1, "coming": 1}[
        m["which"].lower()
    ]
    if step is None:
        return _NONE
    unit = m["unit"].lower()
    if unit == "year":
        return _iso(anchor.year + step), None
    if unit == "month":
        return _iso(*_months_from(anchor, step)), None
    monday = anchor - timedelta(days=anchor.weekday())
    if m["which"].lower() == "past":
        return _span_of_days(anchor - timedelta(days=7), anchor), None
    monday += timedelta(days=7 * step)
    if unit == "weekend":
        return _span_of_days(monday + timedelta(days=5), monday + timedelta(days=6)), None
    return _span_of_days(monday, monday + timedelta(days=6)), None


def _ago(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    if anchor is None:
        return _NONE
    n, unit = _count(m["n"]), m["unit"].lower()
    if unit == "day":
        return (anchor - timedelta(days=n)).isoformat(), None
    if unit == "week":
        day = anchor - timedelta(days=7 * n)
        return _span_of_days(day - timedelta(days=3), day + timedelta(days=3)), None
    if unit == "month":
        return _iso(*_months_from(anchor, -n)), None
    return (_iso(anchor.year - n), None) if unit == "year" and n < 10 else _NONE


def _weekday(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    if anchor is None:
        return _NONE
    day = _WEEKDAYS.index(m["weekday"].lower())
    back = (anchor.weekday() - day) % 7
    which = (m["which"] or "").lower()
    if which == "last":
        return (anchor - timedelta(days=back or 7)).isoformat(), None
    if which == "next" or (ahead and which != "this"):
        return (anchor + timedelta(days=(7 - back if back else (7 if which == "next" else 0)))).isoformat(), None
    if which == "this":
        return (anchor - timedelta(days=anchor.weekday() - day)).isoformat(), None
    return (anchor - timedelta(days=back)).isoformat(), None


_SEASONS: Final = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}


def _season(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return the year of a northern season; a winter has two and is left open."""
    if anchor is None or m["season"].lower() not in _SEASONS:
        return _NONE
    first, last = _SEASONS[m["season"].lower()]
    which = (m["which"] or "").lower()
    if which == "next":
        return _iso(anchor.year if anchor.month < first else anchor.year + 1), None
    if which == "this":
        return _iso(anchor.year), None
    return _iso(anchor.year if anchor.month > last or (not which and anchor.month >= first) else anchor.year - 1), None


def _near_day(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    if anchor is None:
        return _NONE
    step = {"yesterday": -1, "tomorrow": 1}.get(m["word"].lower().split()[-1], 0)
    return (anchor + timedelta(days=step)).isoformat(), None


def _undated(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    return _NONE


_W: Final = r"(?:earlier|later|early|late|the end of|end of|the beginning of|the start of|the first half of|mid)"
_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Anchor, bool], Dates]], ...]] = tuple(
    (re.compile(pattern, flags), rule)
    for pattern, flags, rule in (
        (rf"(?P<p>{_PREP})(?P<year>{_YEAR})-(?P<m>\d\d)(?:-(?P<d>\d\d))?(?![\d-])(?:T[\d:.]+Z?)?", re.I, _iso_day),
        # "March 20, 2022", "March 20-21, 2022", "March 30 to April 2, 2022"
        (rf"(?P<p>{_PREP})(?:{_WEEKDAY},?\s)?(?P<month>{_MONTH})\s?(?P<day>{_DAY})(?:{_DASH}(?:(?P<month2>{_MONTH})\s)?"
         rf"(?P<day2>{_DAY}))?(?:,?\s(?:of\s)?(?P<year>{_YEAR}))?(?!\d|,\d{{3}})", 0, _full),
        (rf"(?P<p>{_PREP})(?:{_WEEKDAY},?\s)?(?:the\s)?(?P<day>{_DAY})(?:{_DASH}(?:the\s)?(?P<day2>{_DAY}))?\s(?:of\s)?"
         rf"(?P<month>{_MONTH})(?:{_DASH}(?P<day3>{_DAY})\s(?P<month2>{_MONTH}))?(?:,?\s(?P<year>{_YEAR}))?(?![\d])", 0, _full),
        (rf"(?P<p>{_PREP})(?P<month>{_MONTH})(?:\s(?P<year>{_YEAR}))?{_DASH}(?P<month2>{_MONTH}),?\s(?P<year2>{_YEAR})(?!\d)",
         0, _month_range),
        (rf"(?P<p>{_PREP}){_PART}(?P<month>{_MONTH}),?\s?(?:of\s)?(?P<year>{_YEAR})(?!\d)", 0, _month_year),
        (rf"(?i:\b(?:in|by|since|until|during|from|before|after|early|late|mid|at the end of|at the start of|the end of|throughout)[\s-])+?"
         rf"(?:(?i:early|late|mid)[\s-])?(?P<which>this|last|next|past)?\s?"
         rf"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)\b(?!\s\d{{1,2}}(?!\d|,\d{{3}})|\s\d{{4}})",
         0, _bare_month),
        (rf"\b(?P<which>this|last|next|past)\s(?P<month>January|February|March|April|May|June|July|August|September|October|"
         rf"November|December)\b", re.I, _bare_month),
        (rf"\b(?:between|from|during|in|over|for)\s(?:the\s)?(?:fiscal\s)?(?P<year>{_YEAR}){_DASH}(?P<year2>{_YEAR}|\d\d)\b(?![-\d])",
         re.I, _years),
        (rf"(?<![\w-])(?P<year>{_YEAR})[-–](?P<year2>{_YEAR}|\d\d)(?![-–\w])", 0, _years),
        (rf"\b(?:(?:in|by|since|until|till|from|during|before|after|through|of|as of|as early as|around|back in|for|year|"
         rf"between|to|throughout|early|late|mid|end of|quarter of|half of|summer|spring|autumn|fall|winter|fiscal year|FY)"
         rf"[\s-]?)+(?:the (?:early|mid|late|end of|start of|beginning of|first half of|second half of|first quarter of|second quarter of|"
         rf"third quarter of|fourth quarter of|summer of|spring of|autumn of|fall of|winter of|end of fiscal|year)\s)?"
         rf"(?:early|mid|late)?[\s-]?(?P<year>{_YEAR})(?!\d|s\b|['’]s\b|-\w|,\d)", re.I, _year),
        (rf"\b(?:in|during|since|from|of|through)?\s?(?:the\s)?(?:early|mid|late)?[\s-]?(?:1[89]|20)\d0s\b", re.I, _undated),
        (rf"(?:\b(?:by|at|before|until|since)\s)?(?:\b{_W}\s)?\b(?P<which>last|past|this|next|previous|coming|current)\s"
         rf"(?:fiscal\s|calendar\s)?(?P<unit>year|month|week|weekend)\b(?!['’]s\b|-)", re.I, _relative),
        (rf"\b(?:over|during|in|within|for|across)\sthe\s(?P<which>last|past)\s(?P<unit>week|month|year)\b", re.I, _relative),
        (rf"\b(?:about|around|nearly|almost|over|more than|just|some)?\s?(?P<n>{_N})\s(?P<unit>day|week|month|year|decade)s?\sago\b",
         re.I, _ago),
        (rf"(?:\b(?:on|since|by|until|from|late|early)\s)?(?:\b(?P<which>last|this|next)\s)?\b(?P<weekday>{_WEEKDAY})\b(?!['’]s)",
         0, _weekday),
        (r"\b(?:(?:in|during|since|by)\s)?(?:(?P<which>last|next|this)|the)\s(?P<season>spring|summer|autumn|fall|winter)\b(?!\sof\b)",
         re.I, _season),
        (r"\b(?P<word>yesterday|today|tomorrow|tonight|earlier today)\b(?!['’]s)", re.I, _near_day),
        # Spans of time that fix no date.
        (rf"\b(?:over|during|in|within|for|across|throughout)\s(?:the\s)?(?:last|past|next|coming|previous|following|recent|preceding)\s"
         rf"(?:(?:{_N}|few|several|couple of|many|half)[\s-])?(?:a\s)?(?:decades?|years|months|weeks|days|year|month|week|century)\b", re.I, _undated),
        (r"\bin\s(?:recent|coming|past|earlier|later|previous|the coming|the past|subsequent)\s(?:decades|years|months|weeks|days|times|history)\b",
         re.I, _undated),
        (rf"\b(?:for|over|within)\s(?:as long as\s|at least\s|up to\s|more than\s|over\s|about\s|nearly\s|almost\s|around\s|the next\s)?"
         rf"(?:{_N}|many|several|a few|some)\s(?:more\s|consecutive\s|straight\s)?(?:decades?|years?|months?|weeks?|days?)\b", re.I, _undated),
        (r"\b(?:for|over)\s(?:decades|years|months|weeks|centuries|generations)\b", re.I, _undated),
        (r"\b(?:during|amid|throughout|since|before|after|at the height of)\s(?:the\s)?(?:COVID-19\s|Covid\s|COVID\s|coronavirus\s|"
         r"global\s)?(?:pandemic|outbreak|Cold War|COVID-19|Second World War|World War II|war|crisis)\b", re.I, _undated),
        (r"\bin the (?:past|future|near future|meantime|aftermath|long term|short term|long run|years ahead|months ahead|"
         r"weeks ahead)\b", re.I, _undated),
        (r"\b(?:recently|lately|nowadays|currently|at present|to date|so far|soon|in due course|at the same time|earlier|years ago|decades ago|"
         r"months ago|weeks ago|long ago|last time|the same (?:day|week|month|year)|that (?:year|month|week|day)|the following "
         r"(?:day|week|month|year)|the previous (?:day|week|month|year))\b", re.I, _undated),
    )
)  # fmt: skip


def _anchor(published: str | None) -> Anchor:
    """Return the day of publication; a bare year or month anchors nothing finer than itself, so it is None."""
    if published is None:
        return None
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", published)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def find_periods(text: str, *, published: str | None = None) -> list[Period]:
    """Return the expressions of time in a text, in text order, none overlapping.

    Heuristic. A day or month without a year, and a weekday, is the last before publication unless words of its sentence
    look ahead.

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
    for rank, (pattern, rule) in enumerate(_RULES):
        for match in pattern.finditer(text):
            start, end = match.span()
            while start < end and text[start].isspace():
                start += 1
            ahead = rule in {_full, _bare_month, _weekday} and _looks_ahead(text, start, end)
            first, last = rule(match, anchor, ahead)
            found.append(Period(start=start, end=end, text=text[start:end], date=first, last=last))
    found.sort(key=lambda p: (p.start, -p.end))
    periods: list[Period] = []
    for period in found:
        if not periods or period.start >= periods[-1].end:
            periods.append(period)
    return periods
