"""Rivals: the best answer of each to an offer, where the client then stands, and who gives up first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from suasion.assess.naming import said
from suasion.assess.scenario.draws import estimate
from suasion.assess.scenario.flows_moved import Shift
from suasion.assess.scenario.game import Moves, Played
from suasion.assess.scenario.levers import budgeted
from suasion.assess.scenario.response import most_of
from suasion.assess.scenario.results import Answer
from suasion.assess.scenario.stage import Stage
from suasion.codebook import missing
from suasion.model.strategy.agency import Agency
from suasion.model.strategy.rivalry import CHALLENGER, RIVAL, Side, price_war

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FEW = 0.05  # part of draws in which a patron must be a rival for its answer to be told


def answers(
    stage: Stage, base: Played, made: Moves, by: str, target: float, *, budgets: Mapping[str, float] | None = None
) -> tuple[Answer, ...]:
    """Return how each other patron would answer an offer of one that wants the client at a target.

    A rival wants the client kept where it stands (METHODS 4.10). Each side's stake is its salience, the steepest that
    it can offer what all its levers at their bounds would add, and both bid by turns until one drops out
    (`suasion.model.strategy.rivalry`). Only draws count in which the client is not at the target already, the patron
    wants it there and the other does not.

    Parameters
    ----------
    stage, base
        The game, and as it stands.
    made
        Changes that are made already.
    by
        Who makes the offer.
    target
        Where it wants the client.
    budgets
        What a patron may add in dollars a year.
    """
    mine = stage.game.patrons.index(by)
    caps = {
        patron: _cap(stage, base, made, patron, budget=(budgets or {}).get(patron)) for patron in stage.game.patrons
    }
    sign = 1.0 if target >= float(np.median(base.position)) else -1.0
    start = base.agency
    stands = base.position
    wanted = (sign * (target - stands) > 1e-6) & (sign * (start.aims[:, mine] - target) > 0)
    found = []
    for other in range(len(stage.game.patrons)):
        if other != mine:
            against = wanted & (sign * (start.aims[:, other] - stands) < 0)
            alike = float((wanted & ~against).mean())
            found.append(_answer(stage, base, (mine, other), caps=caps, against=against, target=target, alike=alike))
    return tuple(found)


def _cap(stage: Stage, base: Played, made: Moves, patron: str, *, budget: float | None) -> Floats:
    """Return the steepest that a patron can offer for this issue, shape (draws,).

    All of its levers at their bounds; those in money all lowered alike if they come to more than its budget.
    """
    shifts, place = {}, stage.game.patrons.index(patron)
    for name in stage.game.ties.levers(patron):
        key = (patron, name)
        most, now = most_of(stage, key).value, stage.game.levels[key].value or 0.0
        if most is not None and most > now and name != "sanction":
            shifts[key] = Shift(1.0, most - now)
    levers = [key for key in shifts if budgeted(key[1], stage.game.levels[key])]
    money = sum(shifts[key].plus for key in levers)
    if budget is not None and money > budget:
        shifts |= {key: Shift(1.0, shifts[key].plus * budget / money) for key in levers}
    moves = made.also(Moves(shifts=shifts, offered=frozenset(shifts)))
    pulls = stage.game.after(stage.uniform, moves).agency.pulls[:, place]
    added: Floats = np.maximum(0.0, pulls - base.agency.pulls[:, place])
    return added


def _answer(
    stage: Stage, base: Played, pair: tuple[int, int], *, caps: dict[str, Floats], against: NDArray[np.bool_],
    target: float, alike: float,
) -> Answer:  # fmt: skip
    by, rival = (stage.game.patrons[place] for place in pair)
    if against.mean() < _FEW:
        says = (
            f"{said(rival)} stands on the same side in nearly all draws: it has nothing to answer"
            if alike >= _FEW
            else f"In nearly all draws there is no offer of {said(by)} to answer: the client is there "
            "already, or the target lies beyond its own position"
        )
        nothing = missing(f"what {said(rival)} would offer", says, unit="part of what its levers could add")
        where = missing("position after its answer", says, unit="position")
        return Answer(rival=rival, offers=nothing, position=where, drops_out=None, says=says)
    game = base.agency
    some = Agency(game.ideal[against], game.weight[against], game.aims[against], game.pulls[against])
    v = stage.game.values(stage.uniform)
    sides = [
        Side(
            aim=game.aims[against, place], stake=v[f"salience:{patron}"][against], cap=caps[patron][against],
        )
        for place, patron in zip(pair, (by, rival), strict=True)
    ]  # fmt: skip
    war = price_war(some, sides[0], sides[1], target, hold=base.position[against])
    first, second = float((war.out == CHALLENGER).mean()), float((war.out == RIVAL).mean())
    drops = by if first > second else rival if second > first else None
    used = np.divide(war.pulls[1], sides[1].cap, out=np.zeros_like(war.pulls[1]), where=np.asarray(sides[1].cap) > 0)
    part = f"in the {100 * against.mean():.0f} % of draws in which the two want opposite things"
    return Answer(
        rival=rival,
        offers=estimate(
            f"what {said(rival)} would offer in answer", used, unit="part of what its levers could add",
            method="alternating offers until one drops out", note=part,
        ),
        position=estimate(
            f"position of {said(stage.contest.client)} after the bidding", np.clip(war.position, -1, 1),
            unit="position", method="alternating offers until one drops out", note=part,
        ),
        drops_out=drops,
        says=f"{said(by)} drops out first in {100 * first:.0f} % of these draws, {said(rival)} in {100 * second:.0f} %",
    )  # fmt: skip
