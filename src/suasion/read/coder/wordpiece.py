"""Words to the pieces of the encoder's vocabulary (uncased WordPiece, as BERT's: Devlin and others 2019).

The tokenizers package does the same and brings a client of a model hub along; `training` checks that both agree.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Final

UNKNOWN: Final = 100
_LONGEST: Final = 100  # characters; a longer word is unknown as a whole


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    """Return the vocabulary, piece to number."""
    lines = (files("suasion.read.coder") / "weights" / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


def pieces(text: str) -> list[int]:
    """Return the numbers of a text's pieces; what is in no vocabulary is UNKNOWN."""
    return [number for word in _words(text) for number in _split(word)]


@lru_cache(maxsize=20_000)
def _split(word: str) -> tuple[int, ...]:
    known = vocabulary()
    if len(word) > _LONGEST:
        return (UNKNOWN,)
    found: list[int] = []
    at = 0
    while at < len(word):
        end = len(word)
        while end > at and (number := known.get(("##" if at else "") + word[at:end])) is None:
            end -= 1
        if end == at:
            return (UNKNOWN,)
        found.append(number)  # type: ignore[arg-type]  # the loop ended on a piece that is known
        at = end
    return tuple(found)


def _words(text: str) -> list[str]:
    """Return lower-case words without accents; each mark of punctuation and each ideograph is one."""
    kept = "".join(" " if c in "\t\n\r" else c for c in text if not _is_control(c) and c not in "\0\ufffd")
    spaced = "".join(f" {c} " if _is_ideograph(c) else c for c in kept)
    plain = "".join(c for c in unicodedata.normalize("NFD", spaced.lower()) if unicodedata.category(c) != "Mn")
    return "".join(f" {c} " if _is_punctuation(c) else c for c in plain).split()


def _is_control(c: str) -> bool:
    return c not in "\t\n\r" and unicodedata.category(c)[0] == "C"


def _is_punctuation(c: str) -> bool:
    return (c.isascii() and c.isprintable() and not c.isalnum() and c != " ") or unicodedata.category(c)[0] == "P"


def _is_ideograph(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff" or "\u3400" <= c <= "\u4dbf" or "\U00020000" <= c <= "\U0002ceaf"
