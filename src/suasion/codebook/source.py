"""A source: a document or a data set, with its address, date, licence and the hash of its bytes."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
import pyarrow as pa

SourceKind = Literal["document", "dataset"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a document or data set.

    ``sha256`` is of the bytes as received; the id is made from it, so the same bytes are one source.
    ``text`` is the document's text to which all statement offsets refer, None for a data set.
    ``published`` is an ISO date, month or year, None where neither found nor given.
    ``reliability`` is the Admiralty letter of the source (A reliable .. E unreliable, F cannot be judged).
    """

    kind: SourceKind
    name: str
    sha256: str
    size: int
    media_type: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    address: str | None = None
    published: str | None = None
    accessed: str | None = None
    language: str | None = None
    licence: str | None = None
    citation: str | None = None
    reliability: Reliability = "F"
    text: str | None = None

    @property
    def id(self) -> str:
        """The content id, ``so-`` and 16 hex digits of the bytes' hash."""
        return f"so-{self.sha256[:16]}"


SOURCE_SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()),
        ("kind", pa.string()),
        ("name", pa.string()),
        ("sha256", pa.string()),
        ("size", pa.int64()),
        ("media_type", pa.string()),
        ("title", pa.string()),
        ("publisher", pa.string()),
        ("author", pa.string()),
        ("address", pa.string()),
        ("published", pa.string()),
        ("accessed", pa.string()),
        ("language", pa.string()),
        ("licence", pa.string()),
        ("citation", pa.string()),
        ("reliability", pa.string()),
        ("text", pa.string()),
    ]
)
