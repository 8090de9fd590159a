"""The data sets there are, and what of them is held, as a terminal shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

import msgspec

from suasion.terminal import visible

if TYPE_CHECKING:
    import pyarrow as pa

    from suasion.gather import Listed

_HEAD: Final = ("name", "status", "rows", "release", "gathered", "sha256")
_WIDTHS: Final = (22, 8, 10, 10, 10, 8)  # 78 with the spaces between
_INDENT: Final = "    "
NARROWEST: Final = 60


def shelf_text(sets: Sequence[Listed], width: int) -> str:
    """Return a line a data set, and below it what it feeds, its licence, and why it is stale.

    Parameters
    ----------
    sets
        As `suasion.service.datasets` gives them.
    width
        Columns of the terminal, at least 60; the first line takes 78.
    """
    lines = [_line(_HEAD)]
    for _, group in groupby(sets, key=lambda one: one.name):
        lines += _entry(list(group), max(width, NARROWEST))
    held = len({one.name for one in sets if one.source})
    stale = sum(one.status == "stale" for one in sets)
    lines.append(f"{len({one.name for one in sets})} data sets, {held} held, {stale} of them stale")
    return "\n".join(visible(line) for line in lines) + "\n"


def _entry(sources: list[Listed], width: int) -> Iterator[str]:
    one = sources[0]
    rows = "" if one.rows is None else f"{one.rows:,}"
    yield _line((one.name, one.status, rows, one.held_released or one.released, one.gathered or "", one.sha256 or ""))
    version = one.held_version if one.source else one.version
    notes = [
        f"{one.title}{f', {version}' if version else ''}",
        f"feeds {', '.join(one.feeds)}" if one.feeds else "feeds what its own description says",
        f"licence: {one.licence}" if one.licence else "",
        f"stale: {one.why}" if one.why else "",
        _earlier(sources[1:]),
    ]
    for note in filter(None, notes):
        yield from textwrap.wrap(
            note, width, initial_indent=_INDENT, subsequent_indent=_INDENT * 2, break_on_hyphens=False
        )


def _earlier(sources: Sequence[Listed]) -> str:
    if not sources:
        return ""
    rows = sum(one.rows or 0 for one in sources)
    return f"and {len(sources):,} earlier source{'s' if len(sources) > 1 else ''} of it, {rows:,} rows"


def _line(cells: Sequence[str]) -> str:
    name, status, rows, release, gathered, digest = cells
    aligned = zip((name, status, rows.rjust(_WIDTHS[2]), release, gathered, digest[:8]), _WIDTHS, strict=True)
    return " ".join(cell.ljust(width) for cell, width in aligned).rstrip()


def shelf_table(sets: Sequence[Listed]) -> pa.Table:
    """Return the data sets as a table, one row a data set, or one a source of it where several are held."""
    import pyarrow as pa

    numbers = {"rows": pa.int64(), "first_year": pa.int16(), "last_year": pa.int16()}
    rows = [msgspec.structs.asdict(one) | {"feeds": ";".join(one.feeds)} for one in sets]
    names = type(sets[0]).__struct_fields__
    return pa.Table.from_pylist(rows, pa.schema([(name, numbers.get(name, pa.string())) for name in names]))
