"""Alignment: how alike states vote, by four measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from suasion.codebook.observation import VOTE_ABSTAIN, VOTE_NO, VOTE_YES
from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table

_FARTHEST = VOTE_NO - VOTE_YES  # largest distance between two votes
_VOTES = (VOTE_YES, VOTE_ABSTAIN, VOTE_NO)


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
    rows = observations.filter(
        observations.indicator == "un-vote",
        observations.status == "observed",
        observations.value.isin(_VOTES),
        observations.item.notnull(),
        observations.first_year >= first_year,
        observations.first_year <= last_year,
    )
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
