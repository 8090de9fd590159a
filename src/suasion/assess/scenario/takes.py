"""What it would take: the least of one lever, or of several, that brings a client to a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.naming import join, said
from suasion.assess.rows import Evidence
from suasion.assess.scenario.changes import keys, moves
from suasion.assess.scenario.draws import chance, estimate
from suasion.assess.scenario.game import Moves, Played
from suasion.assess.scenario.guards import drivers, guard, narrows
from suasion.assess.scenario.offers import PROBABILITIES, Goal, lever_set, offer, strongest_of
from suasion.assess.scenario.response import Response, offer_of
from suasion.assess.scenario.results import Offer, WhatItTakes
from suasion.assess.scenario.rivals import answers
from suasion.assess.scenario.stage import Known, Stage, Theatre
from suasion.assess.scenario.whatif import reached
from suasion.codebook import INSTRUMENTS, Contest, Estimate
from suasion.codebook.scenario import Scenario
from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_BEYOND: Final = 0.05  # a target that fewer draws have within a patron's ideal lies beyond it


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
    goal = Goal(target, now, base.agency.aims[:, stage.game.patrons.index(by)])
    offers = tuple(offer(stage, one, goal, made) for one in responses.values())
    strongest = strongest_of(responses, goal)
    sets = tuple(
        lever_set(strongest, base, goal, probability, budget=budget)
        for probability in PROBABILITIES
        if whole and strongest
    )
    chosen = made.also(_asked(stage, strongest[0], offers)) if strongest else made
    found = drivers(stage, lambda u: goal.reached(stage.game.after(u, chosen).position).astype(np.float64))
    feasible = any(cost.amount.value is not None for one in offers for cost in one.costs) or any(
        one.feasible for one in sets
    )
    return WhatItTakes(
        scenario=scenario,
        by=by,
        target=target,
        now=_now(stage, base, scenario),
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


def _now(stage: Stage, base: Played, scenario: Scenario) -> Estimate:
    """Return where the client stands: as the brief has it, or after the changes that are made already."""
    known = stage.game.believed[f"position:{stage.contest.client}"].estimate
    if known.value is not None and not scenario.changes:
        return known
    return estimate(
        f"position of {said(stage.contest.client)} on {scenario.issue} now", base.position, unit="position",
        method="after the changes that count as made" if scenario.changes else stage.known_by, evidence=known.evidence,
    )  # fmt: skip


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


def _asked(stage: Stage, strongest: Response, offers: tuple[Offer, ...]) -> Moves:
    """Return the offer that guards and drivers are about: the least that is enough of the strongest, or its bound."""
    even = next(one.costs[0].amount.value for one in offers if one.instrument == strongest.key[1])
    return offer_of(stage, strongest.key, strongest.span if even is None else even)


def _says(stage: Stage, base: Played, by: str, goal: Goal, offers: tuple[Offer, ...], *, together: bool) -> str:
    who, client = said(by), said(stage.contest.client)
    beyond = f"The target lies beyond {who}'s own position in {100 * (1 - goal.within):.0f} % of draws"
    wanted = goal.reached(goal.ideal)
    there = goal.reached(base.position)
    now = f"As things stand {client} is there in {100 * there.mean():.0f} % of draws"
    if wanted.any() and not wanted.all():
        now += f", and in {100 * there[wanted].mean():.0f} % of those in which {who} wants it there"
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
