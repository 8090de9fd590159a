"""Which roll calls of the UN General Assembly bear on an issue, and why a yes is its norm."""

from __future__ import annotations

import re
from typing import Final

from suasion.assess.rows import Row

# Each resolution demands or records that Russia withdraw, respect Ukraine's territory or answer for the war (un.org,
# records of the Assembly). ES-11/8, which calls for peace and names no aggressor, is left out.
_UKRAINE: Final = frozenset({
    "68/262", "71/205", "72/190", "73/194", "73/263", "74/17", "74/168", "75/29", "75/192", "76/70", "76/179",
    "77/229", "78/221", "ES-11/1", "ES-11/2", "ES-11/3", "ES-11/4", "ES-11/5", "ES-11/6", "ES-11/7",
})  # fmt: skip
# Only texts whose title fixes what a yes means. "Human rights" as a topic does not: a yes on sanctions as a breach of
# human rights is no vote for investigating abuses. Titles on occupied territory are about another conflict. The yearly
# text on oceans and the law of the sea is left out: those who reject UNCLOS rulings vote for it too. So is the text on
# periodic and genuine elections: hardly anyone opposes it, and those who bar rivals at home vote for it.
_BY_TITLE: Final = (("human-rights", re.compile(r"\bsituation of human rights in\b(?!.*\boccupied\b)", re.I)),)
_RESOLUTION: Final = re.compile(r"(?:A/|R/|RES/)*((?:ES-?)?\d+/\d+)", re.I)

VOTED_ISSUES: Final = ("ukraine-war", "human-rights")


def resolution_of(item: str | None) -> str | None:
    """Return the bare number of a resolution; None where an item names no resolution.

    Examples
    --------
    >>> resolution_of("A/RES/68/262"), resolution_of("A/RES/ES-11/1"), resolution_of("rcid-9147")
    ('68/262', 'ES-11/1', None)
    """
    match = _RESOLUTION.fullmatch(item or "")
    return match[1].upper().replace("ES11", "ES-11") if match else None


def bears_on(vote: Row) -> tuple[str, ...]:
    """Return the issues on which a vote shows a stand, a yes being the issue's norm."""
    issues = ["ukraine-war"] if resolution_of(vote["item"]) in _UKRAINE else []
    issues += [issue for issue, title in _BY_TITLE if title.search(vote["label"] or "")]
    return tuple(issues)
