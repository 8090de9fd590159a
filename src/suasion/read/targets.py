"""Targets: whom an act is on where no slot of its clause says so."""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import Clause
from suasion.read.discourse import Discourse, is_state
from suasion.read.idioms import is_belt_and_road
from suasion.read.implied import doer_of, joined
from suasion.read.lexicon import Frame
from suasion.read.nounclasses import noun_class
from suasion.read.nounphrases import resolve
from suasion.read.roles import CONTEXTUAL, in_span
from suasion.read.subjects import find_subjects
from suasion.read.view import Ref, Token, View, child, children, conjuncts, is_verbal

_ANSWERING: Final = frozenset({"accuse", "reject", "praise", "back", "caution", "protest", "judge"})


def last_resort(  # noqa: PLR0917
    clause: Clause, frame: Frame, view: View, talk: Discourse, known: list[Ref], mine: set[str | None], score: float
) -> tuple[list[Ref], float]:
    """Return recipients from the rest of the clause, then from the context, for frames that cannot do without one."""
    verb = clause.verb
    if verb.dep_ == "relcl" and any(c.lower_ == "where" for c in verb.children):
        refs = [r for r in resolve(verb.head, view, talk) if r.code and r.code not in mine]
        if refs:
            return refs[:1], score
    if "CHN" not in mine and frame.name in {"agree", "reject"} and any(is_belt_and_road(o) for o in clause.objects):
        return [Ref("CHN", None, verb.i, "coref")], score
    if len(known) >= 2 and frame.both:
        return [], score
    if frame.name == "request" and view.accused and clause.pattern == "call_for":
        return [Ref(r.code, None, verb.i, "coref") for r in view.accused], score
    if frame.name in {"request", "caution"} and (inner := child(verb, "ccomp")) is not None:
        refs = [r for s in find_subjects(inner) for r in resolve(s, view, talk) if r.code and r.code not in mine]
        if refs:
            return refs[:2], score
    if frame.kind == "position":
        return _position_on(clause, view, talk, mine), score
    if doers := answered(clause, frame, view, talk, mine):
        return doers, score
    if frame.name == "accuse" and (inner := child(verb, "ccomp")) is not None:
        refs = [r for s in find_subjects(inner) for r in resolve(s, view, talk) if r.code and r.code not in mine]
        if refs:
            return refs[:2], score
    if frame.name == "threaten":
        refs = in_span(view, [t for t in verb.subtree if t.i > verb.i], mine)
        if refs:
            return refs[:1], score - 0.05
    if frame.name not in {"coerce", "protest"}:
        tokens = [t for t in verb.subtree if t.i > verb.i and not _in_other_clause(t, verb, frame)]
        if frame.name == "meet":
            tokens = [
                t for t in tokens if t.head.dep_ != "prep" or t.head.text.lower() not in {"in", "at", "on", "about"}
            ]
        if frame.name in {"build", "lend", "invest", "give"}:
            tokens = [t for t in tokens if not _is_terminus(t)]
        if frame.name == "mobilize":
            placed = [
                t
                for t in tokens
                if t.head.dep_ == "prep" and t.head.text.lower() in {"in", "to", "into", "near", "on", "at", "off"}
            ]
            tokens = placed or tokens
        refs = in_span(view, tokens, mine)
        if frame.kind in {"judgement", "flow"}:
            refs = refs or in_span(view, [t for s in clause.subjects for t in s.subtree], mine)
        refs = joined(refs, view)
        if frame.name in {"reject", "back"} and not refs and is_verbal(verb.head):
            refs = [r for r in in_span(view, list(verb.head.subtree), mine) if not is_state(r.code)]
        if refs:
            return refs[: 1 if frame.kind == "judgement" else 4], score - (0.0 if frame.kind == "judgement" else 0.1)
    if (frame.name in CONTEXTUAL or clause.pattern == "raise") and len(known) >= 1 and known[0].how != "context":
        other = next(
            (b for a, b in reversed(view.pairs) if a == known[0].code and is_state(b)), None
        ) or talk.counterpart(known[0].code)
        if other and other not in mine:
            return [Ref(other, None, verb.i, "context")], score - (0.1 if frame.kind == "flow" else 0.15)
    pressing = [a for a, b in talk.pressed[-4:] if known and b == known[0].code and a not in mine]
    groups = {k for o in clause.objects for k in noun_class(o)}
    if (
        frame.name == "reject"
        and pressing
        and (
            not clause.objects
            or groups & {"request", "accusation", "assault", "threat", "sanction"}
            or any(o.lemma_.lower() in {"measure", "claim", "move", "criticism", "charge"} for o in clause.objects)
        )
    ):
        return [Ref(code, None, verb.i, "coref") for code in dict.fromkeys(pressing)], score
    if (
        frame.name == "reject"
        and known
        and any(
            o.lemma_.lower()
            in {"embassy", "project", "programme", "cooperation", "aid", "support", "agreement", "accord", "talk"}
            for o in clause.objects
        )
    ):
        other = talk.counterpart(known[0].code)
        return ([Ref(other, None, verb.i, "context")] if other and other not in mine else []), score - 0.05
    if frame.name == "reject" and known and not clause.objects and child(verb, "xcomp", "ccomp", "prep") is None:
        other = talk.counterpart(known[0].code)
        return ([Ref(other, None, verb.i, "context")] if other and other not in mine else []), score - 0.1
    if frame.name == "sanction" and known and clause.objects:
        client = talk.counterpart(known[0].code)
        return ([Ref(client, None, verb.i, "context")] if client and client not in mine else []), score - 0.1
    if frame.kind == "want":
        inner = child(verb, "ccomp")
        refs = (
            [r for s in find_subjects(inner) for r in resolve(s, view, talk) if r.code and r.code not in mine]
            if inner is not None
            else []
        )
        return refs[:1], score - 0.05
    return [], score


