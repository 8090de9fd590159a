"""Attaching figures to a panel: to its states or its pairs, with zero, missing and not covered kept apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

from suasion.errors import InputError
from suasion.panel import coverage
from suasion.panel.coverage import Absent, Cover, none_there
from suasion.panel.figures import STATUS, Column, figures
from suasion.panel.series import DEFLATOR_REFERENCE, Money, Rows, rows_of

if TYPE_CHECKING:
    from suasion.panel.panel import Panel

BACK: Final = "_back"
SMALL: Final = 100_000  # rows of a data set up to which its figures of pairs are worked out when they are added


class Asked(TypedDict, total=False):
    """Which rows are wanted: see `suasion.panel.series.rows_of`."""

    observations: Any
    absent: Absent
    spells: bool
    dataset: str | None


def add_states(
    panel: Panel, columns: Sequence[Column], *, who: str, money: Money | None = None, **asked: Unpack[Asked]
) -> Panel:
    """Return the panel with figures of states: of the actor, and in panels of pairs of the partner too.

    The columns are called ``<name>`` in a panel of states, ``actor_<name>`` and ``partner_<name>`` in one of pairs.
    """
    found = rows_of(panel, _indicators(columns), who=who, pairs=False, money=money, **asked)
    return attach_states(panel, found, columns, who=who, money=money)


def attach_states(
    panel: Panel, found: Rows, columns: Sequence[Column], *, who: str, money: Money | None = None
) -> Panel:
    """Return the panel with figures of states, made of rows at hand."""
    right = settled(panel, figures(panel, found, columns, ["actor", "year"], who=who))
    same = {column.name: column.name for column in columns}
    if panel.states is not None:
        on = {"actor": "actor", "year": "year"}
        states = _attached(panel.states, right, found, columns, on=on, called=same, sides=("actor",), who=who)
        return _cited(panel.with_states(states, who=who), found, money)
    for side in panel.sides:
        called = {name: panel.named(side, name) for name in same}
        on = {side: "actor", "year": "year"}
        panel = _attached(panel, right, found, columns, on=on, called=called, sides=(side,), who=who)
    return _cited(panel, found, money)


def add_pairs(
    panel: Panel,
    columns: Sequence[Column],
    *,
    who: str,
    directed: bool,
    money: Money | None = None,
    **asked: Unpack[Asked],
) -> Panel:
    """Return the panel with figures of pairs.

    What has a direction is the actor's towards the partner; in a panel of undirected pairs, which has each pair once,
    the partner's towards the actor stands beside it as ``<name>_back``. What has none is the same both ways.
    """
    needs_pairs(panel, who)
    found = rows_of(panel, _indicators(columns), who=who, pairs=True, money=money, **asked)
    right = figures(panel, found, columns, ["actor", "partner", "year"], who=who, mirror=not directed)
    right = settled(panel, right) if found.n <= SMALL else right
    same = {column.name: column.name for column in columns}
    ways = [({"actor": "actor", "partner": "partner", "year": "year"}, same)]
    if directed and not panel.directed:
        ways.append(({"actor": "partner", "partner": "actor", "year": "year"}, {n: f"{n}{BACK}" for n in same}))
    for on, called in ways:
        panel = _attached(panel, right, found, columns, on=on, called=called, sides=panel.sides, who=who)
    return _cited(panel, found, money)


def settled(panel: Panel, right: Any) -> Any:
    """Return a table worked out now: where it is small, so that compiling it again and again costs more than it."""
    import ibis

    return ibis.memtable(panel.holding.run(right))


def needs_pairs(panel: Panel, who: str) -> None:
    """Raise InputError unless the panel is one of pairs."""
    if not panel.of_pairs:
        raise InputError(f"{who} needs pairs of states, and this is a panel of {panel.unit}s. Create dyad-years.")


def _indicators(columns: Sequence[Column]) -> list[str]:
    return list(dict.fromkeys(column.indicator for column in columns))


def _attached(
    panel: Panel,
    right: Any,
    found: Rows,
    columns: Sequence[Column],
    *,
    on: Mapping[str, str],
    called: Mapping[str, str],
    sides: tuple[str, ...],
    who: str,
) -> Panel:
    """Join figures by a key that grouping has made unique, then say of each row what its figure is.

    ``called`` are the names of the columns in the panel; ``sides`` those of its columns that have the key's states.
    """
    status = {column.name: f"{called[column.beside or column.name]}{STATUS}" for column in columns}
    names = {new: old for old, new in called.items()}
    names |= {status[c.name]: f"{c.name}{STATUS}" for c in columns if c.beside is None}
    made: dict[str, Callable[[Any], Any]] = {}
    for column in columns:
        own = found.covers[column.indicator]
        panel = with_membership(panel, own, sides)
        made |= _made(called[column.name], status[column.name], none_there(own, sides, panel.system) if own else None)
    return panel.joining(right, on=on, columns=names, made=made, who=who)


def with_membership(panel: Panel, found: Sequence[Cover], sides: tuple[str, ...]) -> Panel:
    """Return the panel with the hidden columns that are needed to know where no row means none."""
    for name, (system, side) in coverage.flags(found, sides, panel.system).items():
        if name not in panel.hidden:
            states = coverage.membership(system, name, (panel.first_year, panel.last_year))
            on = {side: "actor", "year": "year"}
            panel = panel.joining(states, on=on, columns=[name], hidden=True, who="coverage")
    return panel


def _made(name: str, status: str, none_there: Callable[[Any], Any] | None) -> dict[str, Callable[[Any], Any]]:
    """Return how a figure and its status are made of what the join gives: null where there is no row."""
    if none_there is None:
        return {status: lambda t: t[status].fill_null("not-covered")}

    def none(table: Any) -> Any:
        return table[status].isnull() & none_there(table)

    return {
        name: lambda t: none(t).ifelse(0.0, t[name]),
        status: lambda t: none(t).ifelse("none-listed", t[status].fill_null("not-covered")),
    }


def _cited(panel: Panel, found: Rows, money: Money | None) -> Panel:
    panel = panel.citing(sources=found.sources)
    return panel if money is None or money.of is None else panel.citing(text=DEFLATOR_REFERENCE)
