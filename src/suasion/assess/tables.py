"""An assessment's numbers as measure tables: leverage and its parts, hedging, shares of flows, stance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pyarrow as pa

from suasion.assess.assessment import Assessment
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


def _hedging(assessment: Assessment) -> Iterator[Row]:
    client = assessment.contest.client
    for one in assessment.hedging:
        between = " and ".join(one.patrons)
        yield client, None, None, f"balance [{between}]", one.balance
        yield client, None, None, f"depth [{between}]", one.depth


def _shares(assessment: Assessment) -> Iterator[Row]:
    client = assessment.contest.client
    for one in assessment.flows:
        yield client, one.patron, None, f"share [{one.indicator}]", one.share
        yield client, one.patron, None, f"total [{one.indicator}]", one.total
        for number in one.years:
            yield client, one.patron, int(number.name), f"total [{one.indicator}]", number


def _stance(assessment: Assessment) -> Iterator[Row]:
    for one in assessment.positions:
        yield assessment.contest.client, one.party, None, f"stance [{one.issue}]", one.position
        yield assessment.contest.client, one.party, None, f"salience [{one.issue}]", one.salience


CONTESTED: Final[dict[str, Callable[[Assessment], Iterator[Any]]]] = {
    "leverage": _leverage,
    "hedging": _hedging,
    "shares": _shares,
    "stance": _stance,
}
TITLES: Final = {
    "leverage": "Leverage of each patron over a client, with stake, share, substitutability and control by instrument",
    "hedging": "How evenly and how deeply a client is tied to two patrons",
    "shares": "What each patron gives a client, and its share of all givers",
    "stance": "Where a client and its patrons stand on each issue, from statements and votes",
}
