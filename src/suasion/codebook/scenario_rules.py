"""What makes a change or a scenario sound, and which changes contradict each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import Final

import msgspec

from suasion.codebook.actor import actor
from suasion.codebook.contest import FIRST_YEAR
from suasion.codebook.currency import DOLLAR
from suasion.codebook.instrument import INSTRUMENTS
from suasion.codebook.issue import ISSUES
from suasion.codebook.scenario import Change, Scenario
from suasion.codebook.scenario_actors import code_of
from suasion.codebook.scenario_amounts import MOST, TIV, UNITS, quoted
from suasion.errors import InputError

_AS_OF: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
SPANS: Final = {"position": (-1.0, 1.0), "salience": (0.0, 1.0), "credibility": (0.0, 1.0), "cost": (0.0, 100.0)}
"""Of what is the actor's own: the least and the most."""
_KNOWN: Final = ("credibility", "cost")  # assumed, not changed
_CONDITIONS: Final = frozenset({"tie", "untie"})


def check_change(change: Change) -> None:
    """Raise if a change cannot be made, whatever the present level is.

    Raises
    ------
    InputError
        For an unknown instrument; a position outside [-1, 1] or a salience outside [0, 1]; more than 100 % taken away;
        a level below 0; a unit that the instrument is not counted in, or none where it is not clear; a sanction by
        percent, anything but a sanction imposed; a condition on what takes away.
    """
    where = quoted(change.written or f"{change.actor} {change.instrument or change.verb} {change.verb}")
    if change.verb in SPANS:
        low, high = SPANS[change.verb]
        if change.amount is None or not low <= change.amount <= high:
            raise InputError(f"{where}: a {change.verb} lies from {low:g} to {high:g}. Correct the number.")
        return
    if change.instrument not in INSTRUMENTS:
        raise InputError(f"{where}: {change.instrument!r} is no instrument. Write one of {', '.join(INSTRUMENTS)}.")
    _check_verb(change, change.instrument, where)
    if change.verb in ("add", "set"):
        _check_amount(change, change.instrument, where)


def _check_verb(change: Change, instrument: str, where: str) -> None:
    if change.verb in ("lift", "impose") and instrument != "sanction":
        raise InputError(f"{where}: only a sanction is lifted or imposed. Write for example {instrument} +50% or stop.")
    if change.relative and instrument == "sanction":
        raise InputError(f"{where}: a sanction has no percent. Write lift, impose or for example +1 case.")
    if change.conditional and change.verb in _CONDITIONS:
        raise InputError(f"{where} says the condition twice. Write tie or untie alone.")
    takes = (change.verb == "add" and (change.amount or 0) < 0) or (change.verb == "set" and not change.amount)
    if change.conditional and takes and instrument != "sanction":
        raise InputError(
            f"{where}: what is taken away cannot be offered on a condition. Write tie to make the rest so."
        )


def _check_amount(change: Change, instrument: str, where: str) -> None:
    size = change.amount
    if size is None or not isfinite(size) or abs(size) > MOST:
        raise InputError(f"{where} has no amount that can be reckoned with. Write for example +50%.")
    if change.relative and change.verb == "set":
        raise InputError(f"{where}: a level is an amount, not a percent. Write for example +50% or = 200m USD.")
    if change.relative and size < -1:
        raise InputError(f"{where} takes away more than there is. Write at most -100%, or stop.")
    if change.verb == "set" and size < 0:
        raise InputError(f"{where} is a level below 0. Write = 0 or stop to end it.")
    units = UNITS[instrument]
    if change.unit is not None and change.unit not in units:
        raise InputError(
            f"{where}: {instrument} is not counted in {change.unit}. Write % or one of {', '.join(units)}."
        )
    unclear = DOLLAR in units or TIV in units
    if change.unit is None and not change.relative and size and unclear:
        raise InputError(f"{where} has no unit. Write for example +50% or +100 million {units[0].split('-')[0]}.")


