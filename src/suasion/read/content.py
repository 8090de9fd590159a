"""Content: clauses that only say what another act asks, promises or fears, and are no claim of their own."""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import Clause, find_preps, frames_of, look_up
from suasion.read.flows import CONCRETE, FLOWS
from suasion.read.lexicon import noun_classes, words
from suasion.read.nounclasses import noun_class
from suasion.read.subjects import same_form
from suasion.read.view import Token, child, children, is_verbal

# The content of these is part of the act: it is no claim of its own.
SAY_ONLY: Final = frozenset({
    "note", "acknowledge", "warn", "confirm", "state", "declare", "admit", "suggest",
    "concede", "recall", "explain", "see", "view"
})  # fmt: skip
# What is feared or recalled is the claim, not the fear.
FORESEEING: Final = frozenset({"fear", "worry", "doubt", "recall", "suspect", "insist", "remind", "maintain"})
_CONTENT_OF: Final = frozenset({
    "request", "want", "promise", "caution", "favour", "oppose", "agree", "threaten", "accuse", "reject", "praise",
    "back", "concede", "help"
})  # fmt: skip


def is_content(verb: Token, clause: Clause) -> bool:
    """Return whether the clause only says what is asked, wanted, promised or reaffirmed."""
    node = verb
    for _ in range(4):
        head = node.head
        if (
            node.dep_ in {"relcl", "acl"}
            and head.lemma_.lower() in words()["document-noun"] | {"resolution", "decision"}
            and node is verb
        ):
            up = head.head.head if head.dep_ == "pobj" else head.head
            if is_verbal(up) and set(frames_of(up)) & {"favour", "reject", "oppose", "want", "request"}:
                return True
        if node.dep_ == "ccomp" and not is_complement(node):
            break
        if node.dep_ in {"xcomp", "ccomp", "pcomp", "acl"} and head is not node:
            names = _governing_frames(head, node)
            if (
                node.dep_ == "ccomp"
                and head.lemma_.lower() in FORESEEING
                and child(node, "nsubj", "nsubjpass") is not None
            ):
                return False
            if names & _CONTENT_OF and not names & {"say", "aspect"}:
                if node is verb and names & {"favour"} and will_do(verb, clause.frames):
                    return False
                return not _is_money_promise(names, clause, verb)
            if names & {"say", "agree"} and node.dep_ == "ccomp" and is_principle(node):
                return True
            if names & {"say"} and names & {"favour", "oppose", "accuse"} and head.lemma_.lower() not in SAY_ONLY:
                return True
        if node.dep_ in {"conj", "xcomp", "pcomp", "prep", "acl"} and head is not node:
            node = same_form(node, head) if node.dep_ == "conj" and is_verbal(head) else head
            continue
        if node.dep_ == "advcl" and node.tag_ == "VBG" and head.dep_ in {"xcomp", "ccomp"}:
            node = head
            continue
        break
    return False


_BINDING: Final = frozenset({
    "binding", "illegal", "unlawful", "unacceptable", "inviolable", "sacrosanct", "null", "void", "indispensable",
    "final", "non-negotiable", "legitimate", "illegitimate", "inalienable", "paramount"
})  # fmt: skip


def is_principle(content: Token) -> bool:
    """Return whether a content clause says what should, must or cannot be, or what binds: a stand, no arrangement."""
    marks = {c.text.lower() for c in children(content, "aux")}
    negated = child(content, "neg") is not None
    told = {t.text.lower() for c in children(content, "acomp", "attr") for t in c.subtree}
    return bool(marks & {"should", "must"} or (negated and marks & {"can", "can't"}) or told & _BINDING)


def will_do(verb: Token, names: tuple[str, ...]) -> bool:
    """Return whether a finite content clause says what will be done or given: that is a planned act, not a stand."""
    return (
        verb.dep_ == "ccomp"
        and any(c.text.lower() in {"will", "would"} for c in children(verb, "aux"))
        and bool(set(names[:1]) & (FLOWS | CONCRETE | {"sanction", "build"}))
    )


def is_complement(verb: Token) -> bool:
    """Return whether a ccomp is what its head says; the parser also calls so a main clause set beside another."""
    head = verb.head
    low, high = min(verb.i, head.i), max(verb.i, head.i)
    if any(t.text in {";", ":"} for t in verb.doc[low:high]) and not any(t.text == '"' for t in verb.doc[low:high]):
        return False
    if verb.i < head.i:
        return "say" in frames_of(head) and child(verb, "mark") is None
    return not any(t.tag_ == "WDT" and t.dep_ == "pobj" for t in verb.doc[head.i : verb.i])


