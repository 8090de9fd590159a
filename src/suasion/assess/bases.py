"""Bases: on which series each instrument is counted, and on which others a fair reader might count it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from suasion.assess.arithmetic import Weighed
from suasion.assess.product import Sized, arrays, sized
from suasion.assess.supply import TRADE_SERIES, Cell, Supply
from suasion.codebook import INDICATORS, INSTRUMENTS
from suasion.model.leverage import FLOW_REFERENCE, REALISED, STOCK_REFERENCE, TURNOVER_REFERENCE, Basis, Ties

REST: Final = "(others)"  # trade with all partners less those named in rows


@dataclass(frozen=True)
class Rule:
    """One way to count an instrument.

    ``series`` are added up on a common price basis. ``every`` asks a giver for rows in all of them. ``reference`` is
    the yearly sum over GDP at which the stake is full. ``no_stake`` says why a sum cannot be held against GDP.
    ``partial`` says that the data sets leave out whole kinds of givers: multilateral ones, and lenders on the market.
    """

    words: str
    series: tuple[str, ...]
    reference: float = FLOW_REFERENCE
    every: bool = False
    no_stake: str = ""
    partial: bool = False


_AID: Final = "official finance committed on aid-like terms"
_TIV: Final = (
    "SIPRI's volume of arms is no money and cannot be held against GDP; military expenditure is not in the record"
)
_VISITS: Final = "there is no common scale for what a visit is worth to the client"
_CLIENT: Final = (TRADE_SERIES["exports", "client"], TRADE_SERIES["imports", "client"])
_PARTNER: Final = (TRADE_SERIES["exports", "partner"], TRADE_SERIES["imports", "partner"])

# The first rule that the record can fill is the central one; the others widen the interval.
RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "economic-aid": (
        Rule(f"gross ODA, and {_AID}", ("oda-gross", "finance-oda"), partial=True),
        Rule(f"net ODA, and {_AID}", ("oda-net", "finance-oda"), partial=True),
        Rule(f"ODA grants, and {_AID}", ("oda-grants", "finance-oda"), partial=True),
    ),
    "economic-loan": (
        Rule("gross ODA loans, and other official finance committed, unclear terms included",
             ("oda-loans-gross", "finance-oof", "finance-vague"), partial=True),
        Rule("gross ODA loans, and other official finance committed, unclear terms left out",
             ("oda-loans-gross", "finance-oof"), partial=True),
        Rule("public external debt owed", ("debt-owed",), reference=STOCK_REFERENCE),
    ),
    "economic-trade": (
        Rule("goods exported and imported, by the client's books", _CLIENT, TURNOVER_REFERENCE, every=True),
        Rule("goods exported, by the client's books", _CLIENT[:1], TURNOVER_REFERENCE / 2, every=True),
        Rule("goods imported, by the client's books", _CLIENT[1:], TURNOVER_REFERENCE / 2, every=True),
        Rule("goods exported and imported, by the partner's books", _PARTNER, TURNOVER_REFERENCE, every=True),
    ),
    "economic-investment": (
        Rule("direct investment approved", ("fdi-approved",)),
        Rule("direct investment stock", ("fdi-stock",), reference=STOCK_REFERENCE),
    ),
    "military": (Rule("arms transferred", ("arms-transfer",), no_stake=_TIV),),
    "health": (Rule("vaccine doses donated", ("vaccine-doses",)),),
    "diplomatic": (Rule("visits", ("visit",), no_stake=_VISITS),),
}  # fmt: skip

# What the one contains of the other: a dollar of both would count twice.
CONTAINS: Final[dict[str, frozenset[str]]] = {"economic-aid": frozenset({"oda-loans-gross", "oda-loans-net"})}


@dataclass(frozen=True)
class Counted:
    """A rule filled from the record: cells by giver, the whole, its measure, and arrays for the model."""

    rule: Rule
    years: tuple[int, ...]
    cells: Mapping[str, tuple[Cell, ...]]
    whole: tuple[Cell, ...]
    size: Sized
    basis: Basis

    @property
    def sole(self) -> bool:
        """Whether a single giver has rows and nothing tells of others: its share would be 1 by lack of data."""
        return len(self.cells) == 1 and not any(cell.actor is None for cell in self.whole)

    def covers(self, patron: str) -> bool:
        """Return whether a giver has the rows that the rule asks for."""
        return patron in self.cells and _has(self.rule, self.cells[patron])


@dataclass(frozen=True)
class Instrument:
    """An instrument as the record lets it be counted."""

    name: str
    suppliers: tuple[str, ...]
    counted: tuple[Counted, ...]

    @property
    def ties(self) -> Ties:
        """Return what the model works on."""
        bases = tuple(counted.basis for counted in self.counted)
        return Ties(self.name, self.suppliers, bases, INSTRUMENTS[self.name].control)

    def central(self, patron: str) -> Counted | None:
        """Return the first basis on which a patron has rows."""
        return next((counted for counted in self.counted if counted.covers(patron)), None)


def family(series: str) -> str:
    """Return the data set that a series comes from, as far as its name tells: one covers the same years throughout."""
    stem = series.split("-", maxsplit=1)[0]
    return stem if stem in ("oda", "finance") else series


def instruments(supply: Supply, patrons: Sequence[str]) -> dict[str, Instrument]:
    """Return each instrument on which any party has rows, counted on every rule that the record can fill."""
    found: dict[str, Instrument] = {}
    for name, rules in RULES.items():
        filled = [(rule, years) for rule in rules if (years := _common_years(rule, supply, patrons))]
        suppliers = tuple(sorted({actor for rule, years in filled for actor in _givers(rule, years, supply)}))
        counted: list[Counted] = []
        for rule, years in filled:
            one = _count(rule, years, supply, (*suppliers, REST), patrons)
            if one.whole not in [other.whole for other in counted]:
                counted.append(one)
        if counted:
            found[name] = Instrument(name, (*suppliers, REST), tuple(counted))
    return found


def official_finance(supply: Supply, patrons: Sequence[str]) -> Instrument | None:
    """Return all official finance, aid and loans, each dollar once; None where the record has none."""
    rules = tuple(
        Rule(
            f"{oda} ODA, and all official finance committed",
            (f"oda-{oda}", "finance-oda", "finance-oof", "finance-vague"),
        )
        for oda in ("gross", "net")
    )
    filled = [(rule, years) for rule in rules if (years := _common_years(rule, supply, patrons))]
    suppliers = tuple(sorted({actor for rule, years in filled for actor in _givers(rule, years, supply)}))
    counted = tuple(_count(rule, years, supply, suppliers, patrons) for rule, years in filled)
    return Instrument("economic-aid", suppliers, counted) if counted else None


def _common_years(rule: Rule, supply: Supply, patrons: Sequence[str]) -> tuple[int, ...]:
    """Return the years that every data set of a rule covers, for the client and any giver.

    A data set that ends earlier would otherwise look like a giver that stopped giving. Data sets that the record
    lacks altogether are passed over: nobody's rows come from them. Where a rule asks for every series, so does each
    year: trade is known pair by pair, and a year without a pair's row is no year without trade.
    """
    if not any(supply.cells.get(series) for series in rule.series):
        return ()
    if rule.every and not all(supply.cells.get(series) for series in rule.series):
        return ()
    families = sorted({family(series) for series in rule.series})
    covered = [supply.years(s for s in [*INDICATORS, *TRADE_SERIES.values()] if family(s) == name) for name in families]
    for series in rule.series if rule.every else ():
        own = [supply.cells[series][patron] for patron in patrons if patron in supply.cells[series]]
        covered += [{cell.first_year for cell in cells} for cells in (supply.all_partners.get(series, []), *own)]
    held = [years for years in covered if years]
    common = set.intersection(*held) if held else set()
    return tuple(sorted(common))


def _givers(rule: Rule, years: Sequence[int], supply: Supply) -> set[str]:
    return {
        actor
        for series in rule.series
        for actor, cells in supply.cells.get(series, {}).items()
        if any(cell.within(years) for cell in cells)
    }


def weighed(cells: Iterable[Cell]) -> list[Cell | Weighed]:
    """Return the cells as they count: commitments at the central part of them that is paid out, others at face."""
    return [Weighed(cell, REALISED[1], "committed") if family(cell.series) == "finance" else cell for cell in cells]


def _count(
    rule: Rule, years: tuple[int, ...], supply: Supply, suppliers: tuple[str, ...], patrons: Sequence[str]
) -> Counted:
    cells = {
        actor: tuple(
            cell for series in rule.series for cell in supply.cells.get(series, {}).get(actor, ()) if cell.within(years)
        )
        for actor in suppliers
    }
    cells = {actor: kept for actor, kept in cells.items() if kept}
    whole = tuple(cell for actor in sorted(cells) for cell in cells[actor])
    everyone = [cell for series in rule.series for cell in supply.all_partners.get(series, ()) if cell.within(years)]
    size = () if rule.no_stake else sized(supply.gdp, years)
    figures, apart = arrays(size, years)
    disbursed, committed = _array(cells, suppliers, years, "oda"), _array(cells, suppliers, years, "finance")
    if everyone and rule.every:
        rest = _spread(everyone, years) - disbursed.sum(axis=0)
        # Partners from one source can come to more than the total from another; they are then the whole.
        if rest.sum() > 0:
            whole, disbursed[suppliers.index(REST)] = tuple(everyone), rest
    basis = Basis(
        disbursed=disbursed,
        committed=committed,
        covered=np.array([actor in cells and _has(rule, cells[actor]) for actor in suppliers]),
        size=figures,
        years=years,
        apart=apart,
        reference=rule.reference,
        # Figures typed for the patrons alone leave out all others, whatever the data set they are from.
        partial=rule.partial or (set(cells) <= set(patrons) and not everyone),
    )
    return Counted(rule=rule, years=years, cells=cells, whole=whole, size=size, basis=basis)


def _has(rule: Rule, cells: Iterable[Cell]) -> bool:
    held = {cell.series for cell in cells}
    return held >= set(rule.series) if rule.every else bool(held)


def _array(
    cells: Mapping[str, tuple[Cell, ...]], suppliers: tuple[str, ...], years: tuple[int, ...], kind: str
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the cells of one kind, commitments ("finance") or all others, shape (n_suppliers, n_years)."""
    table = np.zeros((len(suppliers), len(years)))
    for i, actor in enumerate(suppliers):
        kept = [cell for cell in cells.get(actor, ()) if (family(cell.series) == "finance") == (kind == "finance")]
        table[i] = _spread(kept, years)
    return table


def _spread(cells: Iterable[Cell], years: tuple[int, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the cells by year; a row of several years is spread over them evenly."""
    row = np.zeros(len(years))
    for cell in cells:
        span = range(cell.first_year, cell.last_year + 1)
        for year in span:
            row[years.index(year)] += cell.common / len(span)
    return row
