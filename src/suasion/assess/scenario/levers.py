"""Levers: the level of each instrument of a patron, its unit, and the most that the record shows of the kind."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from suasion.assess.arithmetic import numbers, terms, worked_out
from suasion.assess.bases import RULES, Counted, family, weighed
from suasion.assess.naming import said
from suasion.assess.rows import Evidence
from suasion.assess.scenario.sanctions import cases
from suasion.assess.supply import DOSE_USD, TRADE_SERIES, Supply
from suasion.codebook import INDICATORS, INSTRUMENTS, Contest, Derivation, Estimate, missing
from suasion.codebook.prices import price_factor
from suasion.model.leverage import REALISED

MONEY: Final = "USD-2022 a year"
_UNITS: Final = {"health": "doses a year", "military": "TIV-million a year", "diplomatic": "visits a year"}
SANCTION_UNIT: Final = "cases"
TOLD_UNIT: Final = "statements"
_SERIES_OF_TRADE: Final = {series: kind for (kind, _), series in TRADE_SERIES.items()}


def unit_of(instrument: str, counted: Counted | None) -> str:
    """Return the unit in which a lever is moved: money a year where rows count it, else what the record has of it."""
    if instrument == "sanction":
        return SANCTION_UNIT
    if counted is None:
        return TOLD_UNIT
    return _UNITS.get(instrument, MONEY)


def level(
    contest: Contest, patron: str, instrument: str, *, counted: Counted | None, told: Sequence[str], held: Supply
) -> Estimate:
    """Return what a patron gives by an instrument now, a year, in the lever's unit.

    Parameters
    ----------
    contest
        Client and years.
    patron, instrument
        Whose lever.
    counted
        The basis on which it is counted; None where no row counts it.
    told
        Ids of the statements that tell of the tie.
    held
        What everyone gives the client.
    """
    name = f"{INSTRUMENTS[instrument].title.lower()}: {said(patron)} to {said(contest.client)}, a year"
    unit = unit_of(instrument, counted)
    if instrument == "sanction":
        ids = cases(held, contest, patron, {}).ids
        return _count(f"sanctions of {said(patron)} in force on {said(contest.client)}", ids, unit)
    if counted is not None and patron not in counted.cells:
        note = f"no row has {said(patron)} as a giver in {counted.years[0]} to {counted.years[-1]}: taken for none"
        return Estimate(name=name, value=0.0, unit=unit, method=counted.rule.words, note=note)
    if counted is None:
        words = f"statements on {INSTRUMENTS[instrument].title.lower()}, {said(patron)} and {said(contest.client)}"
        return _count(words, tuple(told), unit)
    named, constants = terms(values=weighed(counted.cells[patron]))
    # A dose stands in the rows as dollars; the lever is moved in doses.
    constants["scale"] = 1 / len(counted.years) / (DOSE_USD if unit.startswith("doses") else 1.0)
    return worked_out(
        name, Derivation(operation="converted-sum", terms=named, constants=constants), numbers(counted.cells[patron]),
        unit=unit, method=f"mean of {counted.years[0]} to {counted.years[-1]}: {counted.rule.words}",
    )  # fmt: skip


def _count(name: str, ids: tuple[str, ...], unit: str) -> Estimate:
    if not ids:
        return Estimate(name=name, value=0.0, unit=unit, method="count of what is recorded", note="nothing recorded")
    derivation = Derivation(operation="count", terms={"values": tuple(f"{i}#count" for i in ids)})
    return Estimate(
        name=name, value=float(len(ids)), unit=unit, n=len(ids), method="count of what is recorded", evidence=ids,
        derivation=derivation,
    )  # fmt: skip


class Bounds:
    """The most that the record shows each patron to have given any one state in a year, by each instrument."""

    def __init__(self, record: Evidence, contest: Contest) -> None:
        self._contest = contest
        self._sums = _yearly(record, contest)
        self._largest: dict[tuple[str, str], Estimate] = {}

    def bound(self, patron: str, instrument: str, now: Estimate, levels: Mapping[str, Estimate]) -> Estimate:
        """Return the most that a lever may be moved to.

        Parameters
        ----------
        patron, instrument, now
            The lever and its present level.
        levels
            The present levels of all patrons by this instrument: where rows do not count it, the largest is the bound.
        """
        if (patron, instrument) not in self._largest:
            found = self._most(patron, instrument, now.unit) if instrument in RULES else None
            self._largest[patron, instrument] = found or self._among(patron, instrument, now, levels)
        found = self._largest[patron, instrument]
        return now if found.value is not None and found.value < (now.value or 0.0) else found

    def _most(self, patron: str, instrument: str, unit: str) -> Estimate | None:
        """Return the largest yearly sum of an instrument's central series that a patron gave one partner."""
        series = {_SERIES_OF_TRADE.get(name, name) for name in RULES[instrument][0].series}
        sums: dict[tuple[str, int], dict[str, tuple[float, str]]] = {}
        for (actor, name, partner, year), part in self._sums.items():
            if actor == patron and name in series:
                sums.setdefault((partner, year), {})[name] = part
        if unit == TOLD_UNIT or not sums:
            return None
        partner, year = max(sums, key=lambda key: (sum(value for value, _ in sums[key].values()), key))
        parts = sums[partner, year]
        return Estimate(
            name=f"most that {said(patron)} gave one state in a year: {INSTRUMENTS[instrument].title.lower()}",
            value=sum(value for value, _ in parts.values()), unit=unit, n=len(sums),
            method=f"largest of {len(sums):,} yearly sums by recipient: {said(partner)} in {year}",
            evidence=tuple(row for _, row in parts.values()),
            note="by " + " and ".join(INDICATORS[name].title.lower() for name in sorted(parts)),
        )  # fmt: skip

    def _among(self, patron: str, instrument: str, now: Estimate, levels: Mapping[str, Estimate]) -> Estimate:
        title = INSTRUMENTS[instrument].title.lower()
        name = f"most that the record shows of {title} towards {said(self._contest.client)}"
        largest = max(levels.values(), key=lambda e: (e.value or 0.0, e.name), default=now)
        if not largest.value:
            return missing(name, "the record has nothing of the kind by any patron", unit=now.unit)
        return Estimate(
            name=name, value=2 * largest.value, unit=now.unit, n=largest.n, evidence=largest.evidence,
            method="twice the most of any patron of the contest (assumed: no row counts this lever)",
        )  # fmt: skip


