"""What binds or parts two states: alliances, shared organisations, sanctions, influence capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from suasion.panel.attaching import add_pairs
from suasion.panel.coverage import Absent
from suasion.panel.figures import Column

if TYPE_CHECKING:
    from suasion.panel.panel import Panel

# The words of ATOP's label (`suasion.gather.atop_alliance`), by column.
_DUTIES: Final = {
    "alliance_offense": "offence",
    "alliance_neutrality": "neutrality",
    "alliance_nonaggression": "non-aggression",
    "alliance_consultation": "consultation",
}
_NAMED: Final = "obligations: "


def add_alliances(
    panel: Panel, *, dataset: str | None = None, observations: Any = None, absent: Absent = "described"
) -> Panel:
    """Return the panel with what an alliance obliges the actor to do for the partner.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "alliance-defense".
    absent
        What no row means in a year that the rows cover; see `suasion.panel.add_indicator`. ATOP lists all alliances.

    Returns
    -------
    Panel
        ``alliance``, 1 if any alliance is in force and 0 if none; ``alliance_defense``, ``alliance_offense``,
        ``alliance_neutrality``, ``alliance_nonaggression`` and ``alliance_consultation``, 1 if it obliges to that;
        ``alliance_status``. A row whose label names no obligations leaves all but the first two null.
    """
    named = [
        Column(name=name, indicator="alliance-defense", combine="max", of=_duty(word), beside="alliance")
        for name, word in _DUTIES.items()
    ]
    columns = [
        Column(name="alliance", indicator="alliance-defense", combine="max", of=_any_row),
        Column(name="alliance_defense", indicator="alliance-defense", combine="max", beside="alliance"),
        *named,
    ]
    return add_pairs(
        panel, columns, who="add_alliances", directed=True, dataset=dataset, observations=observations, absent=absent
    )


def _any_row(rows: Any) -> Any:
    # A row of value 0 is an alliance without a defence pact.
    return rows.value.notnull().cast("float64").nullif(0.0)


def _duty(word: str) -> Any:
    def told(rows: Any) -> Any:
        import ibis

        words = rows.label.fill_null("")
        return words.startswith(_NAMED).ifelse(words.contains(word).cast("float64"), ibis.null("float64"))

    return told


def add_igos(panel: Panel, *, dataset: str | None = None, observations: Any = None) -> Panel:
    """Return the panel with the number of organisations that both states are members of: ``igos_shared``, a status.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "igo-shared".
    """
    column = Column(name="igos_shared", indicator="igo-shared")
    return add_pairs(panel, [column], who="add_igos", directed=False, dataset=dataset, observations=observations)


def add_sanctions(
    panel: Panel, *, dataset: str | None = None, observations: Any = None, absent: Absent = "described"
) -> Panel:
    """Return the panel with the number of the actor's sanctions cases in force against the partner: ``sanctions``.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "sanction".
    absent
        What no row means in a year that the rows cover. "zero" takes it for no sanctions, which the Global Sanctions
        Data Base's description does not say; otherwise the pair is not covered. Sanctions by a group of states (the
        EU, the UN) are the group's, not its members'.
    """
    column = Column(name="sanctions", indicator="sanction", combine="count")
    return add_pairs(
        panel, [column], who="add_sanctions", directed=True, dataset=dataset, observations=observations, absent=absent
    )


def add_fbic(panel: Panel, *, dataset: str | None = None, observations: Any = None) -> Panel:
    """Return the panel with Formal Bilateral Influence Capacity of the actor over the partner, as published.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicators "fbic", "fbic-bandwidth" and "fbic-dependence".

    Returns
    -------
    Panel
        ``fbic``, ``fbic_bandwidth`` (the same both ways) and ``fbic_dependence`` (the partner's on the actor), each
        with ``..._status``. The index takes an unknown tie for none.
    """
    columns = [
        Column(name=indicator.replace("-", "_"), indicator=indicator)
        for indicator in ("fbic", "fbic-bandwidth", "fbic-dependence")
    ]
    return add_pairs(panel, columns, who="add_fbic", directed=True, dataset=dataset, observations=observations)
