"""Measures in a panel: the measure table, long, turned into a column a measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from suasion.errors import InputError
from suasion.panel.attaching import needs_pairs
from suasion.panel.holding import as_ibis
from suasion.panel.joining import check_unique
from suasion.panel.series import mirrored

if TYPE_CHECKING:
    from suasion.panel.panel import Panel

_COLUMNS: Final = ("actor", "partner", "year", "measure", "value", "low", "high")
_INTERVAL: Final = ("low", "high")


def add_measures(
    panel: Panel,
    measured: Any,
    *,
    directed: bool,
    measures: Sequence[str] | None = None,
    intervals: bool = False,
    reference: str | None = None,
) -> Panel:
    """Return the panel with measures of pairs by year, as `suasion.measure` returns them.

    Parameters
    ----------
    panel
        Of pairs of states.
    measured
        An Ibis or Arrow table in MEASURE_SCHEMA. Rows of a whole period or of a single state are passed over.
    directed
        Whether a measure of actor and partner says something else than one of partner and actor.
    measures
        Which to add; None for all.
    intervals
        Add ``<measure>_low`` and ``<measure>_high`` too.
    reference
        How `cite` cites them.

    Returns
    -------
    Panel
        A column a measure, named like it with ``_`` for other signs; null where it cannot be estimated, and where the
        table has no row.

    Raises
    ------
    InputError
        If the panel is one of states, or the table lacks columns or a measure.
    DatasetError
        If the table has a measure of one pair and year twice.
    """
    who = "add_measures"
    needs_pairs(panel, who)
    table = as_ibis(measured)
    lacking = [name for name in _COLUMNS if name not in table.columns]
    if lacking:
        raise InputError(f"{who}: the table has no {', '.join(lacking)}. Give a table in MEASURE_SCHEMA, or add_table.")
    rows = table.filter(table.partner.notnull(), table.year.notnull())
    there = panel.holding.run(rows.select("measure").distinct().order_by("measure"))["measure"].to_pylist()
    wanted = there if measures is None else list(measures)
    if not wanted or not set(wanted) <= set(there):
        strange = ", ".join(sorted(set(wanted) - set(there))) or "any measure of pairs by year"
        raise InputError(f"{who}: the table has not {strange}. It has {', '.join(there) or 'nothing by year'}.")
    check_unique(rows.filter(rows.measure.isin(wanted)), ["measure", *_COLUMNS[:3]], who=who, run=panel.holding.run)
    named = {plain(measure): measure for measure in wanted}
    right = wide(rows, named, intervals=intervals)
    right = right if directed else mirrored(right)
    columns = [name for name in right.columns if name not in _COLUMNS[:3]]
    return panel.joining(right, on=_COLUMNS[:3], columns=columns, who=who).citing(text=reference)


def wide(rows: Any, named: Mapping[str, str], *, intervals: bool = False, n: str | None = None) -> Any:
    """Return actor, partner, year, and a column for each measure by the name given to it, of an Ibis measure table.

    ``intervals`` adds the ends of each interval; ``n`` names a column for what went in, the same for all measures.
    """
    made = {} if n is None else {n: rows.n.max()}
    made |= {name: rows.value.max(where=rows.measure == measure) for name, measure in named.items()}
    if intervals:
        made |= {
            f"{name}_{end}": rows[end].max(where=rows.measure == measure)
            for name, measure in named.items()
            for end in _INTERVAL
        }
    return rows.group_by(*_COLUMNS[:3]).agg(**made)


def plain(measure: str) -> str:
    """Return a measure's name as a column's.

    >>> plain("kappa [Human rights]")
    'kappa_human_rights'
    """
    return "_".join("".join(c if c.isalnum() else " " for c in measure.lower()).split())
