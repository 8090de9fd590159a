"""An assessment to a brief: sections in the order in which an analyst reads."""

from __future__ import annotations

from suasion.assess.assessment import Assessment
from suasion.assess.naming import join, name_of
from suasion.brief.case import Case
from suasion.brief.charts import issue_picture, leverage_picture
from suasion.brief.contested import alternatives, both_ways, changes, claim_checks, ledger_lines
from suasion.brief.document import Brief
from suasion.brief.endings import method, missing, sources
from suasion.brief.evidence import evidence_of, source_lines
from suasion.brief.facts import assumptions, facts
from suasion.brief.judgements import key_judgements
from suasion.brief.lookup import Lookup


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
        changes(case),
        missing(case),
        sources(case),
        method(case),
    )
    kept = tuple(section for section in sections if section.blocks)
    contest = assessment.contest
    known = f"as known on {contest.as_of}" if contest.as_of else "on everything recorded"
    return Brief(
        title=f"Who has leverage over {case.client}, {case.period}",
        subtitle=f"{join([name_of(patron) for patron in contest.patrons])}; {known}",
        sections=kept,
        evidence=evidence_of(kept, case),
        sources=source_lines(assessment),
    )
