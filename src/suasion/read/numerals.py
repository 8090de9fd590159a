"""Numbers as English writes them: "1,300", "1.7 million", "two hundred and fifty", "half a million"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_UNITS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES: Final = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "lakh": 100_000, "million": 1_000_000, "crore": 10_000_000,
    "billion": 1_000_000_000, "trillion": 1_000_000_000_000,
}  # fmt: skip
_SHORT_SCALES: Final = {
    "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "mln": 1_000_000, "mio": 1_000_000, "b": 1_000_000_000,
    "bn": 1_000_000_000, "bln": 1_000_000_000, "tn": 1_000_000_000_000, "trn": 1_000_000_000_000,
}  # fmt: skip
ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
}  # fmt: skip

_UNIT_WORDS: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_SCALE_WORDS: Final = "|".join(sorted(_SCALES, key=len, reverse=True))
_GAP: Final = r"[\s-]{1,3}"
_SPACE: Final = r"\s{1,3}"
_DIGITS: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_WORDS: Final = (
    rf"(?:(?:half{_GAP})?an?{_GAP}(?:half{_GAP})?(?={_SCALE_WORDS})|(?:{_UNIT_WORDS}))"
    rf"(?:(?:{_GAP}|(?<=hundred){_SPACE}and{_SPACE}|(?<=thousand){_SPACE}and{_SPACE})(?:{_UNIT_WORDS}|{_SCALE_WORDS})\b)*(?:{_SCALE_WORDS})?"
)
# A short scale needs digits before it, and must not be the start of a word ("5 billion", "5 boats").
NUMBER: Final = re.compile(
    rf"(?<![\w/])(?<![A-Za-z][-.])(?<!\d[.,:])(?:(?P<digits>{_DIGITS})(?P<short>\s?(?:mln|mio|mn|bln|bn|trn|tn|[kmb])(?![\w/]))?"
    rf"|(?P<words>{_WORDS}))(?P<half>{_SPACE}and{_SPACE}an?{_SPACE}half\b)?"
    rf"(?P<scales>(?:{_GAP}(?:{_SCALE_WORDS})\b)*)(?![\w]|[.,:/]\d)",
    re.IGNORECASE,
)


def _words_value(words: str) -> Decimal:
    total, run = Decimal(0), Decimal(0)
    factor = Decimal(1)
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "half":
            factor = Decimal("0.5")
        elif word in {"a", "an"}:
            run = Decimal(1)
        elif word in _UNITS:
            run += _UNITS[word]
        elif word in {"hundred", "dozen"}:
            run = (run or Decimal(1)) * _SCALES[word]
        elif word in _SCALES:
            total += (run or Decimal(1)) * _SCALES[word]
            run = Decimal(0)
    return (total + run) * factor


def number_value(match: re.Match[str]) -> Decimal:
    """Return the value of one match of NUMBER, exactly as written.

    Parameters
    ----------
    match
        A match of ``NUMBER``.

    Returns
    -------
    Decimal
        The number with its scale words applied: 1.7 million is 1700000.
    """
    if match["digits"]:
        value = Decimal(match["digits"].replace(",", ""))
        if match["short"]:
            value *= _SHORT_SCALES[match["short"].strip().lower()]
    else:
        value = _words_value(match["words"])
    if match["half"]:
        value += Decimal("0.5")
    for scale in re.findall(r"[a-z]+", match["scales"].lower()):
        value *= _SCALES[scale]
    return value
