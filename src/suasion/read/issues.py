"""Issues: which question a span touches, and on which side of its norm a stand or an act is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from suasion.read.lexicon import issue_patterns

Side = Literal[-1, 0, 1]
_WORRY_IS_FOR_NORM: Final = 0  # a topic without a side takes the side of the attitude itself


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    return tuple((slug, side, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for slug, side, pattern in issue_patterns())


def find_issue(text: str, context: str = "") -> tuple[str | None, int, bool]:
    """Return the issue a span names, which side of the norm its words stand for, and whether the span itself names it.

    The phrase that names a side beats one that names only a topic; then the longest match; then the first in the list.
    ``context`` (the sentence) is looked at only where the span says nothing.
    """
    for where, own in ((text, True), (context, False)):
        lowered = where.translate(_STRAIGHT).lower()
        best: tuple[tuple[int, int, int], str, int] | None = None
        for order, (slug, side, pattern) in enumerate(_compiled()):
            for hit in pattern.finditer(lowered):
                rank = (1 if side else 0, len(hit.group()), -order)
                if best is None or rank > best[0]:
                    best = (rank, slug, side)
        if best is not None:
            return best[1], best[2], own
    return None, 0, False


_STRAIGHT: Final = str.maketrans({"’": "'", "‘": "'"})


def find_stance(side: int, polarity: int, *, denied: bool) -> Side:
    """Return the stance: the attitude's sign times that of what it is about; a topic without a side counts for its norm.

    Heuristic. ``polarity`` 0 (an act, not an attitude) takes the side of the act itself.
    """
    if denied:
        return 1 if side <= 0 else -1
    if polarity == 0:
        return _sign(side)
    if side == 0:
        return 1
    return _sign(side * polarity)


def _sign(value: int) -> Side:
    return 1 if value > 0 else -1 if value < 0 else 0
