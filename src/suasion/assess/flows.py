"""Flows: what each patron gives the client under each definition, in total, as a share, and year by year."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.arithmetic import numbers, terms, worked_out
from suasion.assess.assessment import Flow
from suasion.assess.naming import said
from suasion.assess.rows import Evidence
from suasion.assess.supply import TRADE_SERIES, Cell, Supply, supply
from suasion.codebook import INDICATORS, Contest, Derivation, Estimate, missing
from suasion.model.sampling import uniform_columns, year_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_BY_YEARS: Final = (
    "Bayesian bootstrap over years: how it would have come out had other years weighed more; errors of reporting are "
    "not in it"
)
# An index or a scale is no amount of which one could hold a part.
_NO_AMOUNT: Final = frozenset({"index", "scale", "share"})


def flows(
    record: Evidence, contest: Contest, *, draws: int = 2048, seed: int = 0, held: Supply | None = None
) -> tuple[Flow, ...]:
    """Return what each patron gives the client, by indicator, in the order of the codebook and the contest.

    Parameters
    ----------
    record
        Observations; only what was known by ``contest.as_of`` is used.
    contest
        Client, patrons and years.
    draws, seed
        Of the resampling of years behind each interval.
    held
        What `supply` gave for the same record and contest, where it was read before.

    Returns
    -------
    tuple of Flow
        One for each patron and indicator with rows. ``total`` is the sum of the rows for what may be added up, the
        mean of the years for stocks and indices, the number of cases in force for sanctions. ``share`` is the part of
        all givers with rows under the same indicator. A year without a row is absent; it is not zero.
    """
    held = held or supply(record, contest)
    apart = ("exports", "imports", "sanction")  # read otherwise, below
    named = {name: name for name, i in INDICATORS.items() if name not in apart and i.unit != "flag"}
    named |= {kind: TRADE_SERIES[kind, "client"] for kind in ("exports", "imports")}
    found: dict[tuple[str, str], Flow] = {}
    for indicator, series in named.items():
        patrons = [patron for patron in contest.patrons if patron in held.cells.get(series, {})]
        if patrons:
            counted = _Series.of(indicator, series, held, contest, draws=draws, seed=seed)
            found |= {(indicator, patron): counted.flow(patron) for patron in patrons}
    found |= {("sanction", flow.patron): flow for flow in _sanctions(held, contest)}
    order = {name: n for n, name in enumerate(INDICATORS)}
    return tuple(found[key] for key in sorted(found, key=lambda key: (order[key[0]], contest.patrons.index(key[1]))))


@dataclass(frozen=True)
class _Series:
    """One indicator: the cells of all givers, and weights of its years in each draw, the same for all patrons."""

    contest: Contest
    indicator: str
    givers: Mapping[str, Sequence[Cell]]
    everyone: Sequence[Cell]
    years: Sequence[int]
    weights: Floats | None

    @classmethod
    def of(cls, indicator: str, series: str, held: Supply, contest: Contest, *, draws: int, seed: int) -> _Series:
        """Return a series of the client's supply, and draw its years."""
        givers = held.cells[series]
        everyone = held.all_partners.get(series, [])
        years = sorted({cell.last_year for cells in (everyone, *givers.values()) for cell in cells})
        return cls(contest, indicator, givers, everyone, years, _weights(indicator, years, draws=draws, seed=seed))

    def whole(self, patron: str) -> list[Cell]:
        """Return what all give; of trade with all partners, only the years in which the patron has rows itself."""
        if self.everyone:
            years = {cell.last_year for cell in self.givers[patron]}
            return [cell for cell in self.everyone if cell.last_year in years]
        return [cell for actor in sorted(self.givers) for cell in self.givers[actor]]

    def flow(self, patron: str) -> Flow:
        """Return what one patron gives."""
        own = self.givers[patron]
        years = tuple(_year(cell) for cell in own if cell.first_year == cell.last_year)
        return Flow(
            indicator=self.indicator, patron=patron, total=self._total(patron), share=self._share(patron), years=years
        )

    @property
    def _patrons_alone(self) -> bool:
        return set(self.givers) <= set(self.contest.patrons) and not self.everyone

    def _total(self, patron: str) -> Estimate:
        own, additive = self.givers[patron], INDICATORS[self.indicator].additive
        held = sorted({cell.last_year for cell in own})
        scale = 1.0 if additive else 1 / len(held)
        named, constants, unit = _terms(values=own)
        derivation = Derivation(operation="converted-sum", terms=named, constants=constants | {"scale": scale})
        draws = None
        if self.weights is not None and len(held) > 1:
            kept = self.weights[:, [self.years.index(year) for year in held]]
            mean = (kept @ _by_year(own, held, unit)) / kept.sum(axis=1)
            draws = mean * (len(held) if additive else 1)
        lacking = self.contest.last_year - self.contest.first_year + 1 - len(held)
        name = _name("total" if additive else "yearly mean", self.indicator, patron, self.contest)
        return worked_out(
            name, derivation, numbers(own), unit=unit,
            method="sum of rows" if additive else f"mean of {len(held)} years with rows", draws=draws,
            interval_method=_BY_YEARS, note=f"{lacking} years have no row, which is not a zero" if lacking > 0 else "",
        )  # fmt: skip

    def _share(self, patron: str) -> Estimate:
        own = self.givers[patron]
        name, kind = _name("share", self.indicator, patron, self.contest), INDICATORS[self.indicator].unit
        if kind in _NO_AMOUNT:
            return missing(name, f"values of unit {kind} do not add up to a whole", unit="share")
        whole = self.whole(patron)
        if not whole:
            return missing(name, "trade with all partners has no row in the same years", unit="share")
        if len(self.givers) == 1 and not self.everyone:
            return missing(name, "no other giver has rows: a share of one series says nothing", unit="share")
        named, constants, unit = _terms(part=own, whole=whole)
        derivation = Derivation(operation="converted-share", terms=named, constants=constants)
        draws = None
        if self.weights is not None:
            parts, sums = (self.weights @ _by_year(cells, self.years, unit) for cells in (own, whole))
            draws = np.divide(parts, sums, out=np.full_like(sums, np.nan), where=sums != 0)
        return worked_out(
            name, derivation, numbers(own, whole), unit="share",
            method=f"part of {len(self.givers)} givers with rows", draws=draws, interval_method=_BY_YEARS,
            note="the record covers the patrons alone, so the true share is smaller" if self._patrons_alone else "",
        )  # fmt: skip


