"""A user's own table of figures: written as cited facts, so that the record takes it in like any data set."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Final

from suasion.codebook import INDICATORS
from suasion.codebook.actor import resolve
from suasion.errors import InputError

_COLUMNS: Final = (
    "indicator", "actor", "partner", "item", "label", "first_year", "last_year", "date", "value", "unit", "status",
)  # fmt: skip


def write_facts(
    table: Any,
    path: str | Path,
    *,
    indicator: str,
    actor: str,
    year: str,
    value: str,
    partner: str | None = None,
    label: str | None = None,
    scale: float = 1.0,
    unit: str | None = None,
    **source: str,
) -> Path:
    """Write a table of one's own as a file of facts with its description beside it; return the file's path.

    Parameters
    ----------
    table
        A pandas data frame, a row a figure.
    path
        Where the facts go, ending in .csv; the description goes beside it, ending in .toml.
    indicator
        What the figures are, a key of ``suasion.codebook.INDICATORS``.
    actor, year, value, partner, label
        The columns that say who gives, does or has it, when, how much, to whom, and a note. Names of states become
        codes; one that is no state's stays as it stands, so that gathering reports its row. A value that is no number
        is written as missing: it is known not to be known, which is not a zero.
    scale
        What a value is multiplied by, for example 1e6 where the table is in millions.
    unit
        The figures' unit; None is the indicator's own.
    source
        What the description says: name, publisher, licence, citation and released (a day) must be told.

    Raises
    ------
    InputError
        If there is no such indicator or column, or the description lacks something.
    """
    import pandas as pd

    path = Path(path)
    named = {"actor": actor, "year": year, "value": value, "partner": partner, "label": label}
    strange = [name for name in named.values() if name is not None and name not in table.columns]
    lacking = [name for name in ("name", "publisher", "licence", "citation", "released") if not source.get(name)]
    if path.suffix != ".csv":
        raise InputError(f"{path}: facts are a .csv file. Name it so.")
    if indicator not in INDICATORS:
        raise InputError(f"{indicator!r} is no indicator. See suasion.codebook.INDICATORS for those there are.")
    if strange:
        raise InputError(f"The table has no column {', '.join(strange)}. It has {', '.join(map(str, table.columns))}.")
    if lacking:
        raise InputError(f"Say {', '.join(lacking)} of the table: a fact without its source is none.")
    number = pd.to_numeric(table[value], errors="coerce") * scale
    facts = pd.DataFrame(dict.fromkeys(_COLUMNS, ""), index=table.index)
    facts["indicator"] = indicator
    facts["actor"] = [_code(name) for name in table[actor]]
    facts["partner"] = [_code(name) for name in table[partner]] if partner else ""
    facts["label"] = table[label] if label else ""
    facts["first_year"] = facts["last_year"] = table[year]
    facts["value"] = ["" if math.isnan(one) else repr(float(one)) for one in number]
    facts["unit"] = unit or INDICATORS[indicator].unit
    facts["status"] = ["missing" if math.isnan(one) else "observed" for one in number]
    facts.to_csv(path, index=False)
    told = "".join(f"{key} = {json.dumps(str(said), ensure_ascii=False)}\n" for key, said in source.items())
    path.with_suffix(".toml").write_text(told, encoding="utf-8")
    return path


def _code(name: Any) -> str:
    return resolve(str(name)) or str(name)
