"""Where the marks of a chart stand: plain numbers for a template to draw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from suasion.brief.document import Chart, Group, Point

Place = Callable[[float | None], float | None]  # a value's place across

WIDTH: Final = 480  # about a phone's width, so that 13 units are read as 13 points there
_LEFT: Final = 112  # room for labels
_RIGHT: Final = 162  # room for the numbers in words
_ROW: Final = 23
_HEAD: Final = 36
_TOP: Final = 24
_POLES: Final = 32  # two lines that name the ends of a scale


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One row: a label, a dot with its bar or the words why there is none."""

    label: str
    words: str
    y: float
    x: float | None
    low: float | None
    high: float | None
    href: str | None


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """One group: its heading and rows, and the poles of its scale."""

    label: str
    y: float
    poles: tuple[str, str] | None
    marks: tuple[Mark, ...]


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """One mark of the scale."""

    x: float
    words: str


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A chart laid out."""

    id: str
    title: str
    description: str
    width: float
    height: float
    left: float
    right: float
    top: float
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]


def figure(chart: Chart, identity: str) -> Figure:
    """Return a chart laid out, ``WIDTH`` units wide so that its text can be read on a phone."""
    scale = (WIDTH - _LEFT - _RIGHT) / (chart.last - chart.first)

    def x(value: float | None) -> float | None:
        if value is None:
            return None
        return round(_LEFT + (min(max(value, chart.first), chart.last) - chart.first) * scale, 2)

    y, bands = float(_TOP), []
    for group in chart.groups:
        bands.append(_band(group, y, x))
        y += _HEAD + _ROW * len(group.points) + (_POLES if group.ends else 0)
    return Figure(
        id=identity,
        title=chart.title,
        description=chart.description,
        width=WIDTH,
        height=y + 6,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        top=_TOP,
        ticks=tuple(Tick(x=x(value) or 0.0, words=_tick(value)) for value in _ticks(chart)),
        bands=tuple(bands),
    )


def _band(group: Group, y: float, x: Place) -> Band:
    start = y + _HEAD + (_POLES if group.ends else 0)
    marks = tuple(_mark(point, start + _ROW * n, x) for n, point in enumerate(group.points))
    return Band(label=group.label, y=y + 20, poles=group.ends, marks=marks)


def _mark(point: Point, y: float, x: Place) -> Mark:
    return Mark(
        label=point.label,
        words=point.content.text,
        y=y,
        x=x(point.value),
        low=x(point.low),
        high=x(point.high),
        href=point.content.cited[0] if point.content.cited else None,
    )


def _ticks(chart: Chart) -> list[float]:
    """Return round numbers along the scale, at most six."""
    span = chart.last - chart.first
    step = next(size for size in (0.05, 0.1, 0.2, 0.5, 1.0) if span / size <= 5 + 1e-9)
    return [round(chart.first + step * n, 10) for n in range(int(span / step + 1e-9) + 1)]


def _tick(value: float) -> str:
    return f"{value:.10g}".replace("-", "−")
