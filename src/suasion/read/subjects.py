"""Subjects: who does what a verb says, where grammar shares the subject or the parser has lost it."""

from __future__ import annotations

from typing import Final

from suasion.read.lexicon import words
from suasion.read.view import Token, child, children, is_verbal

_SUBJECT: Final = ("nsubj", "csubj", "expl")
_PASSIVE: Final = ("nsubjpass", "csubjpass")
_NO_LOOK_UP: Final = 6  # how many verbs up a shared subject may stand


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
            if is_garden_path(node):
                return [head]
            if node.tag_ == "VBG" or (head.pos_ in {"NOUN", "PROPN"} and not is_verbal(head)):
                return _noun_doer(node, head)
            return []
        if node.dep_ == "xcomp" and is_verbal(head):
            controller = child(head, "dobj", "dative")
            if controller is not None and head.lemma_.lower() in words()["object-control"]:
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


def is_garden_path(verb: Token) -> bool:
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
