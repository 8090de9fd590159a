"""Drafts to statements: modality, attribution, issue, stance, instrument, amount, period, span in the document."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from suasion.codebook.statement import InstrumentName, Kind, Modality, Statement
from suasion.read.attribution import find_attribution
from suasion.read.discourse import Discourse
from suasion.read.drafts import Draft
from suasion.read.instruments import find_instrument, word_scores
from suasion.read.issues import Side, find_issue, find_stance
from suasion.read.modality import find_modality
from suasion.read.periods import Period
from suasion.read.quantities import Quantity
from suasion.read.view import Ref, Token, View, child, is_verbal

_OFFERS: Final = frozenset({"offer", "pledge", "promise", "commit", "propose", "earmark", "allocate"})
_WORKERS: Final = re.compile(r"\b(?:workers|migrants|labourers|laborers|nurses|diaspora)\b")
_FORCES: Final = re.compile(
    r"\b(?:troops|soldiers|forces|army|navy|military|marines|warships?|peacekeepers)\b", re.IGNORECASE
)
# Frames whose size is part of the claim; a visit or a verdict has none.
_SIZED: Final = frozenset({
    "agree", "concede", "exercise", "dock", "train", "mobilize", "retreat", "cooperate", "help", "host_base", "tie",
    "promise", "host", "assault", "coerce", "seize", "sanction", "request", "lease", "reject"
})  # fmt: skip
_ISSUE_FRAMES: Final = frozenset({
    "accuse", "request", "caution", "favour", "oppose", "reject", "agree", "back", "praise", "host_base", "assault",
    "coerce", "mobilize", "threaten", "protest", "abstain", "promise", "seize", "want", "sanction", "act",
    "cooperate", "judge", "concede", "lend", "owe"
})  # fmt: skip
# A resolution serves the norm it is about; to stand aside is neither for nor against it.
_VOTED: Final[dict[str, Side]] = {"favour": 1, "oppose": -1, "abstain": 0}
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
# Acts that may be done by any means: where the claim names none, the sentence may.
_BY_ANY_MEANS: Final = frozenset({"agree", "act", "cooperate", "concede", "judge", "reject", "promise", "help", "tie"})
_JUDGED: Final = frozenset({
    "human-rights", "debt", "elections", "foreign-bases", "south-china-sea", "law-of-the-sea", "sovereignty"
})  # fmt: skip
_FULL: Final = 3.0
_BASE_EVENT_FRAMES: Final = frozenset({"agree", "host_base", "concede"})


def complete(draft: Draft, view: View, talk: Discourse, *, doc: str, n: int, reader: str) -> Statement:
    """Return the statement that a draft becomes; its span is in the document's characters."""
    quote = view.text[draft.start : draft.end]
    if draft.predicate.lemma_.lower() == "deny":
        draft.modality = "denied"
    modality = draft.modality or find_modality(
        draft.predicate, default=_default(draft), judgement=draft.kind in {"judgement", "position"}
    )
    if draft.predicate.lemma_.lower() == "look" and modality == "asserted":
        modality = "planned"
    if draft.kind == "position" and modality == "planned":
        modality = "asserted"  # "will" with a principle is a stand
    polarity = draft.polarity
    if draft.kind == "position" and any(c.dep_ == "neg" for c in draft.predicate.children):
        polarity = -polarity
    slug, stance = _issue(draft, view, quote, polarity, talk.topics, denied=modality == "denied")
    quantity = _amount(draft, view)
    period = _period(draft, view)
    actor_code = draft.actor.code if draft.actor else None
    instrument = (
        draft.instrument
        if draft.settled
        else find_instrument(draft.kind, draft.frame, draft.instrument, draft.themes, _theme_text(draft, view), slug)
    )
    if instrument in {"diplomatic", None} and draft.frame in _BY_ANY_MEANS and not draft.settled:
        instrument = _by_sentence(view.text) or instrument
    if draft.kind == "flow" and modality == "asserted" and draft.predicate.lemma_.lower() in _OFFERS:
        modality = "planned"
    if draft.actor is not None and draft.actor.text is not None:
        if draft.kind == "flow" and _WORKERS.search(draft.actor.text):
            instrument = "labour"
        if draft.frame in {"help", "seize", "concede"} and _FORCES.search(draft.actor.text):
            instrument = "military"
    return Statement(
        doc=doc,
        n=n,
        sentence=view.text,
        quote=quote,
        start=view.offset + draft.start,
        end=view.offset + draft.end,
        kind=draft.kind,
        actor=actor_code,
        recipient=draft.recipient.code if draft.recipient else None,
        actor_text=_text(draft.actor),
        recipient_text=_text(draft.recipient),
        plover=draft.plover,
        instrument=instrument,
        issue=slug,
        stance=stance,
        amount=quantity.amount if quantity else None,
        unit=quantity.unit if quantity else None,
        period=period.text if period else None,
        date=period.date if period else None,
        modality=modality,
        attribution=find_attribution(draft.predicate, view, actor_code, kind=draft.kind, talk=talk),
        reader=reader,
        score=round(min(0.95, max(0.05, draft.score)), 2),
    )


