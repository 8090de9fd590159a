"""What a user brings: a table of one's own, and codes of another system to join it by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from suasion.errors import InputError
from suasion.panel.holding import as_ibis
from suasion.panel.joining import check_unique
from suasion.panel.states import System, check_system, members

if TYPE_CHECKING:
    from suasion.panel.panel import Panel


def add_table(
    panel: Panel,
    table: Any,
    *,
    by: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
    reference: str | None = None,
    who: str = "add_table",
) -> Panel:
    """Return the panel with columns of a table of one's own; null where it has no row.

    Parameters
    ----------
    panel
        Any.
    table
        An Ibis or Arrow table, or a data frame of pandas or Polars.
    by
        The columns to join by, which both have; None for the panel's keys. They must identify the table's rows.
    columns
        Which to add; None for all others.
    reference
        How `cite` cites it.
    who
        What errors call this step.

    Raises
    ------
    InputError
        If a column is missing, or the panel has one of the name already.
    DatasetError
        If the table has a key twice: the join would multiply the panel's rows.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from suasion.panel import create_state_years
    >>> gdp = pa.table({"actor": ["KHM", "LAO"], "year": [2000, 2000], "growth": [0.1, 0.06]})
    >>> panel = create_state_years(first_year=2000, last_year=2000).add_table(gdp).filter_actors("KHM", "THA")
    >>> panel.to_pyarrow()["growth"].to_pylist()
    [0.1, None]
    """
    keys = list(panel.keys if by is None else by)
    right = as_ibis(table)
    lacking = [name for name in (*keys, *(columns or ())) if name not in right.columns]
    absent = [name for name in keys if name not in panel.columns]
    if lacking or absent or not keys:
        raise InputError(
            f"{who}: {', '.join(lacking or absent) or 'no column'} is in {'the table' if lacking else 'the panel'} no "
            f"column to join by or to add. The panel has {', '.join(panel.columns)}; the table "
            f"{', '.join(right.columns)}."
        )
    wanted = [name for name in right.columns if name not in keys] if columns is None else list(columns)
    check_unique(right, keys, who=who, run=panel.holding.run)
    return panel.joining(right, on=keys, columns=wanted, who=who).citing(text=reference)


def add_codes(panel: Panel, system: System) -> Panel:
    """Return the panel with the states' numbers in another system: ``actor_gw``, ``partner_gw``, or the same with _cow.

    Parameters
    ----------
    panel
        Of states or of pairs.
    system
        "cow" or "gw". Null for a state that is not in that system in the year.

    Raises
    ------
    InputError
        If it is no system with numbers, or the panel has its numbers already.
    """
    import ibis

    check_system(system)
    if system == "iso":
        raise InputError("add_codes: a panel's actors are in ISO codes already. Ask for 'cow' or 'gw'.")
    states = members(system, first_year=panel.first_year, last_year=panel.last_year)
    if panel.states is not None:
        number: dict[str, str] = {system: "number"}
        numbered = panel.states.joining(ibis.memtable(states), on=("actor", "year"), columns=number, who="add_codes")
        return panel.with_states(numbered, who="add_codes")
    for side in panel.sides:
        name = f"{side}_{system}"
        on = {side: "actor", "year": "year"}
        panel = panel.joining(ibis.memtable(states), on=on, columns={name: "number"}, who="add_codes")
    return panel