def _yearly(record: Evidence, contest: Contest) -> dict[tuple[str, str, str, int], tuple[float, str]]:
    """Return what each patron gave each state each year, by series, with one row behind it: one query for all levers.

    Money is in dollars of 2022, a commitment counts by the part of it that is paid out. The same series from two
    sources counts once, by the larger: this is for a bound.
    """
    series = {_SERIES_OF_TRADE.get(name, name) for rules in RULES.values() for name in rules[0].series}
    table = record.observations(contest.as_of)
    kept = table.filter(
        (table.status == "observed") & table.indicator.isin(sorted(series)) & table.actor.isin(list(contest.patrons))
        & table.partner.notnull() & (table.first_year == table.last_year)
    )  # fmt: skip
    yearly = kept.group_by("actor", "indicator", "partner", "first_year", "unit", "source").agg(
        # Added up here, in one order: an engine's sum depends on how many threads it runs.
        values=kept.value.collect(),
        row=kept.id.min(),
    )
    found: dict[tuple[str, str, str, int], tuple[float, str]] = {}
    for row in record.run(yearly).to_pylist():
        times = price_factor(row["unit"], row["first_year"]) if row["unit"].startswith("USD") else 1.0
        if times is None:
            continue
        times *= REALISED[1] if family(row["indicator"]) == "finance" else 1.0
        key = (row["actor"], row["indicator"], row["partner"], row["first_year"])
        found[key] = max(found.get(key, (0.0, "")), (times * math.fsum(row["values"]), row["row"]))
    return found
