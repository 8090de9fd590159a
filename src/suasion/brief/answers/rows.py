"""An answer as one long table for other programs: a row for each number, with its interval, unit and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from suasion.assess.institution.results import Institution
from suasion.assess.scenario.results import Driver, Guard, Input, Offer, WhatIf, WhatItTakes
from suasion.brief.answers.read import Answered
from suasion.codebook import Estimate

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS: Final = ("part", "key", "value", "low", "high", "unit", "rests_on", "evidence")
Row = tuple[str, str, float | None, float | None, float | None, str, str, str]


def long_table(found: Answered) -> pa.Table:
    """Return an answer as a table, one number a row.

    Parameters
    ----------
    found
        As the service gave it.

    Returns
    -------
    pyarrow.Table
        Columns part ("after", "step", "offer", "input" ...), key (which of these), value, low and high (5 and 95 % of
        the draws), unit, rests_on and evidence (ids with blanks between). A null value means that there is none: of a
        cost, that the bound of the lever is not enough.
    """
    import pyarrow as pa

    rows = list(_rows(found))
    kinds = [pa.string(), pa.string(), pa.float64(), pa.float64(), pa.float64(), pa.string(), pa.string(), pa.string()]
    schema = pa.schema(list(zip(COLUMNS, kinds, strict=True)))
    return pa.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in rows], schema=schema)


def _rows(found: Answered) -> Iterator[Row]:
    if isinstance(found, WhatIf):
        return _of_what_if(found)
    return _of_what_it_takes(found) if isinstance(found, WhatItTakes) else _of_institution(found)


def _of_what_if(found: WhatIf) -> Iterator[Row]:
    yield _number("before", "", found.before)
    yield _number("after", "", found.after)
    yield _number("moved", "", found.moved)
    if found.chance is not None:
        yield _number("chance", f"{found.scenario.target:g}", found.chance)
    for n, step in enumerate(found.steps, start=1):
        key = f"{n}:{step.change}"
        yield _number("step-before", key, step.before, step.rests_on)
        yield _number("step-after", key, step.after, step.rests_on)
        yield _number("step-moves", key, step.moves, step.rests_on)
    for paid in found.payments:
        yield _number("payment-least", paid.patron, paid.least)
        yield _number("payment-most", paid.patron, paid.most)
    yield _number("gain", "", found.gain)
    yield _number("hedging", "", found.hedging)
    for other in found.others:
        yield _number("model", other.name, other.position)
    yield from _behind(found.drivers, found.guard, found.inputs)


def _of_what_it_takes(found: WhatItTakes) -> Iterator[Row]:
    yield _number("now", "", found.now)
    yield ("target", found.by, found.target, None, None, "position", "", "")
    yield _number("ideal", found.by, found.ideal)
    yield _number("chance-already", f"{found.target:g}", found.already)
    for offer in found.offers:
        yield from _offer(offer)
    for one in found.sets:
        for instrument, amount in one.amounts if one.feasible else ():
            yield _number("set", f"{one.probability:g}:{instrument}", amount)
    for answer in found.answers:
        yield _number("answer-offers", answer.rival, answer.offers)
        yield _number("answer-position", answer.rival, answer.position)
    yield from _behind(found.drivers, found.guard, found.inputs)


def _of_institution(found: Institution) -> Iterator[Row]:
    yield _number("before", "", found.before)
    yield _number("after", "", found.after)
    yield _number("moved", "", found.moved)
    yield _number("base-rate", "", found.base_rate)
    yield _number("against-base", "", found.against_base)
    yield ("text", "", found.text, None, None, "position", "", "")
    yield ("reversion", "", found.reversion, None, None, "position", "", "")
    for name, chance in found.rules:
        yield _number("rule", name, chance)
    for other in found.others:
        yield _number("model", other.name, other.position)
    for seat in found.seats:
        for part in ("position", "salience", "gain", "paid", "loses", "accepts", "blocks_alone", "without"):
            yield _number(f"member-{part.replace('_', '-')}", seat.member, getattr(seat, part), seat.rests_on)
    for price in found.prices:
        key = f"{price.patron}:{price.member}"
        yield _number("price-prefers", key, price.prefers)
        yield _number("price-leverage", key, price.leverage)
        yield _number("price-enough", key, price.enough)
        if price.amount is not None:
            yield _number("price-amount", f"{key}:{price.instrument}", price.amount)
        if price.within is not None:
            yield _number("price-within", f"{key}:{price.instrument}", price.within)
    yield _number("blocking", "", found.blocking)
    yield _number("likely", "", found.likely)
    yield _number("bought", "", found.bought)
    for part_of in found.parts:
        yield ("driver-total", part_of.key, part_of.part, None, None, "share", part_of.rests_on, "")
    yield from _behind((), found.guard, found.inputs)


def _offer(offer: Offer) -> Iterator[Row]:
    key = f"{offer.patron}:{offer.instrument}"
    yield _number("offer-now", key, offer.now)
    yield _number("offer-bound", key, offer.bound)
    for cost in offer.costs:
        yield _number("offer-cost", f"{key}:{cost.probability:g}", cost.amount)
        yield _number("offer-chance-at-bound", f"{key}:{cost.probability:g}", cost.at_bound)


def _behind(drivers: Sequence[Driver], guard: Guard, inputs: Sequence[Input]) -> Iterator[Row]:
    for driver in drivers:
        yield ("driver-first", driver.key, driver.first, None, None, "share", driver.rests_on, "")
        yield ("driver-total", driver.key, driver.total, None, None, "share", driver.rests_on, "")
    yield _number("guard-prior-only", guard.label, guard.prior_only)
    yield ("guard-noise", "unstable" if guard.unstable else "steady", guard.noise, None, None, "share", "", "")
    for one in inputs:
        yield _number("input", one.key, one.estimate, one.rests_on)


def _number(part: str, key: str, estimate: Estimate, rests_on: str = "") -> Row:
    return (
        part, key, estimate.value, estimate.low, estimate.high, estimate.unit, rests_on, " ".join(estimate.evidence),
    )  # fmt: skip
