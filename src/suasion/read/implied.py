"""Implied recipients: whom an act, flow, tie or verdict is toward where its own clause does not say.

Heuristic. Conventions give the code all the same where only the context names the recipient. In order: whom the
sentence has already put in relation with the actor, the only other state of the sentence, the state that the text is
about. Its error is part of the reader's direction and strict scores.
"""

from __future__ import annotations

from typing import Final

from suasion.read.discourse import Discourse, is_state
from suasion.read.drafts import Draft
from suasion.read.view import Ref, Token, View, children, conjuncts, is_verbal

# Acts that a government may do toward its own people or nobody in particular.
_ONE_SIDED: Final = frozenset({"coerce", "protest", "sanction", "assault"})
_ACT_NOUNS: Final = frozenset({
    "decision", "move", "step", "offer", "remark", "demand", "request", "proposal", "claim", "charge", "allegation",
    "accusation", "suggestion", "statement", "threat", "policy", "assertion", "plan", "invitation", "comment", "action",
    "criticism", "announcement", "warning", "campaign", "measure", "gesture", "visit", "deployment", "ruling", "idea",
    "intervention", "approach", "call", "appeal", "condition", "ultimatum", "arrangement", "package", "tariff",
    "sanction", "ban", "withdrawal", "pledge", "promise", "test", "exercise", "drill", "loan", "deal", "sale",
    "attack", "disclosure", "refusal", "silence", "rebuke", "letter"
})  # fmt: skip
_OF_VERBS: Final = ("tion", "sion", "ment", "sure", "osal", "usal", "ance")
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "such"})


def imply(draft: Draft, view: View, talk: Discourse) -> None:
    """Give a draft the recipient that its context leaves it; positions and wants need none."""
    if draft.recipient is not None or draft.actor is None or draft.actor.code is None:
        return
    if draft.kind == "position" or draft.frame in _ONE_SIDED:
        return
    if draft.kind == "want" and (draft.actor.code == talk.client() or not is_state(talk.client())):
        return  # an outsider wants something of the state that the text is about; that state may want it of anybody
    other = _other(draft.actor.code, draft.predicate, view, talk)
    if other:
        draft.recipient = Ref(other, None, draft.predicate.i, "context")


def _other(code: str, predicate: Token, view: View, talk: Discourse) -> str | None:
    for a, b in reversed(view.pairs):
        if code in {a, b}:
            return b if a == code else a
    named = [c for c in view.codes() if c != code]
    if len(named) == 1:
        return named[0]
    if predicate.dep_ in {"relcl", "acl"}:
        before = [m.code for i, m in sorted(view.mention_at.items()) if i < predicate.i and is_state(m.code)]
        other = next((c for c in reversed(before) if c != code), None)
        if other:
            return other
    return talk.counterpart(code)


def doer_of(noun: Token, view: View, talk: Discourse) -> Ref | None:
    """Return who did what a noun sums up: "the decision", "a demand that Y supports" after a clause about X.

    Parameters
    ----------
    noun
        The head of the phrase; only nouns of acts with an article that points back, or in apposition to a clause.
    view
        Its sentence.
    talk
        What the text has said so far.

    Returns
    -------
    Ref or None
        The actor of the clause before in the sentence, else of the text's last act; None for other nouns.
    """
    lemma = noun.lemma_.lower()
    if not (lemma in _ACT_NOUNS or lemma.endswith(_OF_VERBS)) or children(noun, "poss"):
        return None
    marks = {c.text.lower() for c in children(noun, "det")}
    summing = child_relcl(noun) and bool(marks & {"a", "an"})
    if not (marks & _DEFINITE or summing):
        return None
    if any(p.text.lower() in {"by", "from", "of"} and p.i > noun.i for p in children(noun, "prep", "agent")):
        return None
    before = [pair for pair in view.acts if pair[1] < noun.i]
    if before:
        return Ref(before[-1][0], None, noun.i, "owner")
    if talk.last_act is not None and not summing:
        return Ref(talk.last_act, None, noun.i, "owner")
    return None


def child_relcl(noun: Token) -> bool:
    """Return whether a relative clause hangs on the noun."""
    return any(c.dep_ in {"relcl", "acl"} and is_verbal(c) for c in noun.children)


def joined(refs: list[Ref], view: View) -> list[Ref]:
    """Return the first of several actors with those that "and" joins to it."""
    if len(refs) < 2:
        return refs
    head = view.doc[refs[0].token]
    while head.dep_ in {"compound", "poss", "amod", "nmod"}:
        head = head.head
    group = {t.i for part in conjuncts(head) for t in part.subtree}
    return [r for r in refs if r is refs[0] or (r.token in group and is_state(r.code))]
