"""An issue as a line from pole to pole: where everyone stands, the target, and what other models say."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from suasion.brief.answers.drawing import (
    LABEL,
    LEFT,
    POLE,
    RIGHT,
    ROW,
    SMALL_ROW,
    WIDTH,
    WORDS,
    Bar,
    Dot,
    Drawing,
    Kind,
    Rule,
    Words,
    across,
)
from suasion.brief.document import Chart, Point
from suasion.brief.wording import shorten


def issue_line(drawing: Drawing, chart: Chart, y: float, target: float | None, called: str) -> float:
    """Draw the line from pole to pole with a row for each point; return the height reached."""
    x = across(-1.0, 1.0)
    top = y + 46
    ends = chart.groups[0].ends or ("against", "for")
    for left, words, anchor in ((LEFT - 40, ends[0], "start"), (WIDTH - RIGHT + 40, ends[1], "end")):
        for n, line in enumerate(textwrap.wrap(words, POLE)[:2]):
            drawing.words.append(Words(x=left, y=y + 8 + 15 * n, words=line, kind="soft", anchor=anchor))
    for value in (-1.0, -0.5, 0.0, 0.5, 1.0):
        words = f"{value:+g}".replace("-", "−") if value else "0"
        drawing.words.append(Words(x=x(value), y=y + 42, words=words, kind="soft", anchor="middle"))
    reached = top + 6
    for n, group in enumerate(chart.groups):
        if n:
            drawing.words.append(Words(x=0, y=reached + 18, words=group.label, kind="head"))
            reached += 28
        for one in group.points:
            kind = "model" if n else _kind(one)
            if kind == "target":
                continue
            step = SMALL_ROW if n else ROW
            _point(drawing, one, reached + step / 2, x, kind)
            reached += step
    drawing.rules += [Rule(x=x(v), y1=top, y2=reached) for v in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    if target is not None:
        drawing.rules.append(Rule(x=x(target), y1=top - 2, y2=reached + 4, kind="target"))
        drawing.words.append(Words(x=x(target), y=reached + 16, words=called, kind="targeted", anchor="middle"))
        reached += 16
    return reached + 8


def _kind(one: Point) -> Kind:
    if one.label in ("Target", "Text"):
        return "target"
    if one.label.endswith(" now") or one.label == "If nothing is agreed":
        return "now"
    return "then" if one.label.endswith(" then") or one.label.startswith("If ") else "patron"


def _point(drawing: Drawing, one: Point, y: float, x: Callable[[float], float], kind: Kind) -> None:
    """Draw one row: its name, its band and mark, and its numbers."""
    drawing.words.append(
        Words(x=0, y=y + 4, words=shorten(one.label, LABEL), kind="soft" if kind == "model" else "text")
    )
    if one.value is None:
        drawing.words.append(Words(x=LEFT + 6, y=y + 4, words=shorten(one.content.text, 50), kind="soft"))
        return
    if one.low is not None and one.high is not None:
        drawing.bars.append(Bar(x1=x(one.low), x2=x(one.high), y=y, kind=kind))
    drawing.dots.append(Dot(x=x(one.value), y=y, kind=kind))
    words = shorten(one.content.text, WORDS)
    drawing.words.append(Words(x=WIDTH - RIGHT + 12, y=y + 4, words=words, kind="soft"))
