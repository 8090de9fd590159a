"""How alike states vote in the General Assembly, and how far apart their ideal points are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from suasion.measure.alignment import alignment
from suasion.panel.attaching import add_states, needs_pairs
from suasion.panel.figures import Column
from suasion.panel.measures import wide
from suasion.panel.series import check_there, mirrored

if TYPE_CHECKING:
    from suasion.panel.panel import Panel

_MEASURES: Final = {"vote_agreement": "agreement", "vote_s": "s-score", "vote_kappa": "kappa", "vote_pi": "pi"}
_REFERENCES: Final = (
    "Signorino, Curtis S., and Jeffrey M. Ritter. 1999. Tau-b or Not Tau-b: Measuring the Similarity of Foreign Policy "
    "Positions. International Studies Quarterly 43(1): 115-144.",
    "Häge, Frank M. 2011. Choice or Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance "
    "Agreement. Political Analysis 19(3): 287-305.",
)


def add_votes(panel: Panel, *, dataset: str | None = None, observations: Any = None) -> Panel:
    """Return the panel with how alike the two states of a pair voted in the General Assembly that year.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "un-vote".

    Returns
    -------
    Panel
        ``votes_shared``, the roll calls on which both voted; ``vote_agreement``, the share of equal votes, in [0, 1];
        ``vote_s``, ``vote_kappa`` and ``vote_pi``, 1 where alike throughout. All are null where the two shared no roll
        call, kappa and pi also where nothing is left to agree on beyond chance: see `suasion.measure.alignment`.

    Raises
    ------
    InputError
        If the panel is one of states, or no row is a vote.
    """
    import ibis

    who = "add_votes"
    needs_pairs(panel, who)
    holding = panel.holding.over(observations)
    profiles = check_there(holding, ["un-vote"], who=who, dataset=dataset)["un-vote"]
    sources = sorted({p.source for p in profiles if p.source})
    votes = holding.observations
    measured = alignment(
        votes if dataset is None else votes.filter(votes.source.isin(sources)),
        first_year=panel.first_year,
        last_year=panel.last_year,
        actor=panel.one_state,
        measures=list(_MEASURES.values()),
        draws=0,
        run=holding.run,
    )
    rows = ibis.memtable(measured.select(["actor", "partner", "year", "measure", "value", "n"]))
    alike = mirrored(wide(rows, _MEASURES, n="votes_shared"))
    columns = ["votes_shared", *_MEASURES]
    joined = panel.joining(alike, on=("actor", "partner", "year"), columns=columns, who=who)
    joined = joined.citing(sources=sources)
    for text in _REFERENCES:
        joined = joined.citing(text=text)
    return joined


def add_ideal_points(panel: Panel, *, dataset: str | None = None, observations: Any = None) -> Panel:
    """Return the panel with each state's ideal point in UN votes and, for pairs, how far apart the two lie.

    Parameters
    ----------
    panel
        Of states or of pairs.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "ideal-point".

    Returns
    -------
    Panel
        ``ideal_point``, or ``actor_ideal_point`` and ``partner_ideal_point`` with ``ideal_point_distance``, the
        absolute difference, on the scale of the source; and what each figure is (``..._status``).

    Raises
    ------
    DatasetError
        If a state has two ideal points in a year.
    """
    who = "add_ideal_points"
    panel = add_states(
        panel,
        [Column(name="ideal_point", indicator="ideal-point")],
        who=who,
        dataset=dataset,
        observations=observations,
    )
    if not panel.of_pairs:
        return panel
    return panel.deriving(
        "ideal_point_distance", lambda t: (t.actor_ideal_point - t.partner_ideal_point).abs(), who=who
    )
