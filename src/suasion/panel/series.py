"""From observations to one figure a state or pair and year, with what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
import pyarrow as pa

from suasion.errors import InputError
from suasion.measure.one_source import one_source
from suasion.measure.prices import in_common_dollars
from suasion.panel.coverage import Absent, Cover, covers
from suasion.panel.holding import Holding, Profile
from suasion.panel.succession import bearers, lines

if TYPE_CHECKING:
    from suasion.panel.panel import Panel

DOLLARS: Final = "USD"
DEFLATOR_REFERENCE: Final = (
    "US Bureau of Economic Analysis, gross domestic product: implicit price deflator (A191RD3A086NBEA)."
)


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """Dollars: current ones where ``of`` is None, else constant dollars of that year, whatever the rows are in."""

    of: int | None

    @property
    def suffix(self) -> str:
        """How a column's name says it."""
        return "usd" if self.of is None else f"usd_{self.of}"

    @property
    def said(self) -> str:
        """How a sentence says it."""
        return "current dollars" if self.of is None else "dollars"

    def takes(self, unit: str | None) -> bool:
        """Say whether an amount in a unit can be one of these dollars."""
        return unit is not None and (unit == DOLLARS if self.of is None else unit.startswith(DOLLARS))


class Rows(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Rows of some indicators in the panel's years, a row a year.

    ``sources`` are the ids of the sources they come from; ``covers`` says by indicator where no row means none;
    ``several`` whether an indicator has rows of more than one source, and ``n`` how many rows there are at most.
    """

    table: Any
    covers: dict[str, tuple[Cover, ...]]
    sources: tuple[str, ...]
    several: bool
    n: int


def rows_of(
    panel: Panel,
    indicators: Sequence[str],
    *,
    who: str,
    pairs: bool | None,
    money: Money | None = None,
    observations: Any = None,
    absent: Absent = "described",
    spells: bool = True,
    dataset: str | None = None,
    since: int | None = None,
) -> Rows:
    """Return the rows of some indicators that can concern a panel.

    Parameters
    ----------
    panel
        Gives the years, the states and, where ``observations`` is None, the observations.
    indicators
        Keys of INDICATORS.
    who
        The ``add_*`` to name in errors.
    pairs
        Rows with a partner, or those without; None for both.
    money
        Dollars wanted; None for what is not money.
    observations
        An Ibis or Arrow table in OBSERVATION_SCHEMA to use in place of the panel's.
    absent
        See `suasion.panel.coverage.Absent`.
    spells
        A row of several years stands for each of them; if False it stands for none and is left out.
    dataset
        The name of the data set whose rows are wanted; None for all.
    since
        The first year wanted; None for the panel's.

    Returns
    -------
    Rows
        ``table`` has indicator, source, actor, partner, year, item, label, date, value (null unless observed) and
        status. Each series is taken from one source (`suasion.measure.one_source`).

    Raises
    ------
    InputError
        If there is no such row, or rows are in several units.
    """
    holding = panel.holding.over(observations)
    profiles = _in_unit(check_there(holding, indicators, who=who, dataset=dataset), who, money)
    years = panel.first_year if since is None else since, panel.last_year
    within = {
        name: tuple(p for p in each if p.first_year <= years[1] and p.last_year >= years[0])
        for name, each in profiles.items()
    }
    every = [profile for each in within.values() for profile in each]
    rows = _asked(holding.observations, indicators, years, pairs, money)
    several = any(len({p.source for p in each}) > 1 for each in within.values())
    more = []
    if dataset is not None:
        more.append(rows.source.isin(sorted({p.source for p in every if p.source})))
    if not spells:
        more.append(rows.first_year == rows.last_year)
    rows = _valued(rows.filter(*more) if more else rows, money, several=several)
    kept = ["indicator", "source", "actor", "partner", "item", "label", "date", "value", "status"]
    if spells and any(p.spells for p in every):
        rows = _yearly(rows, years).select(*kept, "year")
    else:
        rows = rows.select(*kept, year=rows.first_year)
    return Rows(
        table=rows,
        covers={name: covers(name, each, holding, absent) for name, each in within.items()},
        sources=tuple(sorted({p.source for p in every if p.source})),
        several=several,
        n=sum(p.n for p in every),
    )


def _asked(
    rows: Any, indicators: Sequence[str], years: tuple[int, int], pairs: bool | None, money: Money | None
) -> Any:
    """Return the rows of some indicators whose period touches the years."""
    asked = [
        rows.indicator.isin(list(indicators)),
        rows.actor.notnull(),
        rows.first_year <= years[1],
        rows.last_year >= years[0],
    ]
    if pairs is not None:
        asked.append(rows.partner.notnull() if pairs else rows.partner.isnull())
    if money is not None:
        asked.append(rows.unit == DOLLARS if money.of is None else rows.unit.startswith(DOLLARS))
    return rows.filter(*asked)


def _valued(rows: Any, money: Money | None, *, several: bool) -> Any:
    """Return rows whose value is null unless observed, each series from one source, in the dollars wanted."""
    import ibis

    observed = (rows.status == "observed") & rows.value.notnull()
    if several:
        rows = one_source(rows.filter(observed)).union(rows.filter(~observed))
        observed = (rows.status == "observed") & rows.value.notnull()
    rows = rows.mutate(value=observed.ifelse(rows.value, ibis.null("float64")))
    if money is None or money.of is None:
        return rows
    return in_common_dollars(rows, to_year=money.of).drop("value").rename(value="common_value")


def check_there(
    holding: Holding, indicators: Sequence[str], *, who: str, dataset: str | None = None
) -> dict[str, tuple[Profile, ...]]:
    """Return what the sources, or those of one data set, have of some indicators; InputError if none has any."""
    found = {name: holding.profiles.get(name, ()) for name in indicators}
    if dataset is not None:
        found = {name: tuple(p for p in each if holding.name_of(p) == dataset) for name, each in found.items()}
    if not any(found.values()):
        of = f" of {dataset}" if dataset else ""
        raise InputError(
            f"{who}: no row{of} has the indicator {' or '.join(indicators)}. Gather a data set that feeds it "
            "(`suasion gather --list`), or give its rows as observations."
        )
    return found


def _in_unit(found: dict[str, tuple[Profile, ...]], who: str, money: Money | None) -> dict[str, tuple[Profile, ...]]:
    """Return what is in the dollars wanted; of what is no money, all, if it is in one unit."""
    if money is None:
        for name, each in found.items():
            units = sorted({str(p.unit) for p in each})
            if len(units) > 1:
                raise InputError(f"{who}: {name} is in {' and '.join(units)}. Give rows in one unit as observations.")
        return found
    fits = {name: tuple(p for p in each if money.takes(p.unit)) for name, each in found.items()}
    if not any(fits.values()):
        units = sorted({str(p.unit) for each in found.values() for p in each})
        raise InputError(
            f"{who}: {' and '.join(found)} are in {' and '.join(units)} here, not in {money.said}. Say which year's "
            "dollars are wanted with dollars_of, for example dollars_of=2022."
        )
    return fits


def _yearly(rows: Any, years: tuple[int, int]) -> Any:
    """Return one row for each year of a row's period that lies in the panel's years."""
    import ibis

    calendar = ibis.memtable(pa.table({"year": pa.array(np.arange(years[0], years[1] + 1), pa.int16())}))
    # A cross join and a filter, which DuckDB and Spark make one; Polars, by Ibis, joins by equality alone.
    rows = rows.cross_join(calendar).filter(lambda t: t.year.between(t.first_year, t.last_year))
    # Sets keyed by number have a spell under the state that bore it first; in later years it is its bearer's then.
    lasts = rows.first_year < rows.last_year
    return borne(borne(rows, "actor", lasts, years), "partner", lasts, years)


def borne(rows: Any, side: str, where: Any, years: tuple[int, int]) -> Any:
    """Return rows in which a state that shares its number with others is the one that bore it in the row's year."""
    import ibis

    line = where.ifelse(rows[side].substitute(lines()), None)
    rows = rows.mutate(_line=line)
    bearer = ibis.memtable(bearers(*years)).select(_line="line", _year="year", _bearer="bearer")
    rows = rows.left_join(bearer, [("_line", "_line"), ("year", "_year")])
    return rows.mutate(**{side: rows["_bearer"].fill_null(rows[side])}).drop("_line", "_line_right", "_year", "_bearer")


def mirrored(table: Any) -> Any:
    """Return rows of pairs in both directions: who is actor and who partner makes no difference to what they say."""
    back = table.mutate(actor=table.partner, partner=table.actor).select(*table.columns)
    return table.union(back)


def in_order(table: Any) -> Any:
    """Return rows of pairs with the state whose code is first in the alphabet as actor."""
    import ibis

    return table.mutate(actor=ibis.least(table.actor, table.partner), partner=ibis.greatest(table.actor, table.partner))
