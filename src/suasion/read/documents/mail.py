"""E-mail and texts that begin like one: headers and the body that a person reads, with its place in the original."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import collapse_rfc2231_value, parseaddr, parsedate
from typing import Final

import msgspec

from suasion.read.documents.dates import parse_date
from suasion.read.documents.decode import Decoded, decode, encoding_name
from suasion.read.documents.offsets import MappedText, OffsetMap, Segment, compose
from suasion.read.documents.parsed import DateFound, Parsed, Reservation, Unreadable
from suasion.read.documents.sniff import headers_start

_FIELD: Final = re.compile(r"([!-9;-~]{1,70}):[ \t]*(.*)")
_BREAK: Final = re.compile(r"\r\n|\n|\r")
_QUOTED: Final = re.compile(r"(?:=[0-9A-Fa-f]{2}|=[ \t]*(?:\r\n|\n|\r))+")
_SOFT_BREAK: Final = re.compile(r"=[ \t]*(?:\r\n|\n|\r)")
_MAX_DEPTH: Final = 10
_MAX_PARTS: Final = 200
_MAX_HEADER: Final = 10_000  # characters of one header; its decoding is not linear
_DATE_RANK: Final = 0

ParsePage = Callable[[bytes, str | None], Parsed]


class _Part(msgspec.Struct, frozen=True):
    """A part of a message: its headers, and where its body stands in the original."""

    headers: list[tuple[str, str]]
    start: int
    end: int

    def header(self, name: str) -> str | None:
        return next((value for field, value in self.headers if field == name), None)

    def parameter(self, name: str, header: str = "content-type") -> str | None:
        message = Message()
        message[header] = (self.header(header) or "")[:_MAX_HEADER]
        found = message.get_param(name, header=header)
        return None if found is None else collapse_rfc2231_value(found)

    @property
    def media_type(self) -> str:
        return (self.header("content-type") or "text/plain").split(";")[0].strip().lower()


def parse_mail(data: bytes, *, parse_page: ParsePage) -> Parsed:
    """Return the body of an e-mail, or of a text with From, Date and Subject on top.

    Parameters
    ----------
    data
        The bytes as received.
    parse_page
        Parses the body where it is HTML only: bytes in UTF-8, address (None).

    Raises
    ------
    Unreadable
        If there is no body to read.
    """
    decoded = _decode(data)
    original = decoded.original
    whole = _split(original, headers_start(original), len(original))
    parts = _parts(original, whole)
    body = next((p for p in parts if _is_body(p, "text/plain")), None)
    page = next((p for p in parts if _is_body(p, "text/html")), None)
    reservations = [decoded.reservation] if decoded.reservation else []
    chosen = body or page
    if chosen is None:
        raise Unreadable("is an e-mail without a body of text.", "Add its attachments one by one.")
    text, offsets = _content(original, chosen, decoded.encoding)
    parsed = Parsed(media_type="message/rfc822", text=text, offsets=offsets, reservations=reservations)
    if body is None:
        read = parse_page(text.encode("utf-8", "replace"), None)
        parsed.text, parsed.offsets = read.text, compose(read.offsets, offsets)
        parsed.reservations += read.reservations
    parsed.reservations += [
        Reservation(f"attachment {name[:80]!r} was not read.", "Save it and add it by itself.")
        for part in parts
        if part not in (body, page) and (name := part.parameter("filename", "content-disposition"))
    ]
    _describe(parsed, whole)
    return parsed


def _decode(data: bytes) -> Decoded:
    try:
        found = re.search(rb"(?i)^content-type:[^\n]*charset=\"?([\w.:-]+)", data[:50_000], re.MULTILINE)
        return decode(data, charset=found[1].decode("ascii") if found else None)
    except Unreadable:
        if b"\x00" in data:
            raise
        # Parts in several encodings: a byte a character keeps each part's bytes, which its own charset then decodes.
        return Decoded(data.decode("latin-1"), "latin-1", 0)


def _split(original: str, start: int, end: int) -> _Part:
    """Return headers and body of ``original[start:end]``."""
    headers: list[tuple[str, str]] = []
    position = start
    while position < end:
        line_end = _BREAK.search(original, position, end)
        stop, after = (line_end.start(), line_end.end()) if line_end else (end, end)
        line = original[position:stop]
        position = after
        if not line.strip():
            break
        field = _FIELD.fullmatch(line)
        if line[0] in " \t" and headers:
            name, value = headers[-1]
            if len(value) < _MAX_HEADER:
                headers[-1] = (name, f"{value} {line.strip()}")
        elif field:
            headers.append((field[1].lower(), field[2].strip()))
    return _Part(headers, position, end)


def _parts(original: str, part: _Part, depth: int = 0) -> list[_Part]:
    """Return the parts of a message that are not containers, in order."""
    boundary = part.parameter("boundary") if part.media_type.startswith("multipart/") else None
    if not boundary or depth == _MAX_DEPTH:
        return [part]
    marks = re.compile(rf"(?:^|(?<=\n)|(?<=\r))--{re.escape(boundary)}(--)?[ \t]*(?:\r\n|\n|\r|\Z)")
    found: list[_Part] = []
    begin: int | None = None
    for mark in marks.finditer(original, part.start, part.end):
        if begin is not None and len(found) < _MAX_PARTS:
            found += _parts(original, _split(original, begin, _before_break(original, mark.start())), depth + 1)
        begin = mark.end()
        if mark[1]:
            return found
    if begin is not None:
        found += _parts(original, _split(original, begin, part.end), depth + 1)
    return found or [part]


def _before_break(original: str, position: int) -> int:
    """Return the place before the line break that belongs to a boundary."""
    return position - (2 if original.startswith("\r\n", position - 2) else 1)


def _is_body(part: _Part, media_type: str) -> bool:
    disposition = (part.header("content-disposition") or "").split(";")[0].strip().lower()
    return part.media_type == media_type and disposition != "attachment"


def _content(original: str, part: _Part, encoding: str) -> tuple[str, OffsetMap]:
    """Return the text of a part, its transfer encoding undone, and its map."""
    transfer = (part.header("content-transfer-encoding") or "").strip().lower()
    charset = part.parameter("charset")
    raw = original[part.start : part.end]
    if transfer == "base64":
        try:
            data = binascii.a2b_base64(raw.encode("ascii", "ignore"))
        except binascii.Error as error:
            raise Unreadable(f"has a damaged body (base64: {error}).", "Fetch or save the e-mail again.") from error
        text = decode(data, charset=charset).text if data else ""
        segments = (Segment(0, len(text), part.start, part.end),) if text else ()
        return text, OffsetMap("character", segments, encoding)
    mapped = MappedText()
    if transfer == "quoted-printable":
        _undo_quoted_printable(raw, part.start, charset, mapped)
    elif encoding == "latin-1" and charset:
        text = decode(raw.encode("latin-1"), charset=charset).text
        mapped.stand_for(text, part.start, part.end)
    else:
        mapped.copy(raw, part.start)
    return mapped.text, OffsetMap("character", mapped.segments, encoding)


def _undo_quoted_printable(raw: str, start: int, charset: str | None, mapped: MappedText) -> None:
    position = 0
    for run in _QUOTED.finditer(raw):
        mapped.copy(raw[position : run.start()], start + position)
        position = run.end()
        coded = _SOFT_BREAK.sub("", run[0])
        if coded:
            text = _decode_run(bytes.fromhex(coded.replace("=", "")), charset)
            mapped.stand_for(text, start + run.start(), start + run.end())
    mapped.copy(raw[position:], start + position)


def _decode_run(data: bytes, charset: str | None) -> str:
    for encoding in (encoding_name(charset), "utf-8"):
        try:
            if encoding:
                return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")


def _describe(parsed: Parsed, whole: _Part) -> None:
    """Fill in title, author, publisher and dates from the headers."""
    parsed.title = _readable(whole.header("subject"))
    sender = _readable(whole.header("from"))
    if sender:
        shown, address = parseaddr(sender)
        if "@" in address:
            parsed.author = shown or address
        else:
            parsed.publisher = sender  # "From: Ministry of Foreign Affairs" on a press release
    parsed.publisher = _readable(whole.header("organization")) or parsed.publisher
    parsed.language = whole.header("content-language")
    for field, value in whole.headers:
        if field in ("date", "sent", "release-date"):
            written = value.split("(")[0].strip()
            date = _rfc_date(written) or parse_date(written) or parse_date(_without_clock(written))
            if date:
                parsed.dates.append(DateFound(date, f"header {field.title()}", _DATE_RANK, timed=":" in value))


def _rfc_date(written: str) -> str | None:
    parts = parsedate(written) if re.search(r"\d{1,2} [A-Za-z]{3,} \d{4} \d", written) else None
    return parse_date(f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}") if parts else None


def _without_clock(written: str) -> str:
    return re.sub(r",?\s+(?:at\s+)?\d{1,2}[:.]\d{2}.*$", "", written)


def _readable(header: str | None) -> str | None:
    """Return a header with its encoded words decoded, None where empty."""
    if not header:
        return None
    header = header[:_MAX_HEADER]
    try:
        return str(make_header(decode_header(header))).strip() or None
    except (MessageError, UnicodeError, LookupError, ValueError):
        return header.strip() or None
