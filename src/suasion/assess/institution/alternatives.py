"""Alternatives: the chance to pass under other rules, where other models put the text, and the text to propose."""

from __future__ import annotations

from typing import Final

import numpy as np

from suasion.assess.institution.results import NO_EFFECT, BestText
from suasion.assess.institution.room import Room
from suasion.assess.institution.table import Table
from suasion.assess.institution.telling import Teller
from suasion.assess.institution.vote import SHARED, Vote
from suasion.assess.naming import said
from suasion.assess.scenario.results import OtherModel
from suasion.codebook import Estimate
from suasion.errors import InputError
from suasion.model.strategy import best_text, compromise, majority

PEERED: Final = "members draw one another first"
_TEXTS: Final = 41  # tried between the reversion point and the proposer's ideal


def rules(teller: Teller, vote: Vote, peered: Vote) -> tuple[tuple[str, Estimate], ...]:
    """Return the chance to pass under other rules, and under other assumptions about what members share."""
    at_zero, twice = vote.again(0.0), vote.again(2 * (vote.shared or SHARED))
    found = {
        "nobody objects": vote.with_objectors(0),
        "at most one objects": vote.with_objectors(1),
        "at most two object": vote.with_objectors(2),
        "members may stand aside": vote.standing_aside(),
        "two thirds agree": vote.agreed(2 / 3),
        "more than half agree": vote.agreed((vote.gain.shape[-1] // 2 + 1) / vote.gain.shape[-1]),
        NO_EFFECT: vote.of_no_effect(),
        "nobody objects, answers independent": at_zero,
        "nobody objects, shared shock twice as large": twice,
    }
    told = [(name, teller.chance(f"passes if {name}", values)) for name, values in found.items()]
    name = f"nobody objects, {PEERED}"
    return *told, (name, teller.chance(f"passes if {name}", peered.passes, teller.with_peers))


def others(teller: Teller, table: Table, peered: Vote) -> tuple[OtherModel, ...]:
    """Return where a mean, a median and majorities would put the text, members alike in power."""
    games = table.seated.play(table.moves, uniform=table.uniform)
    position = np.clip(Room.of(games).stand, -1.0, 1.0)
    weight = table.salience()
    stays = np.full(len(position), table.reversion)
    found = {
        "weighted mean": compromise(position, np.ones_like(weight), weight),
        PEERED: compromise(np.clip(peered.room.stand, -1, 1), np.ones_like(weight), weight),
        "plain mean": position.mean(axis=-1),
        "weighted median": majority(position, weight, stays, 0.5),
        "weighted majority of two thirds": majority(position, weight, stays, 2 / 3),
        "no text": stays,
    }
    notes = {
        "weighted mean": "weights: salience; no member has more power than another",
        PEERED: f"their weighted mean then; who cares less heeds its peers more; {table.seated.peers.note}",
        "weighted majority of two thirds": "the pivot, or the reversion point where it lies between both pivots",
    }
    return tuple(
        OtherModel(
            name=name.replace(" ", "-"), title=name, note=notes.get(name, ""),
            position=teller.spread(
                f"text by {name}", values, "position", teller.with_peers if name == PEERED else None
            ),
        )
        for name, values in found.items()
    )  # fmt: skip


def best(teller: Teller, vote: Vote, proposer: str | None, *, required: bool) -> BestText | None:
    """Return the text that pays a proposer best; None where it is no member and none is required.

    Raises
    ------
    InputError
        If a proposer is required and is no member.
    """
    if proposer not in teller.seated.members:
        if required:
            raise InputError(
                f"{proposer} is no member and cannot propose. Name one of {', '.join(teller.seated.members)}."
            )
        return None
    found = best_text(
        vote.room.stand, vote.room.firmness / vote.unit, np.full(len(vote.responsiveness), vote.reversion),
        vote.responsiveness, proposer=teller.seated.members.index(proposer), shared=vote.shared,
        breaking=vote.breaking, steps=_TEXTS,
    )  # fmt: skip
    return BestText(
        proposer=proposer,
        strength=teller.spread(f"text that pays {said(proposer)} best to propose", found.strength, "position"),
        passes=teller.chance("that text passes", found.passes),
    )