def _name(what: str, indicator: str, patron: str, contest: Contest) -> str:
    title = INDICATORS[indicator].title
    between = f"{said(patron)} and {said(contest.client)}"
    return f"{what}: {title}, {between}, {contest.first_year} to {contest.last_year}"


def _year(cell: Cell) -> Estimate:
    named, constants, unit = _terms(values=[cell])
    derivation = Derivation(operation="converted-sum", terms=named, constants=constants)
    return worked_out(str(cell.first_year), derivation, numbers([cell]), unit=unit, method="sum of rows")


def _terms(**groups: Sequence[Cell]) -> tuple[dict[str, tuple[str, ...]], dict[str, float], str]:
    """Return terms, constants and unit: the rows' own unit if they share one, else dollars of 2022."""
    units = sorted({cell.unit for cells in groups.values() for cell in cells})
    if len(units) == 1:
        return {stem: tuple(i for cell in some for i in cell.ids) for stem, some in groups.items()}, {}, units[0]
    return *terms(**groups), "USD-2022"


def _amount(cell: Cell, unit: str) -> float:
    return sum(cell.values) if cell.unit == unit else cell.common


def _by_year(cells: Sequence[Cell], years: Sequence[int], unit: str) -> Floats:
    row = np.zeros(len(years))
    for cell in cells:
        row[years.index(cell.last_year)] += _amount(cell, unit)
    return row


def _weights(indicator: str, years: Sequence[int], *, draws: int, seed: int) -> Floats | None:
    """Return weights of the years in each draw, None for a single year."""
    if len(years) < 2 or draws < 1:
        return None
    columns = uniform_columns([f"{year}" for year in years], draws=draws, seed=seed + zlib.crc32(indicator.encode()))
    return year_weights(np.stack([columns[f"{year}"] for year in years], axis=1))


def _sanctions(held: Supply, contest: Contest) -> list[Flow]:
    """Return the cases in force by each patron; a case is counted, whatever its row's value."""
    cases = {
        sender: [f"{i}#count" for cell in cells for i in cell.ids]
        for sender, cells in held.cells.get("sanction", {}).items()
    }
    everyone = tuple(i for sender in sorted(cases) for i in cases[sender])
    values = dict.fromkeys(everyone, 1.0)
    found = []
    for patron in contest.patrons:
        if patron not in cases:
            continue
        own = tuple(cases[patron])
        total = worked_out(
            _name("cases in force", "sanction", patron, contest),
            Derivation(operation="sum", terms={"values": own}), values, unit="case", method="count of cases in force",
        )  # fmt: skip
        share = worked_out(
            _name("share", "sanction", patron, contest),
            Derivation(operation="share", terms={"part": own, "whole": everyone}), values, unit="share",
            method=f"part of the cases of {len(cases)} senders with rows",
        )  # fmt: skip
        found.append(Flow(indicator="sanction", patron=patron, total=total, share=share))
    return found
