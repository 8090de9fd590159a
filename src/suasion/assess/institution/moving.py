"""Moving: what a scenario's changes do in the game of each member."""

from __future__ import annotations

from collections.abc import Sequence

from suasion.assess.institution.seats import Seated
from suasion.assess.naming import said
from suasion.assess.scenario.changes import moves
from suasion.assess.scenario.game import Moves
from suasion.assess.scenario.stage import Stage
from suasion.codebook import Problem
from suasion.codebook.scenario import Change, Scenario
from suasion.errors import InputError


def checked(scenario: Scenario, members: Sequence[str]) -> None:
    """Refuse changes of actors that are not in the room, and a client that is no member.

    Raises
    ------
    InputError
        If a lever is no patron's, a position or salience is neither a member's nor a patron's, or the client is no
        member.
    """
    if scenario.client is not None and scenario.client not in members:
        raise InputError(
            f"{scenario.client} is no member of {scenario.institution} then. Name one of {', '.join(members)}, or none."
        )
    alone = [member for member in members if set(scenario.patrons) == {member}]
    if alone:
        raise InputError(f"{alone[0]} is a member and the only patron, so that nobody courts it. Name a second patron.")
    for change in scenario.changes:
        if change.instrument is not None and change.actor not in scenario.patrons:
            raise InputError(f"{change.written!r}: {change.actor} is no patron here. Add it to the patrons.")
    for change in (*scenario.changes, *scenario.assumptions):
        if change.actor not in (*scenario.patrons, *members):
            raise InputError(
                f"{change.written!r}: {change.actor} is neither a patron nor a member of {scenario.institution}. "
                "Correct the name."
            )


def moves_of(scenario: Scenario, room: Seated) -> tuple[dict[str, Moves], tuple[Problem, ...]]:
    """Return what the changes move in each member's game, and the changes that do nothing there.

    A change of a lever is made towards the scenario's client alone, or towards every member where none is named.
    """
    found, problems = {}, []
    for member, stage in room.stages.items():
        kept = []
        for change in scenario.changes:
            why = _idle(change, scenario, member, stage)
            if why is None:
                kept.append(change)
            elif why:
                problems.append(
                    Problem(
                        input=change.written or f"{change.actor} {change.instrument}", place=member, reason=why,
                        remedy="Give an amount instead of a part, or name one client.", severity="warning",
                    )
                )  # fmt: skip
        found[member] = moves(kept, stage.game.levels)
    return found, tuple(problems)


def _idle(change: Change, scenario: Scenario, member: str, stage: Stage) -> str | None:
    """Return why a change does nothing in a member's game: "" where it is not meant to, None where it does."""
    if change.instrument is None:
        return None if change.actor in (member, *stage.contest.patrons) else ""
    if change.actor == member or scenario.client not in (None, member):
        return ""
    key = (change.actor, change.instrument)
    if key not in stage.game.levels:
        raise InputError(
            f"{change.written!r}: the room was convened without this lever. Convene it with a scenario that names it."
        )
    now = stage.game.levels[key].value
    if change.relative and not now:
        if scenario.client == member:
            return None  # refused with its own sentence: `suasion.assess.scenario.changes`
        return f"the record has nothing of this by {said(change.actor)} to {said(member)}, so that a part is nothing"
    return None
