"""Clauses: the verb, who does it, to whom, with what; passives, participles and shared subjects undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from suasion.read.lexicon import verbs, words
from suasion.read.subjects import find_subjects, is_garden_path
from suasion.read.view import Token, child, children, conjuncts, is_verbal

_TIMES: Final = frozenset(
    ["year", "month", "week", "day", "decade", "hour", "time", "century", "moment", "while", "part"]
)
_MONTHS: Final = frozenset({
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
})  # fmt: skip


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
    if verb.lemma_.lower() in words()["object-control"] and not objects and not passive:
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
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and not is_garden_path(verb)


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
