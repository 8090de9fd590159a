"""Amounts as people write them: 1.5bn, 200,000,000, $20 million a year, 50 percent; and in which units levers move."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from math import isfinite
from typing import Final, NamedTuple

from suasion.codebook.currency import DOLLAR, issuer
from suasion.codebook.instrument import INSTRUMENTS
from suasion.errors import InputError

TIV: Final = "TIV-million"  # SIPRI's volume of arms; its tables print it in millions
TOLD: Final = "statements"  # what a lever is counted in that no data row measures

UNITS: Final[dict[str, tuple[str, ...]]] = {
    "diplomatic": ("visits", TOLD),
    "normative": (TOLD,),
    "military": (TIV, "people", "exercises", TOLD),
    "economic-aid": (DOLLAR, TOLD),
    "economic-loan": (DOLLAR, TOLD),
    "economic-trade": (DOLLAR, TOLD),
    "economic-investment": (DOLLAR, TOLD),
    "labour": ("people", TOLD),
    "health": ("doses", DOLLAR, TOLD),
    "infrastructure": (DOLLAR, TOLD),
    "sanction": ("cases",),
    "legal": ("cases", TOLD),
    "domestic": (TOLD,),
    "symbolic": (TOLD,),
}
"""In which units an amount by each instrument may be given, all of them for a year."""

assert tuple(UNITS) == tuple(INSTRUMENTS)  # every instrument is a lever

PERCENT: Final = "percent"
MOST: Final = 1e15  # ten times what the world makes in a year, in dollars: above it, a slip of the pen

_SCALES: Final = {
    "thousand": 3, "k": 3, "million": 6, "millions": 6, "mio": 6, "mn": 6, "m": 6, "billion": 9, "billions": 9,
    "bn": 9, "b": 9, "trillion": 12, "tn": 12,
}  # fmt: skip
_UNIT_WORDS: Final = {
    "%": PERCENT, "percent": PERCENT, "per cent": PERCENT, "pct": PERCENT,
    "usd": DOLLAR, "us$": DOLLAR, "us $": DOLLAR, "$": DOLLAR, "dollar": DOLLAR, "dollars": DOLLAR,
    "us dollars": DOLLAR,
    "dose": "doses", "doses": "doses", "vaccine doses": "doses", "doses of vaccine": "doses", "vaccines": "doses",
    "tiv": "TIV", "tiv-million": TIV, "tiv million": TIV,
    "visit": "visits", "visits": "visits",
    "person": "people", "persons": "people", "people": "people", "workers": "people", "troops": "people",
    "exercise": "exercises", "exercises": "exercises", "port call": "exercises", "port calls": "exercises",
    "case": "cases", "cases": "cases",
    "statement": TOLD, "statements": TOLD,
}  # fmt: skip
_OTHER_MONEY: Final = frozenset({"€", "£", "¥", "euro", "euros", "yen", "yuan", "renminbi", "rmb", "pounds", "riel"})
_NUMBER: Final = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:_[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?"
    r"(?:e[+-]?[0-9]{1,3})?"
)
_AMOUNT: Final = re.compile(
    rf"(?P<before>[+-]?) ?(?P<money>usd|us ?\$|\$)? ?(?P<after>[+-]?) ?(?P<number>(?=\.?[0-9]){_NUMBER})"
    rf"(?: ?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?=usd|[^a-z]|$))? ?(?P<unit>(?![0-9.,]).*)"
)
_YEARLY: Final = re.compile(r" ?(?:(?:a|per|each|every|/) ?(?:year|yr|annum)|annually|yearly|p\.?a\.?)$")
_DASHES: Final = dict.fromkeys(map(ord, "−‐‑‒–—﹣"), "-")


class Amount(NamedTuple):
    """An amount as written: ``sign`` is "+", "-" or "" for none, ``unit`` is None where none is given."""

    sign: str
    value: float
    unit: str | None


def quoted(text: str) -> str:
    """Return what a person wrote as an error message shows it: in quotes, cut where it is long."""
    return repr(text if len(text) <= 80 else text[:79] + "…")


def plain(text: str) -> str:
    """Return text with single spaces, plain digits and minus signs, whatever the keyboard made of them."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def amount(text: str, where: str) -> Amount:
    """Return the amount that a text gives, in full: 1.5bn is 1,500,000,000; 50 percent is 0.5 of ``PERCENT``.

    Parameters
    ----------
    text
        A number, with a sign, a scale and a unit where it has them, and "a year" or not: all amounts are yearly.
    where
        What to name in the error.

    Raises
    ------
    InputError
        If it is no amount, if its number can be read in two ways, or if its unit is none that is known.

    Examples
    --------
    >>> amount("+1.5bn USD", "x"), amount("−20 %", "x").value, amount("$200m a year", "x").unit
    (Amount(sign='+', value=1500000000.0, unit='USD'), 0.2, 'USD')
    """
    found = _AMOUNT.fullmatch(plain(text).casefold())
    if found is None or (found["before"] and found["after"]):
        raise InputError(
            f"{where}: {quoted(text)} is no amount. Write for example +50%, +1.5bn USD or = 200,000 doses."
        )
    unit = _unit(_YEARLY.sub("", found["unit"]).strip(), found["money"], where)
    number = Decimal(re.sub("[, _]", "", found["number"])).scaleb(_SCALES.get(found["scale"] or "", 0))
    if unit == PERCENT:
        number = number.scaleb(-2)
    elif unit == "TIV":
        unit, number = TIV, _tiv(number, found["scale"], where)
    value = float(number)
    if not isfinite(value) or value > MOST:
        raise InputError(f"{where}: {quoted(text)} is more than there is of anything. Correct the number.")
    return Amount(found["before"] or found["after"], value, unit)


def dollars(text: str, where: str) -> float:
    """Return an amount of US dollars that is not below 0; the unit may be left out.

    Raises
    ------
    InputError
        If it is no such amount.

    Examples
    --------
    >>> dollars("200m", "budget of JPN")
    200000000.0
    """
    found = amount(text, where)
    if found.sign == "-" or found.unit not in (None, DOLLAR):
        raise InputError(f"{where}: {quoted(text)} is no sum of US dollars from 0 up. Write for example 200m USD.")
    return found.value


def _unit(written: str, money: str | None, where: str) -> str | None:
    if money:
        if written and _UNIT_WORDS.get(written) != DOLLAR:
            raise InputError(f"{where}: it is in dollars and in {quoted(written)} at once. Give one unit.")
        return DOLLAR
    if not written:
        return None
    unit = _UNIT_WORDS.get(written)
    if unit is None and (written in _OTHER_MONEY or issuer(written.upper(), 2020) is not None):
        raise InputError(f"{where}: {quoted(written)} is not the money of the levers. Give the amount in US dollars.")
    if unit is None:
        known = ", ".join(dict.fromkeys(("%", *(name for units in UNITS.values() for name in units))))
        raise InputError(f"{where}: {quoted(written)} is no unit that is known. Write one of {known}.")
    return unit


def _tiv(number: Decimal, scale: str | None, where: str) -> Decimal:
    # "10 TIV" is how people read SIPRI's tables, which are in millions; "10 million TIV" says the same in full.
    if scale:
        return number.scaleb(-6)
    if number > 100_000:  # several times the whole world's trade in a year, 20,000 to 50,000 millions (SIPRI)
        raise InputError(f"{where}: that many million TIV are more than the world trades. Write for example +10 TIV.")
    return number
