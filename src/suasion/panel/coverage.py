"""Coverage: where no row means none, and where it means that nobody looked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_
from typing import Any, Final, Literal

import msgspec

from suasion.panel.holding import Holding, Profile
from suasion.panel.states import System, members

Absent = Literal["described", "zero", "null"]
"""What no row means in a covered year: as the data set's description says, zero, or not covered."""

Status = Literal["observed", "partial", "none-listed", "missing", "not-applicable", "not-covered"]


class Complete(msgspec.Struct, frozen=True, kw_only=True):
    """A data set whose description says that it lists all there is, among which states, and from when to when."""

    indicators: tuple[str, ...]
    system: System
    first_year: int
    last_year: int


# By the name of the data set. A test holds each entry against the description in `suasion.gather`, which this room
# does not import. SIPRI, GSDB and the rivalries are not among them: they list what is known, and do not say that
# there is no more.
COMPLETE: Final[dict[str, Complete]] = {
    "atop-alliance": Complete(indicators=("alliance-defense",), system="cow", first_year=1815, last_year=2018),
    "cow-contdir": Complete(indicators=("contiguity",), system="cow", first_year=1816, last_year=2016),
    "cow-majors": Complete(indicators=("major-power",), system="cow", first_year=1816, last_year=2016),
    "cow-mid-dyads": Complete(indicators=("dispute",), system="cow", first_year=1816, last_year=2014),
    "gml-mid-dyads": Complete(indicators=("dispute",), system="cow", first_year=1816, last_year=2010),
    "ucdp-acd": Complete(
        indicators=("armed-conflict", "armed-conflict-interstate"), system="gw", first_year=1946, last_year=2024
    ),
}


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """Years in which no row means none; ``system`` is that of the states for which it does, None for all."""

    first_year: int
    last_year: int
    system: System | None


def covers(indicator: str, profiles: Iterable[Profile], holding: Holding, absent: Absent) -> tuple[Cover, ...]:
    """Return the years in which a pair or state without a row of an indicator has none.

    A set lists all there is from the first to the last year that its description gives, and no further than its rows
    go: an extract of ten years says nothing of others.
    """
    found = []
    for profile in profiles:
        complete = COMPLETE.get(holding.name_of(profile) or "")
        if absent == "zero":
            found.append(Cover(first_year=profile.first_year, last_year=profile.last_year, system=None))
        elif absent == "described" and complete is not None and indicator in complete.indicators:
            found.append(
                Cover(
                    first_year=max(profile.first_year, complete.first_year),
                    last_year=min(profile.last_year, complete.last_year),
                    system=complete.system,
                )
            )
    return tuple(sorted(set(found), key=lambda c: (c.first_year, c.last_year, c.system or "")))


def none_there(found: tuple[Cover, ...], sides: tuple[str, ...], own: System) -> Callable[[Any], Any]:
    """Return a function of a panel's table that says where no row means none, as an Ibis boolean.

    Parameters
    ----------
    found
        The years, at least one.
    sides
        The columns whose states the missing row would be of.
    own
        The panel's state system. The table must have the `flags` of all others.
    """

    def one(table: Any, cover: Cover) -> Any:
        there = [table[name].notnull() for name in flags((cover,), sides, own)]
        return reduce(and_, there, table.year.between(cover.first_year, cover.last_year))

    return lambda table: reduce(or_, (one(table, cover) for cover in found))


def flags(found: Iterable[Cover], sides: Iterable[str], own: System) -> dict[str, tuple[System, str]]:
    """Return the columns that must be known, by name: whether a side's state is in a system."""
    # In a panel of the data set's own system each row's states are in it.
    systems = sorted({c.system for c in found if c.system is not None and c.system != own})
    return {f"_{side}_in_{system}": (system, side) for system in systems for side in sides}


def membership(system: System, name: str, years: tuple[int, int]) -> Any:
    """Return an Ibis table of actor, year and a column of True, one row a state and year."""
    import ibis

    states = members(system, first_year=years[0], last_year=years[1]).select(["actor", "year"])
    return ibis.memtable(states).mutate(**{name: ibis.literal(True)})
