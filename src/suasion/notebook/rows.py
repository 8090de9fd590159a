"""The rows behind pictures and tables: an assessment's numbers, one a row, with their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from suasion.assess import Assessment
from suasion.assess.naming import name_of
from suasion.brief.case import instrument_title, issue_title
from suasion.codebook import INDICATORS, INSTRUMENTS, ISSUES, Estimate

Row = dict[str, Any]

ALL: Final = "All instruments"
_TRADE: Final = {"exports": "Goods that the client exports", "imports": "Goods that the client imports"}
_SHOWN: Final = 5  # ids of evidence that a row names; the estimate's own id leads to all


def period(assessment: Assessment) -> str:
    """Return the period of an assessment in words."""
    contest = assessment.contest
    years = f"{contest.first_year} to {contest.last_year}"
    return f"{years}, as known on {contest.as_of}" if contest.as_of else years


def sources(assessment: Assessment) -> str:
    """Return how many documents and data sets an assessment rests on."""
    data = sum(one.kind == "dataset" for one in assessment.sources)
    documents = len(assessment.sources) - data
    return f"Sources: {_count(documents, 'document')} and {_count(data, 'data set')}."


def _count(n: int, noun: str) -> str:
    return f"{n or 'no'} {noun}{'' if n == 1 else 's'}"


def number(estimate: Estimate) -> Row:
    """Return an estimate's value, interval, state, reason and evidence as a row."""
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "state": "no data" if estimate.value is None else "interval" if estimate.low is not None else "no interval",
        "why": estimate.note,
        "n": estimate.n,
        "unit": estimate.unit,
        "method": estimate.method,
        "id": estimate.id,
        "evidence": evidence(estimate.evidence),
    }


def evidence(ids: Sequence[str]) -> str:
    """Return the first ids, and how many more there are."""
    more = len(ids) - _SHOWN
    return ", ".join(ids[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def leverage(assessment: Assessment) -> list[Row]:
    """Return leverage by patron and instrument, the patron with most leverage first, "All instruments" on top."""
    ranked = sorted(assessment.leverage, key=lambda one: (one.leverage.value is None, -(one.leverage.value or 0.0)))
    found = []
    for one in ranked:
        first = one.probability_first.value
        head = {"patron": one.patron, "name": name_of(one.patron), "first": first}
        found.append({**head, "instrument": ALL, "parts": {}, "statements": 0, **number(one.leverage)})
        order = [*INSTRUMENTS]
        for tie in sorted(one.by_instrument, key=lambda tie: order.index(tie.instrument)):
            parts = {part: getattr(tie, part).value for part in ("stake", "share", "substitutability", "control")}
            row = {**head, "first": None, "instrument": instrument_title(tie.instrument), "parts": parts}
            found.append({**row, "statements": len(tie.statements), **number(tie.leverage)})
    return [{**{k: v for k, v in row.items() if k != "parts"}, **_parts(row["parts"])} for row in found]


def _parts(parts: dict[str, float | None]) -> Row:
    return {part: parts.get(part) for part in ("stake", "share", "substitutability", "control")}


def positions(assessment: Assessment) -> list[Row]:
    """Return the stand of each party on each issue, the issues with most evidence first."""
    order = {code: n for n, code in enumerate((assessment.contest.client, *assessment.contest.patrons))}
    told = dict.fromkeys((one.issue for one in assessment.positions), 0)
    for one in assessment.positions:
        told[one.issue] += one.position.n
    ranked = sorted(assessment.positions, key=lambda one: (-told[one.issue], one.issue, order.get(one.party, 99)))
    return [
        {
            "issue": issue_title(one.issue),
            "against": ISSUES[one.issue].against if one.issue in ISSUES else "against",
            "norm": ISSUES[one.issue].norm if one.issue in ISSUES else "for",
            "party": one.party,
            "name": name_of(one.party),
            "years": _years(one.first_year, one.last_year),
            "statements": len(one.statements),
            "votes": len(one.votes),
            "salience": one.salience.value,
            **number(one.position),
        }
        for one in ranked
    ]


def _years(first: int | None, last: int | None) -> str:
    return "" if first is None else f"{first}" if first == last else f"{first} to {last}"


def flows(assessment: Assessment) -> list[Row]:
    """Return what each patron gives and its share over the period, in the order of the codebook."""
    return [
        {
            "series": series_title(one.indicator),
            "indicator": one.indicator,
            "patron": one.patron,
            "name": name_of(one.patron),
            "total": one.total.value,
            "total_low": one.total.low,
            "total_high": one.total.high,
            "total_unit": one.total.unit,
            **number(one.share),
        }
        for one in assessment.flows
    ]


def series_title(indicator: str) -> str:
    """Return the title of a series, of trade as the client sees it."""
    if indicator in _TRADE:
        return _TRADE[indicator]
    return INDICATORS[indicator].title if indicator in INDICATORS else indicator


def names(codes: Iterable[str]) -> str:
    """Return the names of parties as a list in a sentence."""
    from suasion.assess.naming import join, said

    return join([said(code) for code in codes])
