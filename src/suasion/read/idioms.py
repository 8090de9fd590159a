"""Idioms: verbs whose usual class gives way to the company they keep ("threaten sanctions", "shake hands with")."""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import Clause
from suasion.read.flows import has_amount
from suasion.read.nounclasses import noun_class, theme_classes
from suasion.read.view import Token, View, child

_ADMITTING: Final = frozenset({"grant", "give", "offer", "allow", "award"})
_ADMISSION: Final = frozenset({"access", "use", "permission", "right", "concession", "licence", "license", "passage"})
_GOODS: Final = frozenset({"trade", "arms"})
_BRANDED: Final = frozenset(
    {"fantasy", "lie", "farce", "sham", "insult", "nonsense", "betrayal", "blackmail", "mistake"}
)
_POSTING: Final = frozenset({"send", "dispatch", "keep", "station", "deploy", "contribute", "post", "base"})
_PEOPLE: Final = frozenset({
    "troop", "troops", "soldier", "instructor", "adviser", "advisor", "trainer", "personnel", "peacekeeper", "marine",
    "paratrooper", "mercenary", "commando", "policeman", "officer", "force", "monitor", "guard", "contractor"
})  # fmt: skip
_SENT: Final = frozenset({"send", "dispatch", "deploy"})


def idiom(clause: Clause, view: View) -> str | None:
    """Return the frame that a verb and its object have together; None where the verb's own class holds.

    Heuristic. Each line is a turn of phrase of news English, told by the verb and the head of its object.
    """
    lemma = clause.verb.lemma_.lower()
    thing = clause.objects[0] if clause.objects else None
    if thing is None:
        return None
    head = thing.lemma_.lower()
    classes = set(theme_classes(thing))
    if lemma in {"join", "leave", "quit"} and is_belt_and_road(thing):
        return "agree" if lemma == "join" else "reject"
    if lemma == "threaten" and "sanction" in classes:
        return "threaten"
    if lemma == "shake" and head == "hand":
        return "meet"
    if lemma in {"reimpose", "re-impose"} and "sanction" in classes:
        return "sanction"
    if lemma in _ADMITTING and head in _ADMISSION and not clause.passive:
        return "concede"
    if lemma in {"call", "brand", "label"} and not clause.passive and _is_branded(clause):
        return "accuse"
    if lemma in _SENT and head == "man" and thing.tag_ == "NNS" and any(c.like_num for c in thing.children):
        return "mobilize"
    if lemma in {"hold", "own", "control"} and head in {"percent", "%", "stake"} and "loan" not in classes:
        return "own" if not clause.passive else None
    if lemma in {"set", "build"} and "alliance" in classes and child(clause.verb, "prt") is not None:
        return "agree"
    if lemma == "propose" and "agreement" in classes:
        return "request"
    if lemma in {"put", "place", "add"} and _is_listed(clause):
        return "sanction"
    if lemma == "raise" and clause.preps.get("with") and not classes:
        return "accuse"
    if lemma == "support" and not clause.passive and not has_amount(thing):
        return "favour"
    if lemma == "take" and clause.preps.get("from") and classes & _GOODS:
        return "buy"
    if lemma in {"buy", "take", "absorb"} and _is_part_of_goods(thing):
        return "buy"
    return None


def is_belt_and_road(thing: Token) -> bool:
    """Return whether a thing is China's Belt and Road, which states join by an agreement with China."""
    words = {t.lower_ for t in thing.subtree}
    return {"belt", "road"} <= words or thing.text == "BRI"


def counts_heads(clause: Clause) -> bool:
    """Return whether troops or staff are sent or kept by number: a flow of people, and no mere deployment."""
    if clause.verb.lemma_.lower() not in _POSTING:
        return False
    heads = [*clause.objects, *(g for o in clause.objects for c in o.children if c.dep_ == "prep" for g in c.children)]
    return any(_is_counted_crowd(h) for h in heads)


def _is_counted_crowd(noun: Token) -> bool:
    troops = noun.lemma_.lower() in _PEOPLE and noun_class(noun)[:1] == ("troops",)
    return troops and any(c.tag_ == "CD" for c in noun.children)


def _is_branded(clause: Clause) -> bool:
    """Return whether what is called something is called something bad."""
    return any(c.lemma_.lower() in _BRANDED for o in clause.objects for c in (o, *o.children)) or any(
        c.lemma_.lower() in _BRANDED for c in clause.verb.children
    )


def _is_listed(clause: Clause) -> bool:
    """Return whether somebody is put on a list of those under sanctions."""
    heads = [*clause.preps.get("on", []), *clause.preps.get("to", [])]
    lists = [h for h in heads if h.lemma_.lower() in {"list", "blacklist"}]
    named = {c.lower_ for h in lists for c in h.lefts}
    return bool({"sanction", "sanctions"} & named) or any(h.lemma_.lower() == "blacklist" for h in lists)


def _is_part_of_goods(thing: Token) -> bool:
    """Return whether the phrase means a part of somebody's goods ("most of its gas", "a third of the exports")."""
    of = child(thing, "prep")
    inner = child(of, "pobj") if of is not None and of.text.lower() == "of" else None
    return inner is not None and bool(set(theme_classes(inner)) & _GOODS)
