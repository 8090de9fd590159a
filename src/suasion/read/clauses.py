"""Clauses: the verb, who does it, to whom, with what; passives, participles and shared subjects undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from suasion.read.lexicon import verbs
from suasion.read.view import Token, child, children, conjuncts, is_verbal

_SUBJECT: Final = ("nsubj", "csubj", "expl")
_PASSIVE: Final = ("nsubjpass", "csubjpass")
_NO_LOOK_UP: Final = 6  # how many verbs up a shared subject may stand
_TIMES: Final = frozenset(
    ["year", "month", "week", "day", "decade", "hour", "time", "century", "moment", "while", "part"]
)
_MONTHS: Final = frozenset({
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
})  # fmt: skip
# Verbs whose object is the subject of the infinitive after it ("asked Cambodia to support").
_OBJECT_CONTROL: Final = frozenset(
    [
        "ask",
        "urge",
        "request",
        "press",
        "pressure",
        "persuade",
        "convince",
        "force",
        "compel",
        "tell",
        "order",
        "invite",
        "allow",
        "permit",
        "help",
        "enable",
        "push",
        "encourage",
        "call",
        "expect",
        "require",
        "lead",
        "cause",
        "want",
        "advise",
        "warn",
        "implore",
        "beg",
        "lobby",
        "get",
        "make",
        "let",
        "instruct",
        "oblige",
        "induce",
        "prompt",
    ]
)


class Clause(NamedTuple):
    """A verb with its arguments as tokens; ``preps`` maps a preposition to the heads of what it brings."""

    verb: Token
    pattern: str
    frames: tuple[str, ...]
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    datives: tuple[Token, ...]
    preps: dict[str, list[Token]]
    passive: bool
    agentless: bool


def find_clauses(doc: Token) -> Iterator[Clause]:
    """Yield the clauses of a parsed sentence in the order of their verbs."""
    for token in doc:
        if is_verbal(token):
            yield clause(token)


def clause(verb: Token) -> Clause:
    """Return the clause that a verb heads."""
    passive = is_passive(verb)
    objects = children(verb, "dobj", "oprd", "attr") if not passive else children(verb, "nsubjpass", "dobj")
    if passive and not objects and not children(verb, "nsubjpass"):
        objects = _participle_object(verb)
    subjects = _by_agents(verb) if passive else find_subjects(verb)
    reduced = verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBD"} and child(verb, "nsubj") is not None
    if not passive and not objects and (verb.dep_ == "relcl" or reduced) and not _has_gap_filled(verb):
        objects = [verb.head]
    objects = [verb.head if o.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl" else o for o in objects]
    objects = [o for o in objects if o.dep_ != "oprd"] or objects
    if verb.lemma_.lower() in _OBJECT_CONTROL and not objects and not passive:
        objects = _small_clause_subject(verb)
    datives = [d for d in children(verb, "dative") if d.pos_ != "ADP"]
    datives += [p for d in children(verb, "dative") if d.pos_ == "ADP" for p in children(d, "pobj")]
    if (
        len(objects) >= 2
        and not passive
        and not datives
        and objects[1].dep_ == "dobj"
        and objects[0].i < objects[1].i
        and objects[0].pos_ in {"PROPN", "PRON", "NOUN"}
        and not objects[0].like_num
        and objects[0].tag_ != "CD"
    ):
        datives, objects = objects[:1], objects[1:]
    if passive and len(objects) == 2 and objects[0].dep_ == "nsubjpass":
        datives, objects = objects[:1], objects[1:]
    preps = find_preps(verb)
    if verb.lemma_.lower() in {"supply", "provide", "equip", "furnish", "present"} and objects and preps.get("with"):
        datives, objects = objects, preps.pop("with")
    pattern, frames = look_up(verb, objects, preps)
    return Clause(
        verb, pattern, frames, tuple(subjects), tuple(objects), tuple(datives), preps, passive, passive and not subjects
    )


def _small_clause_subject(verb: Token) -> list[Token]:
    """Return whom "allow", "want" or "ask" is about where the parser made it the infinitive's subject."""
    for inner in children(verb, "ccomp"):
        if any(c.text.lower() == "to" for c in children(inner, "aux")):
            return children(inner, "nsubj")
    return []


def is_passive(verb: Token) -> bool:
    """Return whether the verb is passive: an auxiliary says so, or it is a past participle that follows its noun."""
    if child(verb, "auxpass") is not None or child(verb, "nsubjpass") is not None:
        return True
    if verb.tag_ == "VBN" and child(verb, "agent") is not None and child(verb, "aux") is None:
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and child(verb, "nsubj", "aux") is None:
        return is_passive(verb.head) if is_verbal(verb.head) else False
    if verb.dep_ == "acl" and child(verb, "nsubj") is not None:
        return False  # "a decline that X blamed on Y", the relative clause mistaken for a participle
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and not _is_garden_path(verb)


