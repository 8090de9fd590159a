"""The brief as a short reading in a terminal."""

from __future__ import annotations

import io
import shutil
import sys
from typing import Any, Final

from suasion.brief.document import Brief, Chart, Section, Sentence, Table
from suasion.brief.safe import visible

_SHOWN: Final = ("judgements", "leverage", "claims", "contradictions", "missing")
_BAR: Final = 24  # characters across a chart
_ROWS: Final = 12


def to_terminal(brief: Brief) -> str:
    """Return the first screen, claims, contradictions and what is missing; plain text off a terminal."""
    from rich.console import Console
    from rich.text import Text as RichText

    tty = sys.stdout.isatty()
    width = min(shutil.get_terminal_size((100, 24)).columns, 110) if tty else 100
    out = io.StringIO()
    console = Console(file=out, force_terminal=tty, no_color=not tty, width=width, highlight=False, markup=False)
    console.print(RichText(visible(brief.title), style="bold"))
    console.print(RichText(visible(brief.subtitle), style="dim"))
    for section in brief.sections:
        if section.id in _SHOWN:
            _section(console, section)
    console.print()
    console.print(RichText(visible(brief.checked or "This brief has not been verified."), style="dim"))
    for one in brief.refused:
        console.print(RichText(visible(f"Refused: {one.text}: {one.why}"), style="red"))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _section(console: Any, section: Section) -> None:
    from rich.padding import Padding
    from rich.text import Text as RichText

    console.print()
    console.print(RichText(section.title, style="bold"))
    charted = any(isinstance(block, Chart) for block in section.blocks)
    for block in section.blocks:
        if isinstance(block, Sentence):
            console.print(Padding(RichText(f"• {visible(block.content.text)}"), (0, 0, 0, 2)))
        elif isinstance(block, Chart):
            console.print(_chart(block))
        elif not charted and not block.caption.startswith(("Definitions tried", "Totals that")):
            console.print(_table(block))


def _chart(chart: Chart) -> Any:
    from rich.text import Text as RichText

    lines = []
    for group in chart.groups:
        lines.append(f"  {group.label}")
        for point in group.points:
            lines.append(f"    {point.label:<24.24} {_bar(chart, point)} {point.content.text}")
    return RichText("\n".join(visible(line) for line in lines))


def _bar(chart: Chart, point: Any) -> str:
    """Return dots for the scale, dashes for the interval and an o for the value."""
    cells = ["·"] * (_BAR + 1)
    if point.value is None:
        return " " * (_BAR + 1)

    def place(value: float) -> int:
        return round((min(max(value, chart.first), chart.last) - chart.first) / (chart.last - chart.first) * _BAR)

    if point.low is not None and point.high is not None:
        for cell in range(place(point.low), place(point.high) + 1):
            cells[cell] = "─"
    cells[place(point.value)] = "●"
    return "".join(cells)


def _table(table: Table) -> Any:
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    drawn = RichTable(title=None, box=None, pad_edge=False, show_edge=False)
    drawn.caption = None
    for column in table.columns:
        drawn.add_column(column, overflow="fold")
    for row in table.rows[:_ROWS]:
        drawn.add_row(*(RichText(visible(cell.text)) for cell in row))
    if len(table.rows) > _ROWS:
        drawn.add_row(RichText(f"and {len(table.rows) - _ROWS} more on the page"))
    return drawn
