"""Content: which roll calls of different sessions put the same question, by their titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

# As `suasion.gather.unvotes` writes labels: "Title (on a paragraph; numbered R/7/300B in the source) [Issue; Issue]".
_ISSUES: Final = re.compile(r"\s*\[[^\[\]]*\]\s*$")
_NOTES: Final = re.compile(r"\s*\((?:on an? (?:paragraph|amendment)|numbered |A/RES/)[^()]*\)\s*$")
_PART: Final = re.compile(r"\(on an? (?:paragraph|amendment)\b")
_ADOPTED: Final = re.compile(r"\s*:\s*resol.*$", re.IGNORECASE | re.DOTALL)
_NO_TITLE: Final = re.compile(r"untitled roll call|the (?:acting )?president\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+(?:st|nd|rd|th)?")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEWEST: Final = 3  # words; shorter titles ("KOREA", "Nuclear disarmament") name a subject and not a question
_EMPTY: Final = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "its", "nations", "of", "on", "the", "their", "to", "u",
     "n", "un", "united", "with"]
)  # fmt: skip


def is_part(label: str | None) -> bool:
    """Return whether a roll call was on a paragraph or an amendment, as its label says.

    Examples
    --------
    >>> is_part("KOREA (on a paragraph; numbered R/7/300B in the source)"), is_part("Jerusalem [Palestinian conflict]")
    (True, False)
    """
    return bool(label and _PART.search(label))


def question(label: str | None) -> str:
    """Return the words of a title in order of the alphabet, "" where a label has no title of its own.

    Years, numbers, punctuation, the order of words and words without content do not count: they change from session
    to session while the question stays.

    Examples
    --------
    >>> question("DISARMAMENT, NUCLEAR [Arms control and disarmament]") == question("Nuclear disarmament")
    True
    >>> question("Untitled roll call (A/RES/52/44)")
    ''
    """
    title = _ADOPTED.sub("", _NOTES.sub("", _ISSUES.sub("", label or "")))
    if _NO_TITLE.match(title):
        return ""
    return " ".join(sorted({*_WORD.findall(_NUMBER.sub(" ", title.casefold()))} - _EMPTY))


def bridged(labels: Sequence[str | None], sessions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each roll call the number of its question: the same number, the same parameters.

    Parameters
    ----------
    labels
        Of the roll calls, shape (n_calls,).
    sessions
        Session of each, shape (n_calls,).

    Returns
    -------
    NDArray
        Shape (n_calls,), from 0 without gaps. A question that comes up in several sessions is one; votes on parts,
        titles of one or two words and titles that stand over several roll calls of one session (nobody can tell which
        of them returns) are each on their own.

    Notes
    -----
    Bailey, Strezhnev and Voeten (2017) compared the texts of resolutions by hand; titles are what a record has.
    Heuristic: a title may stay while the text is sharpened. What bridging changes is measured in
    ``docs/methods/ideal-points.md``.
    """
    words = ["" if is_part(label) else question(label) for label in labels]
    within = Counter(zip(words, sessions.tolist(), strict=True))
    keys = [
        (word, -1) if word.count(" ") + 1 >= _FEWEST and within[word, session] == 1 else ("", call)
        for call, (word, session) in enumerate(zip(words, sessions.tolist(), strict=True))
    ]
    numbers: dict[tuple[str, int], int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
