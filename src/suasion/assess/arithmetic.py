"""Arithmetic: estimates from cells, each with the derivation that gives its value again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suasion.assess.supply import Cell
from suasion.codebook import Derivation, Estimate, recompute
from suasion.model.sampling import interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weighed:
    """A cell that counts more or less than its face; ``why`` names the weight in the derivation."""

    cell: Cell
    times: float
    why: str


def terms(**cells: Iterable[Cell | Weighed]) -> tuple[dict[str, tuple[str, ...]], dict[str, float]]:
    """Return the terms and constants of a derivation over cells in several units, some of them weighed.

    What is not in dollars of 2022, or does not count at face, gets a term of its own, such as "part:USD-2021" or
    "part:USD-2021 committed", whose constant brings it there.
    """
    named: dict[str, list[str]] = {}
    constants: dict[str, float] = {}
    for stem, some in cells.items():
        for item in some:
            weighed = item if isinstance(item, Weighed) else Weighed(item, 1.0, "")
            cell, factor = weighed.cell, (weighed.cell.factor or 1.0) * weighed.times
            name = stem
            if weighed.why or factor != 1.0:
                year = f"@{(cell.first_year + cell.last_year) // 2}" if cell.unit == "USD" else ""
                key = f"{cell.unit}{year}" + (f" {weighed.why}" if weighed.why else "")
                name, constants[key] = f"{stem}:{key}", factor
            named.setdefault(name, []).extend(cell.ids)
        named.setdefault(stem, [])
    return {name: tuple(ids) for name, ids in named.items()}, constants


def numbers(*groups: Iterable[Cell | Weighed]) -> dict[str, float]:
    """Return the value of each row behind some cells, by id."""
    cells = [item.cell if isinstance(item, Weighed) else item for group in groups for item in group]
    return {i: value for cell in cells for i, value in zip(cell.ids, cell.values, strict=True)}


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
