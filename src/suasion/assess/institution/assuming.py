"""Assuming: what a person knows of members and patrons and the record does not, taken as given in every game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from suasion.assess.institution.seats import Seated
from suasion.assess.scenario.game import Game
from suasion.assess.scenario.inputs import taking
from suasion.codebook.scenario import Change
from suasion.errors import InputError


def assumed(room: Seated, assumptions: Sequence[Change]) -> Seated:
    """Return the room with some inputs as given, for what is believed and for the prior alike.

    Parameters
    ----------
    room
        Members with their games.
    assumptions
        Positions and salience of members or patrons, the credibility of patrons, what moving costs a member at home.

    Raises
    ------
    InputError
        If one is of nobody in the room of whom it could be.
    """
    for one in assumptions:
        if not any(f"{one.verb}:{one.actor}" in stage.game.believed for stage in room.stages.values()):
            whose = ", ".join(room.members if one.verb == "cost" else room.patrons)
            raise InputError(f"{one.written!r}: a {one.verb} is of one of {whose}. Name one of these.")
    if not assumptions:
        return room
    stages = {}
    for member, stage in room.stages.items():
        game = stage.game
        believed = taking(game.believed, assumptions)
        stages[member] = replace(stage, game=Game(game.client, game.patrons, believed, game.ties, game.levels))
    return replace(room, stages=stages)
