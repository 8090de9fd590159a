"""The game: from uniform numbers to where the client stands, before and after some changes.

Common agency (METHODS 4.1 to 4.5) whose present equilibrium is what is observed: docs/methods/strategy.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from suasion.assess.scenario.flows_moved import Shift
from suasion.assess.scenario.inputs import Quantity
from suasion.assess.scenario.ties import Key, Ties
from suasion.codebook import Estimate
from suasion.model.strategy.agency import Agency
from suasion.model.strategy.beliefs import rank
from suasion.model.strategy.pressure import credible_pull

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

View = Literal["belief", "prior"]
_KEPT = 6  # columns of each input whose values are kept
_LEAST = 1e-6  # of the weight of a client that cares for nothing: it then follows whoever pays


@dataclass(frozen=True)
class Moves:
    """What is changed: levers, conditions, and the parties' own positions and salience.

    ``offered`` are levers whose rise is given for a move on this issue alone, ``tied`` and ``untied`` those made
    conditional on it altogether, or freed of any condition. ``beneath`` is how a lever moves before what is offered by
    it, where both are changed: that part of its rise has no condition.
    """

    shifts: Mapping[Key, Shift] = field(default_factory=dict)
    offered: frozenset[Key] = frozenset()
    tied: frozenset[Key] = frozenset()
    untied: frozenset[Key] = frozenset()
    positions: Mapping[str, float] = field(default_factory=dict)
    salience: Mapping[str, float] = field(default_factory=dict)
    beneath: Mapping[Key, Shift] = field(default_factory=dict)

    def without_offer(self, key: Key) -> Moves:
        """Return these moves without what is offered by one lever."""
        shifts = {name: shift for name, shift in self.shifts.items() if name != key}
        if key in self.beneath:
            shifts[key] = self.beneath[key]
        return replace(self, shifts=shifts, offered=self.offered - {key})

    def also(self, other: Moves) -> Moves:
        """Return these moves and some others, on top of them."""
        shifts = dict(self.shifts)
        for key, shift in other.shifts.items():
            shifts[key] = shifts[key].then(shift) if key in shifts else shift
        return Moves(
            shifts=shifts, offered=self.offered | other.offered, tied=self.tied | other.tied,
            untied=self.untied | other.untied, positions={**self.positions, **other.positions},
            salience={**self.salience, **other.salience},
            beneath={**self.beneath,
                     **{key: self.shifts[key] for key in other.offered - self.offered if key in self.shifts}},
        )  # fmt: skip


@dataclass(frozen=True)
class Played:
    """The game as it was played in every draw.

    ``agency`` has the ideals and pulls, ``position`` (draws,) is the client's, kept within [-1, 1]; ``leverage``
    (draws, n_patrons) is each patron's over all ties, conditional or not.
    """

    agency: Agency
    position: Floats
    leverage: Floats


@dataclass(frozen=True)
class _Pulls:
    """By patron (draws, n): th_j, and leverage over all ties."""

    pulls: Floats
    leverage: Floats


class Game:
    """One client, its patrons, and all that is believed of them on one issue.

    The observed position of the client is taken for the equilibrium under the ties that there are, so that its own
    ideal is x0 = ((s0 th0 + Th) x - sum th_j a_j) / (s0 th0), and a scenario without changes moves nothing.
    """

    def __init__(
        self, client: str, patrons: Sequence[str], believed: Mapping[str, Quantity], ties: Ties,
        levels: Mapping[Key, Estimate],
    ) -> None:  # fmt: skip
        self.client, self.patrons, self.believed = client, tuple(patrons), believed
        self.ties, self.levels = ties, levels
        self._kept: dict[View, tuple[Mapping[str, Floats], dict[str, Floats], _Pulls]] = {}
        self._values: dict[tuple[str, View, bytes], Floats] = {}
        self.levers: list[Key] = [(patron, name) for patron in self.patrons for name in ties.levers(patron)]

    @property
    def keys(self) -> list[str]:
        """The inputs in their order: one column of uniform numbers each."""
        return list(self.believed)

    def values(self, uniform: Mapping[str, Floats], view: View = "belief") -> dict[str, Floats]:
        """Return each input in every draw."""
        return {key: self._value(key, uniform[key], view) for key in self.believed}

    def _value(self, key: str, uniform: Floats, view: View) -> Floats:
        """Return one input; the last few columns are kept, since most answers change one input or none."""
        at = (key, view, uniform.tobytes())
        if at not in self._values:
            if len(self._values) >= _KEPT * len(self.believed):
                self._values.clear()
            one = self.believed[key]
            self._values[at] = (one.belief if view == "belief" else one.prior)(uniform)
        return self._values[at]

    def before(self, uniform: Mapping[str, Floats], view: View = "belief") -> Played:
        """Return where the client stands now: as observed."""
        return self.after(uniform, Moves(), view)

    def after(
        self, uniform: Mapping[str, Floats], moves: Moves, view: View = "belief",
        values: Mapping[str, Floats] | None = None,
    ) -> Played:  # fmt: skip
        """Return where the client settles after some moves, draw by draw.

        Parameters
        ----------
        uniform
            Shape (draws,), in (0, 1), by input.
        moves
            What is changed.
        view
            "prior" takes every input as it is believed to be before any evidence.
        values
            Inputs to take instead of those that the uniform numbers give; leverage after moves keeps its ratio.
        """
        v, now = self._now(uniform, view, values)
        observed = v[f"position:{self.client}"]
        weight = np.maximum(_LEAST, v[f"salience:{self.client}"] * v[f"cost:{self.client}"])
        aims = np.stack([v[f"position:{patron}"] for patron in self.patrons], axis=-1)
        # The ideal behind what is observed, from the pulls that are there (METHODS 4.5 turned round).
        ideal = observed + (now.pulls * (observed[:, None] - aims)).sum(axis=-1) / weight
        if moves != Moves():
            ideal = ideal + (moves.positions[self.client] - observed if self.client in moves.positions else 0.0)
            if self.client in moves.salience:
                weight = np.maximum(_LEAST, moves.salience[self.client] * v[f"cost:{self.client}"])
            aims = np.stack(
                [
                    np.full_like(observed, moves.positions[p]) if p in moves.positions else v[f"position:{p}"]
                    for p in self.patrons
                ],
                axis=-1,
            )
            now = self._pulls(v, uniform, moves, view)
        game = Agency(ideal=ideal, weight=weight, aims=aims, pulls=now.pulls)
        whole = weight + now.pulls.sum(axis=-1)
        position = (weight * ideal + (now.pulls * aims).sum(axis=-1)) / whole
        return Played(game, np.clip(position, -1.0, 1.0), now.leverage)

    def _now(
        self, uniform: Mapping[str, Floats], view: View, values: Mapping[str, Floats] | None
    ) -> tuple[Mapping[str, Floats], _Pulls]:
        """Return the inputs and the pulls as things stand; those of the last draws are kept."""
        if values is not None:
            return values, self._pulls(values, uniform, Moves(), view)
        kept = self._kept.get(view)
        if kept is None or kept[0] is not uniform:
            v = self.values(uniform, view)
            kept = self._kept[view] = (uniform, v, self._pulls(v, uniform, Moves(), view))
        return kept[1], kept[2]

    def _pulls(self, v: Mapping[str, Floats], uniform: Mapping[str, Floats], moves: Moves, view: View) -> _Pulls:
        """Return the patrons' pulls.

        th = rho (s (1 - prod over groups of (1 - max gamma L)) + sum of what is offered for this issue alone). Ties
        that are there serve all issues as the patron cares for them; an offer serves the one that it is made for.
        """
        found = [self._pull(patron, v, uniform, moves=moves, view=view) for patron in self.patrons]
        return _Pulls(*(np.stack(part, axis=-1) for part in zip(*found, strict=True)))

    def _pull(
        self, patron: str, v: Mapping[str, Floats], uniform: Mapping[str, Floats], *, moves: Moves, view: View
    ) -> tuple[Floats, Floats]:
        """Return one patron's pull and its leverage over all ties, shape (draws,) each."""
        salience = v[f"salience:{patron}"]
        if patron in moves.salience:
            salience = np.full_like(salience, moves.salience[patron])
        kept: dict[int, Floats] = {}
        whole: dict[int, Floats] = {}
        tied: dict[int, Floats] = {}  # a dollar that stands in two instruments counts once, tied too
        offered: Floats = np.zeros_like(salience)
        for name in self.ties.levers(patron):
            key = (patron, name)
            now, share = self._leverage(key, v, uniform, moves, view)
            if name == "sanction":
                now = self._believed(patron, now, salience, v)
            group = self.ties.all[key].group
            whole[group] = np.maximum(whole[group], now) if group in whole else now
            if key in moves.tied:
                tied[group] = np.maximum(tied[group], now) if group in tied else now
                continue
            if key in moves.offered:
                firm, _ = self._leverage(key, v, uniform, moves.without_offer(key), view)
                if name == "sanction":
                    firm = self._believed(patron, firm, salience, v)
                offered = offered + np.maximum(0.0, now - firm)
                now = np.minimum(firm, now)
            part = np.zeros_like(share) if key in moves.untied else share * now
            kept[group] = np.maximum(kept[group], part) if group in kept else part
        offered = offered + sum(tied.values())
        pull = v[f"credibility:{patron}"] * (salience * _union(kept, salience) + offered)
        return pull, _union(whole, salience)

    def _believed(self, patron: str, loss: Floats, salience: Floats, v: Mapping[str, Floats]) -> Floats:
        """Return what is left of a sanction's leverage for what it costs its sender; nothing if that is too much.

        The sender gains at most what the client's coming all the way to its ideal is worth to it.
        """
        one = np.ones_like(loss)
        gain = salience * (v[f"position:{self.client}"] - v[f"position:{patron}"]) ** 2
        return credible_pull(one, one, np.minimum(loss, 1.0), loss * self.ties.sizes.get(patron, 0.0), gain)

    def _leverage(
        self, key: Key, v: Mapping[str, Floats], uniform: Mapping[str, Floats], moves: Moves, view: View
    ) -> tuple[Floats, Floats]:
        """Return a tie's leverage after the moves, and the part of it that is conditional."""
        patron, name = key
        tie, level = self.ties.all[key], self.levels.get(key)
        now = (level.value or 0.0) if level is not None else 0.0
        at = f"leverage:{patron}:{name}"
        before, share = v[at], v[f"conditional:{patron}:{name}"]
        # A lever bears on the same instrument of others, whose share of it changes, and on nothing else.
        if all(other != name for _, other in moves.shifts):
            return before, share
        own = moves.shifts.get(key)
        if view == "prior":
            if own is None:
                return before, share
            first, shifted = tie.prior, self.ties.by_priors(tie, own, now)
        else:
            first, shifted = tie.draws, self.ties.shifted(tie, moves.shifts, now)
        place = self.ties.order(tie, prior=view == "prior")[rank(uniform[at], len(first))]
        # As a ratio, so that an input that was set or jittered keeps what the levers do to it.
        held = first[place]
        ratio = np.divide(shifted[place], held, out=np.ones_like(held), where=held > 0)
        after = np.where(held > 0, before * ratio, shifted[place])
        return np.clip(after, 0.0, 1.0), share


def _union(groups: Mapping[int, Floats], like: Floats) -> Floats:
    """Return 1 - prod(1 - L), as the brief adds up instruments."""
    left = np.ones_like(like)
    for part in groups.values():
        left = left * (1 - part)
    return 1 - left
