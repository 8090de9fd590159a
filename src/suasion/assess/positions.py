"""Where client, patrons and others stand on each issue, from what they said and did and how they voted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from suasion.assess.assessment import Position
from suasion.assess.issue_votes import VOTED_ISSUES, bears_on, resolution_of
from suasion.assess.rows import Evidence, Row, observation_rows, source_rows, statement_rows, year_of
from suasion.assess.shifts import called
from suasion.assess.stands import Stands
from suasion.codebook import Contest, Derivation, Estimate, missing, recompute

ENOUGH: Final = 3  # statements and votes on one issue before a state outside the contest is placed
LEVEL: Final = 0.9


def positions(record: Evidence, contest: Contest) -> tuple[Position, ...]:
    """Return the position and salience of each party on each issue.

    A position is the posterior mean, in the last year of which stands count, of a latent stand that walks from year to
    year and of which statements and votes are graded answers (`suasion.model.stance`; docs/methods/positions.md). The
    years before it and the shifts between them stand beside it. Salience is the share of a party's coded statements
    that are on the issue, shrunk to equal shares by one statement an issue.

    Parameters
    ----------
    record
        Statements, observations and sources; only what was known by ``contest.as_of`` is used.
    contest
        Its parties are always placed; other states where three or more entries tell. Entries dated outside its
        years are left out, those of the year after them excepted where a document came out in it; undated statements
        have the year in which their source came out.

    Returns
    -------
    tuple of Position
        By issue, client first, then patrons as given, then others by code. No evidence gives no value, and
        never 0: the note says "not identified".
    """
    sources = source_rows(record, contest.as_of)
    stated = [row for row in statement_rows(record, contest.as_of) if row["issue"] and row["actor"]]
    dated = [(row, _year(row, sources)) for row in stated]
    last = last_stand_year(contest, (row["published"] for row in sources.values() if row["kind"] == "document"))
    within = [(row, year) for row, year in dated if year is None or contest.first_year <= year <= last]
    parties = [contest.client, *contest.patrons]
    votes = [
        (row, year_of(row["date"]) or row["first_year"])
        for row in observation_rows(record, contest.as_of, ["un-vote"], involving=_actors(parties, within))
        if row["value"] in (1.0, 2.0, 3.0) and bears_on(row)  # absent is no stand
    ]
    votes = _once([(row, year) for row, year in votes if contest.first_year <= year <= last])
    issues = _issues(contest, within, votes)
    counted = Counter((row["actor"], row["issue"]) for row, _ in within if row["stance"] is not None)
    counted.update((row["actor"], issue) for row, _ in votes for issue in bears_on(row))
    found = []
    for issue in issues:
        others = sorted({a for a, i in counted if i == issue and counted[a, i] >= ENOUGH} - set(parties))
        for party in (*parties, *others):
            own = [(row, year) for row, year in within if row["actor"] == party]
            cast = [(row, year) for row, year in votes if row["actor"] == party and issue in bears_on(row)]
            found.append(_position(issue, party, own, votes=cast, issues=issues, last=last, sources=sources))
    return called(found)


def last_stand_year(contest: Contest, published: Iterable[str | None]) -> int:
    """Return the last year of which statements and votes count.

    The contest's last year, or the one after it if a document came out then: figures of a year come out in the next,
    and whoever sets out from the last year of the figures means the stands of the day on which the documents speak.

    Parameters
    ----------
    contest
        Its last year.
    published
        Dates of the documents.
    """
    years = {year_of(date) for date in published}
    return contest.last_year + (contest.last_year + 1 in years)


def _position(
    issue: str,
    party: str,
    own: list[tuple[Row, int | None]],
    *,
    votes: list[tuple[Row, int]],
    issues: list[str],
    last: int,
    sources: dict[str, Row],
) -> Position:
    on_issue = [(row, year) for row, year in own if row["issue"] == issue]
    told = [(row, year) for row, year in on_issue if row["stance"] is not None]
    stands = Stands(issue, party, told, votes, last=last, sources=sources)
    years = [year for _, year in (*told, *votes) if year is not None]
    return Position(
        issue=issue,
        party=party,
        position=stands.now(),
        salience=_salience(issue, party, [row for row, _ in own], issues),
        statements=tuple(row["id"] for row, _ in on_issue),
        votes=tuple(row["id"] for row, _ in votes),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        years=stands.by_year(),
        shifts=stands.shifts(),
        bayes_factor=stands.bayes_factor,
    )


def _salience(issue: str, party: str, own: list[Row], issues: list[str]) -> Estimate:
    """Return the share of a party's coded statements on issues that are on this one, shrunk to equal shares."""
    name = f"salience of {issue} for {party}"
    own = [row for row in own if row["issue"] in issues]
    if not own:
        return missing(name, "not identified: no statement by it on any issue", unit="share")
    on_issue = [row for row in own if row["issue"] == issue]
    terms = {
        "part": tuple(f"{row['id']}#count" for row in on_issue),
        "whole": tuple(f"{row['id']}#count" for row in own),
    }
    constants = {"prior": 1.0, "categories": float(len(issues))}
    derivation = Derivation(operation="shrunk-share", terms=terms, constants=constants)
    value = recompute(derivation, dict.fromkeys(terms["whole"], 1.0))
    total = len(own) + len(issues)
    low, high = _beta_bounds(value * total, (1 - value) * total) if len(issues) > 1 else (1.0, 1.0)
    return Estimate(
        name=name,
        value=value,
        low=low,
        high=high,
        unit="share",
        n=len(own),
        level=LEVEL,
        method="share of its statements on issues, shrunk to equal shares",
        interval_method="Dirichlet posterior",
        evidence=tuple(row["id"] for row in own),
        derivation=derivation,
        note="what documents report it on, not what it cares for in private",
    )


def _year(row: Row, sources: dict[str, Row]) -> int | None:
    published = (sources.get(row["source"]) or {}).get("published")
    return year_of(row["date"]) or year_of(published) or year_of(row["known"])


def _once(votes: list[tuple[Row, int]]) -> list[tuple[Row, int]]:
    """Return each vote once, where two data sets hold the same roll call."""
    kept: dict[tuple[object, ...], tuple[Row, int]] = {}
    for row, year in votes:
        roll_call = resolution_of(row["item"]) or (row["date"], row["label"])
        kept.setdefault((row["actor"], roll_call), (row, year))
    return list(kept.values())


def _actors(parties: list[str], rows: Iterable[tuple[Row, int | None]]) -> list[str]:
    """Return the parties and all who are stated to hold a stand on an issue that is also voted on."""
    return sorted({*parties, *(row["actor"] for row, _ in rows if row["issue"] in VOTED_ISSUES)})


def _issues(contest: Contest, rows: list[tuple[Row, int | None]], votes: list[tuple[Row, int]]) -> list[str]:
    """Return the issues asked for, or all on which a party of the contest has a stance or a vote."""
    parties = {contest.client, *contest.patrons}
    found = {row["issue"] for row, _ in rows if row["stance"] is not None and row["actor"] in parties}
    found |= {issue for row, _ in votes if row["actor"] in parties for issue in bears_on(row)}
    return list(dict.fromkeys(contest.issues)) or sorted(found)


def _beta_bounds(favour: float, against: float) -> tuple[float, float]:
    from scipy.special import betaincinv  # the quantile alone: scipy.stats takes seconds to load

    tail = (1 - LEVEL) / 2
    return float(betaincinv(favour, against, tail)), float(betaincinv(favour, against, 1 - tail))