_AFFIRMING: Final = frozenset({"reaffirm", "affirm", "reiterate", "express", "voice", "declare", "confirm", "note"})
_HELD: Final = frozenset({
    "support", "sovereignty", "integrity", "independence", "unity", "rule", "plan", "claim", "position", "right", "role"
})  # fmt: skip


def _is_terminus(token: Token) -> bool:
    """Return whether the name only says where a road, a line or a pipe leads to or comes from."""
    prep = token.head
    if prep.dep_ != "prep" or prep.text.lower() not in {"to", "from", "between"}:
        return False
    laid = [prep.head, *children(prep.head, "dobj", "nsubjpass")]
    return any("infrastructure" in noun_class(t) for t in laid)


_STANDS_ON: Final = frozenset({
    "support", "oppose", "back", "respect", "defend", "recognise", "recognize", "endorse", "reject", "stand", "blame"
})  # fmt: skip


def _bringers(clause: Clause, view: View, talk: Discourse, mine: set[str | None]) -> list[Ref]:
    """Return who proposed or brought what the clause is about ("the pact that X had brought")."""
    for thing in clause.objects:
        for part in conjuncts(thing):
            for relative in children(part, "relcl", "ccomp"):
                subject = child(relative, "nsubj")
                if subject is None or relative.i < part.i:
                    continue
                refs = [r for r in resolve(subject, view, talk) if is_state(r.code) and r.code not in mine]
                if refs:
                    return refs[:1]
    return []


def answered(clause: Clause, frame: Frame, view: View, talk: Discourse, mine: set[str | None]) -> list[Ref]:
    """Return whose act the clause answers: the doer of "the decision", or who brought what is rejected."""
    if frame.name not in _ANSWERING:
        return []
    doers = [d for o in clause.objects if (d := doer_of(o, view, talk)) is not None and d.code not in mine]
    return doers[:1] or (_bringers(clause, view, talk, mine) if frame.name != "judge" else [])


