"""Steps: what each change of a scenario moves, and what that rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.naming import said
from suasion.assess.scenario.changes import after as level_after
from suasion.assess.scenario.changes import moves
from suasion.assess.scenario.game import Game
from suasion.assess.scenario.guards import moved
from suasion.assess.scenario.results import RestsOn, Step
from suasion.assess.scenario.stage import Stage
from suasion.codebook import Estimate
from suasion.codebook.scenario import Change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_EXACT: Final = 6  # changes whose every order is gone through
_ORDERS: Final = 64  # of more


def steps(stage: Stage, changes: Sequence[Change]) -> tuple[Step, ...]:
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
        # What moving costs the client bears on every step alike, and is told once.
        rests_on=weakest(
            [game.believed[key].rests_on for key in inputs if key in game.believed and not key.startswith("cost:")]
        ),
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
