"""Assuming: positions and salience that a person knows and the record does not, taken as given in every game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from suasion.assess.institution.seats import Seated
from suasion.assess.scenario.game import Game
from suasion.assess.scenario.inputs import Quantity
from suasion.codebook import Estimate
from suasion.codebook.scenario import Change
from suasion.model.strategy.beliefs import fixed

GIVEN: Final = "given by who asks"


def assumed(room: Seated, assumptions: Sequence[Change]) -> Seated:
    """Return the room with some positions and salience as given, for what is believed and for the prior alike.

    Parameters
    ----------
    room
        Members with their games.
    assumptions
        Each of verb "position" or "salience", of a member or a patron; any other is passed over.
    """
    given = {
        f"{one.verb}:{one.actor}": one.amount
        for one in assumptions
        if one.verb in ("position", "salience") and one.amount is not None
    }
    if not given:
        return room
    stages = {}
    for member, stage in room.stages.items():
        game = stage.game
        believed = _given(game.believed, given)
        stages[member] = replace(stage, game=Game(game.client, game.patrons, believed, game.ties, game.levels))
    return replace(room, stages=stages)


def _given(believed: Mapping[str, Quantity], given: Mapping[str, float]) -> dict[str, Quantity]:
    return {
        key: replace(
            one,
            estimate=Estimate(name=one.words, value=given[key], unit=one.estimate.unit, method=GIVEN, note=GIVEN),
            rests_on="given", belief=fixed(given[key]), prior=fixed(given[key]),
        )
        if key in given
        else one
        for key, one in believed.items()
    }  # fmt: skip
