"""How strong states are: capabilities, major powers, and who leads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from suasion.panel.attaching import add_states
from suasion.panel.coverage import Absent
from suasion.panel.figures import Column

if TYPE_CHECKING:
    from suasion.panel.panel import Panel


def add_capabilities(panel: Panel, *, dataset: str | None = None, observations: Any = None) -> Panel:
    """Return the panel with each state's share of the system's capabilities: ``cinc`` (of pairs ``actor_cinc`` ...).

    Parameters
    ----------
    panel
        Of states or of pairs.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "cinc" (National Material Capabilities).
    """
    return add_states(
        panel,
        [Column(name="cinc", indicator="cinc")],
        who="add_capabilities",
        dataset=dataset,
        observations=observations,
    )


def add_major_powers(
    panel: Panel, *, dataset: str | None = None, observations: Any = None, absent: Absent = "described"
) -> Panel:
    """Return the panel with whether each state is a major power: ``major_power`` (of pairs ``actor_major_power`` ...).

    1 in each year in which it was one on any day, 0 where the list has none.

    Parameters
    ----------
    panel
        Of states or of pairs.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "major-power".
    absent
        What no row means in a year that the rows cover; see `suasion.panel.add_indicator`.
    """
    column = Column(name="major_power", indicator="major-power", combine="max")
    return add_states(
        panel, [column], who="add_major_powers", dataset=dataset, observations=observations, absent=absent
    )


def add_leaders(panel: Panel, *, dataset: str | None = None, observations: Any = None) -> Panel:
    """Return the panel with who leads each state.

    Parameters
    ----------
    panel
        Of states or of pairs.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "leader": one a term, its first day as date.

    Returns
    -------
    Panel
        ``leader``, the one who came last that year, and so was there at its end; ``leader_term``, the id of that term;
        ``leaders``, how many terms fell in the year; ``leader_change``, 1 if one began in it; ``leader_status``. In a
        panel of pairs ``actor_leader`` and so on.
    """
    columns = [
        Column(name="leader", indicator="leader", combine="last", of=_name),
        Column(name="leader_term", indicator="leader", combine="last", of=lambda rows: rows.item, beside="leader"),
        Column(name="leaders", indicator="leader", combine="items", beside="leader"),
        Column(name="leader_change", indicator="leader", combine="max", of=_began, beside="leader"),
    ]
    return add_states(panel, columns, who="add_leaders", dataset=dataset, observations=observations)


def _name(rows: Any) -> Any:
    # The label goes on with birth and days in brackets (`archigos.toml`).
    return rows.label.re_extract(r"^([^(]*[^( ])", 1)


def _began(rows: Any) -> Any:
    return (rows.date.substr(0, 4) == rows.year.cast("string")).cast("float64")
