"""Noun phrases to actors: names, offices, adjectives, owners, pronouns and "both sides"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from suasion.read.discourse import Discourse, is_state
from suasion.read.lexicon import verbs, words
from suasion.read.phrases import antecedent, forward, of_phrase, own_subject, phrase
from suasion.read.view import PERSONS, Ref, Token, View, child, children, conjuncts

_MODIFIERS: Final = ("amod", "compound", "poss", "nmod", "npadvmod")
_HE: Final = frozenset({"he", "him", "his", "she", "her", "hers", "himself", "herself"})
_IT: Final = frozenset({"it", "its", "itself"})
_THEY: Final = frozenset({"they", "them", "their", "theirs", "themselves", "both", "each", "two", "we", "us", "our"})
_WE: Final = frozenset({"we", "us", "our", "ours", "i", "my", "me"})
_OWNER_PREPS: Final = frozenset({"of", "by", "from"})
_QUANTIFIERS: Final = frozenset({
    "part", "number", "majority", "lot", "glut", "influx", "flood", "group", "series", "share", "most", "rest",
    "bulk", "some", "wave", "host", "range", "raft", "package", "kind", "sort", "flow", "total", "amount",
    "amounts", "tens", "hundreds", "thousands", "dozens", "billions", "millions", "pair", "member", "members",
    "one", "all", "any", "many", "each", "both", "either", "couple"
})  # fmt: skip


def resolve(head: Token, view: View, talk: Discourse, *, owners: bool = True) -> list[Ref]:
    """Return the actors that a noun phrase names, one for each joined part; owners of things too unless told not to."""
    found: list[Ref] = []
    for part in _series(head, view):
        if part.pos_ in {"VERB", "AUX"} and part is not head:
            continue
        for ref in _resolve_one(part, view, talk):
            if ref.how == "owner" and not owners:
                continue
            if all(ref.code != other.code or ref.code is None for other in found):
                found.append(ref)
    return found


def _series(head: Token, view: View) -> list[Token]:
    """Return the parts of a joined phrase; a list of names is followed to its "and" past misparses."""
    parts = conjuncts(head)
    if head.i not in view.mention_at:
        return parts
    more: list[Token] = []
    at, joined = max(t.i for t in parts) + 1, False
    while at < len(view.doc):
        token = view.doc[at]
        if token.text == "," or token.lower_ in {"and", "the"}:
            joined = joined or token.lower_ == "and"
            at += 1
            continue
        mention = view.mention_at.get(at)
        if mention is None or view.doc[at - 1].text not in {",", "and", "the"}:
            break
        inside = [i for i, m in view.mention_at.items() if m is mention]
        more.append(view.doc[max(inside)])
        at = max(inside) + 1
    return [*parts, *more] if joined and len(more) >= 2 else parts


def is_agent(head: Token) -> bool:
    """Return whether the noun names people or a body that can act for a state."""
    lemma = head.lemma_.lower()
    return head.pos_ == "PROPN" or lemma in words()["agent"] or head.text.lower() in words()["agent"]


def _resolve_one(head: Token, view: View, talk: Discourse) -> Iterator[Ref]:
    mention = view.mention_at.get(head.i)
    joint = _joint_of(head, view)
    if joint:
        yield from (Ref(code, phrase(head, view), head.i, "agent") for code in joint)
        return
    if mention is not None and mention.code:
        yield Ref(mention.code, phrase(head, view), head.i, "name", _is_person(mention))
        return
    if mention is not None:
        yield Ref(None, phrase(head, view), head.i, "name")
        return
    lower = head.text.lower()
    if issuers := _issuers(head, view, talk):
        yield from (Ref(code, phrase(head, view), head.i, "coref") for code in issuers)
        return
    if head.pos_ == "PRON" or (lower in _HE | _IT | _THEY and head.dep_ != "det"):
        yield from _pronoun(head, view, talk)
        return
    if _is_pair(head):
        named = list(_modifier_refs(head, view, talk))
        if len(named) >= 2:
            yield from (Ref(r.code, phrase(head, view), head.i, "agent") for r in named)
        else:
            for code in _pair_codes(view, talk, head):
                yield Ref(code, phrase(head, view), head.i, "coref")
        return
    how = "agent" if is_agent(head) else "owner"
    refs = list(_modifier_refs(head, view, talk))
    if refs:
        text = phrase(head, view) if how == "agent" else None
        for ref in refs:
            yield Ref(ref.code, text or ref.text, head.i if how == "agent" else ref.token, how)
        return
    if head.lemma_.lower() in _QUANTIFIERS or head.lemma_.lower() in {"port", "city", "town", "aftermath"}:
        inner = of_phrase(head)
        if inner is not None:
            yield from _resolve_one(inner, view, talk)
            return
    yield from _definite(head, view, talk)


def _joint_of(head: Token, view: View) -> list[str]:
    """Return the states of "the leaders of A and B"."""
    inner = of_phrase(head) if head.tag_ in {"NNS", "NNPS"} and is_agent(head) else None
    if inner is None or child(inner, "conj") is None:
        return []
    codes = [m.code for t in conjuncts(inner) if (m := view.mention_at.get(t.i)) is not None and m.code]
    return list(dict.fromkeys(codes)) if len(set(codes)) >= 2 else []


def _issuers(head: Token, view: View, talk: Discourse) -> tuple[str, ...]:
    """Return whose voice "a joint statement" or "the declaration" is: both states of the last dyad, or the parties."""
    if head.lemma_.lower() not in words()["document-noun"] or children(head, "poss"):
        return ()
    marks = {c.text.lower() for c in head.children if c.dep_ in {"amod", "det", "compound"}}
    if "joint" in marks:
        talk.joint = True
        named = tuple(
            dict.fromkeys(
                m.code for i, m in sorted(view.mention_at.items()) if i < head.i and is_state(m.code) and m.code
            )
        )
        return named if len(named) == 2 else talk.pair()
    if marks & {"the", "this", "a"} and head.dep_ in {"nsubj", "nsubjpass"}:
        if head.lemma_.lower() in {"agreement", "pact", "deal", "memorandum", "draft", "clause", "provision"}:
            return talk.parties
        return talk.pair() if talk.joint else ()
    return ()


def _is_person(mention: object) -> bool:
    return getattr(mention, "kind", "") in PERSONS


def _is_pair(head: Token) -> bool:
    """Return whether the phrase means two states together: "both sides", "the two prime ministers", "the leaders"."""
    lower = head.text.lower()
    if lower not in words()["pair-noun"] and head.tag_ not in {"NNS", "NNPS"}:
        return False
    marks = {c.text.lower() for c in head.children}
    if any(p.text.lower() == "of" for p in children(head, "prep")) and lower == "sides":
        return False
    if lower in words()["pair-noun"] or head.lemma_.lower() in words()["agent"]:
        return bool(marks & {"two", "both"}) or (
            lower in {"sides", "leaders", "parties", "ministers"} and "the" in marks and len(list(head.lefts)) == 1
        )
    return False


def _pair_codes(view: View, talk: Discourse, head: Token) -> tuple[str, ...]:
    """Return the two states meant: a speaker's and another's, those named earlier, else the text's last dyad."""
    if talk.speaker and any(c.text.lower() == "our" for c in head.children) and (ours := talk.ours()):
        return ours
    before = [m.code for i, m in sorted(view.mention_at.items()) if i < head.i and is_state(m.code)]
    named = tuple(dict.fromkeys(c for c in before if c))
    if len(named) == 2:
        return named
    client = talk.client()
    if len(named) == 1 and client and client != named[0] and not talk.signatories:
        return (named[0], client)
    return talk.pair()


