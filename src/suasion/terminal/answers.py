"""An answer to a scenario in a terminal: the answer first, then its line from pole to pole, then the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from suasion.brief.page import bullet, columns, heading, printed, say
from suasion.brief.terminal import drawn

if TYPE_CHECKING:
    from suasion.brief.answers import Grid, Reading

_STYLES: Final = {"answer": "bold", "good": "green", "warning": "bold yellow", "plain": "", "soft": "dim"}


def reading_text(reading: Reading) -> str:
    """Return an answer as text of at most a hundred columns, coloured only on a terminal."""
    return printed(lambda console: _write(console, reading))


def _write(console: Any, reading: Reading) -> None:
    say(console, reading.title, "bold")
    console.print()
    for one in reading.first:
        say(console, one.words, _STYLES[one.tone])
    console.print()
    say(console, drawn(reading.chart))
    for grid in reading.grids:
        _grid(console, grid)
    console.print()
    say(console, reading.foot, "dim")


def _grid(console: Any, grid: Grid) -> None:
    heading(console, grid.title)
    console.print(columns(grid.columns, grid.rows))
    for one in grid.below:
        bullet(console, one.words)
