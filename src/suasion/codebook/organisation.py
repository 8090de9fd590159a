"""Organisations: which states are members on a day, by which rule they decide, and how often they end with a text.

The memberships lie in ``data/members.tsv``, the texts in ``data/texts.tsv``; every row names its source. The Correlates
of War count how many organisations a state is in, and not which, so that they cannot serve.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

import msgspec

from suasion.codebook.naming import holds, table
from suasion.errors import InputError

Rule = Literal["consensus", "unanimity", "qualified-majority", "majority"]
"""How many must agree: none objects, all say yes, a part of the members that is named, or more than half."""

_DAY: Final = re.compile(r"\d{4}(-\d\d){0,2}")


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """One state's time in one organisation; ``valid_from`` and ``valid_to`` are ISO days, both included."""

    organisation: str
    member: str
    valid_from: str
    valid_to: str | None
    source: str


class DecisionRule(msgspec.Struct, frozen=True, kw_only=True):
    """How the members of an organisation decide on a text of foreign policy.

    ``quota`` is the part of the members that must agree, above 1/2 and up to 1. ``basis`` names the article, or says
    that it is practice. ``note`` says what the rule leaves out.
    """

    organisation: str
    kind: Rule
    quota: float
    basis: str
    note: str = ""


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting that was to end with a text of a kind: its ISO day or year, and whether it did."""

    organisation: str
    kind: str
    date: str
    agreed: bool
    source: str


_RULES: Final[dict[str, DecisionRule]] = {
    rule.organisation: rule
    for rule in (
        DecisionRule(organisation="ASEAN", kind="consensus", quota=1.0,
                     basis="ASEAN Charter (2007), art. 20(1); practice before it came into force in December 2008",
                     note="Art. 20(2) sends what finds no consensus to the Summit. Art. 21(2) lets members stand aside "
                          "in economic commitments alone."),
        DecisionRule(organisation="EU", kind="unanimity", quota=1.0, basis="Treaty on European Union, art. 31(1)",
                     note="A member may abstain without blocking: art. 31(1), second paragraph."),
        DecisionRule(organisation="G7", kind="consensus", quota=1.0, basis="practice: it has no charter"),
        DecisionRule(organisation="GCC", kind="unanimity", quota=1.0, basis="GCC Charter (1981), art. 9",
                     note="Of those who take part in the vote; on procedure a majority is enough."),
        DecisionRule(organisation="NATO", kind="consensus", quota=1.0, basis="practice since 1949",
                     note="A member that does not object within the time given has agreed."),
        DecisionRule(organisation="QUAD", kind="consensus", quota=1.0, basis="practice: it has no charter"),
        DecisionRule(organisation="SCO", kind="consensus", quota=1.0, basis="SCO Charter (2002), art. 16"),
        DecisionRule(organisation="UNSC", kind="unanimity", quota=1.0, basis="UN Charter (1945), art. 27(3)",
                     note="The permanent members alone. A text also needs nine votes of fifteen (seven of eleven "
                          "until 1965), and a permanent member that abstains does not block."),
    )
}  # fmt: skip


@cache
def memberships() -> tuple[Membership, ...]:
    """Return every membership, by organisation and member."""
    return tuple(
        Membership(organisation=organisation, member=member, valid_from=start, valid_to=end or None, source=source)
        for organisation, member, start, end, source in table("members.tsv")
    )


def organisations() -> tuple[str, ...]:
    """Return the organisations whose members are known, by code."""
    return tuple(sorted(_RULES))


def members(organisation: str, date: str) -> tuple[str, ...]:
    """Return who is a member of an organisation at a date, by code.

    Parameters
    ----------
    organisation
        Its acronym in capitals.
    date
        ISO day, month or year; who is a member on any day of a month or year is named.

    Raises
    ------
    InputError
        If the organisation is not held, the date is no ISO date, or it has no member then.

    Notes
    -----
    Of the UN Security Council the permanent members alone are held.

    Examples
    --------
    >>> members("ASEAN", "1998")
    ('BRN', 'IDN', 'LAO', 'MMR', 'MYS', 'PHL', 'SGP', 'THA', 'VNM')
    >>> len(members("ASEAN", "2025-10-25")), len(members("ASEAN", "2025-10-26"))
    (10, 11)
    """
    held = [one for one in memberships() if one.organisation == decision_rule(organisation).organisation]
    if not _DAY.fullmatch(date):
        raise InputError(f"{date!r} is no date. Give an ISO day, month or year, such as 2012-07-13.")
    found = tuple(sorted({one.member for one in held if holds(one.valid_from, one.valid_to or "", date)}))
    if not found:
        first = min(one.valid_from for one in held)
        raise InputError(f"{organisation} has no members in the list on {date}. Give a date from {first} on.")
    return found


@cache
def meetings() -> tuple[Meeting, ...]:
    """Return every meeting that was to end with a text, in order of time."""
    return tuple(
        Meeting(organisation=organisation, kind=kind, date=date, agreed=agreed == "1", source=source)
        for organisation, kind, date, agreed, source in table("texts.tsv")
    )


def meetings_by(organisation: str, date: str) -> tuple[Meeting, ...]:
    """Return an organisation's meetings whose outcome was known by a date.

    Parameters
    ----------
    organisation
        Its acronym in capitals.
    date
        ISO day, month or year, the last day of it included. A meeting of which the year alone is held counts from the
        end of that year.

    Raises
    ------
    InputError
        If the date is no ISO date.

    Examples
    --------
    >>> known = meetings_by("ASEAN", "2012-07-12")
    >>> len(known), sum(one.agreed for one in known)
    (44, 44)
    """
    if not _DAY.fullmatch(date):
        raise InputError(f"{date!r} is no date. Give an ISO day, month or year, such as 2012-07-13.")
    return tuple(one for one in meetings() if one.organisation == organisation and _end(one.date) <= _end(date))


def _end(date: str) -> str:
    """Return the last day of an ISO day, month or year; months are taken to have 31."""
    return date + "-12-31"[len(date) - len("2012") :]


def decision_rule(organisation: str) -> DecisionRule:
    """Return the rule by which an organisation decides on a text.

    Raises
    ------
    InputError
        If the organisation is not held; the message names the closest.

    Examples
    --------
    >>> decision_rule("ASEAN").kind
    'consensus'
    """
    found = _RULES.get(organisation)
    if found is None:
        from rapidfuzz import fuzz, process

        near = process.extractOne(organisation.upper(), organisations(), scorer=fuzz.ratio, score_cutoff=50)
        closest = f" Closest: {near[0]}." if near else ""
        raise InputError(
            f"{organisation!r} is no organisation whose members are known.{closest} "
            f"Give one of {', '.join(organisations())}."
        )
    return found
