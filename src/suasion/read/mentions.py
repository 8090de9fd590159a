"""Mentions: where a text names an actor, and which one it is at the date of the text.

A mention that stays unresolved has code None and says why; nothing is guessed.
"""

from __future__ import annotations

import msgspec

from suasion.codebook.naming import NameKind


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch of text that names an actor; ``text`` is the document's text from ``start`` to ``end``.

    ``code`` is the actor the mention stands for, None with a ``reason`` where it stands for none or it cannot be told
    which. ``state`` is the state a mention without a code belongs to, where that is known: the opposition's, a former
    minister's. ``head_name`` is the name in the actor list that carried the mention ("Hun Sen" in "Cambodian Prime
    Minister Hun Sen"). ``via`` says how it was resolved: "name"; "title" (an office beside a nation or a name); "short"
    (a surname after its introduction); "gloss" (an acronym after its introduction); "context" ("the kingdom"); "past"
    (a head of state or government out of office, named without it: taken for what was done in office).
    """

    start: int
    end: int
    text: str
    code: str | None
    kind: NameKind
    head_name: str
    reason: str | None = None
    state: str | None = None
    via: str = "name"


def find_mentions(text: str, *, on: str | None = None) -> list[Mention]:
    """Return the mentions of actors in a text, in text order, none overlapping.

    Parameters
    ----------
    text
        Any text, of any length; offsets in the answer are into it.
    on
        ISO date of the text: chooses among people and names by date. None where it is unknown; then a name counts
        if all its bearers belong to one actor.

    Returns
    -------
    list[Mention]
        Those that stay unresolved are among them, with their reason.

    Examples
    --------
    >>> [(m.text, m.code) for m in find_mentions("Prime Minister Hun Sen met the Chinese navy.", on="2022-03-24")]
    [('Prime Minister Hun Sen', 'KHM'), ('the Chinese navy', 'CHN')]
    """
    from suasion.read.mention_pass import MentionPass

    return MentionPass(text, on).run()
