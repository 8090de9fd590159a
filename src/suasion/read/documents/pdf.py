"""A PDF to text: what its pages and its description say."""

from __future__ import annotations

import io
import re
import time
from typing import Any, Final

from suasion.read.documents.dates import parse_date
from suasion.read.documents.heading import heading
from suasion.read.documents.limits import CHILD_CPU_SECONDS, MAX_CHARACTERS, MAX_PAGES, MIN_LETTERS
from suasion.read.documents.pagelines import paragraphs
from suasion.read.documents.parsed import DateFound, Parsed, Reservation, Unreadable

_LAST_SECOND: Final = CHILD_CPU_SECONDS - 3  # a clear answer goes out before the processor time is cut off
_TOOL_TITLE: Final = re.compile(
    r"^(?:Microsoft (?:Word|PowerPoint)|untitled|PowerPoint)\b|\.(?:docx?|pdf|indd|rtf|pptx?|tex|qxd)$", re.IGNORECASE
)
_PDF_DATE: Final = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def parse_pdf(data: bytes) -> Parsed:
    """Return the text of a PDF as paragraphs, and what it says about itself.

    Parameters
    ----------
    data
        The bytes as received.

    Raises
    ------
    Unreadable
        If it is encrypted, damaged, holds no text (pictures of pages), or is beyond the limits.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        pages = _pages(reader)
        facts = {str(key): str(value) for key, value in (reader.metadata or {}).items()}
        language = reader.root_object.get("/Lang")
    except (FileNotDecryptedError, DependencyError) as error:
        raise Unreadable(
            "is encrypted.", "Save a copy without a password (qpdf --decrypt IN OUT) and give that."
        ) from error
    except LimitReachedError as error:
        raise Unreadable(
            f"unpacks to more than is allowed ({str(error)[:100]}).", "It may be made to exhaust memory; give its text."
        ) from error
    except PyPdfError as error:
        raise Unreadable(f"is a damaged PDF ({str(error)[:100]}).", "Fetch or save it again.") from error
    text, offsets = paragraphs(pages)
    if sum(map(str.isalpha, text)) < MIN_LETTERS:
        raise Unreadable(
            "is a PDF with nothing to read; its pages may be pictures.",
            "Run a text recogniser over it (ocrmypdf IN OUT) and give the result.",
        )
    parsed = Parsed(media_type="application/pdf", text=text, offsets=offsets)
    parsed.language = str(language) if language else None
    _describe(parsed, facts)
    return parsed


def _pages(reader: Any) -> list[list[str]]:
    """Return the lines of each page."""
    started = time.process_time()
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise Unreadable(f"has {count:,} pages; at most {MAX_PAGES:,} are read.", "Split it.")
    pages: list[list[str]] = []
    size = 0
    for number, page in enumerate(reader.pages, start=1):
        # Lone surrogates and NUL come out of broken fonts; neither is text.
        text = page.extract_text().encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
        size += len(text)
        if size > MAX_CHARACTERS:
            raise Unreadable(f"has more than {MAX_CHARACTERS:,} characters.", "Split it.")
        if time.process_time() - started > _LAST_SECOND and number < count:
            raise Unreadable(
                f"takes too long to parse: {number:,} of {count:,} pages in {_LAST_SECOND} s.",
                "Split it, or give its text.",
            )
        pages.append(text.split("\n"))
    return pages


def _describe(parsed: Parsed, facts: dict[str, str]) -> None:
    """Fill in title, author and date: from the first lines, then from what the tool that made the file wrote."""
    top = heading(parsed.text)
    title = " ".join(facts.get("/Title", "").split())
    parsed.title = title if len(title.split()) > 1 and not _TOOL_TITLE.search(title) else top.title
    author = " ".join(facts.get("/Author", "").split())
    parsed.author = top.author or (author if " " in author else None)  # one word is the name of an account
    parsed.dates = top.dates
    made = _PDF_DATE.match(facts.get("/CreationDate", ""))
    date = parse_date("-".join(made.groups())) if made else None
    if date and not parsed.dates:
        parsed.dates = [DateFound(date, "creation of the PDF", 0)]
        parsed.reservations.append(
            Reservation(
                f"the date used, {date}, is that of the file's making.",
                "Give --date YYYY-MM-DD if it is wrong.",
                about_date=True,
            )
        )
