"""Guards: whether an answer comes from the record or from what was assumed, and whether it holds still."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.naming import said
from suasion.assess.scenario.draws import estimate
from suasion.assess.scenario.game import Moves
from suasion.assess.scenario.inputs import in_a_sentence
from suasion.assess.scenario.results import Driver, Guard
from suasion.assess.scenario.stage import Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SAME: Final = 0.1  # part by which the answer must differ from the one by priors alone
NEAR: Final = 0.01  # of a position: two answers this near say the same. Half a percent of the scale
MOST: Final = 0.5  # part of the variance that may come from what nothing in the record tells of
NOISE: Final = 0.01
UNSTABLE: Final = 0.02  # of the scale
_ROWS: Final = 1024  # of each run for the indices, at least
_SCALE: Final = 2.0
_REORDERED: Final = 4  # times


def moved(stage: Stage, moves: Moves, uniform: Mapping[str, Floats] | None = None) -> Floats:
    """Return how far the client moves in each draw."""
    u = stage.uniform if uniform is None else uniform
    shift: Floats = stage.game.after(u, moves).position - stage.game.before(u).position
    return shift


def guard(stage: Stage, moves: Moves) -> Guard:
    """Return the guards' verdict on what some moves do (METHODS 4.11 and 6.12).

    The answer is called "assumption-driven" if priors alone give the same within a tenth, or if half of its variance
    or more comes from inputs of which the record tells nothing, or hardly anything (`Quantity.assumed`).
    """
    game, u = stage.game, stage.uniform
    full = moved(stage, moves)
    alone = game.after(u, moves, "prior").position - game.before(u, "prior").position
    one, other = float(np.median(full)), float(np.median(alone))
    same = abs(one - other) <= max(SAME * max(abs(one), abs(other)), NEAR)
    share = assumed_share(stage, lambda values: moved(stage, moves, values))
    noise = _noise(stage, moves)
    driven = same or share >= MOST
    reasons = [
        f"priors alone move it by {other:+.3f}, the record by {one:+.3f}",
        f"{100 * share:.0f} % of the variance of the answer comes from inputs of which the record tells nothing or "
        "hardly anything",
    ]
    return Guard(
        prior_only=estimate(
            f"how far {game.client} moves by priors alone", alone, unit="position", method="every input at its prior"
        ),
        label="assumption-driven" if driven else "evidence-driven",
        noise=noise,
        unstable=noise >= UNSTABLE,
        note="; ".join(reasons),
    )


def assumed_share(stage: Stage, answer: Callable[[Mapping[str, Floats]], Floats]) -> float:
    """Return which part of an answer's variance comes from inputs that are about where their priors are, in [0, 1].

    The total index of that group of inputs (Jansen 1999): the variance that would stay if all others were known. The
    group's draws are put in another order at random, a few times. Shifting them along the sequence would not do: its
    points come in pairs that lie at a fixed distance in each input, so that some inputs would hardly change and others
    change too much (measured on five changes: 0.6 to 1.0 where 200,000 independent draws gave 0.70 to 0.82).
    """
    base = answer(stage.uniform)
    spread = float(base.var())
    if spread <= 1e-18:
        return 1.0
    assumed = {key for key, one in stage.game.believed.items() if one.assumed}
    generator = np.random.default_rng([stage.seed, _REORDERED])
    apart = []
    for _ in range(_REORDERED):
        order = generator.permutation(len(base))
        again = {key: column[order] if key in assumed else column for key, column in stage.uniform.items()}
        apart.append(float(((answer(again) - base) ** 2).mean()))
    return float(np.clip(np.mean(apart) / (2 * spread), 0.0, 1.0))


def drivers(stage: Stage, answer: Callable[[Mapping[str, Floats]], Floats], *, most: int = 8) -> tuple[Driver, ...]:
    """Return the inputs from which most of an answer's variance comes, the largest total index first.

    Parameters
    ----------
    stage
        The game.
    answer
        From uniform numbers by input to what is asked, shape (draws,): a shift, or whether a target is reached.
    most
        How many are returned at most; those below a hundredth never are.
    """
    from suasion.model.strategy.sensitivity import sensitivity

    believed = stage.game.believed
    keys = [key for key in sorted(stage.game.keys) if believed[key].rests_on != "given"]
    given = [key for key in stage.game.keys if believed[key].rests_on == "given"]

    def answers(points: Floats) -> Floats:
        columns = dict(zip(keys, np.clip(points, 1e-9, 1 - 1e-9).T, strict=True))
        return answer(columns | dict.fromkeys(given, columns[keys[0]]))

    rows = max(_ROWS, 1 << (8 * len(keys) - 1).bit_length())
    found = sensitivity(answers, len(keys), seed=stage.seed, n=rows)
    if not np.isfinite(found.total).all():
        return ()
    order = sorted(range(len(keys)), key=lambda i: (-float(found.total[i]), keys[i]))
    return tuple(
        Driver(
            key=keys[i], words=believed[keys[i]].words, first=float(np.clip(found.first[i], 0.0, 1.0)),
            total=float(np.clip(found.total[i], 0.0, 1.0)), rests_on=believed[keys[i]].rests_on,
        )
        for i in order[:most]
        if found.total[i] >= 0.01
    )  # fmt: skip


def narrows(stage: Stage, found: tuple[Driver, ...]) -> str:
    """Return which missing datum would narrow the answer most, and what could tell it."""
    weak = next((one for one in found if one.rests_on != "record"), None)
    if weak is None:
        weak = found[0] if found else None
    if weak is None:
        return "No single input stands out."
    return f"{weak.words[0].upper()}{weak.words[1:]}: {_tells(weak.key, stage)}"


def _tells(key: str, stage: Stage) -> str:
    kind, who, *_ = key.split(":")
    name = said(who)
    return {
        "position": f"a statement or vote of {name} on {in_a_sentence(stage.issue)} would tell",
        "salience": f"more of what {name} says on any issue would tell",
        "cost": f"an episode in which {name} moved against its own stand, and what it was given, would tell",
        "credibility": f"what became of the promises of {name} would tell",
        "conditional": "the terms on which it is given would tell",
        "leverage": "rows of what is given by it, and by whom else, would tell",
    }[kind]


def _noise(stage: Stage, moves: Moves) -> float:
    """Return how far 1 % of noise in every input moves the 5 or 95 % of the answer, as a part of the scale."""
    game, u = stage.game, stage.uniform
    values = game.values(u)
    generator = np.random.default_rng(stage.seed)
    shaken = {}
    for key, value in values.items():
        wobble = NOISE * generator.standard_normal(len(value))
        # A position has no zero to be a part of: one percent is of its scale.
        shaken[key] = (
            np.clip(value + _SCALE * wobble, -1, 1)
            if key.startswith("position:")
            else np.maximum(0, value * (1 + wobble))
        )
    ends = [np.quantile(game.after(u, moves, values=v).position, [0.05, 0.95]) for v in (values, shaken)]
    return float(np.abs(ends[1] - ends[0]).max() / _SCALE)
