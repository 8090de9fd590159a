"""One style for all pictures: who has which colour and shape, type sizes, and where words are broken."""

from __future__ import annotations

import textwrap
from typing import Any, Final

from suasion.codebook import Contest

WIDE: Final = 760  # pixels, about the column of a notebook
NARROW: Final = 380  # a phone's
BREAK: Final = 600  # below this width of the page's column, the narrow picture is shown
LABELS: Final = 124  # pixels for the labels left of a picture; fixed, so that panels stand under one another
PADDING: Final = 5

INK: Final = "#1b1f24"
SOFT: Final = "#55606c"
LINE: Final = "#cfd6dd"

# Okabe and Ito's colours, which the colour-blind can tell apart (Okabe and Ito 2008, "Color universal design"), the
# darker ones first; yellow is left out, since it does not show on white. Each has a shape too.
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
SHAPES: Final = ("square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
_LETTER: Final = 6.3  # pixels that a letter of 12 takes on average, in a wide font
# Fonts of one width: what is drawn here must fit where another machine's font shows it.
_SANS: Final = "Arial, Helvetica, 'Liberation Sans', 'Noto Sans', sans-serif"


def colours(contest: Contest) -> dict[str, str]:
    """Return the colour of each party, the same in every picture: the client is ink, patrons stand in their order."""
    return {contest.client: INK} | {patron: COLOURS[n % len(COLOURS)] for n, patron in enumerate(contest.patrons)}


def shapes(contest: Contest) -> dict[str, str]:
    """Return the shape of each party, so that no one is told by colour alone."""
    return {contest.client: "circle"} | {
        patron: SHAPES[(n + n // len(COLOURS)) % len(SHAPES)] for n, patron in enumerate(contest.patrons)
    }


def inner(width: int) -> int:
    """Return the width that is left for the marks."""
    return width - LABELS - 2 * PADDING


def lines(text: str, width: float) -> list[str]:
    """Return a text broken into lines of at most a width in pixels; Vega breaks none itself."""
    return textwrap.wrap(text, max(20, int(width / _LETTER))) or [""]


def title(said: str, more: str, width: int) -> dict[str, Any]:
    """Return the title of a picture: what is seen, and under it the period, the interval and the sources."""
    return {
        "text": lines(said, width * 0.66),
        "subtitle": lines(more, width),
        "anchor": "start",
        "frame": "bounds",
        "offset": 14,
    }


def config() -> dict[str, Any]:
    """Return Vega-Lite's settings for all pictures."""
    axis = {
        "labelFont": _SANS, "labelFontSize": 12, "labelColor": INK, "titleFont": _SANS, "titleFontSize": 12,
        "titleFontWeight": "normal", "titleColor": SOFT, "gridColor": LINE, "domain": False, "ticks": False,
        "labelPadding": 6,
    }  # fmt: skip
    return {
        "font": _SANS,
        "background": "#ffffff",
        "padding": PADDING,
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"grid": False, "labelLimit": LABELS - 8, "minExtent": LABELS, "maxExtent": LABELS},
        "title": {
            "font": _SANS, "fontSize": 16, "fontWeight": 600, "color": INK, "subtitleFont": _SANS,
            "subtitleFontSize": 12, "subtitleColor": SOFT, "lineHeight": 20, "subtitleLineHeight": 16,
            "subtitlePadding": 6,
        },
        "legend": {
            "labelFont": _SANS, "labelFontSize": 12, "labelColor": INK, "orient": "top", "title": None,
            "symbolSize": 80, "symbolOpacity": 1, "symbolStrokeWidth": 2, "offset": 8, "labelLimit": 300,
            "columnPadding": 14,
        },
        "header": {
            "labelFont": _SANS, "labelFontSize": 13, "labelFontWeight": 600, "labelColor": INK, "labelAnchor": "start",
            "title": None, "labelPadding": 4, "labelLimit": 600,
        },
        "text": {"font": _SANS, "fontSize": 12},
    }  # fmt: skip
