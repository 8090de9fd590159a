"""Alignment: how alike states vote, by year, period and issue, with intervals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook.observation import VOTE_ABSTAIN, VOTE_NO, VOTE_YES
from suasion.errors import InputError
from suasion.measure.alignment_table import estimates
from suasion.measure.ballots import Ballots
from suasion.measure.likeness import WEIGHTED, named
from suasion.measure.measured import Run, on_its_own_engine
from suasion.measure.one_source import one_source
from suasion.measure.vote_issues import issues_in_labels

if TYPE_CHECKING:
    from ibis.expr.types import Table

_FARTHEST = VOTE_NO - VOTE_YES  # largest distance between two votes
_VOTES = (VOTE_YES, VOTE_ABSTAIN, VOTE_NO)
MEASURES: Final = ("agreement", "s-score", "kappa", "pi")

By = Literal["year", "period", "issue"]


def alignment(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    actor: str | None = None,
    partners: Sequence[str] | None = None,
    measures: Sequence[str] | None = None,
    by: By | Collection[By] = "year",
    issues: Mapping[str, Collection[str]] | None = None,
    weights: Mapping[str, float] | Mapping[int, float] | None = None,
    draws: int = 2048,
    seed: int = 0,
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return how alike states vote in the UN General Assembly, as a measure table.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA with indicator "un-vote"; others are passed over. A vote of 0 (absent), a row
        without a value and a state without a row are all left out: none of them is an abstention.
    first_year, last_year
        Calendar years, both included.
    actor, partners
        One state, and those it is paired with; ``partners`` None for all others; both None for all pairs, each once,
        in alphabetical order.
    measures
        Keys of `suasion.measure.likeness.LIKENESSES`; None for agreement, s-score, kappa and pi, and s-score-weighted
        if there are weights.
    by
        "year", "period" (all years at once) or "issue"; ("year", "issue") for the issues of each year.
    issues
        The items (roll calls) of each issue, by its name; None takes the issues that labels name in brackets, as
        `gather` writes them from the publisher's issue codes. A roll call may belong to several. Read only where
        ``by`` has "issue".
    weights
        What each roll call counts in "s-score-weighted": by item, or by year. 0 leaves it out.
    draws
        Resamples of the roll calls for the 90 % intervals; 0 for none. All pairs of all years are 1.4 million tables:
        measure them without.
    seed
        Of the resampling. A pair's interval does not depend on what else is asked, nor on who is named first.
    run
        How to run an Ibis expression; a record's rows want `Record.run`.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA, ordered by actor, partner, year and measure; with issues, measures are named like
        "kappa [Human rights]". n counts the roll calls on which both voted. value is null where they leave nothing to
        agree on beyond chance (kappa, pi), or where a pair that was asked for shares none; pairs not asked for that
        share none are absent.

    Raises
    ------
    InputError
        If a measure, issue or weight is not known, ``partners`` stand without ``actor``, or a state has two different
        votes on one roll call.

    Notes
    -----
    Formulas in `suasion.measure.likeness.likeness`, the bootstrap in `suasion.measure.resampling`, what to beware of
    in `suasion.measure.sign_problems`. Limits: consensus resolutions have no roll call (Häge and Hug 2014), absences
    are dropped, kappa is small where nearly all votes are yes.
    """
    names = named(measures if measures is not None else (*MEASURES, *([WEIGHTED] if weights else [])))
    parts = {by} if isinstance(by, str) else set(by)
    _refuse(names, parts, actor=actor, partners=partners, weights=weights, draws=draws)
    rows = _voted(observations, first_year=first_year, last_year=last_year)
    if actor is not None and partners is not None:
        rows = rows.filter(rows.actor.isin([actor, *partners]))
    columns = ["actor", "item", "label", "first_year", "value", "source"]
    if "issue" not in parts or issues is not None:
        columns.remove("label")
    votes = run(rows.select(columns))
    if pc.count_distinct(votes["source"]).as_py() > 1:  # which takes longer than all the rest
        votes = run(one_source(rows).select(columns))
    if "issue" in parts and issues is None:
        issues = issues_in_labels(votes)
    cells = Ballots(votes, weights)
    return estimates(
        cells,
        cells.cells(by_year="year" in parts, issues=issues if "issue" in parts else None),
        names,
        actor=actor,
        partners=None if partners is None else sorted({*partners} - {actor}),
        sources=sorted(pc.unique(votes["source"]).to_pylist()),
        draws=draws,
        seed=seed,
    )


def _refuse(
    names: Sequence[str],
    parts: Collection[str],
    *,
    actor: str | None,
    partners: Sequence[str] | None,
    weights: Mapping[Any, float] | None,
    draws: int,
) -> None:
    strange = sorted(set(parts) - {"year", "period", "issue"})
    if strange or not parts:
        raise InputError(f"alignment by {', '.join(strange) or 'nothing'} is not known. Name year, period or issue.")
    if partners is not None and actor is None:
        raise InputError("partners are named, but no actor. Name the state that they are compared with.")
    if WEIGHTED in names and not weights:
        raise InputError(f"{WEIGHTED} has no weights. Give one for each roll call or year.")
    if draws < 0:
        raise InputError(f"{draws} draws make no interval. Name a number, for example 2048, or 0 for no interval.")


