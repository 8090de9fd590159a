"""Sums as subjects: "$2 billion came from China", "of which half was paid at once", "its trade reached $18 billion".

Heuristic. Such a clause has no giver for a subject; who gave and who received stands in a "from" or "to" phrase, with
the flow's own noun, or is that of the flow told before, to which "of which", "of it" or a bare sum points back.
"""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import Clause
from suasion.read.discourse import Discourse, is_state
from suasion.read.drafts import Draft
from suasion.read.flows import FLOW_OF, has_amount
from suasion.read.lexicon import frames
from suasion.read.nounclasses import theme_classes
from suasion.read.nounphrases import resolve
from suasion.read.roles import prep_heads
from suasion.read.spans import clause_span
from suasion.read.view import Ref, Token, View, child, children, or_none

_VERBS: Final = frozenset({
    "be", "come", "go", "flow", "arrive", "stand", "total", "reach", "exceed", "amount", "rise", "fall", "grow",
    "climb", "hit", "jump", "double", "triple", "surge", "drop", "shrink", "average", "pay", "spend", "disburse", "owe",
    "lend", "allocate", "earmark", "release", "transfer", "commit", "approve", "invest", "deposit", "give",
    "deliver", "send",
    "dwindle", "top", "pass", "hover", "account", "soar", "plunge", "increase", "decline", "expand", "remain",
    "agree", "sign", "secure", "finalise", "finalize", "conclude", "offer", "pledge", "promise", "grant", "extend"
})  # fmt: skip
_SIZES: Final = frozenset({"reach", "exceed", "total", "top", "hit", "pass", "average"})
_FROM: Final = ("from", "by")
_TO: Final = ("to", "for", "in", "into", "with")


def from_sum(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the flow in a clause whose subject is a sum or a flow with its size; none for other clauses."""
    verb = clause.verb
    subject = child(verb, "nsubj", "nsubjpass")
    if subject is None or verb.lemma_.lower() not in _VERBS:
        return []
    if subject.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        subject = verb.head
    groups = [k for k in theme_classes(subject) if k in FLOW_OF]
    sum_first = subject.pos_ in {"NUM", "SYM"} or (has_amount(subject) and not groups)
    sized = any(_is_sum(t) for t in verb.subtree if t.i > verb.i)
    if not (sum_first and (groups or _is_money(subject))) and not (groups and sized):
        return []
    group = next(iter(groups), None)
    if group is None and talk.given is None and not any(clause.preps.get(p) for p in _FROM):
        return []
    givers = [r for p in _FROM for h in clause.preps.get(p, []) for r in resolve(h, view, talk) if r.code]
    takers = [r for p in _TO for h in clause.preps.get(p, []) for r in resolve(h, view, talk) if r.code]
    owners = [r for r in resolve(subject, view, talk) if r.code] if groups else []
    if subject.lemma_.lower() in {"debt", "liability", "arrears"} and child(subject, "poss", "amod") is not None:
        takers = takers or owners
    elif not givers:
        givers = owners
        takers = takers or [r for p in _TO for h in prep_heads(subject, p) for r in resolve(h, view, talk) if r.code]
    if not givers and not takers and talk.given is not None and (sum_first or _points_back(subject)):
        giver, taker = view.pairs[-1] if view.pairs else talk.given[:2]
        givers = [Ref(giver, None, verb.i, "coref")] if giver else []
        takers = [Ref(taker, None, verb.i, "coref")] if taker else []
    if not givers and not takers and groups:
        named = [m for i, m in sorted(view.mention_at.items()) if i < subject.i and is_state(m.code)]
        givers = [Ref(named[0].code, named[0].text, subject.i, "coref")] if named else []
    if not givers and not takers:
        return []
    name = FLOW_OF[group] if group else talk.given[2] if talk.given is not None else "give"
    return [_draft(clause, view, name, a, r, subject, groups) for a in or_none(givers[:2]) for r in or_none(takers[:2])
            if a is None or r is None or a.code != r.code]  # fmt: skip


def _is_sum(token: Token) -> bool:
    return token.like_num and (
        any(c.text in {"$", "€", "£", "¥"} for c in token.children)
        or token.lower_ in {"million", "billion", "trillion"}
        or token.head.lower_ in {"percent", "%", "tonnes", "tons", "barrels", "euros", "yuan", "dollars"}
        or (token.i + 1 < len(token.doc) and token.nbor().lower_ in {"percent", "%"})
    )


def _is_money(subject: Token) -> bool:
    return any(_is_sum(t) for t in subject.subtree)


def _points_back(subject: Token) -> bool:
    """Return whether a sum is part of one told before ("of which", "of it", "of that")."""
    return any(
        i.text.lower() in {"which", "it", "that", "this", "them", "these"}
        for p in children(subject, "prep")
        for i in children(p, "pobj")
    )


def _draft(  # noqa: PLR0917
    clause: Clause, view: View, name: str, actor: Ref | None, recipient: Ref | None, subject: Token, groups: list[str]
) -> Draft:
    frame = frames()[name]
    start, end = clause_span(clause.verb, view, subject=subject)
    return Draft(
        rule="sum:flow",
        frame=frame.name,
        kind="flow",
        plover=None,
        instrument=frame.instrument,
        polarity=frame.polarity,
        predicate=clause.verb,
        start=start,
        end=end,
        actor=actor,
        recipient=recipient,
        score=0.6,
        themes=groups,
    )
