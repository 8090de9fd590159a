"""Tables on standard output, whole where the next program reads them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from suasion.terminal.plain import visible

if TYPE_CHECKING:
    import pyarrow as pa


def show_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, title: str | None = None) -> None:
    """Print rows as a table on standard output.

    Parameters
    ----------
    rows
        A mapping each, by column.
    columns
        Which to show, in order.
    title
        Printed above.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(_cell(row.get(column)))) for column in columns))
    # Piped output is not cut at eighty columns: the next program wants whole cells.
    Console(width=None if sys.stdout.isatty() else 200, soft_wrap=False).print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def show_measured(table: pa.Table, title: str | None = None) -> None:
    """Print a measure table without what is too long for a terminal: of the methods, only why there is no value."""
    columns = [name for name in table.column_names if name not in {"method", "evidence"}]
    rows = table.to_pylist()
    unsaid = "value" in columns and "method" in table.column_names
    why = [{"why": row["method"] if unsaid and row["value"] is None else None} for row in rows]
    some = ["why"] if any(one["why"] for one in why) else []
    show_table([row | one for row, one in zip(rows, why, strict=True)], [*columns, *some], title=title)
