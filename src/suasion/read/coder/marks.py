"""Marked spans: who is meant as source and as target of what, and which words carry the act."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_TAG: Final = re.compile(r"<(/?)([st])>")
Span = tuple[int, int]


class Marked(NamedTuple):
    """A sentence with spans in characters; ``target`` and ``trigger`` are None where the sentence marks none."""

    text: str
    source: Span | None
    target: Span | None = None
    trigger: Span | None = None


def parse_marks(marked: str) -> Marked:
    """Return the sentence without its tags, and the places of the first source and the first target in it.

    Parameters
    ----------
    marked
        A sentence with ``<s>source</s>`` and ``<t>target</t>``, as in the PLV data. A tag that is never closed
        marks up to the end of the sentence, and a second source or target is read as plain words.

    Returns
    -------
    Marked
        ``source`` and ``target`` are None where the sentence marks none.

    Examples
    --------
    >>> parse_marks("<s>Oslo</s> praised <t>Dakar</t>.")
    Marked(text='Oslo praised Dakar.', source=(0, 4), target=(13, 18), trigger=None)
    """
    pieces: list[str] = []
    opened: dict[str, int] = {}
    closed: dict[str, int] = {}
    last = length = 0
    for tag in _TAG.finditer(marked):
        pieces.append(marked[last : tag.start()])
        length += len(pieces[-1])
        last = tag.end()
        (closed if tag[1] else opened).setdefault(tag[2], length)
    pieces.append(marked[last:])
    text = "".join(pieces)

    def span(name: str) -> Span | None:
        if name not in opened:
            return None
        end = closed.get(name, len(text))
        return opened[name], end if end >= opened[name] else len(text)

    return Marked(text, span("s"), span("t"))
