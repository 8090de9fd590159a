"""Taking in a document: from bytes to text with its map, and what is known of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from email.message import Message
from typing import Final

import msgspec

from suasion.codebook.problem import Problem
from suasion.codebook.source import Source
from suasion.errors import DocumentError
from suasion.read.documents.dates import settle
from suasion.read.documents.decode import decode
from suasion.read.documents.document import Document, Overrides
from suasion.read.documents.heading import heading
from suasion.read.documents.language import detect
from suasion.read.documents.limits import MAX_BYTES, MAX_CHARACTERS, MAX_UNBROKEN
from suasion.read.documents.mail import parse_mail
from suasion.read.documents.offsets import identity
from suasion.read.documents.parsed import Format, Parsed, Request, Reservation, Unreadable
from suasion.read.documents.sniff import sniff
from suasion.read.documents.worker import parse_in_child

_NO_OVERRIDES: Final = Overrides()
_MAX_VALUE: Final = 300  # characters of a title, author or publisher that is found


def take_in(
    data: bytes,
    *,
    name: str,
    address: str | None = None,
    media_type: str | None = None,
    overrides: Overrides | None = None,
) -> list[Document]:
    """Return the document that some bytes hold, or the documents where they are a feed.

    Text, HTML, PDF, DOCX, e-mail (and texts that begin with From, Date and Subject), RSS and Atom are told apart by
    their bytes. Plain text is taken exactly as it is. HTML, PDF, DOCX and feeds are parsed in a child process.

    Parameters
    ----------
    data
        The bytes as received, at most 50 MB.
    name
        What to call the document in messages, usually a file name.
    address
        Where it was fetched from, None where it was not.
    media_type
        What a server said it is ("text/html; charset=..."), None where none was asked.
    overrides
        What is known of it from elsewhere; goes before what is found.

    Returns
    -------
    list of Document
        One, or one for each entry of a feed that has text, in the feed's order. What was not found is None, and
        reservations (no date, two dates, another language, a guessed encoding) are problems of the document.

    Raises
    ------
    DocumentError
        If nothing can be read: empty, binary, encrypted, damaged, not in any known encoding, a page without text,
        beyond the limits of size, time or memory. The message names the document and says what to do.

    Examples
    --------
    >>> [document] = take_in(b"Japan gave Cambodia aid.", name="note.txt")
    >>> document.source.text, document.source.published, document.problems[0].reason
    ('Japan gave Cambodia aid.', None, 'no date of publication found.')
    """
    try:
        parsed = _parse(data, name=name, address=address, media_type=media_type)
        for each in parsed:
            _check_text(each.text)
    except Unreadable as error:
        raise DocumentError(f"{name}: {error.what} {error.remedy}") from error
    known = overrides or _NO_OVERRIDES
    if len(parsed) > 1:
        # A title, date or address can belong to one entry only.
        known = msgspec.structs.replace(known, title=None, published=None, address=None)
    return [_document(each, data, name=name, address=address, known=known) for each in parsed]


def _parse(data: bytes, *, name: str, address: str | None, media_type: str | None) -> list[Parsed]:
    if len(data) > MAX_BYTES:
        raise Unreadable(f"has {len(data):,} bytes; at most {MAX_BYTES:,} are read.", "Split it.")
    if not data.strip():
        raise Unreadable("is empty.", "Check that it was saved or fetched whole.")
    charset = _charset(media_type)
    kind: Format = sniff(data, name=name, media_type=media_type)
    if kind == "text":
        return [_plain(data, charset)]
    if kind == "mail":
        return [parse_mail(data, parse_page=_page)]
    return parse_in_child(Request(format=kind, size=len(data), address=address, charset=charset), data)


def _page(data: bytes, address: str | None) -> Parsed:
    return parse_in_child(Request(format="html", size=len(data), address=address, charset="utf-8"), data)[0]


def _charset(media_type: str | None) -> str | None:
    message = Message()
    message["content-type"] = " ".join((media_type or "text/plain").split())
    found = message.get_param("charset")
    return found if isinstance(found, str) else None


def _plain(data: bytes, charset: str | None) -> Parsed:
    decoded = decode(data, charset=charset)
    text = decoded.text
    top = heading(text)
    return Parsed(
        media_type="text/plain",
        text=text,
        offsets=identity(len(text), shift=decoded.start, encoding=decoded.encoding),
        title=top.title,
        author=top.author,
        dates=top.dates,
        reservations=[decoded.reservation] if decoded.reservation else [],
    )


def _check_text(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read.", "Split it.")
    if not any(map(str.isalpha, text)):
        raise Unreadable("holds nothing to read.", "Check that it was saved or fetched whole.")
    longest = max(map(len, text.split()))
    if longest > MAX_UNBROKEN:
        raise Unreadable(
            f"has {longest:,} characters in a row without a space or line break, which is no prose.",
            "Give the text of the document.",
        )


def _document(parsed: Parsed, given: bytes, *, name: str, address: str | None, known: Overrides) -> Document:
    data = parsed.entry.encode("utf-8") if parsed.entry is not None else given
    digest = hashlib.sha256(data).hexdigest()
    own_name = f"{name}#{digest[:8]}" if parsed.entry is not None else name
    reservations = [each for each in parsed.reservations if not (each.about_date and known.published)]
    published = known.published
    if published is None:
        published, doubts = settle(parsed.dates)
        reservations += doubts
    language = known.language or detect(parsed.text)
    if language is None and parsed.language:
        language = parsed.language.replace("_", "-").split("-")[0].strip().lower()[:3] or None
    if language not in (None, "en"):
        reservations.append(
            Reservation(
                f"is in another language ({language}); the reader reads English only.",
                "Add a translation for its statements.",
            )
        )
    source = Source(
        kind="document",
        name=own_name,
        sha256=digest,
        size=len(data),
        media_type=parsed.media_type,
        title=known.title or _clean(parsed.title),
        publisher=known.publisher or _clean(parsed.publisher),
        author=known.author or _clean(parsed.author),
        address=known.address or (parsed.address if parsed.entry is not None else address or parsed.address),
        published=published,
        language=language,
        licence=known.licence,
        reliability=known.reliability or "F",
        text=parsed.text,
    )
    return Document(source=source, data=data, problems=_problems(own_name, reservations), offsets=parsed.offsets)


def _clean(value: str | None) -> str | None:
    """Return what was found on one line and of a length to show; headers of e-mails can hold half characters."""
    if value is None:
        return None
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").split())[:_MAX_VALUE] or None


def _problems(name: str, reservations: Sequence[Reservation]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            input=name,
            place=each.place,
            reason=each.reason,
            remedy=each.remedy,
            severity="error" if each.lost else "warning",
        )
        for each in reservations
    )
