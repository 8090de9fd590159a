"""Decision: whether the members of an organisation agree on a text, who does not, and what that rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from suasion.assess.institution.alternatives import best, others, rules
from suasion.assess.institution.asked import on_scale, period, whose
from suasion.assess.institution.assuming import assumed
from suasion.assess.institution.guarding import guarded
from suasion.assess.institution.moving import checked, moves_of
from suasion.assess.institution.narrowing import explained
from suasion.assess.institution.prices import prices
from suasion.assess.institution.results import Institution, Part
from suasion.assess.institution.seats import Seated, seated
from suasion.assess.institution.table import RESPONSIVENESS, Table
from suasion.assess.institution.telling import Teller, narrows, says
from suasion.assess.institution.vote import SHARED, Vote
from suasion.assess.rows import Evidence
from suasion.assess.scenario.inputs import Quantity
from suasion.codebook.organisation import decision_rule, members
from suasion.codebook.scenario import Scenario
from suasion.errors import InputError
from suasion.model.sampling import uniform_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_LIKELY: Final = 0.8
PRICED: Final = 3  # members whose prices are told: those most likely to block alone, and the client
_TOLD: Final = 8  # inputs whose part in the variance is told


def convene(record: Evidence, scenario: Scenario, *, draws: int = 2048, seed: int = 0) -> Seated:
    """Return an organisation's members as clients of the scenario's patrons, ready for any text and any change.

    Parameters
    ----------
    record, scenario, draws, seed
        As for `institution`.

    Raises
    ------
    InputError
        If the scenario names no institution or patrons, or one that cannot be.
    """
    when, date = period(record, scenario)
    seats = members(whose(scenario), date)
    checked(scenario, seats)
    return seated(
        record, seats, scenario.issue, when, date=date, changes=scenario.changes, draws=draws, seed=seed
    )  # fmt: skip


def institution(
    record: Evidence, scenario: Scenario, *, draws: int = 2048, seed: int = 0, reversion: float | None = None,
    shared: float = SHARED, proposer: str | None = None, room: Seated | None = None,
) -> Institution:  # fmt: skip
    """Return whether an organisation's members agree on a text, who blocks it, and what it would take to have it not.

    Parameters
    ----------
    record
        Sources, statements and observations; only what was known by the scenario's day is used.
    scenario
        Institution, text, issue, patrons and changes. A change of a lever is made towards the client if one is named,
        else towards every member.
    draws
        Of all inputs.
    seed
        Of the draws. The same record, scenario, draws and seed give the same answer to the byte.
    reversion
        What stands if nothing is agreed, in [-1, 1]: the last agreed text. None is 0, the middle of the scale.
    shared
        Standard deviation of a shock that all members feel at once, over that of gains, 0 or more.
    proposer
        A member whose best text is wanted. None is the scenario's client.
    room
        What `convene` gave for the same scenario but for its text, changes and assumptions: most of the work, once.

    Raises
    ------
    InputError
        If the scenario names no institution, text or patrons, or one that cannot be.

    Notes
    -----
    METHODS 4.8: member i agrees with chance 1 / (1 + exp(-lambda (gain + shock + kappa))), its gain being that of its
    loss -s th0 (text - x0)^2 and of its patrons' truthful schedules over the reversion point, in standard deviations of
    all gains. kappa, what breaking consensus costs, has a text that changes nothing pass with the institution's base
    rate: the level of the chance rests on that rate, and the answer is what the text changes.
    docs/methods/institutions.md has the formulas, their sources and their criticism.
    """
    organisation = whose(scenario)
    text = on_scale("text", scenario.text)
    stays = 0.0 if reversion is None else on_scale("reversion point", reversion)
    if not 0 <= shared < np.inf:
        raise InputError(f"A shared shock of {shared:g} is no deviation. Give a number from 0 up, for example 1.")
    rule = decision_rule(organisation)
    room = convene(record, scenario, draws=draws, seed=seed) if room is None else room
    checked(scenario, room.members)
    room = assumed(room, scenario.assumptions)
    uniform = {**room.uniform(), **uniform_columns([RESPONSIVENESS], draws=room.draws, seed=room.seed)}
    moves, problems = moves_of(scenario, room)
    table = Table(room, uniform, rule, text, stays, shared, moves)
    before, after = table.vote(changed=False), table.vote(changed=True)
    peered = table.drawn_together(after)
    teller = Teller(table, after)
    inside = teller.seats()
    order = [seat.member for seat in inside]
    priced = [member for n, member in enumerate(order) if n < PRICED or member == scenario.client]
    told = _parts(after.against_base, uniform, teller.known)
    chosen = proposer or scenario.client
    guard = guarded(
        after, table.vote(changed=True, view="prior"), table.vote(changed=True, noise=0.01), table.drawn_again()
    )
    result = Institution(
        scenario=scenario, organisation=organisation, date=room.date, rule=rule, members=room.members, text=text,
        reversion=stays,
        reversion_note=_reversion_note(reversion),
        before=teller.chance("passes without the changes", before.passes),
        after=teller.chance("passes", after.passes),
        moved=teller.chance("change of the chance to pass", after.passes - before.passes),
        base_rate=table.base.estimate,
        against_base=teller.chance("chance to pass less that of a text that changes nothing", after.against_base),
        rules=rules(teller, after, peered), others=others(teller, table, peered), seats=inside,
        best=best(teller, after, chosen, required=proposer is not None),
        blocking=teller.spread("what all members who lose by the text lose", after.by_consensus.blocking),
        likely=teller.spread("what it takes to have each member agree with a chance of 0.8", _likely(after)),
        bought=teller.chance("passes once every member that loses is even", _bought(after)),
        prices=prices(room, after, table.moves, uniform, priced), parts=told, narrows=narrows(told), guard=guard,
        says="", inputs=teller.inputs(), problems=problems, draws=room.draws, seed=room.seed,
    )  # fmt: skip
    return msgspec.structs.replace(result, says=says(result))


def _reversion_note(reversion: float | None) -> str:
    if reversion is not None:
        return "given: what stands if nothing is agreed"
    return "assumed: 0, the middle of the scale. Without a new text the last agreed one stands; give its strength."


def _likely(vote: Vote) -> Floats:
    """Return what it takes in all to bring every member's chance to agree to 0.8 where no shock is felt."""
    wanted = np.log(_LIKELY / (1 - _LIKELY)) / vote.responsiveness - vote.breaking
    whole: Floats = np.maximum(0.0, wanted[:, None] - vote.gain).sum(axis=-1)
    return whole


def _bought(vote: Vote) -> Floats:
    return vote.answers(np.maximum(0.0, vote.gain)).passes


def _parts(change: Floats, uniform: Mapping[str, Floats], inputs: Mapping[str, Quantity]) -> tuple[Part, ...]:
    """Return the inputs that explain most of the variance of what the text changes, most first."""
    found = explained(change, uniform)
    known = {name: (one.words, one.rests_on) for name, one in inputs.items()}
    words = "how surely a member does what pays"
    first = sorted(found, key=lambda name: (-found[name], name))[:_TOLD]
    return tuple(
        Part(key=name, words=known.get(name, (words, "prior"))[0], part=found[name],
             rests_on=known.get(name, (words, "prior"))[1])
        for name in first
    )  # fmt: skip
