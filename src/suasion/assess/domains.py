"""Domains: what each patron gives a client in finance, trade and arms, as draws over years and assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess import product
from suasion.assess.bases import official_finance
from suasion.assess.supply import TRADE_SERIES, Cell, Supply
from suasion.codebook import Contest
from suasion.model.leverage import GROWTH, REALISED, Basis
from suasion.model.leverage import product as sizes
from suasion.model.sampling import triangular, uniform_columns, year_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TRADE: Final = tuple(TRADE_SERIES[kind, "client"] for kind in ("exports", "imports"))
# Data sets that look for every giver in the world: one without a row gave nothing that they know of.
_WORLDWIDE: Final = {"arms": ("arms-transfer",)}


@dataclass(frozen=True)
class Domain:
    """Ties to some patrons in one domain: ``ties`` (draws + 1, n_patrons) a year, the first draw at central values.

    ``depth`` (draws + 1,) is their sum over GDP, None where the domain is no money or GDP is unknown; ``product``
    (draws + 1,) is that GDP.
    """

    name: str
    ties: Floats
    depth: Floats | None
    product: Floats | None
    ids: tuple[str, ...]


def domains(held: Supply, contest: Contest, patrons: Sequence[str], *, draws: int, seed: int) -> dict[str, Domain]:
    """Return the domains in which every one of some patrons is known, by name.

    A patron without rows is not known to give nothing, except in data sets that look for all givers in the world.
    """
    found = {}
    finance = official_finance(held, contest.patrons)
    if finance is not None and all(patron in finance.counted[0].cells for patron in patrons):
        counted = finance.counted[0]
        rows = [finance.suppliers.index(patron) for patron in patrons]
        basis = counted.basis
        cells = {patron: counted.cells[patron] for patron in patrons}
        found["finance"] = _domain("finance", basis, basis.disbursed[rows], basis.committed[rows], cells,
                                   draws=draws, seed=seed)  # fmt: skip
    for name, series in (("trade", _TRADE), *_WORLDWIDE.items()):
        own = {patron: {s: held.cells.get(s, {}).get(patron, []) for s in series} for patron in patrons}
        if name in _WORLDWIDE:
            known = any(cells for of in own.values() for cells in of.values())
            years = sorted(held.years(series))
        else:
            known = all(cells for of in own.values() for cells in of.values())
            years = sorted(
                set.intersection(*({c.first_year for c in cells} for of in own.values() for cells in of.values()))
            ) if known else []  # fmt: skip
        if known and years:
            flat = {patron: tuple(c for cells in of.values() for c in cells if c.within(years))
                    for patron, of in own.items()}  # fmt: skip
            table = np.array([[sum(c.common for c in flat[p] if c.first_year == y) for y in years] for p in patrons])
            sized = product.sized(held.gdp, years) if name == "trade" else ()
            figures, apart = product.arrays(sized, years)
            basis = Basis(disbursed=table, committed=np.zeros_like(table), covered=np.ones(len(patrons), dtype=bool),
                          size=figures, years=tuple(years), apart=apart)  # fmt: skip
            found[name] = _domain(name, basis, table, np.zeros_like(table), flat, draws=draws, seed=seed)
    return found


def _domain(
    name: str, basis: Basis, disbursed: Floats, committed: Floats, cells: Mapping[str, Sequence[Cell]], *,
    draws: int, seed: int,
) -> Domain:  # fmt: skip
    weights, realised, growth = _drawn(basis.years, draws=draws, seed=seed)
    ties = np.maximum(weights @ disbursed.T + realised[:, None] * (weights @ committed.T), 0.0)
    size = sizes(basis, weights, growth) if np.isfinite(basis.size).any() else None
    return Domain(
        name=name, ties=ties, product=size, depth=None if size is None else ties.sum(axis=1) / size,
        ids=tuple(i for patron in sorted(cells) for cell in cells[patron] for i in cell.ids),
    )  # fmt: skip


def _drawn(years: Sequence[int], *, draws: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return weights of years (draws + 1, n_years), part of commitments paid, growth; the first at central values."""
    names = [f"{year}" for year in years]
    columns = uniform_columns([*names, "realised", "growth"], draws=draws, seed=seed)
    weights = year_weights(np.stack([columns[name] for name in names], axis=1))
    return (
        np.vstack([np.full((1, len(years)), 1 / len(years)), weights]),
        np.concatenate([[REALISED[1]], triangular(columns["realised"], *REALISED)]),
        np.concatenate([[GROWTH[1]], triangular(columns["growth"], *GROWTH)]),
    )
