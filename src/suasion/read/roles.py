"""Roles: who acts and toward whom, from a clause's slots and its frame."""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import Clause
from suasion.read.discourse import Discourse, is_state
from suasion.read.lexicon import Frame, noun_classes, words
from suasion.read.nounclasses import noun_class
from suasion.read.nounphrases import resolve
from suasion.read.view import PERSONS, Ref, Token, View, child, children, conjuncts, is_verbal

# Frames in which a thing's owner stands for the state itself ("condemned Russian aggression").
_THROUGH_THINGS: Final = frozenset({
    "accuse", "praise", "back", "oppose", "reject", "sanction", "coerce", "caution", "threaten", "judge", "rely",
    "assault", "seize", "retreat", "protest", "honour"
})  # fmt: skip
# Frames whose recipient may be left to the context: nobody gives, visits or asks without one.
CONTEXTUAL: Final = frozenset({
    "sell", "retreat", "seize", "mobilize", "post", "host_base", "give", "lend", "invest", "build", "train", "visit",
    "meet", "honour", "exercise", "request", "promise", "host", "dock", "staff", "help", "caution"
})  # fmt: skip
_PEOPLE_SEEN: Final = frozenset({"meet", "visit", "host"})


def find_actors(clause: Clause, view: View, talk: Discourse) -> list[Ref]:
    """Return the actors of a clause's subject; its owners where the subject is a thing of theirs."""
    found: list[Ref] = []
    for subject in (*_document_speaking(clause), *clause.subjects):
        for ref in resolve(subject, view, talk):
            if all(ref.code != other.code for other in found):
                found.append(ref)
        if found:
            return found
    for subject in clause.subjects:
        for token in (*_before(subject), *_apposed(subject, view), *_summed_up(subject)):
            found += [r for r in resolve(token, view, talk) if r.code]
    for subject in clause.subjects if not found else ():
        groups = set(noun_class(subject)) & set(talk.flows)
        if groups and any(c.text.lower() in {"the", "this", "these", "such"} for c in children(subject, "det")):
            found = [Ref(talk.flows[sorted(groups)[0]], None, subject.i, "coref")]
    if not found and not clause.passive and (left := _left_actor(clause.verb, view)) is not None:
        found = [left]
    if not found and clause.passive and {"host"} & set(clause.frames) and _names_place(clause):
        found = [r for o in clause.objects for r in resolve(o, view, talk) if r.code]
    if not found and clause.passive and {"mobilize", "staff", "exercise"} & set(clause.frames):
        found = [r for o in clause.objects for r in resolve(o, view, talk) if r.code]
    if not found and clause.passive and talk.issuer == "both" and "agree" in clause.frames:
        found = [Ref(code, None, clause.verb.i, "context") for code in talk.pair()]
    if (
        not found
        and clause.passive
        and is_state(talk.issuer)
        and ({"sanction"} & set(clause.frames) or clause.verb.lemma_ == "block")
    ):
        found = [Ref(talk.issuer, None, clause.verb.i, "context")]
    return found


def _left_actor(verb: Token, view: View) -> Ref | None:
    """Return the name that stands right before a verb to which the parser has given no subject.

    Adverbs between them are passed over, and what stands between two commas ("X, receiving Y in Z, named ...").
    """
    if child(verb, "nsubj", "nsubjpass", "csubj", "expl") is not None or verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN"}:
        return None
    doc, at = view.doc, verb.i - 1
    while at >= 0 and at not in view.mention_at and doc[at].pos_ in {"ADV", "AUX", "PART"}:
        at -= 1
    if at >= 0 and doc[at].text == ",":
        for k in range(at - 1, 0, -1):
            if doc[k].tag_ in {"VBD", "VBZ", "VBP", "MD"} or doc[k].text in {";", ":"}:
                return None
            if doc[k].text == "," and k - 1 in view.mention_at:
                at = k - 1
                break
    mention = view.mention_at.get(at)
    if mention is None or not mention.code or doc[at].dep_ in {"poss", "amod"}:
        return None
    return Ref(mention.code, mention.text, at, "name", getattr(mention, "kind", "") in PERSONS)


def _names_place(clause: Clause) -> bool:
    return any(p in clause.preps for p in ("in", "at"))


_SPEECH: Final = frozenset({"request", "accuse", "favour", "oppose", "praise", "caution"})


def _document_speaking(clause: Clause) -> list[Token]:
    """Return the statement whose words a participle gives ("a statement condemning X, calling for Y")."""
    verb = clause.verb
    if verb.tag_ != "VBG" or verb.dep_ not in {"advcl", "acl", "conj"} or not _SPEECH & set(clause.frames):
        return []
    for token in reversed(list(verb.doc[: verb.i])):
        if token.lemma_.lower() in words()["document-noun"] and token.dep_ in {"pobj", "dobj"}:
            return [token]
        if token.tag_ in {"VBD", "VBZ", "VBP"}:
            return []
    return []


