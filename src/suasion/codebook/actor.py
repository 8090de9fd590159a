"""Actors: states, territories and organisations, with their codes and the dates between which each holds."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, Literal

import msgspec

from suasion.codebook.naming import Name, Office, all_names, holds, offices, table
from suasion.errors import UnknownActorError

ActorKind = Literal["state", "territory", "organisation"]


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A state, a territory or an organisation.

    ``code`` is ISO 3166-1 alpha-3 (a former state's own: SUN, YUG, DDR; XKX for Kosovo) or an organisation's acronym.
    ``cow`` and ``gw`` are its last numbers in the Correlates of War and Gleditsch-Ward systems, None if it has none.
    ``valid_from`` and ``valid_to`` are ISO days, both included; None is no limit known.
    """

    code: str
    kind: ActorKind
    name: str
    cow: int | None = None
    gw: int | None = None
    iso2: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


_RESOLVED_KINDS: Final = frozenset({"country", "label", "organisation"})


def _number(written: str) -> int | None:
    return int(written) if written else None


@cache
def _actors() -> dict[str, Actor]:
    return {
        code: Actor(
            code=code,
            kind=kind,  # type: ignore[arg-type]
            name=name,
            cow=_number(cow),
            gw=_number(gw),
            iso2=iso2 or None,
            valid_from=valid_from or None,
            valid_to=valid_to or None,
        )
        for code, kind, name, cow, gw, iso2, valid_from, valid_to, _ in table("actors.tsv")
    }


def _normal(name: str) -> str:
    """Return a name without case, accents, punctuation and article, as two publishers would agree on it."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    # A combining accent vanishes, everything else that is no letter or digit parts words.
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.sub(r"[^0-9a-z]+", " ", plain).split()
    words = ["saint" if word == "st" else word for word in words]
    if len(words) > 1:
        words = words[1:] if words[0] == "the" else words
        words = words[:-1] if words[-1] == "the" else words
    return " ".join(words)


@cache
def _by_name() -> dict[str, tuple[Name, ...]]:
    index: dict[str, list[Name]] = {}
    for name in all_names():
        if name.kind in _RESOLVED_KINDS and name.code is not None:
            index.setdefault(_normal(name.name), []).append(name)
    return {key: tuple(found) for key, found in index.items()}


@cache
def _by_number(system: str) -> dict[int, tuple[tuple[str, str, str], ...]]:
    index: dict[int, list[tuple[str, str, str]]] = {}
    for row_system, number, code, valid_from, valid_to, _ in table("state_codes.tsv"):
        if row_system == system:
            index.setdefault(int(number), []).append((code, valid_from, valid_to))
    return {number: tuple(spells) for number, spells in index.items()}


def actors() -> tuple[Actor, ...]:
    """Return all actors: states, then territories, then organisations, each sorted by code."""
    return tuple(_actors().values())


def actor(code: str) -> Actor:
    """Return the actor with a code.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-3 in capitals, or an organisation's acronym.

    Raises
    ------
    UnknownActorError
        If no actor has that code; the message names the closest.

    Examples
    --------
    >>> actor("KHM").name
    'Cambodia'
    """
    found = _actors().get(code)
    if found is not None:
        return found
    resolved = resolve(code)
    if resolved is not None:
        raise UnknownActorError(f"{code!r} is a name, not an actor's code. Its code is {resolved}. Give the code.")
    closest = ", ".join(f"{name!r} ({resolve(name)})" for name in suggest(code))
    hint = f" Closest: {closest}." if closest else ""
    raise UnknownActorError(
        f"{code!r} is no actor's code.{hint} Give an ISO 3166-1 alpha-3 code such as KHM, or an acronym such as ASEAN."
    )


def resolve(name: str, on: str | None = None) -> str | None:
    """Return the code of the state or organisation that a data set calls by a name.

    Parameters
    ----------
    name
        A country's or organisation's name as data publishers write it ("Korea", "China (People's Republic of)",
        "Gambia, The"), or a code. Case, accents, punctuation and articles make no difference.
    on
        ISO day, month or year at which the name was used: "Russia" in 1980 is SUN. None is today's use.

    Returns
    -------
    str | None
        None for a name that is not in the list, that names a group or a region, or that is ambiguous; never a guess.

    Examples
    --------
    >>> resolve("Lao People's Democratic Republic"), resolve("Russia", on="1980"), resolve("Kampuchia")
    ('LAO', 'SUN', None)
    """
    written = name.strip().rstrip("*").strip()
    if written in _actors():
        return written
    candidates = _by_name().get(_normal(written), ())
    if on is None:
        current = tuple(c for c in candidates if not c.valid_to)
        candidates = current or candidates
    else:
        candidates = tuple(c for c in candidates if holds(c.valid_from, c.valid_to, on))
    labels = tuple(c for c in candidates if c.kind == "label")
    codes = {c.code for c in (labels or candidates)}
    return codes.pop() if len(codes) == 1 else None


def suggest(name: str) -> list[str]:
    """Return up to three names of actors that are closest to a name, closest first; for an error's message."""
    from rapidfuzz import fuzz, process

    known = {
        n.name: _normal(n.name) for n in all_names() if n.kind in {"country", "organisation"} and n.code is not None
    }
    best = process.extract(_normal(name), known, scorer=fuzz.ratio, limit=12, score_cutoff=60)
    ranked = sorted(best, key=lambda match: (-match[1], match[2]))
    chosen: list[str] = []
    codes: set[str | None] = set()
    for _, _, candidate in ranked:
        code = resolve(candidate)
        if code is not None and code not in codes:
            codes.add(code)
            chosen.append(candidate)
    return chosen[:3]


