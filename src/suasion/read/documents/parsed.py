"""What a parser hands over: text with its map and what was found about it, or the reason why there is none."""

from __future__ import annotations

from typing import Literal

import msgspec

from suasion.read.documents.offsets import OffsetMap

Format = Literal["text", "html", "pdf", "docx", "mail", "feed"]


class Unreadable(Exception):  # noqa: N818  (it becomes a DocumentError once the input's name is known)
    """Nothing can be read: what is wrong, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class Reservation(msgspec.Struct, frozen=True):
    """Something a reader of the result should know; becomes a Problem of severity "warning", or "error" if ``lost``."""

    reason: str
    remedy: str | None = None
    place: str | None = None
    lost: bool = False
    about_date: bool = False  # settled where the caller gives the date


class DateFound(msgspec.Struct, frozen=True):
    """A date of publication found in a document.

    ``value`` is an ISO date, month or year, as written there (no time zone applied). ``where`` says where it was found.
    A lower ``rank`` is believed before a higher; two of the same rank that differ leave the date open.
    ``timed``: it came with a time of day, so that another time zone may show the day before or after.
    """

    value: str
    where: str
    rank: int
    timed: bool = False


class Parsed(msgspec.Struct, kw_only=True):
    """One document out of a parser. ``language`` is what the document says of itself, in its own spelling.

    ``entry`` holds the canonical bytes (as text) where the document is one entry of a feed.
    """

    media_type: str
    text: str
    offsets: OffsetMap
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    address: str | None = None
    language: str | None = None
    dates: list[DateFound] = []
    reservations: list[Reservation] = []
    entry: str | None = None


class Request(msgspec.Struct, kw_only=True):
    """What a child process is asked to parse; the bytes follow it on the pipe."""

    format: Literal["html", "pdf", "docx", "feed"]
    size: int
    address: str | None = None
    charset: str | None = None


class Reply(msgspec.Struct, kw_only=True):
    """What a child process answers. ``last``: it ends after this reply."""

    documents: list[Parsed] = []
    what: str | None = None
    remedy: str | None = None
    last: bool = False
