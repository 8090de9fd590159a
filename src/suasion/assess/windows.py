"""The years that a document's words about time may fairly mean."""

from __future__ import annotations

import re
from typing import Final

import msgspec

_COUNTS: Final = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "fifteen": 15, "twenty": 20, "a": 1, "one": 1, "couple of": 2, "few": 3, "several": 5,
}  # fmt: skip
_YEAR: Final = r"((?:19|20)\d\d)"
_SPAN: Final = re.compile(rf"\b(?:between|from)?\s*{_YEAR}\s*(?:and|to|until|through|[-–—])\s*{_YEAR}", re.I)
_SINCE: Final = re.compile(rf"\bsince\s+(?:\w+\s+)?{_YEAR}", re.I)
_PAST: Final = re.compile(
    r"\b(?:past|last|previous|preceding|recent)\s+"
    rf"(?:(\d{{1,2}}|{'|'.join(_COUNTS)})[\s-]+)?(decade|year)(s?)\b",
    re.I,
)
_ONE_YEAR: Final = re.compile(rf"\b(?:in|during|for|of|by|FY)?\s*{_YEAR}\b", re.I)
_PANDEMIC: Final = re.compile(r"\bpandemic\b|\bcovid", re.I)
_RECENT_YEARS: Final = re.compile(r"\brecent\s+years\b", re.I)
_RECENTLY: Final = re.compile(r"\b(?:recently|recent|lately|latest)\b", re.I)
_THIS_YEAR: Final = re.compile(r"\bthis\s+year\b", re.I)
_YEARLY: Final = re.compile(r"\b(?:annual(?:ly)?|a\s+year|per\s+year|each\s+year|every\s+year|yearly)\b", re.I)
PANDEMIC_YEARS: Final = (2020, 2023)  # WHO: declared March 2020, no longer an emergency May 2023


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Some years, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """The number of years."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"


class Windows(msgspec.Struct, frozen=True, kw_only=True):
    """The fair readings of one wording, the most natural first.

    ``loose`` says that the words fix no years ("recently") or a part of them only ("during the pandemic").
    """

    wording: str
    readings: tuple[Window, ...]
    loose: bool = False


def windows(text: str | None, *, published: int, date: str | None = None) -> Windows | None:
    """Return the windows that a wording about time may mean; None where it says nothing of time.

    Heuristic. "The past N years" ends with the last complete year before publication; the same length one year
    earlier and one year later are tried too, since figures are often quoted a year late and fiscal years straddle two.

    Parameters
    ----------
    text
        The wording, for example "over the past decade".
    published
        Year in which the document came out.
    date
        ISO date of the statement, if it has one: used where the wording is silent.

    Examples
    --------
    >>> [str(w) for w in windows("over the past decade", published=2022).readings]
    ['2012 to 2021', '2011 to 2020', '2013 to 2022']
    >>> windows("as of late", published=2022) is None
    True
    """
    words = text or ""
    if match := _SPAN.search(words):
        first, last = sorted((int(match[1]), int(match[2])))
        return Windows(wording=match[0].strip(), readings=(Window(first=first, last=last),))
    if match := _SINCE.search(words):
        first = int(match[1])
        ends = [end for end in (published - 1, published) if end >= first] or [first]
        return Windows(wording=match[0], readings=tuple(Window(first=first, last=end) for end in ends))
    if _RECENT_YEARS.search(words):
        return Windows(wording="in recent years", readings=_lasting((3, 2, 5), published - 1), loose=True)
    if match := _PAST.search(words):
        if not match[1] and not match[3] and match[2].lower() == "year":
            return Windows(wording=match[0], readings=_around(published - 1))
        return Windows(wording=match[0], readings=_sliding(_length(match), published - 1))
    if _PANDEMIC.search(words):
        until = (min(published - 1, PANDEMIC_YEARS[1]), min(published, PANDEMIC_YEARS[1]))
        pandemic = [
            Window(first=PANDEMIC_YEARS[0], last=end) for end in dict.fromkeys(until) if end >= PANDEMIC_YEARS[0]
        ]
        return Windows(wording="during the pandemic", readings=tuple(pandemic), loose=True) if pandemic else None
    if _RECENTLY.search(words):
        return Windows(wording="recently", readings=_lasting((1, 2, 3), published - 1), loose=True)
    if _THIS_YEAR.search(words):
        return Windows(
            wording="this year", readings=(Window(first=published, last=published), *_lasting((1,), published - 1))
        )
    if match := _ONE_YEAR.search(words):
        return Windows(wording=match[1], readings=_around(int(match[1])))
    if date and date[:4].isdigit():
        return Windows(wording=date[:4], readings=_around(int(date[:4])))
    return None


def is_yearly(text: str) -> bool:
    """Return whether an amount is said to be given each year."""
    return bool(_YEARLY.search(text))


def _length(match: re.Match[str]) -> int:
    count = match[1].lower() if match[1] else None
    number = 1 if count is None else int(count) if count.isdigit() else _COUNTS[count]
    return number * (10 if match[2].lower() == "decade" else 1)


def _sliding(length: int, end: int) -> tuple[Window, ...]:
    return tuple(Window(first=last - length + 1, last=last) for last in (end, end - 1, end + 1))


def _lasting(lengths: tuple[int, ...], end: int) -> tuple[Window, ...]:
    return tuple(Window(first=end - length + 1, last=end) for length in lengths)


def _around(year: int) -> tuple[Window, ...]:
    return tuple(Window(first=y, last=y) for y in (year, year - 1, year + 1))
