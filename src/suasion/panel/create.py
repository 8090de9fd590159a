"""Creating panels: states, pairs of states, by year or month, and contests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from suasion.codebook import Contest, Source
from suasion.errors import InputError
from suasion.panel.holding import Holding, Run
from suasion.panel.panel import Make, Panel, Reference, Unit
from suasion.panel.states import SYSTEM_REFERENCES, Step, System, members

if TYPE_CHECKING:
    from ibis.expr.types import Table

Rows = Any
"""An Ibis or Arrow table in OBSERVATION_SCHEMA."""


def create_state_years(
    *,
    first_year: int,
    last_year: int,
    system: System = "cow",
    observations: Table | pa.Table | None = None,
    sources: Table | pa.Table | Iterable[Source] | None = None,
    run: Run | None = None,
) -> Panel:
    """Return a panel with one row a state and year.

    Parameters
    ----------
    first_year, last_year
        Both included, 1816 or later.
    system
        "cow" (Correlates of War), "gw" (Gleditsch and Ward) or "iso" (ISO 3166 and its former states). A state has a
        row in each year in which it was in the system on any day; in others it has none. Lists end (COW's in 2016,
        Gleditsch and Ward's in 2017); the states that were in them then are taken to go on.
    observations
        What ``add_*`` draws on: an Ibis or Arrow table in OBSERVATION_SCHEMA, such as `Record.observations()`.
    sources
        The sources of the rows, for `Panel.cite` and to know which data sets list all there is: `Record.sources()`,
        or `Source` objects, such as ``read_rows(...).source``.
    run
        Runs Ibis expressions; `Record.run` for tables of a record. By default the tables' own engine does.

    Returns
    -------
    Panel
        actor (ISO alpha-3, or a former state's own code), year, and actor_cow or actor_gw.

    Raises
    ------
    InputError
        If there is no such system, the years are no period, or the observations lack columns.

    Examples
    --------
    >>> panel = create_state_years(first_year=1975, last_year=1977).filter_actors("VDR", "VNM")
    >>> panel.to_pyarrow().select(["actor", "year", "actor_cow"]).to_pylist()  # doctest: +NORMALIZE_WHITESPACE
    [{'actor': 'VDR', 'year': 1975, 'actor_cow': 816}, {'actor': 'VDR', 'year': 1976, 'actor_cow': 816},
     {'actor': 'VNM', 'year': 1977, 'actor_cow': 816}]
    """
    holding = Holding(observations, sources, run)
    states = _states(system, (first_year, last_year), "year", holding)
    if system == "iso":
        return states
    return states.with_table(states.given.rename({f"actor_{system}": system}))


def create_dyad_years(
    *,
    directed: bool,
    first_year: int,
    last_year: int,
    system: System = "cow",
    observations: Table | pa.Table | None = None,
    sources: Table | pa.Table | Iterable[Source] | None = None,
    run: Run | None = None,
) -> Panel:
    """Return a panel with one row a pair of states and year; a year before one of them existed has none.

    Parameters
    ----------
    directed
        Each pair twice, once with either as actor; or once, with the actor's code first in the alphabet.
    first_year, last_year, system, observations, sources, run
        As for `create_state_years`.

    Returns
    -------
    Panel
        actor, partner, year, and actor_cow and partner_cow, or the same with _gw.

    Examples
    --------
    >>> create_dyad_years(directed=True, first_year=1946, last_year=2020).count()
    1822644
    """
    states = _states(system, (first_year, last_year), "year", Holding(observations, sources, run))
    keys = ("actor", "partner", "year")
    return _paired(states, "dyad-year", keys, lambda table: _pairs(table, ("year",), directed), directed=directed)


def create_dyad_months(
    *,
    directed: bool,
    first_year: int,
    last_year: int,
    system: System = "cow",
    observations: Table | pa.Table | None = None,
    sources: Table | pa.Table | Iterable[Source] | None = None,
    run: Run | None = None,
) -> Panel:
    """Return a panel with one row a pair of states and month; what ``add_*`` adds of a year stands in all its months.

    Parameters
    ----------
    directed, first_year, last_year, system, observations, sources, run
        As for `create_dyad_years`.

    Returns
    -------
    Panel
        actor, partner, year, month (1 to 12), and actor_cow and partner_cow, or the same with _gw.
    """
    states = _states(system, (first_year, last_year), "month", Holding(observations, sources, run))
    keys, period = ("actor", "partner", "year", "month"), ("year", "month")
    return _paired(states, "dyad-month", keys, lambda table: _pairs(table, period, directed), directed=directed)


def create_contests(
    contests: Iterable[Contest] | Mapping[str, Contest],
    *,
    system: System = "cow",
    observations: Table | pa.Table | None = None,
    sources: Table | pa.Table | Iterable[Source] | None = None,
    run: Run | None = None,
) -> Panel:
    """Return a panel with one row a contest, patron and year; the patron is the actor, the client the partner.

    Parameters
    ----------
    contests
        Contests, or contests by name; without one a contest is called "KHM 2012-2021". Years in which the client or
        the patron was not in the system have no row.
    system, observations, sources, run
        As for `create_state_years`.

    Returns
    -------
    Panel
        contest, actor, partner, year, and actor_cow and partner_cow, or the same with _gw. Of directed pairs.

    Raises
    ------
    InputError
        If there is no contest, or two have one name.
    """
    import ibis

    holding = Holding(observations, sources, run)
    named = _named(contests)
    first_year, last_year = min(c.first_year for _, c in named), max(c.last_year for _, c in named)
    rows = [
        {"contest": name, "patron": patron, "client": c.client, "first_year": c.first_year, "last_year": c.last_year}
        for name, c in named
        for patron in c.patrons
    ]
    schema = {"contest": pa.string(), "patron": pa.string(), "client": pa.string()}
    years = {"first_year": pa.int16(), "last_year": pa.int16()}
    asked = ibis.memtable(pa.Table.from_pylist(rows, schema=pa.schema(list((schema | years).items()))))
    states = _states(system, (first_year, last_year), "year", holding)

    def pair(table: Any) -> Any:
        pairs = _pairs(table, ("year",), directed=True)
        joined = pairs.join(asked, [("actor", "patron"), ("partner", "client")])
        return joined.filter(joined.year.between(joined.first_year, joined.last_year)).select("contest", *pairs.columns)

    return _paired(states, "contest-year", ("contest", "actor", "partner", "year"), pair, directed=True)


def _named(contests: Iterable[Contest] | Mapping[str, Contest]) -> list[tuple[str, Contest]]:
    if isinstance(contests, Mapping):
        named = list(contests.items())
    else:
        named = [(f"{c.client} {c.first_year}-{c.last_year}", c) for c in contests]
    if not named:
        raise InputError("create_contests: there is no contest. Give at least one.")
    names = [name for name, _ in named]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(
            f"create_contests: {', '.join(twice)} names several contests. Give them by name: {{'first': ..., ...}}."
        )
    return named


def _states(system: System, years: tuple[int, int], step: Step, holding: Holding) -> Panel:
    """Return the states of a system as a panel, their number called after it."""
    import ibis

    states = members(system, first_year=years[0], last_year=years[1], step=step)
    keys = tuple(name for name in states.column_names if name != "number")
    table = ibis.memtable(states)
    table = table.select(*keys) if system == "iso" else table.select(*keys, **{system: table.number})
    return Panel(
        given=table,
        unit="state-year",
        directed=False,
        system=system,
        first_year=years[0],
        last_year=years[1],
        keys=keys,
        order=tuple(table.columns),
        holding=holding,
        references=(Reference(text=SYSTEM_REFERENCES[system]),),
    )


def _paired(states: Panel, unit: Unit, keys: tuple[str, ...], pair: Make, *, directed: bool) -> Panel:
    """Return a panel of pairs of the states of another."""
    return msgspec.structs.replace(
        states,
        given=None,
        states=states,
        pair=pair,
        unit=unit,
        keys=keys,
        directed=directed,
        order=tuple(pair(states.table).columns),
    )


def _pairs(states: Any, period: tuple[str, ...], directed: bool) -> Any:
    """Return each state with each other of the same period; what is known of them is called after actor and partner."""
    known = [name for name in states.columns if name not in ("actor", *period)]
    one = states.select("actor", *period, **{f"actor_{name}": name for name in known})
    same = {f"_{name}": name for name in period}
    other = states.select(partner="actor", **same, **{f"partner_{name}": name for name in known})
    # Joined by equality and then filtered, since Polars, by Ibis, knows no other join.
    joined = one.join(other, [(name, f"_{name}") for name in period])
    joined = joined.filter(joined.actor != joined.partner if directed else joined.actor < joined.partner)
    sides = [f"{side}_{name}" for side in ("actor", "partner") for name in known]
    return joined.select("actor", "partner", *period, *sides)
