"""Levers: the level of each instrument of a patron, its unit, and the most that the record shows of the kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from suasion.assess.arithmetic import numbers, terms, worked_out
from suasion.assess.bases import Counted, weighed
from suasion.assess.naming import said
from suasion.assess.scenario.sanctions import cases
from suasion.assess.supply import DOSE_USD, Supply
from suasion.codebook import INSTRUMENTS, Contest, Derivation, Estimate

MONEY: Final = "USD-2022 a year"
_UNITS: Final = {"health": "doses a year", "military": "TIV-million a year", "diplomatic": "visits a year"}
SANCTION_UNIT: Final = "cases"
PAID: Final = frozenset({"economic-aid", "economic-loan", "infrastructure", "health"})
"""Instruments whose money a government pays itself, so that its budget bounds it; firms trade and invest."""
TOLD_UNIT: Final = "statements"


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


def budgeted(instrument: str, level: Estimate) -> bool:
    """Return whether a budget in dollars bounds a lever."""
    return instrument in PAID and level.unit == MONEY