def _voted(observations: Table, *, first_year: int, last_year: int) -> Table:
    """Return the votes cast in some years: absence is none."""
    return observations.filter(
        observations.indicator == "un-vote",
        observations.status == "observed",
        observations.value.isin(_VOTES),
        observations.actor.notnull(),
        observations.item.notnull(),
        observations.first_year >= first_year,
        observations.first_year <= last_year,
    )


def paired_votes(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    actor: str | None = None,
    partners: Sequence[str] | None = None,
) -> Table:
    """Return the roll calls on which both states of a pair voted.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA with indicator "un-vote"; others are passed over. A vote of 0 (absent), a row
        without a value and a state without a row are all left out: none of them is an abstention.
    first_year, last_year
        Calendar years, both included.
    actor, partners
        One state, and the others it is paired with; both None for all pairs, each once, in alphabetical order.

    Returns
    -------
    Table
        actor, partner, year, item, date, label, vote, partner_vote (1 yes, 2 abstain, 3 no), id, partner_id.
    """
    rows = _voted(observations, first_year=first_year, last_year=last_year)
    if actor is not None and partners is not None:
        rows = rows.filter(rows.actor.isin([actor, *partners]))
    rows = one_source(rows)
    one = rows.select(
        "actor", "item", "date", "label", "id", year=rows.first_year.cast("int16"), vote=rows.value.cast("int8")
    )
    other = rows.select(
        partner="actor",
        partner_item="item",
        partner_vote=rows.value.cast("int8"),
        partner_id="id",
        partner_year="first_year",
    )
    if actor is not None:
        one = one.filter(one.actor == actor)
        other = other.filter(other.partner != actor)
        order: Any = True
    else:
        order = one.actor < other.partner
    # The year is joined too: "rcid-12" of one source is never paired with a roll call of another year.
    joined = one.join(other, [one.item == other.partner_item, one.year == other.partner_year, order])
    return joined.select(
        "actor", "partner", "year", "item", "date", "label", "vote", "partner_vote", "id", "partner_id"
    )


def vote_alignment(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    actor: str | None = None,
    partners: Sequence[str] | None = None,
    by: Literal["year", "period"] = "year",
) -> Table:
    """Return actor, partner, (year,) n, agreement, s_score, kappa and pi.

    Parameters
    ----------
    observations, first_year, last_year, actor, partners
        As for `paired_votes`. A pair that shares no roll call is absent.
    by
        One row a calendar year, or one for the whole period.

    Notes
    -----
    With votes 1, 2, 3 and d = abs(a - b): agreement is the share of equal votes; S = 1 - 2 sum(d) / (2 n)
    (Signorino and Ritter 1999); kappa = 1 - mean(d) / E with E = sum_ij p_i q_j d_ij over each state's own marginals
    (Cohen 1968), pi the same over the pooled marginals (p + q) / 2 (Scott 1955); for states, Häge 2011. Agreement
    lies in [0, 1], the others in [-1, 1] or below. kappa and pi are NULL where E is 0: both always cast the same
    vote, and nothing is left to agree on beyond chance. Limits: consensus resolutions have no roll call (Häge and
    Hug 2014), absences are dropped, and kappa is small where nearly all votes are yes.
    """
    votes = paired_votes(observations, first_year=first_year, last_year=last_year, actor=actor, partners=partners)
    keys = ["actor", "partner", *(["year"] if by == "year" else [])]
    distance = (votes.vote - votes.partner_vote).abs()
    counts = votes.group_by(keys).agg(
        n=votes.count(),
        agreed=(distance == 0).sum(),
        distance=distance.sum(),
        **{f"one_{v}": (votes.vote == v).sum() for v in _VOTES},
        **{f"other_{v}": (votes.partner_vote == v).sum() for v in _VOTES},
    )
    n = counts.n.cast("float64")
    one = {v: counts[f"one_{v}"] / n for v in _VOTES}
    other = {v: counts[f"other_{v}"] / n for v in _VOTES}
    pooled = {v: (one[v] + other[v]) / 2 for v in _VOTES}
    mean = counts.distance / n
    return counts.select(
        *keys,
        n=counts.n,
        agreement=counts.agreed / n,
        s_score=1 - 2 * mean / _FARTHEST,
        kappa=1 - mean / _by_chance(one, other).nullif(0.0),
        pi=1 - mean / _by_chance(pooled, pooled).nullif(0.0),
    ).order_by(keys)


def _by_chance(p: dict[int, Any], q: dict[int, Any]) -> Any:
    """Return the mean distance between a vote drawn from each of two marginals."""
    terms = [p[i] * q[j] * abs(i - j) for i in _VOTES for j in _VOTES if i != j]
    total = terms[0]
    for term in terms[1:]:
        total += term
    return total