def _position_on(clause: Clause, view: View, talk: Discourse, mine: set[str | None]) -> list[Ref]:
    """Return the state that a stand is said to, or that it says must or must not do something."""
    told = clause.verb.head
    if clause.verb.dep_ == "ccomp" and told.lemma_.lower() in {"tell", "assure", "inform"}:
        return [
            r for o in children(told, "dobj", "dative") for r in resolve(o, view, talk) if r.code and r.code not in mine
        ][:1]
    if any(o.text.lower() in {"other", "another"} and child(o, "det") is not None for o in clause.objects):
        return [Ref(code, None, clause.verb.i, "coref") for code in sorted(c for c in mine if c)]
    named = [t for o in clause.objects for t in o.subtree if t.dep_ == "poss" or t == o]
    owners = [r for r in in_span(view, named, mine) if is_state(r.code)]
    if owners and clause.verb.lemma_.lower() in _STANDS_ON:
        return owners[:1]
    affirmed = clause.verb.lemma_.lower() in _AFFIRMING and any(o.lemma_.lower() in _HELD for o in clause.objects)
    if (affirmed or clause.verb.lemma_.lower() in _STANDS_ON) and (of := _concerned(clause, view, mine)):
        return of
    inner = child(clause.verb, "ccomp")
    if inner is not None and inner.lemma_.lower() in _STANDS_ON:
        inside = [r for o in children(inner, "dobj") for r in resolve(o, view, talk, owners=False)]
        found = [r for r in inside if is_state(r.code) and r.code not in mine]
        if found:
            return found[:1]
    if brought := _bringers(clause, view, talk, mine):
        return brought
    if any({"promise", "backing", "alliance"} & set(noun_class(o)) for o in clause.objects):
        return in_span(view, [t for o in clause.objects for t in o.subtree], mine)[:1]
    refused = child(clause.verb, "xcomp")
    if refused is not None and clause.verb.lemma_.lower() in {"refuse", "decline"}:
        return [r for o in children(refused, "dobj") for r in resolve(o, view, talk) if r.code and r.code not in mine][
            :1
        ]
    inner = child(clause.verb, "ccomp")
    if inner is not None and any(c.text.lower() in {"must", "should", "needs"} for c in children(inner, "aux")):
        return [
            r
            for s in children(inner, "nsubj", "nsubjpass")
            for r in resolve(s, view, talk)
            if r.code and r.code not in mine
        ][:1]
    return []


def _in_other_clause(token: Token, verb: Token, frame: Frame) -> bool:
    for up in (token, *token.ancestors):
        if up is verb or up == verb:
            return False
        if frame.name in {"agree", "reject"} and up.dep_ == "relcl" and up.head.dep_ == "dobj":
            continue
        if frame.name == "mobilize" and up.dep_ == "advcl" and up.tag_ == "VB":
            continue
        if is_verbal(up) and up.dep_ in {"conj", "advcl", "relcl", "ccomp", "parataxis"}:
            return True
    return False


def _concerned(clause: Clause, view: View, mine: set[str | None]) -> list[Ref]:
    """Return whose rule, plan or presence a stand is on: an adjective at the object, or what "of" brings to it."""
    tokens = [
        t
        for o in (*clause.objects, *clause.preps.get("for", []))
        for t in o.subtree
        if t.dep_ in {"amod", "compound", "nmod", "poss"} or (t.dep_ == "pobj" and t.head.text.lower() in {"of", "for"})
    ]
    return [r for r in in_span(view, tokens, mine) if is_state(r.code)][:1]


def companions(clause: Clause, view: View, talk: Discourse) -> list[Ref]:
    """Return whom the subject joins in what the clause says ("joined India in seeking ...")."""
    verb = clause.verb
    if verb.dep_ == "pcomp" and is_verbal(up := verb.head.head) and up.lemma_.lower() == "join":
        return [r for o in children(up, "dobj") for r in resolve(o, view, talk) if r.code]
    return []
