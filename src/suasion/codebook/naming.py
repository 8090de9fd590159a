"""The tables of actors: codes, names and office-holders, each with the dates between which it holds.

The tables are compiled for this project and lie in ``data``; every row names its source. They are read once, on
first use.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

NameKind = Literal[
    "country", "adjective", "demonym", "capital", "seat", "leader", "minister", "person", "force", "ministry", "agency",
    "company", "organisation", "party", "place", "opposition", "label", "blocked",
]  # fmt: skip

Needs = Literal["", "state", "either", "default", "prefix"]


class Name(msgspec.Struct, frozen=True):
    """One name of an actor.

    ``code`` is None where the name stands for no actor: a place that several states claim, rebels, and phrases that
    only look like a name ("blocked": South China Sea). ``state`` is then the state they belong to, if one.
    ``valid_from`` and ``valid_to`` are ISO days, both included, or "" for no limit. ``needs`` says when a name in
    running text counts: always (""), only beside its state ("state"), only where the text names one of several readings
    ("either"; "default" is the reading where it names none), or only before a hyphen ("prefix": Sino-).
    ``label`` is a name that only data publishers write.
    """

    name: str
    code: str | None
    state: str | None
    kind: NameKind
    valid_from: str
    valid_to: str
    needs: Needs
    source: str


class Office(msgspec.Struct, frozen=True):
    """One term of one person in one office.

    ``short`` holds what later mentions call the person ("Kishida"); ``known_by`` those of them that need no
    introduction. ``code`` is None for opposition, whose ``state`` is the state opposed.
    """

    name: str
    aliases: tuple[str, ...]
    short: tuple[str, ...]
    known_by: tuple[str, ...]
    code: str | None
    state: str | None
    kind: NameKind
    role: str
    valid_from: str
    valid_to: str
    source: str


_CODED: Final = "-"  # before a state's code: of that state, standing for no actor


def table(name: str) -> list[list[str]]:
    """Return the rows of one of the tables, without its header."""
    text = files("suasion.codebook").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n")[1:] if line]


def _code_and_state(written: str) -> tuple[str | None, str | None]:
    if written.startswith(_CODED):
        return None, written[1:] or None
    return written, written


def holds(valid_from: str, valid_to: str, on: str | None) -> bool:
    """Say whether a period includes a date.

    Parameters
    ----------
    valid_from, valid_to
        ISO days, months or years, both included; "" is no limit.
    on
        ISO day, month or year; a month or year is included if any day of it is. None is included in every period.
    """
    if on is None:
        return True
    # "2022" reaches from "2022" to "2022~", since "~" sorts after every digit and hyphen.
    return (not valid_from or valid_from <= on + "~") and (not valid_to or on <= valid_to + "~")


@cache
def all_names() -> tuple[Name, ...]:
    """Return every name of every actor, people apart, in the order of the table."""
    rows = []
    for name, written, kind, valid_from, valid_to, needs, source in table("names.tsv"):
        code, state = _code_and_state(written)
        rows.append(Name(name, code, state, kind, valid_from, valid_to, needs, source))  # type: ignore[arg-type]
    return tuple(rows)


@cache
def offices() -> tuple[Office, ...]:
    """Return every term of office, in the order of the table."""
    rows = []
    for name, aliases, short, written, kind, role, valid_from, valid_to, source in table("people.tsv"):
        code, state = _code_and_state(written)
        shorts = tuple(s for s in short.split(";") if s)
        rows.append(
            Office(
                name=name,
                aliases=tuple(a for a in aliases.split(";") if a),
                short=tuple(s.rstrip("!") for s in shorts),
                known_by=tuple(s[:-1] for s in shorts if s.endswith("!")),
                code=code,
                state=state,
                kind=kind,  # type: ignore[arg-type]
                role=role,
                valid_from=valid_from,
                valid_to=valid_to,
                source=source,
            )
        )
    return tuple(rows)
