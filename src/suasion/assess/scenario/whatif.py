"""What if: where the client would stand after some changes, and which of them moves it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from suasion.assess.naming import said
from suasion.assess.rows import Evidence
from suasion.assess.scenario.changes import after as level_after
from suasion.assess.scenario.changes import keys, moves
from suasion.assess.scenario.draws import chance, estimate
from suasion.assess.scenario.game import Game
from suasion.assess.scenario.guards import drivers, guard, moved, narrows
from suasion.assess.scenario.means import check_means
from suasion.assess.scenario.others import others
from suasion.assess.scenario.results import OtherModel, Payment, RestsOn, Step, WhatIf
from suasion.assess.scenario.stage import Known, Stage, Theatre
from suasion.codebook import Contest, Estimate, Problem
from suasion.codebook.scenario import Change, Scenario
from suasion.model.strategy.agency import Agency, settle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_EXACT: Final = 6  # changes whose every order is gone through
_ORDERS: Final = 64  # of more
_MOVED: Final = "position after the changes less position now, draw by draw"


def whatif(
    record: Evidence, contest: Contest, scenario: Scenario, *, draws: int = 2048, seed: int = 0,
    had: Known | None = None,
) -> WhatIf:  # fmt: skip
    """Return where a client would stand on an issue after some changes.

    Parameters
    ----------
    record
        Observations and statements; only what was known by ``contest.as_of`` is used.
    contest
        Client, patrons and years of the scenario.
    scenario
        Issue, changes, and a target if there is one.
    draws
        Of all inputs, a power of two.
    seed
        Of the draws; the same seed gives the same answer to the byte.
    had
        What an assessment has worked out already.

    Raises
    ------
    InputError
        If a change cannot be made on what the record has.

    Notes
    -----
    Common agency whose present equilibrium is the observed position: METHODS 4.1 to 4.11, docs/methods/strategy.md.
    """
    changes = scenario.changes
    theatre = Theatre(record, contest, draws=draws, seed=seed, also=keys(changes), had=had)
    stage = theatre.stage(scenario.issue, scenario.assumptions)
    check_means(scenario, theatre.levels)
    game, u = stage.game, stage.uniform
    chosen = moves(changes, game.levels)
    before, after = game.before(u), game.after(u, chosen)
    evidence = tuple(dict.fromkeys(i for one in game.believed.values() for i in one.estimate.evidence))
    found = drivers(stage, _asked(stage, scenario, changes))
    who = f"{said(contest.client)} on {scenario.issue}"
    return WhatIf(
        scenario=scenario,
        before=estimate(
            f"position of {who} now", before.position, unit="position", method=stage.known_by,
            evidence=game.believed[f"position:{contest.client}"].estimate.evidence,
        ),
        after=estimate(
            f"position of {who} after the changes", after.position, unit="position", method="common agency",
            evidence=evidence,
        ),
        moved=estimate(f"shift of {who}", after.position - before.position, unit="position", method=_MOVED,
                       evidence=evidence),
        chance=_chance(scenario, before.position, after.position, who),
        steps=_steps(stage, changes),
        payments=_payments(game, after.agency),
        gain=estimate(
            f"what its patrons' offers leave {said(contest.client)}", settle(after.agency).gain, unit="utility",
            method="payments less what moving costs it; 1 is what losing all ties would cost",
            note="with three patrons or more a lower bound: of several settlements the one in which they pay least"
            if len(game.patrons) > 2 else "",
        ),
        hedging=_hedging(contest.client, after.agency),
        others=(
            _by_loss(record, theatre, scenario),
            *others(game, game.values(u), after, chosen),
        ),
        drivers=found,
        narrows=narrows(stage, found),
        guard=guard(stage, chosen),
        inputs=tuple(one.told for one in game.believed.values()),
        problems=_problems(stage, scenario),
        draws=draws,
        seed=seed,
    )  # fmt: skip


def _by_loss(record: Evidence, theatre: Theatre, scenario: Scenario) -> OtherModel:
    """Return the same game with leverage as the loss of a composite of suppliers."""
    again = Theatre(
        record, theatre.contest, draws=theatre.draws, seed=theatre.seed, also=keys(scenario.changes),
        had=theatre.known, form="loss",
    ).stage(scenario.issue, scenario.assumptions)  # fmt: skip
    position = again.game.after(again.uniform, moves(scenario.changes, again.game.levels)).position
    title = "Common agency by loss: leverage as the loss of a composite of suppliers"
    return OtherModel(
        name="agency-by-loss", title=title,
        position=estimate(f"position of {theatre.contest.client}: {title}", position, unit="position", method=title),
        note="elasticity of substitution between suppliers 2, drawn from 1.1 to 5 (assumed)",
    )  # fmt: skip


def reached(position: Floats, target: float, now: float) -> NDArray[np.bool_]:
    """Return in which draws a target is reached or passed; it is passed on the far side from where the client is."""
    return position >= target if target >= now else position <= target


def _asked(stage: Stage, scenario: Scenario, changes: Sequence[Change]) -> Callable[[Mapping[str, Floats]], Floats]:
    """Return what is asked as a function of the uniform numbers: the shift, or whether the target is reached."""
    chosen = moves(changes, stage.game.levels)
    if scenario.target is None:
        return lambda u: moved(stage, chosen, u)
    target, now = scenario.target, float(np.median(stage.game.before(stage.uniform).position))
    return lambda u: reached(stage.game.after(u, chosen).position, target, now).astype(np.float64)


def _chance(scenario: Scenario, before: Floats, after: Floats, who: str) -> Estimate | None:
    if scenario.target is None:
        return None
    now = float(np.median(before))
    at_present = reached(before, scenario.target, now).mean()
    found = chance(
        f"probability that {who} reaches {scenario.target:g}", reached(after, scenario.target, now),
        method="its position after the changes is at the target or past it",
    )  # fmt: skip
    return msgspec.structs.replace(found, note=f"{100 * at_present:.0f} % of draws are there without any change")


def _steps(stage: Stage, changes: Sequence[Change]) -> tuple[Step, ...]:
    """Return each change with its part of the whole shift."""
    parts, spreads = _shapley(stage, changes)
    return tuple(_step(stage, one, part, spread) for one, part, spread in zip(changes, parts, spreads, strict=True))


def _step(stage: Stage, change: Change, part: float, spread: Floats) -> Step:
    game, patron = stage.game, change.actor
    if change.instrument is None:
        key = f"{change.verb}:{patron}"
        before = game.believed[key].estimate
        after = Estimate(name=before.name, value=change.amount, unit=before.unit, method="as the scenario says")
        inputs: tuple[str, ...] = (key,)
    else:
        level = game.levels[patron, change.instrument]
        before = level
        after = Estimate(
            name=level.name,
            value=level_after(change, level),
            unit=level.unit,
            method="as the scenario says",
            evidence=(level.id,),
        )
        inputs = (
            f"leverage:{patron}:{change.instrument}", f"conditional:{patron}:{change.instrument}",
            f"credibility:{patron}", f"salience:{patron}", f"position:{patron}", f"cost:{game.client}",
        )  # fmt: skip
        if change.conditional or change.verb == "tie":
            inputs = tuple(key for key in inputs if not key.startswith(("conditional", "salience")))
    low, high = (float(x) for x in np.quantile(spread, [0.05, 0.95]))
    return Step(
        change=change.written or f"{patron} {change.instrument or ''} {change.verb}".replace("  ", " "),
        actor=patron,
        instrument=change.instrument,
        before=before,
        after=after,
        moves=Estimate(
            name=f"part of the shift: {change.written}", value=part, low=min(low, part), high=max(high, part),
            unit="position", method="Shapley value over the changes, of the median shift",
            interval_method="5 and 95 % of its value in each draw",
        ),
        inputs=inputs,
        rests_on=weakest([game.believed[key].rests_on for key in inputs if key in game.believed]),
        note=_note(game, change),
    )  # fmt: skip


def weakest(among: Sequence[RestsOn]) -> RestsOn:
    """Return the weakest ground among some."""
    order: tuple[RestsOn, ...] = ("prior", "given", "record and prior", "record")
    return next((one for one in order if one in among), "prior")


def _note(game: Game, change: Change) -> str:
    if change.instrument is None:
        return ""
    patron, title = said(change.actor), change.instrument
    key = f"conditional:{change.actor}:{change.instrument}"
    if change.verb == "untie":
        return f"without a condition {title} of {patron} moves nothing directly"
    if change.verb == "lift" and not change.conditional:
        return "lifted without a condition, it no longer pulls: offered in return for a move (conditional) it would"
    if change.verb == "tie" or change.conditional:
        return "offered for this issue alone, so all of it counts"
    share = game.believed[key].estimate
    part = f"{100 * (share.value or 0):.0f} % [{100 * (share.low or 0):.0f}, {100 * (share.high or 0):.0f}]"
    return f"only what is conditional on the issue pulls, {part} of it; what has no condition moves nothing directly"


def _shapley(stage: Stage, changes: Sequence[Change]) -> tuple[list[float], list[Floats]]:
    """Return each change's Shapley value in the median shift, and in the shift of each draw."""
    n = len(changes)
    if n == 0:
        return [], []
    known: dict[frozenset[int], Floats] = {frozenset(): np.zeros(len(next(iter(stage.uniform.values()))))}

    def shift(among: frozenset[int]) -> Floats:
        if among not in known:
            chosen = moves([changes[i] for i in sorted(among)], stage.game.levels)
            known[among] = moved(stage, chosen)
        return known[among]

    parts, spreads = np.zeros(n), [np.zeros_like(known[frozenset()]) for _ in range(n)]
    for i, among, weight in _orders(n, stage.seed):
        with_it, without = shift(among | {i}), shift(among)
        parts[i] += weight * (np.median(with_it) - np.median(without))
        spreads[i] += weight * (with_it - without)
    return [float(part) for part in parts], spreads


