"""What is not in the record, and which sources are."""

from __future__ import annotations

from collections import Counter
from typing import Final

from suasion.assess.assessment import MissingDatum, SourceNote
from suasion.assess.holdings import publishers
from suasion.assess.naming import join, said
from suasion.assess.rows import Evidence, Row, source_rows, statement_rows
from suasion.codebook import INDICATORS, INSTRUMENTS, Contest

# Per instrument, the indicators of which any one would let it be measured, and what that would settle.
_WANTED: Final = (
    ("aid given", ("oda-net", "oda-gross", "finance-oda"), "how much aid the client would lose"),
    ("loans and debt", ("debt-owed", "oda-loans-net", "finance-oof"), "how much the client owes, and to whom"),
    ("goods traded", ("exports", "imports"), "how far the client's trade depends on this party"),
    ("direct investment", ("fdi-stock", "fdi-approved"), "whose capital works in the client's economy"),
    ("arms, troops, pacts and exercises", ("arms-transfer", "troops", "alliance-defense", "military-exercise"),
     "how closely forces and arms tie them"),
    ("visits and missions", ("visit", "diplomatic-posts"), "how much attention each pays the other"),
    ("votes in the UN General Assembly", ("un-vote",), "how alike the two vote"),
    ("vaccine doses given", ("vaccine-doses",), "whose vaccines the client was given"),
    ("sanctions in force", ("sanction",), "which penalties bite"),
)  # fmt: skip
# Lists of cases of the whole world: who is not on one has no case on record, which is not the same as no data.
_LISTED: Final = frozenset({"sanction"})
_OWN: Final = (("gdp", "how large the ties are against the client's economy"),)
_UNMEASURED: Final = {
    "infrastructure": "financing of single projects, by sector (OECD Creditor Reporting System; AidData)",
    "labour": "workers abroad and money sent home (the client's labour ministry; World Bank, remittance matrix)",
    "legal": "no series known here",
    "domestic": "opinion surveys of the client's public (ISEAS State of Southeast Asia; Asian Barometer)",
    "symbolic": "no series known here",
}


def missing(record: Evidence, contest: Contest) -> tuple[MissingDatum, ...]:
    """Return what the record lacks for this contest: what it is, what it would settle, where it may be had.

    Parameters
    ----------
    record
        Observations and statements; only what was known by ``contest.as_of`` is used.
    contest
        Each patron is looked at by each instrument, in the years of the contest.

    Returns
    -------
    tuple of MissingDatum
        By instrument, the parties that lack it together; then the client's own figures; then instruments that
        documents tell of and no series here measures. A party without a row is not covered: it does not have zero.
    """
    held, listed = _held(record, contest), _listed(record, contest)
    found = []
    for words, indicators, settles in _WANTED:
        lacking = [
            party for party in contest.patrons if not any((indicator, party) in held for indicator in indicators)
        ]
        if lacking and not set(indicators) <= listed:
            names = [said(party) for party in lacking]
            what = f"{words} ({said(contest.client)} with {join(names)}), {_years(contest)}"
            found.append(MissingDatum(what=what, settles=settles, where=publishers(indicators[0])))
    for indicator, settles in _OWN:
        if (indicator, contest.client) not in held:
            what = f"{_lower(INDICATORS[indicator].title)} of {said(contest.client)}, {_years(contest)}"
            found.append(MissingDatum(what=what, settles=settles, where=publishers(indicator)))
    told = _told(record, contest)
    for instrument, where in _UNMEASURED.items():
        if told[instrument]:
            count = told[instrument]
            counted = f"{count} statements tell" if count > 1 else "1 statement tells"
            what = f"any figure on {INSTRUMENTS[instrument].title.lower()}, of which {counted}"
            found.append(MissingDatum(what=what, settles="how large these ties are", where=where))
    return tuple(found)


def sources(record: Evidence, contest: Contest) -> tuple[SourceNote, ...]:
    """Return the sources with entries about the contest's parties, and how many entries of each.

    Parameters
    ----------
    record
        Statements, observations and sources; only what was known by ``contest.as_of`` is used.
    contest
        Statements with the client or a patron on either side count; so do rows about the client, or of a patron alone.

    Returns
    -------
    tuple of SourceNote
        Documents first, then data sets; each by date, then title. ``reliability`` is of the source, not of its items.
    """
    parties = {contest.client, *contest.patrons}
    entries: Counter[str] = Counter(
        row["source"] for row in statement_rows(record, contest.as_of) if parties & {row["actor"], row["recipient"]}
    )
    table = record.observations(contest.as_of)
    about = (table.actor == contest.client) | (table.partner == contest.client)
    alone = table.partner.isnull() & table.actor.isin(list(contest.patrons))
    counted = table.filter(about | alone).group_by("source").aggregate(lambda t: t.count().name("entries"))
    for row in record.run(counted).to_pylist():
        entries[row["source"]] += row["entries"]
    # A row known by its own day, such as a vote, can stand in a compilation published later: take all sources.
    known = source_rows(record, None)
    notes = [_note(known[key], count) for key, count in entries.items() if key in known and count]
    return tuple(
        sorted(notes, key=lambda note: (note.kind != "document", note.published or "", note.title, note.source))
    )


def _note(row: Row, entries: int) -> SourceNote:
    return SourceNote(
        source=row["id"],
        title=row["title"] or row["name"],
        publisher=row["publisher"],
        published=row["published"],
        address=row["address"],
        licence=row["licence"],
        kind=row["kind"],
        reliability=row["reliability"] or "F",
        entries=entries,
    )


def _held(record: Evidence, contest: Contest) -> set[tuple[str, str]]:
    """Return the indicators with an observed row in the period, with the party that is not the client (or is alone)."""
    table = record.observations(contest.as_of)
    within = (table.last_year >= contest.first_year) & (table.first_year <= contest.last_year)
    alone = table.partner.isnull() & table.actor.isin([contest.client, *contest.patrons])
    about = alone | (table.actor == contest.client) | (table.partner == contest.client)
    rows = record.run(
        table.filter((table.status == "observed") & within & about).select("indicator", "actor", "partner").distinct()
    ).to_pylist()
    held = set()
    for row in rows:
        if row["partner"] is None:
            held.add((row["indicator"], row["actor"]))
        else:
            held.add((row["indicator"], row["partner"] if row["actor"] == contest.client else row["actor"]))
    return held


def _listed(record: Evidence, contest: Contest) -> set[str]:
    """Return of the indicators that are lists of cases those of which the record holds a list for the period."""
    table = record.observations(contest.as_of)
    within = (table.last_year >= contest.first_year) & (table.first_year <= contest.last_year)
    cases = table.filter(within, table.indicator.isin(sorted(_LISTED))).select("indicator").distinct()
    return {row["indicator"] for row in record.run(cases).to_pylist()}


def _told(record: Evidence, contest: Contest) -> Counter[str]:
    """Return how many statements tell of a tie between client and patrons, by instrument."""
    patrons = set(contest.patrons)
    return Counter(
        row["instrument"]
        for row in statement_rows(record, contest.as_of)
        if row["instrument"] and (row["actor"] == contest.client or row["recipient"] == contest.client)
        and ({row["actor"], row["recipient"]} & patrons or row["instrument"] in ("domestic", "legal"))
    )  # fmt: skip


def _years(contest: Contest) -> str:
    return f"{contest.first_year} to {contest.last_year}"


def _lower(title: str) -> str:
    return title if title[:2].isupper() else title[0].lower() + title[1:]
