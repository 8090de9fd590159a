"""Claims without an act: ranks, memberships, verdicts and attitudes said with "be"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from suasion.codebook.statement import InstrumentName
from suasion.read.clauses import Clause
from suasion.read.discourse import Discourse
from suasion.read.drafts import Draft
from suasion.read.lexicon import Frame, frames, words
from suasion.read.nounclasses import noun_class
from suasion.read.nounphrases import resolve
from suasion.read.roles import find_actors, in_span, prep_heads
from suasion.read.spans import clause_span, noun_span
from suasion.read.sums import from_sum
from suasion.read.ties import is_ranked, others_named, role_instrument
from suasion.read.verdicts import NAMING, named_as, said_of
from suasion.read.view import Ref, Token, View, child, children, conjuncts, is_verbal, or_none

_BE: Final = frozenset({"be", "remain", "become", "represent", "constitute", "serve", "act", "stay", "'s"})


_GIVES: Final = frozenset({"recipient", "beneficiary", "debtor", "borrower", "protectorate", "candidate"})


_WANTING: Final = frozenset({"keen", "eager", "anxious", "desperate", "hungry", "interested", "determined"})


_FOR: Final = frozenset(
    {"committed", "supportive", "dedicated", "attached", "faithful", "loyal", "favourable", "wedded"}
)


_AGAINST: Final = frozenset({
    "concerned", "worried", "opposed", "alarmed", "wary", "sceptical", "skeptical", "critical", "uneasy", "fearful",
    "reluctant", "hostile", "unhappy", "anxious"
})  # fmt: skip


_RELIANT: Final = frozenset(
    {
        "dependent",
        "reliant",
        "beholden",
        "vulnerable",
        "indebted",
        "subservient",
        "hooked",
        "exposed",
        "isolated",
        "captive",
    }
)


_TIE_NOUNS: Final = frozenset({"alliance", "role", "agreement", "base"})


_STANDINGS: Final = frozenset({"partner", "ally", "donor", "lender", "creditor", "supplier", "investor", "market"})


def from_copula(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the drafts of a clause whose verb is "be", "remain", "act as" or the like; none for other verbs."""
    verb = clause.verb
    lemma = verb.lemma_.lower()
    if found := said_of(clause, view, talk):
        return found
    if lemma in NAMING and (found := named_as(clause, view, talk)):
        return found
    if lemma not in _BE or verb.dep_ in {"aux", "auxpass"}:
        return []
    complement = _complement(clause)
    found = list(_coded(clause, complement, view, talk)) if complement is not None else []
    return found or from_sum(clause, view, talk)


def _complement(clause: Clause) -> Token | None:
    verb = clause.verb
    found = child(verb, "attr", "acomp", "oprd", "dobj")
    if found is None and "by" in clause.preps:
        found = next(
            (h for h in clause.preps["by"] if "role" in noun_class(h)), None
        )  # "is by far X's biggest partner"
    if found is None:
        found = next(
            (
                t
                for t in verb.subtree
                if t.i > verb.i
                and "role" in noun_class(t)
                and is_ranked(t)
                and not any(is_verbal(w) for w in verb.doc[verb.i + 1 : t.i])
            ),
            None,
        )
    if found is None and verb.lemma_.lower() in {"serve", "act"}:
        found = next(iter(clause.preps.get("as", [])), None)
    if (
        found is not None
        and noun_class(found) == ()
        and found.lemma_.lower() in {"one", "part", "member", "kind", "sort", "source", "party"}
    ):
        inner = next((i for i in prep_heads(found, "of") if noun_class(i)), None)
        return inner if inner is not None and found.lemma_.lower() in {"one", "kind", "sort", "part"} else found
    return found


def _coded(clause: Clause, complement: Token, view: View, talk: Discourse) -> Iterator[Draft]:
    groups = noun_class(complement)
    lower = complement.text.lower()
    actors = [a for a in find_actors(clause, view, talk) if a.code]
    if complement.pos_ == "ADJ" or complement.dep_ == "acomp":
        yield from _adjective(clause, complement, lower, actors, view, talk)
        return
    if "subordination" in groups:
        recipients = others_named(complement, view, talk, actors)
        for actor in actors[:1] if actors else []:
            for recipient in or_none(recipients[:1]):
                yield _draft("copula:subordination", clause, view, frames()["judge"], actor, recipient, 0.75, None)
        return
    if groups and groups[0] in {"exercise", "visit", "talks", "cooperation"} and complement.dep_ == "pobj":
        frame = frames()[{"visit": "visit", "talks": "meet"}.get(groups[0], "exercise")]
        for recipient in others_named(complement, view, talk, actors)[:2]:
            yield from (
                _draft("copula:part", clause, view, frame, actor, recipient, 0.55, None) for actor in actors[:1]
            )
        return
    if "role" in groups or (groups and groups[0] in _TIE_NOUNS):
        for other in conjuncts(complement)[1:]:
            if "role" in noun_class(other) and child(other, "poss") is not None:
                view.used.add(other.i)
                yield from _role(clause, other, actors, view, talk, first=complement)
        yield from _role(clause, complement, actors, view, talk)
        return
    if "goal" in groups:
        owner = [r for r in resolve(complement, view, talk) if r.code] or actors
        for actor in owner[:1]:
            yield _draft("copula:goal", clause, view, frames()["want"], actor, None, 0.45, None)
        return
    if actors and ((groups and groups[0] in {"leverage", "evaluation"}) or _is_verdict_noun(complement)):
        recipients = others_named(complement, view, talk, actors)
        score = 0.6 if recipients else 0.35
        yield from (
            _draft("copula:verdict", clause, view, frames()["judge"], actors[0], r, score, None)
            for r in or_none(recipients[:1])
        )


