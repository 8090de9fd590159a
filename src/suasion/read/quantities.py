"""Quantities in text: money, doses, people, shares, years and things counted, by a regular grammar.

Only what has one size is a quantity: ranges, ranks, ordinals, years as dates, the length of a meeting and words
such as "multibillion" have none. Money is never converted: unit "USD" is US dollars as written; other money has unit
"other" and keeps its currency.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

import msgspec

from suasion.codebook.naming import all_names
from suasion.codebook.statement import AmountUnit
from suasion.read.currencies import currency_after, currency_before
from suasion.read.numerals import NUMBER, ORDINALS, number_value
from suasion.read.wordlists import word_list


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """One amount; ``text`` is the document's text from ``start`` to ``end``.

    ``amount`` is in full units (1.7 million is 1700000; 25 percent is 25). ``currency`` is ISO 4217 for money, else
    None. ``what`` is the noun counted, as written, where the grammar sees one. ``qualifier`` is the word of
    approximation before the amount ("more than"); it is outside ``text``.
    """

    start: int
    end: int
    text: str
    amount: float
    unit: AmountUnit
    currency: str | None = None
    what: str | None = None
    qualifier: str | None = None


_QUALIFIER: Final = re.compile(
    r"\b(more than|less than|fewer than|no more than|at least|at most|up to|as much as|as many as|as long as|close to|"
    r"well over|just over|just under|an? estimated|over|under|above|below|about|around|some|nearly|almost|"
    r"approximately|roughly|only|estimated|exactly)\s+(?:an?\s+)?$",
    re.IGNORECASE,
)
# What a number after these counts is a place in a list, a name or a date, never a size.
_NOT_A_SIZE: Final = re.compile(
    r"(?:\b(?:articles?|sections?|chapters?|no\.?|nos\.|number|resolutions?|paragraphs?|pages?|phases?|rank(?:ed|s)?|top|"
    r"group of|level|class|type|tier|flight|route|highway|room|aged?|part|annex|item|case|day|figure|table|note|rule|"
    r"division|track|version|volume|vol\.|protocol|decision|step|option|pillar|stage|batch|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)\s*|#)$",
    re.IGNORECASE,
)
_MONTH_AFTER: Final = re.compile(
    r"\s+(?:of\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b",
    re.IGNORECASE,
)
_DEFINITE: Final = re.compile(
    r"\b(?:the|these|those|both|their|its|our|his|her|all|other|last|past|next|first|final|every|same|any)\s+$",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(r"\s?%|[\s-]{1,3}(?:percent|per\s?cent|pct\.?)(?:age points?)?\b|\s+percentage points?\b")
_SHARE: Final = re.compile(
    r"\b(?P<n>an?|one|two|three|four|five|six|seven|eight|nine)(?P<gap>[\s-])(?P<part>half|halves|thirds?|quarters?|"
    r"fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\s+of\b(?!\s+(?:an?|the)\s+(?:century|million|billion|"
    r"year|month|day|decade))|\b(?P<half>half)\s+(?:of\b|(?=(?:the|its|their|all|his|her|Cambodia|our)\b))",
    re.IGNORECASE,
)
_CENTURY: Final = re.compile(
    r"\b(?:an?\s+|one\s+)?(?P<part>quarter|half)(?:[\s-](?:of\s+an?\s+)?|\s+an?\s+)century\b", re.IGNORECASE
)
_PARTS: Final = {
    "hal": 2, "thi": 3, "qua": 4, "fou": 4, "fif": 5, "six": 6, "sev": 7, "eig": 8, "nin": 9, "ten": 10,
}  # fmt: skip
_SMALL: Final = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
_ORDINAL_YEAR: Final = re.compile(
    r"\b(?:(?P<digits>\d{1,4})(?:st|nd|rd|th)|"
    r"(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)?-?(?P<word>"
    + "|".join(sorted(ORDINALS, key=len, reverse=True))
    + r"))[\s-]+(?:years?\b|(?:founding |diplomatic )?anniversary\b)",
    re.IGNORECASE,
)
_TENS: Final = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_YEARS: Final = re.compile(
    r"[\s-]{1,3}(?:more |additional |straight |consecutive |full |long )?(?P<noun>years?|yrs?|"
    r"decades?)\b(?P<poss>['’]s?)?",
    re.IGNORECASE,
)
_NOT_A_LENGTH: Final = re.compile(
    r"[\s-]+(?:ago|old|olds|later|earlier|previously|hence|from now|of age|before|after|plan|high|low|strategy|"
    r"anniversary|veteran)\b",
    re.IGNORECASE,
)
_PERIOD_BEFORE: Final = re.compile(
    r"\b(?:last|past|next|coming|previous|following|first|recent|early|final|the|in|within|every|each|preceding|"
    r"these|those|(?:in|within|every) (?:about|around|over|nearly|almost|some)|fiscal)\s+$",
    re.IGNORECASE,
)
_DOSES: Final = re.compile(
    r"(?:[\s-]+[\w'’.-]+){0,4}?[\s-]+(?P<noun>doses?|jabs|vaccines|vaccinations|shots)\b(?P<of>\s+of\s+(?:[\w'’-]+\s+){0,3}?vaccines?\b)?",
)
_WORD: Final = re.compile(r"(?P<gap>-|\s{1,3})(?P<word>(?:U\.S\.|U\.N\.|U\.K\.|[^\W\d_][\w’'-]*))")
_OF_THOSE: Final = re.compile(r" of (?:the|its|their|his|her|our|these|those) (?=\w)")
_PEOPLE: Final = word_list("people")
_NOT_COUNTED: Final = word_list("not-counted")  # plurals that are no things, and words that only end in s
_CROSSES: Final = word_list("crosses")  # words over which a number does not reach
_MONEY_FOR: Final = re.compile(
    r"(?:-worth|\s+worth)?\s+(?:(?:in|of|worth of)\s+(?P<of>[A-Za-z-]+(?:\s+(?:aid|assistance|loans?|grants?|"
    r"investments?|"
    r"support|relief|debt|equipment|weapons|arms|goods|exports|imports|funding|financing))?)|(?P<direct>(?:[a-z-]+\s+)?"
    r"(?:loans?|grants?|package|deal|project|contract|investments?|aid|debt|fund|line of credit|credit line|donation|"
    r"pledge|bailout|swap|facility|sale|agreement))\b)"
)


_PARTIES: Final = frozenset({
    "countries", "states", "nations", "sides", "parties", "governments", "leaders", "presidents", "ministers",
    "powers", "capitals", "partners", "allies", "neighbours", "neighbors", "members", "republics", "men", "women",
    "institutions", "organisations", "organizations", "months", "weeks", "days", "times"
})  # fmt: skip
_REACH: Final = 160  # characters over which a bare sum takes the unit of the one before
_BY_HALF: Final = re.compile(
    r"\bby (?:more than |over |nearly |almost |about |roughly )?(?P<half>half)\b", re.IGNORECASE
)


@cache
def demonyms() -> frozenset[str]:
    """Return the words for a state's people in the plural: "Cambodians"."""
    return frozenset(name.name for name in all_names() if name.kind == "demonym")


