"""The lexicons: verb classes, noun classes, frames and markers, read once from the files in data/."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from suasion.codebook.statement import InstrumentName, Kind, Plover

_DATA: Final = "data"


class Frame(NamedTuple):
    """How a predicate is coded. ``recipient``: where the recipient stands, first match wins (see frames.tsv)."""

    name: str
    kind: Kind
    plover: Plover | None
    instrument: InstrumentName | None
    recipient: tuple[str, ...]
    both: bool
    polarity: int
    score: float


def _lines(name: str) -> list[list[str]]:
    """Return the rows of a data file, comments and heading left out."""
    content = files("suasion.read").joinpath(_DATA, name).read_text(encoding="utf-8")
    return [line.split("\t") for line in content.split("\n") if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def frames() -> dict[str, Frame]:
    """Return the frames by name."""
    return {
        row[0]: Frame(
            name=row[0],
            kind=row[1],  # type: ignore[arg-type]
            plover=None if row[2] == "-" else row[2],  # type: ignore[arg-type]
            instrument=None if row[3] == "-" else row[3],  # type: ignore[arg-type]
            recipient=tuple(row[4].split(",")),
            both=row[5] == "1",
            polarity=int(row[6]),
            score=float(row[7]),
        )
        for row in _lines("frames.tsv")[1:]
    }


@lru_cache(maxsize=1)
def verbs() -> dict[str, tuple[str, ...]]:
    """Return the frames of each verb pattern ("call_for"), in the order of the file."""
    found: dict[str, list[str]] = {}
    for frame, words in _lines("verbs.tsv"):
        for word in words.split():
            found.setdefault(word, []).append(frame)
    return {word: tuple(names) for word, names in found.items()}


@lru_cache(maxsize=1)
def nouns() -> dict[str, tuple[str, ...]]:
    """Return the classes of each noun pattern ("joint_statement"), in the order of the file."""
    found: dict[str, list[str]] = {}
    for group, words in _lines("nouns.tsv"):
        for word in words.split():
            found.setdefault(word.lower(), []).append(group)
    return {word: tuple(names) for word, names in found.items()}


@lru_cache(maxsize=1)
def noun_classes() -> dict[str, tuple[str | None, InstrumentName | None]]:
    """Return for each noun class its frame and its instrument."""
    return {
        row[0]: (None if row[1] == "-" else row[1], None if row[2] == "-" else row[2])  # type: ignore[misc]
        for row in _lines("noun_classes.tsv")[1:]
    }


@lru_cache(maxsize=1)
def markers() -> dict[tuple[str, str], frozenset[str]]:
    """Return the marker words by kind ("adverb") and value ("alleged")."""
    return {(row[0], row[1]): frozenset(row[2].split()) for row in _lines("markers.tsv")[1:]}


@lru_cache(maxsize=1)
def words() -> dict[str, frozenset[str]]:
    """Return the word lists of words.tsv by name."""
    return {row[0]: frozenset(row[1].split()) for row in _lines("words.tsv")[1:]}


@lru_cache(maxsize=1)
def issue_patterns() -> tuple[tuple[str, int, str, bool], ...]:
    """Return (slug, polarity, regular expression, whether the text must name the issue elsewhere), as in issues.tsv."""
    return tuple((row[0], int(row[1]), row[2], row[3:] == ["topic"]) for row in _lines("issues.tsv")[1:])
