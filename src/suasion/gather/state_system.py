"""State systems: one observation a spell of membership, compared with the actor list by number and day."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa

from suasion.codebook.naming import table
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations
from suasion.gather.series import said
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_DAYS: Final = ("{start_year:04}-{start_month:02}-{start_day:02}", "{end_year:04}-{end_month:02}-{end_day:02}")
_NO_LIMIT: Final = "9999-12-31"


class _Spell(msgspec.Struct, frozen=True):
    """Part of a row of the file: the days on which one state bore its number. ISO days sort as text."""

    at: int
    code: str
    start: str
    end: str


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return memberships; where a number passed from one state to the next, each has its own row."""
    system = dataset.name.removesuffix("-states")
    for sheet in tables["spells"]:
        days = (sheet["start"], sheet["end"]) if "start" in sheet.has else (said(sheet, day, dataset) for day in _DAYS)
        start, end = (column.to_pylist() for column in days)
        spells = list(_spells(sheet, system, start, end, problems))
        at = np.array([spell.at for spell in spells], dtype=np.int64)
        data = sheet.data.take(pa.array(at)).append_column(
            "days", pa.array([f"{spell.start} to {spell.end}" for spell in spells], pa.string())
        )
        parted = msgspec.structs.replace(sheet, data=data, rows=sheet.rows[at])
        yield observations(
            parted,
            indicator=f"system-{system}",
            actor=pa.array([spell.code for spell in spells], pa.string()),
            item=said(parted, f"{system}-{{number}}", dataset),
            label=said(parted, "{name} ({abbreviation}), {days}", dataset, unknown="unknown"),
            date=pa.array([spell.start for spell in spells], pa.string()),
            first_year=np.array([int(spell.start[:4]) for spell in spells], dtype=np.int64),
            last_year=np.array([int(spell.end[:4]) for spell in spells], dtype=np.int64),
            value=1,
        )


def _spells(
    sheet: Sheet, system: str, starts: list[str | None], ends: list[str | None], problems: Problems
) -> Iterator[_Spell]:
    """Yield each row's spell, cut at the days on which its number passed to another state by the actor list."""
    last_day = max(filter(None, ends), default="")  # of the list, which is no end of a state
    strange, longer = [], []
    for at, (number, start, end) in enumerate(zip(sheet["number"].to_pylist(), starts, ends, strict=True)):
        borne = _borne(system).get(number, ()) if start and end else ()
        parts = [
            _Spell(at, code, max(start or "", since), min(end or "", until))
            for code, since, until in borne
            if since <= (end or "") and until >= (start or "")
        ]
        yield from parts
        if not parts:
            strange.append(at)
        elif parts[0].start != start or parts[-1].end not in (end, last_day):
            longer.append(at)
    problems.add(
        "spells have a number that is no state of the actor list on those days and were left out.",
        input=sheet.file, rows=sheet.rows[strange], severity="warning", remedy="Check the number and the days.",
    )  # fmt: skip
    problems.add(
        "spells begin earlier or end later than the same number in the actor list; only the days of both count.",
        input=sheet.file, rows=sheet.rows[longer], severity="warning", remedy="Check the days.",
    )  # fmt: skip


@functools.cache
def _borne(system: str) -> dict[int, list[tuple[str, str, str]]]:
    """Return by number who bore it, from and to which day."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for own, number, code, since, until, _ in table("state_codes.tsv"):
        if own == system:
            found.setdefault(int(number), []).append((code, since or "", until or _NO_LIMIT))
    return {number: sorted(spells, key=lambda spell: spell[1]) for number, spells in found.items()}
