"""Parties: whether the words that a model gives for an actor do name that actor, or point to where it is named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import Final

from suasion.codebook.actor import resolve
from suasion.read.llm.reasons import Reason
from suasion.read.mentions import Mention
from suasion.read.sentences import Sentence

ANTECEDENT_CHARACTERS: Final = 120  # more than a dozen words name so many that they point to nobody
_POINTER: Final = re.compile(
    r"(?:he|she|it|they|we|us|him|her|them|his|hers|its|their|theirs|our|ours|both|each|who|whom|whose|which|"
    r"themselves|itself|himself|herself|the former|the latter)"
    r"|(?:the|both|each|either|neither|these|those|this|that|his|her|its|their|our|whose|such|two|three|all|"
    r"one|another|neighbou?ring)\s.+",
    re.IGNORECASE | re.DOTALL,
)


def find_all(text: str, words: str, start: int, end: int) -> Iterator[int]:
    """Yield where some words stand in a stretch of a text, never as a part of longer words."""
    at = text.find(words, start, end) if words.strip() else -1
    while at >= 0:
        if _is_whole(text, at, at + len(words)):
            yield at
        at = text.find(words, at + 1, end)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a stretch neither begins nor ends inside a word or number."""

    def joined(left: int) -> bool:
        return 0 < left < len(text) and text[left - 1].isalnum() and text[left].isalnum()

    return not joined(start) and not joined(end)


def party(
    text: str,
    sentence: Sentence,
    mentions: Sequence[Mention],
    *,
    code: str | None,
    words: str | None,
    antecedent: str | None,
    on: str | None,
) -> str | Reason | None:
    """Return the actor's code, None where it has none, or why it is not believed.

    Parameters
    ----------
    text
        The whole text.
    sentence
        Where the statement stands.
    mentions
        The names that our own tables find in the text.
    code, words, antecedent
        As the model gave them.
    on
        ISO date of the text.
    """
    if not words:
        return None if code is None else Reason.ACTOR_WORDS
    places = list(find_all(text, words, sentence.start, sentence.end))
    if not places:
        return Reason.ACTOR_WORDS
    if code is None:
        return None
    known = resolve(code, on)
    if known is None:
        return Reason.ACTOR_UNKNOWN
    named = [found for at in places for found in _over(mentions, at, at + len(words))]
    if any(mention.code == known for mention in named):
        return known
    if named and not _POINTER.fullmatch(words):
        return Reason.ACTOR_OTHER
    return known if _points(text[: sentence.end], mentions, known, words, antecedent) else Reason.ACTOR_POINTS


def _points(text: str, mentions: Sequence[Mention], code: str, words: str, antecedent: str | None) -> bool:
    """Return whether words without a name are explained by others in the text so far that name the actor."""
    if not antecedent or len(antecedent) > ANTECEDENT_CHARACTERS:
        return False
    # A name that our tables lack counts only where it is introduced: "Cambodia's envoy, John Smith" for "Smith".
    if not _POINTER.fullmatch(words) and not any(True for _ in find_all(antecedent, words, 0, len(antecedent))):
        return False
    return any(
        mention.code == code
        for at in find_all(text, antecedent, 0, len(text))
        for mention in _over(mentions, at, at + len(antecedent))
    )


def _over(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """Return the mentions that share characters with a stretch."""
    # None overlaps another: they are in order by start and by end.
    first = bisect_right(mentions, start, key=lambda mention: mention.end)
    return list(takewhile(lambda mention: mention.start < end, islice(mentions, first, None)))