def _modifier_refs(head: Token, view: View, talk: Discourse) -> Iterator[Ref]:
    """Yield the states named beside a noun: adjective, compound, possessive, apposition, "of" and "by" phrases."""
    seen: set[str] = set()
    for label in ("poss", "amod", "compound", "nmod"):
        for modifier in children(head, label):
            for part in conjuncts(modifier):
                for ref in _modifier(part, view, talk):
                    if ref.code and ref.code not in seen:
                        seen.add(ref.code)
                        yield ref
    if seen:
        return
    inner_compounds = [g for c in children(head, *_MODIFIERS) for g in children(c, *_MODIFIERS)]
    for modifier in inner_compounds:
        mention = view.mention_at.get(modifier.i)
        if mention is not None and mention.code:
            yield Ref(mention.code, mention.text, modifier.i, "name")
            return
    named = child(head, "appos")
    if named is not None and (mention := view.mention_at.get(named.i)) is not None and mention.code:
        yield Ref(mention.code, mention.text, named.i, "name", _is_person(mention))
        return
    if (
        named is not None
        and head.pos_ == "PROPN"
        and is_agent(named)
        and any(c.dep_ in {"poss", "amod", "compound"} for c in named.children)
    ):
        yield from (Ref(r.code, None, head.i, "agent", True) for r in _modifier_refs(named, view, talk) if r.code)
        return
    for prep in children(head, "prep", "agent"):
        if prep.text.lower() in _OWNER_PREPS or (is_agent(head) and prep.text.lower() in {"in", "for", "like", "to"}):
            for inner in children(prep, "pobj"):
                for part in conjuncts(inner):
                    mention = view.mention_at.get(part.i)
                    if mention is not None and mention.code and mention.code not in seen:
                        seen.add(mention.code)
                        yield Ref(mention.code, mention.text, part.i, "name", _is_person(mention))
                    elif mention is None and part.i not in view.mention_at:
                        for ref in _modifier_refs(part, view, talk):
                            if ref.code and ref.code not in seen:
                                seen.add(ref.code)
                                yield ref


