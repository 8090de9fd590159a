"""Which rows of a panel to keep: years, states, and pairs that matter to one another."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from suasion.codebook.actor import actor
from suasion.errors import InputError
from suasion.panel.attaching import needs_pairs
from suasion.panel.coverage import membership
from suasion.panel.geography import add_contiguity
from suasion.panel.power import add_major_powers
from suasion.panel.states import System, check_system, check_years

if TYPE_CHECKING:
    from suasion.panel.panel import Panel

Side = Literal["actor", "partner", "any", "both"]


def filter_years(panel: Panel, first_year: int, last_year: int) -> Panel:
    """Return the rows of some years, both ends included.

    Raises
    ------
    InputError
        If the years are no period.
    """
    check_years(first_year, last_year)
    first, last = max(first_year, panel.first_year), min(last_year, panel.last_year)
    if first > last:
        raise InputError(
            f"filter_years: the panel has {panel.first_year} to {panel.last_year}, and nothing of {first_year} to "
            f"{last_year}. Create it for those years."
        )
    kept = panel.keeping(["year"], lambda t: t.year.between(first, last))
    return msgspec.structs.replace(kept, first_year=first, last_year=last)


def filter_actors(panel: Panel, *codes: str, side: Side = "any") -> Panel:
    """Return the rows of some states.

    Parameters
    ----------
    panel
        Of states or of pairs.
    codes
        ISO alpha-3, or a former state's own code.
    side
        For pairs: "actor" or "partner" is one of them, "any" of the two is, or "both" are.

    Raises
    ------
    UnknownActorError
        If a code is no actor's.
    """
    if not codes:
        raise InputError("filter_actors: name at least one state, for example filter_actors('KHM').")
    wanted = sorted({actor(code).code for code in codes})
    sides = [side] if side in ("actor", "partner") else list(panel.sides)

    def holds(table: Any) -> Any:
        # One state as an equality: engines carry it further than a list.
        said = [table[each] == wanted[0] if len(wanted) == 1 else table[each].isin(wanted) for each in sides]
        return reduce(and_ if side == "both" else or_, said)

    return panel.keeping(sides, holds, state=wanted[0] if len(wanted) == 1 else None)


def filter_client(panel: Panel, client: str) -> Panel:
    """Return the rows of one client: those in which it is the partner, or one of an undirected pair.

    Raises
    ------
    UnknownActorError
        If the code is no actor's.
    """
    needs_pairs(panel, "filter_client")
    return filter_actors(panel, client, side="partner" if panel.directed else "any")


def filter_in_system(panel: Panel, system: System) -> Panel:
    """Return the rows whose states were all in a state system that year, for example those of an ISO panel in COW's.

    Raises
    ------
    InputError
        If there is no such system.
    """
    check_system(system)
    for side in panel.sides:
        name = f"_{side}_in_{system}"
        states = membership(system, name, (panel.first_year, panel.last_year))
        panel = panel.joining(states, on={side: "actor", "year": "year"}, columns=[name], who="filter_in_system")
    table = panel.table
    flags = [name for name in table.columns if name.startswith("_") and name.endswith(f"_in_{system}")]
    return panel.with_table(table.filter(*[table[name].notnull() for name in flags]).drop(*flags))


def filter_contiguous(panel: Panel, *, within: int = 5) -> Panel:
    """Return the pairs that touch: by land (1), or across water up to the distance of a type (to 5, 400 miles).

    Pairs of which it is not known are left out. Adds ``contiguity`` where the panel has none.

    Parameters
    ----------
    panel
        Of pairs of states.
    within
        The farthest type that counts; see `suasion.panel.add_contiguity`.
    """
    panel = _with_contiguity(panel)
    return panel.with_table(panel.table.filter(panel.table.contiguity.between(1, within)))


def filter_great_powers(panel: Panel, *, side: Side = "any") -> Panel:
    """Return the rows with a major power. Adds ``major_power`` columns where the panel has none.

    Parameters
    ----------
    panel
        Of states or of pairs.
    side
        For pairs: whether the "actor", the "partner", "any" or "both" of them must be one.
    """
    panel = _with_major_powers(panel)
    sides = [side] if side in ("actor", "partner") else list(panel.sides)
    said = [panel.table[panel.named(each, "major_power")] == 1 for each in sides]
    return panel.with_table(panel.table.filter(reduce(and_ if side == "both" else or_, said)))


def filter_politically_relevant(panel: Panel, *, unknown: Literal["drop", "keep"] = "drop") -> Panel:
    """Return the politically relevant dyads: contiguous by land or water, or with a major power.

    Parameters
    ----------
    panel
        Of pairs of states. Contiguity and major powers are added where it has none.
    unknown
        What becomes of pairs of which neither is known, such as those of years after the data end.

    Notes
    -----
    Weede (1976); Lemke and Reed (2001), "The Relevance of Politically Relevant Dyads", Journal of Conflict Resolution
    45(1): 126-144. Contiguity counts up to 400 miles of water (type 5).
    """
    panel = _with_major_powers(_with_contiguity(panel))
    table = panel.table
    relevant = table.contiguity.between(1, 5)
    for side in panel.sides:
        relevant |= table[panel.named(side, "major_power")] == 1
    return panel.with_table(table.filter(relevant.fill_null(unknown == "keep")))


def _with_contiguity(panel: Panel) -> Panel:
    return panel if "contiguity" in panel.columns else add_contiguity(panel)


def _with_major_powers(panel: Panel) -> Panel:
    return panel if panel.named("actor", "major_power") in panel.columns else add_major_powers(panel)


def filter_where(panel: Panel, *conditions: Any) -> Panel:
    """Return the rows for which all conditions hold: functions of the table, or Ibis expressions (``ibis._``).

    Examples
    --------
    >>> from suasion.panel import create_state_years
    >>> states = create_state_years(first_year=1990, last_year=1991)
    >>> filter_where(states, lambda t: t.actor == "DEU").to_pyarrow()["actor_cow"].to_pylist()
    [260, 255]
    """
    return panel.with_table(panel.table.filter(*conditions))