def _is_garden_path(verb: Token) -> bool:
    """Return whether a sentence without a main verb has this one ("The soldiers trained with ...")."""
    return (
        verb.dep_ == "acl"
        and verb.tag_ == "VBN"
        and verb.head.dep_ == "ROOT"
        and all(
            t.dep_ in {"prep", "pobj", "compound", "det", "amod", "cc", "conj"}
            for t in verb.doc[verb.head.i + 1 : verb.i]
        )
    )


def _participle_object(verb: Token) -> list[Token]:
    """Return what a passive without a subject of its own is said of."""
    if verb.dep_ == "acl":
        return [verb.head]
    if verb.dep_ in {"conj", "xcomp"} and is_verbal(verb.head):
        return list(children(verb.head, "nsubjpass", "nsubj")) or _participle_object(verb.head)
    return []


def _by_agents(verb: Token) -> list[Token]:
    return [p for by in children(verb, "agent") for p in children(by, "pobj")]


def _has_gap_filled(verb: Token) -> bool:
    """Return whether a relative clause has its relative pronoun as subject, so that the noun is no object."""
    subject = child(verb, "nsubj", "nsubjpass")
    return (
        subject is None
        or subject.tag_ in {"WDT", "WP"}
        or any(c.dep_ in {"advmod"} and c.tag_ == "WRB" for c in verb.children)
    )


def find_subjects(verb: Token) -> list[Token]:
    """Return the subject's head, looked for where grammar shares it: joined verbs, infinitives, participles."""
    node = verb
    for _ in range(_NO_LOOK_UP):
        own = child(node, *_SUBJECT) or (child(node, *_PASSIVE) if node is not verb else None)
        if own is not None:
            if own.tag_ in {"WDT", "WP"} and node.dep_ == "relcl":
                return [node.head]
            if own.lower_ == "that" and node.dep_ == "relcl":
                return [node.head]
            return [own]
        head = node.head
        if (first := _first_of_series(node)) is not None:
            return [first]
        if own is None and node is verb and (left := _left_subject(verb)) is not None:
            return [left]
        if node.dep_ == "relcl":
            return [] if any(c.tag_ == "WRB" for c in node.children) else [head]
        if node.dep_ == "acl":
            if _is_garden_path(node):
                return [head]
            if node.tag_ == "VBG" or (head.pos_ in {"NOUN", "PROPN"} and not is_verbal(head)):
                return _noun_doer(node, head)
            return []
        if node.dep_ == "xcomp" and is_verbal(head):
            controller = child(head, "dobj", "dative")
            if controller is not None and head.lemma_.lower() in _OBJECT_CONTROL:
                return [controller]
        if node.dep_ in {"xcomp", "conj", "advcl", "ccomp", "dep", "parataxis"} and (
            is_verbal(head) or head.dep_ == "ROOT"
        ):
            node = same_form(node, head) if node.dep_ == "conj" else head
            continue
        if node.dep_ == "xcomp" and head.pos_ == "ADJ" and head.dep_ == "acomp" and is_verbal(head.head):
            whose = child(head.head, *_SUBJECT)
            if whose is None or whose.lower_ == "it":
                return []
            node = head.head
            continue
        if node.dep_ == "pcomp":
            up = head.head  # the word that the preposition hangs on
            if is_verbal(up):
                node = up
                continue
            owner = children(up, "poss", "amod", "compound")[:1]
            return owner or _noun_clause_subject(up)
        if node.dep_ == "conj" and not is_verbal(head) and node.tag_ in {"VBD", "VBZ", "VBP"}:
            governor = next((up for up in head.ancestors if is_verbal(up)), None)
            if governor is None:
                return []
            node = governor
            continue
        if node.dep_ == "conj" and head.dep_ == "pcomp":
            node = head
            continue
        return []
    return []


def _first_of_series(verb: Token) -> Token | None:
    """Return the subject of the first verb of a series ("X sent tents, refused troops and let in refugees").

    The parser makes the first one the content of the second.
    """
    if child(verb, "nsubj", "nsubjpass", "csubj") is not None or child(verb, "aux") is not None:
        return None
    for first in children(verb, "ccomp"):
        if first.i < verb.i and first.tag_ in {"VBD", "VBZ", "VBP", "VBN"} and child(first, "mark") is None:
            return child(first, "nsubj", "nsubjpass")
    return None


