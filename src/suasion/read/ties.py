"""Ties that a role or an anniversary names: "its largest investor", "70 years of relations"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from suasion.codebook.statement import InstrumentName
from suasion.read.discourse import Discourse
from suasion.read.drafts import Draft
from suasion.read.lexicon import frames
from suasion.read.nounclasses import noun_class
from suasion.read.nounphrases import resolve
from suasion.read.roles import in_span, prep_heads
from suasion.read.spans import noun_span
from suasion.read.view import Ref, Token, View, child, children, conjuncts

ROLE_INSTRUMENTS: Final[dict[str, InstrumentName]] = {
    "investor": "economic-investment",
    "donor": "economic-aid",
    "provider": "economic-aid",
    "contributor": "economic-aid",
    "lender": "economic-loan",
    "creditor": "economic-loan",
    "supplier": "economic-trade",
    "trading_partner": "economic-trade",
    "buyer": "economic-trade",
    "customer": "economic-trade",
    "exporter": "economic-trade",
    "importer": "economic-trade",
    "market": "economic-trade",
    "benefactor": "economic-aid",
    "borrower": "economic-loan",
    "debtor": "economic-loan",
    "recipient": "economic-aid",
    "guarantor": "military",
    "arms_supplier": "military",
    "ally": "military",
}


_RANKS: Final = frozenset(
    [
        "top",
        "main",
        "leading",
        "principal",
        "chief",
        "sole",
        "major",
        "key",
        "primary",
        "second",
        "number-one",
        "foremost",
        "largest",
        "biggest",
    ]
)
_OF_ROLE: Final[dict[str, InstrumentName]] = {
    "arms": "military",
    "aid": "economic-aid",
    "loan": "economic-loan",
    "trade": "economic-trade",
    "health": "health",
}


def role_instrument(noun: Token) -> InstrumentName | None:
    """Return the means a role is about: "top donor" aid, "largest investor" investment, "chair" diplomatic."""
    compound = "_".join(
        [*(c.lemma_.lower() for c in noun.lefts if c.dep_ in {"compound", "nmod"}), noun.lemma_.lower()]
    )
    of = [k for h in prep_heads(noun, "of") for k in noun_class(h)]
    for group, name in _OF_ROLE.items():
        if group in of:
            return name
    for key in (compound, noun.lemma_.lower()):
        if key in ROLE_INSTRUMENTS:
            return ROLE_INSTRUMENTS[key]
    if any(c.lemma_.lower() in {"trading", "trade", "export", "import", "oil", "gas"} for c in noun.lefts):
        return "economic-trade"
    if any(
        c.lemma_.lower() in {"arm", "arms", "weapon", "weapons", "defence", "defense", "security", "military"}
        for c in noun.lefts
    ):
        return "military"
    if any(c.lemma_.lower() in {"development", "aid"} for c in noun.lefts):
        return "economic-aid"
    return None


def is_ranked(noun: Token) -> bool:
    """Return whether a superlative or "top", "main", "leading" stands before the noun."""
    return any(
        c.tag_ == "JJS" or c.text.lower() in _RANKS or any(g.tag_ in {"JJS", "RBS"} for g in c.children)
        for c in noun.lefts
    )


def others_named(noun: Token, view: View, talk: Discourse, actors: list[Ref]) -> list[Ref]:
    """Return the states other than the subject that a complement names."""
    mine = {a.code for a in actors}
    found: list[Ref] = []
    for owner in children(noun, "poss"):
        found += resolve(owner, view, talk)
    for name in ("of", "to", "for", "in", "with", "between", "within", "on", "from"):
        for head in prep_heads(noun, name):
            found += resolve(head, view, talk)
    for modifier in children(noun, "amod", "compound", "nmod"):
        for part in conjuncts(modifier):
            mention = view.mention_at.get(part.i)
            if mention is not None and mention.code:
                found.append(Ref(mention.code, mention.text, part.i, "owner"))
    return [
        r for i, r in enumerate(found) if r.code and r.code not in mine and r.code not in {o.code for o in found[:i]}
    ]


def ranked_roles(view: View, talk: Discourse) -> Iterator[Draft]:
    """Yield ties that a noun phrase alone names: "its largest investor", "Serbia's main arms supplier"."""
    for noun in view.doc:
        if noun.dep_ == "appos" and "role" in noun_class(noun) and child(noun, "poss") is None:
            yield from _appositive(noun, view, talk)
            continue
        if "role" not in noun_class(noun) or not is_ranked(noun) or noun.i in view.used or noun.dep_ in {"attr"}:
            continue
        owner = child(noun, "poss")
        if owner is None:
            continue
        holders = [r for r in resolve(owner, view, talk) if r.code]
        if not holders:
            continue
        named = child(noun, "appos")
        bearer = view.mention_at.get(named.i) if named is not None else None
        if bearer is None and noun.dep_ in {"appos"}:
            bearer = view.mention_at.get(noun.head.i)
        code = bearer.code if bearer is not None else None
        how = "name"
        if code is None:
            subject = {m.code for i, m in view.mention_at.items() if view.doc[i].dep_ in {"nsubj", "nsubjpass"}}
            code = next((c for c in view.codes() if c not in subject and c != holders[0].code), None)
            how = "context"
        if code is None or code == holders[0].code:
            continue
        start, end = noun_span(noun, view)
        frame = frames()["tie"]
        yield Draft(
            rule="noun:role",
            frame="tie",
            kind="tie",
            plover=None,
            instrument=role_instrument(noun) or frame.instrument,
            polarity=1,
            predicate=noun,
            start=start,
            end=end,
            actor=Ref(code, view.text[start:end], noun.i, how),
            recipient=holders[0],
            score=0.55 if how == "context" else 0.65,
            settled=True,
        )


def _appositive(noun: Token, view: View, talk: Discourse) -> Iterator[Draft]:
    """Yield the tie in "Georgia, a candidate for EU membership": the named head and whom the role is toward."""
    bearers = [r for r in resolve(noun.head, view, talk) if r.code and r.how in {"name", "agent"}]
    others = others_named(noun, view, talk, bearers) or in_span(
        view, [t for t in noun.subtree if t.dep_ in {"compound", "pobj", "amod"}], {b.code for b in bearers}
    )
    if bearers and others:
        start, end = noun_span(noun, view)
        frame = frames()["tie"]
        yield Draft(
            rule="noun:appositive",
            frame="tie",
            kind="tie",
            plover=None,
            instrument=role_instrument(noun) or frame.instrument,
            polarity=1,
            predicate=noun,
            start=start,
            end=end,
            actor=bearers[0],
            recipient=others[0],
            score=0.5,
            settled=True,
        )


_ANNIVERSARY: Final = re.compile(
    r"\b(\d{1,3})(?:st|nd|rd|th)?[ -](?:years?|anniversary)\b|\banniversar(?:y|ies)\b", re.IGNORECASE
)


def anniversaries(view: View, talk: Discourse) -> Iterator[Draft]:
    """Yield the tie that an anniversary of relations between two states marks."""
    match = _ANNIVERSARY.search(view.text)
    if match is None or not re.search(
        r"\b(relations|ties|friendship|diplomatic|partnership|alliance|treaty)\b", view.text
    ):
        return
    if not re.search(r"\b(mark|marks|marked|marking|celebrat\w+|commemorat\w+|anniversar\w+|observ\w+)\b", view.text):
        return
    codes = [c for c in view.codes() if c]
    if len(codes) < 2:
        pair = talk.pair()
        if not pair or (codes and codes[0] not in pair):
            return
        codes = list(pair)
        how = "context"
    else:
        how = "name"
    token = next((t for t in view.doc if t.idx <= match.start() < t.idx + len(t)), view.doc[0])
    noun = next(
        (
            t
            for t in view.doc
            if t.i >= token.i
            and t.lemma_.lower() in {"relation", "tie", "partnership", "alliance", "friendship", "treaty"}
        ),
        token,
    )
    verb = next(
        (t for t in token.ancestors if t.lemma_.lower() in {"mark", "celebrate", "commemorate", "observe"}), None
    )
    first = verb if verb is not None and verb.i < token.i else token
    last = max([*noun.subtree, token], key=lambda t: t.i)
    texts = {m.code: m.text for m in reversed(view.mentions)}
    yield Draft(
        rule="noun:anniversary",
        frame="tie",
        kind="tie",
        plover=None,
        instrument="symbolic",
        polarity=1,
        predicate=first,
        start=first.idx,
        end=last.idx + len(last),
        actor=Ref(codes[-2] if how == "name" and len(codes) > 2 else codes[0], texts.get(codes[0]), token.i, how),
        recipient=Ref(codes[-1] if len(codes) > 2 else codes[1], texts.get(codes[1]), token.i, how),
        score=0.7,
        settled=True,
    )