def _apposed(subject: Token, view: View) -> list[Token]:
    """Return the name before a subject that only stands in apposition to it ("X, a kingdom, owes")."""
    first = min(t.i for t in subject.subtree)
    if first < 2 or view.doc[first - 1].text != "," or first - 2 not in view.mention_at:
        return []
    return [view.doc[first - 2]]


def _summed_up(subject: Token) -> list[Token]:
    """Return the subject of what a noun sums up ("..., a move that angered X")."""
    if (
        subject.dep_ not in {"npadvmod", "appos"}
        or child(subject, "relcl") is None
        or all(c.text.lower() not in {"a", "an"} for c in children(subject, "det"))
    ):
        return []
    verb = next((up for up in subject.ancestors if is_verbal(up)), None)
    if verb is None:
        root = subject.doc[:].root
        return [root] if root.i < subject.i else []
    return children(verb, "nsubj")


def _before(subject: Token) -> list[Token]:
    """Return the noun that a subject without a state is set beside ("Two Japanese vessels, the X, were ...")."""
    verb = subject.head
    return [
        c
        for c in verb.children
        if c.i < subject.i and c.dep_ in {"dep", "npadvmod", "appos", "nsubj"} and c.pos_ in {"NOUN", "PROPN"}
    ]


def find_recipients(  # noqa: PLR0917
    clause: Clause, frame: Frame, view: View, talk: Discourse, actors: list[Ref], theme: Token | None
) -> list[Ref]:
    """Return the recipients: the first slot of the frame that names somebody other than the actor."""
    mine = {a.code for a in actors}
    if frame.name == "accuse" and (doers := _aggressors(clause, view, mine)):
        return doers
    owners = frame.name in _THROUGH_THINGS
    if owners and theme is not None and frame.name not in _names_itself(theme):
        theme = None  # the object is what is condemned or praised, not the act's own noun ("imposed sanctions")
    slots = frame.recipient
    if clause.verb.lemma_.lower() in {"discuss", "negotiate", "raise", "exchange"} and clause.preps.get("with"):
        slots = ("with", *(s for s in slots if s != "with"))
    for slot in slots:
        refs: list[Ref] = []
        for head in _slot(clause, slot, theme):
            if is_verbal(head) and head.pos_ != "NOUN":
                continue
            refs += resolve(head, view, talk, owners=owners or slot not in {"obj"})
        refs = [
            r for i, r in enumerate(refs) if r.code and r.code not in mine and r.code not in {o.code for o in refs[:i]}
        ]
        if refs:
            return refs
    return []


_WAR: Final = frozenset({"invasion", "aggression", "war", "annexation", "attack", "assault", "occupation"})


def _aggressors(clause: Clause, view: View, mine: set[str | None]) -> list[Ref]:
    """Return Russia for who condemns "the invasion of Ukraine", which names the victim only."""
    for thing in clause.objects:
        codes = {m.code for t in thing.subtree if (m := view.mention_at.get(t.i)) is not None}
        if thing.lemma_.lower() in _WAR and codes == {"UKR"} and "RUS" not in mine:
            return [Ref("RUS", None, thing.i, "coref")]
    return []


def _names_itself(noun: Token) -> set[str | None]:
    """Return the frames that a noun names by itself."""
    return {noun_classes()[k][0] for k in noun_class(noun) if k in noun_classes()}


def _slot(clause: Clause, slot: str, theme: Token | None) -> list[Token]:
    """Return the heads that fill a slot: objects, indirect objects, or what a preposition brings at verb or object."""
    if slot == "obj":
        return [*clause.objects] if theme is None else [o for o in clause.objects if o is not theme]
    if slot == "dat":
        return list(clause.datives)
    heads = list(clause.preps.get(slot, []))
    for o in [theme] if theme is not None else list(clause.objects):
        heads += prep_heads(o, slot)
    return heads


def prep_heads(noun: Token, name: str, depth: int = 0) -> list[Token]:
    """Return what a preposition brings to a noun, or to a noun that an "of", "for" or "in" phrase hangs on it."""
    found: list[Token] = []
    for part in conjuncts(noun):
        for prep in children(part, "prep", "agent", "dative"):
            lower = prep.text.lower()
            inner = [
                i for p in conjuncts(prep) if p.dep_ in {"prep", "agent", "dative", "conj"} for i in children(p, "pobj")
            ]
            if lower == name:
                found += inner
            elif depth < 2 and lower in {"of", "for", "in", "on"}:
                for head in inner:
                    found += prep_heads(head, name, depth + 1)
    return found


def in_span(view: View, tokens: list[Token], mine: set[str | None]) -> list[Ref]:
    """Return states named anywhere among the tokens, apart from the actors: the last resort before the context."""
    found: list[Ref] = []
    for token in tokens:
        mention = view.mention_at.get(token.i)
        if (
            mention is not None
            and mention.code
            and mention.code not in mine
            and mention.code not in {r.code for r in found}
        ):
            found.append(Ref(mention.code, mention.text, token.i, "owner"))
    return found
