"""Verbs to claims: the drafts that a clause gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from suasion.read.casting import Cast, apart, recast
from suasion.read.choice import choose_frame
from suasion.read.clauses import Clause, frames_of
from suasion.read.clauses import clause as clause_of
from suasion.read.content import in_condition, is_content, is_purpose
from suasion.read.discourse import Discourse
from suasion.read.drafts import Draft
from suasion.read.flows import item_frame, items_of
from suasion.read.forecasts import as_judgement, forecast, is_forecast
from suasion.read.idioms import counts_heads
from suasion.read.lexicon import Frame, frames, noun_classes, words
from suasion.read.nounclasses import noun_class, theme_classes
from suasion.read.nounphrases import is_agent, resolve
from suasion.read.roles import find_actors, find_recipients, in_span, prep_heads
from suasion.read.spans import clause_span
from suasion.read.sums import from_sum
from suasion.read.targets import answered, companions, last_resort
from suasion.read.view import Ref, Token, View, child, children, is_verbal, or_none

_AGENTLESS: Final = frozenset(
    {"sanction", "assault", "coerce", "seize", "give", "lend", "mobilize"}
)  # passives without "by" worth showing
_NEEDS_OTHER: Final = frozenset({
    "meet", "visit", "host", "agree", "cooperate", "exercise", "tie", "help", "concede", "threaten", "own", "lease"
})  # fmt: skip


_CHARGING: Final = frozenset({"accuse", "charge", "suspect", "implicate", "blame", "indict", "allege"})
_OTHERS_DO: Final = frozenset(
    {"assault", "accuse", "protest", "reject", "request", "seize", "back", "meet", "visit", "praise"}
)


def from_clause(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the drafts of a clause; none if its verb is no act or only part of another act's content."""
    verb = clause.verb
    if is_purpose(verb, clause) or (is_content(verb, clause) and not _told_by_nobody(verb, view, talk)):
        return []
    chosen = choose_frame(clause, view)
    if chosen is None:
        return from_sum(clause, view, talk) or forecast(clause, view, talk)
    frame, theme = chosen
    if frame.name in {"mobilize", "host_base"} and counts_heads(clause):
        frame = frames()["post"]
    actors = find_actors(clause, view, talk)
    if (
        frame.name == "judge"
        and clause.datives
        and clause.verb.lemma_.lower() in {"give", "lend", "hand", "grant", "offer", "afford"}
    ):
        powerful = [r for d in (*clause.datives, *clause.preps.get("to", [])) for r in resolve(d, view, talk) if r.code]
        actors, recipients = powerful, [a for a in actors if a.code] if powerful else []
        recipients = find_recipients(clause, frame, view, talk, actors, theme) or recipients
    else:
        recipients = find_recipients(clause, frame, view, talk, actors, theme)
    if not recipients and len(actors) == 2 and frame.kind == "event" and not frame.both:
        named = {r.code for o in clause.objects for r in resolve(o, view, talk)} & {a.code for a in actors}
        if len(named) == 1:
            recipients, actors = [a for a in actors if a.code in named], [a for a in actors if a.code not in named]
    if (
        frame.name == "accuse"
        and clause.passive
        and not clause.subjects
        and clause.objects
        and (clause.verb.dep_ != "acl" or not is_agent(clause.verb.head))
        and clause.verb.lemma_.lower() in _CHARGING
    ):
        return _alleged(clause, view, talk)
    actors, recipients = apart(clause, Cast(frame, theme, actors, recipients), view, talk)
    if frame.name == "favour" and "back" in clause.frames and not recipients:
        backed = [
            r
            for p in ("for", "behind")
            for o in clause.objects
            for h in prep_heads(o, p)
            for r in resolve(h, view, talk)
            if r.code
        ]
        if backed:
            frame, recipients = frames()["back"], backed[:2]
    cast = recast(clause, Cast(frame, theme, actors, recipients), view, talk)
    frame, theme, actors, recipients = cast
    view.companions = companions(clause, view, talk)
    drafts = list(_drafts(clause, frame, theme, actors, recipients, view, talk))
    if not drafts:
        drafts = from_sum(clause, view, talk)
    if not drafts and frame.kind == "judgement":
        drafts = forecast(clause, view, talk)
    view.pairs += [
        (d.actor.code, d.recipient.code)
        for d in drafts
        if d.actor and d.recipient and d.actor.code and d.recipient.code
    ]
    view.acts += [(d.actor.code, verb.i) for d in drafts[:1] if d.actor and d.actor.code]
    if is_forecast(clause.verb) and frame.kind in {"event", "tie", "flow"}:
        drafts = [as_judgement(d) for d in drafts]
    if drafts and theme is not None:
        view.used.add(theme.i)
    if drafts:
        view.used.update(o.i for o in clause.objects)
    return drafts


