"""The words of answers to scenarios: places on an issue, amounts of levers, chances, and the verdict of the guard."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from suasion.assess.scenario.results import RestsOn
from suasion.brief.case import instrument_title, issue_title, said
from suasion.brief.words import Style, it_is, likelihood, money_of, number, style_of, unit_in_words
from suasion.codebook import ISSUES, Estimate

RESTS: Final[dict[RestsOn, str]] = {
    "record": "record",
    "record and prior": "partly assumed",
    "given": "as you say",
    "prior": "assumed",
}
_BARE: Final = ("index", "share", "leverage", "utility", "position")  # a number of these has no unit to name
_NAMED: Final = ("south-china-sea", "taiwan-strait", "indo-pacific-order")  # of places, with "the"
_WITH_THE: Final = ("law-of-the-sea", "ukraine-war")
_UNITS: Final = {"TIV-million": "million TIV"}  # of SIPRI, short enough for a column
_SMALL: Final = 0.1  # below it a move is told to three decimals


def place(value: float | None) -> str:
    """Return a position as it is printed.

    Examples
    --------
    >>> place(0.061), place(-0.5), place(None)
    ('+0.06', '−0.50', 'not identified')
    """
    return "not identified" if value is None else number(value, "signed")


def place_between(estimate: Estimate) -> str:
    """Return a position with the 5 and 95 % of its draws in brackets."""
    return _between(estimate, place)


def move(value: float | None) -> str:
    """Return how far something moves, to three decimals where it is little, and "<0.001" where it is less, up or down.

    Examples
    --------
    >>> move(0.123), move(0.0042), move(0.0001), move(0.0)
    ('+0.12', '+0.004', '<0.001', '0')
    """
    if value is None:
        return "not known"
    if value == 0.0:
        return "0"
    if abs(value) < 0.0005:
        return "<0.001"
    return f"{value:+.{2 if abs(value) >= _SMALL else 3}f}".replace("-", "−")


def move_between(estimate: Estimate) -> str:
    """Return a move with the 5 and 95 % of its draws in brackets."""
    return _between(estimate, move)


def percent(chance: float | None) -> str:
    """Return a chance in percent; none that is not quite sure is printed as sure.

    Examples
    --------
    >>> percent(0.344), percent(0.0), percent(0.001), percent(0.999)
    ('34 %', '0 %', 'under 1 %', 'over 99 %')
    """
    if chance is None:
        return "not known"
    if 0 < chance < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < chance < 1 else f"{100 * chance:.0f} %"


def percent_between(chance: Estimate) -> str:
    """Return a chance in percent with its 5 and 95 % in brackets."""
    return _between(chance, percent)


def amount(value: float | None, unit: str) -> str:
    """Return an amount of a lever with its unit.

    Examples
    --------
    >>> amount(410e6, "USD-2022 a year"), amount(1.3e6, "doses a year"), amount(3.0, "cases")
    ('$410 million a year', '1.3 million doses a year', '3 cases')
    >>> amount(None, "cases")
    'not known'
    """
    if value is None:
        return "not known"
    return " ".join(part for part in (number(value, style_of_lever(unit, value)), unit_words(unit, value)) if part)


def bare_between(estimate: Estimate) -> str:
    """Return an amount of a lever without its unit, with its interval: for a column beside the unit's."""
    return _between(estimate, lambda value: "not known" if value is None else _bare(value, estimate.unit))


def _bare(value: float, unit: str) -> str:
    return number(value, style_of_lever(unit, value))


def unit_column(unit: str) -> str:
    """Return a unit as a column names it.

    Examples
    --------
    >>> unit_column("USD-2022 a year"), unit_column("visits a year"), unit_column("cases")
    ('2022 $ a year', 'visits a year', 'cases')
    """
    what, a_year, _ = unit.partition(" a year")
    money = money_of(what).replace("dollars", "$")
    return f"{money} a year" if money and a_year else unit_words(unit)


def unit_words(unit: str, value: float | None = None) -> str:
    """Return what stands behind an amount of a lever; of money only how often.

    Examples
    --------
    >>> unit_words("USD-2022 a year"), unit_words("visits a year", 1.0), unit_words("share")
    ('a year', 'visit a year', '')
    """
    what, a_year, _ = unit.partition(" a year")
    named = "" if money_of(what) or what in _BARE else _UNITS.get(what) or unit_in_words(what)
    named = named[:-1] if value == 1 and named.endswith("s") and " " not in named else named
    return " ".join(part for part in (named, a_year.strip()) if part)


