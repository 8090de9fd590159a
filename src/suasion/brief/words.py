"""Words for chances, confidence and numbers, the same wherever a brief is written or verified."""

from __future__ import annotations

import math
import re
from typing import Final, Literal

Confidence = Literal["low", "moderate", "high"]
Style = Literal["index", "signed", "percent", "portion", "money", "count", "rank", "number", "gap", "vote"]

# ICD 203, analytic standards: one word for each band of probability; bounds in percent, the lower included.
LIKELIHOODS: Final = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (math.inf, "almost certain"),
)
_LIKELY: Final = re.compile(
    r"\b(?:almost no chance|remote|(?:very |highly )?(?:un)?(?:likely|probable)|(?:im)?probable|roughly even|"
    r"(?:almost|nearly) certain(?:ly)?)\b",
    re.I,
)
_CONFIDENT: Final = re.compile(r"\bconfiden(?:t|ce)\b", re.I)


def likelihood(probability: float) -> str:
    """Return the ICD 203 word for a probability in [0, 1].

    Examples
    --------
    >>> likelihood(0.03), likelihood(0.5), likelihood(0.8), likelihood(0.97)
    ('almost no chance', 'roughly even chance', 'very likely', 'almost certain')
    """
    return next(word for bound, word in LIKELIHOODS if probability < bound)


def it_is(word: str) -> str:
    """Return a likelihood word as the opening of a sentence that ends in "that ...".

    Examples
    --------
    >>> it_is("likely"), it_is("roughly even chance")
    ('It is likely', 'There is a roughly even chance')
    """
    if word == "almost no chance":
        return "There is almost no chance"
    return f"There is a {word}" if word.endswith("chance") else f"It is {word}"


def speaks_of_likelihood(text: str) -> bool:
    """Return whether a sentence has one of the words for likelihood."""
    return bool(_LIKELY.search(text))


def speaks_of_confidence(text: str) -> bool:
    """Return whether a sentence speaks of confidence."""
    return bool(_CONFIDENT.search(text))


def number(value: float, style: Style) -> str:
    """Return a number as a brief prints it.

    Parameters
    ----------
    value
        The number: a share in [0, 1] for "percent" and "gap", full dollars for "money".
    style
        "index" two decimals, "<0.01" for less; "signed" two decimals with sign; "percent" one decimal, "portion" none;
        "money" dollars with three digits; "count" and "rank" whole numbers; "vote" the word for its code; "number" up
        to four digits; "gap" a relative difference in percent.

    Examples
    --------
    >>> number(0.2591, "percent"), number(1563080000, "money"), number(-0.389, "signed"), number(0.224, "gap")
    ('25.9 %', '$1.56 billion', '−0.39', '+22 %')
    >>> number(1300000, "number"), number(2, "rank")
    ('1.3 million', 'number 2')
    """
    match style:
        case "index":
            return "<0.01" if 0 < value < 0.005 else _minus(f"{value:.2f}")
        case "signed":
            return _minus(f"{value:+.2f}") if f"{abs(value):.2f}" != "0.00" else "0.00"
        case "percent":
            return _minus(f"{100 * value:.1f} %")
        case "portion":
            return _minus(f"{100 * value:.0f} %")
        case "money":
            return ("−" if value < 0 else "") + "$" + _scaled(abs(value), 3)
        case "count":
            return _minus(f"{value:,.0f}")
        case "rank":
            return f"number {value:.0f}"
        case "vote":
            return {1.0: "yes", 2.0: "abstained", 3.0: "no", 0.0: "absent"}.get(value, "unknown")
        case "gap":
            return _minus(f"{100 * value:+.0f} %")
        case "number":
            return _minus(_scaled(value, 4))


def money_of(unit: str) -> str:
    """Return in which money an amount is, empty where it is none.

    Examples
    --------
    >>> money_of("USD-2022"), money_of("USD"), money_of("doses")
    ('2022 dollars', 'current dollars', '')
    """
    if unit.startswith("USD-"):
        return f"{unit[4:]} dollars"
    return "current dollars" if unit == "USD" else ""


def unit_in_words(unit: str) -> str:
    """Return a unit as a table names it.

    Examples
    --------
    >>> unit_in_words("TIV-million"), unit_in_words("USD-2022"), unit_in_words("count")
    ('million units of arms volume (SIPRI)', '2022 dollars', '')
    """
    words = {"TIV-million": "million units of arms volume (SIPRI)", "count": "", "case": "cases in force"}
    return money_of(unit) or words.get(unit, unit)


def style_of(unit: str) -> Style:
    """Return the style in which a value of some unit is printed."""
    if unit.startswith("USD"):
        return "money"
    styles: dict[str, Style] = {
        "share": "percent",
        "rank": "rank",
        "position": "signed",
        "index": "index",
        "count": "count",
        "vote": "vote",
    }
    return styles.get(unit, "number")


def _scaled(value: float, digits: int) -> str:
    for scale, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(value) >= scale:
            return f"{float(f'{value / scale:.{digits}g}'):,.10g}{word}"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3f}" if 0 < abs(value) < 0.001 else f"{float(f'{value:.{digits}g}'):,.10g}"


def _minus(text: str) -> str:
    return text.replace("-", "−")