def _alleged(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the alleged act of "X is accused of massacres": nobody accuses, so the act itself is coded."""
    heads = clause.preps.get("of", [])
    names = [noun_classes()[k][0] for h in heads for k in noun_class(h) if k in noun_classes()]
    names += [f for h in heads if is_verbal(h) for f in frames_of(h)]
    frame = next((frames()[n] for n in names if n in frames() and frames()[n].kind == "event"), frames()["coerce"])
    actors = [r for o in clause.objects for r in resolve(o, view, talk) if r.code]
    others = in_span(view, [t for h in heads for t in h.subtree], {a.code for a in actors})
    start, end = clause_span(clause.verb, view, subject=child(clause.verb, "nsubjpass"))
    return [
        Draft(
            rule="verb:alleged",
            frame=frame.name,
            kind="event",
            plover=frame.plover,
            instrument=frame.instrument,
            polarity=0,
            predicate=clause.verb,
            start=start,
            end=end,
            actor=a,
            recipient=others[0] if others else None,
            score=0.6,
            modality="alleged",
        )
        for a in actors[:2]
    ]


def _drafts(  # noqa: PLR0917
    clause: Clause,
    frame: Frame,
    theme: Token | None,
    actors: list[Ref],
    recipients: list[Ref],
    view: View,
    talk: Discourse,
) -> Iterator[Draft]:
    """Yield one draft for each actor, recipient and item."""
    verb = clause.verb
    score = frame.score
    known = [a for a in actors if a.code]
    if not known and frame.name in {"sell", "give"} and theme is not None and recipients and not clause.passive:
        known = [r for r in resolve(theme, view, talk) if r.code and r.code not in {o.code for o in recipients}][:1]
    if not known and not recipients:
        recipients = answered(clause, frame, view, talk, set())
    passive = recipients and clause.passive and frame.name in _AGENTLESS
    if not known and not passive and not _by_others(clause, frame, recipients):
        return
    if frame.name in {"praise", "back"} and not recipients and not clause.objects:
        return
    if frame.name == "want" and clause.objects and clause.objects[0].tag_ == "WP":
        return
    mine = {a.code for a in actors}
    if view.companions and frame.name in {"want", "favour", "oppose"}:
        recipients = [r for r in view.companions if r.code not in mine]
        frame = frames()["favour"] if frame.name == "want" else frame
    if not recipients:
        recipients, score = last_resort(clause, frame, view, talk, known, mine, score)
    known, recipients = _around(frame, known, recipients, talk)
    if len(known) == 2 and not recipients and _is_joint_work(clause, frame, known):
        frame = frames()["cooperate"]
    if (
        frame.name in {"give", "lend", "sell"}
        and not clause.objects
        and not clause.datives
        and (not recipients or recipients[0].how == "context")
    ):
        score -= 0.25
    if frame.name == "accuse":
        view.accused = recipients or view.accused
    if frame.kind == "judgement" and not _is_weighty(clause, known, recipients):
        return
    if frame.kind in {"event", "tie"} and not recipients and len(known) < 2 and frame.name in _NEEDS_OTHER:
        committed = frame.name == "agree" and child(clause.verb, "xcomp") is not None
        if frame.name not in {"concede", "agree"} or (not clause.objects and not committed):
            return
        score -= 0.15
    if any(a.how == "owner" for a in known) and frame.kind in {"event", "want"}:
        score -= 0.1
    if frame.kind == "want" and clause.verb.dep_ == "advcl" and clause.verb.tag_ == "VBG" and not recipients:
        score -= 0.25
    if frame.kind == "want" and clause.verb.dep_ == "relcl" and child(clause.verb, "xcomp") is None:
        score -= 0.3
    if in_condition(clause.verb):
        score -= 0.4
    if clause.verb.dep_ == "advcl" and any(
        c.text.lower() in {"before", "until", "once", "whenever"} for c in children(clause.verb, "mark", "advmod")
    ):
        score -= 0.3
    items = items_of(clause, frame, theme)
    subject = clause.subjects[0] if clause.subjects else None
    whole = frame
    for item in items:
        frame = item_frame(item, whole) if len(items) > 1 else whole
        start, end = clause_span(
            verb,
            view,
            subject=subject if not clause.passive else child(verb, "nsubjpass"),
            item=item,
            split=len(items) > 1,
        )
        themes = theme_classes(item or theme) if (item or theme) is not None else []
        doers = known or [a for a in actors if a.text][:1]
        if len(items) == len(known) > 1 and any(t.lower_ == "respectively" for t in view.doc):
            doers = [known[items.index(item)]]
        for actor, recipient in _pairs(doers, recipients, frame):
            yield Draft(
                rule=f"verb:{frame.name}",
                frame=frame.name,
                kind=frame.kind,
                plover=frame.plover,
                instrument=frame.instrument,
                polarity=frame.polarity,
                predicate=verb,
                start=start,
                end=end,
                actor=actor,
                recipient=recipient,
                score=score,
                themes=themes,
                item=item,
                theme_start=verb.idx,
            )


def _around(frame: Frame, known: list[Ref], recipients: list[Ref], talk: Discourse) -> tuple[list[Ref], list[Ref]]:
    """Return a round of many as what each does with the state that the text is about."""
    client = talk.client()
    if not frame.both or recipients or len(known) < 4 or client not in {a.code for a in known}:
        return known, recipients
    return [a for a in known if a.code != client], [a for a in known if a.code == client]


def _told_by_nobody(verb: Token, view: View, talk: Discourse) -> bool:
    """Return whether the clause is what people without a code complain of or hold: then it is the claim itself."""
    up = verb.head
    if verb.dep_ != "ccomp" or not is_verbal(up) or not {"accuse", "oppose", "favour"} & set(frames_of(up)):
        return False
    return not any(a.code for a in find_actors(clause_of(up), view, talk))


def _by_others(clause: Clause, frame: Frame, recipients: list[Ref]) -> bool:
    """Return whether people without a code (rebels, opposition, several unnamed states) do this to a named state."""
    return (
        frame.name in _OTHERS_DO
        and not clause.passive
        and bool(recipients)
        and recipients[0].how in {"name", "agent", "owner"}
        and any(
            s.pos_ in {"NOUN", "PROPN"} and (is_agent(s) or s.lemma_.lower() in words()["others-noun"])
            for s in clause.subjects
        )
    )


def _is_joint_work(clause: Clause, frame: Frame, known: list[Ref]) -> bool:
    """Return whether two states will do together what one would give or hold alone ("both sides will build ...")."""
    if frame.name in {"build", "give", "invest", "staff", "help"}:
        return known[0].how == "coref"
    will = any(c.text.lower() == "will" for c in children(clause.verb, "aux"))
    return will and frame.name in {"favour", "judge"} and clause.verb.lemma_.lower() in words()["joint-work"]


def _is_weighty(clause: Clause, known: list[Ref], recipients: list[Ref]) -> bool:
    """Return whether a verdict links two actors, or is a feared or possible fate of one; weak verbs need both named."""
    if known and not recipients and known[0].how in {"name", "agent"}:
        top = clause.verb.head
        return clause.verb.dep_ == "ccomp" and top.lemma_.lower() in {
            "fear",
            "warn",
            "worry",
            "argue",
            "predict",
            "expect",
        }
    if not known or not recipients:
        return False
    if clause.verb.lemma_.lower() in words()["weak-judge"]:
        return (
            known[0].how in {"owner", "name", "agent"}
            and recipients[0].how != "context"
            and bool(clause.objects or clause.preps)
        )
    return True


def _pairs(actors: list[Ref], recipients: list[Ref], frame: Frame) -> Iterator[tuple[Ref | None, Ref | None]]:
    """Yield who and to whom: each actor with each recipient; joint actors of a mutual act with each other."""
    if frame.both and not recipients and len(actors) >= 2:
        for one in actors[:4]:
            for other in actors[:4]:
                if one.code != other.code:
                    yield one, other
        return
    for actor in or_none(actors[:6]):
        for recipient in or_none(recipients[:8]):
            yield actor, recipient
