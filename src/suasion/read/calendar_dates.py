"""Dates out of the pieces of an expression of time: as exact as they allow, and never more."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Final

Anchor = date | None  # the day of publication, from which "last year" is counted
Dates = tuple[str | None, str | None]  # ISO start and end of a period, each None where the text does not fix it
UNDATED: Final[Dates] = (None, None)

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS: Final = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_COUNT: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_STEPS: Final = {"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Return an ISO year, month or day; None if the calendar has no such day."""
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def month_number(name: str) -> int:
    """Return 1 to 12 for an English month, short or whole."""
    return MONTHS.index(name[:3].lower()) + 1


def _months_from(anchor: date, months: int) -> tuple[int, int]:
    index = anchor.year * 12 + anchor.month - 1 + months
    return index // 12, index % 12 + 1


def _span_of_days(first: date, last: date) -> str | None:
    """Return the day, month or year that holds a stretch of days, None if no one year does."""
    if first == last:
        return first.isoformat()
    if (first.year, first.month) == (last.year, last.month):
        return iso(first.year, first.month)
    return iso(first.year) if first.year == last.year else None


def near_year(month: int, day: int | None, anchor: Anchor, ahead: bool) -> int | None:
    """Return the year of a month or day named without one: the last that has begun, or the next if it lies ahead."""
    if anchor is None:
        return None
    begun = month <= anchor.month if day is None else (month, day) <= (anchor.month, anchor.day)
    past = anchor.year if begun else anchor.year - 1
    now = month == anchor.month if day is None else (month, day) == (anchor.month, anchor.day)
    return past + 1 if ahead and not now else past


def full_date(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "March 20, 2022", "20 to 22 March", "March 30 to April 2"."""
    g = m.groupdict()
    month, day = month_number(g["month"]), _day(g["day"])
    year = int(g["year"]) if g["year"] else near_year(month, day, anchor, ahead)
    if year is None:
        return UNDATED
    last = None
    if g.get("day2"):
        last = iso(year, month_number(g["month2"]) if g.get("month2") else month, _day(g["day2"]))
    return iso(year, month, day), last


def _day(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def iso_date(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "2022-03-20"."""
    return iso(int(m["year"]), int(m["m"]), int(m["d"])), None


def month_and_year(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "late March 2022" as its month."""
    return iso(int(m["year"]), month_number(m["month"])), None


def months_between(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "March to June 2022"."""
    last = int(m["year2"])
    return iso(int(m["year"]) if m["year"] else last, month_number(m["month"])), iso(last, month_number(m["month2"]))


def bare_month(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "in March", "last August"."""
    month = month_number(m["month"])
    which = (m["which"] or "").lower()
    if anchor is None:
        return UNDATED
    if which == "this":
        return iso(anchor.year, month), None
    if which == "next":
        return iso(anchor.year if month > anchor.month else anchor.year + 1, month), None
    if which in {"last", "past"}:
        return iso(anchor.year if month < anchor.month else anchor.year - 1, month), None
    year = near_year(month, None, anchor, ahead)
    return (iso(year, month), None) if year is not None else UNDATED


def years_between(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "from 2012 to 2021", "2019-21"."""
    first, last = m["year"], m["year2"]
    last = first[:2] + last if len(last) == 2 else last
    return (first, last) if first < last else UNDATED


def one_year(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "in 2019", "since 2015", "by the end of 2023" as its year."""
    return m["year"], None


def relative(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "last year", "earlier this month", "next week"."""
    which, unit = m["which"].lower(), m["unit"].lower()
    if anchor is None or which not in _STEPS:
        return UNDATED
    step = _STEPS[which]
    if unit == "year":
        return iso(anchor.year + step), None
    if unit == "month":
        return iso(*_months_from(anchor, step)), None
    if which == "past":
        return _span_of_days(anchor - timedelta(days=7), anchor), None
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(days=7 * step)
    first = monday + timedelta(days=5) if unit == "weekend" else monday
    return _span_of_days(first, monday + timedelta(days=6)), None


def ago(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "three days ago", "two years ago"; a decade ago is no year."""
    if anchor is None:
        return UNDATED
    written, unit = m["n"].lower(), m["unit"].lower()
    n = int(written) if written.isdigit() else _COUNT[written]
    if unit == "day":
        return (anchor - timedelta(days=n)).isoformat(), None
    if unit == "week":
        day = anchor - timedelta(days=7 * n)
        return _span_of_days(day - timedelta(days=3), day + timedelta(days=3)), None
    if unit == "month":
        return iso(*_months_from(anchor, -n)), None
    return (iso(anchor.year - n), None) if unit == "year" and n < 10 else UNDATED


def weekday(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "on Tuesday": the last up to publication, or the next if the text looks ahead."""
    if anchor is None:
        return UNDATED
    back = (anchor.weekday() - WEEKDAYS.index(m["weekday"].lower())) % 7
    which = (m["which"] or "").lower()
    if which == "last":
        days = -(back or 7)
    elif which == "this":
        days = WEEKDAYS.index(m["weekday"].lower()) - anchor.weekday()
    elif which == "next":
        days = 7 - back
    elif ahead:
        days = (7 - back) % 7
    else:
        days = -back
    return (anchor + timedelta(days=days)).isoformat(), None


def season(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return the year of a northern season; a winter has two and is left open."""
    name, which = m["season"].lower(), (m["which"] or "").lower()
    if anchor is None or name not in _SEASONS:
        return UNDATED
    first, last = _SEASONS[name]
    if which == "next":
        return iso(anchor.year if anchor.month < first else anchor.year + 1), None
    over = anchor.month > last or (not which and anchor.month >= first)
    return iso(anchor.year if which == "this" or over else anchor.year - 1), None


def near_day(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return "yesterday", "today", "tomorrow"."""
    if anchor is None:
        return UNDATED
    step = {"yesterday": -1, "tomorrow": 1}.get(m["word"].lower(), 0)
    return (anchor + timedelta(days=step)).isoformat(), None


def undated(m: re.Match[str], anchor: Anchor, ahead: bool) -> Dates:
    """Return no date, for "recently" and "over the past decade"."""
    return UNDATED
