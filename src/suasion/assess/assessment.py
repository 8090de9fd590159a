"""The answer to a contest: every number an estimate, every line with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from suasion.codebook import Contest, Estimate, Problem

if TYPE_CHECKING:  # the scenarios are worked out from assessments, and import this module
    from suasion.assess.scenario.results import WhatItTakes

Verdict = Literal["supported", "supported-under-definition", "contradicted", "cannot-be-checked"]
LedgerSide = Literal["want", "request", "offer", "promise", "delivery", "condition", "refusal", "threat", "sanction"]


class InstrumentLeverage(msgspec.Struct, frozen=True, kw_only=True):
    """One patron's leverage by one instrument, its four parts shown apart.

    ``leverage.value`` is None where a part is missing. ``statements`` are ids of statements about the tie;
    they say that it exists and never stand in for a missing number.
    """

    patron: str
    instrument: str
    stake: Estimate
    share: Estimate
    substitutability: Estimate
    control: Estimate
    leverage: Estimate
    indicators: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    imputed: tuple[str, ...] = ()  # what in it is filled or assumed rather than recorded, in words


class Contribution(msgspec.Struct, frozen=True, kw_only=True):
    """What one instrument adds to a patron's total, and to how unsure it is.

    ``adds`` is its Shapley value: all of a patron's add up to its total. ``variance`` has, for stake, share,
    substitutability and control, the share of the total's variance that comes through it; all of a patron's add up to
    1, and one below 0 steadies the total. ``holds_down`` is the part that keeps this leverage lowest.
    """

    instrument: str
    adds: Estimate
    variance: dict[str, float]
    holds_down: str


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A patron's total and its chance of coming first, by what is measured, without one series.

    ``leader`` is who has the largest total then; ``flips`` says that it is not who has it with all series.
    """

    series: str
    leverage: Estimate
    probability_first: Estimate
    leader: str | None
    flips: bool


