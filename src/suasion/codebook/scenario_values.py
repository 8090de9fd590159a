"""A scenario out of plain values under the keys that files and flags share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from suasion.codebook.scenario import Change, Scenario
from suasion.codebook.scenario_actors import code_of
from suasion.codebook.scenario_amounts import dollars, quoted
from suasion.codebook.scenario_rules import issue_slug, validated
from suasion.codebook.scenario_words import parse_change
from suasion.errors import InputError

FIELDS: Final = {
    "client": "client", "patrons": "patrons", "issue": "issue", "changes": "changes",
    "assume": "assumptions", "target": "target", "by": "by",
    "budgets": "budgets", "institution": "institution", "text": "text", "from": "first_year", "to": "last_year",
    "as-of": "as_of",
}  # fmt: skip
"""The keys of a scenario as a person says them, and the fields of ``Scenario``."""
_CHANGE_KEYS: Final = ("actor", "instrument", "change", "conditional")


def make_scenario(said: Mapping[str, Any], name: str = "scenario") -> Scenario:
    """Return the scenario that keys and plain values say, as a file or the flags of a command have them.

    Parameters
    ----------
    said
        ``issue``, ``client``, ``patrons`` (a list, or one string with commas), ``changes`` (strings as for
        ``parse_change``, or tables of ``actor``, ``instrument``, ``change`` and ``conditional``), ``assume`` (what is
        known of actors, as for changes: "CHN position -0.8", "KHM cost 0.5", "JPN credibility 0.9"), ``target``,
        ``by``, ``budgets`` (a table of actor to US dollars a year, as a number or "200m USD"), ``institution``,
        ``text``, ``from``, ``to``, ``as-of``. Actors by code or name. A key that is None is not said.
    name
        What to name in errors.

    Raises
    ------
    InputError
        If a key is unknown, a value is not of its kind, or they do not make a sound scenario.

    Examples
    --------
    >>> make_scenario({"client": "Cambodia", "issue": "debt", "patrons": "JPN,CHN", "budgets": {"JPN": "200m"}}).budgets
    {'JPN': 200000000.0}
    """
    for key in said:
        if key not in FIELDS:
            raise InputError(f"{name}: {quoted(str(key))} is no key of a scenario{_closest(str(key), FIELDS)}.")
    if said.get("issue") is None:
        raise InputError(f'{name} names no issue. Add one, for example issue = "south-china-sea".')
    given: dict[str, Any] = {}
    for key, value in said.items():
        if value is None:
            continue
        try:
            given[FIELDS[key]] = _READERS[key](value, f"{name}, {key}")
        except InputError as error:
            # What parses a value names the value; the file and key are named here, once.
            raise error if str(error).startswith(name) else type(error)(f"{name}, {key}: {error}") from error
    try:
        return validated(Scenario(**given))
    except InputError as error:
        raise type(error)(f"{name}: {error}") from error


def _closest(key: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(key.casefold().replace("_", "-"), list(known), n=1, cutoff=0.6)
    return f". The closest is {close[0]}" if close else f". Keys are {', '.join(known)}"


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        hint = "Write it in quotes" if not isinstance(value, (dict, list)) else "Write one name"
        raise InputError(f"{where} is {_short(value)}, which is no text. {hint}.")
    return value.strip()


def _code(value: object, where: str) -> str:
    return code_of(_text(value, where), where)


def _codes(value: object, where: str) -> tuple[str, ...]:
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)):
        raise InputError(f'{where} is {_short(value)}, which is no list of actors. Write ["JPN", "CHN"].')
    return tuple(_code(one, where) for one in names)


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InputError(f"{where} is {_short(value)}, which is no number. Write for example 0.3, without quotes.")
    try:
        return float(value)
    except OverflowError as error:
        raise InputError(f"{where} is a number too large. Write for example 0.3.") from error


def _year(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 9999:
        raise InputError(f"{where} is {_short(value)}, which is no year. Write for example 2015, without quotes.")
    return value


def _short(value: object) -> str:
    try:
        return quoted(str(value))
    except ValueError:  # an int of more digits than Python writes
        return "a number too long"


def _day(value: object, where: str) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(_year(value, where)).zfill(4)
    return _text(value, where)


def _budgets(value: object, where: str) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise InputError(f"{where} is {_short(value)}, which is no table. Write for example budgets = {{JPN = 1e8}}.")
    budgets: dict[str, float] = {}
    for key, said in value.items():
        place = f"{where}, {key}"
        code = _code(key, place)
        if code in budgets:
            raise InputError(f"{place}: {code} has two budgets. Keep one.")
        budgets[code] = dollars(said, place) if isinstance(said, str) else _number(said, place)
    return budgets


def _changes(value: object, where: str) -> tuple[Change, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, (list, tuple)):
        raise InputError(f'{where} is {_short(value)}, which is no list of changes. Write ["JPN economic-aid +50%"].')
    return tuple(_change(one, f"{where}, number {place}") for place, one in enumerate(value, 1))


def _change(value: object, where: str) -> Change:
    if isinstance(value, Change):
        return value
    written = value if isinstance(value, str) else _from_table(value, where)
    try:
        return parse_change(written)
    except InputError as error:
        raise type(error)(f"{where}: {error}") from error


def _from_table(value: object, where: str) -> str:
    """Return a change given as a table in one line of words, so that there is one way to read it."""
    if not isinstance(value, Mapping):
        raise InputError(f'{where} is {_short(value)}, which is no change. Write for example "JPN economic-aid +50%".')
    for key in value:
        if key not in _CHANGE_KEYS:
            raise InputError(f"{where}: {quoted(str(key))} is no key of a change{_closest(str(key), _CHANGE_KEYS)}.")
    for key in ("actor", "instrument", "change"):
        if key not in value:
            raise InputError(f"{where} lacks {key}. A change has actor, instrument and change.")
    conditional = value.get("conditional", False)
    if not isinstance(conditional, bool):
        raise InputError(f"{where}: conditional is {_short(conditional)}. Write true or false, without quotes.")
    said = value["change"]
    words = said if isinstance(said, str) else f"= {_number(said, f'{where}, change')!r}"
    parts = (_code(value["actor"], where), _text(value["instrument"], where), words)
    return f"{' '.join(parts)}{' conditional' if conditional else ''}"


_READERS: Final[dict[str, Callable[[object, str], Any]]] = {
    "client": _code, "patrons": _codes, "issue": lambda value, where: issue_slug(_text(value, where)),
    "changes": _changes, "assume": _changes,
    "target": _number, "by": _code, "budgets": _budgets, "institution": _code, "text": _number,
    "from": _year, "to": _year, "as-of": _day,
}  # fmt: skip