class _Found(msgspec.Struct):
    """A number with what the grammar sees to its left and right, before ranges are taken out."""

    number_start: int
    number_end: int
    start: int
    end: int
    value: Decimal
    unit: AmountUnit | None
    currency: str | None = None
    what: str | None = None
    word: bool = False


def _people_or_things(text: str, found: _Found) -> None:
    """Read what a bare number counts: the first plural after it, or people a word further on."""
    digits = text[found.number_start : found.number_end]
    yearlike = re.fullmatch(r"(?:1[89]|20)\d\d", digits) is not None
    pointing = found.word and _DEFINITE.search(text[max(0, found.start - 12) : found.start]) is not None
    if found.word and (found.value == 1 or (pointing and found.value == 2)):
        return
    at = found.number_end
    gap = _OF_THOSE.match(text, at)
    if gap is not None:
        at = gap.end() - 1
    words: list[str] = []
    for _ in range(5):
        match = _WORD.match(text, at)
        if match is None or (not words and match["gap"] == "-" and not gap):
            return
        word = match["word"]
        if word.lower() in _CROSSES or (word.endswith(("'s", "’s"))):
            return
        words.append(word)
        at = match.end()
        people = _people(word, text, at)
        if people or _thing(word, text, at):
            if pointing and word.lower() in _PARTIES:
                return  # "the three countries" are those named before
            if yearlike and not (people and digits.endswith("00")):
                return
            found.unit = "people" if people else "other"
            found.what = " ".join(words)
            found.end = at
            return
        if text[at : at + 1] not in {" ", "\n", "\u00a0"}:
            return


