"""Supply: what every party gives the client year by year, read once, as cells that keep their row ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from suasion import measure
from suasion.assess.rows import Evidence
from suasion.codebook import Contest
from suasion.codebook.prices import price_factor

# Trade is read in both directions and by both states' books, so it has series of its own.
TRADE_SERIES: Final = {
    ("exports", "client"): "exports, client's books first",
    ("imports", "client"): "imports, client's books first",
    ("exports", "partner"): "exports, partner's books first",
    ("imports", "partner"): "imports, partner's books first",
}
_MIRROR: Final = {"exports": "imports", "imports": "exports"}
# What a donated dose is taken to be worth, so that doses stand on the scale of all other ties. Heuristic: prices that
# were made public ran from 2 to 40 dollars a dose, those paid by COVAX lay about this one (UNICEF's market dashboard).
DOSE_USD: Final = 10.0
# How many years a figure of GDP may be carried to a year without one: `suasion.assess.product`. Heuristic: over eight
# years the growth assumed spans a factor of 0.9 to 1.7, about as much as the scale of the stake is uncertain.
REACH: Final = 8


@dataclass(frozen=True)
class Cell:
    """One series, giver and period: the rows behind it, their values and their common unit."""

    series: str
    actor: str | None  # None: all partners together
    first_year: int
    last_year: int
    unit: str
    ids: tuple[str, ...]
    values: tuple[float, ...]

    @property
    def money(self) -> bool:
        """Whether the unit is dollars of some year, or can be put in dollars."""
        return self.unit.startswith("USD") or self.unit == "doses"

    @property
    def factor(self) -> float | None:
        """What a value is multiplied by to stand in dollars of 2022; 1 for what is not money, None if unknown."""
        if self.unit == "doses":
            return DOSE_USD
        return price_factor(self.unit, (self.first_year + self.last_year) // 2) if self.money else 1.0

    @property
    def common(self) -> float:
        """The sum of the rows in the common unit."""
        return sum(self.values) * (self.factor or 0.0)

    def within(self, years: Iterable[int]) -> bool:
        """Return whether all years of the cell are among some years."""
        return set(range(self.first_year, self.last_year + 1)) <= set(years)


@dataclass
class Supply:
    """All cells about a client in a contest's years, by series and giver; and its GDP, some years beyond included."""

    client: str
    cells: dict[str, dict[str, list[Cell]]] = field(default_factory=dict)
    all_partners: dict[str, list[Cell]] = field(default_factory=dict)  # trade with all partners together
    gdp: list[Cell] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        """Put a cell under its series and giver; one whose price year is unknown cannot be compared and stays out."""
        if cell.factor is None:
            return
        if cell.actor is None:
            self.all_partners.setdefault(cell.series, []).append(cell)
        else:
            self.cells.setdefault(cell.series, {}).setdefault(cell.actor, []).append(cell)

    def years(self, series: Iterable[str]) -> set[int]:
        """Return the years in which any giver has a row in any of some series."""
        return {
            year
            for name in series
            for cells in self.cells.get(name, {}).values()
            for cell in cells
            for year in range(cell.first_year, cell.last_year + 1)
        }


def supply(record: Evidence, contest: Contest) -> Supply:
    """Return what every party gives the client in the years of a contest, as known by its date."""
    found = Supply(client=contest.client)
    table = measure.supplies(
        record.observations(contest.as_of),
        contest.client,
        first_year=contest.first_year,
        last_year=contest.last_year,
        reach=REACH,
    )
    traded = []
    for row in record.run(table).to_pylist():
        if row["indicator"] in _MIRROR:
            traded.append(_turned(row, contest.client))
        elif row["indicator"] == "gdp":
            found.gdp.append(_cell(row, "gdp", row["actor"]))
        elif row["indicator"] == "sanction":  # a case counts once, whatever its row's value
            found.add(_cell(row | {"values": [1.0] * row["n"]}, "sanction", row["actor"]))
        else:
            found.add(_cell(row, row["indicator"], row["actor"]))
    for cell in _by_books(traded):
        found.add(cell)
    found.gdp = [cell for cell in found.gdp if cell.money and cell.factor is not None]
    return found


def _turned(row: dict[str, Any], client: str) -> dict[str, Any]:
    """Return a row of trade as the client's: what a partner exports to it, it imports."""
    own = row["actor"] == client
    return row | {
        "reporter": "client" if own else "partner",
        "indicator": row["indicator"] if own else _MIRROR[row["indicator"]],
        "actor": row["partner"] if own else row["actor"],
    }


def _cell(row: dict[str, Any], series: str, actor: str | None) -> Cell:
    return Cell(
        series=series,
        actor=actor,
        first_year=row["first_year"],
        last_year=row["last_year"],
        unit=row["unit"],
        ids=tuple(row["ids"]),
        values=tuple(row["values"]),
    )


def _by_books(rows: list[dict[str, Any]]) -> Iterator[Cell]:
    """Yield trade twice: by the client's books where it has them, and by the partner's where that has them."""
    for first in ("client", "partner"):
        chosen: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in sorted(rows, key=lambda row: row["reporter"] != first):
            key = (row["indicator"], row["actor"] or "", row["first_year"], row["last_year"])
            chosen.setdefault(key, row)
        for key in sorted(chosen):
            row = chosen[key]
            yield _cell(row, TRADE_SERIES[row["indicator"], first], row["actor"])
