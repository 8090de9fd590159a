"""A picture laid out: strokes, marks and words at their places, for a template to draw."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Final

import msgspec

WIDTH: Final = 720
LEFT: Final = 176  # room for labels
RIGHT: Final = 178  # room for the numbers in words
ROW: Final = 24
SMALL_ROW: Final = 19
_LINE: Final = 17
_LETTERS: Final = {
    "title": 62,
    "text": 96,
    "warn": 82,
    "soft": 100,
}  # that a line of the whole width holds, in a wide font
POLE: Final = 34  # letters of 12 units in a third of the width
LABEL: Final = 25
WORDS: Final = 29

Kind = str  # of a mark: now, then, patron, target, model, bar


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Words at a place; ``kind`` is their style: title, text, soft, head, warn."""

    x: float
    y: float
    words: str
    kind: str = "text"
    anchor: str = "start"


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A stroke from one place to another at a height."""

    x1: float
    x2: float
    y: float
    kind: Kind


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """A mark at a place: a disc for the client, a diamond for a patron, a ring for another model, a stroke for more."""

    x: float
    y: float
    kind: Kind


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A line from top to bottom: a mark of the scale, the middle, the target."""

    x: float
    y1: float
    y2: float
    kind: Kind = "tick"


class Drawing(msgspec.Struct, kw_only=True):
    """All marks of a picture, laid out."""

    title: str
    description: str
    height: float = 0.0
    rules: list[Rule] = []
    bars: list[Bar] = []
    dots: list[Dot] = []
    words: list[Words] = []


def write(drawing: Drawing, words: str, y: float, kind: str) -> float:
    """Write words in lines of the whole width; a number keeps its percent sign. Return the height reached."""
    for line in textwrap.wrap(words.replace(" %", "\u00a0%"), _LETTERS[kind]):
        drawing.words.append(Words(x=0, y=y, words=line, kind=kind))
        y += _LINE + (5 if kind == "title" else 0)
    return y


def across(first: float, last: float) -> Callable[[float], float]:
    """Return where a value stands between the labels and the numbers; what is beyond the scale stands at its end."""
    span = (last - first) or 1.0
    inner = WIDTH - LEFT - RIGHT

    def x(value: float) -> float:
        return round(LEFT + (min(max(value, first), last) - first) / span * inner, 2)

    return x
