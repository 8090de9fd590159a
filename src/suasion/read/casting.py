"""Casting: which of a verb's subject and object is actor and which recipient, where the verb turns them round."""

from __future__ import annotations

from typing import NamedTuple

from suasion.read.clauses import Clause, frames_of
from suasion.read.discourse import Discourse
from suasion.read.flows import has_amount, received, share_frame
from suasion.read.lexicon import Frame, frames, words
from suasion.read.nounclasses import noun_class
from suasion.read.nounphrases import resolve
from suasion.read.roles import find_recipients, in_span
from suasion.read.subjects import find_subjects
from suasion.read.view import Ref, Token, View, is_verbal


class Cast(NamedTuple):
    """A frame with its theme, actors and recipients."""

    frame: Frame
    theme: Token | None
    actors: list[Ref]
    recipients: list[Ref]


def recast(clause: Clause, cast: Cast, view: View, talk: Discourse) -> Cast:
    """Return the cast as its verb turns it: a buyer receives, a debt is the creditor's."""
    frame, theme, actors, recipients = cast
    if frame.name == "share":
        frame = share_frame(clause)
    if frame.name == "owe" and clause.verb.lemma_.lower() in {"owe", "borrow"}:
        debtors = [a for a in actors if a.code] or [r for o in clause.objects for r in resolve(o, view, talk) if r.code]
        actors, recipients = recipients, [d for d in debtors if d.code not in {r.code for r in recipients}]
    if frame.name == "rely" and clause.verb.lemma_.lower() in {"depend", "rely", "count", "bank", "lean"}:
        actors, recipients = recipients, [a for a in actors if a.code]
    if frame.name == "judge" and clause.verb.lemma_.lower() in {"need", "require"}:
        actors, recipients = recipients, [a for a in actors if a.code]
    if frame.name == "host_base" and clause.verb.lemma_.lower() == "host":
        guests = [r for o in clause.objects for r in resolve(o, view, talk) if r.code]
        actors, recipients = (guests, [a for a in actors if a.code]) if guests else (actors, recipients)
    if (
        frame.name == "protest"
        and any(a.code and a.how in {"name", "agent"} for a in actors)
        and not any(s.lemma_.lower() in words()["others-noun"] for s in clause.subjects)
    ):
        frame = frames()["accuse"]  # a government protests in words
    if frame.name == "receive":
        frame, actors, recipients = received(clause, theme, actors, view, talk)
    if (wanted := _also_wanted(clause)) is not None:
        frame, theme = frames()["want"], None
        recipients = [a for a in actors if a.code]
        actors = [r for s in wanted for r in resolve(s, view, talk)]
        recipients = [r for r in recipients if r.code not in {a.code for a in actors}]
    if frame.name == "buy":
        buyer = next((a.code for a in actors if a.code), None)
        named = in_span(view, list(theme.subtree), {buyer}) if theme is not None and not recipients else []
        recipients = recipients or named[:1]
        seller = talk.counterpart(buyer) if buyer and not recipients and theme is not None else None
        if seller and (has_amount(clause.verb) or {"trade", "arms"} & set(noun_class(theme))):
            recipients = [Ref(seller, None, clause.verb.i, "context")]
        frame, actors, recipients = frames()["sell"], recipients, actors
    return Cast(frame, theme, actors, recipients)


def apart(clause: Clause, cast: Cast, view: View, talk: Discourse) -> tuple[list[Ref], list[Ref]]:
    """Return actors and recipients after a second look: a pronoun cannot mean the very actor it acts on."""
    frame, theme, actors, recipients = cast
    pronoun = next((s for s in clause.subjects if s.pos_ == "PRON"), None)
    if recipients or len(actors) != 1 or actors[0].how != "coref" or pronoun is None:
        return actors, recipients
    seen = [
        r
        for r in find_recipients(clause, frame, view, talk, [], theme)
        if r.code == actors[0].code and r.how in {"name", "agent"}
    ]
    if not seen:
        return actors, recipients
    he = pronoun.text.lower() in {"he", "she", "him", "her"}
    other = talk.back(sentence=view.number, before=pronoun.i, person=he, exclude=frozenset({str(actors[0].code)}))
    return ([Ref(other, pronoun.text, pronoun.i, "coref", he)], seen) if other else (actors, recipients)


def _also_wanted(clause: Clause) -> list[Token] | None:
    """Return the wisher of "wants to export, and for X to build", whose second part the parser joins on."""
    verb = clause.verb
    if verb.dep_ in {"conj", "advcl"} and any(c.text.lower() == "for" and c.dep_ == "mark" for c in verb.children):
        for up in verb.ancestors:
            if is_verbal(up) and "want" in frames_of(up):
                return find_subjects(up)
    return None
