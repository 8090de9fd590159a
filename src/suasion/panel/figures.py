"""One figure a key out of rows, and what it is: observed, partly so, missing, not applicable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from suasion.panel.joining import single
from suasion.panel.series import Rows, in_order, mirrored

if TYPE_CHECKING:
    from suasion.panel.panel import Panel

Combine = Literal["only", "sum", "max", "nearest", "last", "count", "items"]
"""How several rows make one figure.

"only" takes the figure that all of them give, and fails where they differ; "nearest" the least above 0; "last" the one
of the row that begins last, by its date; "count" counts the rows with a value above 0, and "items" the different items
of all.
"""

STATUS: Final = "_status"
_ROWS, _FIGURES, _NEVER = "_rows", "_figures", "_never"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column that an ``add_*`` makes: its name, the indicator it is made of, and how rows make one figure.

    ``of`` returns what a row counts for, of the table of rows; None is the row's value. ``beside`` names the column
    whose status this one shares: both are made of the same rows.
    """

    name: str
    indicator: str
    combine: Combine = "only"
    of: Callable[[Any], Any] | None = None
    beside: str | None = None


def figures(
    panel: Panel, found: Rows, columns: Sequence[Column], keys: Sequence[str], *, who: str, mirror: bool = False
) -> Any:
    """Return one row a key: each column, and ``<name>_status`` where the key has a row of its indicator.

    Parameters
    ----------
    panel
        Runs the check that the figures are single.
    found
        The rows. Where several sources have a key, those without a figure give way to the one with.
    columns
        What to make.
    keys
        actor, (partner,) and year.
    who
        The ``add_*`` to name in errors.
    mirror
        Whether a row of a pair holds both ways.

    Raises
    ------
    DatasetError
        If rows of one key differ where one figure is wanted.
    """
    import ibis

    rows = mirrored(found.table) if mirror else found.table
    # Only after the sources are put in order, so that they are the same for one client as for all.
    conditions = [condition for condition in panel.conditions if set(condition.needs) <= set(keys)]
    for condition in conditions:
        rows = rows.filter(condition.holds(rows))
    only = sorted({column.indicator for column in columns if column.combine == "only" and column.of is None})
    if only:
        asked = in_order(found.table) if mirror and not conditions else rows
        asked = asked.filter(asked.indicator.isin(only))
        alone = single(asked, ["indicator", *keys], "value", who=who, run=panel.holding.run)
        if alone and len(columns) == 1:
            return _as_they_are(rows, columns[0].name, keys)
    if found.several:
        with_figure = rows.source.max(where=rows.value.notnull()).over(ibis.window(group_by=["indicator", *keys]))
        rows = rows.mutate(_told=with_figure).filter(lambda t: t["_told"].isnull() | (t["_told"] == t.source))
    made: dict[str, Any] = {}
    for column in columns:
        mine = rows.indicator == column.indicator
        made[column.name] = _combined(rows, column, mine)
        if column.beside is None:
            made |= {
                f"{column.name}{_ROWS}": rows.count(where=mine),
                f"{column.name}{_FIGURES}": rows.value.count(where=mine),
                f"{column.name}{_NEVER}": (mine & (rows.status == "not-applicable")).any(),
            }
    table = rows.group_by(list(keys)).agg(**made)
    said = {f"{column.name}{STATUS}": _status(table, column.name) for column in columns if column.beside is None}
    return table.select(*keys, *[column.name for column in columns], **said)


def _as_they_are(rows: Any, name: str, keys: Sequence[str]) -> Any:
    """Return the figures of rows of which each key has one: there is nothing to add up."""
    import ibis

    told = (rows.status == "not-applicable").ifelse("not-applicable", "missing")
    status = rows.value.notnull().ifelse(ibis.literal("observed"), told)
    return rows.select(*keys, **{name: rows.value, f"{name}{STATUS}": status})


def _combined(rows: Any, column: Column, mine: Any) -> Any:
    import ibis

    value = rows.value if column.of is None else column.of(rows)
    match column.combine:
        case "sum":
            return value.sum(where=mine)
        case "nearest":
            return ibis.coalesce(value.nullif(0.0).min(where=mine), value.max(where=mine))
        case "count":
            # Without a figure among the rows this is null, not 0.
            return (value > 0).cast("float64").sum(where=mine)
        case "items":
            return rows.item.nunique(where=mine).cast("float64")
        case "last":
            begins = rows.date.fill_null(rows.year.cast("string")) + rows.item.fill_null("")
            return value.argmax(begins, where=mine & value.notnull())
        case _:
            return value.max(where=mine)


def _status(table: Any, name: str) -> Any:
    import ibis

    n, seen = table[f"{name}{_ROWS}"], table[f"{name}{_FIGURES}"]
    return ibis.cases(
        (n == 0, ibis.null("string")),
        (seen == n, "observed"),
        (seen > 0, "partial"),
        (table[f"{name}{_NEVER}"], "not-applicable"),
        else_="missing",
    )
