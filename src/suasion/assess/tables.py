"""An assessment's numbers as measure tables: leverage and its parts, hedging, stance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
import pyarrow as pa

from suasion.assess.assessment import Assessment, InstrumentLeverage, LeftOut
from suasion.codebook import Estimate
from suasion.measure.measured import MEASURE_SCHEMA, SORT

Row = tuple[str, str | None, int | None, str, Estimate]  # actor, partner, year, measure, number


def table_of(assessment: Assessment, name: str) -> pa.Table:
    """Return one of the measures of `CONTESTED` as a measure table.

    The actor is the client, the partner the patron (for stance, whose stance it is). A number for the whole period has
    no year. ``evidence`` lists the ids that the number rests on.
    """
    rows = [
        {
            "actor": actor, "partner": partner, "year": year, "measure": measure, "value": number.value,
            "low": number.low, "high": number.high, "n": number.n, "unit": number.unit,
            "method": number.method or number.note, "evidence": " ".join(number.evidence),
        }
        for actor, partner, year, measure, number in CONTESTED[name](assessment)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=MEASURE_SCHEMA).sort_by([(key, order) for key, order in SORT])


def _leverage(assessment: Assessment) -> Iterator[Row]:
    client = assessment.contest.client
    for one in assessment.leverage:
        yield client, one.patron, None, "leverage", one.leverage
        yield client, one.patron, None, "probability of rank 1", one.probability_first
        for tie in one.by_instrument:
            for part in ("leverage", "stake", "share", "substitutability", "control"):
                yield client, one.patron, None, f"{part} [{tie.instrument}]", getattr(tie, part)
            if tie.leverage.value is not None:
                yield client, one.patron, None, f"imputed [{tie.instrument}]", _flags(tie)
        if one.weighted is not None and one.weighted_first is not None:
            yield client, one.patron, None, "leverage, mean over instruments", one.weighted
            yield client, one.patron, None, "probability of rank 1, mean over instruments", one.weighted_first
        for driver in one.contributions:
            yield client, one.patron, None, f"part of total [{driver.instrument}]", driver.adds
            for part, share in driver.variance.items():
                yield client, one.patron, None, f"part of variance [{driver.instrument}, {part}]", _plain(share)
        for without in one.left_out:
            yield client, one.patron, None, f"leverage without [{without.series}]", without.leverage
            yield client, one.patron, None, f"probability of rank 1 without [{without.series}]", _flipped(without)


def _flags(tie: InstrumentLeverage) -> Estimate:
    """Return how much in a line is filled or assumed; the method names it."""
    method = "; ".join(tie.imputed) or "nothing filled, nothing assumed but control, willingness and capacity"
    return Estimate(name="imputed", value=float(len(tie.imputed)), unit="count", method=method)


def _plain(share: float) -> Estimate:
    return Estimate(name="", value=share, unit="share", method="covariance with the total over its variance, in logs")


def _flipped(without: LeftOut) -> Estimate:
    if not without.flips:
        return without.probability_first
    method = f"{without.probability_first.method}; the largest total is then {without.leader}'s"
    return msgspec.structs.replace(without.probability_first, method=method)


def _hedging(assessment: Assessment) -> Iterator[Row]:
    client = assessment.contest.client
    for one in assessment.hedging:
        between = " and ".join(one.patrons)
        yield client, None, None, f"balance [{between}]", one.balance
        yield client, None, None, f"depth [{between}]", one.depth
    whole = assessment.standing
    if whole is None:
        return
    among = " and ".join(whole.patrons)
    for name in ("level", "balance", "consistency", "risk", "returns"):
        number = getattr(whole, name)
        said = msgspec.structs.replace(number, method=f"{number.method}; reading: {whole.reading}")
        yield client, None, None, f"{name} [{among}, all domains]", said if number.value is not None else number
    for part in whole.domains:
        yield client, None, None, f"balance [{among}, {part.domain}]", part.balance
        yield client, None, None, f"depth [{among}, {part.domain}]", part.depth
    yield client, None, None, "line from China to the United States", whole.line


def _stance(assessment: Assessment) -> Iterator[Row]:
    client = assessment.contest.client
    for one in assessment.positions:
        yield client, one.party, None, f"stance [{one.issue}]", one.position
        yield client, one.party, None, f"salience [{one.issue}]", one.salience
        for year, number in one.years:
            yield client, one.party, year, f"stance [{one.issue}]", number
        for moved in one.shifts:
            span = f"{one.issue}, {moved.first_year} to {moved.last_year}"
            yield client, one.party, None, f"shift [{span}]", moved.moved
            says = f"{moved.rise.method}; {'holds' if moved.holds else 'does not hold'}: {moved.rise.note}"
            rise = msgspec.structs.replace(moved.rise, method=says)
            yield client, one.party, None, f"probability of a rise [{span}]", rise
        if one.bayes_factor is not None:
            method = "chance of the answers if the position moves over that if it stands still"
            odds = Estimate(name="", value=one.bayes_factor, unit="odds", n=one.position.n, method=method,
                            evidence=one.position.evidence)  # fmt: skip
            yield client, one.party, None, f"bayes factor of movement [{one.issue}]", odds


CONTESTED: Final[dict[str, Callable[[Assessment], Iterator[Any]]]] = {
    "leverage": _leverage,
    "hedging": _hedging,
    "stance": _stance,
}
TITLES: Final = {
    "leverage": "Leverage of each patron over a client, with stake, share, substitutability and control by instrument",
    "hedging": "How evenly and how deeply a client is tied to two patrons",
    "stance": "Where a client and its patrons stand on each issue, from statements and votes",
}
