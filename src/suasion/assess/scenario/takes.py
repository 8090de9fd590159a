"""What it would take: the least of one lever, or of several, that brings a client to a target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.naming import join, said
from suasion.assess.rows import Evidence
from suasion.assess.scenario.changes import keys, moves
from suasion.assess.scenario.draws import chance, estimate
from suasion.assess.scenario.game import Moves, Played
from suasion.assess.scenario.guards import drivers, guard, narrows
from suasion.assess.scenario.levers import MONEY
from suasion.assess.scenario.response import Response, most_of, offer_of
from suasion.assess.scenario.results import Cost, LeverSet, Offer, WhatItTakes
from suasion.assess.scenario.rivals import answers
from suasion.assess.scenario.stage import Known, Stage, Theatre
from suasion.assess.scenario.whatif import reached
from suasion.codebook import INSTRUMENTS, Contest, Estimate, missing
from suasion.codebook.scenario import Scenario
from suasion.errors import InputError
from suasion.model.strategy.inverse import least_lever
from suasion.model.strategy.lever_sets import Lever, least_set

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PROBABILITIES: Final = (0.5, 0.8)
_BEYOND: Final = 0.05  # a target that fewer draws have within a patron's ideal lies beyond it
_MOST_LEVERS: Final = 6  # of a set: those that reach farthest
_STEP: Final = 0.002  # by which an amount that the table has for enough is raised, doubled each time


def what_would_it_take(
    record: Evidence, contest: Contest, scenario: Scenario, *, draws: int = 2048, seed: int = 0,
    had: Known | None = None,
) -> WhatItTakes:  # fmt: skip
    """Return what a patron would have to offer for a client to reach a target on an issue.

    Parameters
    ----------
    record
        Observations and statements; only what was known by ``contest.as_of`` is used.
    contest
        Client, patrons and years of the scenario.
    scenario
        With an issue, a target and by whom. Its changes count as made already; its budgets bound what is offered in
        money.
    draws, seed
        As for `whatif`.
    had
        What an assessment has worked out already.

    Raises
    ------
    InputError
        If there is no target, or it lies beyond every patron's ideal.

    Notes
    -----
    METHODS 4.10: the least offer with P(x >= target) of .5 and .8 on common draws, what is added being conditional on
    the issue; all other ties as they are. docs/methods/strategy.md.
    """
    theatre = Theatre(record, contest, draws=draws, seed=seed, also=keys(scenario.changes), had=had)
    return takes(theatre, scenario)


def takes(theatre: Theatre, scenario: Scenario, *, whole: bool = True) -> WhatItTakes:
    """Return the same of a contest that is staged already; see `what_would_it_take`.

    Without ``whole`` only levers that rows count are tried, one at a time, and rivals are not asked: what a brief says.
    """
    if scenario.target is None or scenario.by is None:
        raise InputError("Say where the client should come to and by whom, for example --target 0.3 --by JPN.")
    stage, target, by = theatre.stage(scenario.issue, scenario.assumptions), scenario.target, scenario.by
    made = moves(scenario.changes, stage.game.levels)
    base = stage.game.after(stage.uniform, made)
    _check_target(stage, base, target)
    now = float(np.median(base.position))
    budget = scenario.budgets.get(by)
    responses = {
        name: response
        for name in stage.game.ties.levers(by)
        if (whole or name in stage.game.ties.counted)
        and (response := Response.of(stage, (by, name), base, made=made, budget=budget)) is not None
    }
    goal = _Goal(target, now, base.agency.aims[:, stage.game.patrons.index(by)])
    offers = tuple(_offer(stage, one, goal, made) for one in responses.values())
    strongest = _strongest(responses, goal)
    sets = tuple(
        _set(strongest, base, goal, probability, budget=budget) for probability in PROBABILITIES if whole and strongest
    )
    chosen = made.also(offer_of(stage, strongest[0].key, strongest[0].span)) if strongest else made
    found = drivers(stage, lambda u: goal.reached(stage.game.after(u, chosen).position).astype(np.float64))
    feasible = any(cost.amount.value is not None for one in offers for cost in one.costs) or any(
        one.feasible for one in sets
    )
    return WhatItTakes(
        scenario=scenario,
        by=by,
        target=target,
        now=estimate(
            f"position of {said(theatre.contest.client)} on {scenario.issue} now", base.position, unit="position",
            method="after the changes that count as made" if scenario.changes else stage.known_by,
            evidence=stage.game.believed[f"position:{theatre.contest.client}"].estimate.evidence,
        ),
        ideal=stage.game.believed[f"position:{by}"].estimate,
        already=chance(
            f"probability that {said(theatre.contest.client)} is at {target:g} on {scenario.issue} as things stand",
            goal.reached(base.position), method="its position is at the target or past it",
            evidence=stage.game.believed[f"position:{theatre.contest.client}"].estimate.evidence,
        ),
        feasible=feasible,
        says=_says(stage, base, by, goal, offers, together=any(one.feasible for one in sets)),
        offers=offers,
        sets=sets,
        answers=answers(stage, base, made, by, goal.target, budgets=scenario.budgets) if whole else (),
        drivers=found,
        narrows=narrows(stage, found) if strongest else "No lever of this patron is in the record.",
        guard=guard(stage, chosen),
        inputs=tuple(one.told for one in stage.game.believed.values()),
        draws=stage.draws,
        seed=stage.seed,
    )  # fmt: skip


class _Goal:
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


def _check_target(stage: Stage, base: Played, target: float) -> None:
    now = float(np.median(base.position))
    within = reached(base.agency.aims, target, now).mean(axis=0)
    if not np.any(within >= _BEYOND):
        stands = [
            f"{said(patron)} {stage.game.believed[f'position:{patron}'].estimate.value or 0:+.2f}"
            for patron in stage.game.patrons
        ]
        raise InputError(
            f"A target of {target:g} lies beyond every patron's own position ({join(stands)}), and no patron pays for "
            f"more than it wants. Name a target nearer to theirs."
        )


def _offer(stage: Stage, response: Response, goal: _Goal, made: Moves) -> Offer:
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


def _amount(response: Response, amount: float | None, probability: float, *, goal: _Goal, made: Moves) -> Estimate:
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


def _played(response: Response, amount: float, probability: float, *, goal: _Goal, made: Moves) -> tuple[float, float]:
    """Return an amount raised until it is enough when the game is played in full, and its chance; at most the bound."""
    stage, step = response.stage, _STEP
    while True:
        chosen = made.also(offer_of(stage, response.key, amount)) if amount else made
        found = float(goal.reached(stage.game.after(stage.uniform, chosen).position).mean())
        if found >= probability or amount in (0.0, response.span):
            return amount, found
        amount, step = min(response.span, amount * (1 + step)), 2 * step


def _lever_says(stage: Stage, response: Response, costs: list[Cost], goal: _Goal, made: Moves) -> str:
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


def _strongest(responses: Mapping[str, Response], goal: _Goal) -> list[Response]:
    """Return the levers that reach farthest at their bound, the farthest first."""
    order = sorted(responses.values(), key=lambda one: (-float(goal.reached(one.position(one.span)).mean()), one.key))
    return order[:_MOST_LEVERS]


def _set(levers: list[Response], base: Played, goal: _Goal, probability: float, *, budget: float | None) -> LeverSet:
    """Return the least of several levers together, as parts of their bounds."""
    stage = levers[0].stage
    game = [Lever(aim=goal.ideal, pull=one.rise) for one in levers]
    found = least_set(base.agency, game, goal.target, probability, rising=goal.rising)
    if found.parts is None:
        says = f"all levers at their bounds reach the target in {100 * found.chance:.0f} % of draws: not enough"
        return LeverSet(probability=probability, amounts=(), feasible=False, says=says)
    used = [(one, float(part)) for one, part in zip(levers, found.parts, strict=True) if part > 1e-6]
    money = sum(part * one.span for one, part in used if stage.game.levels[one.key].unit == MONEY)
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


def _says(stage: Stage, base: Played, by: str, goal: _Goal, offers: tuple[Offer, ...], *, together: bool) -> str:
    who, client = said(by), said(stage.contest.client)
    beyond = f"The target lies beyond {who}'s own position in {100 * (1 - goal.within):.0f} % of draws"
    now = f"As things stand {client} is there in {100 * goal.reached(base.position).mean():.0f} % of draws"
    if goal.within < _BEYOND:
        return f"{beyond}: it would not pay for that. {now}."
    if not offers:
        if stage.game.ties.levers(by):
            return f"The record shows nothing of which {who} could offer more than it gives. {now}."
        return f"The record has no lever of {who} that could be offered. {now}."
    able = [INSTRUMENTS[one.instrument].title.lower() for one in offers if one.costs[0].amount.value is not None]
    if not able:
        some = ", though several together do" if together else ""
        return f"No lever of {who} within its bound brings {client} there with an even chance{some}. {beyond}. {now}."
    how = f"{join(able)} could, each alone" if len(able) > 1 else f"{able[0]} alone could"
    return f"Within what the record shows of {who}, {how}, with an even chance. {beyond}. {now}."