def _people(word: str, text: str, at: int) -> bool:
    if word == "heads":
        return text.startswith((" of state", " of government"), at)
    if word == "fighters" and text[:at].split()[-2][-1:].isdigit():
        return False  # F-16 fighters
    return word in _PEOPLE or word in demonyms()


def _thing(word: str, text: str, at: int) -> bool:
    """Say whether a word is the plural that a number counts, and not a name that only ends in s."""
    if word in {"aircraft", "tonnes", "km", "MW", "GW"}:
        return True
    if not word.endswith("s") or word.lower() in _NOT_COUNTED or word.isupper() or len(word) < 4:
        return False
    # "Two United Nations officials", "three Philippines ports": a name in the plural before what is counted.
    return not (word[0].isupper() and re.match(r"\s[a-z]+s\b", text[at:]) is not None)


def _measure(text: str, found: _Found) -> None:
    """Give a number its unit from what stands around it; leave None if it is no size."""
    before = currency_before(text, found.number_start)
    after = currency_after(text, found.number_end)
    if before is not None or after is not None:
        if before is not None:
            found.start, found.currency = before
        if after is not None:
            found.end, found.currency = after
        found.unit = "USD" if found.currency == "USD" else "other"
        purpose = _MONEY_FOR.match(text, found.end)
        if purpose is not None:
            found.what = purpose["of"] or purpose["direct"]
        return
    left = text[max(0, found.start - 16) : found.start]
    # "In April 17,600 soldiers" counts soldiers; "April 17" does not.
    if found.value < 3000 and "," not in text[found.number_start : found.number_end] and _NOT_A_SIZE.search(left):
        return
    if match := _PERCENT.match(text, found.number_end):
        found.unit, found.end = "percent", match.end()
        return
    if match := _YEARS.match(text, found.number_end):
        if not (_PERIOD_BEFORE.search(left) or match["poss"] or _NOT_A_LENGTH.match(text, match.end())):
            found.unit, found.end, found.what = "years", match.end(), match["noun"]
            if match["noun"].lower().startswith("decade"):
                found.value *= 10
        return
    if _MONTH_AFTER.match(text, found.number_end):
        return
    match = _DOSES.match(text, found.number_end)
    if match and not any(w.lower() in _CROSSES for w in text[found.number_end : match.start("noun")].split()):
        found.unit, found.end, found.what = "doses", match.end(), text[match.start("noun") : match.end()]
        return
    _people_or_things(text, found)


def _inherit(text: str, numbers: list[_Found]) -> None:
    """Give a bare sum the unit of the one before in its sentence: "$5 million in 2020 and 8 million last year"."""
    last: _Found | None = None
    for found in numbers:
        big = found.value >= 1_000_000 and text[found.number_start : found.number_end].lower().endswith("illion")
        near = last is not None and not re.search(r"[.!?]\s+[A-Z]|\n", text[last.end : found.start])
        if found.unit is None and big and near and last is not None and found.start - last.end < _REACH:
            found.unit, found.currency = last.unit, last.currency
        if found.unit in {"USD", "other"} and found.value >= 1000:
            last = found


