"""Where text stands in the original: the map from offsets of the text to characters, pages or paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter
from typing import Literal

import msgspec

Unit = Literal["character", "page", "paragraph"]


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of text and where it stands.

    ``text[text_start:text_end]`` comes from ``original[start:end]`` (characters, ends excluded), or from page or
    paragraph ``start`` to ``end`` (numbers from 1, both included). ``exact``: the characters are the same, one for one;
    otherwise the one stretch as a whole stands for the other as a whole: ``&`` for ``&amp;``, a space for several.
    """

    text_start: int
    text_end: int
    start: int
    end: int
    exact: bool = False


class Place(msgspec.Struct, frozen=True):
    """A place in the original: characters (``end`` excluded), or pages or paragraphs (from 1, both included)."""

    unit: Unit
    start: int
    end: int

    def __str__(self) -> str:
        if self.unit == "character":
            return f"characters {self.start} to {self.end}"
        return f"{self.unit} {self.start}" if self.start == self.end else f"{self.unit}s {self.start} to {self.end}"


class OffsetMap(msgspec.Struct, frozen=True):
    """The segments of a text, in the order of the text, apart from one another; text between them was put in by us.

    ``encoding`` is how the original's bytes are decoded, with any byte-order mark kept as the first character;
    None where the original is not text (PDF, DOCX).
    """

    unit: Unit
    segments: tuple[Segment, ...]
    encoding: str | None = None

    def place(self, start: int, end: int) -> Place | None:
        """Return the smallest known place that holds ``text[start:end]``, None where none is known.

        Parameters
        ----------
        start, end
            Offsets of the text, ``end`` excluded.
        """
        first = max(bisect_right(self.segments, start, key=attrgetter("text_start")) - 1, 0)
        found: list[tuple[int, int]] = []
        for segment in self.segments[first:]:
            if segment.text_start >= end:
                break
            if segment.text_end <= start:
                continue
            if segment.exact:
                shift = segment.start - segment.text_start
                found.append((max(start, segment.text_start) + shift, min(end, segment.text_end) + shift))
            else:
                found.append((segment.start, segment.end))
        if not found:
            return None
        return Place(self.unit, min(low for low, _ in found), max(high for _, high in found))


def identity(length: int, *, shift: int = 0, encoding: str) -> OffsetMap:
    """Return the map of a text that is the original from character ``shift`` on."""
    segments = (Segment(0, length, shift, shift + length, True),) if length else ()
    return OffsetMap("character", segments, encoding)


def compose(outer: OffsetMap, inner: OffsetMap) -> OffsetMap:
    """Return the map from a text to its original, by way of a text between.

    Parameters
    ----------
    outer
        From the text to the characters of the text between.
    inner
        From the text between to the original.
    """
    segments: list[Segment] = []
    for segment in outer.segments:
        if not segment.exact:
            place = inner.place(segment.start, segment.end)
            if place:
                segments.append(Segment(segment.text_start, segment.text_end, place.start, place.end))
            continue
        shift = segment.start - segment.text_start
        first = max(bisect_right(inner.segments, segment.start, key=attrgetter("text_start")) - 1, 0)
        for part in inner.segments[first:]:
            if part.text_start >= segment.end:
                break
            low, high = max(segment.start, part.text_start), min(segment.end, part.text_end)
            if low >= high:
                continue
            moved = part.start - part.text_start if part.exact else 0
            start, end = (low + moved, high + moved) if part.exact else (part.start, part.end)
            segments.append(Segment(low - shift, high - shift, start, end, part.exact))
    return OffsetMap(inner.unit, tuple(segments), inner.encoding)


class MappedText:
    """A text under construction, with its segments."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._segments: list[Segment] = []
        self.length = 0

    def put(self, text: str) -> None:
        """Add text of our own, which stands nowhere in the original."""
        self._parts.append(text)
        self.length += len(text)

    def copy(self, text: str, start: int) -> None:
        """Add characters that stand in the original from ``start`` on, one for one."""
        if not text:
            return
        low, high = self.length, self.length + len(text)
        self.put(text)
        last = self._segments[-1] if self._segments else None
        if last and last.exact and last.text_end == low and last.end == start:
            self._segments[-1] = Segment(last.text_start, high, last.start, start + len(text), True)
        else:
            self._segments.append(Segment(low, high, start, start + len(text), True))

    def stand_for(self, text: str, start: int, end: int) -> None:
        """Add text that stands for ``original[start:end]``, or for pages or paragraphs ``start`` to ``end``."""
        if not text:
            return
        low = self.length
        self.put(text)
        self._segments.append(Segment(low, self.length, start, end))

    def join(self, text: str, segments: Iterable[Segment]) -> None:
        """Add a text that has its own segments, counted from its own beginning."""
        low = self.length
        self.put(text)
        self._segments += [Segment(s.text_start + low, s.text_end + low, s.start, s.end, s.exact) for s in segments]

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments so far."""
        return tuple(self._segments)