def _role(
    clause: Clause, complement: Token, actors: list[Ref], view: View, talk: Discourse, *, first: Token | None = None
) -> Iterator[Draft]:
    """Yield the tie that a role names; ``first``: the role it is joined to ("Y's partner and its donor")."""
    recipients = others_named(complement, view, talk, actors)
    if first is not None and any(c.tag_ == "PRP$" for c in children(complement, "poss")):
        recipients = others_named(first, view, talk, actors) or recipients
    instrument = role_instrument(complement)
    ranked = is_ranked(complement) or _is_standing(complement, actors, talk)
    score = 0.7 if recipients else 0.55 if ranked else 0.3
    if not recipients and actors and ranked:
        other = talk.counterpart(actors[0].code)
        recipients = [Ref(other, None, complement.i, "context")] if other else []
    if complement.lemma_.lower() in _GIVES and recipients:
        actors, recipients = recipients, actors
    for actor in actors[:2]:
        for recipient in or_none(recipients[:2]):
            if recipient is None or actor.code != recipient.code:
                draft = _draft("copula:role", clause, view, frames()["tie"], actor, recipient, score, instrument)
                if first is not None:
                    draft.item = complement
                    draft.start, draft.end = noun_span(complement, view)
                yield draft


def _is_standing(role: Token, actors: list[Ref], talk: Discourse) -> bool:
    """Return whether an outsider has a rank with the state that the text is about ("a strategic partner")."""
    outsider = any(a.code != talk.client() for a in actors)
    return outsider and role.lemma_.lower() in _STANDINGS and any(c.dep_ == "amod" for c in role.children)


def _adjective(  # noqa: PLR0917
    clause: Clause, adjective: Token, lower: str, actors: list[Ref], view: View, talk: Discourse
) -> Iterator[Draft]:
    mine = {a.code for a in actors}
    recipients = in_span(
        view,
        [t for t in adjective.subtree if t != adjective]
        + [t for h in clause.preps.values() for x in h for t in x.subtree],
        mine,
    )
    if lower in _WANTING:
        for actor in actors:
            yield _draft(
                "copula:keen", clause, view, frames()["want"], actor, recipients[0] if recipients else None, 0.6, None
            )
    elif lower in _FOR | _AGAINST:
        frame = frames()["favour" if lower in _FOR else "oppose"]
        for actor in actors:
            yield _draft("copula:attitude", clause, view, frame, actor, None, 0.6, None)
    elif lower in _RELIANT and recipients:
        for actor in actors[:1]:
            yield _draft("copula:reliant", clause, view, frames()["rely"], recipients[0], actor, 0.6, None)
    elif lower in words()["verdict-adjective"] and actors:
        score = 0.55 if recipients else 0.5 if actors[0].how == "owner" else 0.4
        yield _draft(
            "copula:adjective",
            clause,
            view,
            frames()["judge"],
            actors[0],
            recipients[0] if recipients else None,
            score,
            None,
        )


def _is_verdict_noun(noun: Token) -> bool:
    return any(c.text.lower() in words()["verdict-adjective"] for c in children(noun, "amod"))


def _draft(  # noqa: PLR0917
    rule: str,
    clause: Clause,
    view: View,
    frame: Frame,
    actor: Ref | None,
    recipient: Ref | None,
    score: float,
    instrument: InstrumentName | None,
) -> Draft:
    subject = clause.subjects[0] if clause.subjects else None
    start, end = clause_span(clause.verb, view, subject=subject)
    return Draft(
        rule=rule,
        frame=frame.name,
        kind=frame.kind,
        plover=frame.plover,
        instrument=instrument or frame.instrument,
        polarity=frame.polarity,
        predicate=clause.verb,
        start=start,
        end=end,
        actor=actor,
        recipient=recipient,
        score=score,
        settled=instrument is not None,
        themes=[k for t in clause.verb.subtree for k in noun_class(t)][:4],
    )
