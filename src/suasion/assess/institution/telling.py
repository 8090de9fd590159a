"""Telling: the numbers of a vote as estimates with evidence, and the sentences that say what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from suasion.assess.institution.results import Institution, Part, Seat
from suasion.assess.institution.seats import evidence_of
from suasion.assess.institution.table import Table
from suasion.assess.institution.vote import Vote
from suasion.assess.naming import said
from suasion.assess.scenario.draws import estimate
from suasion.assess.scenario.game import Moves
from suasion.assess.scenario.inputs import GIVEN, Quantity
from suasion.assess.scenario.results import Input, RestsOn
from suasion.codebook import Estimate, missing
from suasion.model.sampling import interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DEVIATIONS: Final = "standard deviations of gains"
_SPREAD: Final = "5 and 95 % of draws (Latin hypercube) over all inputs"
_STANDS_OUT: Final = 1.5  # times an equal share from which a member is called the one. Heuristic
_EVEN_ODDS: Final = 0.02  # below it an input explains no more than chance would


class Teller:
    """Makes estimates about one vote, each with the estimates of the record that went into it."""

    def __init__(self, table: Table, vote: Vote) -> None:
        self.seated, self.organisation, self.vote, self.moves = table.seated, table.rule.organisation, vote, table.moves
        self.known = table.known()
        self.evidence = evidence_of(self.known.values())
        self.peers = table.seated.peers.told
        self.with_peers = (*self.evidence, *([self.peers.estimate.id] if self.peers.rests_on == "record" else []))

    def chance(self, what: str, values: Floats, evidence: Sequence[str] | None = None) -> Estimate:
        """Return a chance over all draws, with how far it goes in single ones."""
        mean = float(values.mean())
        bounds = interval(values, mean)
        ids = self.evidence if evidence is None else tuple(evidence)
        return Estimate(
            name=f"{self.organisation}: {what}", value=mean, low=bounds[0] if bounds else None,
            high=bounds[1] if bounds else None, unit="probability", n=len(ids), method="mean of draws",
            interval_method=_SPREAD if bounds else "", evidence=ids,
        )  # fmt: skip

    def spread(
        self, what: str, values: Floats, unit: str = DEVIATIONS, evidence: Sequence[str] | None = None
    ) -> Estimate:
        """Return the median of draws with their 5 and 95 %."""
        ids = self.evidence if evidence is None else tuple(evidence)
        found = estimate(f"{self.organisation}: {what}", values, unit=unit, method=what, evidence=ids)
        return msgspec.structs.replace(found, interval_method=_SPREAD)

    def seats(self) -> tuple[Seat, ...]:
        """Return the members, those most likely to block alone first."""
        found = [self._seat(i, member) for i, member in enumerate(self.seated.members)]
        return tuple(sorted(found, key=lambda seat: (-(seat.blocks_alone.value or 0.0), seat.member)))

    def inputs(self) -> tuple[Input, ...]:
        """Return every input of the room as an answer shows it."""
        told = []
        for name, one in self.known.items():
            key, _, member = name.partition(">")
            words = f"{one.words}, towards {said(member)}" if member and not key.startswith("cost") else one.words
            told.append(msgspec.structs.replace(one.told, key=name, words=words))
        return *told, self.peers

    def _seat(self, i: int, member: str) -> Seat:
        vote, name = self.vote, said(member)
        believed = self.seated.stages[member].game.believed
        position, salience = believed[f"position:{member}"], believed[f"salience:{member}"]
        ids = evidence_of(believed.values())
        moves = self.moves.get(member, Moves())
        given = member in moves.positions
        stands = position.estimate
        if moves != Moves():
            stand = np.clip(vote.room.stand[:, i], -1.0, 1.0)
            stands = self.spread(f"position of {name} after the changes", stand, "position", evidence=ids)
        gain = vote.gain[:, i]
        paid = vote.room.paid(vote.text, vote.reversion)[:, i].sum(axis=-1) / vote.unit
        return Seat(
            member=member, position=stands, salience=salience.estimate,
            gain=self.spread(f"what {name} gains by the text", gain, evidence=ids),
            paid=self.spread(f"the part of that which is its patrons', {name}", paid, evidence=ids),
            loses=_where_it_loses(self, name, gain, ids),
            accepts=self.chance(f"{name} agrees", vote.by_consensus.accepts[:, i], ids),
            blocks_alone=self.chance(f"{name} objects and nobody else does", vote.blocks_alone[:, i]),
            without=self.chance(f"passes if {name} stands aside", vote.by_consensus.minus[:, i]),
            rests_on="given" if given else position.rests_on, rests=_rests(position, salience, believed, given=given),
        )  # fmt: skip


def _where_it_loses(teller: Teller, name: str, gain: Floats, ids: Sequence[str]) -> Estimate:
    what = f"what {name} loses by the text where it loses"
    lost = -gain[gain < 0]
    if not lost.size:
        return missing(f"{teller.organisation}: {what}", "in no draw does it lose", unit=DEVIATIONS)
    found = teller.spread(what, lost, evidence=ids)
    return msgspec.structs.replace(found, note=f"it loses in {lost.size / gain.size:.0%} of draws")


def _rests(position: Quantity, salience: Quantity, believed: Mapping[str, Quantity], *, given: bool) -> str:
    """Return in words what a member's line rests on."""
    ties = [one for key, one in believed.items() if key.startswith("leverage:")]
    measured = sum(one.rests_on == "record" for one in ties)
    stands = GIVEN if given else _basis(position)
    cost = next(one for key, one in believed.items() if key.startswith("cost:"))
    return (
        f"position: {stands}; salience: {_basis(salience)}; cost at home: {_WORDS[cost.rests_on]}; "
        f"{measured} of {len(ties)} ties to patrons measured"
    )