def _modifier(part: Token, view: View, talk: Discourse) -> Iterator[Ref]:
    mention = view.mention_at.get(part.i)
    if mention is not None and mention.code:
        yield Ref(mention.code, mention.text, part.i, "name", _is_person(mention))
    elif part.text.lower() in _HE | _IT | {"their", "our", "my", "whose"}:
        yield from _pronoun(part, view, talk)
    elif part.dep_ == "poss" and part.pos_ in {"NOUN", "PROPN"}:
        yield from _resolve_one(part, view, talk)


def _pronoun(head: Token, view: View, talk: Discourse) -> Iterator[Ref]:
    """Yield whom a pronoun stands for. One that stands for a phrase that holds it stands for nobody."""
    if head.i in view.resolving:
        return
    view.resolving.add(head.i)
    try:
        yield from list(_referents(head, view, talk))
    finally:
        view.resolving.discard(head.i)


def _referents(head: Token, view: View, talk: Discourse) -> Iterator[Ref]:
    lower = head.text.lower()
    if head.tag_ in {"WP", "WDT", "WP$"}:
        noun = antecedent(head)
        if noun is not None:
            yield from _resolve_one(noun, view, talk)
        return
    text = view.verbatim(head, head)
    if lower in _WE:
        codes = (
            talk.pair()
            if lower in {"we", "us", "our"} and talk.issuer == "both"
            else ((talk.speaker or talk.issuer,) if talk.speaker or talk.issuer else ())
        ) or _speakers(head, view, talk)
        yield from (Ref(code, text, head.i, "coref") for code in codes)
    elif lower in _HE or lower in _IT:
        code = forward(head, view) or talk.back(
            sentence=view.number, before=head.i, person=lower in _HE, exclude=own_subject(head, view)
        )
        if code:
            yield Ref(code, text, head.i, "coref", lower in _HE)
    elif lower in _THEY or (lower in {"both"}):
        codes = talk.pair() if talk.issuer is not None and lower in {"they", "them", "their"} else ()
        codes = (
            codes
            or _plural_before(head, view, talk)
            or talk.plural
            or (talk.pair() if lower in {"both", "two"} else ())
        )
        yield from (Ref(code, text, head.i, "coref") for code in codes)


