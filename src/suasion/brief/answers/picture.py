"""An answer as a picture: the issue's line from pole to pole with everyone on it, and below it bars of what moves."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from suasion.assess.scenario.results import Offer, WhatIf, WhatItTakes
from suasion.brief.answers.what_if import headline, read_what_if
from suasion.brief.answers.what_it_takes import cost_at, read_what_it_takes, strongest, takes_headline
from suasion.brief.answers.words import RESTS, amount, lever, move, percent, place, poles
from suasion.brief.case import name_of
from suasion.brief.document import Chart, Point
from suasion.brief.prose import capital
from suasion.brief.wording import shorten
from suasion.codebook import Estimate

WIDTH: Final = 720
_LEFT: Final = 176  # room for labels
_RIGHT: Final = 178  # room for the numbers in words
_ROW: Final = 24
_SMALL_ROW: Final = 19
_LINE: Final = 17
_LETTERS: Final = {
    "title": 62,
    "text": 96,
    "warn": 82,
    "soft": 100,
}  # that a line of the whole width holds, in a wide font
_POLE: Final = 34  # letters of 12 units in a third of the width
_LABEL: Final = 25
_WORDS: Final = 29

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


def draw_what_if(found: WhatIf) -> Drawing:
    """Return the picture of an answer to a scenario, laid out.

    Parameters
    ----------
    found
        As `service.whatif` gave it.
    """
    reading = read_what_if(found)
    warnings = [one.words for one in reading.first if one.tone == "warning"]
    drawing = Drawing(title=reading.title, description=headline(found))
    y = _head(drawing, warnings)
    y = _issue(drawing, reading.chart, y, poles(found.scenario.issue), found.scenario.target)
    if found.steps:
        y = _moves(drawing, found, y + 14)
    drawing.height = _foot(drawing, reading.foot, y)
    return drawing


def draw_what_it_takes(found: WhatItTakes) -> Drawing:
    """Return the picture of what it would take, laid out.

    Parameters
    ----------
    found
        As `service.what_would_it_take` gave it.
    """
    reading = read_what_it_takes(found)
    warnings = [one.words for one in reading.first if one.tone == "warning"]
    drawing = Drawing(title=reading.title, description=takes_headline(found))
    y = _head(drawing, warnings)
    y = _issue(drawing, reading.chart, y, poles(found.scenario.issue), found.target)
    if found.offers:
        y = _offers(drawing, strongest(found), y + 14)
    drawing.height = _foot(drawing, reading.foot, y)
    return drawing


def _head(drawing: Drawing, warnings: Iterable[str]) -> float:
    """Write the title, the answer and every warning; return the height reached."""
    y = _write(drawing, drawing.title, 22, "title")
    y = _write(drawing, drawing.description, y + 4, "text")
    for words in warnings:
        y = _write(drawing, words, y + 4, "warn")
    return y + 8


def _foot(drawing: Drawing, words: str, y: float) -> float:
    return _write(drawing, words, y + 16, "soft")


def _write(drawing: Drawing, words: str, y: float, kind: str) -> float:
    """Write words in lines of the whole width; a number keeps its percent sign. Return the height reached."""
    for line in textwrap.wrap(words.replace(" %", "\u00a0%"), _LETTERS[kind]):
        drawing.words.append(Words(x=0, y=y, words=line, kind=kind))
        y += _LINE + (5 if kind == "title" else 0)
    return y


def _across(first: float, last: float) -> Callable[[float], float]:
    """Return where a value stands between the labels and the numbers; what is beyond the scale stands at its end."""
    span = (last - first) or 1.0
    inner = WIDTH - _LEFT - _RIGHT

    def x(value: float) -> float:
        return round(_LEFT + (min(max(value, first), last) - first) / span * inner, 2)

    return x


def _issue(drawing: Drawing, chart: Chart, y: float, ends: tuple[str, str], target: float | None) -> float:
    """Draw the line from pole to pole with a row for each point; return the height reached."""
    x = _across(-1.0, 1.0)
    top = y + 46
    for left, words, anchor in ((_LEFT - 40, ends[0], "start"), (WIDTH - _RIGHT + 40, ends[1], "end")):
        for n, line in enumerate(textwrap.wrap(words, _POLE)[:2]):
            drawing.words.append(Words(x=left, y=y + 8 + 15 * n, words=line, kind="soft", anchor=anchor))
    for value in (-1.0, -0.5, 0.0, 0.5, 1.0):
        words = f"{value:+g}".replace("-", "−") if value else "0"
        drawing.words.append(Words(x=x(value), y=y + 42, words=words, kind="soft", anchor="middle"))
    reached = top + 6
    for n, group in enumerate(chart.groups):
        if n:
            drawing.words.append(Words(x=0, y=reached + 18, words=group.label, kind="head"))
            reached += 28
        for place_in_group, one in enumerate(group.points):
            kind = "model" if n else _kind(one, place_in_group)
            if kind == "target":
                continue
            step = _SMALL_ROW if n else _ROW
            _point(drawing, one, reached + step / 2, x, kind)
            reached += step
    drawing.rules += [Rule(x=x(v), y1=top, y2=reached) for v in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    if target is not None:
        drawing.rules.append(Rule(x=x(target), y1=top - 2, y2=reached + 4, kind="target"))
        words = f"target {place(target)}"
        drawing.words.append(Words(x=x(target), y=reached + 16, words=words, kind="targeted", anchor="middle"))
        reached += 16
    return reached + 8


def _kind(one: Point, n: int) -> Kind:
    if one.label == "Target":
        return "target"
    if n == 0:
        return "now"
    return "then" if one.label.endswith(" then") or one.label.startswith("If ") else "patron"


def _point(drawing: Drawing, one: Point, y: float, x: Callable[[float], float], kind: Kind) -> None:
    """Draw one row: its name, its band and mark, and its numbers."""
    drawing.words.append(
        Words(x=0, y=y + 4, words=shorten(one.label, _LABEL), kind="soft" if kind == "model" else "text")
    )
    if one.value is None:
        drawing.words.append(Words(x=_LEFT + 6, y=y + 4, words=shorten(one.content.text, 50), kind="soft"))
        return
    if one.low is not None and one.high is not None:
        drawing.bars.append(Bar(x1=x(one.low), x2=x(one.high), y=y, kind=kind))
    drawing.dots.append(Dot(x=x(one.value), y=y, kind=kind))
    words = shorten(one.content.text, _WORDS)
    drawing.words.append(Words(x=WIDTH - _RIGHT + 12, y=y + 4, words=words, kind="soft"))


def _moves(drawing: Drawing, found: WhatIf, y: float) -> float:
    """Draw a bar for what each change moves, from nothing outwards; return the height reached."""
    told = [(one.change, one.moves, RESTS[one.rests_on]) for one in found.steps]
    if len(told) > 1:
        told.append(("All together", found.moved, ""))
    ends = [abs(v) for _, e, _ in told for v in (e.value, e.low, e.high) if v is not None]
    most = max([*ends, 0.01]) * 1.05
    x = _across(-most, most)
    drawing.words.append(Words(x=0, y=y + 12, words="What each change moves", kind="head"))
    y, top = y + 26, y + 22
    for label, estimate, rests in told:
        y = _move(drawing, (label, estimate, rests), y, x)
    drawing.rules.append(Rule(x=x(0.0), y1=top, y2=y, kind="zero"))
    return y


def _move(drawing: Drawing, told: tuple[str, Estimate, str], y: float, x: Callable[[float], float]) -> float:
    label, estimate, rests = told
    middle = y + 10
    for n, line in enumerate(textwrap.wrap(label, _LABEL)[:2]):
        drawing.words.append(Words(x=0, y=middle + 4 + 14 * n, words=line))
    if estimate.value is not None:
        drawing.bars.append(Bar(x1=x(0.0), x2=x(estimate.value), y=middle, kind="moves"))
        if estimate.low is not None and estimate.high is not None:
            drawing.bars.append(Bar(x1=x(estimate.low), x2=x(estimate.high), y=middle, kind="whisker"))
    x_words = WIDTH - _RIGHT + 12
    drawing.words.append(Words(x=x_words, y=middle + 4, words=_moved_words(estimate)))
    if rests:
        drawing.words.append(Words(x=x_words, y=middle + 18, words=f"on {rests}", kind="soft"))
    return y + (34 if rests else _ROW)


def _moved_words(estimate: Estimate) -> str:
    words = move(estimate.value)
    if estimate.value is None or estimate.low is None or estimate.high is None or estimate.low == estimate.high:
        return words
    return f"{words} ({move(estimate.low)} to {move(estimate.high)})"


def _offers(drawing: Drawing, offers: list[Offer], y: float) -> float:
    """Draw each lever from nothing to its bound, with what it is now and what it would have to be."""
    x = _across(0.0, 1.0)
    drawing.words.append(Words(x=0, y=y + 12, words="How much of the most on record it takes", kind="head"))
    key = "Stroke: now. Ring: enough in half of the draws. Disc: enough in four of five."
    drawing.words.append(Words(x=0, y=y + 30, words=key, kind="soft"))
    y += 44
    for one in offers:
        middle = y + 10
        label = f"{name_of(one.patron)}: {lever(one.instrument)}"
        drawing.words.append(Words(x=0, y=middle + 4, words=shorten(capital(label), _LABEL)))
        _offer(drawing, one, middle, x)
        y += 34
    return y


def _offer(drawing: Drawing, one: Offer, y: float, x: Callable[[float], float]) -> None:
    bound = one.bound.value
    x_words = WIDTH - _RIGHT + 12
    if not bound:
        drawing.words.append(Words(x=_LEFT + 6, y=y + 4, words="nothing of the kind is on record", kind="soft"))
        return
    drawing.bars.append(Bar(x1=x(0.0), x2=x(1.0), y=y, kind="range"))
    drawing.words.append(Words(x=x(1.0), y=y + 18, words=f"most: {amount(bound, one.unit)}", kind="soft", anchor="end"))
    if one.now.value is not None:
        drawing.dots.append(Dot(x=x(one.now.value / bound), y=y, kind="level"))
    lines: list[str] = []
    for probability, kind, odds in ((0.8, "sure", "4 of 5"), (0.5, "even", "half")):
        cost = cost_at(one, probability)
        if cost is None:
            continue
        if cost.amount.value is None:
            lines.append(f"{odds}: no ({percent(cost.at_bound.value)} at most)")
        else:
            drawing.dots.append(Dot(x=x(cost.amount.value / bound), y=y, kind=kind))
            lines.append(f"{odds}: {amount(cost.amount.value, one.unit)}")
    for n, line in enumerate(reversed(lines)):
        drawing.words.append(
            Words(x=x_words, y=y + 4 + 14 * n, words=shorten(line, _WORDS), kind="text" if not n else "soft")
        )
