"""Sanctions (Global Sanctions Data Base): one observation a case, sender and target, in force from year to year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa

from suasion.gather.codes import by_name
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_KINDS: Final = ("trade", "arms", "military", "financial", "travel", "other")
_TRADE: Final = {"exp_compl": "exports, complete", "exp_part": "exports, partial",
                 "imp_compl": "imports, complete", "imp_part": "imports, partial"}  # fmt: skip


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return sanctions, sender to target; ``item`` is the case, ``label`` its kinds."""
    for sheet in tables["cases"]:
        pairs = _pairs(sheet, sorted(dataset.codes["whole_names"], key=len, reverse=True))
        yield observations(
            pairs,
            indicator="sanction",
            actor=by_name(pairs, "sender", years(pairs, "begin"), dataset, problems),
            partner=by_name(pairs, "target", years(pairs, "begin"), dataset, problems),
            item=pairs["item"],
            label=pairs["label"],
            first_year=pairs["begin"],
            last_year=pairs["end"],
            value=1,
        )


def _pairs(sheet: Sheet, whole: Sequence[str]) -> Sheet:
    """Return the cases with one row for each sender and target."""
    cases = sheet.data.to_pylist()
    found = [
        (i, sender, target)
        for i, case in enumerate(cases)
        for sender in _split(case["sender"], whole)
        for target in _split(case["target"], whole)
    ]
    at = np.array([i for i, _, _ in found], dtype=np.int64)
    data = {
        "sender": pa.array([sender for _, sender, _ in found], pa.string()),
        "target": pa.array([target for _, _, target in found], pa.string()),
        "item": pa.array([f"gsdb-{cases[i]['case']}" for i in at], pa.string()),
        "label": pa.array([_label(cases[i]) for i in at], pa.string()),
        "begin": sheet["begin"].take(pa.array(at)),
        "end": sheet["end"].take(pa.array(at)),
    }
    return msgspec.structs.replace(sheet, data=pa.table(data), rows=sheet.rows[at])


def _split(cell: str | None, whole: Sequence[str]) -> list[str | None]:
    """Return the states in a cell; a name with a comma of its own stays whole.

    >>> _split("Egypt, Arab Rep., Syria", ["Egypt, Arab Rep."])
    ['Egypt, Arab Rep.', 'Syria']
    """
    if cell is None:
        return [None]
    pattern = "|".join(re.escape(name) for name in whole)
    parts = re.findall(rf"(?:{pattern})(?=\s*(?:,|$))|[^,\s][^,]*", cell)
    return [part.strip() for part in parts if part.strip()]


def _label(case: dict[str, Any]) -> str:
    kinds = [_kind(kind, case["trade_kind"]) for kind in _KINDS if case[kind] == 1]
    said = [", ".join(kinds) or "kind not given"]
    if case["objective"]:
        said.append("aim: " + ", ".join(dict.fromkeys(case["objective"].split(","))).replace("_", " "))
    if case["success"]:
        said.append("outcome: " + ", ".join(dict.fromkeys(case["success"].split(","))).replace("_", " "))
    return "; ".join(said)


def _kind(kind: str, trade: str | None) -> str:
    if kind != "trade" or not trade:
        return kind
    return f"trade ({'; '.join(_TRADE.get(part.strip(), part.strip()) for part in trade.split(','))})"
