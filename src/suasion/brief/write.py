"""An assessment to a brief: sections in the order in which an analyst reads."""

from __future__ import annotations

from typing import Final

from suasion.assess.assessment import Assessment
from suasion.brief.case import Case, join, said
from suasion.brief.charts import issue_picture, leverage_picture
from suasion.brief.contested import alternatives, both_ways, changes, claim_checks
from suasion.brief.document import Brief
from suasion.brief.endings import method, missing, sources
from suasion.brief.evidence import evidence_of, source_lines
from suasion.brief.facts import assumptions, facts
from suasion.brief.judgements import key_judgements
from suasion.brief.ledger import ledger_lines
from suasion.brief.lookup import Lookup
from suasion.brief.moving import moving
from suasion.brief.prose import capital

# How the example that ships with Suasion names the publisher of its documents: a reader must know that no one said so.
_EXAMPLE: Final = "Suasion example case"


def write(assessment: Assessment, lookup: Lookup) -> Brief:
    """Return the brief of an assessment, not yet verified.

    Parameters
    ----------
    assessment
        What `assess` gave.
    lookup
        Where statements, rows and sources are found by id.

    Returns
    -------
    Brief
        Key judgements first; every sentence, cell and dot with its evidence. Pass it to `verify` before printing.

    Raises
    ------
    UnknownEvidenceError
        If the assessment rests on an entry that the lookup does not have.
    """
    lookup.fetch(one.statement for one in assessment.credibility)
    case = Case(assessment, lookup)
    sections = (
        key_judgements(case),
        leverage_picture(case),
        facts(case),
        assumptions(case),
        issue_picture(case),
        ledger_lines(case),
        claim_checks(case),
        both_ways(case),
        alternatives(case),
        moving(case),
        changes(case),
        missing(case),
        sources(case),
        method(case),
    )
    kept = tuple(section for section in sections if section.blocks)
    return Brief(
        title=f"Who has leverage over {case.client}, {case.period}?",
        subtitle=_subtitle(case),
        sections=kept,
        evidence=evidence_of(kept, case),
        sources=source_lines(assessment),
    )


def _subtitle(case: Case) -> str:
    """Return whom the brief compares, from how many sources, and up to which date of knowledge."""
    contest, notes = case.contest, case.assessment.sources
    rows = [case.statement(one.statement) for one in case.assessment.credibility]
    telling = {row["source"] for row in rows if contest.client in (row["actor"], row["recipient"])}
    documents = [note for note in notes if note.source in telling]
    data = [note for note in notes if note.kind != "document"]
    known = f"as known on {contest.as_of}" if contest.as_of else "all that is recorded"
    words = f"{capital(join([said(patron) for patron in contest.patrons]))} compared, from "
    words += f"{_counted(len(documents), 'document')} on {case.client} and {_counted(len(data), 'data set')}, {known}"
    if any((note.publisher or "").startswith(_EXAMPLE) for note in documents):
        words += ". The documents were written for this example; the facts in them are real"
    return f"{words}."


def _counted(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"
