"""Weights of roll calls: how divided the assembly was, or a person's own from a file."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from suasion.codebook.observation import VOTE_ABSTAIN, VOTE_NO, VOTE_YES
from suasion.errors import InputError
from suasion.measure.measured import Run, on_its_own_engine

if TYPE_CHECKING:
    from ibis.expr.types import Table


def division(observations: Table, *, first_year: int, last_year: int, run: Run = on_its_own_engine) -> dict[str, float]:
    """Return how divided the assembly was on each roll call, by item, in [0, 1].

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA with indicator "un-vote"; absences and rows without a value are left out.
    first_year, last_year
        Both included.
    run
        How to run an Ibis expression.

    Notes
    -----
    1.5 (1 - sum of squared shares of yes, abstain and no): 0 where all vote alike, 1 where the three are equal
    (fractionalization, Rae 1967, scaled). Our choice of weight: a unanimous roll call tells nothing of two states.
    """
    rows = observations.filter(
        observations.indicator == "un-vote",
        observations.value.isin([VOTE_YES, VOTE_ABSTAIN, VOTE_NO]),
        observations.first_year >= first_year,
        observations.first_year <= last_year,
    )
    kinds = rows.group_by("item", "value").agg(n=rows.count())
    calls = kinds.group_by("item").agg(squares=(kinds.n * kinds.n).sum(), n=kinds.n.sum())
    table = run(calls.select("item", weight=1.5 * (1 - calls.squares / (calls.n * calls.n))))
    weights = pc.fill_null(table["weight"], 0.0).to_pylist()
    return dict(zip(table["item"].to_pylist(), weights, strict=True))


def read_weights(path: Path) -> Mapping[str, float] | Mapping[int, float]:
    """Return weights from a CSV file with the columns item and weight, or year and weight.

    Raises
    ------
    InputError
        If the file cannot be read, lacks the columns, or a row has no weight of 0 or more; it names the row.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}). Name a CSV file with item and weight.") from error
    rows = csv.DictReader(text.splitlines())
    names = set(rows.fieldnames or ())
    key = next((name for name in ("item", "year") if name in names), None)
    if key is None or "weight" not in names:
        raise InputError(f"{path} has the columns {', '.join(sorted(names))}. It needs item (or year) and weight.")
    weights: dict[str, float] = {}
    for at, row in enumerate(rows, start=2):
        said, weight = (row[key] or "").strip(), _number(row["weight"])
        if not said or weight is None or (key == "year" and not said.isdigit()):
            raise InputError(
                f"{path}, row {at}: {row[key]!r}, {row['weight']!r} is no {key} with a weight of 0 or more."
            )
        if said in weights:
            raise InputError(f"{path}, row {at}: {said} has a weight already. Keep one of the two rows.")
        weights[said] = weight
    return {int(year): weight for year, weight in weights.items()} if key == "year" else weights


def _number(said: str | None) -> float | None:
    try:
        number = float(said or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