def _issue(
    draft: Draft, view: View, quote: str, polarity: int, topics: frozenset[str], *, denied: bool
) -> tuple[str | None, Side | None]:
    """Return the issue and the stance: from the claim's words, for a stand or a speech act also from its sentence's."""
    if draft.frame not in _ISSUE_FRAMES:
        return None, None
    after = max(0, draft.predicate.idx + len(draft.predicate) - draft.start)
    slug, side = find_issue(quote, after, topics)
    if draft.frame == "abstain" or draft.rule.startswith("vote:"):
        slug = slug or find_issue(view.text, 0, topics)[0]
        return (slug, _VOTED.get(draft.frame, 0)) if slug else (None, None)
    if slug is None and draft.frame in {"favour", "oppose", "request", "accuse"}:
        slug, side = find_issue(view.text, 0, topics)[0], 0
    if draft.kind == "flow" and (
        slug != "debt" or (side == 0 and "debt" not in quote.lower() and draft.frame != "owe")
    ):
        return None, None
    if draft.kind == "judgement" and slug not in _JUDGED:
        return None, None
    if slug is None or (slug == "foreign-bases" and draft.frame == "mobilize"):
        return None, None
    if draft.frame in {"threaten", "sanction"}:
        return slug, 1  # a threat is made for the norm it names; against it would be the act threatened
    own_wish = child(draft.predicate, "xcomp") is not None and child(draft.predicate, "dobj", "dative") is None
    if draft.frame == "reject" and slug == "elections":
        side = 0
    if draft.frame == "request" and own_wish:
        return slug, find_stance(side, 0, denied=denied)
    if draft.frame == "request" and side < 0:
        side = 1  # what breaks a norm is asked to stop
    act = 0 if draft.frame in _BASE_EVENT_FRAMES else polarity
    return slug, find_stance(
        side, act, denied=denied, blocks=draft.frame in {"reject", "coerce", "threaten"} and draft.kind == "event"
    )


def _by_sentence(text: str) -> InstrumentName | None:
    """Return the armed means that a sentence is full of, for a claim whose own words name none. Heuristic."""
    scores = word_scores(text)
    best = max(scores, key=lambda name: (scores[name], name), default=None)
    return "military" if best == "military" and scores["military"] >= _FULL else None


def _default(draft: Draft) -> Modality:
    return "wanted" if draft.kind == "want" else "asserted"


def _text(ref: Ref | None) -> str | None:
    return ref.text if ref is not None and ref.how != "context" else None


def _theme_text(draft: Draft, view: View) -> str:
    if draft.kind == "judgement":
        return view.text[draft.start : draft.end]
    if draft.kind == "flow" and draft.theme_start is not None and not _is_listed(draft.item):
        end = max(t.idx + len(t) for t in draft.predicate.subtree)
        return view.text[draft.theme_start : min(end, draft.theme_start + 160)]
    start = (
        draft.theme_start
        if draft.theme_start is not None and draft.start <= draft.theme_start < draft.end
        else draft.start
    )
    return view.text[start : draft.end]


def _is_listed(item: Token | None) -> bool:
    """Return whether the thing is one of several that are claims of their own."""
    return item is not None and (item.dep_ == "conj" or any(c.dep_ == "conj" for c in item.children))


def _amount(draft: Draft, view: View) -> Quantity | None:
    """Return the size of the thing moved, owed, shared or agreed, by the frame or as the only one that is told."""
    found = _of_frame(draft, view) or _only(draft, view)
    return _meant(found, view) if found else None


def size_as(kind: Kind, draft: Draft, view: View) -> Quantity | None:
    """Return the size that a draft would have as a claim of another kind."""
    return _amount(replace(draft, kind=kind), view)


def _meant(found: Quantity, view: View) -> Quantity:
    """Return the quantity that is meant: of "30 percent of the $2 billion" the share, of "from 3 to 8" the latter."""
    for other in view.quantities:
        if other.unit == "percent" and other.end <= found.start and found.currency:
            between = view.text[other.end - view.offset : found.start - view.offset]
            if between.strip().lower() in {"of", "of the", "of its", "of a", "of this"}:
                return other
        if other.start >= found.end and other.unit == found.unit:
            between = view.text[found.end - view.offset : other.start - view.offset]
            before = view.text[: found.start - view.offset].rstrip().lower()
            if between.strip().lower() in {"to", "to about", "to some"} and before.endswith(" from"):
                return other
    return found


