"""A scenario: what a person changes in a contest, and on which issue the answer is wanted."""

from __future__ import annotations

from typing import Literal

import msgspec

Verb = Literal["add", "set", "tie", "untie", "lift", "impose", "position", "salience", "credibility", "cost"]
"""What a change does to a lever.

``add`` raises or lowers it (by a part of what it is, or by an amount in its unit), ``set`` gives it a level, ``tie``
makes it conditional on the issue, ``untie`` takes the condition away, ``impose`` and ``lift`` are of sanctions
(``lift`` of any other instrument is setting it to nothing). ``position`` and ``salience`` change the actor itself;
``credibility`` of a patron, in [0, 1], and ``cost``, what moving costs the client at home, are assumed, never changed.
"""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a scenario.

    ``relative`` says that ``amount`` is a part of the present level (0.5: half as much again), else it is in ``unit``,
    or the lever's own unit where that is None; ``scenario_amounts.UNITS`` lists the units, all of them for a year.
    ``conditional`` says that what is added, lifted or imposed is offered (or threatened) for a move on the issue
    alone. ``instrument`` is None for a change of the actor's position or salience. ``written`` is what the person
    wrote.
    """

    actor: str
    instrument: str | None
    verb: Verb
    amount: float | None = None
    unit: str | None = None
    relative: bool = False
    conditional: bool = False
    written: str = ""


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asked about, on which issue, with which changes.

    ``assumptions`` are what the person knows of the actors themselves and the record does not: they are taken as given
    before any change. ``target`` is a position in [-1, 1], 1 being the issue's norm. ``budgets`` bound what each patron
    may pay in a year, in US dollars. ``institution`` names an organisation whose members decide together on a text of
    strength ``text``, in [-1, 1]; ``client`` may then be None.
    """

    issue: str
    client: str | None = None
    patrons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    assumptions: tuple[Change, ...] = ()
    target: float | None = None
    by: str | None = None
    budgets: dict[str, float] = {}
    institution: str | None = None
    text: float | None = None
    first_year: int | None = None
    last_year: int | None = None
    as_of: str | None = None
