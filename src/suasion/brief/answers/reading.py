"""An answer as a person reads it: what it says first, its line from pole to pole, and its tables."""

from __future__ import annotations

from typing import Literal

import msgspec

from suasion.brief.document import Chart

Tone = Literal["answer", "good", "warning", "plain", "soft"]


class Said(msgspec.Struct, frozen=True, kw_only=True, tag="said"):
    """A sentence or two: the answer itself, what holds, a warning, or words beside them."""

    words: str
    tone: Tone = "plain"


class Grid(msgspec.Struct, frozen=True, kw_only=True, tag="grid"):
    """A table of words under a heading, with what is to be said below it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    below: tuple[Said, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to read from top to bottom: ``first`` before everything else, then the chart, the tables, the foot."""

    title: str
    first: tuple[Said, ...]
    chart: Chart
    grids: tuple[Grid, ...]
    foot: str
