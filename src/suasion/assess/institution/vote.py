"""The vote: a room of members and a text, and the chance that it passes in every draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from suasion.assess.institution.chances import objectors, unopposed
from suasion.assess.institution.room import Room
from suasion.model.strategy import Agency, Consensus, breaking_cost, consensus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHARED = 1.0
"""Deviation of the shock that all members feel at once, over that of gains. Heuristic: as large as what sets members
apart; results at 0 and twice as much stand beside it."""


@dataclass(frozen=True)
class Vote:
    """A text put to the members of a room; gains are over ``unit``, the deviation of all gains.

    ``base`` (draws,) is the chance that a text which changes nothing for anyone passes by consensus: what breaking
    consensus costs a member is solved for it in every draw, and holds for every other answer too.
    """

    room: Room
    text: float
    reversion: float
    unit: float
    responsiveness: Floats
    base: Floats
    quota: float = 1.0
    shared: float = SHARED

    @classmethod
    def on(
        cls, games: Sequence[Agency], text: float, reversion: float, *, unit: float, responsiveness: Floats,
        base: Floats, quota: float = 1.0, shared: float = SHARED,
    ) -> Vote:  # fmt: skip
        """Return the vote of members that each play a game with their patrons."""
        return cls(Room.of(games), text, reversion, unit, responsiveness, base, quota, shared)

    @cached_property
    def gain(self) -> Floats:
        """What each member gains, (draws, n_members)."""
        return self.room.gain(self.text, self.reversion) / self.unit

    @cached_property
    def breaking(self) -> Floats:
        """What breaking consensus costs a member, in units of gain, (draws,)."""
        return self._breaking(self.shared)

    @cached_property
    def by_consensus(self) -> Consensus:
        """The members' answers where each may block."""
        return self.answers(self.gain)

    @cached_property
    def against(self) -> Floats:
        """The chance of so many objectors, (draws, n_members + 1)."""
        return objectors(self.gain, self.responsiveness, shared=self.shared, breaking=self.breaking)

    @property
    def passes(self) -> Floats:
        """The chance that enough members agree, (draws,)."""
        return self.by_consensus.passes if self.quota == 1 else self.agreed(self.quota)

    @property
    def against_base(self) -> Floats:
        """What the text changes: its chance to pass less that of one that changes nothing for anyone, (draws,)."""
        return self.passes - self.base

    @property
    def blocks_alone(self) -> Floats:
        """The chance that a member objects and nobody else does, (draws, n_members)."""
        alone: Floats = self.by_consensus.minus - self.by_consensus.passes[..., None]
        return alone

    def agreed(self, quota: float) -> Floats:
        """Return the chance that at least such a part of the members agrees, (draws,)."""
        n = self.gain.shape[-1]
        most = n - math.ceil(quota * n - 1e-9)
        whole: Floats = self.against[..., : most + 1].sum(axis=-1)
        return whole

    def with_objectors(self, most: int) -> Floats:
        """Return the chance that no more than so many members object, (draws,)."""
        whole: Floats = self.against[..., : most + 1].sum(axis=-1)
        return whole

    def standing_aside(self) -> Floats:
        """Return the chance that nobody blocks where each may stand aside, (draws,)."""
        return unopposed(self.gain, self.responsiveness, shared=self.shared, breaking=self.breaking)

    def of_no_effect(self) -> Floats:
        """Return the chance that nobody objects to a text that changes nothing for anyone, (draws,)."""
        return self.answers(np.zeros_like(self.gain)).passes

    def again(self, shared: float) -> Floats:
        """Return the chance that nobody objects under another shared shock, (draws,)."""
        cost = self._breaking(shared)
        return consensus(self.gain, self.responsiveness, shared=shared, breaking=cost).passes

    def answers(self, gain: Floats) -> Consensus:
        """Return the members' answers, each of which may block, if they gained so much, (draws, n_members)."""
        return consensus(gain, self.responsiveness, shared=self.shared, breaking=self.breaking)

    def _breaking(self, shared: float) -> Floats:
        return breaking_cost(self.base, self.responsiveness, members=self.gain.shape[-1], shared=shared)