def _basis(one: Quantity) -> str:
    return GIVEN if one.rests_on == "given" else one.estimate.note or _WORDS[one.rests_on]


_WORDS: Final[dict[RestsOn, str]] = {
    "record": "from the record", "record and prior": "from the record and an assumption", "given": GIVEN,
    "prior": "not identified",
}  # fmt: skip


def narrows(parts: Sequence[Part]) -> str:
    """Return in a sentence which missing datum would narrow most what the text changes."""
    open_ = [one for one in parts if one.rests_on in ("prior", "record and prior")]
    if not open_ or open_[0].part < _EVEN_ODDS:
        return "No single missing datum would narrow what the text changes: none explains 2 % of its variance alone."
    first = open_[0]
    return f"Known for sure, one input would narrow most what the text changes: {first.words} ({first.part:.0%})."


def says(found: Institution) -> str:
    """Return the answer in a few sentences, with what it rests on."""
    given = sum(seat.rests_on == "given" for seat in found.seats)
    unknown = sum(seat.rests_on == "prior" for seat in found.seats)
    guard = found.guard
    return " ".join(
        [
            *_level(found),
            _first_to_block(found),
            f"{unknown} of {len(found.seats)} members' positions are not identified"
            + (f", and {given} given by who asks." if given else "."),
            f"This is {guard.label}: with assumptions alone the text changes the chance by {_points(guard.prior_only)}"
            + (", and it is unstable under 1 % of noise." if guard.unstable else "."),
        ]
    )


def _level(found: Institution) -> tuple[str, str, str]:
    """Return what the text changes, what that starts from, and how to read the two."""
    base = found.base_rate
    known = f"is {_percent(base)}: {base.note}" if base.n else "is not identified, and each is taken for as likely"
    return (
        f"A text of strength {found.text:g} changes the chance that {found.organisation} agrees by "
        f"{_points(found.against_base)}, from the base rate to {_percent(found.after, short=True)}.",
        f"The base rate, at which a text passes that changes nothing for anyone, {known}.",
        "Read the difference: every level rests on the base rate.",
    )


def _first_to_block(found: Institution) -> str:
    first, even = found.seats[0], 1 / len(found.seats)
    blocked = sum(seat.blocks_alone.value or 0.0 for seat in found.seats)
    part = (first.blocks_alone.value or 0.0) / blocked if blocked else 0.0
    if part < _STANDS_OUT * even:
        return (
            f"No member stands out as the one to block it alone: {said(first.member)} comes first with {part:.0%} of "
            f"such cases, and were all alike each would have {even:.0%}."
        )
    return (
        f"If a single member blocks it, it is {said(first.member)} in {part:.0%} of such cases; were all alike, it "
        f"would be each in {even:.0%}."
    )


def _percent(one: Estimate, *, short: bool = False) -> str:
    value = f"{100 * (one.value or 0.0):.3g} %"
    if short or one.low is None or one.high is None:
        return value
    return f"{value} ({100 * one.low:.3g} to {100 * one.high:.3g} %)"


def _points(one: Estimate) -> str:
    value = f"{_signed(one.value or 0.0)} points"
    if one.low is None or one.high is None:
        return value
    return f"{value} (in single draws {_signed(one.low)} to {_signed(one.high)})"


def _signed(change: float) -> str:
    return f"{100 * change:+.0f}" if abs(change) >= 0.1 else f"{100 * change:+.2g}"
