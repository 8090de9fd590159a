"""The table: everything behind one answer, from which a vote is taken with the changes or without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.institution.base import BASE_RATE, base_rate
from suasion.assess.institution.peers import together
from suasion.assess.institution.room import Room, scale
from suasion.assess.institution.seats import Seated, jittered
from suasion.assess.institution.vote import Vote
from suasion.assess.scenario.game import Moves, View
from suasion.assess.scenario.inputs import Quantity
from suasion.codebook.organisation import DecisionRule
from suasion.model.strategy.beliefs import lognormal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RESPONSIVENESS: Final = "responsiveness"


@dataclass(frozen=True)
class Table:
    """Everything behind one answer: the room's games, its uniform numbers, the rule, the text and the changes."""

    seated: Seated
    uniform: dict[str, Floats]
    rule: DecisionRule
    text: float
    reversion: float
    shared: float
    moves: Mapping[str, Moves]

    @cached_property
    def base(self) -> Quantity:
        """How often the institution ends with a text, from what was known when its members are counted."""
        return base_rate(self.rule.organisation, self.seated.date)

    def known(self) -> dict[str, Quantity]:
        """Return every input of the room, and the base rate."""
        return self.seated.quantities() | {self.base.key: self.base}

    def vote(self, *, changed: bool, view: View = "belief", noise: float = 0.0) -> Vote:
        """Return the vote with the changes or without; its unit is that of gains without them, and without noise."""
        return self._voted(self.uniform, changed=changed, view=view, noise=noise)

    def drawn_together(self, vote: Vote) -> Vote:
        """Return a vote after the changes as it would be had members drawn one another before."""
        return replace(vote, room=together(vote.room, self.seated.peers.influence, self.salience()))

    def drawn_again(self) -> Vote:
        """Return the vote after the changes with all that rests on a prior alone drawn anew, all else as it was."""
        told = self.known()
        again = {
            name: column if name in told and told[name].rests_on != "prior" else np.roll(column, len(column) // 2)
            for name, column in self.uniform.items()
        }
        return self._voted(again, changed=True, view="belief", noise=0.0)

    def _voted(self, uniform: Mapping[str, Floats], *, changed: bool, view: View, noise: float) -> Vote:
        before = self.seated.play({}, view, uniform=self.uniform)
        games = self.seated.play(self.moves if changed else {}, view, noise=noise, uniform=uniform)
        lam = lognormal(1.0, 1.0)(uniform[RESPONSIVENESS])
        base = self.base.belief(uniform[BASE_RATE])
        if noise:
            base = jittered(BASE_RATE, base, noise, draws=self.seated.draws, seed=self.seated.seed)
            lam = jittered(RESPONSIVENESS, lam, noise, draws=self.seated.draws, seed=self.seated.seed)
        return Vote.on(
            games, self.text, self.reversion, unit=scale(Room.of(before), self.reversion) or 1.0, responsiveness=lam,
            base=base, quota=self.rule.quota, shared=self.shared,
        )  # fmt: skip

    def salience(self) -> Floats:
        """Return each member's salience after the changes, (draws, n_members)."""
        columns = []
        for member, stage in self.seated.stages.items():
            key = f"salience:{member}"
            drawn = stage.game.believed[key].belief(self.uniform[key])
            columns.append(np.full_like(drawn, self.moves[member].salience.get(member, np.nan)))
            columns[-1] = np.where(np.isnan(columns[-1]), drawn, columns[-1])
        return np.maximum(np.stack(columns, axis=-1), 1e-9)
