"""Actors of a scenario, by code or name as a person writes them."""

from __future__ import annotations

from suasion.codebook.actor import resolve, suggest
from suasion.codebook.scenario_amounts import quoted
from suasion.errors import UnknownActorError


def unknown_actor(name: str, where: str) -> UnknownActorError:
    """Return the error that a name is no actor, with the closest that are."""
    closest = ", ".join(f"{near!r} ({resolve(near)})" for near in suggest(name))
    hint = f"; closest {'are' if ',' in closest else 'is'} {closest}" if closest else ""
    return UnknownActorError(
        f"{where}: {quoted(name)} is no state or organisation{hint}. Write a code such as JPN, or a name."
    )


def code_of(name: str, where: str) -> str:
    """Return the code of a state or organisation by its code or name.

    Raises
    ------
    UnknownActorError
        If there is none; the message names the closest.
    """
    code = resolve(name) or resolve(name.strip().upper())
    if code is None:
        raise unknown_actor(name, where)
    return code
