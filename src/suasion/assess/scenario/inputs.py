"""Inputs: every quantity that the strategic model takes, from the record where it tells, else from a wide prior.

The table of quantities, their sources and their criticism are in docs/methods/strategy.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np

from suasion.assess.assessment import InstrumentLeverage, LedgerEntry, Position
from suasion.assess.naming import said
from suasion.assess.scenario.results import Input, RestsOn
from suasion.assess.scenario.ties import Ties
from suasion.codebook import INSTRUMENTS, ISSUES, Estimate
from suasion.codebook.scenario import Change
from suasion.errors import InputError
from suasion.model.strategy.beliefs import Belief, beta, between_poles, fixed, lognormal, sampled, uniform

# Median and deviation of the logarithm of what moving costs at home, in units of leverage: at 1 a patron that holds
# all of the client's ties, cares as much as it and is believed, moves it half of the way. Heuristic, and wide.
DOMESTIC_COST: Final = (1.0, 1.0)
# The part of a tie that is conditional on an issue: cases for and against it beforehand (METHODS 5).
CONDITIONAL: Final = (1.0, 1.0)
# The same for the aid of donors in which no buying of votes was found: all of the G7 but the United States
# (Dreher, Nunnenkamp and Thiele 2008, 143 recipients, 1973 to 2002). Heuristic: a mean of a fifth.
CONDITIONAL_AID: Final = (1.0, 4.0)
NO_BUYERS: Final = frozenset({"CAN", "DEU", "FRA", "GBR", "ITA", "JPN"})
CREDIBLE: Final = (1.0, 1.0)
GIVEN: Final = "given by who asks"
_NOT: Final = "not identified"
_ENDS: Final = np.array([0.05, 0.5, 0.95])
_WITH_THE: Final = frozenset(
    {"south-china-sea", "law-of-the-sea", "ukraine-war", "taiwan-strait", "indo-pacific-order"}
)


@dataclass(frozen=True)
class Quantity:
    """One uncertain input: what is believed of it, and what was before any evidence."""

    key: str
    words: str
    estimate: Estimate
    rests_on: RestsOn
    belief: Belief
    prior: Belief

    @property
    def assumed(self) -> bool:
        """Whether nothing in the record tells of it, or so little that it is believed to be about where it was before.

        About: an interval of three quarters of the prior's or more, and a median within a quarter of that from its own.
        """
        if self.rests_on in ("prior", "given"):
            return self.rests_on == "prior"
        low, middle, high = self.belief(_ENDS)
        first, before, last = self.prior(_ENDS)
        return bool(high - low >= 0.75 * (last - first) and abs(middle - before) <= 0.25 * (last - first))

    @property
    def told(self) -> Input:
        """Return the input as an answer shows it."""
        return Input(key=self.key, words=self.words, estimate=self.estimate, rests_on=self.rests_on)


def quantities(
    client: str, patrons: Sequence[str], issue: str, *, positions: Sequence[Position],
    ledger: Sequence[LedgerEntry], ties: Ties, given: Sequence[Change] = (),
) -> dict[str, Quantity]:  # fmt: skip
    """Return every input of one client's game on one issue, by key.

    Parameters
    ----------
    client, patrons, issue
        Whose game.
    positions
        All positions of the record on all issues.
    ledger
        Wants, offers, promises and conditions.
    ties
        Draws of leverage.
    given
        What the person who asks takes for known of the parties themselves.

    Returns
    -------
    dict
        Keys: "position:X" in [-1, 1] and "salience:X" in [0, 1] of each party; "cost:X" of the client, above 0;
        "credibility:J" of each patron; "conditional:J:c" and "leverage:J:c", in [0, 1], of each tie.
    """
    issues = {one.issue for one in positions} | {issue}
    placed = {one.party: one for one in positions if one.issue == issue}
    others = {one.party: one for one in positions if one.salience.value is not None}
    found: list[Quantity] = []
    for party in (client, *patrons):
        found.append(_position(party, issue, placed.get(party)))
        found.append(_salience(party, issue, placed.get(party), others.get(party), len(issues)))
    found.append(_cost(client))
    for patron in patrons:
        found.append(_credibility(patron, client, ledger))
        for instrument in ties.levers(patron):
            found += [
                _conditional(patron, instrument, client=client, issue=issue, ledger=ledger, ties=ties),
                _leverage(patron, instrument, ties),
            ]
    known = {one.key: one for one in found}
    for one in given:
        if f"{one.verb}:{one.actor}" not in known:
            whose = f"the client, {client}" if one.verb == "cost" else f"a patron: {', '.join(patrons)}"
            raise InputError(f"{one.written!r}: a {one.verb} is of {whose}. Name one of these.")
    return taking(known, given)


def taking(believed: Mapping[str, Quantity], given: Sequence[Change]) -> dict[str, Quantity]:
    """Return inputs, those that the person who asks knows as given; what is of no party among them is passed over."""
    own = {f"{one.verb}:{one.actor}": one for one in given}
    return {key: _given(quantity, own[key]) if key in own else quantity for key, quantity in believed.items()}


def _given(before: Quantity, said_so: Change) -> Quantity:
    """Return an input as the person who asks says it is; by priors alone it is so too."""
    value = said_so.amount or 0.0
    estimate = Estimate(name=before.words, value=value, unit=before.estimate.unit, method=GIVEN, note=said_so.written)
    return Quantity(before.key, before.words, estimate, "given", fixed(value), fixed(value))


def _position(party: str, issue: str, found: Position | None) -> Quantity:
    words = f"position of {said(party)} on {in_a_sentence(issue)}"
    prior = uniform(-1.0, 1.0)
    key = f"position:{party}"
    if found is None or found.position.value is None or found.position.low is None or found.position.high is None:
        return _assumed(
            key, words, prior, unit="position", shape="uniform between the poles", why="no statement and no vote"
        )
    belief = between_poles(found.position.low, found.position.high)
    return Quantity(key, words, found.position, "record", belief, prior)


def _salience(party: str, issue: str, found: Position | None, other: Position | None, issues: int) -> Quantity:
    """Return the share of a party's statements that are on the issue; shrunk to equal shares by one an issue."""
    words = f"salience of {in_a_sentence(issue)} for {said(party)}"
    key = f"salience:{party}"
    against = max(1.0, issues - 1.0)
    prior = beta(1.0, against)
    if found is not None and found.salience.value is not None:
        total = found.salience.n + issues
        share = found.salience.value * total
        rests: RestsOn = "record and prior" if found.salience.n else "prior"
        belief = beta(share, max(total - share, 0.5))
        if total - share >= 0.5:
            return Quantity(key, words, found.salience, rests, belief, prior)
        # The record has no other issue, which does not make this one all that it cares for.
        note = "the record has no other issue, so that half a statement on one is assumed"
        shown = _of(belief, words, unit="share", method="Dirichlet posterior", evidence=found.salience.evidence,
                    note=note)  # fmt: skip
        return Quantity(key, words, shown, rests, belief, prior)
    if other is None:
        return _assumed(
            key, words, prior, unit="share", shape="an equal share of all issues", why="no statement by it on any issue"
        )
    # It spoke, and never on this issue: that tells something.
    said_on_others = other.salience.n
    belief = beta(1.0, against + said_on_others)
    note = f"none of its {said_on_others} statements on issues is on this one"
    estimate = _of(
        belief, words, unit="share", method="Dirichlet posterior", evidence=other.salience.evidence, note=note
    )
    return Quantity(key, words, estimate, "record and prior", belief, prior)


