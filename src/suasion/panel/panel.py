"""A panel: states or pairs of states by year or month, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Concatenate, Final, Literal, ParamSpec, TypeVar

import msgspec
import pyarrow as pa

from suasion.panel import conflict, filters, flows, geography, measures, own, peace, power, ties, votes
from suasion.panel.figures import STATUS
from suasion.panel.holding import Holding
from suasion.panel.joining import Condition, Join, chained, free
from suasion.panel.states import System

P = ParamSpec("P")
T = TypeVar("T")

Make = Callable[[Any], Any]  # an Ibis table to a column of it

Unit = Literal["state-year", "dyad-year", "dyad-month", "contest-year"]

_SHOWN: Final = 10  # rows that a notebook shows


class Reference(msgspec.Struct, frozen=True):
    """Something that went into a panel: a text to cite as it stands, or the id of a source."""

    text: str | None = None
    source: str | None = None


class Panel(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """States or pairs of states by year or month, as an Ibis table that has not been run yet.

    ``create_*`` makes one, and each ``add_*`` and ``filter_*`` returns a new one. ``table`` is the Ibis expression and
    ``keys`` the columns that identify its rows. ``holding`` has the observations, their sources and the way to run.

    The table is made of a base, what is joined to it, columns ``made`` of the joined ones and ``derived`` from those,
    and conditions on the keys; ``order`` has all columns, of which the ``hidden`` are only needed on the way. The base
    of pairs is made by ``pair`` out of ``states``, a panel too: what is known of states is joined to these, a few
    thousand, before there are millions of pairs of them.

    What an ``add_*`` adds is null where no figure is known, and its ``..._status`` says why: "observed"; "partial",
    the sum of those rows that have a figure; "none-listed", zero since a list of all there is has none; "missing", a
    row without a figure; "not-applicable"; "not-covered", no row where no row says nothing. A row that a panel does
    not have at all is of a state that was not there.
    """

    unit: Unit
    directed: bool
    system: System
    first_year: int
    last_year: int
    keys: tuple[str, ...]
    holding: Holding
    order: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    given: Any = None
    states: Panel | None = None
    pair: Make | None = None
    joins: tuple[Join, ...] = ()
    made: dict[str, Make] = {}
    derived: dict[str, Make] = {}
    conditions: tuple[Condition, ...] = ()
    hidden: frozenset[str] = frozenset()

    add_aid = flows.add_aid
    add_alliances = ties.add_alliances
    add_armed_conflicts = conflict.add_armed_conflicts
    add_arms = flows.add_arms
    add_capabilities = power.add_capabilities
    add_capital_distance = geography.add_capital_distance
    add_codes = own.add_codes
    add_contiguity = geography.add_contiguity
    add_disputes = conflict.add_disputes
    add_fbic = ties.add_fbic
    add_gdp = flows.add_gdp
    add_ideal_points = votes.add_ideal_points
    add_igos = ties.add_igos
    add_indicator = flows.add_indicator
    add_leaders = power.add_leaders
    add_measures = measures.add_measures
    add_major_powers = power.add_major_powers
    add_minimum_distance = geography.add_minimum_distance
    add_peace_years = peace.add_peace_years
    add_population = flows.add_population
    add_rivalries = conflict.add_rivalries
    add_sanctions = ties.add_sanctions
    add_table = own.add_table
    add_trade = flows.add_trade
    add_votes = votes.add_votes
    filter_actors = filters.filter_actors
    filter_client = filters.filter_client
    filter_contiguous = filters.filter_contiguous
    filter_great_powers = filters.filter_great_powers
    filter_in_system = filters.filter_in_system
    filter_politically_relevant = filters.filter_politically_relevant
    filter_where = filters.filter_where
    filter_years = filters.filter_years

    @property
    def of_pairs(self) -> bool:
        """Whether its rows are pairs of states."""
        return self.unit != "state-year"

    @property
    def sides(self) -> tuple[str, ...]:
        """The columns that hold states: actor, and for pairs partner."""
        return ("actor", "partner") if self.of_pairs else ("actor",)

    def named(self, side: str, name: str) -> str:
        """Return what a figure of a state is called: "cinc" in a panel of states, "actor_cinc" in one of pairs."""
        return f"{side}_{name}" if self.of_pairs else name

    def pipe(self, step: Callable[Concatenate[Panel, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a function of the panel returns, so that own steps stand in the chain."""
        return step(self, *args, **kwargs)

    @property
    def table(self) -> Any:
        """The Ibis expression of all columns and rows; nothing has run it yet."""
        base = self.given if self.states is None or self.pair is None else self.pair(self.states.table)
        table = chained(base, self.joins, self.conditions)
        if self.joins:
            whole = [*base.columns, *(name for join in self.joins for name in join.columns)]
            table = table.select(**{name: self.made.get(name, _itself(name))(table) for name in whole})
        if self.derived:
            table = table.mutate(**{name: make(table) for name, make in self.derived.items()})
        for condition in self.conditions:
            table = table.filter(condition.holds(table))
        return table.select(*self.columns)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the order in which they were added."""
        return tuple(name for name in self.order if name not in self.hidden)

    def with_table(self, table: Any) -> Panel:
        """Return the panel with another table, whose rows the same keys identify."""
        return msgspec.structs.replace(
            self,
            given=table,
            states=None,
            pair=None,
            order=tuple(table.columns),
            joins=(),
            made={},
            derived={},
            hidden=frozenset(),
        )

    def with_states(self, states: Panel, *, who: str) -> Panel:
        """Return a panel of pairs with more known of the states that it pairs: ``actor_<name>``, ``partner_<name>``."""
        before = () if self.states is None else self.states.columns
        new = [name for name in states.columns if name not in before]
        columns = [f"{side}_{name}" for side in self.sides for name in new]
        free(self.order, columns, who=who)
        return msgspec.structs.replace(self, states=states, order=(*self.order, *columns))

    def joining(
        self,
        right: Any,
        *,
        on: Sequence[str] | Mapping[str, str],
        columns: Sequence[str] | Mapping[str, str],
        who: str,
        made: Mapping[str, Make] | None = None,
        hidden: bool = False,
    ) -> Panel:
        """Return the panel with columns of a table whose key the caller knows to be unique.

        Parameters
        ----------
        right
            An Ibis table.
        on
            The columns of the panel that must equal those of the table; a mapping where the names differ.
        columns
            The columns to take, or their names in the panel to those of the table; null where a row has no match.
        who
            The step to name in an error.
        made
            What to show in place of a column, as a function of the joined table.
        hidden
            Whether the columns are only needed to make others.

        Raises
        ------
        InputError
            If the panel has a column of that name already.
        """
        join = Join(right=right, on=_mapped(on), columns=_mapped(columns))
        free(self.order, list(join.columns), who=who)
        return msgspec.structs.replace(
            self,
            joins=(*self.joins, join),
            order=(*self.order, *join.columns),
            made=self.made | dict(made or {}),
            hidden=self.hidden | frozenset(join.columns) if hidden else self.hidden,
        )

    def deriving(self, name: str, make: Make, *, who: str, hiding: Sequence[str] = ()) -> Panel:
        """Return the panel with a column made of others, which may then be hidden."""
        free(self.order, [name], who=who)
        derived, hidden = self.derived | {name: make}, self.hidden | frozenset(hiding)
        return msgspec.structs.replace(self, derived=derived, order=(*self.order, name), hidden=hidden)

    @property
    def one_state(self) -> str | None:
        """A state that each row has on one side, where the panel was filtered to one."""
        return next((condition.state for condition in self.conditions if condition.state), None)

    def keeping(self, needs: Sequence[str], holds: Make, *, state: str | None = None) -> Panel:
        """Return the panel with the rows whose keys satisfy a condition, and so have a state, where one is named."""
        condition = Condition(needs=tuple(needs), holds=holds, state=state)
        return msgspec.structs.replace(self, conditions=(*self.conditions, condition))

    def without_status(self) -> Panel:
        """Return the panel without the columns that say what a figure is; none of them is then worked out."""
        told = {name for name in self.columns if name.endswith(STATUS)}
        return msgspec.structs.replace(self, hidden=self.hidden | told)

    def citing(self, *, sources: Iterable[str] = (), text: str | None = None) -> Panel:
        """Return the panel with references of what went into it: ids of sources, or a text as it stands."""
        more = [Reference(source=source) for source in sources] + ([Reference(text=text)] if text else [])
        return msgspec.structs.replace(self, references=tuple(dict.fromkeys((*self.references, *more))))

    def cited(self) -> tuple[str, ...]:
        """Return the references of all that went into the panel: state system, data sets, measures; each once."""
        known = self.holding.sources
        said = [reference.text or _citation(str(reference.source), known) for reference in self.references]
        return tuple(dict.fromkeys(said))

    def cite(self) -> None:
        """Print the references of all that went into the panel, one a line."""
        print("\n".join(self.cited()))

    def to_pyarrow(self) -> pa.Table:
        """Return the rows as an Arrow table, in the order of the keys."""
        return self.holding.run(self.table.order_by(list(self.keys)))

    def to_pandas(self) -> Any:
        """Return the rows as a pandas data frame, in the order of the keys."""
        return self.to_pyarrow().to_pandas()

    def count(self) -> int:
        """Return the number of rows."""
        found: int = self.holding.run(self.table.aggregate(n=self.table.count()))["n"][0].as_py()
        return found

    def _repr_html_(self) -> str:
        rows = self.holding.run(self.table.order_by(list(self.keys)).limit(_SHOWN))
        return _html(rows, f"{self.unit}s, {self.first_year} to {self.last_year}, the first {rows.num_rows} rows")


def _mapped(names: Sequence[str] | Mapping[str, str]) -> Mapping[str, str]:
    return names if isinstance(names, Mapping) else {name: name for name in names}


def _itself(name: str) -> Make:
    return lambda table: table[name]


def _citation(source: str, known: Mapping[str, Any]) -> str:
    told = known.get(source)
    if told is None:
        return f"{source}: a source that the panel was not given. Give sources= when it is created to cite it."
    return told.citation or f"{told.name or source} ({source}), which says not how to cite it."


def _html(rows: pa.Table, caption: str) -> str:
    from html import escape

    head = "".join(f"<th>{escape(name)}</th>" for name in rows.column_names)
    body = "".join(f"<tr>{''.join(map(_cell, row.values()))}</tr>" for row in rows.to_pylist())
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    from html import escape

    said = "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
    return f"<td>{escape(said)}</td>"