def contradictions(changes: Sequence[Change]) -> tuple[str, ...]:
    """Return a sentence for every two changes that cannot both be made, naming both as written; none if all can.

    Notes
    -----
    A lever's level (by an amount, a percent, lifting, imposing) is changed once, and so is its condition (tie, untie),
    a position and a salience. What is ended has nothing left that could be tied. A percent and a condition go together.

    Examples
    --------
    >>> from suasion.codebook.scenario_words import parse_change
    >>> contradictions([parse_change("USA sanction lift"), parse_change("USA sanction impose")])
    ("'USA sanction lift' and 'USA sanction impose' contradict each other. Keep one of the two.",)
    """
    found: list[str] = []
    for place, one in enumerate(changes):
        for other in changes[place + 1 :]:
            if (one.actor, one.instrument) != (other.actor, other.instrument) or not _clash(one, other):
                continue
            both = f"{quoted(one.written)} and {quoted(other.written)}"
            same = msgspec.structs.replace(one, written="") == msgspec.structs.replace(other, written="")
            verb = "say the same twice" if same else "contradict each other" if one.verb != other.verb else \
                "change the same lever twice"  # fmt: skip
            found.append(f"{both} {verb}. Keep one of the two.")
    return tuple(found)


def _clash(one: Change, other: Change) -> bool:
    if one.instrument is None:
        return one.verb == other.verb
    tied = (one.verb in _CONDITIONS, other.verb in _CONDITIONS)
    if tied[0] == tied[1]:
        return True
    level = other if tied[0] else one
    if level.verb == "set" and level.amount == 0:
        return True
    return level.verb == "lift" or (level.relative and level.amount == -1)


def with_actors(scenario: Scenario) -> Scenario:
    """Return the scenario with everyone who acts in it among its patrons.

    Who changes an instrument is a patron of the contest, named or not: "USA sanction lift" makes the USA one. So is
    who changes its position or salience, unless it is the client, or the scenario has an institution, of which it may
    be a member. Where no patron is named at all, ``by`` is one. Those who are added come last, in the order of the
    changes.
    """
    acting = [
        change.actor
        for change in (*scenario.changes, *scenario.assumptions)
        if change.actor != scenario.client and (change.instrument is not None or scenario.institution is None)
    ]
    if not scenario.patrons and scenario.by is not None:
        acting.insert(0, scenario.by)
    patrons = (*scenario.patrons, *(code for code in dict.fromkeys(acting) if code not in scenario.patrons))
    return msgspec.structs.replace(scenario, patrons=patrons)


def issue_slug(written: str) -> str:
    """Return the slug of an issue by its slug or title.

    Raises
    ------
    InputError
        If there is none; the message names the closest, or all.

    Examples
    --------
    >>> issue_slug("South China Sea")
    'south-china-sea'
    """
    from difflib import get_close_matches

    slug = re.sub(r"[\s_-]+", "-", written.strip().casefold())
    by_title = {re.sub(r"\s+", "-", issue.title.casefold()): issue.slug for issue in ISSUES.values()}
    if slug in ISSUES or slug in by_title:
        return slug if slug in ISSUES else by_title[slug]
    close = get_close_matches(slug, [*ISSUES, *by_title], n=4, cutoff=0.5)
    names = list(dict.fromkeys(by_title.get(name, name) for name in close)) or list(ISSUES)
    hint = f"the closest {'is' if len(names) == 1 else 'are'}" if close else "those that are known are"
    raise InputError(f"{quoted(written)} is no issue; {hint} {', '.join(names)}.")


