"""Sentences: where each begins and ends in the text, by the rule of CODING.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

# Abbreviations after which a stop ends no sentence, whatever follows.
_NEVER_LAST: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "cmdr",
        "adm",
        "sgt",
        "brig",
        "sen",
        "rep",
        "gov",
        "amb",
        "hon",
        "rev",
        "st",
        "mt",
        "fr",
        "pres",
        "sec",
        "messrs",
        "jr",
        "sr",
        "nos",
        "art",
        "para",
        "vs",
        "viz",
        "cf",
        "al",
        "approx",
        "ca",
        "fig",
        "vol",
        "ch",
        "sect",
        "ed",
        "eds",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "e.g",
        "i.e",
        "u.s",
        "u.k",
        "u.n",
        "d.c",
        "e.u",
        "p.r",
        "u.a.e",
        "u.s.a",
    ]
)
_END: Final = re.compile(r"[.!?]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W\d_a-z]|\s+[\"'“‘«(\[]*\d|\s*$)")
_BULLET: Final = re.compile(r"\s*(?:[-*•–—▪◦·]|\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)])\s+")
_DATELINE: Final = re.compile(
    r"\s*[A-Z][A-Z][A-Z .,'’-]{1,40}(?:,? [A-Z][a-z]{2,9}\.? \d{1,2}(?:, \d{4})?)?(?: \([A-Z][^)]{0,40}\))?\s+[-–—]+\s+"
)
# A speaker's name before what he or she says ("SPOKESPERSON: We ...").
_LABEL: Final = re.compile(r"(?:Q|A|[A-Z][A-Z .’'-]{1,40}[A-Z](?: \([^)]{1,40}\))?):\s+")
_LAST_WORD: Final = re.compile(r"[\w.]+$")
_INITIALS: Final = re.compile(r"(?:[A-Z]\.)*[A-Z]")
MAX_SENTENCE: Final = (
    1200  # characters; longer runs (tables, lists without stops) are cut at a space so that the parser stays fast
)


class Sentence(NamedTuple):
    """A sentence's place in the text, ``end`` excluded, and the paragraph (line) it stands in."""

    start: int
    end: int
    line: int


def find_sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order.

    A sentence ends at ``.``, ``!`` or ``?`` with closing quotes before a space and a capital, a figure or the
    end of the line; never after ``U.S.``, ``Jr.`` or an initial; never across a line. A run longer than
    MAX_SENTENCE is cut at a space.

    Parameters
    ----------
    text
        Any text; offsets count its characters.

    Yields
    ------
    Sentence
        Spans without surrounding white space, bullets, list numbers, a dateline or a speaker's name before a colon.

    Examples
    --------
    >>> text = "The U.S. envoy left. Talks go on."
    >>> [text[s.start:s.end] for s in find_sentences(text)]
    ['The U.S. envoy left.', 'Talks go on.']
    """
    at = 0
    for number, line in enumerate(text.split("\n")):
        for start, end in _split_line(line):
            yield from _cut(text, at + start, at + end, number)
        at += len(line) + 1


def _split_line(line: str) -> Iterator[tuple[int, int]]:
    prefix = _BULLET.match(line) or _DATELINE.match(line) or _LABEL.match(line)
    start = prefix.end() if prefix else 0
    for stop in _END.finditer(line, start):
        if _is_abbreviation(line[start : stop.start()], line[stop.start() : stop.end()], line[stop.end() :]):
            continue
        yield start, stop.end()
        start = stop.end()
    if start < len(line):
        yield start, len(line)


def _is_abbreviation(before: str, stop: str, after: str) -> bool:
    """Return whether the stop belongs to the word before it."""
    if not stop.startswith(".") or len(stop) > 1:
        return False
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    last = word.group()
    if last.lower() == "no":  # "No. 5", but the answer "No."
        return after.lstrip()[:1].isdigit()
    return last.lower() in _NEVER_LAST or _INITIALS.fullmatch(last) is not None


def _cut(text: str, start: int, end: int, line: int) -> Iterator[Sentence]:
    """Yield the span without outer white space, in pieces no longer than MAX_SENTENCE."""
    while start < end:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            return
        if end - start <= MAX_SENTENCE:
            yield Sentence(start, end, line)
            return
        space = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        middle = space if space > start else start + MAX_SENTENCE
        yield Sentence(start, middle, line)
        start = middle
