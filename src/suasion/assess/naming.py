"""Names that a reader knows in place of codes."""

from __future__ import annotations

import functools
import re
from typing import Final

from suasion.errors import UnknownActorError

_SCALES: Final = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))


@functools.cache
def name_of(code: str | None) -> str:
    """Return the short name of an actor, or its code where the actor list has none.

    Examples
    --------
    >>> name_of("JPN")
    'Japan'
    >>> name_of("XQX")
    'XQX'
    """
    if not code:
        return "no one named"
    from suasion.codebook.actor import actor

    try:
        return actor(code).name
    except UnknownActorError:
        return code


# Names that English says with "the" in a sentence.
_WITH_THE: Final = re.compile(
    r"^(?:United |Netherlands|Philippines|Bahamas|Gambia|Maldives|Soviet Union|European Union|Solomon|Marshall|"
    r"Comoros|Czech Republic|Dominican Republic|Central African|Democratic Republic|Republic of|Union of|UN$|EU$)"
)


def said(code: str | None) -> str:
    """Return the name of an actor as it stands inside a sentence.

    Examples
    --------
    >>> said("USA"), said("KHM")
    ('the United States', 'Cambodia')
    """
    name = name_of(code)
    return f"the {name}" if _WITH_THE.match(name) else name


def possessive(name: str) -> str:
    """Return the possessive of a name.

    Examples
    --------
    >>> possessive("Japan"), possessive("United States")
    ("Japan's", "United States'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def join(words: list[str] | tuple[str, ...]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> join(["aid", "loans", "arms"])
    'aid, loans and arms'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def amount_in_words(amount: float, unit: str | None) -> str:
    """Return an amount with its unit as a sentence says it.

    Examples
    --------
    >>> amount_in_words(600e6, "USD"), amount_in_words(1300000, "doses"), amount_in_words(25, "percent")
    ('$600 million', '1.3 million doses', '25 percent')
    """
    scale, word = next(((s, w) for s, w in _SCALES if abs(amount) >= s), (1.0, ""))
    number = f"{amount / scale:,.4g}{word}" if scale > 1 else f"{amount:,.10g}"
    return f"${number}" if unit == "USD" else f"{number} {unit}" if unit and unit != "other" else number
