"""Issues: which question a span touches, and on which side of its norm a stand or an act is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from suasion.read.lexicon import issue_patterns

Side = Literal[-1, 0, 1]


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, int, re.Pattern[str], bool], ...]:
    return tuple(
        (slug, side, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), topical)
        for slug, side, pattern, topical in issue_patterns()
    )


_TOPICAL: Final = 200_000  # characters in which a text says what it is about


def find_topics(text: str) -> frozenset[str]:
    """Return the issues that a text names somewhere by a phrase that means nothing else."""
    lowered = text[:_TOPICAL].translate(_STRAIGHT).lower()
    return frozenset(slug for slug, _, pattern, topical in _compiled() if not topical and pattern.search(lowered))


_AGAINST: Final = re.compile(
    r"\b(?:condemn\w*|denounc\w*|criticis\w*|deplor\w*|against|sanctions on|investigat\w+|an? end to|"
    r"end(?:ing)? (?:of|the|its)|halt\w*|stop\w*|oppos\w+|reject\w*|deter\w*|prevent\w*|counter\w*)\b"
)
_WRONG: Final = re.compile(
    r"\b(?:breaks?|violat\w+|cannot be|unaccept\w+|illegal|unlawful|unjustif\w+|must (?:stop|end|cease)|has no place)\b"
)
_SEA: Final = frozenset({"south-china-sea", "freedom-of-navigation", "law-of-the-sea"})


def find_issue(text: str, after: int = 0, topics: frozenset[str] = frozenset()) -> tuple[str | None, int]:
    """Return the issue that a span names and which side of its norm the words stand for.

    A phrase that names a side beats one that names only a topic; then the longest match; then the first in the list.
    A span that lists several norms of one sea is about that sea. Words of opposition between ``after`` (where the
    predicate ends) and the phrase turn its side: "a statement condemning the invasion" stands for the norm.
    """
    lowered = text.translate(_STRAIGHT).lower()
    best: tuple[tuple[int, int, int], str, int, int] | None = None
    seen: set[str] = set()
    for order, (slug, side, pattern, topical) in enumerate(_compiled()):
        if topical and slug not in topics:
            continue
        for hit in pattern.finditer(lowered):
            seen.add(slug)
            rank = (1 if side and not topical else 0, len(hit.group()), -order)
            if best is None or rank > best[0]:
                best = (rank, slug, side, hit.start())
    if best is None:
        return None, 0
    slug, side, at = best[1:]
    if seen >= _SEA:
        slug = "south-china-sea"
    if side < 0 and (_AGAINST.search(lowered[after:at] if after < at else "") or _WRONG.search(lowered[at:])):
        side = 1
    return slug, side


_STRAIGHT: Final = str.maketrans({"’": "'", "‘": "'"})


def find_stance(side: int, polarity: int, *, denied: bool, blocks: bool = False) -> Side:
    """Return the stance: the attitude's sign times that of what it is about; a bare topic counts for its norm.

    Heuristic. ``polarity`` 0 (an act, not an attitude) takes the side of the act itself. ``blocks``: the act undoes
    what it is about, so that a topic without a side is undone too.
    """
    if denied:
        return 1 if side <= 0 else -1
    if polarity == 0:
        return _sign(side)
    if side == 0:
        return -1 if blocks else 1
    return _sign(side * polarity)


def _sign(value: int) -> Side:
    return 1 if value > 0 else -1 if value < 0 else 0
