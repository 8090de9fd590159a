"""Assembly: all parts of an assessment, worked out one after another."""

from __future__ import annotations

from suasion import measure
from suasion.assess.alignment import alignment
from suasion.assess.assessment import Assessment
from suasion.assess.claims import claims
from suasion.assess.contradictions import contradictions
from suasion.assess.credibility import credibility
from suasion.assess.flows import flows
from suasion.assess.gaps import missing, sources
from suasion.assess.hedging import hedging
from suasion.assess.ledger import ledger
from suasion.assess.leverage import leverage
from suasion.assess.once import Once
from suasion.assess.positions import positions
from suasion.assess.rows import Evidence, source_rows
from suasion.assess.scenario.moving import moving
from suasion.assess.scenario.stage import Known
from suasion.assess.standing import standing
from suasion.assess.supply import supply
from suasion.codebook import Contest, Problem


def assess(record: Evidence, contest: Contest, *, draws: int = 2048, seed: int = 0) -> Assessment:
    """Return who has leverage over the client, by which instruments, how much and how surely.

    Parameters
    ----------
    record
        Sources, statements and observations.
    contest
        Client, patrons, years, and the date up to which the record may be used.
    draws
        Draws behind each interval.
    seed
        Of the draws. The same record, contest, draws and seed give the same assessment to the byte.

    Examples
    --------
    >>> from suasion.record import Record  # doctest: +SKIP
    >>> with Record.open("case.suasion") as record:  # doctest: +SKIP
    ...     contest = Contest(client="KHM", patrons=("JPN", "CHN"), first_year=2012, last_year=2021)
    ...     assess(record, contest).leverage[0].leverage.value
    """
    record = Once(record)
    held = supply(record, contest)
    checked = claims(record, contest)
    against = contradictions(record, contest)
    alike = alignment(record, contest, draws=draws, seed=seed)
    had = Known(
        held=held,
        leverage=leverage(record, contest, draws=draws, seed=seed, held=held),
        positions=positions(record, contest),
        ledger=ledger(record, contest),
    )
    return Assessment(
        contest=contest,
        leverage=had.leverage,
        flows=flows(record, contest, draws=draws, seed=seed, held=held),
        alignment=alike,
        hedging=hedging(record, contest, draws=draws, seed=seed, held=held),
        standing=standing(record, contest, alike, draws=draws, seed=seed, held=held),
        positions=had.positions,
        moving=moving(record, contest, had, draws=draws, seed=seed),
        ledger=had.ledger,
        claims=checked,
        contradictions=against,
        credibility=credibility(record, contest, checked, against),
        missing=missing(record, contest),
        sources=sources(record, contest),
        problems=_set_aside(record, contest),
    )


def _set_aside(record: Evidence, contest: Contest) -> tuple[Problem, ...]:
    """Return which rows about the client were not counted because another source has the same series."""
    table = record.observations(contest.as_of)
    about = table.filter(
        table.partner == contest.client,
        table.status == "observed",
        table.first_year <= contest.last_year,
        table.last_year >= contest.first_year,
    )
    aside: dict[str, list[tuple[str, int]]] = {}
    for row in record.run(measure.set_aside(about)).to_pylist():
        aside.setdefault(row["source"], []).append((row["indicator"], row["n"]))
    titles = {key: row["title"] or row["name"] for key, row in source_rows(record, contest.as_of).items()}
    return tuple(
        Problem(
            input=titles.get(source, source),
            place=", ".join(indicator for indicator, _ in counts),
            reason=f"{sum(n for _, n in counts)} rows were not counted: another source has the same series.",
            remedy="If these are the better rows, reject the other source's.",
            severity="warning",
        )
        for source, counts in sorted(aside.items())
    )
