"""What stands behind an answer, in words: the guards' verdict, the drivers, the inputs, and what would tell more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from suasion.assess.scenario.results import Driver, Guard, Input, RestsOn
from suasion.brief.answers.words import RESTS, amount_between, any_between, percent, place_between, sentence
from suasion.codebook import Estimate
from suasion.codebook.scenario import Scenario

_INPUT_RESTS: Final[dict[RestsOn, str]] = {**RESTS, "prior": "not identified"}
_MOST_INPUTS: Final = 16  # rows that a page shows; tables and JSON have all
_MOST_DRIVERS: Final = 8
_MINUS: Final = re.compile(r"(?<![\w.-])-(?=\d)")
_SHOWN: Final = 1  # ids of evidence in a line; JSON has them all


def taken_as_given(scenario: Scenario) -> str:
    """Return what the person who asks takes as known, whatever the record says; empty where that is nothing."""
    said_ = "; ".join(one.written or f"{one.actor} {one.verb} {one.amount:g}" for one in scenario.assumptions)
    return f"Taken as given by who asks, not from the record: {said_}." if said_ else ""


def narrowing(narrows: str) -> str:
    """Return in a sentence which missing datum would narrow an answer most."""
    small = narrows if narrows[:2].isupper() else narrows[:1].lower() + narrows[1:]
    return "" if not narrows else f"What would narrow this most: {small.rstrip('.')}."


def guard_lines(guard: Guard) -> tuple[tuple[str, bool], ...]:
    """Return what the guards say, each with whether it is a warning."""
    why = guard.note or f"with every input at what is assumed before any evidence, the answer is {_alone(guard)}"
    why = _MINUS.sub("−", sentence(why))
    if guard.label == "assumption-driven":
        first = f"ASSUMPTION-DRIVEN. {why} Read it as what the assumptions imply, not as what the record shows."
    else:
        first = f"Evidence-driven. {why}"
    part = f"{100 * guard.noise:.2g} %"
    if guard.unstable:
        second = (
            f"UNSTABLE. One percent of noise in the inputs moves the answer by {part} of the scale; from 2 % on, the "
            "answer is not to be relied on."
        )
    else:
        second = f"Steady. One percent of noise in the inputs moves the answer by {part} of the scale, less than 2 %."
    return (first, guard.label == "assumption-driven"), (second, guard.unstable)


def _alone(guard: Guard) -> str:
    return any_between(guard.prior_only)


def inputs_rows(inputs: Sequence[Input], drivers: Sequence[Driver]) -> tuple[tuple[str, ...], ...]:
    """Return the inputs that move the answer most, one a row: words, value, what it rests on, ids of its evidence."""
    weight = {one.key: one.total for one in drivers}
    ranked = sorted(inputs, key=lambda one: -weight.get(one.key, 0.0))
    return tuple(
        (
            one.words,
            input_value(one.estimate),
            _INPUT_RESTS[one.rests_on],
            evidence(one.estimate),
        )
        for one in ranked[:_MOST_INPUTS]
    )


def input_value(estimate: Estimate) -> str:
    """Return the value of an input with its interval."""
    if estimate.value is None:
        return "not identified"
    return place_between(estimate) if estimate.unit == "position" else amount_between(estimate)


def evidence(estimate: Estimate) -> str:
    """Return the first ids of an estimate's evidence, and how many more there are."""
    more = len(estimate.evidence) - _SHOWN
    return " ".join(estimate.evidence[:_SHOWN]) + (f" +{more:,}" if more > 0 else "")


def driver_rows(drivers: Sequence[Driver]) -> tuple[tuple[str, ...], ...]:
    """Return the drivers, the one with most of the variance first."""
    ranked = sorted(drivers, key=lambda one: (-one.total, one.key))[:_MOST_DRIVERS]
    return tuple(
        # An index estimated from draws can come out a little below nothing.
        (one.words, percent(max(0.0, one.first)), percent(max(0.0, one.total)), RESTS[one.rests_on])
        for one in ranked
    )
