"""What the first lines of a text say about it: title, author, date; only where nothing else could be meant."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from suasion.read.documents.dates import DAY_IN_TEXT, is_timed, parse_date
from suasion.read.documents.parsed import DateFound

_LINES: Final = 10  # how many lines with something on them are looked at
_MAX_TITLE: Final = 160
_MIN_TITLE_WORDS: Final = 3
_MAX_LINE: Final = 120

_PUBLISHED: Final = r"(?:(?:first )?published(?: on| at)?|posted(?: on)?|release[d]?(?: date)?|issued(?: on)?|dated?)"
_DATE_LABEL: Final = re.compile(rf"{_PUBLISHED}\s*[:\-–—]?\s+", re.IGNORECASE)
_CHANGED: Final = re.compile(r"(?:last )?(?:updated|modified|accessed|retrieved)\b", re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(?:,?\s+(?:at\s+)?|\s*[-–—]\s*)\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,5}\)?)?(?:[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_TOWN: Final = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3},\s+(?=\w)")
_BETWEEN: Final = re.compile(r"\s+[|·•]\s+|\s+[–—]\s+")
_BYLINE: Final = re.compile(
    r"By:?\s+((?:[A-Z][\w.'’-]*|[a-z]{1,3}|and|&|,)(?:,?\s+(?:[A-Z][\w.'’-]*|de|da|van|von|bin|al|and|&)){1,9})"
)
# "PHNOM PENH, March 20, 2022 (Agency) - ..." or "Tokyo, 20 March 2022: ..."
_DATELINE: Final = re.compile(rf"[A-Z][\w.'’ -]{{1,40}},?\s+\(?(?:\w{{3,9}},\s+)?({DAY_IN_TEXT})\)?\s*(?:\(|[-–—:.]\s)")


class Heading(msgspec.Struct, frozen=True):
    """Title, author and dates as the first lines give them; None and empty where they do not."""

    title: str | None
    author: str | None
    dates: list[DateFound]


def heading(text: str, *, rank: int = 0) -> Heading:
    """Return what the first lines of a text say about it.

    Heuristic. A title is a first line of three words or more that does not end like a sentence and stands apart
    (a blank line, a date or an author follows) above a longer paragraph. A date is a line that holds nothing
    else, or stands between a town and a dash at the beginning of a paragraph. An author is a line "By Name".

    Parameters
    ----------
    text
        The text; only its first lines are looked at.
    rank
        The rank of the dates found. All have the same, so that two different ones leave the date open.
    """
    top = [line.strip() for line in text[:10_000].splitlines()]
    filled = [(number, line) for number, line in enumerate(top) if line][:_LINES]
    dates: list[DateFound] = []
    author: str | None = None
    for _, line in filled:
        date = date_line(line) or _dateline(line)
        if date:
            dates.append(DateFound(date, f"line {line[:60]!r}", rank, timed=is_timed(line)))
        if author is None:
            author = _byline(line)
    return Heading(_title(top, filled), author, dates)


def date_line(line: str) -> str | None:
    """Return the date of a line that holds nothing but a date of publication, else None.

    Examples
    --------
    >>> date_line("Published: Sunday, 20 March 2022, 10:15 GMT"), date_line("Updated 21 March 2022")
    ('2022-03-20', None)
    >>> date_line("By Ann Lee | Tokyo, March 20, 2022")
    '2022-03-20'
    """
    if len(line) > _MAX_LINE or _CHANGED.match(line):
        return None
    found = {date for part in _BETWEEN.split(line) if (date := _only_date(part.strip())) and not date.isdigit()}
    return found.pop() if len(found) == 1 else None


def _only_date(part: str) -> str | None:
    part = _DATE_LABEL.sub("", part, count=1) if _DATE_LABEL.match(part) else part
    part = _CLOCK.sub("", part)
    return parse_date(part) or parse_date(_TOWN.sub("", part, count=1))


def _dateline(line: str) -> str | None:
    found = _DATELINE.match(line)
    return parse_date(found[1]) if found else None


def _byline(line: str) -> str | None:
    for part in _BETWEEN.split(line) if len(line) <= _MAX_LINE else ():
        found = _BYLINE.fullmatch(part.strip())
        if found:
            return found[1]
    return None


def _title(top: list[str], filled: list[tuple[int, str]]) -> str | None:
    if len(filled) < 2:
        return None
    (number, line), (_, following) = filled[0], filled[1]
    if not _looks_like_title(line):
        return None
    apart = number + 1 < len(top) and not top[number + 1]
    if not (apart or date_line(following) or _byline(following)):
        return None
    # The longest paragraph of the beginning, whether it is one line or wrapped.
    longest = max(len(paragraph) for paragraph in re.split(r"\n\n+", "\n".join(top[number + 1 :])))
    return line if longest > len(line) else None


def _looks_like_title(line: str) -> bool:
    return (
        len(line) <= _MAX_TITLE
        and len(re.findall(r"[^\W\d_]+", line)) >= _MIN_TITLE_WORDS
        and line[-1] not in ".!;:,"
        and not date_line(line)
        and not _byline(line)
    )