def validated(scenario: Scenario) -> Scenario:
    """Return the scenario with its acting patrons (``with_actors``), if it is sound.

    Raises
    ------
    InputError
        If issue, client, patrons, target, budgets, institution, period or changes cannot be used together; one
        sentence or two that name what was given and say what to do.
    UnknownActorError
        If a code is no actor's.
    """
    issue_slug(scenario.issue)
    _check_parties(scenario)
    for name, value in (("target", scenario.target), ("text", scenario.text)):
        if value is not None and not -1 <= value <= 1:
            raise InputError(
                f"{name} {value:g} is off the scale. Positions lie from -1 to 1, the issue's norm being 1."
            )
    if scenario.text is not None and scenario.institution is None:
        raise InputError(
            f"text {scenario.text:g} is given without an institution. Name who decides on it, for example ASEAN."
        )
    _check_period(scenario)
    for change in scenario.changes:
        check_change(change)
        if change.verb in _KNOWN:
            raise InputError(
                f"{quoted(change.written)}: a {change.verb} is assumed and not changed. Give it as an assumption."
            )
        if change.actor == scenario.client and change.instrument is not None:
            raise InputError(
                f"{quoted(change.written)}: {change.actor} is the client. Only a patron's instruments change."
            )
    for change in scenario.assumptions:
        check_change(change)
        if change.verb not in SPANS:
            raise InputError(
                f"{quoted(change.written)} is a change, not an assumption. Assume a position, salience, credibility or "
                f"cost, for example {change.actor} position -0.8."
            )
    for sentence in (*contradictions(scenario.changes), *contradictions(scenario.assumptions)):
        raise InputError(sentence)
    full = with_actors(scenario)
    _check_means(full)
    return full


def _check_parties(scenario: Scenario) -> None:
    if scenario.client is None and scenario.institution is None:
        raise InputError("The scenario has no client and no institution. Name one, for example client KHM.")
    for code in (scenario.client, scenario.institution, scenario.by, *scenario.patrons, *scenario.budgets):
        if code is not None and code_of(code, "scenario") != code:
            raise InputError(
                f"{quoted(code)} is a name, not an actor's code. Give the code, {code_of(code, 'scenario')}."
            )
    if scenario.institution is not None and actor(scenario.institution).kind != "organisation":
        raise InputError(f"institution {scenario.institution!r} is no organisation. Name one, for example ASEAN.")
    if scenario.client in scenario.patrons:
        raise InputError(f"{scenario.client} is the client and cannot be its own patron. Take it out of the patrons.")
    twice = [code for place, code in enumerate(scenario.patrons) if code in scenario.patrons[:place]]
    if twice:
        raise InputError(f"{twice[0]} stands twice among the patrons {','.join(scenario.patrons)}. Name each once.")


def _check_period(scenario: Scenario) -> None:
    first, last = scenario.first_year, scenario.last_year
    for name, year in (("from", first), ("to", last)):
        if year is not None and not FIRST_YEAR <= year <= 9999:
            raise InputError(f"{name} {year} is no year that data begin at. Write one from {FIRST_YEAR} on.")
    if first is not None and last is not None and first > last:
        raise InputError(f"from {first} to {last} is no period. Put the earlier year first.")
    if scenario.as_of is not None and not _is_day(scenario.as_of):
        raise InputError(
            f"as-of {quoted(scenario.as_of)} is no ISO date. Write for example 2022-03-20, 2022-03 or 2022."
        )


def _is_day(text: str) -> bool:
    if not _AS_OF.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _check_means(scenario: Scenario) -> None:
    if scenario.client is not None and not scenario.patrons:
        raise InputError(f"{scenario.client} has no patrons. Name at least one, for example JPN.")
    named = ", ".join(scenario.patrons) or "none"
    if scenario.by is not None and scenario.by not in scenario.patrons:
        raise InputError(f"by {scenario.by} is not among the patrons ({named}). Add it to them, or name one of them.")
    for code, budget in scenario.budgets.items():
        if code not in scenario.patrons:
            raise InputError(
                f"The budget of {code} is of somebody who is no patron ({named}). Take it out, or add the patron."
            )
        if not isfinite(budget) or not 0 <= budget <= MOST:
            raise InputError(f"The budget of {code} is {budget:g} US dollars. Write a sum from 0 up.")
