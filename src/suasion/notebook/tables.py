"""Tables of an assessment: leverage, positions, flows, hedging, claims and the rest, each with where it is from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from suasion.assess import Assessment
from suasion.assess.assessment import ClaimCheck
from suasion.assess.naming import name_of, possessive, said
from suasion.notebook import rows
from suasion.notebook.table import Shown

if TYPE_CHECKING:
    import pyarrow as pa

_INTERVAL = "Low and high bound a 90 % interval."
_NONE = "—"
_SMALL_TABLE = 60  # rows of a measure that are shown; all are in to_pandas()


def leverage(assessment: Assessment) -> Shown:
    """Return leverage by patron and instrument with interval, rank and the four parts apart."""
    told = rows.leverage(assessment)
    client = said(assessment.contest.client)
    return Shown(
        told,
        title=f"Leverage over {client}",
        subtitle=f"{rows.period(assessment)}. {_INTERVAL}",
        note=f"First: share of draws in which a patron comes out first. Leverage = stake × share × (1 − "
        f"substitutability) × control. {rows.sources(assessment)}",
        labels={
            "instrument": "Instrument", "value": "Leverage", "low": "Low", "high": "High", "first": "First",
            "stake": "Stake", "share": "Share", "substitutability": "Replaceable", "control": "Control",
            "statements": "Statements",
        },
        groups="name",
        numbers=dict.fromkeys(("stake", "share", "substitutability", "control"), 2)
        | dict.fromkeys(("value", "low", "high"), 3),
        percents=("first",),
        missing=dict.fromkeys(("low", "high", "first", "stake", "share", "substitutability", "control"), _NONE),
    )  # fmt: skip


def positions(assessment: Assessment) -> Shown:
    """Return the stand of each party on each issue with interval and what it rests on."""
    return Shown(
        rows.positions(assessment),
        title=f"Positions of {said(assessment.contest.client)} and its patrons",
        subtitle=f"{rows.period(assessment)}, in [−1, 1], 1 being the issue's norm. {_INTERVAL}",
        note=rows.sources(assessment),
        labels={
            "name": "Party", "value": "Position", "low": "Low", "high": "High", "salience": "Salience",
            "statements": "Statements", "votes": "Votes", "years": "Years",
        },
        groups="issue",
        numbers={"value": 2, "low": 2, "high": 2},
        percents=("salience",),
    )  # fmt: skip


def flows(assessment: Assessment) -> Shown:
    """Return what each patron gives under each definition: total, share and interval of the share."""
    return Shown(
        rows.flows(assessment),
        title=f"What {possessive(said(assessment.contest.client))} patrons give",
        subtitle=f"{rows.period(assessment)}. {_INTERVAL}",
        note=f"A share is of all givers with rows. {rows.sources(assessment)}",
        labels={"name": "Patron", "total": "Total", "total_unit": "Unit", "value": "Share", "low": "Low",
                "high": "High", "why": "Reservation"},
        groups="series",
        numbers={"total": 0},
        percents=("value", "low", "high"),
    )  # fmt: skip


def alignment(assessment: Assessment) -> Shown:
    """Return how alike client and patrons vote, by each measure over the period."""
    told = [
        {
            "name": name_of(one.patron),
            "measure": measure.name.partition(":")[0],
            "warning": one.warning or "",
            **rows.number(measure),
        }
        for one in assessment.alignment
        for measure in one.measures
    ]
    return Shown(
        told, title=f"How alike {said(assessment.contest.client)} and its patrons vote",
        subtitle=f"{rows.period(assessment)}. {_INTERVAL}", note=rows.sources(assessment), groups="name",
        labels={"measure": "Measure", "value": "Value", "low": "Low", "high": "High", "n": "Roll calls",
                "warning": "Warning"},
        numbers={"value": 3, "low": 3, "high": 3},
    )  # fmt: skip


def hedging(assessment: Assessment) -> Shown:
    """Return how evenly and deeply the client is tied to each pair of patrons."""
    told = [
        {"between": rows.names(one.patrons), "measure": name, "reading": one.reading, **rows.number(estimate)}
        for one in assessment.hedging
        for name, estimate in (("balance", one.balance), ("depth", one.depth))
    ]
    return Shown(
        told, title=f"Does {said(assessment.contest.client)} hedge?",
        subtitle=f"{rows.period(assessment)}. Balance 1: equal ties to both. Depth: ties to both over GDP. {_INTERVAL}",
        note=rows.sources(assessment), groups="between",
        labels={"measure": "Measure", "value": "Value", "low": "Low", "high": "High", "reading": "Reading",
                "why": "Reservation"},
        numbers={"value": 2, "low": 2, "high": 2},
    )  # fmt: skip


def claims(checks: Sequence[ClaimCheck]) -> Shown:
    """Return what documents claim, what the data give, and under which definition they agree."""
    told: list[dict[str, Any]] = [
        {
            "quote": one.quote, "quantity": one.quantity, "verdict": one.verdict.replace("-", " "),
            "claimed": _number(one.claimed.value), "unit": one.claimed.unit,
            "found": _number(one.found.value) if one.found else None, "gap": one.gap, "definition": one.definition,
            "needs": one.needs, "statement": one.statement,
        }
        for one in checks
    ]  # fmt: skip
    return Shown(
        told, title="Claims of documents, held against data",
        subtitle="Found: what the data give under the definition named. Gap: found / claimed − 1.",
        labels={"quote": "Said", "verdict": "Verdict", "claimed": "Claimed", "found": "Found", "unit": "Unit",
                "gap": "Gap", "definition": "Definition", "statement": "Statement"},
        percents=("gap",), missing=dict.fromkeys(("found", "gap", "definition"), _NONE),
    )  # fmt: skip


def _number(value: float | None) -> str | None:
    """Return a number to four digits; claims are of shares and of dollars, so one column has no common decimals."""
    return None if value is None else f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"


def missing(assessment: Assessment) -> Shown:
    """Return what is not in the record, what it would settle, and where it may be had."""
    told = [{"what": one.what, "settles": one.settles, "where": one.where} for one in assessment.missing]
    return Shown(told, title="What is not in the record", subtitle=rows.period(assessment),
                 labels={"what": "Missing", "settles": "Would settle", "where": "May be had from"})  # fmt: skip


def sources(assessment: Assessment) -> Shown:
    """Return the sources used, with reliability and licence."""
    told = [
        {"title": one.title, "publisher": one.publisher, "published": one.published, "kind": one.kind,
         "reliability": one.reliability, "entries": one.entries, "licence": one.licence, "source": one.source}
        for one in assessment.sources
    ]  # fmt: skip
    return Shown(
        told, title="Sources", subtitle="Reliability by the Admiralty scale: A reliable to E, F cannot be judged",
        labels={"title": "Title", "publisher": "Publisher", "published": "Published", "reliability": "Reliability",
                "entries": "Entries", "licence": "Licence", "source": "Id"},
        missing=dict.fromkeys(("publisher", "published", "licence"), _NONE),
    )  # fmt: skip


def measure(table: pa.Table, *, title: str = "", problems: Sequence[Any] = ()) -> Shown:
    """Return a measure table; a long one shows its first rows and says how many more there are."""
    told: list[dict[str, Any]] = table.to_pylist()
    several = len({row["measure"] for row in told}) > 1
    shown = told[:_SMALL_TABLE]
    more = f"{len(told) - len(shown)} more rows are in .table. " if len(told) > len(shown) else ""
    methods = list(dict.fromkeys(row["method"] for row in told if row["method"]))
    labels = {"actor": "Actor", "partner": "Partner", "year": "Year", "measure": "Measure", "value": "Value",
              "low": "Low", "high": "High", "n": "N", "unit": "Unit"}  # fmt: skip
    if not several:
        labels.pop("measure")
    for name in ("partner", "year"):
        if all(row[name] is None for row in told):
            labels.pop(name)
    names = sorted({row["measure"] for row in told})
    bounded = _INTERVAL if any(row["low"] is not None for row in told) else "No interval is known."
    figures = ("value", "low", "high")
    index = _index(told)
    if not index:  # dollars and shares in one column have no common decimals
        shown = [row | {name: _number(row[name]) for name in figures} for row in shown]
    return Shown(
        shown, title=title or ", ".join(names[:3]), subtitle=bounded if several else f"{', '.join(names)}. {bounded}",
        note=more + " ".join([f"{'; '.join(methods[:2])}."] * bool(methods) + [str(one) for one in problems]),
        labels=labels, numbers=dict.fromkeys(figures, 3) if index else {},
        missing={"year": "period", "partner": _NONE, "low": _NONE, "high": _NONE},
    )  # fmt: skip


def _index(told: Sequence[dict[str, Any]]) -> bool:
    """Return whether the values are an index, of which decimals matter."""
    return max((abs(row["value"]) for row in told if row["value"] is not None), default=0.0) < 1000