def _only(draft: Draft, view: View) -> Quantity | None:
    """Return the one quantity in a claim's span that can be its size; None where there are several. Heuristic."""
    low, high = view.offset + draft.start, view.offset + draft.end
    inside = [q for q in view.quantities if low <= q.start and q.end <= high]
    if draft.kind == "event":
        counted = {"people", "other"} if draft.plover in {"ASSAULT", "MOBILIZE", "RETREAT"} else {"people"}
        inside = [q for q in inside if q.currency or q.unit in counted]
    elif draft.kind not in {"flow", "tie"}:
        inside = [q for q in inside if q.currency]
    return inside[0] if len(inside) == 1 else None


def _of_frame(draft: Draft, view: View) -> Quantity | None:
    """Return the size of the thing moved, owed, shared or agreed: the first in the claim's own span."""
    if draft.kind not in {"flow", "tie"} and draft.frame not in _SIZED:
        return None
    low, high = view.offset + draft.start, view.offset + draft.end
    inside = [q for q in view.quantities if low <= q.start and q.end <= high]
    if draft.item is not None:
        tokens = [t for t in draft.item.subtree if not _under_conjunct(t, draft.item)]
        first, last = min(t.idx for t in tokens), max(t.idx + len(t) for t in tokens)
        own = [q for q in view.quantities if view.offset + first <= q.start and q.end <= view.offset + last + 1]
        inside = own or inside
    if not inside and draft.kind == "flow" and not is_verbal(draft.predicate):
        ends = [t.idx + len(t) for t in draft.predicate.subtree]
        inside = [q for q in view.quantities if high <= q.start < view.offset + max(ends) and q.currency]
    if not inside and draft.frame in {"dock", "mobilize", "exercise"}:
        doer = child(draft.predicate, "nsubj")
        reach = {t.idx + view.offset for t in doer.subtree} if doer is not None else set()
        inside = [q for q in view.quantities if q.start in reach]
    if draft.frame in {"request", "reject"}:
        inside = [q for q in inside if q.currency]
    if draft.frame in {"tie", "agree", "host_base", "lease"}:
        units = {"years", "USD", "percent", "other"} if draft.frame == "agree" else {"years", "USD", "percent"}
        inside = [q for q in inside if q.unit in units or q.currency]
    if draft.kind != "flow" and draft.frame not in {"tie", "agree", "host_base", "lease"}:
        inside = [q for q in inside if q.unit in {"people", "other", "USD"}]
    money = [q for q in inside if q.currency and draft.frame != "trade"]
    money = money or [q for q in inside if q.currency or q.unit in {"doses", "percent"}]
    return (money or inside or [None])[0]  # type: ignore[list-item]


def _under_conjunct(token: Token, item: Token) -> bool:
    node = token
    while node not in {item, node.head}:
        if node.dep_ == "conj" and node.head == item:
            return True
        node = node.head
    return False


def _reaches(period: Period, verb: Token, view: View) -> bool:
    """Return whether no finite verb stands between a time and a predicate: then it is of the same clause."""
    at = period.start - view.offset
    low, high = (at, verb.idx) if at < verb.idx else (verb.idx + len(verb), at)
    between = [t for t in view.doc if low <= t.idx < high]
    if any(a.text == "," and b.dep_ == "cc" for a, b in pairwise(between)):
        return False
    return not any(t.tag_ in _FINITE and t.head != verb for t in between)


def _period(draft: Draft, view: View) -> Period | None:
    """Return the time given in the claim's span, else that of its clause, else the one that opens the sentence."""
    if not view.periods:
        return None
    low, high = view.offset + draft.start, view.offset + draft.end
    inside = [p for p in view.periods if low <= p.start < high]
    verb = draft.predicate
    over = [] if is_verbal(verb) else [up for up in verb.ancestors if is_verbal(up)][:1]
    governors = [
        verb,
        *(up for up in over if verb.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}),
        *(up for up in verb.ancestors if verb.dep_ in {"pcomp", "xcomp", "prep"} and up.dep_ != "ccomp"),
    ][:3]
    near_at = {
        t.idx for g in governors for c in g.children if c.dep_ in {"prep", "npadvmod", "advmod"} for t in c.subtree
    }
    near = [p for p in view.periods if any(p.start - view.offset <= i < p.end - view.offset for i in near_at)]
    opening = [
        p for p in view.periods[:1] if p.start - view.offset <= 3 and verb.dep_ in {"ROOT", "conj", "advcl", "ccomp"}
    ]
    reached = [p for p in view.periods if _reaches(p, verb, view)]
    for dated in (True, False):
        for pool in (inside, near, opening, reached):
            found = [p for p in pool if (p.date is not None) is dated]
            if found:
                return found[0]
    return None
