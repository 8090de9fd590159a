"""An assessment as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from suasion.codebook import Estimate
from suasion.terminal.tables import show_table

if TYPE_CHECKING:
    import pyarrow as pa

    from suasion.assess import Assessment
    from suasion.assess.scenario.results import WhatItTakes


def show_assessment(assessment: Assessment, measured: pa.Table | None = None) -> None:
    """Print an assessment's numbers as tables: leverage by patron and instrument, alignment, positions, what moves it.

    ``measured`` are other measures of the contest, as a measure table.
    """
    contest = assessment.contest
    period = f"{contest.first_year} to {contest.last_year}"
    show_table(
        [
            {
                "patron": patron.patron,
                "instrument": line.instrument,
                "stake": number(line.stake),
                "share": number(line.share),
                "substitutability": number(line.substitutability),
                "control": number(line.control),
                "leverage": number(line.leverage),
                "id": line.leverage.id,
            }
            for patron in assessment.leverage
            for line in patron.by_instrument
        ],
        ["patron", "instrument", "stake", "share", "substitutability", "control", "leverage", "id"],
        title=f"Leverage over {contest.client}, {period}",
    )
    show_table(
        [
            {"patron": p.patron, "leverage": number(p.leverage), "first": number(p.probability_first)}
            for p in assessment.leverage
        ],
        ["patron", "leverage", "first"],
        title="All instruments together; first: probability of the highest",
    )
    show_table(
        [
            # An estimate's name begins with its measure: "kappa: Cambodia and China, 2012 to 2022".
            {"patron": line.patron, **{m.name.split(":")[0]: number(m) for m in line.measures}}
            for line in assessment.alignment
        ],
        ["patron", *dict.fromkeys(m.name.split(":")[0] for line in assessment.alignment for m in line.measures)],
        title="Alignment in UN votes",
    )
    for line in assessment.alignment:
        if line.warning:
            print(f"{line.patron}: {line.warning}")
    show_table(
        [
            {"issue": p.issue, "party": p.party, "position": number(p.position), "salience": number(p.salience)}
            for p in assessment.positions
        ],
        ["issue", "party", "position", "salience"],
        title="Positions, 1 being the issue's norm",
    )
    if assessment.moving:
        _show_moving(assessment.moving)
    if measured is not None:
        _show_compared(measured, contest.patrons)


def _show_moving(moving: Sequence[WhatItTakes]) -> None:
    """Print for each issue and patron the lever that takes half the way there at the least part of its bound."""
    from suasion.brief.answers.what_it_takes import cost_at, cost_words, strongest
    from suasion.brief.answers.words import percent

    rows = []
    for one in moving:
        best = next(iter(strongest(one)), None)
        verdict = [one.guard.label, *(["unstable"] if one.guard.unstable else [])]
        rows.append(
            {
                "issue": one.scenario.issue,
                "patron": one.by,
                "from": number(one.now),
                "to": f"{one.target:+.2f}",
                "there now": percent(one.already.value),
                "by": best.instrument if best else "no lever",
                "in half of the draws": cost_words(cost_at(best, 0.5)) if best else "",
                "in four of five": cost_words(cost_at(best, 0.8)) if best else "",
                "rests": ", ".join(verdict),
            }
        )
    columns = ["issue", "patron", "from", "to", "there now", "by", "in half of the draws", "in four of five", "rests"]
    show_table(rows, columns, title="What would move it: half the way to each patron's stand, by its strongest lever")
    print("no: the most on record is not enough; in brackets the part of the draws in which it is. Levers together and")
    print("the answers of rivals: suasion what-would-it-take")


def _show_compared(measured: pa.Table, patrons: Sequence[str]) -> None:
    """Print measures of the whole period a line each and a column a patron: those that two patrons have.

    Those of a third state, "refilled by [aid: AUS]", are too many to look over, and stay with `suasion measure`.
    """
    lines: dict[str, dict[str, str]] = {}
    for row in measured.to_pylist():
        said = row["year"] is None and row["partner"] in patrons and row["value"] is not None
        if said and ": " not in row["measure"]:
            lines.setdefault(row["measure"], {})[row["partner"]] = _interval(row["value"], row["low"], row["high"])
    least = min(2, len(patrons))
    show_table(
        [{"measure": name} | found for name, found in lines.items() if len(found) >= least],
        ["measure", *patrons],
        title="Every measure that the record bears for two patrons; suasion measure all has them whole",
    )


def _interval(value: float, low: float | None, high: float | None) -> str:
    return f"{value:.3g}" if low is None or high is None else f"{value:.3g} [{low:.3g}, {high:.3g}]"


def number(estimate: Estimate) -> str:
    """Return an estimate as value and interval; one without a value says so."""
    if estimate.value is None:
        return "no data"
    return _interval(estimate.value, estimate.low, estimate.high)
