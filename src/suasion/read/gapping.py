"""Gapping: givers told with a sum alone after a verb said once ("Qatar gave $2 billion, Kuwait $1 billion")."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from suasion.read.drafts import Draft
from suasion.read.view import Ref, View

_BEFORE: Final = frozenset({",", ";", "and", "the"})
_BETWEEN: Final = frozenset(
    {"another", "about", "some", "nearly", "over", "a", "further", "$", "us$", "up", "to", "with"}
)


def gapped(drafts: list[Draft], view: View) -> list[Draft]:
    """Return the flows of givers that share the verb of a flow before them, each with the sum named right after it.

    Heuristic. A name after a comma or "and", a sum after the name, and no verb between.
    """
    told = next((d for d in reversed(drafts) if d.kind == "flow" and d.actor is not None and d.recipient), None)
    if told is None:
        return []
    sums = {q.start - view.offset: q for q in view.quantities if q.currency or q.unit == "other"}
    givers = {d.actor.code for d in drafts if d.actor is not None}
    found = []
    for mention in view.mentions:
        inside = sorted(i for i, m in view.mention_at.items() if m is mention)
        if not inside or not mention.code or mention.code in givers or inside[0] == 0:
            continue
        if inside[0] <= told.predicate.i or view.doc[inside[0] - 1].lower_ not in _BEFORE:
            continue
        at = inside[-1] + 1
        while at < len(view.doc) and view.doc[at].lower_ in _BETWEEN and view.doc[at].idx not in sums:
            at += 1
        quantity = sums.get(view.doc[at].idx) if at < len(view.doc) else None
        if quantity is None:
            continue
        start, end = mention.start - view.offset, quantity.end - view.offset
        item = view.doc[at]
        giver = Ref(mention.code, mention.text, inside[-1], "name")
        found.append(
            replace(told, rule="gap:flow", start=start, end=end, actor=giver, item=item, themes=[*told.themes])
        )
    others = {d.actor.code for d in found if d.actor is not None}
    _mend(drafts + found, others)
    view.pairs = [pair for pair in view.pairs if pair[1] not in others]
    return found


def _mend(flows: list[Draft], givers: set[str | None]) -> None:
    """Take back recipients that are givers of their own: the flows go where the first of them goes, else unsaid."""
    right = next(
        (d.recipient for d in flows if d.kind == "flow" and d.recipient and d.recipient.code not in givers), None
    )
    for draft in flows:
        if draft.kind == "flow" and draft.recipient is not None and draft.recipient.code in givers:
            draft.recipient = right
