"""Asked: what a scenario of an institution leaves open, filled in, and what is wrong with it."""

from __future__ import annotations

from suasion.assess.institution.seats import Period
from suasion.assess.period import YEARS
from suasion.assess.rows import Evidence
from suasion.codebook.organisation import members
from suasion.codebook.scenario import Scenario
from suasion.errors import InputError


def on_scale(name: str, value: float | None) -> float:
    """Return a position that lies on the scale.

    Raises
    ------
    InputError
        If there is none, or it lies off the scale.
    """
    if value is None:
        raise InputError(f"The scenario has no {name}. Give its strength, from -1 to 1; 1 is the issue's norm in full.")
    if not -1 <= value <= 1:  # NaN is not on it either
        raise InputError(f"A {name} of {value:g} is off the scale. Give a strength from -1 to 1.")
    return float(value)


def whose(scenario: Scenario) -> str:
    """Return the organisation that a scenario asks about.

    Raises
    ------
    InputError
        If it names none, or no patrons.
    """
    if scenario.institution is None:
        raise InputError("The scenario names no institution. Name one, for example institution = ASEAN.")
    if not scenario.patrons:
        raise InputError(f"The scenario names no patrons of {scenario.institution}'s members. Name one, such as CHN.")
    return scenario.institution


def years(record: Evidence, scenario: Scenario) -> tuple[int, int]:
    """Return first and last year: those named, else the ten that end with the last row from a patron to any member.

    Raises
    ------
    InputError
        If no years are named and the record has no such row.
    """
    last = scenario.last_year
    if last is None:
        rows = record.observations(scenario.as_of)
        day = scenario.as_of or "9999"
        seats = list(members(whose(scenario), day))
        between = rows.filter(rows.actor.isin(list(scenario.patrons)) & rows.partner.isin(seats))
        found = record.run(between.aggregate(last=between.last_year.max())).to_pylist()[0]["last"]
        if found is None:
            raise InputError(
                f"The record has no row from {', '.join(scenario.patrons)} to a member of {scenario.institution}. "
                "Gather data, or name the years."
            )
        last = int(found)
    first = scenario.first_year if scenario.first_year is not None else last - YEARS + 1
    return first, last


def period(record: Evidence, scenario: Scenario) -> tuple[Period, str]:
    """Return the period to assess, and the date at which members are counted: the day asked for, else the last year."""
    whose(scenario)
    first, last = years(record, scenario)
    return Period(first, last, scenario.as_of, scenario.patrons), scenario.as_of or str(last)
