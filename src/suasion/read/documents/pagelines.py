"""Lines of printed pages to paragraphs: running heads dropped, wrapped lines and divided words joined."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from suasion.read.documents.offsets import MappedText, OffsetMap

_EDGE_LINES: Final = 2  # running heads and feet stand in the first and last two lines of a page
_MIN_REPEATS: Final = 3
_PAGE_NUMBER: Final = re.compile(
    r"(?:page\s+)?[-–—\s]*(?:\d{1,4}|[ivxl]{1,6})[-–—\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_ITEM: Final = re.compile(r"(?:[•▪◦‣●○■□*]|[-–—]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]\s)")
_SENTENCE_END: Final = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_FULL_LINE: Final = 0.8  # of the usual length of a line; what is shorter and ends a sentence ends a paragraph
_SHORT_LINE: Final = 0.6  # what is shorter yet stands by itself where the next begins with a capital: a heading
_USUAL: Final = 0.8  # the usual length is that which four in five lines do not exceed
_DIVIDED: Final = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_WORD_START: Final = re.compile(r"[^\W\d_]+")

_Line = tuple[int, str]  # page number from 1, text


def paragraphs(pages: Sequence[Sequence[str]]) -> tuple[str, OffsetMap]:
    """Return the lines of pages as one text of paragraphs, one a line, with the page each piece stands on.

    Heuristic. A line is joined to the next unless it ends a sentence short of the usual length, is shorter still
    and followed by a capital (a heading), or is followed by a blank line or an item of a list. Of a word divided
    at the end of a line the hyphen is dropped, unless the text has it with the hyphen elsewhere or the first part is
    a name ("Japan-" / "led").

    Parameters
    ----------
    pages
        The lines of each page, in order.
    """
    lines = _without_edges([[line.strip() for line in page] for page in pages])
    lengths = sorted(len(line) for _, line in lines if line)
    usual = lengths[math.ceil(_USUAL * (len(lengths) - 1))] if lengths else 0
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(line for _, line in lines)))
    mapped = MappedText()
    gap = ""
    for number, (page, line) in enumerate(lines):
        next_page, following = lines[number + 1] if number + 1 < len(lines) else (page, "")
        if not line:
            continue
        mapped.put(gap)
        divided = _DIVIDED.search(line)
        rest = _WORD_START.match(following) if divided else None
        if divided and rest and rest[0][0].islower():
            kept = line if _keeps_hyphen(divided[1], rest[0], words) else line[:-1]
            mapped.stand_for(kept, page, page)
            gap = ""
            continue
        mapped.stand_for(line, page, page)
        ends = _ends_paragraph(line, following, usual) or (next_page != page and _SENTENCE_END.search(line))
        gap = "\n" if ends else " "
    return mapped.text, OffsetMap("page", mapped.segments)


def _without_edges(pages: list[list[str]]) -> list[_Line]:
    """Return the lines of all pages without page numbers, and what returns at the edge of most pages only once."""
    filled = [[line for line in page if line] for page in pages]
    seen: Counter[str] = Counter()
    for page in filled:
        seen.update({re.sub(r"\d+", "#", line) for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])})
    running = {line for line, count in seen.items() if count >= max(_MIN_REPEATS, len(pages) / 2)}
    met: set[str] = set()
    lines: list[_Line] = []
    for number, page in enumerate(pages, start=1):
        places = [place for place, line in enumerate(page) if line]
        edges = {*places[:_EDGE_LINES], *places[-_EDGE_LINES:]}
        ends = {*places[:1], *places[-1:]}
        kept: list[str] = []
        for place, line in enumerate(page):
            shape = re.sub(r"\d+", "#", line)
            runs = place in edges and shape in running and shape in met
            met.add(shape)
            if not runs and not (place in ends and len(places) > 1 and _PAGE_NUMBER.fullmatch(line)):
                kept.append(line)
        # Blank lines at the edge of a page say nothing about paragraphs.
        lines += [(number, line) for line in "\n".join(kept).strip("\n").split("\n")]
    return lines


def _keeps_hyphen(first: str, second: str, words: Counter[str]) -> bool:
    """Return whether a word divided after a hyphen is written with it."""
    whole, hyphened = words[first + second], words[f"{first}-{second}"]
    if whole or hyphened:
        return hyphened > whole
    return first[0].isupper()


def _ends_paragraph(line: str, following: str, usual: int) -> bool:
    if not following or _ITEM.match(following):
        return True
    if _SENTENCE_END.search(line):
        return len(line) < _FULL_LINE * usual
    return len(line) < _SHORT_LINE * usual and not following[0].islower() and line[-1] not in ",-–—"