def _orders(n: int, seed: int) -> list[tuple[int, frozenset[int], float]]:
    """Return (who joins, whom, with what weight): every set where that is feasible, else orders drawn at random."""
    if n <= _EXACT:
        return [
            (i, frozenset(among), math.factorial(size) * math.factorial(n - 1 - size) / math.factorial(n))
            for i in range(n)
            for size in range(n)
            for among in combinations([j for j in range(n) if j != i], size)
        ]
    generator = np.random.default_rng(seed)
    orders = [generator.permutation(n) for _ in range(_ORDERS)]
    return [(int(order[at]), frozenset(int(j) for j in order[:at]), 1 / _ORDERS) for order in orders for at in range(n)]


def _payments(game: Game, agency: Agency) -> tuple[Payment, ...]:
    found = settle(agency)
    method = "the least for which no set of patrons would rather be done without (Bernheim and Whinston 1986)"
    return tuple(
        Payment(
            patron=patron,
            least=estimate(f"least that {said(patron)} pays", found.least[:, j], unit="utility", method=method),
            most=estimate(f"most that {said(patron)} pays", found.most[:, j], unit="utility", method=method),
        )
        for j, patron in enumerate(game.patrons)
    )


def _hedging(client: str, agency: Agency) -> Estimate:
    from suasion.model.strategy.hedging_value import option_value

    return estimate(
        f"what having all patrons is worth to {said(client)} over the best one alone", option_value(agency),
        unit="utility", method="gain with all less the largest gain with one",
    )  # fmt: skip


def _problems(stage: Stage, scenario: Scenario) -> tuple[Problem, ...]:
    """Return what a reader must know before the answer."""
    found = []
    placed = stage.game.believed[f"position:{stage.contest.client}"]
    if placed.rests_on == "prior":
        found.append(
            Problem(
                input=stage.contest.client, place=scenario.issue, severity="warning",
                reason="Where the client stands on this issue is not identified: the record has no statement and no "
                "vote of it.",
                remedy="Add documents that tell, or take the shift and not the position.",
            )
        )  # fmt: skip
    return tuple(found)
