"""Arithmetic: estimates from cells, each with the derivation that gives its value again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from suasion.assess.supply import Cell
from suasion.codebook import Derivation, Estimate, recompute
from suasion.model.sampling import interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def terms(**cells: Iterable[Cell]) -> tuple[dict[str, tuple[str, ...]], dict[str, float]]:
    """Return the terms and price constants of a derivation over cells in several units.

    What is not in dollars of 2022 gets a term of its own, such as "part:USD-2021", whose constant brings it there.
    """
    named: dict[str, list[str]] = {}
    constants: dict[str, float] = {}
    for stem, some in cells.items():
        for cell in some:
            name = stem
            if cell.factor not in (None, 1.0):
                year = f"@{(cell.first_year + cell.last_year) // 2}" if cell.unit == "USD" else ""
                name = f"{stem}:{cell.unit}{year}"
                constants[f"{cell.unit}{year}"] = cell.factor or 1.0
            named.setdefault(name, []).extend(cell.ids)
        named.setdefault(stem, [])
    return {name: tuple(ids) for name, ids in named.items()}, constants


def numbers(*groups: Iterable[Cell]) -> dict[str, float]:
    """Return the value of each row behind some cells, by id."""
    return {i: value for cells in groups for cell in cells for i, value in zip(cell.ids, cell.values, strict=True)}


def worked_out(
    name: str,
    derivation: Derivation,
    values: Mapping[str, float],
    *,
    unit: str = "",
    method: str = "",
    note: str = "",
    draws: Floats | None = None,
    interval_method: str = "",
) -> Estimate:
    """Return the estimate that a derivation gives, with the interval of its draws if there are any.

    Where the derivation gives no number the estimate has no value, and its note says so.
    """
    value = recompute(derivation, values)
    evidence = tuple(dict.fromkeys(i for ids in derivation.terms.values() for i in ids))
    if not math.isfinite(value):
        return Estimate(
            name=name, value=None, unit=unit, n=len(evidence), method=method, evidence=evidence,
            note=note or "the rows add up to nothing",
        )  # fmt: skip
    bounds = interval(draws, value) if draws is not None else None
    low, high = bounds or (None, None)
    return Estimate(
        name=name, value=value, low=low, high=high, unit=unit, n=len(evidence), method=method,
        interval_method=interval_method if bounds else "", evidence=evidence, derivation=derivation, note=note,
    )  # fmt: skip
