"""Which lines of a page are its main text: those whose letters stand, in order, in what an extractor returned."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

_GRAM: Final = 8  # letters; the main text is indexed at every eighth letter
_LONG: Final = 20  # letters; a line this long is found wherever it stands, a shorter one only where it fits in
_PART: Final = 12  # letters of a piece that may stand within a line
_MIN_SHARED: Final = 0.7  # of a piece: the beginning and the end that it has in common with a line
_MIN_ALIGNED: Final = 0.5
_MAX_PLACES: Final = 20
_MAX_COMPARISONS: Final = 500_000
_PIECE_BREAK: Final = re.compile(r"\n|(?<= )\|(?= )|^\||\|$", re.MULTILINE)  # lines, and cells of a table row


def main_lines(lines: Sequence[str], main_text: str) -> list[bool] | None:
    """Return for each line whether it stands in the main text; None where that cannot be told.

    Heuristic. The extractor drops control characters, bidirectional marks and zero-width spaces, normalises the rest
    and breaks lines elsewhere, so that its own text is not verbatim; the order of letters and digits survives. Long
    lines that occur once on either side are anchors; between two of those, lines are matched in order: where one goes
    on from the last, where a long one stands, where a short one is a whole piece, and where one holds a piece.
    With less than half of the main text matched, nothing is told.

    Parameters
    ----------
    lines
        The visible lines of the page, in order.
    main_text
        What the extractor returned.
    """
    pieces = [key for part in _PIECE_BREAK.split(main_text) if (key := _key(part))]
    return _Matching([_key(line) for line in lines], pieces).run() if pieces else None


def _key(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text)))


class _Matching:
    """The letters of the lines and of the main text, and what of either has been found in the other."""

    def __init__(self, keys: list[str], pieces: list[str]) -> None:
        self.keys = keys
        self.main = "".join(pieces)
        self.kept = [False] * len(keys)
        self.aligned = 0
        self.budget = _MAX_COMPARISONS
        starts = [0, *accumulate(map(len, pieces))]
        self.starts = starts[:-1]
        self.pieces = pieces
        self.whole: dict[str, list[int]] = {}
        for start, piece in zip(self.starts, pieces, strict=True):
            self.whole.setdefault(piece, []).append(start)
        self.grams: dict[str, list[int]] = {}
        for start in range(0, len(self.main) - _GRAM + 1, _GRAM):
            self.grams.setdefault(self.main[start : start + _GRAM], []).append(start)

    def run(self) -> list[bool] | None:
        anchors = self._anchors()
        for line, _ in anchors:
            self._keep(line)
        bounds = [(-1, 0, 0), *((line, at, at + len(self.keys[line])) for line, at in anchors)]
        bounds.append((len(self.keys), len(self.main), len(self.main)))
        for (before, _, low), (after, high, _) in pairwise(bounds):
            self._between(range(before + 1, after), low, high)
        return self.kept if self.aligned >= _MIN_ALIGNED * len(self.main) else None

    def _keep(self, line: int) -> None:
        self.kept[line] = True
        self.aligned += len(self.keys[line])

    def _places(self, key: str) -> list[int]:
        """Return where a long line stands in the main text, the first places if they are many."""
        found = {
            at - offset
            for offset in range(_GRAM)
            for at in self.grams.get(key[offset : offset + _GRAM], [])[:_MAX_PLACES]
            if self.main.startswith(key, at - offset) and at >= offset
        }
        return sorted(found)

    def _anchors(self) -> list[tuple[int, int]]:
        """Return lines and their places in the main text, as many as stand in the same order on both sides."""
        counts = Counter(self.keys)
        pairs = [
            (line, places[0])
            for line, key in enumerate(self.keys)
            if len(key) >= _LONG and counts[key] == 1 and len(places := self._places(key)) == 1
        ]
        # The longest run of ascending places (patience sorting).
        tails: list[int] = []
        ends: list[int] = []
        before: list[int] = []
        for number, (_, at) in enumerate(pairs):
            slot = bisect_left(tails, at)
            before.append(ends[slot - 1] if slot else -1)
            tails[slot : slot + 1] = [at]
            ends[slot : slot + 1] = [number]
        chain: list[tuple[int, int]] = []
        number = ends[-1] if ends else -1
        while number >= 0:
            chain.append(pairs[number])
            number = before[number]
        return chain[::-1]

    def _between(self, lines: range, low: int, high: int) -> None:
        """Match lines between two anchors with the main text between them, ``main[low:high]``."""
        at = low
        for line in lines:
            key = self.keys[line]
            if not key or at >= high:
                continue
            place = self._next(key, at)
            if place is not None and place + len(key) <= high:
                if place > at:
                    self._hold_pieces(lines, line, at, place)
                self._keep(line)
                at = place + len(key)
        if at < high:
            self._hold_pieces(lines, lines.stop, at, high)

    def _next(self, key: str, at: int) -> int | None:
        """Return the next place from ``at`` on where a line may stand."""
        if self.main.startswith(key, at):
            return at
        places = self._places(key) if len(key) >= _LONG else self.whole.get(key, [])
        slot = bisect_left(places, at)
        return places[slot] if slot < len(places) else None

    def _hold_pieces(self, lines: range, stop: int, low: int, high: int) -> None:
        """Keep lines before ``stop`` that hold a piece of ``main[low:high]`` among words the extractor left out."""
        first = bisect_left(self.starts, low)
        pieces = self.pieces[first : bisect_left(self.starts, high)]
        candidates = [
            line for line in range(lines.start, stop) if not self.kept[line] and len(self.keys[line]) >= _PART
        ]
        self.budget -= len(pieces) * len(candidates)
        if self.budget < 0:
            return
        for piece in pieces:
            for line in candidates if len(piece) >= _PART else ():
                if _is_within(piece, self.keys[line]):
                    self.aligned += len(piece)
                    self.kept[line] = True
                    break


def _shared(one: str, other: str) -> int:
    """Return how many characters two strings have in common at the beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _is_within(piece: str, key: str) -> bool:
    """Return whether a line holds a piece, whole or with something put in between (a date, a label)."""
    if piece in key:
        return True
    before = _shared(piece, key)
    after = _shared(piece[before:][::-1], key[before:][::-1])
    return before + after >= _MIN_SHARED * len(piece)
