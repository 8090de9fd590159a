"""Texts taken apart for links, and estimates in a line of words: shared by all forms of a brief."""

from __future__ import annotations

import functools
import re

from suasion.brief.document import Text
from suasion.brief.words import money_of, number, style_of
from suasion.codebook import Estimate


def pieces(content: Text) -> list[tuple[str, str | None]]:
    """Return a text in pieces, each with the id of the estimate or statement that it links to, or None."""
    found: list[tuple[int, int, str]] = []
    for marks in (
        [(shown.text, shown.estimate) for shown in content.numbers if shown.estimate],
        [(quote.text, quote.statement) for quote in content.quotes],
    ):
        reached = 0  # they were written in this order, so that of two alike the next one is meant
        for words, target in marks:
            start = _free(content.text, words, found, reached)
            if start >= 0 and target:
                reached = start + len(words)
                found.append((start, reached, target))
    parts: list[tuple[str, str | None]] = []
    place = 0
    for start, end, target in sorted(found):
        if start > place:
            parts.append((content.text[place:start], None))
        parts.append((content.text[start:end], target))
        place = end
    if place < len(content.text):
        parts.append((content.text[place:], None))
    return parts


def _free(text: str, words: str, taken: list[tuple[int, int, str]], after: int) -> int:
    """Return where words stand as a whole outside what is taken, best after a place; -1 where they do not."""
    free = [
        match.start()
        for match in _whole(words).finditer(text)
        if not any(begin < match.end() and match.start() < end for begin, end, _ in taken)
    ]
    return next((start for start in free if start >= after), free[0] if free else -1)


def stands_in(text: str, words: str) -> bool:
    """Return whether words stand in a text as a whole: the 3 of 2023 is not the number 3.

    Examples
    --------
    >>> stands_in("3 in 2023", "3"), stands_in("to 2023", "3"), stands_in("1.3 million", "3")
    (True, False, False)
    """
    return bool(_whole(words).search(text))


@functools.cache
def _whole(words: str) -> re.Pattern[str]:
    """Return a pattern of words that are not a part of a longer number."""
    before = r"(?<![\d.,−+$-])" if words[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if words[-1:].isdigit() else ""
    return re.compile(before + re.escape(words) + after)


def summary(estimate: Estimate) -> str:
    """Return value, interval, unit, count and method of an estimate in one line."""
    style = style_of(estimate.unit)
    if estimate.value is None:
        return f"No value: {estimate.note}" if estimate.note else "No value."
    words = number(estimate.value, style)
    if estimate.low is not None and estimate.high is not None:
        level = f"{100 * estimate.level:.0f} % interval"
        words += f"; {level} {number(estimate.low, style)} to {number(estimate.high, style)}"
        words += f" ({estimate.interval_method})" if estimate.interval_method else ""
    money = money_of(estimate.unit)
    words += f"; {money or estimate.unit}" if estimate.unit else ""
    return f"{words}; from {estimate.n:,} entries; {estimate.method}" if estimate.method else words


def formula(estimate: Estimate) -> str:
    """Return the operation of an estimate with the number of its terms and its constants."""
    derivation = estimate.derivation
    if derivation is None:
        return ""
    terms = ", ".join(f"{name}: {len(ids):,}" for name, ids in list(derivation.terms.items())[:6])
    more = f", and {len(derivation.terms) - 6} more terms" if len(derivation.terms) > 6 else ""
    constants = ", ".join(f"{name} = {value:.4g}" for name, value in list(derivation.constants.items())[:6])
    rest = f", and {len(derivation.constants) - 6} more" if len(derivation.constants) > 6 else ""
    return f"{derivation.operation} of {terms}{more}" + (f"; with {constants}{rest}" if constants else "")


def shorten(text: str, length: int) -> str:
    """Return a text cut at a word to at most ``length`` characters."""
    if len(text) <= length:
        return text
    return (text[: length - 1].rpartition(" ")[0] or text[: length - 1]) + "…"
