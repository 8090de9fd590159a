"""When something was known: dates of publication, of adding and of deciding."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Final

from suasion.errors import InputError

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?")


def now() -> datetime:
    """Return the present, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Return a moment as ISO date and time, in UTC, to the second.

    Examples
    --------
    >>> stamp(datetime(2022, 3, 20, 12, tzinfo=UTC))
    '2022-03-20T12:00:00Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def last_day(text: str, what: str) -> str:
    """Return the last day that an ISO date, month or year takes in.

    Parameters
    ----------
    text
        "2022", "2022-03" or "2022-03-20"; a time after the date is passed over.
    what
        What to call it in the error.

    Raises
    ------
    InputError
        If it is none of these, or no day of the calendar.

    Examples
    --------
    >>> last_day("2022-02", "published")
    '2022-02-28'
    """
    match = _DATE.fullmatch(text)
    if match is not None:
        year, month = int(match[1]), int(match[2] or 12)
        # monthrange has no month 13, date no 30 February.
        with suppress(ValueError):
            day = int(match[3]) if match[3] else calendar.monthrange(year, month)[1]
            return date(year, month, day).isoformat()
    raise InputError(f"{what} {text!r} is no ISO date, month or year. Write for example 2022-03-20, 2022-03 or 2022.")


def known_day(published: str | None, added: str) -> str:
    """Return the day from which a source could be known: published, else the day it was added."""
    return last_day(published, "published") if published else added[:10]


def moment(text: str, what: str) -> datetime:
    """Return an ISO date and time; one without a zone is UTC.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{what} {text!r} is no ISO date and time. Write it in UTC, for example 2022-03-20T12:00:00Z."
        ) from error
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
