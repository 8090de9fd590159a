"""Other models on the same inputs, so that a reader sees how much hangs on the choice of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.scenario.draws import estimate
from suasion.assess.scenario.game import Game, Moves, Played
from suasion.assess.scenario.results import OtherModel
from suasion.model.strategy.compromise import compromise, weighted_median
from suasion.model.strategy.condorcet import coalitions, conditional_election, pairwise
from suasion.model.strategy.expected_utility import UNSTABLE, expected_utility

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_DRAWS_OF_BARGAINING: Final = 64  # it is worked out one draw after another
_ROUNDS: Final = 10
_CAPABILITY: Final = "the client counts 1, each patron by its leverage over all ties after the changes"


def others(game: Game, values: dict[str, Floats], after: Played, moves: Moves) -> tuple[OtherModel, ...]:
    """Return what the compromise, the median, an election, expected utility and no change at all say.

    Parameters
    ----------
    game
        Whose inputs.
    values
        Inputs in every draw, shape (draws,) each.
    after
        The game as it was played after the changes.
    moves
        The changes.
    """
    observed = values[f"position:{game.client}"]
    parties = (game.client, *game.patrons)
    salience = np.stack(
        [
            np.full_like(observed, moves.salience[p]) if p in moves.salience else values[f"salience:{p}"]
            for p in parties
        ],
        axis=-1,
    )
    own = moves.positions.get(game.client)
    first = observed if own is None else np.full_like(observed, own)
    position = np.column_stack([first, after.agency.aims])
    capability = np.column_stack([np.ones_like(observed), after.leverage])
    weight = capability * np.maximum(salience, 1e-9)
    found = {
        "compromise": ("Compromise: mean weighed by capability and salience", compromise(position, capability,
                       np.maximum(salience, 1e-9)), _CAPABILITY),
        "median": ("Weighted median", weighted_median(position, weight), _CAPABILITY),
        "condorcet": ("Probabilistic Condorcet election among the parties' positions", _elected(position, weight),
                      f"{_CAPABILITY}; the mean of the positions by their chance to beat all others"),
        "expected-utility": ("Expected utility (Scholz, Calbert and Smith), ten rounds",
                             _bargained(position, capability, salience, seed=game.ties.seed),
                             f"{UNSTABLE} Of {_DRAWS_OF_BARGAINING} of the draws alone."),
        "status-quo": ("No change: the position as observed", observed, ""),
    }  # fmt: skip
    return tuple(
        OtherModel(
            name=name, title=title, note=note,
            position=estimate(f"position of {game.client}: {title}", draws, unit="position", method=title),
        )
        for name, (title, draws, note) in found.items()
    )  # fmt: skip


def _elected(position: Floats, weight: Floats) -> Floats:
    utility = -np.abs(position[..., :, None] - position[..., None, :])
    chances = conditional_election(pairwise(coalitions(utility, weight)))
    mean: Floats = (chances * position).sum(axis=-1)
    return mean


def _bargained(position: Floats, capability: Floats, salience: Floats, *, seed: int) -> Floats:
    """Return the client's position after ten rounds in some draws, one after another."""
    # Picked at random: draws that follow one another lie close together in some inputs.
    some = np.random.default_rng(seed).permutation(len(position))[:_DRAWS_OF_BARGAINING]
    ends = [
        expected_utility(x, c, np.clip(s, 0, 1), rounds=_ROUNDS).positions[-1, 0] if np.ptp(x) > 0 else x[0]
        for x, c, s in zip(position[some], capability[some], salience[some], strict=True)
    ]
    return np.array(ends)
