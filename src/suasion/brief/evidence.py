"""The evidence behind a brief, ready to be read: quotes in context, rows in place, arithmetic with its terms."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from suasion.assess.assessment import Assessment
from suasion.assess.naming import name_of
from suasion.brief.case import Case, instrument_title, issue_title
from suasion.brief.document import (
    Block,
    Chart,
    EstimateEvidence,
    Evidence,
    RowEvidence,
    Section,
    Sentence,
    SourceLine,
    StatementEvidence,
    Table,
    Text,
)
from suasion.brief.estimates import all_estimates, entries_of
from suasion.brief.words import number, style_of
from suasion.codebook import INDICATORS, Estimate

CONTEXT: Final = 160  # characters shown on either side of a quote
ROWS: Final = 6  # rows shown of an estimate; `suasion trace` has the rest


def texts(block: Block) -> Iterator[Text]:
    """Yield every text of a block."""
    if isinstance(block, Sentence):
        yield block.content
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row
    elif isinstance(block, Chart):
        for group in block.groups:
            yield from (point.content for point in group.points)


def cited(sections: Iterable[Section]) -> list[str]:
    """Return all ids that the sections cite, each once, in order; a sentence's probability included."""
    found: dict[str, None] = {}
    for section in sections:
        for block in section.blocks:
            for text in texts(block):
                found.update(dict.fromkeys(text.cited))
            if isinstance(block, Sentence) and block.probability:
                found[block.probability] = None
    return list(found)


def _linked(sections: Iterable[Section]) -> list[str]:
    """Return the ids that have an entry of their own: rows that are only counted stand with their estimate."""
    sections = list(sections)
    direct = {i for section in sections for block in section.blocks for text in texts(block) for i in text.evidence}
    return [i for i in cited(sections) if not i.startswith("ob-") or i in direct]


def evidence_of(sections: Iterable[Section], case: Case) -> tuple[Evidence, ...]:
    """Return the evidence of all that the sections cite: estimates with what they rest on, statements, rows."""
    estimates = all_estimates(case.assessment)
    wanted = _with_terms(_linked(sections), estimates)
    shown = {i: _first_rows(estimates[i]) for i in wanted if i in estimates}
    direct = [i for i in wanted if i.startswith("ob-")]
    rows = list(dict.fromkeys([*direct, *(i for ids in shown.values() for i in ids)]))
    statements = [i for i in wanted if i.startswith("st-")]
    case.lookup.fetch([*statements, *rows])
    case.lookup.fetch(sorted({case.statement(i)["source"] for i in statements}))
    found: list[Evidence] = [_estimate(estimates[i], shown[i], case) for i in wanted if i in estimates]
    found += [_statement(i, case) for i in statements]
    found += [_row(i, case) for i in direct]
    return tuple(found)


def source_lines(assessment: Assessment) -> tuple[SourceLine, ...]:
    """Return the sources as evidence names them."""
    return tuple(
        SourceLine(
            id=note.source,
            title=note.title,
            publisher=note.publisher,
            published=note.published,
            address=note.address,
            licence=note.licence,
            reliability=note.reliability,
        )
        for note in assessment.sources
    )


def _with_terms(ids: list[str], estimates: dict[str, Estimate]) -> list[str]:
    """Return ids with those that estimates rest on: other estimates and statements, not rows."""
    found: dict[str, None] = {}
    waiting = deque(ids)
    while waiting:
        identity = waiting.popleft()
        if identity in found or identity.startswith("so-"):
            continue
        found[identity] = None
        if identity in estimates:
            terms = entries_of(estimates[identity])
            waiting.extend(i for i in terms if not i.startswith("ob-") and i not in found)
    return list(found)


def _first_rows(estimate: Estimate) -> list[str]:
    return [i for i in entries_of(estimate) if i.startswith("ob-")][:ROWS]


def _estimate(estimate: Estimate, rows: list[str], case: Case) -> EstimateEvidence:
    evidence = entries_of(estimate)
    return EstimateEvidence(
        id=estimate.id,
        estimate=estimate,
        rows=tuple(_row(i, case) for i in rows),
        statements=tuple(i for i in evidence if i.startswith("st-")),
        estimates=tuple(i for i in evidence if i.startswith("es-")),
        more=sum(i.startswith("ob-") for i in evidence) - len(rows),
    )


def _statement(identity: str, case: Case) -> StatementEvidence:
    row = case.statement(identity)
    text = case.lookup.text(row["source"])
    start, end = row["start"], row["end"]
    grade = case.grades.get(identity)
    return StatementEvidence(
        id=identity,
        before=text[max(0, start - CONTEXT) : start],
        quote=text[start:end],
        after=text[end : end + CONTEXT],
        coded=_coded(row),
        credibility=f"{grade.grade}: {grade.why}" if grade else "not graded",
        source=row["source"],
    )


def _coded(row: object) -> str:
    """Return in words how a statement was coded."""
    get = dict(row).get  # type: ignore[call-overload]
    who = name_of(get("actor")) + (f" to {name_of(get('recipient'))}" if get("recipient") else "")
    stance = {1: "for the norm", 0: "neither for nor against", -1: "against the norm"}.get(get("stance"))
    amount = f"{get('amount'):,.10g} {get('unit')}" if get("amount") is not None else None
    parts = [
        get("kind"),
        who,
        get("plover"),
        instrument_title(get("instrument")) or None,
        issue_title(get("issue")) or None,
        stance,
        amount,
        get("period"),
        get("date"),
        get("modality"),
        f"says {get('attribution')}" if get("attribution") not in ("author", None) else "says the author",
    ]
    return "; ".join(str(part) for part in parts if part)


def _row(identity: str, case: Case) -> RowEvidence:
    row = case.lookup.observation(identity)
    indicator = INDICATORS.get(row["indicator"])
    title = indicator.title if indicator else row["indicator"]
    who = name_of(row["actor"]) + (f" and {name_of(row['partner'])}" if row["partner"] else "")
    about = "; ".join(str(part) for part in (title, who, row["item"], row["label"]) if part)
    first, last = row["first_year"], row["last_year"]
    return RowEvidence(
        id=identity,
        what=about,
        period=row["date"] or (f"{first}" if first == last else f"{first} to {last}"),
        value=f"{number(row['value'], style_of(row['unit'] or ''))} ({row['unit']})"
        if row["value"] is not None
        else row["status"],
        source=row["source"],
        row=row["row"] or "",
    )
