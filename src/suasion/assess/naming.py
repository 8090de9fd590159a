"""Names that a reader knows in place of codes."""

from __future__ import annotations

import functools
import re
from typing import Final

from suasion.errors import UnknownActorError


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
