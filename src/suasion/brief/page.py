"""A page of plain words for a terminal: lines, headings, bullets and columns, coloured only where someone looks."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from suasion.brief.safe import visible

_WIDTH: Final = 100  # off a terminal
_WIDEST: Final = 110  # longer lines are hard to read


def printed(write: Callable[[Any], None]) -> str:
    """Return what a function writes to a console, as text without blanks at the end of lines."""
    from rich.console import Console

    tty = sys.stdout.isatty()
    width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDEST) if tty else _WIDTH
    out = io.StringIO()
    write(Console(file=out, force_terminal=tty, no_color=not tty, width=width, highlight=False, markup=False))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def say(console: Any, words: str, style: str = "") -> None:
    """Print words, each of their lines made visible."""
    from rich.text import Text as RichText

    console.print(RichText("\n".join(visible(line) for line in words.split("\n")), style=style))


def heading(console: Any, words: str) -> None:
    """Print an empty line and a heading."""
    console.print()
    say(console, words, "bold")


def bullet(console: Any, words: str, mark: str = "•") -> None:
    """Print words behind a mark, with further lines below the first."""
    from rich.table import Table as Grid
    from rich.text import Text as RichText

    grid = Grid.grid(padding=(0, 1, 0, 1))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(mark, RichText(visible(words)))
    console.print(grid)


def columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    """Return rows of cells in columns, for a console to print."""
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    drawn = RichTable(title=None, box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for name in names:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*(RichText(visible(cell)) for cell in row))
    return drawn
