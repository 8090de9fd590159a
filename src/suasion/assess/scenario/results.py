"""The answers to "what if" and "what would it take": every number an estimate, every line with what it rests on."""

from __future__ import annotations

from typing import Literal

import msgspec

from suasion.codebook import Estimate, Problem
from suasion.codebook.scenario import Scenario

RestsOn = Literal["record", "record and prior", "given", "prior"]
"""What an input is known by: rows and statements; these and an assumption that they moved; what the person who asks
says; an assumption alone."""


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """One uncertain quantity that the model takes.

    ``key`` names it in full ("position:KHM", "leverage:JPN:economic-aid"), ``words`` in prose. The estimate has its
    central value, its 90 % interval and its evidence; where ``rests_on`` is "prior" its note says "not identified".
    """

    key: str
    words: str
    estimate: Estimate
    rests_on: RestsOn


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What one change of a scenario does.

    ``change`` is as the person wrote it. ``before`` and ``after`` are the level of the lever in its unit, ``moves``
    its part of the whole shift of the client's position (a Shapley value: all parts add up). ``inputs`` are the keys
    of the inputs through which it works, and ``rests_on`` the weakest of these.
    """

    change: str
    actor: str
    instrument: str | None
    before: Estimate
    after: Estimate
    moves: Estimate
    inputs: tuple[str, ...]
    rests_on: RestsOn
    note: str = ""


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """What one patron's offers cost it in equilibrium, in the client's utility; a range where only a sum is fixed."""

    patron: str
    least: Estimate
    most: Estimate


class OtherModel(msgspec.Struct, frozen=True, kw_only=True):
    """What another model says of the same inputs after the changes; ``note`` warns where it must not be relied on."""

    name: str
    title: str
    position: Estimate
    note: str = ""


class Driver(msgspec.Struct, frozen=True, kw_only=True):
    """How much of the answer's variance comes from one input: Sobol's first-order and total index, in [0, 1]."""

    key: str
    words: str
    first: float
    total: float
    rests_on: RestsOn


class Guard(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the answer comes from the record or from what was assumed, and whether it holds still.

    ``prior_only`` is the same answer with every input at its prior. ``label`` is "assumption-driven" where the two
    differ by less than a tenth. ``noise`` is how far 1 % of noise in all inputs moves the answer's 5 to 95 band, as a
    part of the scale; ``unstable`` says that this is 2 % or more.
    """

    prior_only: Estimate
    label: Literal["evidence-driven", "assumption-driven"]
    noise: float
    unstable: bool
    note: str = ""


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """Where a client would stand on an issue after some changes.

    Positions are in [-1, 1], 1 being the issue's norm; each estimate has the median of the draws and its 5 and 95 %.
    ``chance`` is P(the client reaches the scenario's target), None without a target. ``gain`` is what the patrons'
    offers leave the client over no patrons, ``hedging`` what having all of them is worth over the best of them alone.
    ``narrows`` names the missing datum that would narrow the answer most.
    """

    scenario: Scenario
    before: Estimate
    after: Estimate
    moved: Estimate
    chance: Estimate | None
    steps: tuple[Step, ...]
    payments: tuple[Payment, ...]
    gain: Estimate
    hedging: Estimate
    others: tuple[OtherModel, ...]
    drivers: tuple[Driver, ...]
    narrows: str
    guard: Guard
    inputs: tuple[Input, ...]
    problems: tuple[Problem, ...] = ()
    draws: int = 0
    seed: int = 0


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a lever it takes to reach the target with some probability, in the lever's unit.

    ``amount`` has no value where the bound of the lever is not enough; ``at_bound`` is the chance that it gives then.
    """

    probability: float
    amount: Estimate
    at_bound: Estimate


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What one lever of one patron would have to be for the client to reach the target, all else as it is.

    ``now`` and ``bound`` are in ``unit``, the bound the most that the record shows of the kind. ``says`` tells in a
    sentence whether it can be done and what that rests on.
    """

    patron: str
    instrument: str
    unit: str
    now: Estimate
    bound: Estimate
    costs: tuple[Cost, ...]
    says: str


class LeverSet(msgspec.Struct, frozen=True, kw_only=True):
    """Levers used together, the least of all of them as parts of their bounds, that reach the target."""

    probability: float
    amounts: tuple[tuple[str, Estimate], ...]  # instrument and amount in the lever's unit
    feasible: bool
    says: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The best answer of a rival to an offer: what it does, where the client then stands, and who gives up first."""

    rival: str
    offers: Estimate
    position: Estimate
    drops_out: str | None
    says: str


class WhatItTakes(msgspec.Struct, frozen=True, kw_only=True):
    """What it would take for a patron to move a client to a target on an issue.

    ``feasible`` is False where the target lies beyond the patron's own ideal, or no lever within its bound gets there.
    ``already`` is the chance that the client is at the target as things stand: what any lever's chance is held against.
    """

    scenario: Scenario
    by: str
    target: float
    now: Estimate
    ideal: Estimate  # the patron's own
    already: Estimate
    feasible: bool
    says: str
    offers: tuple[Offer, ...]
    sets: tuple[LeverSet, ...]
    answers: tuple[Answer, ...]
    drivers: tuple[Driver, ...]
    narrows: str
    guard: Guard
    inputs: tuple[Input, ...]
    problems: tuple[Problem, ...] = ()
    draws: int = 0
    seed: int = 0