def _is_range(text: str, first: _Found, second: _Found) -> bool:
    """Say whether two neighbouring numbers are the ends of one range, which has no single amount."""
    gap = text[first.end if first.unit else first.number_end : second.start]
    if len(gap) > 8 or (first.unit and second.unit and (first.unit, first.currency) != (second.unit, second.currency)):
        return False
    before = text[max(0, first.start - 16) : first.start].lower()
    if re.fullmatch(r"\s*[-–—]\s*", gap):
        return True
    if re.fullmatch(r"\s+to\s+", gap):
        # "From 5 to 20 percent" lacks a first unit and is a range; "from 5 percent to 20 percent" is a change.
        return second.unit is not None and (first.unit is None or not re.search(r"\bfrom\s+(?:\w+\s+)?$", before))
    return re.fullmatch(r"\s+and\s+", gap) is not None and re.search(r"\bbetween\s+(?:\w+\s+)?$", before) is not None


def _shares(text: str) -> list[_Found]:
    found = []
    for match in _SHARE.finditer(text):
        value = Decimal(50)
        if match["half"] is None:
            # As a share of 100, rounded to what a reader would write down.
            value = round(Decimal(100 * _SMALL[match["n"].lower()]) / _PARTS[match["part"][:3].lower()], 2)
        end = match.end("half") if match["half"] else match.end("part")
        found.append(_Found(match.start(), end, match.start(), end, value, "percent"))
    for match in _BY_HALF.finditer(text):
        found.append(_Found(match.start("half"), match.end(), match.start("half"), match.end(), Decimal(50), "percent"))
    for match in _ORDINAL_YEAR.finditer(text):
        value = Decimal(match["digits"]) if match["digits"] else Decimal(ORDINALS[match["word"].lower()])
        if match["tens"]:
            value += _TENS[match["tens"].lower()]
        anniversary = match[0].lower().endswith("anniversary")
        if value >= 10 or anniversary:
            found.append(_Found(match.start(), match.end(), match.start(), match.end(), value, "years"))
    for match in _CENTURY.finditer(text):
        value = Decimal(25 if match["part"].lower() == "quarter" else 50)
        found.append(_Found(match.start(), match.end(), match.start(), match.end(), value, "years"))
    return found


def find_quantities(text: str) -> list[Quantity]:
    """Return the amounts that a text states, in text order, none overlapping.

    Heuristic. The grammar is regular: nouns counted are recognised by a list of words for people and by their plural.

    Parameters
    ----------
    text
        Any text, of any length; offsets in the answer are into it.

    Returns
    -------
    list[Quantity]
        Empty where the text states none.

    Examples
    --------
    >>> [(q.amount, q.unit, q.currency) for q in find_quantities("lent $1.7 million, and ¥150 billion, for 30 years")]
    [(1700000.0, 'USD', 'USD'), (150000000000.0, 'other', 'JPY'), (30.0, 'years', None)]
    """
    numbers = []
    for match in NUMBER.finditer(text):
        end = match.end()
        start = match.start()
        value = number_value(match)
        found = _Found(start, end, start, end, value, None, word=match["digits"] is None)
        _measure(text, found)
        numbers.append(found)
    ranged = set()
    for i in range(len(numbers) - 1):
        if _is_range(text, numbers[i], numbers[i + 1]):
            ranged |= {i, i + 1}
    _inherit(text, numbers)
    candidates = _shares(text) + [
        found for i, found in enumerate(numbers) if i not in ranged and found.unit is not None
    ]
    candidates.sort(key=lambda found: (found.start, -found.end))
    quantities: list[Quantity] = []
    last_end = 0
    for found in candidates:
        if found.start < last_end or found.unit is None:
            continue
        last_end = found.end
        qualifier = _QUALIFIER.search(text[max(0, found.start - 24) : found.start])
        quantities.append(
            Quantity(
                start=found.start,
                end=found.end,
                text=text[found.start : found.end],
                amount=float(found.value),
                unit=found.unit,
                currency=found.currency,
                what=found.what,
                qualifier=qualifier[1].lower() if qualifier else None,
            )
        )
    return quantities