def _governing_frames(head: Token, node: Token) -> set[str]:
    if is_verbal(head):
        return set(look_up(head, children(head, "dobj"), find_preps(head))[1])
    if head.pos_ == "ADP":
        up = head.head
        if is_verbal(up):
            return set(look_up(up, children(up, "dobj"), {head.text.lower(): [node]})[1]) & {
                "request",
                "want",
                "caution",
                "oppose",
                "accuse",
                "promise",
                "agree",
                "praise",
            }
        if up.dep_ == "dobj" and head.text.lower() in {"for", "of"} and node.dep_ == "pcomp" and is_verbal(up.head):
            blamed = set(frames_of(up.head)) & {"praise", "accuse"}
            if blamed:
                return blamed
        return {noun_classes()[k][0] or "" for k in noun_class(up) if k in noun_classes()} & {
            "request",
            "want",
            "promise",
            "oppose",
        }
    if node.dep_ == "acl" and node.tag_ == "VB":
        return {noun_classes()[k][0] or "" for k in noun_class(head) if k in noun_classes()} & {
            "request",
            "want",
            "promise",
        }
    return set()


def _is_money_promise(names: set[str], clause: Clause, verb: Token) -> bool:
    """Return whether a promise is to give an amount: that is a planned flow."""
    if not names & {"promise", "agree"}:
        return False
    sized = any(t.like_num or t.text == "$" for t in verb.subtree)
    if verb.lemma_.lower() in {"cancel", "write", "forgive", "waive"}:
        return any(t.lemma_.lower() in {"debt", "loan", "owe", "arrears"} for t in verb.subtree)
    return bool(set(clause.frames) & (FLOWS | CONCRETE)) and (sized or "promise" in names)


REPORTS: Final = frozenset({
    "report", "claim", "allegation", "suggestion", "speculation", "rumour", "rumor", "notion", "assertion",
    "accusation", "idea", "story", "charge", "suspicion", "insinuation"
})  # fmt: skip


def tells_something(noun: Token) -> bool:
    """Return whether a clause with a subject of its own says what a report or claim holds."""
    return noun.lemma_.lower() in REPORTS and any(
        c.dep_ in {"acl", "relcl", "ccomp"} and child(c, "nsubj", "nsubjpass") is not None for c in noun.children
    )


def is_purpose(verb: Token, clause: Clause | None = None) -> bool:
    """Return whether the clause is an infinitive of purpose ("to strengthen ties") or hangs on an adjective."""
    if (
        verb.dep_ in {"advcl", "acl", "relcl"}
        and verb.tag_ == "VB"
        and any(c.text.lower() == "to" for c in children(verb, "aux"))
    ):
        return not (
            clause is not None
            and verb.dep_ == "advcl"
            and clause.frames[:1] in {("request",), ("accuse",)}
            and clause.objects
        )
    if verb.dep_ == "advcl" and verb.tag_ == "VB" and child(verb, "aux") is None:
        return True
    return (
        verb.dep_ == "conj"
        and verb.tag_ == "VB"
        and child(verb, "nsubj") is None
        and child(verb, "aux") is None
        and is_verbal(verb.head)
        and is_purpose(verb.head)
    )


def in_condition(verb: Token) -> bool:
    """Return whether the clause only states a condition ("if it refuses ...")."""
    node = verb
    while node.dep_ in {"xcomp", "conj"} and is_verbal(node.head):
        node = node.head
    return node.dep_ == "advcl" and any(c.text.lower() in {"if", "unless"} for c in children(node, "mark", "advmod"))


def is_conditional(inner: Token) -> bool:
    """Return whether the content of a warning is what the speaker will do on a condition."""
    conditional = any(c.text.lower() in {"if", "unless"} for t in inner.subtree for c in children(t, "mark", "advmod"))
    subject = child(inner, "nsubj")
    own = subject is not None and subject.text.lower() in {"it", "they", "we", "he", "she"}
    return (
        conditional and own and any(c.text.lower() in {"will", "would", "could", "'ll"} for c in children(inner, "aux"))
    )


def is_plural(clause: Clause) -> bool:
    """Return whether the subject is several: joined names, "they", "both sides"."""
    return any(
        child(s, "conj") is not None
        or s.text.lower() in {"they", "both", "we", "sides", "leaders", "parties", "ministers"}
        for s in clause.subjects
    )