class PatronLeverage(msgspec.Struct, frozen=True, kw_only=True):
    """One patron's leverage over all instruments, and how sure its rank is.

    ``probability_first`` is the share of draws in which this patron comes out first, in [0, 1]. ``weighted`` and
    ``weighted_first`` are the same for a mean over instruments whose weights are unknown. ``contributions`` say what
    the total comes from, the largest first; ``left_out`` what becomes of it without each series.
    """

    patron: str
    leverage: Estimate
    probability_first: Estimate
    by_instrument: tuple[InstrumentLeverage, ...]
    weighted: Estimate | None = None
    weighted_first: Estimate | None = None
    contributions: tuple[Contribution, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """What one party gives the client under one definition: total over the period, share, and each year."""

    indicator: str
    patron: str
    total: Estimate
    share: Estimate
    years: tuple[Estimate, ...] = ()  # one a year, named by its year; a year without a row is absent


class Alignment(msgspec.Struct, frozen=True, kw_only=True):
    """How alike client and patron vote, by several measures at once.

    ``warning`` is set where the measures differ in sign.
    """

    patron: str
    measures: tuple[Estimate, ...]  # agreement, s-score, kappa, pi over the period
    years: tuple[tuple[int, tuple[Estimate, ...]], ...] = ()
    warning: str | None = None


class Hedging(msgspec.Struct, frozen=True, kw_only=True):
    """How evenly and how deeply the client is tied to two rival patrons (METHODS 4.6)."""

    patrons: tuple[str, str]
    balance: Estimate  # in [0, 1]; 1: equal ties to both
    depth: Estimate  # ties to both, as a share of GDP
    reading: str  # hedger, leaning, isolated, or not identified


class DomainTies(msgspec.Struct, frozen=True, kw_only=True):
    """A client's ties to all patrons in one domain: finance, trade or arms.

    ``depth`` is what all patrons give a year over GDP; it has no value where the domain is no money.
    """

    domain: str
    balance: Estimate
    depth: Estimate


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a client is tied to all of its patrons at once, each side apart, since no mean of them can be read.

    ``level`` in [0, 1]: how deep; ``balance`` in [0, 1]: how even; ``consistency`` in [0, 1]: how much of the balance
    lies within domains rather than between them; ``risk`` and ``returns`` in [0, 1]: what the worst patron's leaving
    would cost, and what having more than one brings. ``reading``: hedger, split, leaning, isolated or not identified.
    ``line`` is a place from 0 (China) to 100 (the United States) for comparison with AOCAI, and not AOCAI's own;
    ``line_domains`` are its parts, ``line_lacks`` what AOCAI has and the record has not.
    """

    patrons: tuple[str, ...]
    domains: tuple[DomainTies, ...]
    level: Estimate
    balance: Estimate
    consistency: Estimate
    risk: Estimate
    returns: Estimate
    reading: str
    line: Estimate
    line_domains: tuple[tuple[str, float], ...] = ()
    line_lacks: tuple[str, ...] = ()


class PositionShift(msgspec.Struct, frozen=True, kw_only=True):
    """How far a position moved between two years in which something was said or voted.

    ``moved`` is later less earlier, in [-2, 2]; ``rise`` the chance that it went up, in [0, 1], a half beforehand.
    ``holds`` says that it may be called a shift: of all that are, at most one in twenty is expected to be wrong.
    """

    first_year: int
    last_year: int
    moved: Estimate
    rise: Estimate
    holds: bool


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where a party stands on an issue, in [-1, 1], 1 being the issue's norm.

    ``position`` is that of the last year of which stands count; ``years`` has each year from the first answer on.
    ``first_year`` and ``last_year`` are those of the oldest and newest statement or vote that it follows from.
    ``bayes_factor`` is the odds of a position that moves over one that stands still.
    """

    issue: str
    party: str
    position: Estimate
    salience: Estimate
    statements: tuple[str, ...] = ()
    votes: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    years: tuple[tuple[int, Estimate], ...] = ()
    shifts: tuple[PositionShift, ...] = ()
    bayes_factor: float | None = None


class LedgerEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the ledger of wants, offers, promises and conditions."""

    side: LedgerSide
    actor: str
    recipient: str | None
    instrument: str | None
    issue: str | None
    quote: str
    amount: float | None
    unit: str | None
    date: str | None
    modality: str
    attribution: str
    statement: str  # its id
    answered_by: tuple[str, ...] = ()  # ids of statements that deliver or refuse it


class DefinitionTried(msgspec.Struct, frozen=True, kw_only=True):
    """One fair reading of a claim, and what the data give under it."""

    definition: str
    found: Estimate
    agrees: bool


class ClaimCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity that a document claims, held against the data that could know it.

    ``gap`` is found / claimed - 1 under the best reading, None where nothing could be worked out.
    ``needs`` names the data that would settle a claim that cannot be checked.
    """

    statement: str
    quote: str
    quantity: str  # what is claimed, in words
    claimed: Estimate
    verdict: Verdict
    definition: str | None
    found: Estimate | None
    gap: float | None
    tried: tuple[DefinitionTried, ...] = ()
    needs: str = ""


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """Two or more statements that cannot all hold."""

    topic: str
    statements: tuple[str, ...]
    why: str


class MissingDatum(msgspec.Struct, frozen=True, kw_only=True):
    """What is not in the record, what it would settle, and where it may be had."""

    what: str
    settles: str
    where: str


class SourceNote(msgspec.Struct, frozen=True, kw_only=True):
    """A source used: Admiralty reliability (of the source) apart from credibility (of its items)."""

    source: str
    title: str
    publisher: str | None
    published: str | None
    address: str | None
    licence: str | None
    kind: str
    reliability: str
    entries: int


class Credibility(msgspec.Struct, frozen=True, kw_only=True):
    """How credible one item is, by the Admiralty scale: 1 confirmed by others .. 5 improbable, 6 cannot be judged."""

    statement: str
    grade: Literal[1, 2, 3, 4, 5, 6]
    why: str


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """Who has leverage over the client, by which instruments, how much and how surely; what would move it.

    ``moving`` has, for each issue on which the client's stand is told and each patron, what it would take to bring the
    client half the way from where it stands to where the patron does.
    """

    contest: Contest
    leverage: tuple[PatronLeverage, ...]
    flows: tuple[Flow, ...] = ()
    alignment: tuple[Alignment, ...] = ()
    hedging: tuple[Hedging, ...] = ()
    standing: Standing | None = None
    positions: tuple[Position, ...] = ()
    moving: tuple[WhatItTakes, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    claims: tuple[ClaimCheck, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    credibility: tuple[Credibility, ...] = ()
    missing: tuple[MissingDatum, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    problems: tuple[Problem, ...] = ()
