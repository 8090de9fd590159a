"""Chunks: a long text in parts that end where a sentence ends, each with some of what comes before it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from suasion.read.sentences import MAX_SENTENCE, find_sentences

CHUNK_CHARACTERS: Final = 2_000  # a dense article makes a dozen statements in a thousand characters (the first case)
CONTEXT_CHARACTERS: Final = 1_000  # of the text before, for what pronouns point back to


class Chunk(NamedTuple):
    """A part of a text, ``end`` excluded; ``context_start`` is where the words before it that are shown begin."""

    start: int
    end: int
    context_start: int


def find_chunks(
    text: str, *, characters: int = CHUNK_CHARACTERS, context_characters: int = CONTEXT_CHARACTERS
) -> Iterator[Chunk]:
    """Yield the parts of a text in order; each sentence lies in one of them.

    Parameters
    ----------
    text
        Any text; offsets count its characters.
    characters
        The most characters of a part, at least those of the longest sentence.
    context_characters
        The most characters before a part that are shown with it; they begin with a sentence.

    Examples
    --------
    >>> [(c.start, c.end) for c in find_chunks("Talks began. Talks ended.", characters=1200)]
    [(0, 25)]
    """
    if characters < MAX_SENTENCE:
        raise ValueError(f"A part of {characters} characters may not hold a sentence. Take at least {MAX_SENTENCE}.")
    starts: list[int] = []
    start = end = -1
    for sentence in find_sentences(text):
        if start >= 0 and sentence.end - start > characters:
            yield Chunk(start, end, _context_start(starts, start, context_characters))
            start = -1
        start = sentence.start if start < 0 else start
        end = sentence.end
        starts.append(sentence.start)
    if start >= 0:
        yield Chunk(start, end, _context_start(starts, start, context_characters))


def _context_start(starts: list[int], start: int, characters: int) -> int:
    """Return where the first sentence begins that lies wholly in the characters before a part."""
    return starts[bisect_left(starts, start - characters)]


def halves(text: str, chunk: Chunk) -> list[Chunk]:
    """Return a part in two, cut where a sentence ends near its middle; one sentence stays whole."""
    sentences = [(chunk.start + s.start, chunk.start + s.end) for s in find_sentences(text[chunk.start : chunk.end])]
    if len(sentences) < 2:
        return [chunk]
    middle = (chunk.start + chunk.end) / 2
    cut = min(range(1, len(sentences)), key=lambda i: (abs(sentences[i][0] - middle), i))
    first = Chunk(chunk.start, sentences[cut - 1][1], chunk.context_start)
    return [first, Chunk(sentences[cut][0], chunk.end, chunk.context_start)]
