"""Offers: the least of one lever, or of several together, that brings a client to a target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.naming import join, said
from suasion.assess.scenario.draws import chance
from suasion.assess.scenario.game import Moves, Played
from suasion.assess.scenario.levers import budgeted
from suasion.assess.scenario.response import Response, most_of, offer_of
from suasion.assess.scenario.results import Cost, LeverSet, Offer
from suasion.assess.scenario.stage import Stage
from suasion.assess.scenario.whatif import reached
from suasion.codebook import INSTRUMENTS, Estimate, missing
from suasion.model.strategy.inverse import least_lever
from suasion.model.strategy.lever_sets import Lever, least_set

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PROBABILITIES: Final = (0.5, 0.8)
_MOST_LEVERS: Final = 6  # of a set: those that reach farthest
_STEP: Final = 0.002  # by which an amount that the table has for enough is raised, doubled each time


class Goal:
    """A target, from which side it is reached, and whether the patron itself wants to go so far."""

    def __init__(self, target: float, now: float, ideal: Floats) -> None:
        self.target, self.now, self.ideal = target, now, ideal
        self.rising = target >= now

    def reached(self, position: Floats) -> NDArray[np.bool_]:
        """Return in which draws the client is there."""
        return reached(position, self.target, self.now)

    @property
    def within(self) -> float:
        """The part of draws in which the patron's own ideal lies at the target or past it."""
        return float(self.reached(self.ideal).mean())


def offer(stage: Stage, response: Response, goal: Goal, made: Moves) -> Offer:
    """Return what one lever would have to be, with each of the probabilities, and what that rests on."""
    patron, name = response.key
    level, bound = stage.game.levels[response.key], most_of(stage, response.key)
    costs = []
    for probability in PROBABILITIES:
        found = least_lever(lambda x: goal.reached(response.position(x)), response.span, probability)
        at_bound = chance(
            "probability at the bound", goal.reached(response.position(response.span)), method="the lever at its bound"
        )
        costs.append(
            Cost(
                probability=probability,
                amount=_amount(response, found.amount, probability, goal=goal, made=made),
                at_bound=at_bound,
            )
        )
    return Offer(
        patron=patron, instrument=name, unit=level.unit, now=level, bound=bound, costs=tuple(costs),
        says=_lever_says(stage, response, costs, goal, made),
    )  # fmt: skip


def _amount(response: Response, amount: float | None, probability: float, *, goal: Goal, made: Moves) -> Estimate:
    """Return an amount that is enough, with its chance, in the game played in full and not by the table."""
    patron, name = response.key
    level = response.stage.game.levels[response.key]
    title = f"{INSTRUMENTS[name].title.lower()} that {said(patron)} would have to offer"
    if amount is None:
        return missing(title, "the bound of the lever is not enough", unit=level.unit)
    if name == "sanction":
        amount = float(np.ceil(amount))
        reached_then = float(goal.reached(response.position(amount)).mean())
    else:
        amount, reached_then = _played(response, amount, probability, goal=goal, made=made)
    note = "nothing: the client is there already as surely as wanted" if amount == 0 else ""
    return Estimate(
        name=title, value=amount, unit=level.unit, evidence=(level.id,),
        method=f"least on top of what there is with probability {probability:g} ({reached_then:.3f} reached), by "
        "bisection on common draws",
        note=note,
    )  # fmt: skip


def _played(response: Response, amount: float, probability: float, *, goal: Goal, made: Moves) -> tuple[float, float]:
    """Return an amount raised until it is enough when the game is played in full, and its chance; at most the bound."""
    stage, step = response.stage, _STEP
    while True:
        chosen = made.also(offer_of(stage, response.key, amount)) if amount else made
        found = float(goal.reached(stage.game.after(stage.uniform, chosen).position).mean())
        if found >= probability or amount in (0.0, response.span):
            return amount, found
        amount, step = min(response.span, amount * (1 + step)), 2 * step


def _lever_says(stage: Stage, response: Response, costs: list[Cost], goal: Goal, made: Moves) -> str:
    """Return in a sentence whether the lever is enough, and what making it conditional as it is would do."""
    name = response.key[1]
    at_bound = costs[0].at_bound.value or 0.0
    if costs[0].amount.value is None:
        first = f"not enough: even at its bound the target is reached in {100 * at_bound:.0f} % of draws"
    elif costs[-1].amount.value is None:
        first = f"enough for an even chance and no more: {100 * at_bound:.0f} % at its bound"
    else:
        first = "enough within its bound"
    if name == "sanction":
        lifted = (stage.game.levels[response.key].value or 0.0) > 0
        return f"{first} ({'lifted in return for' if lifted else 'threatened unless there is'} the move)"
    tied = stage.game.after(stage.uniform, made.also(Moves(tied=frozenset({response.key})))).position
    return f"{first}; what is there already, made conditional, reaches it in {100 * goal.reached(tied).mean():.0f} %"


def strongest_of(responses: Mapping[str, Response], goal: Goal) -> list[Response]:
    """Return the levers that reach farthest at their bound, the farthest first."""
    order = sorted(responses.values(), key=lambda one: (-float(goal.reached(one.position(one.span)).mean()), one.key))
    return order[:_MOST_LEVERS]


def lever_set(
    levers: list[Response], base: Played, goal: Goal, probability: float, *, budget: float | None
) -> LeverSet:
    """Return the least of several levers together, as parts of their bounds."""
    stage = levers[0].stage
    game = [Lever(aim=goal.ideal, pull=one.rise) for one in levers]
    found = least_set(base.agency, game, goal.target, probability, rising=goal.rising)
    if found.parts is None:
        says = f"all levers at their bounds reach the target in {100 * found.chance:.0f} % of draws: not enough"
        return LeverSet(probability=probability, amounts=(), feasible=False, says=says)
    used = [(one, float(part)) for one, part in zip(levers, found.parts, strict=True) if part > 1e-6]
    money = sum(part * one.span for one, part in used if budgeted(one.key[1], stage.game.levels[one.key]))
    if budget is not None and money > budget * (1 + 1e-9):
        says = f"the least set takes {money:,.0f} dollars a year, more than the budget; no other was looked for"
        return LeverSet(probability=probability, amounts=(), feasible=False, says=says)
    amounts = tuple(
        (
            one.key[1],
            Estimate(
                name=f"{INSTRUMENTS[one.key[1]].title.lower()} in the least set", value=part * one.span,
                unit=stage.game.levels[one.key].unit, evidence=(stage.game.levels[one.key].id,),
                method=f"{100 * part:.2g} % of the way to its bound; least sum of such parts",
            ),
        )
        for one, part in used
    )  # fmt: skip
    words = join([INSTRUMENTS[one.key[1]].title.lower() for one, _ in used]) if used else "nothing"
    says = f"{words}: reached in {100 * found.chance:.0f} % of draws"
    return LeverSet(probability=probability, amounts=amounts, feasible=True, says=says)
