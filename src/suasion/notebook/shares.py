"""Shares year by year, by the rules that the shares of a whole period keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from suasion.assess import Assessment
from suasion.assess.flows import flows
from suasion.assess.naming import name_of
from suasion.assess.supply import Cell, Supply, supply
from suasion.codebook import INDICATORS
from suasion.notebook import rows
from suasion.record import Record

Row = dict[str, Any]


def by_year(record: Record, assessment: Assessment, series: Sequence[str]) -> list[Row]:
    """Return each patron's share of some series, a row a year, and one for the whole period with its interval.

    A year in which a patron has no row has a row here without a value: it is not covered, which is not zero.
    """
    contest = assessment.contest
    held = supply(record, contest)
    found = []
    for year in range(contest.first_year, contest.last_year + 1):
        told = {
            (flow.indicator, flow.patron): flow
            for flow in flows(
                record, msgspec.structs.replace(contest, first_year=year, last_year=year), draws=0,
                held=_of_year(held, year),
            )
        }  # fmt: skip
        for name in series:
            for patron in contest.patrons:
                flow = told.get((name, patron))
                found.append(_row(name, patron, year) | (rows.number(flow.share) if flow else _NONE))
    whole = {(flow.indicator, flow.patron): flow for flow in assessment.flows}
    for name in series:
        for patron in contest.patrons:
            flow = whole.get((name, patron))
            found.append(_row(name, patron, None) | (rows.number(flow.share) if flow else _NONE))
    return found


def chosen(assessment: Assessment) -> list[str]:
    """Return the series that best show each instrument: that with most patrons known, the codebook's first of these.

    What the client sells and what it buys are two kinds of dependence, so exports and imports both stay.
    """
    shared: dict[str, int] = {}
    for flow in assessment.flows:
        shared[flow.indicator] = shared.get(flow.indicator, 0) + (flow.share.value is not None)
    best: dict[str, str] = {}
    for name, n in shared.items():
        kind = name if name in ("exports", "imports") else str(INDICATORS[name].instrument)
        if n and name != "sanction" and n > shared.get(best.get(kind, ""), 0):
            best[kind] = name
    return [name for name in shared if name in best.values()]


_NONE: Row = {
    "value": None, "low": None, "high": None, "state": "no data", "why": "no row, which is not a zero", "n": 0,
    "unit": "share", "method": "", "id": "", "evidence": "",
}  # fmt: skip


def _row(series: str, patron: str, year: int | None) -> Row:
    return {
        "series": rows.series_title(series), "indicator": series, "patron": patron, "name": name_of(patron),
        "year": year,
    }  # fmt: skip


def _of_year(held: Supply, year: int) -> Supply:
    """Return the part of a supply that is of one year alone."""
    cells = {
        name: {giver: kept for giver, some in givers.items() if (kept := list(_within(some, year)))}
        for name, givers in held.cells.items()
    }
    every = {name: list(_within(some, year)) for name, some in held.all_partners.items()}
    return replace(held, cells={name: givers for name, givers in cells.items() if givers}, all_partners=every)


def _within(cells: Sequence[Cell], year: int) -> Iterator[Cell]:
    return (cell for cell in cells if cell.first_year == cell.last_year == year)