def _cost(client: str) -> Quantity:
    words = f"what moving costs {said(client)} at home"
    note = "no past move against its own stand is in the record"
    return _assumed(f"cost:{client}", words, lognormal(*DOMESTIC_COST), unit="leverage", shape="log-normal", why=note)


def _credibility(patron: str, client: str, ledger: Sequence[LedgerEntry]) -> Quantity:
    """Return how far a patron's word is good: of the offers and promises that were answered, those that were kept."""
    words = f"credibility of {said(patron)} towards {said(client)}"
    key = f"credibility:{patron}"
    owed = [e for e in ledger if e.actor == patron and e.recipient == client and e.side in ("offer", "promise")]
    refusals = {e.statement for e in ledger if e.side == "refusal"}
    kept = [e for e in owed if e.answered_by and not set(e.answered_by) <= refusals]
    broken = [e for e in owed if e.answered_by and set(e.answered_by) <= refusals]
    prior = beta(*CREDIBLE)
    if not kept and not broken:
        note = (
            f"{len(owed)} offers and promises recorded, none with what became of it" if owed else "no promise told of"
        )
        return _assumed(key, words, prior, unit="share", shape="Beta(1, 1)", why=note)
    belief = beta(CREDIBLE[0] + len(kept), CREDIBLE[1] + len(broken))
    evidence = tuple(dict.fromkeys(i for e in (*kept, *broken) for i in (e.statement, *e.answered_by)))
    note = f"{len(kept)} kept, {len(broken)} dropped"
    estimate = _of(
        belief, words, unit="share", method="Beta posterior, one case each way beforehand", evidence=evidence, note=note
    )
    return Quantity(key, words, estimate, "record and prior", belief, prior)


