"""Changes: from what a person wrote to levers, conditions, positions and salience that move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suasion.assess.scenario.flows_moved import Shift
from suasion.assess.scenario.game import Moves
from suasion.assess.scenario.levers import MONEY
from suasion.assess.scenario.ties import Key
from suasion.codebook import Estimate
from suasion.codebook.scenario import Change
from suasion.errors import InputError

# What an amount is written in, and the beginning of the unit in which the lever is moved.
_UNITS = {"USD": MONEY}


def keys(changes: Sequence[Change]) -> list[Key]:
    """Return the levers that changes name."""
    return [(one.actor, one.instrument) for one in changes if one.instrument is not None]


def moves(changes: Sequence[Change], levels: Mapping[Key, Estimate]) -> Moves:
    """Return what some changes move.

    Parameters
    ----------
    changes
        As written; the order does not matter, since each lever is changed once.
    levels
        The present level of every lever that they name.

    Raises
    ------
    InputError
        If a change is in a unit that the record does not count the lever by, or takes away more than there is.
    """
    shifts: dict[Key, Shift] = {}
    offered, tied, untied = set(), set(), set()
    positions: dict[str, float] = {}
    salience: dict[str, float] = {}
    for one in changes:
        if one.verb == "position":
            positions[one.actor] = one.amount or 0.0
        elif one.verb == "salience":
            salience[one.actor] = one.amount or 0.0
        if one.instrument is None:
            continue
        key = (one.actor, one.instrument)
        if one.verb == "untie":
            untied.add(key)
        elif one.verb == "tie" or (one.verb == "lift" and one.conditional):
            # To lift a sanction in return for a move is to make it conditional: it stays until the client has moved.
            tied.add(key)
        else:
            shifts[key] = _shift(one, levels[key])
            if one.conditional:
                offered.add(key)
    return Moves(
        shifts=shifts, offered=frozenset(offered), tied=frozenset(tied), untied=frozenset(untied),
        positions=positions, salience=salience,
    )  # fmt: skip


def after(change: Change, level: Estimate) -> float:
    """Return the level of a lever after a change, in its unit."""
    if change.verb in ("tie", "untie") or (change.verb == "lift" and change.conditional):
        return level.value or 0.0
    return _shift(change, level).level(level.value or 0.0)


def _shift(change: Change, level: Estimate) -> Shift:
    amount, now = change.amount or 0.0, level.value or 0.0
    if change.verb == "lift":
        return Shift(0.0)
    if change.verb == "impose":
        return Shift(1.0, amount or 1.0)
    if change.relative:
        if now == 0:
            raise InputError(
                f"{change.written!r}: the record has nothing of this by {change.actor}, and a part of nothing is "
                f"nothing. Give an amount, for example {_example(change, level)}."
            )
        return Shift(1.0 + amount)
    if change.unit is not None and not level.unit.startswith(_UNITS.get(change.unit, change.unit)):
        raise InputError(
            f"{change.written!r}: the record counts this lever in {level.unit}, not in {change.unit}. Give "
            f"{'a percent, or ' if now else ''}an amount in {level.unit}, or add rows that count it."
        )
    if change.verb == "add":
        if now + amount < 0:
            raise InputError(f"{change.written!r} takes away more than the {now:,.6g} {level.unit} that there are.")
        return Shift(1.0, amount)
    return Shift(0.0, amount)


def _example(change: Change, level: Estimate) -> str:
    amount = {"USD-2022 a year": "+100 million USD", "doses a year": "+1 million doses", "cases": "+1 case"}
    words = amount.get(level.unit, f"+1 {level.unit.removesuffix(' a year')}")
    return f"'{change.actor} {change.instrument} {words}'"
