"""Stage: all that a scenario's game needs, read once from the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suasion.assess.assessment import LedgerEntry, PatronLeverage, Position
from suasion.assess.ledger import ledger
from suasion.assess.leverage import leverage
from suasion.assess.once import Once
from suasion.assess.positions import positions
from suasion.assess.rows import Evidence, observation_rows
from suasion.assess.scenario.bounds import Bounds
from suasion.assess.scenario.draws import uniforms
from suasion.assess.scenario.game import Game
from suasion.assess.scenario.inputs import quantities
from suasion.assess.scenario.levers import level
from suasion.assess.scenario.sanctions import sizes
from suasion.assess.scenario.ties import Form, Key, Ties
from suasion.assess.supply import Supply, supply
from suasion.codebook import Contest, Estimate
from suasion.codebook.scenario import Change

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """What an assessment has worked out already and a scenario would otherwise work out again."""

    held: Supply
    leverage: tuple[PatronLeverage, ...]
    positions: tuple[Position, ...]
    ledger: tuple[LedgerEntry, ...]


def known(record: Evidence, contest: Contest, *, draws: int, seed: int) -> Known:
    """Return what a scenario needs of an assessment, worked out from the record."""
    held = supply(record, contest)
    return Known(
        held=held,
        leverage=leverage(record, contest, draws=draws, seed=seed, held=held),
        positions=positions(record, contest),
        ledger=ledger(record, contest),
    )


@dataclass(frozen=True)
class Stage:
    """A contest on one issue, ready to be played: the game, its draws, and the bounds of its levers."""

    contest: Contest
    issue: str
    game: Game
    uniform: dict[str, Floats]
    bounds: Bounds
    draws: int
    seed: int

    @property
    def known_by(self) -> str:
        """By what the client's present position is known, in words for a method."""
        rests = self.game.believed[f"position:{self.contest.client}"].rests_on
        return {"prior": "assumed, not observed", "given": "as given by who asks"}.get(rests, "as observed")

    def bound(self, key: Key) -> Estimate:
        """Return the most that a lever may be moved to."""
        levels = {who: e for (who, name), e in self.game.levels.items() if name == key[1]}
        return self.bounds.bound(*key, self.game.levels[key], levels)


class Theatre:
    """A contest whose issues can be staged one after the other, on the same draws of leverage."""

    def __init__(
        self, record: Evidence, contest: Contest, *, draws: int = 2048, seed: int = 0, also: Iterable[Key] = (),
        had: Known | None = None, form: Form = "parts",
    ) -> None:  # fmt: skip
        record = record if isinstance(record, Once) else Once(record)
        self.contest, self.draws, self.seed = contest, draws, seed
        self.known = had or known(record, contest, draws=draws, seed=seed)
        sanctions = observation_rows(record, contest.as_of, ["sanction"], involving=[contest.client])
        self.ties = Ties(
            contest, self.known.held, self.known.leverage, {row["id"]: row["label"] or "" for row in sanctions},
            also=also, form=form, draws=draws, seed=seed,
        )  # fmt: skip
        self.ties.sizes = sizes(record, contest)
        self.bounds = Bounds(record, contest)
        self.levels = {key: self._level(key) for key in self.ties.all}
        for name in {name for _, name in self.levels}:
            there = [e.value for (_, other), e in self.levels.items() if other == name and e.value]
            if there:
                self.ties.usual[name] = sum(there) / len(there)

    def stage(self, issue: str, given: Sequence[Change] = ()) -> Stage:
        """Return the game on one issue; ``given`` are positions and salience that are taken for known."""
        believed = quantities(
            self.contest.client, self.contest.patrons, issue, positions=self.known.positions,
            ledger=self.known.ledger, ties=self.ties, given=given,
        )  # fmt: skip
        game = Game(self.contest.client, self.contest.patrons, believed, self.ties, self.levels)
        uniform = uniforms(game.keys, draws=self.draws, seed=self.seed)
        return Stage(self.contest, issue, game, uniform, self.bounds, self.draws, self.seed)

    def _level(self, key: Key) -> Estimate:
        line = self.ties.all[key].line
        return level(
            self.contest, *key, counted=self.ties.counting(*key), told=line.statements if line else (),
            held=self.known.held,
        )  # fmt: skip