def _from_number(system: str, number: int, year: int) -> str | None:
    spells = _by_number(system).get(number, ())
    codes = {code for code, _, _ in spells}
    if len(codes) == 1:
        return codes.pop()
    # The number passed from one actor to the next: a year belongs to the one that held it longer.
    middle = f"{year:04d}-07-01"
    for code, valid_from, valid_to in spells:
        if holds(valid_from, valid_to, middle):
            return code
    return None


def from_cow(code: int, year: int) -> str | None:
    """Return the actor with a Correlates of War number in a year.

    Parameters
    ----------
    code
        COW country code, such as 811.
    year
        The year of the data row. A number that only ever named one actor names it in every year, since data sets
        have rows for years before independence; 365 is SUN from 1923 to 1991 and 345 follows Yugoslavia's successors.

    Returns
    -------
    str | None
        None if the number is not in the system, or named no actor that year.

    Examples
    --------
    >>> from_cow(811, 2000), from_cow(365, 1980), from_cow(365, 2000), from_cow(5, 2000)
    ('KHM', 'SUN', 'RUS', None)
    """
    return _from_number("cow", code, year)


def from_gw(code: int, year: int) -> str | None:
    """Return the actor with a Gleditsch-Ward number in a year; as ``from_cow``, of the other system.

    Examples
    --------
    >>> from_gw(816, 1960), from_gw(816, 2000), from_gw(340, 2010)
    ('VDR', 'VNM', 'SRB')
    """
    return _from_number("gw", code, year)


@cache
def _by_iso2() -> dict[str, str]:
    return {a.iso2: a.code for a in _actors().values() if a.iso2 is not None}


def from_iso2(code: str) -> str | None:
    """Return the actor with an ISO 3166-1 alpha-2 code in capitals, former states' included; None if there is none."""
    return _by_iso2().get(code)


def names(code: str) -> tuple[Name | Office, ...]:
    """Return every name and every term of office of an actor, in the order of the tables.

    Raises
    ------
    UnknownActorError
        If no actor has that code.
    """
    actor(code)
    return tuple(n for n in all_names() if n.code == code) + tuple(o for o in offices() if o.code == code)
