"""Armed conflicts (UCDP/PRIO): of a state, between states, and troops sent in support, by conflict and year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.gather.codes import by_gw
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import mapped, observations, once, years
from suasion.gather.series import said
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_INTERSTATE: Final = "interstate"
_ITEM: Final = "ucdp-{conflict}"
_LABEL: Final = "{type}, over {about}"


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return conflicts of states, of pairs of states, and support; one row each a conflict and year."""
    for sheet in tables["conflicts"]:
        kind = mapped(sheet, "type", dataset.codes["type"], problems)
        between = np.asarray(pc.fill_null(pc.equal(kind, _INTERSTATE), False))
        within = np.asarray(pc.is_valid(kind)) & ~between
        for part, indicator, opponent in (
            (within, "armed-conflict", None),
            (between, "armed-conflict-interstate", "side_b"),
        ):
            yield _conflicts(sheet.keep(part), indicator, opponent, dataset, problems)
        yield _support(sheet.keep(np.asarray(pc.is_valid(kind))), "with_a", "side_a", dataset, problems)
        yield _support(sheet.keep(between), "with_b", "side_b", dataset, problems)
        groups = within & np.asarray(pc.is_valid(sheet["with_b"]))
        problems.add(
            "has states that support an armed group; they have no partner that is a state and were left out.",
            input=sheet.file, rows=sheet.rows[groups], severity="warning",
        )  # fmt: skip


def _conflicts(sheet: Sheet, indicator: str, opponent: str | None, dataset: Dataset, problems: Problems) -> pa.Table:
    sheet = _each(sheet, "side_a")
    sheet = _each(sheet, opponent) if opponent else sheet
    key = ["conflict", "year", "side_a"] + ([opponent] if opponent else [])
    sheet = sheet.keep(once(sheet, key))
    return observations(
        sheet,
        indicator=indicator,
        actor=_states(sheet, "side_a", dataset, problems),
        partner=_states(sheet, opponent, dataset, problems) if opponent else None,
        first_year=years(sheet),
        value=sheet["intensity"],
        item=said(sheet, _ITEM, dataset),
        label=said(sheet, _LABEL, dataset, unknown="not known"),
    )


def _support(sheet: Sheet, supporter: str, side: str, dataset: Dataset, problems: Problems) -> pa.Table:
    sheet = _each(_each(sheet.keep(np.asarray(pc.is_valid(sheet[supporter]))), supporter), side)
    sheet = sheet.keep(once(sheet, ["conflict", "year", supporter, side]))
    return observations(
        sheet,
        indicator="armed-conflict-support",
        actor=_states(sheet, supporter, dataset, problems),
        partner=_states(sheet, side, dataset, problems),
        first_year=years(sheet),
        value=1,
        item=said(sheet, _ITEM, dataset),
        label=said(sheet, _LABEL, dataset, unknown="not known"),
    )


def _states(sheet: Sheet, column: str, dataset: Dataset, problems: Problems) -> pa.Array:
    # A conflict in the year in which a number passed on is one conflict, under one number.
    return by_gw(sheet, column, years(sheet), problems, spells=True, own=dataset.codes["numbers"])


def _each(sheet: Sheet, column: str) -> Sheet:
    """Return a sheet with a row for each of the states that a cell lists ("2, 200"), their numbers as integers."""
    lists = pc.split_pattern(pc.fill_null(sheet[column].cast(pa.string()), ""), ",")
    at: NDArray[np.int64] = np.asarray(pc.list_parent_indices(lists).to_numpy(zero_copy_only=False), dtype=np.int64)
    numbers = pc.utf8_trim_whitespace(pc.list_flatten(lists))
    data = sheet.data.take(pa.array(at))
    index = data.column_names.index(column)
    whole = pc.match_substring_regex(numbers, r"^\d+$")
    data = data.set_column(index, column, pc.if_else(whole, numbers, None).cast(pa.int64()))
    return msgspec.structs.replace(sheet, data=data, rows=sheet.rows[at])
