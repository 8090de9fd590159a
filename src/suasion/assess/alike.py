"""Alike: whether two statements speak of one matter, by the words that they share."""

from __future__ import annotations

import re
from typing import Final

from suasion.assess.rows import Row

# Words that begin with a capital are names, of which two statements about one pair always share some.
_WORD: Final = re.compile(r"(?<![\w’'])[a-z]{3,}")
_IDLE: Final = frozenset({
    "the", "and", "for", "its", "has", "had", "was", "are", "not", "but", "who", "his", "her", "one", "two", "out",
    "off", "per", "may", "can", "all", "any", "how", "say", "now", "own", "too", "yet", "nor", "did", "new", "that",
    "with", "from", "this", "have", "been", "were", "also", "over", "past", "more", "than", "about", "worth",
    "which", "their", "during", "million", "billion", "will", "would", "could", "should", "they", "them", "when",
    "what", "such", "into", "other", "some", "many", "most", "very", "must", "does", "said", "says", "give", "gave",
    "given", "giving", "made", "make", "year", "years", "between", "under", "after", "before", "because",
})  # fmt: skip
_STEM: Final = 5  # letters by which "deminer" and "demining" are one word. Heuristic.


def matter(row: Row) -> set[str]:
    """Return the stems of the words that say what a statement is about; those of its sentence where its quote has none.

    Examples
    --------
    >>> sorted(matter({"quote": "wants more visas for skilled workers", "sentence": ""}))
    ['skill', 'visas', 'wants', 'worke']
    """
    return _stems(str(row["quote"])) or _stems(str(row["sentence"] or ""))


def same_matter(one: Row, other: Row) -> bool:
    """Return whether two statements share a word; within one sentence, of their quotes."""
    if one["source"] == other["source"] and one["sentence"] == other["sentence"]:
        return bool(_stems(str(one["quote"])) & _stems(str(other["quote"])))
    return bool(matter(one) & matter(other))


def overlap(one: Row, other: Row) -> float:
    """Return the part of all their words that two statements share, in [0, 1] (Jaccard)."""
    a, b = matter(one), matter(other)
    return len(a & b) / len(a | b) if a and b else 0.0


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text) if word not in _IDLE}
