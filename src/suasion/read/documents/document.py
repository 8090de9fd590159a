"""A document that was taken in, and what its giver knows better than the document."""

from __future__ import annotations

import msgspec

from suasion.codebook.problem import Problem
from suasion.codebook.source import Reliability, Source
from suasion.errors import DocumentError
from suasion.read.documents.dates import is_iso
from suasion.read.documents.offsets import OffsetMap, Place


class Overrides(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a document from elsewhere; goes before what is found in it. None: not known."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    licence: str | None = None
    reliability: Reliability | None = None
    address: str | None = None

    def __post_init__(self) -> None:
        if self.published is not None and not is_iso(self.published):
            raise DocumentError(
                f"{self.published!r} is no date of publication. Give YYYY-MM-DD, YYYY-MM or YYYY of a date that exists."
            )
        if self.reliability is not None and self.reliability not in "ABCDEF":
            raise DocumentError(
                f"{self.reliability!r} is no reliability. Give a letter from A (reliable) to F (unknown)."
            )


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document: what is known of it, its bytes, reservations about it, and where its text stands in the bytes.

    ``source.text`` is the text that all offsets refer to. ``data`` are the bytes the source's hash is of: those
    given, or for an entry of a feed the canonical bytes of that entry.
    """

    source: Source
    data: bytes
    problems: tuple[Problem, ...]
    offsets: OffsetMap


def original_place(document: Document, start: int, end: int) -> Place | None:
    """Return where ``source.text[start:end]`` stands in the original.

    Parameters
    ----------
    document
        A document as taken in.
    start, end
        Offsets of its text, ``end`` excluded.

    Returns
    -------
    Place or None
        Characters of `original_text` for text, HTML, e-mail and feeds; pages of a PDF; paragraphs of a DOCX.
        None where the span holds only line breaks that were put in, or the text has no known place.
    """
    return document.offsets.place(start, end)


def original_text(document: Document) -> str | None:
    """Return the document's bytes as characters, a byte-order mark included; None for PDF and DOCX."""
    encoding = document.offsets.encoding
    return document.data.decode(encoding, "replace") if encoding else None
