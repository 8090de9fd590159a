"""Which format some bytes are in: their look goes before their name, and both before what a server says."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from suasion.read.documents.parsed import Format, Unreadable

_HEAD_BYTES: Final = 8_192
_SAVE_AS: Final = "Save it as text, HTML, PDF or DOCX."

# Beginnings of files that are no document we read, and their names.
_FOREIGN: Final[tuple[tuple[bytes, str, str], ...]] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "is an old Office file or one with a password.",
        "Save it as DOCX, unprotected.",
    ),
    (b"{\\rtf", "is RTF.", _SAVE_AS),
    (b"\x1f\x8b", "is compressed (gzip).", "Unpack it first (gunzip)."),
    (b"BZh", "is compressed (bzip2).", "Unpack it first (bunzip2)."),
    (b"\xfd7zXZ\x00", "is compressed (xz).", "Unpack it first (unxz)."),
    (b"\x28\xb5\x2f\xfd", "is compressed (zstd).", "Unpack it first (unzstd)."),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive.", "Unpack it first."),
    (b"Rar!", "is a RAR archive.", "Unpack it first."),
    (b"%!PS", "is PostScript.", "Save it as PDF."),
    (b"\x89PNG", "is a picture (PNG).", "Give its text, for example from a text recogniser."),
    (b"\xff\xd8\xff", "is a picture (JPEG).", "Give its text, for example from a text recogniser."),
    (b"GIF8", "is a picture (GIF).", "Give its text, for example from a text recogniser."),
    (b"PAR1", "is a data set (Parquet).", "Bring data sets in with `suasion gather`."),
)

_PROLOGUE: Final = re.compile(r"\A(?:[\s\ufeff]++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DOCTYPE: Final = re.compile(r"<!doctype\s+([\w:.-]+)[^>\[]*+(?:\[.*?\]\s*)?>\s*+", re.DOTALL | re.IGNORECASE)
_ROOT: Final = re.compile(r"<([A-Za-z][\w:.-]*)")
_FEED_ROOTS: Final = frozenset({"rss", "feed", "rdf:rdf", "atom:feed", "rdf"})
_PAGE_ROOTS: Final = frozenset({"html", "head", "body", "meta", "title", "link", "script", "style", "main", "article"})
_FRAGMENT_ROOTS: Final = frozenset({"div", "p", "section", "h1", "h2", "h3", "table", "center", "header", "span", "b"})

_HEADER: Final = re.compile(r"([A-Za-z][A-Za-z-]{1,40}):[ \t]*(.*)")
_MAIL_HEADERS: Final = frozenset({"from", "to", "date", "subject", "sent"})
_MAIL_ROUTING: Final = frozenset(
    {"from", "to", "cc", "bcc", "date", "subject", "sent", "received", "message-id", "mime-version", "return-path",
     "delivered-to", "reply-to", "content-type", "content-transfer-encoding", "organization", "sender", "in-reply-to",
     "references", "importance", "attachments", "embargo", "contact", "location", "place", "for"}
)  # fmt: skip
_RELEASE_LINE: Final = re.compile(
    r"\A\s*(?:for immediate release|press release|media release|press statement)[ \t:]*\n\s*", re.I
)
_MAX_HEADER_LINES: Final = 200


def sniff(data: bytes, *, name: str, media_type: str | None = None) -> Format:
    """Return the format of a document's bytes.

    Parameters
    ----------
    data
        The bytes as received, not empty.
    name
        The file's name or address; its ending counts where the bytes do not speak for themselves.
    media_type
        What a server says it is, None where no server was asked.

    Raises
    ------
    Unreadable
        If it is something known that is not read, such as a picture or a spreadsheet.
    """
    start = data[:1024]
    if b"%PDF-" in start:
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zipped(data)
    for beginning, what, remedy in _FOREIGN:
        if data.startswith(beginning):
            raise Unreadable(what, remedy)
    ending = PurePosixPath(re.split(r"[?#]", name, maxsplit=1)[0].lower()).suffix
    head = _head(data)
    said = (media_type or "").split(";")[0].strip().lower()
    marked = _marked_up(head, plain=ending in (".txt", ".text", ".md"))
    if marked:
        return marked
    if ending == ".eml" or said == "message/rfc822" or looks_like_mail(head):
        return "mail"
    if "<" in head and (ending in (".html", ".htm", ".xhtml") or said in ("text/html", "application/xhtml+xml")):
        return "html"
    return "text"


def looks_like_mail(head: str) -> bool:
    """Return whether a text begins with the headers of an e-mail or a press release: two of From, To, Date, Subject.

    Heuristic. The first line must be a header, and a blank line must end them.
    """
    seen: set[str] = set()
    for number, line in enumerate(head[headers_start(head) :].splitlines()):
        if number == 0 and line.startswith("From "):
            continue  # the separator of a mailbox file
        if not line.strip():
            return len(seen & _MAIL_HEADERS) >= 2
        if line[0] in " \t" and seen:
            continue
        header = _HEADER.match(line)
        if not header or number > _MAX_HEADER_LINES:
            return False
        field = header[1].lower()
        if not seen and field not in _MAIL_ROUTING and not field.startswith("x-"):
            return False
        seen.add(field)
    return False


def headers_start(text: str) -> int:
    """Return where the headers begin: after a byte-order mark, blank lines and a line "For immediate release"."""
    start = len(text) - len(text.lstrip("\ufeff\r\n"))
    release = _RELEASE_LINE.match(text[start : start + 200])
    return start + (release.end() if release else 0)


def _head(data: bytes) -> str:
    """Return the first characters, well enough decoded to recognise markup and headers."""
    head = data[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


def _zipped(data: bytes) -> Format:
    # File names stand uncompressed in a zip archive's directory, so that nothing need be unpacked to tell.
    if b"word/document" in data:
        return "docx"
    for part, what in (
        (b"xl/workbook", "is a spreadsheet (XLSX)."),
        (b"ppt/presentation", "is a presentation (PPTX)."),
        (b"application/vnd.oasis.opendocument", "is an OpenDocument file."),
        (b"application/epub+zip", "is an e-book (EPUB)."),
    ):
        if part in data:
            raise Unreadable(what, _SAVE_AS)
    raise Unreadable("is a zip archive.", "Unpack it and add the documents in it.")


def _marked_up(head: str, *, plain: bool) -> Format | None:
    rest = _PROLOGUE.sub("", head, count=1)
    doctype = _DOCTYPE.match(rest)
    if doctype:
        if doctype[1].lower() == "html":
            return "html"
        rest = _PROLOGUE.sub("", rest[doctype.end() :], count=1)
    root = _ROOT.match(rest)
    name = root[1].lower() if root else ""
    if name in _FEED_ROOTS:
        return "feed"
    if name in _PAGE_ROOTS:
        return "html"
    if name in _FRAGMENT_ROOTS and not plain:
        return "html"
    if head.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        raise Unreadable("is XML, but neither a feed nor a page.", _SAVE_AS)
    return None
