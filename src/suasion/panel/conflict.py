"""Where states fight or threaten to: disputes, rivalries, armed conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from suasion.errors import InputError
from suasion.panel.attaching import add_pairs, attach_states
from suasion.panel.coverage import Absent
from suasion.panel.figures import Column
from suasion.panel.holding import Profile
from suasion.panel.series import check_there, mirrored, rows_of

if TYPE_CHECKING:
    from suasion.panel.panel import Panel

DISPUTE = "dispute"
_BEGAN = "began that year"  # of the label in `cow_mid_dyads.toml` and `gml_mid_dyads.toml`


def add_disputes(
    panel: Panel, *, dataset: str | None = None, observations: Any = None, absent: Absent = "described"
) -> Panel:
    """Return the panel with the militarised disputes between two states.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        "cow-mid-dyads" or "gml-mid-dyads", which corrects it: needed where the observations have both.
    observations
        Rows to use in place of the panel's, with the indicator "dispute".
    absent
        What no row means in a year that the rows cover; see `suasion.panel.add_indicator`.

    Returns
    -------
    Panel
        ``dispute``, 1 if one is going on and 0 if none; ``dispute_onset``, 1 if one began that year; ``disputes``, how
        many; ``dispute_hostility``, the actor's highest hostility (1 no act, 2 threat, 3 display, 4 use of force, 5
        war, 0 no dispute), of undirected pairs the higher of the two; ``dispute_status``.

    Raises
    ------
    InputError
        If the panel is one of states, or the observations have two sets of disputes and none is chosen.
    """
    who = "add_disputes"
    one_dataset(panel, dataset, observations, who=who)
    columns = [
        Column(name="dispute", indicator=DISPUTE, combine="max", of=_there),
        Column(name="dispute_onset", indicator=DISPUTE, combine="max", of=_onset, beside="dispute"),
        Column(name="disputes", indicator=DISPUTE, combine="items", beside="dispute"),
        Column(name="dispute_hostility", indicator=DISPUTE, combine="max", beside="dispute"),
    ]
    return add_pairs(
        panel,
        columns,
        who=who,
        directed=panel.directed,
        observations=observations,
        absent=absent,
        dataset=dataset,
    )


def one_dataset(panel: Panel, dataset: str | None, observations: Any, *, who: str) -> tuple[Profile, ...]:
    """Return what the one set of disputes has, or raise InputError if there are several and none is chosen."""
    holding = panel.holding.over(observations)
    profiles = check_there(holding, [DISPUTE], who=who, dataset=dataset)[DISPUTE]
    names = sorted({str(holding.name_of(p) or p.source) for p in profiles})
    if len(names) > 1:
        raise InputError(
            f"{who}: the observations have disputes of {' and '.join(names)}, which count the same disputes "
            f"differently. Choose one, for example dataset={names[-1]!r}."
        )
    return profiles


def _there(rows: Any) -> Any:
    # A state whose hostility is not known is in the dispute all the same.
    return rows.year.notnull().cast("float64")


def _onset(rows: Any) -> Any:
    import ibis

    return rows.label.notnull().ifelse(rows.label.contains(_BEGAN).cast("float64"), ibis.null("float64"))


def add_rivalries(
    panel: Panel, *, dataset: str | None = None, observations: Any = None, absent: Absent = "described"
) -> Panel:
    """Return the panel with whether two states are rivals: ``rivalry``, 1 if so, and ``rivalry_status``.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "rivalry".
    absent
        What no row means in a year that the rows cover. "zero" takes it for no rivalry, which the description of the
        strategic rivalries does not say; otherwise the pair is not covered.
    """
    column = Column(name="rivalry", indicator="rivalry", combine="max")
    return add_pairs(
        panel, [column], who="add_rivalries", directed=False, dataset=dataset, observations=observations, absent=absent
    )


def add_armed_conflicts(
    panel: Panel, *, dataset: str | None = None, observations: Any = None, absent: Absent = "described"
) -> Panel:
    """Return the panel with the armed conflicts that each state is a party of, and those between two states.

    Parameters
    ----------
    panel
        Of states or of pairs.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicators "armed-conflict" and "armed-conflict-interstate".
    absent
        What no row means in a year that the rows cover; see `suasion.panel.add_indicator`.

    Returns
    -------
    Panel
        ``armed_conflict``, the worst intensity of any (1 minor, 2 war, 0 none), and ``armed_conflicts``, how many, of
        the state at home, beyond its borders or with another state; ``armed_conflict_status``. In a panel of pairs
        ``actor_armed_conflict`` and so on, and ``interstate_conflict``, the intensity of one between the two, where
        there are rows of such conflicts at all.
    """
    who, own, between = "add_armed_conflicts", "armed-conflict", "armed-conflict-interstate"
    found = rows_of(
        panel, [own, between], who=who, pairs=None, dataset=dataset, observations=observations, absent=absent
    )
    rows = found.table
    # A conflict between states is each one's own too.
    both = rows.filter(rows.partner.isnull()).union(mirrored(rows.filter(rows.partner.notnull())))
    merged = msgspec.structs.replace(
        found, table=both.mutate(indicator=_literal(own)), covers={own: found.covers[own] or found.covers[between]}
    )
    columns = [
        Column(name="armed_conflict", indicator=own, combine="max"),
        Column(name="armed_conflicts", indicator=own, combine="items", beside="armed_conflict"),
    ]
    panel = attach_states(panel, merged, columns, who=who)
    if not panel.of_pairs or between not in panel.holding.over(observations).profiles:
        return panel
    column = Column(name="interstate_conflict", indicator=between, combine="max")
    return add_pairs(
        panel, [column], who=who, directed=False, dataset=dataset, observations=observations, absent=absent
    )


def _literal(word: str) -> Any:
    import ibis

    return ibis.literal(word)
