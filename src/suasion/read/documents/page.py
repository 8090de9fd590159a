"""A web page to its main text: trafilatura says which lines, and they are taken verbatim from the page itself."""

from __future__ import annotations

import re
from typing import Any, Final

from suasion.read.documents.decode import decode
from suasion.read.documents.limits import MIN_LETTERS
from suasion.read.documents.mainlines import main_lines
from suasion.read.documents.markup import Line, read_markup
from suasion.read.documents.offsets import MappedText, OffsetMap
from suasion.read.documents.pagefacts import describe
from suasion.read.documents.parsed import Parsed, Reservation, Unreadable

_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_DECLARATION_BYTES: Final = 4_096
_SHORT_PAGE_LINES: Final = 5

# No guess at a date: trafilatura completes months to days and takes copyright years.
_DATE_PARAMETERS: Final = {"extensive_search": False, "max_date": "2100-01-01"}


def parse_page(data: bytes, *, address: str | None = None, charset: str | None = None) -> Parsed:
    """Return the main text of a web page and what it says about itself.

    Parameters
    ----------
    data
        The bytes as received.
    address
        Where it was fetched from, None for a file.
    charset
        The encoding that the server named, None where it named none.

    Raises
    ------
    Unreadable
        If there is next to no text, or the page is beyond the limits.
    """
    declared = _DECLARED.search(data[:_DECLARATION_BYTES]) or _XML_DECLARED.search(data[:_DECLARATION_BYTES])
    decoded = decode(data, charset=charset or (declared[1].decode("ascii", "ignore") if declared else None))
    markup = read_markup(decoded.original, start=decoded.start)
    reservations = [decoded.reservation] if decoded.reservation else []
    found = _extract(markup.cleaned, address) if markup.lines else None
    kept = main_lines([line.text for line in markup.lines], found.text if found and found.text else "")
    if kept is None:
        kept = [True] * len(markup.lines)
        if len(kept) > _SHORT_PAGE_LINES:
            reservations.append(
                Reservation(
                    "the main text could not be told from the rest of the page; all but its frame was taken.",
                    "Save the article's text and give that if too much is read.",
                )
            )
    # Of a short page the extractor takes everything; navigation and footers are no text, unless there is no other.
    inner = [keep and not line.framed for line, keep in zip(markup.lines, kept, strict=True)]
    if _letters(markup.lines, inner) >= MIN_LETTERS:
        kept = inner
    if _letters(markup.lines, kept) < MIN_LETTERS:
        raise Unreadable(
            "is a page with nothing to read.",
            "It may need a browser to show its text: open it there, save the text and give that.",
        )
    text, offsets = join_lines([line for line, keep in zip(markup.lines, kept, strict=True) if keep], decoded.encoding)
    parsed = Parsed(media_type="text/html", text=text, offsets=offsets, reservations=reservations)
    describe(parsed, markup, kept, address=address, found=found)
    return parsed


def join_lines(lines: list[Line], encoding: str) -> tuple[str, OffsetMap]:
    """Return lines as one text, cells of a row beside one another, and its map."""
    mapped = MappedText()
    for number, line in enumerate(lines):
        if number:
            mapped.put(" | " if line.cell else "\n")
        mapped.join(line.text, line.segments)
    return mapped.text, OffsetMap("character", mapped.segments, encoding)


def _letters(lines: list[Line], kept: list[bool]) -> int:
    return sum(sum(map(str.isalpha, line.text)) for line, keep in zip(lines, kept, strict=True) if keep)


def _extract(cleaned: str, address: str | None) -> Any:
    """Return trafilatura's document, None where it finds none."""
    from trafilatura import bare_extraction

    return bare_extraction(
        cleaned,
        url=address,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params=_DATE_PARAMETERS,
    )
