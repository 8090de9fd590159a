"""Leverage: what each patron could take away from the client or add, its four parts apart, with intervals.

The design, its sources and its criticism are in docs/methods/leverage.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from suasion.assess.assessment import InstrumentLeverage, PatronLeverage
from suasion.assess.bases import RULES, family, instruments
from suasion.assess.flags import imputed
from suasion.assess.left_out import left_out
from suasion.assess.open_ties import allowances, open_ties
from suasion.assess.parts import Parts
from suasion.assess.rows import Evidence, statement_rows
from suasion.assess.supply import TRADE_SERIES, Supply, supply
from suasion.assess.totals import totals
from suasion.codebook import INDICATORS, INSTRUMENTS, Contest
from suasion.model import leverage as model

if TYPE_CHECKING:
    import numpy as np


def leverage(
    record: Evidence, contest: Contest, *, draws: int = 2048, seed: int = 0, held: Supply | None = None
) -> tuple[PatronLeverage, ...]:
    """Return each patron's leverage over the client, by instrument and over all of them, in the contest's order.

    Parameters
    ----------
    record
        Observations and statements; only what was known by ``contest.as_of`` is used.
    contest
        Client, patrons and years.
    draws
        Draws behind each interval.
    seed
        Of the draws. The same seed gives the same assessment.
    held
        What `supply` gave for the same record and contest, where it was read before.

    Returns
    -------
    tuple of PatronLeverage
        A part without data has no value and says what is lacking; it is never 0. A patron's total is worked out from
        the instruments that have a value and is a lower bound where others lack one.

    Notes
    -----
    leverage = stake * share * (1 - substitutability) * control, each in [0, 1]; the total over instruments is
    1 - prod(1 - leverage). docs/methods/leverage.md.
    """
    held = held or supply(record, contest)
    counted = instruments(held, contest.patrons)
    told = _statements(record, contest)
    ties = [instrument.ties for instrument in counted.values()]
    parameters = model.sampled_parameters(ties, contest.patrons, draws=draws, seed=seed)
    found: dict[str, list[InstrumentLeverage]] = {}
    sampled: dict[str, dict[str, np.ndarray]] = {}
    behind: dict[str, dict[str, model.Components]] = {}
    known: dict[tuple[str, str], model.Components] = {}
    still_open: dict[str, list[str]] = {}
    for patron in contest.patrons:
        found[patron], sampled[patron], behind[patron] = [], {}, {}
        reports = {name: any(patron in held.cells.get(series, {}) for series in _kin(name)) for name in INSTRUMENTS}
        for name in INSTRUMENTS:
            indicators, statements = _indicators(held, patron, name), told.get((patron, name), ())
            if name not in counted and not indicators and not statements:
                continue
            line = Parts(contest, patron, name, counted.get(name), parameters, reports=reports[name])
            parts = line.estimates(statements, indicators)
            found[patron].append(
                InstrumentLeverage(
                    patron=patron, instrument=name, indicators=indicators, statements=statements,
                    imputed=imputed(line.counted, contest, patron=patron), **parts,
                )
            )  # fmt: skip
            if parts["leverage"].value is not None:
                sampled[patron][name] = line.draws
                behind[patron][name] = line.known(parts)
            elif line.components is not None:
                known[patron, name] = line.known(parts)
        still_open[patron] = open_ties(held, patron, found[patron], reports)
    allowed = allowances(still_open, known, parameters, draws=draws, seed=seed)
    without = left_out(held, contest, seed=seed)
    return totals(
        contest, counted, found, sampled, allowed, parts=behind, left_out=without, draws=draws, seed=seed
    )  # fmt: skip


def _kin(instrument: str) -> list[str]:
    """Return every series of the data sets that an instrument's central series come from."""
    families = {family(series) for series in RULES[instrument][0].series} if instrument in RULES else set()
    return [name for name in INDICATORS if family(name) in families and family(name) != name]


def _indicators(held: Supply, patron: str, instrument: str) -> tuple[str, ...]:
    """Return the indicators of an instrument on which a patron has rows."""
    plain = {name for name, cells in held.cells.items() if patron in cells and name in INDICATORS}
    plain |= {kind for (kind, _), name in TRADE_SERIES.items() if patron in held.cells.get(name, {})}
    return tuple(sorted(name for name in plain if INDICATORS[name].instrument == instrument))


def _statements(record: Evidence, contest: Contest) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return ids of statements between each patron and the client, either way, that are not denials."""
    told: dict[tuple[str, str], list[str]] = {}
    for row in statement_rows(record, contest.as_of):
        pair = {row["actor"], row["recipient"]} - {contest.client}
        if row["instrument"] and row["modality"] != "denied" and contest.client in (row["actor"], row["recipient"]):
            for patron in pair & set(contest.patrons):
                told.setdefault((patron, row["instrument"]), []).append(row["id"])
    return {key: tuple(sorted(ids)) for key, ids in told.items()}
