"""What happened between a client and its patrons: statements, data rows and votes with their dates, by instrument."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from typing import Any, Final

from suasion.assess import Assessment
from suasion.assess.naming import name_of
from suasion.brief.case import instrument_title
from suasion.codebook import INDICATORS
from suasion.notebook import rows
from suasion.record import Record

Row = dict[str, Any]

STATEMENT: Final = "statement"
OWN_DATE, DOCUMENT_DATE = "its own date", "the date of its document"
DATA: Final = "data row"
VOTES: Final = "votes alike"
UNNAMED: Final = "Not named"
_LABELS: Final = 3  # quotes or labels that a mark shows when one points at it
_HELD: Final = ("denied", "alleged", "planned", "wanted", "demanded", "hypothetical")


def happenings(record: Record, assessment: Assessment) -> list[Row]:
    """Return one row a patron, instrument, kind and date or period, with how many entries it counts and their ids.

    Statements count where a patron or the client is the actor and the other the recipient, and where a patron takes a
    stand with no recipient named. One without a date of its own stands at that of its document. Data rows count where
    they are of the pair and of an instrument, and touch the contest's years. Votes are a row a patron and year.
    """
    found = [*_statements(record, assessment), *_observations(record, assessment)]
    return sorted(
        [*_counted(found), *_votes(assessment)],
        key=lambda row: (row["patron"], row["instrument"], row["start"], row["end"], row["kind"], row["state"]),
    )


def _statements(record: Record, assessment: Assessment) -> Iterable[Row]:
    contest = assessment.contest
    table = record.statements(contest.as_of)
    patrons = list(contest.patrons)
    given = table.actor.isin(patrons) & (table.recipient.isnull() | (table.recipient == contest.client))
    taken = (table.actor == contest.client) & table.recipient.isin(patrons)
    for row in record.run(table.filter(given | taken)).to_pylist():
        own = bool(row["date"])
        start, end = _span(row["date"] if own else row["known"])
        if int(end[:4]) < contest.first_year or int(start[:4]) > contest.last_year:
            continue
        patron = row["actor"] if row["actor"] in patrons else row["recipient"]
        yield {
            "patron": patron, "instrument": row["instrument"], "kind": STATEMENT, "start": start, "end": end,
            "state": row["modality"] if row["modality"] in _HELD else "asserted",
            "dated": OWN_DATE if own else DOCUMENT_DATE, "label": row["quote"], "id": row["id"],
        }  # fmt: skip


def _observations(record: Record, assessment: Assessment) -> Iterable[Row]:
    contest = assessment.contest
    table = record.observations(contest.as_of)
    patrons = list(contest.patrons)
    pair = (table.actor.isin(patrons) & (table.partner == contest.client)) | (
        (table.actor == contest.client) & table.partner.isin(patrons)
    )
    within = (table.first_year <= contest.last_year) & (table.last_year >= contest.first_year)
    known = [name for name, one in INDICATORS.items() if one.instrument and one.unit != "vote"]
    kept = table.filter(pair & within & (table.status == "observed") & table.indicator.isin(known))
    for row in record.run(kept).to_pylist():
        start, end = _span(row["date"] or str(row["first_year"]))
        yield {
            "patron": row["actor"] if row["actor"] in patrons else row["partner"],
            "instrument": INDICATORS[row["indicator"]].instrument, "kind": DATA, "start": start,
            "end": max(end, f"{row['last_year']}-12-31") if row["last_year"] > row["first_year"] else end,
            "state": "asserted", "dated": OWN_DATE, "id": row["id"],
            "label": row["label"] or f"{INDICATORS[row['indicator']].title}: {row['value']:,.4g} {row['unit']}",
        }  # fmt: skip


def _counted(found: Iterable[Row]) -> list[Row]:
    """Return entries of one patron, instrument, kind, state and date as one row that counts them."""
    keys = ("patron", "instrument", "kind", "state", "dated", "start", "end")
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in found:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    made = []
    for key, some in groups.items():
        some.sort(key=lambda row: row["id"])
        labels = [row["label"] for row in some]
        more = f" (and {len(labels) - _LABELS} more)" if len(labels) > _LABELS else ""
        row = dict(zip(keys, key, strict=True))
        made.append(
            row
            | {
                "name": name_of(row["patron"]),
                "instrument": instrument_title(row["instrument"]) or UNNAMED,
                "n": len(some),
                "value": None,
                "low": None,
                "high": None,
                "label": "; ".join(labels[:_LABELS]) + more,
                "evidence": rows.evidence([one["id"] for one in some]),
            }
        )
    return made


def _votes(assessment: Assessment) -> Iterable[Row]:
    """Yield how much client and patron voted alike each year, as the assessment has it."""
    for one in assessment.alignment:
        for year, measures in one.years:
            alike = measures[0]  # agreement is the first of the measures
            if alike.value is None:
                continue
            yield {
                "patron": one.patron, "instrument": "UN votes", "kind": VOTES, "state": "asserted",
                "dated": OWN_DATE, "start": f"{year}-01-01", "end": f"{year}-12-31", "name": name_of(one.patron),
                "n": alike.n, "value": alike.value, "low": alike.low, "high": alike.high,
                "label": f"{alike.value:.0%} of roll calls alike", "evidence": alike.id,
            }  # fmt: skip


def _span(date: str) -> tuple[str, str]:
    """Return the first and last day that a date of a year, month or day means.

    Examples
    --------
    >>> _span("2022"), _span("2022-02"), _span("2022-03-20")
    (('2022-01-01', '2022-12-31'), ('2022-02-01', '2022-02-28'), ('2022-03-20', '2022-03-20'))
    """
    parts = date[:10].split("-")
    if len(parts) == 1:
        return f"{date}-01-01", f"{date}-12-31"
    if len(parts) == 2:
        last = calendar.monthrange(int(parts[0]), int(parts[1]))[1]
        return f"{date}-01", f"{date}-{last}"
    return date[:10], date[:10]
