"""A Word document to paragraphs, by number, without what was deleted or is hidden.

The XML is read by defusedxml from the zip archive itself: python-docx parses with lxml, leaves out inserted text and
text boxes, and would need the same guards.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from suasion.read.documents.heading import heading
from suasion.read.documents.limits import FREE_UNPACKED_BYTES, MAX_EXPANSION, MAX_UNPACKED_BYTES
from suasion.read.documents.offsets import MappedText, OffsetMap
from suasion.read.documents.parsed import Parsed, Unreadable

_MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ENCRYPTED_FLAG: Final = 0x1
# Deleted text, the place text was moved from, and the twin of a drawing for old programs.
_LEFT_OUT: Final = frozenset({"del", "moveFrom", "Fallback"})
_CHARACTERS: Final = {"br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "tab": "\t"}


def parse_docx(data: bytes) -> Parsed:
    """Return the text of a Word document, a paragraph a line, the cells of a row beside one another.

    Parameters
    ----------
    data
        The bytes as received.

    Raises
    ------
    Unreadable
        If it is damaged, encrypted, holds no text, or unpacks to more than is allowed.
    """
    remedy = "Open it in a word processor, save it as DOCX again, and give that."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _guard(archive, len(data))
            paragraphs = _Paragraphs()
            paragraphs.read(archive.read(_main_part(archive)))
            parsed = Parsed(media_type=_MEDIA_TYPE, text=paragraphs.mapped.text, offsets=paragraphs.offsets)
            _describe(parsed, paragraphs.title, _core(archive))
    except DefusedXmlException as error:
        raise Unreadable("declares entities or a document type, which Word never does.", remedy) from error
    except (zipfile.BadZipFile, KeyError, ParseError, EOFError, NotImplementedError, ValueError) as error:
        raise Unreadable(f"is a damaged Word document ({str(error)[:100]}).", remedy) from error
    if not parsed.text.strip():
        raise Unreadable("is a Word document with nothing to read.", "Its text may be in pictures; give its text.")
    return parsed


def _guard(archive: zipfile.ZipFile, packed: int) -> None:
    """Refuse archives that unpack to too much; zipfile reads no more of a part than the size declared here."""
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise Unreadable("is encrypted.", "Save it without a password and give that.")
    unpacked = sum(part.file_size for part in parts)
    ratio = unpacked / max(packed, 1)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > FREE_UNPACKED_BYTES and ratio > MAX_EXPANSION):
        allowed = f"at most {MAX_EXPANSION}:1 and {MAX_UNPACKED_BYTES:,} bytes are"
        raise Unreadable(
            f"unpacks from {packed:,} to {unpacked:,} bytes; {allowed} allowed.",
            "It may be made to exhaust memory; give its text.",
        )


def _main_part(archive: zipfile.ZipFile) -> str:
    """Return the name of the part that holds the text."""
    for relation in fromstring(archive.read("_rels/.rels"), forbid_dtd=True):
        if relation.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(relation.get("Target", "").lstrip("/"))
    return "word/document.xml"


def _core(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return title, creator, language and dates of the file's description."""
    if "docProps/core.xml" not in archive.namelist():
        return {}
    root = fromstring(archive.read("docProps/core.xml"), forbid_dtd=True)
    return {_local(element): element.text.strip() for element in root if element.text and element.text.strip()}


def _describe(parsed: Parsed, styled_title: str | None, core: dict[str, str]) -> None:
    top = heading(parsed.text)
    parsed.title = styled_title or core.get("title") or top.title
    creator = core.get("creator", "")
    parsed.author = top.author or (creator if " " in creator else None)  # one word is the name of an account
    parsed.language = core.get("language")
    parsed.dates = top.dates  # the file's own dates are often those of the template it was made from


class _Paragraphs:
    """Paragraphs read from a main part, numbered from 1 in the order they begin."""

    def __init__(self) -> None:
        self.mapped = MappedText()
        self.title: str | None = None
        self._open: list[tuple[int, list[str]]] = []  # a text box holds paragraphs within one
        self._count = 0
        self._gap = ""
        self._run: list[str] = []
        self._hidden = False
        self._left_out = 0
        self._style = ""

    @property
    def offsets(self) -> OffsetMap:
        return OffsetMap("paragraph", self.mapped.segments)

    def read(self, xml: bytes) -> None:
        path: list[str] = []
        for event, element in iterparse(io.BytesIO(xml), events=("start", "end"), forbid_dtd=True):
            tag = _local(element)
            if event == "start":
                path.append(tag)
                self._start(tag)
            else:
                path.pop()
                self._end(tag, element, path[-1] if path else "")
                element.clear()

    def _start(self, tag: str) -> None:
        if tag in _LEFT_OUT:
            self._left_out += 1
        elif tag == "p":
            self._count += 1
            self._open.append((self._count, []))
            self._style = ""
        elif tag == "r":
            self._run, self._hidden = [], False

    def _end(self, tag: str, element: Element, parent: str) -> None:
        if tag in _LEFT_OUT:
            self._left_out -= 1
        elif tag == "t" and parent == "r":
            self._run.append(element.text or "")
        elif tag in _CHARACTERS and parent == "r":
            self._run.append(_CHARACTERS[tag])
        elif tag == "vanish" and _attribute(element, "val") not in ("0", "false"):
            self._hidden = True
        elif tag == "pStyle":
            self._style = _attribute(element, "val") or ""
        elif tag == "r" and self._open:
            if not self._hidden and not self._left_out:
                self._open[-1][1].extend(self._run)
            self._run = []
        elif tag == "p" and self._open:
            self._put(*self._open.pop())
        elif tag == "tc":
            self._gap = " | " if self.mapped.length else ""
        elif tag == "tr":
            self._gap = "\n" if self.mapped.length else ""

    def _put(self, number: int, parts: list[str]) -> None:
        text = "".join(parts)
        if not text.strip():
            return
        self.mapped.put(self._gap)
        self.mapped.stand_for(text, number, number)
        self._gap = "\n"
        if self._style.lower() == "title" and self.title is None:
            self.title = " ".join(text.split())


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
