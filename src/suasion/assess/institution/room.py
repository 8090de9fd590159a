"""The room: what each member of an institution would gain by a text, and which part of that its patrons pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.model.strategy import Agency, losses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TEXTS: Final = np.linspace(-1.0, 1.0, 21)


@dataclass(frozen=True)
class Room:
    """All members in every draw.

    ``ideal`` and ``weight`` (draws, n_members) are each member's own, before any patron; ``aims`` and ``pulls``
    (draws, n_members, n_patrons) those of the patrons towards it. Positions are in [-1, 1], weights in utility.
    """

    ideal: Floats
    weight: Floats
    aims: Floats
    pulls: Floats

    @classmethod
    def of(cls, games: Sequence[Agency]) -> Room:
        """Return the room of members that each play a game with their patrons."""
        return cls(
            ideal=np.stack([game.ideal for game in games], axis=-1),
            weight=np.stack([game.weight for game in games], axis=-1),
            aims=np.stack([game.aims for game in games], axis=-2),
            pulls=np.stack([game.pulls for game in games], axis=-2),
        )

    @property
    def firmness(self) -> Floats:
        """What moving away from where it stands costs each member, its patrons' offers included."""
        whole: Floats = self.weight + self.pulls.sum(axis=-1)
        return whole

    @property
    def stand(self) -> Floats:
        """Where each member stands with its patrons' offers: the mean of all ideals by their weights."""
        drawn: Floats = self.weight * self.ideal + (self.pulls * self.aims).sum(axis=-1)
        return drawn / self.firmness

    def standing(self, stand: Floats) -> Room:
        """Return the room with its members standing elsewhere, as firmly; what patrons pay is no longer told apart."""
        return Room(ideal=stand, weight=self.firmness, aims=self.aims, pulls=np.zeros_like(self.pulls))

    def gain(self, text: float, reversion: float) -> Floats:
        """Return what each member would gain by a text over the reversion point, shape (draws, n_members).

        Notes
        -----
        W ((q - x)^2 - (t - x)^2) with the stand x and the firmness W: its own loss and its patrons' truthful schedules
        taken together (METHODS 4.1 to 4.5, 4.8), since their sum differs from this by a constant.
        """
        stand, firmness = self.stand, self.firmness
        now: Floats = losses(np.asarray(text), stand, firmness) - losses(np.asarray(reversion), stand, firmness)
        return now

    def paid(self, text: float, reversion: float) -> Floats:
        """Return the part of each member's gain that is each patron's, shape (draws, n_members, n_patrons)."""
        nearer: Floats = self.pulls * ((reversion - self.aims) ** 2 - (text - self.aims) ** 2)
        return nearer


def scale(room: Room, reversion: float) -> float:
    """Return the standard deviation of gains over members, draws and texts across the scale.

    Lambda is believed to be log-normal of payoffs whose deviation is 1 (METHODS 5). It is taken over all texts, so that
    a weak text, by which all gain or lose little, leaves the members near a coin's toss.
    """
    stand, firmness = room.stand, room.firmness
    texts = _TEXTS[:, None, None]
    gains = firmness * ((reversion - stand) ** 2 - (texts - stand) ** 2)
    return float(gains.std())
