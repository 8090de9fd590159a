"""What is told of an institution: whether a text passes, who blocks it, and what blocking is worth."""

from __future__ import annotations

from typing import Final

import msgspec

from suasion.assess.scenario.results import Guard, Input, OtherModel, RestsOn
from suasion.codebook import Estimate, Problem
from suasion.codebook.organisation import DecisionRule
from suasion.codebook.scenario import Scenario

NO_EFFECT: Final = "it changes nothing for anyone"
"""The name, among the chances under other rules, of that of a text by which nobody gains or loses."""


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """One member, after the changes.

    ``position`` and ``salience`` are as the record tells them, the position after the changes where any reach it.
    ``gain`` is what the text gives it over the reversion point, in standard deviations of all gains, and ``paid`` the
    part of that which is its patrons'; ``loses`` is what it loses where it loses. ``accepts`` is its chance to agree,
    ``blocks_alone`` that it objects and nobody else does, ``without`` that the text passes if it stands aside.
    ``rests_on`` is what its position rests on, ``rests`` the same in words.
    """

    member: str
    position: Estimate
    salience: Estimate
    gain: Estimate
    paid: Estimate
    loses: Estimate
    accepts: Estimate
    blocks_alone: Estimate
    without: Estimate
    rests_on: RestsOn
    rests: str


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """What one patron would have to promise one member for the text alone.

    ``prefers`` is the chance that the patron wants the text rather than the reversion point: if not, it has no reason
    to pay. ``leverage`` is the rise of its leverage, in [0, 1], that makes the text as good to the member as none, so
    that it objects no more often than to one that changes nothing, and ``enough`` the chance that it has as much to
    give. ``amount`` is the same by ``instrument`` in its unit, over what it gives now; it has no value where in most
    draws no amount within the bound is enough, and ``within`` is the chance that one is.
    """

    patron: str
    member: str
    prefers: Estimate
    leverage: Estimate
    enough: Estimate
    instrument: str | None = None
    amount: Estimate | None = None
    within: Estimate | None = None


class BestText(msgspec.Struct, frozen=True, kw_only=True):
    """The text that pays a proposer best, weaker than its own ideal where a stronger one is less sure to pass."""

    proposer: str
    strength: Estimate
    passes: Estimate


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """How much of the variance of the chance to pass goes if one input were known, in [0, 1]."""

    key: str
    words: str
    part: float
    rests_on: RestsOn


class Institution(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the members of an organisation agree on a text, and who does not.

    ``base_rate`` is how often the institution ends with a text, and ``against_base`` the chance to pass less that of a
    text that changes nothing for anyone, which is the base rate: the difference can be read, while every level rests on
    that rate. Chances to pass are means over all draws, with the 5 and 95 % of the chance in single draws. ``before``
    is without the changes, ``after`` with them, ``moved`` the difference in each draw. ``rules`` has the chance under
    other rules and assumptions, by name; ``others`` where a mean or a majority would put the text. ``blocking`` is what
    all losers lose, and so what it takes to make each of them even; ``likely`` what it takes to have each agree with a
    chance of 0.8, both in standard deviations of gains; ``bought`` is the chance to pass once all losers are even.
    ``prices`` are those of the three members that most often block alone, and of the scenario's client.
    """

    scenario: Scenario
    organisation: str
    date: str
    rule: DecisionRule
    members: tuple[str, ...]
    text: float
    reversion: float
    reversion_note: str
    before: Estimate
    after: Estimate
    moved: Estimate
    base_rate: Estimate
    against_base: Estimate
    rules: tuple[tuple[str, Estimate], ...]
    others: tuple[OtherModel, ...]
    seats: tuple[Seat, ...]
    best: BestText | None
    blocking: Estimate
    likely: Estimate
    bought: Estimate
    prices: tuple[Price, ...]
    parts: tuple[Part, ...]
    narrows: str
    guard: Guard
    says: str
    inputs: tuple[Input, ...]
    problems: tuple[Problem, ...] = ()
    draws: int = 0
    seed: int = 0
