"""The brief in a terminal: the full reading, and the short one that ends a work-up."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from typing import Any, Final

from suasion.brief.document import Brief, Chart, Point, Section, Sentence, Table
from suasion.brief.safe import visible

_WIDTH: Final = 100  # off a terminal
_BAR: Final = 24  # characters across a chart
_LABEL: Final = 22
_MISSING: Final = 4  # lacks named in the short reading
_REPEATED: Final = ("leverage", "issues")  # sections whose first table says what their chart says


def to_terminal(brief: Brief) -> str:
    """Return all of a brief but its evidence; plain text off a terminal."""
    return _printed(lambda console: _full(console, brief))


def to_summary(brief: Brief) -> str:
    """Return the key judgements, the chart of leverage, what is missing, and the verifier's line."""
    return _printed(lambda console: _short(console, brief))


def _printed(write: Callable[[Any], None]) -> str:
    from rich.console import Console

    tty = sys.stdout.isatty()
    width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, 110) if tty else _WIDTH
    out = io.StringIO()
    write(Console(file=out, force_terminal=tty, no_color=not tty, width=width, highlight=False, markup=False))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _full(console: Any, brief: Brief) -> None:
    _head(console, brief)
    for section in brief.sections:
        _title(console, section.title)
        charted = section.id in _REPEATED
        for block in section.blocks:
            if isinstance(block, Sentence):
                _bullet(console, block.content.text)
            elif isinstance(block, Chart):
                _say(console, _chart(block))
            elif charted:
                charted = False
            else:
                _table(console, block)
    _foot(console, brief)


def _short(console: Any, brief: Brief) -> None:
    _head(console, brief)
    by_id = {section.id: section for section in brief.sections}
    if judgements := by_id.get("judgements"):
        _title(console, judgements.title)
        for block in judgements.blocks:
            if isinstance(block, Sentence):
                _bullet(console, block.content.text)
    for block in by_id["leverage"].blocks if "leverage" in by_id else ():
        if isinstance(block, Chart):
            _title(console, "Leverage: zero is none, one full command of what the client cannot do without")
            _say(console, _chart(block))
    if lacking := _lacking(by_id.get("missing")):
        console.print()
        _say(console, f"Missing: {lacking}.")
    _foot(console, brief)


def _lacking(section: Section | None) -> str:
    """Return what is missing in one line."""
    table = next((block for block in section.blocks if isinstance(block, Table)), None) if section else None
    if table is None or not table.columns[0].startswith("What is missing"):
        return ""
    named = [row[0].text for row in table.rows]
    more = f"; and {len(named) - _MISSING} more" if len(named) > _MISSING else ""
    return "; ".join(named[:_MISSING]) + more


def _head(console: Any, brief: Brief) -> None:
    _say(console, brief.title, "bold")
    _say(console, brief.subtitle, "dim")


def _foot(console: Any, brief: Brief) -> None:
    console.print()
    _say(console, brief.checked or "This brief has not been verified.", "dim")
    for one in brief.refused:
        _say(console, f"Refused: {one.text}: {one.why}", "red")


def _say(console: Any, words: str, style: str = "") -> None:
    from rich.text import Text as RichText

    console.print(RichText("\n".join(visible(line) for line in words.split("\n")), style=style))


def _title(console: Any, words: str) -> None:
    console.print()
    _say(console, words, "bold")


def _bullet(console: Any, words: str, mark: str = "•") -> None:
    """Print words behind a mark, with further lines below the first."""
    from rich.table import Table as Grid
    from rich.text import Text as RichText

    grid = Grid.grid(padding=(0, 1, 0, 1))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(mark, RichText(visible(words)))
    console.print(grid)


def _chart(chart: Chart) -> str:
    lines = []
    for group in chart.groups:
        lines.append(f"  {group.label}" + (f"   {group.ends[0]}  |  {group.ends[1]}" if group.ends else ""))
        for point in group.points:
            label = point.label if len(point.label) <= _LABEL else point.label[: _LABEL - 1] + "…"
            drawn = f"{_bar(chart, point)} " if point.value is not None else ""
            lines.append(f"    {label:<{_LABEL}} {drawn}{point.content.text}")
    return "\n".join(lines)


def _bar(chart: Chart, point: Point) -> str:
    """Return dots for the scale, dashes for the interval and a round mark for the value."""
    cells = ["·"] * (_BAR + 1)

    def place(value: float) -> int:
        return round((min(max(value, chart.first), chart.last) - chart.first) / (chart.last - chart.first) * _BAR)

    if point.low is not None and point.high is not None:
        for cell in range(place(point.low), place(point.high) + 1):
            cells[cell] = "─"
    cells[place(point.value or 0.0)] = "●"
    return "".join(cells)


def _table(console: Any, table: Table) -> None:
    """Print a table: in columns where they fit, else the cells of each row one after another."""
    _say(console, f"\n{table.caption}.", "dim")
    widths = [max(len(words) for words in column) for column in zip(*_cells(table), strict=True)]
    if sum(widths) + 2 * len(widths) <= console.width:
        console.print(_grid(table))
        return
    _bullet(console, " · ".join(table.columns), " ")
    for row in table.rows:
        _bullet(console, " · ".join(cell.text or "–" for cell in row), "-")


def _cells(table: Table) -> list[list[str]]:
    return [list(table.columns), *([cell.text for cell in row] for row in table.rows)]


def _grid(table: Table) -> Any:
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    drawn = RichTable(title=None, box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for column in table.columns:
        drawn.add_column(column, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(RichText(visible(cell.text)) for cell in row))
    return drawn