def _speakers(head: Token, view: View, talk: Discourse) -> tuple[str, ...]:
    """Return whose words a "we" stands in: the subject of the sentence's verb of saying."""
    for verb in view.doc:
        if "say" not in verbs().get(verb.lemma_.lower(), ()) or verb.pos_ != "VERB" or head == verb.head:
            continue
        subject = child(verb, "nsubj")
        if subject is None or head in subject.subtree or subject.text.lower() in _WE:
            continue
        codes = tuple(r.code for r in _resolve_one(subject, view, talk) if r.code)
        if len(codes) == 1:
            return codes
    return ()


def _plural_before(head: Token, view: View, talk: Discourse) -> tuple[str, ...]:
    """Return the actors of the nearest plural people or joined names before "they" in its sentence."""
    if head.text.lower() in {"both", "each", "two"}:
        return ()
    for token in sorted(view.doc[: head.i], key=lambda t: (len(list(t.ancestors)), -t.i)):
        if token.tag_ in {"NNS", "NNPS"} and is_agent(token) and token.dep_ != "compound":
            codes = tuple(dict.fromkeys(r.code for r in _resolve_one(token, view, talk) if r.code))
            if codes:
                return codes
        if (
            token.i in view.mention_at
            and token.dep_ in {"nsubj", "dobj", "pobj"}
            and any(c.dep_ == "conj" for c in token.children)
        ):
            return tuple(
                dict.fromkeys(
                    m.code for t in conjuncts(token) if (m := view.mention_at.get(t.i)) is not None and m.code
                )
            )
    return ()


def _definite(head: Token, view: View, talk: Discourse) -> Iterator[Ref]:
    """Yield the state a definite phrase points back to: "the country", "the president", "the junta", "the bloc"."""
    determiner = child(head, "det", "poss")
    if determiner is None and head.lemma_.lower() in words()["home-noun"] and _is_bare(head) and talk.client():
        yield Ref(talk.client(), phrase(head, view), head.i, "coref")
        return
    if determiner is None or determiner.text.lower() not in {"the", "this", "that"}:
        return
    lemma, lower = head.lemma_.lower(), head.text.lower()
    if head.tag_ not in {"NN", "NNP"} and lemma != "authority":
        return
    code: str | None = None
    person = False
    if lemma in {"bloc", "alliance", "union", "organisation", "organization"}:
        code = talk.organisation
    elif lemma in {
        "country",
        "kingdom",
        "nation",
        "republic",
        "island",
        "junta",
        "regime",
        "military",
        "army",
        "archipelago",
        "islands",
    }:
        named = {m.code for i, m in view.mention_at.items() if i < head.i and is_state(m.code)} - own_subject(
            head, view
        )
        code = (
            next(iter(named))
            if len(named) == 1
            else talk.client() or talk.back(sentence=view.number, before=head.i, person=False)
        )
    elif lemma in words()["country-noun"] or lemma in {"ministry", "parliament", "cabinet", "treasury"}:
        code = (
            talk.issuer
            if lemma == "treasury" and is_state(talk.issuer)
            else talk.back(sentence=view.number, before=head.i, person=False)
        )
    elif lemma in words()["person-noun"] and not [c for c in head.children if c.dep_ in {"prep", "relcl"}]:
        code, person = talk.titles.get(lower) or talk.back(sentence=view.number, before=head.i, person=True), True
    if code:
        yield Ref(code, phrase(head, view), head.i, "coref", person)


def _is_bare(head: Token) -> bool:
    """Return whether a plural subject or agent has nothing before it that says whose it is ("police arrested")."""
    plural = head.tag_ == "NNS" or head.lower_ == "police"
    return plural and head.dep_ in {"nsubj", "nsubjpass", "pobj"} and not [c for c in head.lefts if c.dep_ != "cc"]