def same_form(verb: Token, head: Token) -> Token:
    """Return the verb that a joined verb shares its subject with: the nearest one up of the same form.

    "asking X to heel ... and asking Y": the parser joins the second "asking" to "heel".
    """
    finite = {"VBD", "VBZ", "VBP"}
    if verb.tag_ == "VBN" and child(verb, "aux", "auxpass") is not None:
        return head
    for up in (head, *head.ancestors):
        if is_verbal(up) and (
            up.tag_ == verb.tag_ or {up.tag_, verb.tag_} <= finite or (verb.tag_ == "VBN" and up.tag_ in finite)
        ):
            return up
    return head


def _left_subject(verb: Token) -> Token | None:
    """Return the name just before a main verb that the parser gave no subject ("During the war Moscow sent")."""
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.dep_ != "ROOT" or child(verb, *_SUBJECT, *_PASSIVE) is not None:
        return None
    i = verb.i - 1
    while i > 0 and verb.doc[i].pos_ in {"ADV", "AUX"}:
        i -= 1
    return (
        verb.doc[i]
        if i >= 0
        and verb.doc[i].pos_ == "PROPN"
        and verb.doc[i].dep_ in {"pobj", "appos", "dep", "npadvmod", "compound"}
        else None
    )


def _noun_doer(verb: Token, head: Token) -> list[Token]:
    """Return the doer of a participle or infinitive after a noun: the noun itself, or for "its plan to" the owner."""
    if verb.tag_ == "VBG":
        return [head]
    owner = child(head, "poss", "amod", "compound")
    if owner is not None:
        return [owner]
    return _noun_clause_subject(head)


def _noun_clause_subject(noun: Token) -> list[Token]:
    """Return the subject of the clause in which the noun is an object."""
    for up in noun.ancestors:
        if is_verbal(up):
            return find_subjects(up) if child(up, *_SUBJECT, *_PASSIVE) is None else children(up, *_SUBJECT, *_PASSIVE)
    return []


def find_preps(verb: Token) -> dict[str, list[Token]]:
    """Return what each preposition at the verb brings; joined phrases ("to India and to Cambodia") included."""
    found: dict[str, list[Token]] = {}
    for prep in children(verb, "prep", "dative", "agent"):
        for part in conjuncts(prep):
            if part.pos_ not in {"ADP", "SCONJ"}:
                continue
            name = part.text.lower()
            for inner in children(part, "pobj", "pcomp"):
                found.setdefault(name, []).append(inner)
            for deeper in children(part, "prep"):
                for inner in children(deeper, "pobj"):
                    found.setdefault(deeper.text.lower(), []).append(inner)
    for inner in children(verb, "advcl", "ccomp", "xcomp"):
        mark = child(inner, "mark")
        if mark is not None and mark.lower_ == "for" and verb.i < inner.i:
            found.setdefault("for", []).extend(children(inner, "nsubj", "nsubjpass") or [inner])
    return found


def look_up(verb: Token, objects: list[Token], preps: dict[str, list[Token]]) -> tuple[str, tuple[str, ...]]:
    """Return the longest pattern of the verb lexicon that fits, with its frames; the verb's form backs up its lemma."""
    table = verbs()
    particles = [c.text.lower() for c in children(verb, "prt", "advmod") if len(c.text) < 10]
    following = verb.doc[verb.i + 1].text.lower() if verb.i + 1 < len(verb.doc) else ""
    if following in {"over", "back", "down", "up", "out", "off"}:
        particles.append(following)
    adjectives = [c.text.lower() for c in children(verb, "acomp")]
    forms = [verb.lemma_.lower(), verb.text.lower(), f"{verb.lemma_.lower()}e"]  # the lemmatizer makes "hop" of "hopes"
    for lemma in forms if forms[0] in table else (forms[2], *forms):
        patterns = [f"{lemma}_{p}_{q}" for p in particles for q in preps]
        patterns += [f"{lemma}_{p}" for p in particles]
        patterns += [f"{lemma}_{a}_{q}" for a in adjectives for q in preps]
        patterns += [f"{lemma}_{q}" for q, heads in preps.items() if not all(_is_time(h) for h in heads)]
        patterns += [f"{lemma}_{o.lemma_.lower()}" for o in objects]
        patterns.append(lemma)
        for pattern in patterns:
            if pattern in table:
                frames = table[pattern]
                if pattern != lemma and lemma in table:
                    frames = (
                        *frames,
                        *(f for f in table[lemma] if f in {"light", "say", "future", "aspect"} and f not in frames),
                    )
                return pattern, frames
    return verb.lemma_.lower(), ()


def _is_time(head: Token) -> bool:
    return head.lemma_.lower() in _TIMES or head.text in _MONTHS or (head.like_num and len(head.text) == 4)


def frames_of(verb: Token) -> tuple[str, ...]:
    """Return the frames of a verb in its clause."""
    objects, preps = children(verb, "dobj"), find_preps(verb)
    return look_up(verb, objects, preps)[1]
