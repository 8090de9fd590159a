"""Bars below an issue's line: what each change moves, how much of its bound a lever takes, who agrees."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence

from suasion.assess.institution.results import Seat
from suasion.assess.scenario.results import Offer, WhatIf
from suasion.brief.answers.drawing import LABEL, LEFT, RIGHT, ROW, WIDTH, WORDS, Bar, Dot, Drawing, Rule, Words, across
from suasion.brief.answers.what_it_takes import cost_at, cost_words
from suasion.brief.answers.words import RESTS, amount, lever, move, percent
from suasion.brief.case import name_of
from suasion.brief.prose import capital
from suasion.brief.wording import shorten
from suasion.codebook import Estimate

_MOST = 8  # levers that a picture shows, the strongest


def moves(drawing: Drawing, found: WhatIf, y: float) -> float:
    """Draw a bar for what each change moves, from nothing outwards; return the height reached."""
    told = [(one.change, one.moves, RESTS[one.rests_on]) for one in found.steps]
    if len(told) > 1:
        told.append(("All together", found.moved, ""))
    ends = [abs(v) for _, e, _ in told for v in (e.value, e.low, e.high) if v is not None]
    most = max([*ends, 0.01]) * 1.05
    x = across(-most, most)
    drawing.words.append(Words(x=0, y=y + 12, words="What each change moves", kind="head"))
    end = _round_below(most)
    for value in (-end, 0.0, end):
        words = f"{value:+g}".replace("-", "−") if value else "0"
        drawing.words.append(Words(x=x(value), y=y + 32, words=words, kind="soft", anchor="middle"))
    y, top = y + 42, y + 36
    for label, estimate, rests in told:
        y = _move(drawing, (label, estimate, rests), y, x)
    drawing.rules += [Rule(x=x(value), y1=top, y2=y) for value in (-end, end)]
    drawing.rules.append(Rule(x=x(0.0), y1=top, y2=y, kind="zero"))
    return y


def _round_below(value: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that a positive number reaches."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (5, 2, 1) if step * power <= value)


def _move(drawing: Drawing, told: tuple[str, Estimate, str], y: float, x: Callable[[float], float]) -> float:
    label, estimate, rests = told
    middle = y + 10
    for n, line in enumerate(textwrap.wrap(label, LABEL)[:2]):
        drawing.words.append(Words(x=0, y=middle + 4 + 14 * n, words=line))
    if estimate.value is not None:
        drawing.bars.append(Bar(x1=x(0.0), x2=x(estimate.value), y=middle, kind="moves"))
        if estimate.low is not None and estimate.high is not None:
            drawing.bars.append(Bar(x1=x(estimate.low), x2=x(estimate.high), y=middle, kind="whisker"))
    x_words = WIDTH - RIGHT + 12
    drawing.words.append(Words(x=x_words, y=middle + 4, words=_moved_words(estimate)))
    if rests:
        drawing.words.append(Words(x=x_words, y=middle + 18, words=rests, kind="soft"))
    return y + (34 if rests else ROW)


def _moved_words(estimate: Estimate) -> str:
    words = move(estimate.value)
    if estimate.value is None or estimate.low is None or estimate.high is None or estimate.low == estimate.high:
        return words
    return f"{words} ({move(estimate.low)} to {move(estimate.high)})"


def offers(drawing: Drawing, offers: list[Offer], y: float) -> float:
    """Draw each lever from nothing to its bound, with what it is now and what it would have to be."""
    x = across(0.0, 1.0)
    drawing.words.append(Words(x=0, y=y + 12, words="How much of the most on record it takes", kind="head"))
    key = "Stroke: now. Ring: enough in half of the draws. Disc: enough in four of five."
    drawing.words.append(Words(x=0, y=y + 30, words=key, kind="soft"))
    y += 44
    for one in offers[:_MOST]:
        middle = y + 10
        drawing.words.append(Words(x=0, y=middle + 4, words=capital(lever(one.instrument))))
        _offer(drawing, one, middle, x)
        y += 34
    return y


def _offer(drawing: Drawing, one: Offer, y: float, x: Callable[[float], float]) -> None:
    bound = one.bound.value
    x_words = WIDTH - RIGHT + 12
    if not bound:
        drawing.words.append(Words(x=LEFT + 6, y=y + 4, words="nothing of the kind is on record", kind="soft"))
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
            lines.append(f"{odds}: {cost_words(cost)}")
        else:
            drawing.dots.append(Dot(x=x(cost.amount.value / bound), y=y, kind=kind))
            lines.append(f"{odds}: {amount(cost.amount.value, one.unit)}")
    for n, line in enumerate(reversed(lines)):
        drawing.words.append(
            Words(x=x_words, y=y + 4 + 14 * n, words=shorten(line, WORDS), kind="text" if not n else "soft")
        )


def accepting(drawing: Drawing, seats: Sequence[Seat], y: float) -> float:
    """Draw each member's chance to agree, those first that most often block alone; return the height reached."""
    x = across(0.0, 1.0)
    drawing.words.append(Words(x=0, y=y + 12, words="How surely each member agrees", kind="head"))
    y += 26
    for one in seats:
        middle = y + 10
        drawing.words.append(Words(x=0, y=middle + 4, words=shorten(name_of(one.member), LABEL)))
        drawing.bars.append(Bar(x1=x(0.0), x2=x(1.0), y=middle, kind="range"))
        if one.accepts.value is not None:
            drawing.bars.append(Bar(x1=x(0.0), x2=x(one.accepts.value), y=middle, kind="moves"))
        words = f"{percent(one.accepts.value)}, blocks alone {percent(one.blocks_alone.value)}"
        drawing.words.append(Words(x=WIDTH - RIGHT + 12, y=middle + 4, words=words, kind="soft"))
        y += ROW
    return y
