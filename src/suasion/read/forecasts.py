"""Forecasts: what is feared, expected or said to follow on a condition is a judgement."""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import Clause
from suasion.read.content import is_conditional
from suasion.read.discourse import Discourse, is_state
from suasion.read.drafts import Draft
from suasion.read.lexicon import frames, verbs
from suasion.read.nounclasses import noun_class, theme_classes
from suasion.read.nounphrases import resolve
from suasion.read.roles import find_actors, in_span
from suasion.read.spans import clause_span
from suasion.read.view import Ref, Token, View, children, is_verbal

_RETALIATE: Final = frozenset({"respond", "retaliate", "react", "act", "punish", "strike", "intervene", "fight", "hit"})
_FORECAST: Final = frozenset({"fear", "worry", "predict", "expect", "forecast", "warn", "reckon", "doubt"})


def is_forecast(verb: Token) -> bool:
    """Return whether the clause is what somebody fears or forecasts."""
    return verb.dep_ == "ccomp" and verb.head.lemma_.lower() in _FORECAST


def as_judgement(draft: Draft) -> Draft:
    """Return the draft as a judgement."""
    draft.kind, draft.plover, draft.rule = "judgement", None, draft.rule + "+forecast"
    return draft


def forecast(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the judgement in a fear or a conditional forecast ("if X defaults, Y would lose")."""
    verb = clause.verb
    conditional = [
        c
        for c in children(verb, "advcl")
        if any(m.text.lower() in {"if", "unless"} for m in children(c, "mark", "advmod"))
    ]
    modal = any(c.text.lower() in {"would", "could", "will", "may", "might"} for c in children(verb, "aux"))
    if verb.head.lemma_.lower() in {"warn", "threaten"} and is_conditional(verb):
        return []
    if {"say", "future"} & set(clause.frames):
        return []
    if not (modal and (conditional or is_forecast(verb))):
        return _of_means(clause, view, talk) or _between_two(clause, view, talk)
    actors = [a for a in find_actors(clause, view, talk) if a.code]
    if not actors:
        return []
    mine = {a.code for a in actors}
    others = in_span(view, [t for c in conditional for t in c.subtree], mine) or in_span(view, list(verb.subtree), mine)
    if not others:
        other = talk.counterpart(actors[0].code)
        others = [Ref(other, None, verb.i, "context")] if other and other not in mine and is_forecast(verb) else []
    threat = verb.lemma_.lower() in _RETALIATE and bool(conditional) and _is_said(view)
    frame = frames()["threaten" if threat else "judge"]
    start, end = clause_span(verb, view, subject=clause.subjects[0] if clause.subjects else None)
    return [
        Draft(
            rule="verb:forecast",
            frame=frame.name,
            kind=frame.kind,
            plover=frame.plover,
            instrument=frame.instrument,
            polarity=frame.polarity,
            predicate=verb,
            start=start,
            end=end,
            actor=actors[0],
            recipient=o,
            score=frame.score,
            themes=[k for ob in clause.objects for k in theme_classes(ob)],
        )
        for o in others[:1]
    ]


def _is_said(view: View) -> bool:
    """Return whether the sentence gives somebody's words: then a conditional answer is a threat, no forecast."""
    return any(t.text == '"' or "say" in verbs().get(t.lemma_.lower(), ()) for t in view.doc)


_RELATING: Final = ("to", "with", "on", "over", "against", "from", "for", "of", "by", "toward", "towards")
_EMPTY: Final = frozenset(
    {"be", "have", "do", "say", "know", "come", "see", "mean", "include", "follow", "begin", "continue"}
)
_MEANS: Final = frozenset({"leverage", "aid", "loan", "investment", "sanction", "trade", "alliance", "base"})


def _of_means(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the judgement in what is said of a state's means by a verb we do not know ("its aid could fade")."""
    verb = clause.verb
    if not any(set(noun_class(s)) & _MEANS for s in clause.subjects) or verb.dep_ in {"relcl", "acl", "xcomp"}:
        return []
    owners = [a for a in find_actors(clause, view, talk) if a.code and a.how in {"owner", "name", "coref"}]
    if not owners:
        return []
    mine = {a.code for a in owners}
    others = in_span(view, list(verb.subtree), mine)
    if not others:
        other = talk.counterpart(owners[0].code)
        others = [Ref(other, None, verb.i, "context")] if other and other not in mine else []
    start, end = clause_span(verb, view, subject=clause.subjects[0])
    return [
        Draft(
            rule="verb:means",
            frame="judge",
            kind="judgement",
            plover=None,
            instrument=None,
            polarity=0,
            predicate=verb,
            start=start,
            end=end,
            actor=owners[0],
            recipient=other_ref,
            score=0.5,
            themes=[k for s in clause.subjects for k in theme_classes(s)],
        )
        for other_ref in others[:1]
    ]


def _between_two(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the judgement in a clause that sets one state in relation to another with a verb we do not know."""
    verb = clause.verb
    if verb.dep_ in {"acl", "xcomp", "pcomp"} or verb.lemma_.lower() in _EMPTY or not clause.subjects:
        return []
    actors = [a for a in find_actors(clause, view, talk) if a.code and a.how != "context"]
    if len(actors) != 1:
        return []
    heads = [*clause.objects, *clause.datives, *(h for p in _RELATING for h in clause.preps.get(p, []))]
    others = [r for h in heads for r in resolve(h, view, talk) if r.code and r.code != actors[0].code]
    if not others:
        others = [r for r in in_span(view, own_words(verb), {actors[0].code}) if is_state(r.code)][:1]
    if not others:
        return []
    start, end = clause_span(verb, view, subject=clause.subjects[0])
    return [
        Draft(
            rule="verb:between",
            frame="judge",
            kind="judgement",
            plover=None,
            instrument=None,
            polarity=0,
            predicate=verb,
            start=start,
            end=end,
            actor=actors[0],
            recipient=others[0],
            score=0.45,
            themes=[k for o in clause.objects for k in theme_classes(o)],
        )
    ]


def own_words(verb: Token) -> list[Token]:
    """Return the words after a verb that belong to no other clause with a subject of its own."""
    return [
        t
        for t in verb.subtree
        if t.i > verb.i
        and not any(
            is_verbal(up) and up != verb and up.dep_ in {"relcl", "advcl", "conj", "ccomp", "parataxis", "acl"}
            for up in (t, *t.ancestors)
            if up.i > verb.i
        )
    ]
