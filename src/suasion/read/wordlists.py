"""The word lists of the mention, quantity and pronoun grammars, read once from ``data/name_words.tsv``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    content = files("suasion.read").joinpath("data", "name_words.tsv").read_text(encoding="utf-8")
    lists: dict[str, tuple[str, ...]] = {}
    for line in content.split("\n"):
        if line and not line.startswith("#"):
            name, _, words = line.partition("\t")
            lists[name] = lists.get(name, ()) + tuple(word.replace("_", " ") for word in words.split())
    return lists


def word_list(name: str) -> frozenset[str]:
    """Return the words of a list.

    Raises
    ------
    KeyError
        If the file has no list of that name.
    """
    return frozenset(_lists()[name])


def word_lists(prefix: str) -> dict[str, frozenset[str]]:
    """Return the lists whose name is a prefix and a colon, by what follows the colon."""
    return {
        name.partition(":")[2]: frozenset(words) for name, words in _lists().items() if name.startswith(f"{prefix}:")
    }


def any_of(name: str) -> str:
    """Return a pattern for any word of a list, longest first, in either case."""
    return "(?i:" + "|".join(re.escape(word) for word in sorted(_lists()[name], key=lambda w: (-len(w), w))) + ")"
