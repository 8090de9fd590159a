"""Backing off: clauses about a state whose verb no rule knows, so that a long sentence is not passed over in silence.

Heuristic, with a score near the threshold. Verbs are sorted into broad classes: an act, a stand, a wish, a standing
relation; the rest is a judgement on the subject's conduct, means or power. On documents coded by others about half of
these claims were marked by every coder, a quarter by some, and a quarter by none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from suasion.read.clauses import Clause
from suasion.read.content import FORESEEING, in_condition, is_content, is_purpose, tells_something
from suasion.read.discourse import Discourse
from suasion.read.drafts import Draft
from suasion.read.forecasts import own_words
from suasion.read.lexicon import frames, words
from suasion.read.nounclasses import theme_classes
from suasion.read.nounphrases import is_agent, resolve
from suasion.read.roles import find_actors, in_span
from suasion.read.spans import clause_span
from suasion.read.view import Token, View, child, children, is_verbal

_SCORE: Final = {"name": 0.43, "agent": 0.43, "owner": 0.49, "coref": 0.41}
_CLASSES: Final = (
    ("agree", "agree"), ("consult", "meet"), ("refuse", "reject"), ("curb", "sanction"), ("aid", "help"),
    ("act", "act"),
    ("stand", "favour"), ("wish", "want"), ("standing", "tie"),
)  # fmt: skip
_BEGUN: Final = frozenset({"begin", "start", "continue", "go", "keep", "stop", "cease", "help", "try", "manage"})
_PLAIN_SPEECH: Final = frozenset({"say", "tell", "add", "note", "argue", "explain", "report", "write", "ask", "mean"})


def back_off(clauses: Sequence[Clause], drafts: list[Draft], view: View, talk: Discourse) -> list[Draft]:
    """Return drafts for the clauses that have none, each with the state it is about and whom it may concern.

    Parameters
    ----------
    clauses
        The clauses of the sentence.
    drafts
        What the rules have found in it.
    view, talk
        The sentence, and what the text has said so far.
    """
    if view.text.endswith("?"):
        return []  # a question says nothing
    coded = {d.predicate.i for d in drafts}
    return [d for c in clauses for d in _claim(c, coded, view, talk)]


def _claim(clause: Clause, coded: set[int], view: View, talk: Discourse) -> list[Draft]:
    verb = clause.verb
    if verb.i in coded or verb.head.lemma_ == "vote" or _is_empty(clause, coded):
        return []
    actors = [a for a in find_actors(clause, view, talk) if a.code]
    if not actors or actors[0].how not in _SCORE:
        return []
    actor = actors[0]
    if actor.how == "coref" and (verb.dep_ not in {"ROOT", "conj", "ccomp"} or _is_cleft(verb)):
        return []
    mine = {a.code for a in actors}
    heads = [*clause.objects, *clause.datives, *(h for hs in clause.preps.values() for h in hs)]
    others = [r for h in heads if h.pos_ != "VERB" for r in resolve(h, view, talk) if r.code and r.code not in mine]
    near = [*own_words(verb), *(t for s in clause.subjects if s.head == verb for t in s.subtree)]
    others = others or in_span(view, near, mine) or in_span(view, list(verb.subtree), mine)
    frame = frames()[_class_of(clause) if _acts(clause, view) else "judge"]
    start, end = clause_span(verb, view, subject=clause.subjects[0] if clause.subjects else None)
    score = _SCORE[actor.how] + (-0.04 if others else 0.0)
    recipient = others[0] if others and frame.kind != "position" else None
    pairs = (
        [(actors[0], actors[1]), (actors[1], actors[0])]
        if len(actors) == 2 and recipient is None and frame.kind == "event"
        else [(who, recipient) for who in (actors[:2] if frame.kind in {"event", "position"} else actors[:1])]
    )
    return [
        Draft(
            rule=f"back:{frame.kind}",
            frame=frame.name,
            kind=frame.kind,
            plover=frame.plover,
            instrument=frame.instrument,
            polarity=frame.polarity,
            predicate=verb,
            start=start,
            end=end,
            actor=who,
            recipient=whom,
            score=score,
            themes=[k for o in (*clause.objects, *clause.subjects) for k in theme_classes(o)],
            theme_start=verb.idx,
        )
        for who, whom in pairs
        if whom is None or who.code != whom.code
    ]


def _acts(clause: Clause, view: View) -> bool:
    """Return whether the subject is somebody and not a thing of theirs."""
    return not clause.subjects or any(
        s.i in view.mention_at or s.pos_ == "PRON" or is_agent(s) for s in clause.subjects
    )


def _class_of(clause: Clause) -> str:
    lists = words()
    lemma = clause.verb.lemma_.lower()
    inner = child(clause.verb, "ccomp", "xcomp")
    if inner is not None and any(c.text.lower() in {"should", "must"} for c in children(inner, "aux")):
        return "favour"
    for name, frame in _CLASSES:
        if lemma in lists[f"{name}-verb"]:
            return frame
    return "judge"


def _is_empty(clause: Clause, coded: set[int]) -> bool:
    """Return whether the clause says nothing by itself: content, a condition, mere saying or seeming."""
    verb = clause.verb
    lemma = verb.lemma_.lower()
    if any(tells_something(o) for o in clause.objects) and lemma in {"reject", "dismiss", "deny", "refute"}:
        return True
    if is_content(verb, clause) or is_purpose(verb, clause) or in_condition(verb):
        return True
    begun = verb.dep_ == "xcomp" and is_verbal(verb.head) and verb.head.lemma_.lower() in _BEGUN
    if (verb.dep_ in {"xcomp", "acl", "pcomp"} and not begun) or lemma in words()["empty-verb"]:
        return True
    inner = [t.i for c in children(verb, "ccomp", "xcomp", "parataxis") for t in c.subtree]
    if (lemma in FORESEEING or "say" in clause.frames) and (lemma in _PLAIN_SPEECH or any(i in coded for i in inner)):
        return True
    if "say" not in clause.frames and any(i in coded for c in children(verb, "xcomp") for i in [c.i]):
        return True
    alone = not clause.objects and not clause.preps and len(list(verb.subtree)) <= 3
    return alone and verb.dep_ not in {"ROOT", "conj"}


def _is_cleft(verb: Token) -> bool:
    """Return whether "it is ..." is a turn of phrase and "it" nobody."""
    if verb.lemma_.lower() != "be":
        return False
    subject = child(verb, "nsubj", "expl")
    if subject is None or subject.text.lower() != "it":
        return False
    told = child(verb, "acomp", "attr")
    return (
        told is None
        or child(verb, "ccomp", "advcl", "csubj", "xcomp") is not None
        or any(is_verbal(c) for c in told.children)
    )
