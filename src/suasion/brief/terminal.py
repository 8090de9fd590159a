"""The brief in a terminal: the full reading, and the short one that ends a work-up."""

from __future__ import annotations

from typing import Any, Final

from suasion.brief.document import Brief, Chart, Group, Point, Section, Sentence, Table
from suasion.brief.page import bullet, columns, heading, printed, say

_BAR: Final = 24  # characters across a chart
_LABEL: Final = 22
_BESIDE: Final = 100  # characters of a line
_MISSING: Final = 4  # lacks named in the short reading
_REPEATED: Final = ("leverage", "issues")  # sections whose first table says what their chart says


def to_terminal(brief: Brief) -> str:
    """Return all of a brief but its evidence; plain text off a terminal."""
    return printed(lambda console: _full(console, brief))


def to_summary(brief: Brief) -> str:
    """Return the key judgements, the chart of leverage, what is missing, and the verifier's line."""
    return printed(lambda console: _short(console, brief))


def _full(console: Any, brief: Brief) -> None:
    _head(console, brief)
    for section in brief.sections:
        heading(console, section.title)
        charted = section.id in _REPEATED
        for block in section.blocks:
            if isinstance(block, Sentence):
                bullet(console, block.content.text)
            elif isinstance(block, Chart):
                say(console, drawn(block))
            elif charted:
                charted = False
            else:
                _table(console, block)
    _foot(console, brief)


def _short(console: Any, brief: Brief) -> None:
    _head(console, brief)
    by_id = {section.id: section for section in brief.sections}
    if judgements := by_id.get("judgements"):
        heading(console, judgements.title)
        for block in judgements.blocks:
            if isinstance(block, Sentence):
                bullet(console, block.content.text)
    for block in by_id["leverage"].blocks if "leverage" in by_id else ():
        if isinstance(block, Chart):
            heading(console, "Leverage: zero is none, one full command of what the client cannot do without")
            say(console, drawn(block))
    if lacking := _lacking(by_id.get("missing")):
        console.print()
        say(console, f"Missing: {lacking}.")
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
    say(console, brief.title, "bold")
    say(console, brief.subtitle, "dim")


def _foot(console: Any, brief: Brief) -> None:
    console.print()
    say(console, brief.checked or "This brief has not been verified.", "dim")
    for one in brief.refused:
        say(console, f"Refused: {one.text}: {one.why}", "red")


def drawn(chart: Chart) -> str:
    """Return a chart as lines of text: dots for the scale, dashes for the intervals, round marks for the values."""
    lines = []
    for group in chart.groups:
        lines += _head_of(group)
        for point in group.points:
            label = point.label if len(point.label) <= _LABEL else point.label[: _LABEL - 1] + "…"
            drawn = f"{_bar(chart, point)} " if point.value is not None else ""
            lines.append(f"    {label:<{_LABEL}} {drawn}{point.content.text}")
    return "\n".join(lines)


def _head_of(group: Group) -> list[str]:
    """Return a group's heading with the ends of its scale: beside it where there is room, else below."""
    if group.ends is None:
        return [f"  {group.label}"]
    beside = f"  {group.label}   {group.ends[0]}  |  {group.ends[1]}"
    return [beside] if len(beside) <= _BESIDE else [f"  {group.label}", *(f"    {end}" for end in group.ends)]


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
    say(console, f"\n{table.caption}.", "dim")
    widths = [max(len(words) for words in column) for column in zip(*_cells(table), strict=True)]
    if sum(widths) + 2 * len(widths) <= console.width:
        console.print(columns(table.columns, [[cell.text for cell in row] for row in table.rows]))
        return
    bullet(console, " · ".join(table.columns), " ")
    for row in table.rows:
        bullet(console, " · ".join(cell.text or "–" for cell in row), "-")


def _cells(table: Table) -> list[list[str]]:
    return [list(table.columns), *([cell.text for cell in row] for row in table.rows)]
