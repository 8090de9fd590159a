"""Dates of publication: read as written, never completed, and settled where several are found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from suasion.read.documents.parsed import DateFound, Reservation

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_FIRST_YEAR: Final = 1600  # earlier "dates" are numbers
_LAST_YEAR: Final = 2100

_MONTH: Final = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>\d{4})"
_NUMBER: Final = r"(?P<number>\d{1,2})"
# A full date as it stands in running text; `parse_date` reads what it finds.
DAY_IN_TEXT: Final = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]{2,8}\.?,? \d{4}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d\d-\d\d)"
)
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}-{_NUMBER}-{_DAY}(?P<time>[T ].*)?",
        rf"{_YEAR}/{_NUMBER}/{_DAY}(?P<time>[T ].*)?",
        rf"{_YEAR}(?P<number>\d\d)(?P<day>\d\d)(?P<time>T.*)?",
        rf"{_DAY}\.\s?{_NUMBER}\.\s?{_YEAR}",
        rf"{_YEAR}年{_NUMBER}月{_DAY}日",
        rf"{_DAY}(?: of)? {_MONTH},? {_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_DAY}-{_MONTH}-{_YEAR}",
        rf"{_YEAR}-{_NUMBER}",
        rf"{_MONTH},? {_YEAR}",
        _YEAR,
    )
)
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WEEKDAY: Final = re.compile(r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+", re.IGNORECASE)
_MAX_LENGTH: Final = 80


def parse_date(text: str) -> str | None:
    """Return a written date as ISO date, month or year, as exact as it was written; None if it is no date.

    ``03/04/2022`` is None: it is a day in March to some and in April to others.

    Examples
    --------
    >>> parse_date("20th of March, 2022"), parse_date("March 2022"), parse_date("2022-03-20T08:00:00+09:00")
    ('2022-03-20', '2022-03', '2022-03-20')
    >>> parse_date("03/04/2022") is None, parse_date("23/04/2022")
    (True, '2022-04-23')
    """
    text = _WEEKDAY.sub("", " ".join(text[: _MAX_LENGTH + 1].split()), count=1)
    if not text or len(text) > _MAX_LENGTH:
        return None
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        first, second, year = map(int, slashed.groups())
        if first > 12 or first == second:
            return _iso(year, second, first)
        return _iso(year, first, second) if second > 12 else None
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            parts = found.groupdict()
            month = int(parts["number"]) if parts.get("number") else _month(parts.get("month"))
            if parts.get("month") and month is None:
                return None
            return _iso(int(parts["year"]), month, int(parts["day"]) if parts.get("day") else None)
    return None


def is_iso(text: str) -> bool:
    """Return whether a text is an ISO date, month or year that exists."""
    return re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text) is not None and parse_date(text) == text


def is_timed(text: str) -> bool:
    """Return whether a written date carries a time of day."""
    return re.search(r"\d:\d\d", text) is not None


def _month(name: str | None) -> int | None:
    return _MONTHS.get((name or "").lower())


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        dt.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])


def settle(dates: Sequence[DateFound]) -> tuple[str | None, list[Reservation]]:
    """Return the date of publication, and what stands against it.

    Parameters
    ----------
    dates
        All dates found. The lowest rank is believed; one that agrees and is more exact sharpens it; one that differs
        is named in a reservation. Two of the lowest rank that differ leave the date None.
    """
    ranked = sorted(dates, key=lambda date: date.rank)
    if not ranked:
        return None, [Reservation("no date of publication found.", "Give --date YYYY-MM-DD.")]
    used = ranked[0]
    rivals = [date for date in ranked if not _agree(used, date)]
    if rivals and rivals[0].rank == used.rank:
        both = f"{used.value} ({used.where}) and {rivals[0].value} ({rivals[0].where})"
        return None, [Reservation(f"two dates found, {both}; neither is used.", "Give --date YYYY-MM-DD.")]
    sharper = max((d for d in ranked if d.value.startswith(used.value)), key=lambda d: (len(d.value), -d.rank))
    reservations = []
    if rivals:
        reason = (
            f"two dates found: {sharper.value} ({sharper.where}) is used, not {rivals[0].value} ({rivals[0].where})."
        )
        reservations.append(Reservation(reason, "Give --date YYYY-MM-DD if that is wrong."))
    return sharper.value, reservations


def _agree(one: DateFound, other: DateFound) -> bool:
    """Return whether two dates can be the same: as far as both go, or a day apart where a time zone may lie between."""
    if one.value.startswith(other.value) or other.value.startswith(one.value):
        return True
    if (one.timed or other.timed) and len(one.value) == len(other.value) == len("2022-03-20"):
        return abs(dt.date.fromisoformat(one.value) - dt.date.fromisoformat(other.value)) <= dt.timedelta(days=1)
    return False