def _conditional(
    patron: str, instrument: str, *, client: str, issue: str, ledger: Sequence[LedgerEntry], ties: Ties
) -> Quantity:
    """Return which part of a tie is conditional on the issue, from what is said to be given in return and what not."""
    title = INSTRUMENTS[instrument].title.lower()
    words = f"part of {title} of {said(patron)} that is conditional on {in_a_sentence(issue)}"
    key = f"conditional:{patron}:{instrument}"
    before = CONDITIONAL_AID if instrument == "economic-aid" and patron in NO_BUYERS else CONDITIONAL
    prior = beta(*before)
    if instrument == "sanction":
        known = ties.cases[patron]
        on, off, evidence = known.on(issue), len(known.labels) - known.on(issue), known.ids
        tells = "cases in force with this aim"
    else:
        given = [e for e in ledger if e.actor == patron and e.recipient == client and e.instrument == instrument]
        tied = [e for e in given if e.side == "condition" and e.issue == issue]
        free = [e for e in given if e.side == "delivery" or (e.side == "condition" and e.issue not in (None, issue))]
        on, off, evidence = len(tied), len(free), tuple(e.statement for e in (*tied, *free))
        tells = "told of with a condition on it"
    if on + off == 0:
        note = "nothing recorded tells whether it has a condition"
        return _assumed(key, words, prior, unit="share", shape=f"Beta({before[0]:g}, {before[1]:g})", why=note)
    belief = beta(before[0] + on, before[1] + off)
    note = f"{on} of {on + off} {tells}"
    method = f"Beta posterior, Beta({before[0]:g}, {before[1]:g}) beforehand"
    estimate = _of(belief, words, unit="share", method=method, evidence=evidence, note=note)
    return Quantity(key, words, estimate, "record and prior", belief, prior)


def _leverage(patron: str, instrument: str, ties: Ties) -> Quantity:
    tie = ties.all[patron, instrument]
    title = INSTRUMENTS[instrument].title.lower()
    words = f"leverage of {said(patron)} by {title}"
    key = f"leverage:{patron}:{instrument}"
    prior = sampled(tie.prior)
    if tie.measured and tie.line is not None:
        return Quantity(key, words, _traced(tie.line), "record", sampled(tie.draws), prior)
    known = ties.cases[patron].ids if instrument == "sanction" else ()
    evidence = known or (tie.line.statements if tie.line else ())
    note = f"{_NOT}: {len(evidence)} entries tell that the tie is there, none how much it weighs" if evidence else _NOT
    if tie.measured:
        note, method = f"{_NOT}: no row has it give anything, others' rows do: taken for nothing", "taken for nothing"
        estimate = _of(sampled(tie.draws), words, unit="leverage", method=method, note=note)
        return Quantity(key, words, estimate, "prior", sampled(tie.draws), prior)
    if instrument == "sanction" and patron not in ties.sizes:
        note += "; what it costs its sender is not known either, and taken for nothing"
    method = "assumed for each kind of sanction" if instrument == "sanction" else "allowance for ties without a measure"
    estimate = _of(sampled(tie.draws), words, unit="leverage", method=method, evidence=evidence, note=note)
    return Quantity(key, words, estimate, "prior", sampled(tie.draws), prior)


def _traced(line: InstrumentLeverage) -> Estimate:
    """Return leverage with the rows behind its parts as evidence: the parts themselves stand in no answer."""
    parts = (line.stake, line.share, line.substitutability, line.control)
    rows = tuple(dict.fromkeys(i for part in parts for i in part.evidence))
    return msgspec.structs.replace(line.leverage, evidence=rows, n=len(rows), derivation=None)


def _assumed(key: str, words: str, prior: Belief, *, unit: str, shape: str, why: str) -> Quantity:
    estimate = _of(prior, words, unit=unit, method=f"assumed: {shape}", note=f"{_NOT}: {why}")
    return Quantity(key, words, estimate, "prior", prior, prior)


def _of(belief: Belief, name: str, *, unit: str, method: str, note: str, evidence: tuple[str, ...] = ()) -> Estimate:
    """Return a belief as an estimate: its median and its 5 and 95 %."""
    low, middle, high = (float(x) for x in belief(np.array([0.05, 0.5, 0.95])))
    return Estimate(
        name=name, value=middle, low=low, high=high, unit=unit, n=len(evidence), method=method,
        interval_method="5 and 95 % of the belief", evidence=evidence, note=note,
    )  # fmt: skip


def in_a_sentence(issue: str) -> str:
    """Return an issue as it stands inside a sentence."""
    if issue not in ISSUES:
        return issue.replace("-", " ")
    title = ISSUES[issue].title
    return f"the {title}" if issue in _WITH_THE else title[0].lower() + title[1:]