def amount_between(estimate: Estimate) -> str:
    """Return an amount with the 5 and 95 % of its draws in brackets, the unit once."""
    if estimate.value is None:
        return estimate.note or "not known"
    words = amount(estimate.value, estimate.unit)
    if _is_point(estimate):
        return words
    style = style_of_lever(estimate.unit, estimate.value)
    return f"{words} ({number(estimate.low or 0.0, style)} to {number(estimate.high or 0.0, style)})"


def _is_point(estimate: Estimate) -> bool:
    """Return whether an estimate has no interval to show, or none wider than a point."""
    low, high = estimate.low, estimate.high
    return low is None or high is None or math.isclose(low, high, rel_tol=1e-9, abs_tol=1e-12)


def style_of_lever(unit: str, value: float | None) -> Style:
    """Return the style in which an amount of a lever is printed: whole numbers whole, small ones to two decimals."""
    what = unit.partition(" a year")[0]
    if what == "share":
        return "portion"
    style: Style = "index" if what in ("leverage", "utility") else style_of(what)
    is_part = value is not None and abs(value) < 100 and not float(value).is_integer()
    return "index" if style == "number" and is_part else style


def utility(value: float | None) -> str:
    """Return an amount of utility, to three decimals.

    Examples
    --------
    >>> utility(0.0123), utility(0.0002), utility(0.0)
    ('0.012', '<0.001', '0')
    """
    if value is None:
        return "not known"
    if value == 0.0:
        return "0"
    return "<0.001" if abs(value) < 0.0005 else f"{value:.3f}".replace("-", "−")


def utility_between(estimate: Estimate) -> str:
    """Return an amount of utility with its interval."""
    return _between(estimate, utility)


def sentence(words: str) -> str:
    """Return words as a sentence: with a capital letter and a full stop.

    Examples
    --------
    >>> sentence("offered for this issue alone"), sentence("")
    ('Offered for this issue alone.', '')
    """
    return f"{words[0].upper()}{words[1:].rstrip('.')}." if words else ""


def _between(estimate: Estimate, shown: Callable[[float | None], str]) -> str:
    words = shown(estimate.value)
    if estimate.value is None or _is_point(estimate):
        return words
    return f"{words} ({shown(estimate.low)} to {shown(estimate.high)})"


def chance_words(chance: Estimate, target: str) -> str:
    """Return with what chance a target is reached, in the words of ICD 203 and in percent."""
    if chance.value is None:
        return f"How surely it would reach {target} cannot be told: {chance.note or 'no draw tells'}."
    words = f"{it_is(likelihood(chance.value))} ({percent(chance.value)}) that it would reach {target}"
    return f"{words}; {chance.note}." if chance.note else f"{words}."


def poles(issue: str) -> tuple[str, str]:
    """Return the words for −1 and +1 on an issue."""
    if issue in ISSUES:
        return f"−1: {ISSUES[issue].against}", f"+1: {ISSUES[issue].norm}"
    return "−1: against", "+1: for"


def on_issue(issue: str) -> str:
    """Return an issue's title as it stands in a sentence.

    Examples
    --------
    >>> on_issue("south-china-sea"), on_issue("human-rights")
    ('the South China Sea', 'human rights')
    """
    title = issue_title(issue)
    if issue in _NAMED:
        return f"the {title}"
    small = title if title[:2].isupper() else title[:1].lower() + title[1:]
    return f"the {small}" if issue in _WITH_THE else small


def lever(instrument: str | None) -> str:
    """Return an instrument as a word in a sentence, or what changes where it is none."""
    return instrument_title(instrument).lower() if instrument else "its own stand"


def party(code: str | None) -> str:
    """Return a party as it stands in a sentence."""
    return said(code) if code else "the members"


def any_between(estimate: Estimate) -> str:
    """Return an answer of any kind with its interval: a place, a chance or an amount."""
    if estimate.unit in ("position", ""):
        return place_between(estimate)
    return percent(estimate.value) if estimate.unit == "probability" else amount_between(estimate)
