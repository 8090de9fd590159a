"""Choice: which frame a clause has."""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import Clause
from suasion.read.constructions import construction
from suasion.read.content import FORESEEING, SAY_ONLY, is_complement
from suasion.read.discourse import is_state
from suasion.read.flows import FLOW_OF, FLOWS, MONEY, RECEIVING, has_amount
from suasion.read.idioms import idiom
from suasion.read.lexicon import Frame, frames
from suasion.read.nounclasses import noun_class, theme_classes
from suasion.read.objects import frame_by_object, is_actor, light_frame
from suasion.read.view import Token, View, child, children

_HELPERS: Final = frozenset({"say", "light", "aspect", "future"})
_VOICES: Final = frozenset({
    "declare", "express", "voice", "reiterate", "repeat", "announce", "proclaim", "state", "signal",
    "underline", "pledge", "convey", "relay", "register", "note", "bring", "find", "demonstrate", "describe", "outline"
})  # fmt: skip


def choose_frame(clause: Clause, view: View) -> tuple[Frame, Token | None] | None:
    """Return the clause's frame and the object that is its theme; None where the verb codes nothing."""
    verb, table = clause.verb, frames()
    names = [n for n in clause.frames if n not in _HELPERS]
    objects = [o for o in clause.objects if o.pos_ in {"NOUN", "PROPN", "NUM", "ADJ", "PRON", "SYM", "X", "ADP"}]
    theme = objects[0] if objects else None
    classes = theme_classes(theme) if theme is not None else []
    own = list(noun_class(theme)) if theme is not None else []
    if not own and theme is not None and theme.pos_ == "PROPN" and {"troops", "arms"} & set(classes):
        own = ["troops" if "troops" in classes else "arms"]
    amount = has_amount(theme) if theme is not None else False
    complement = child(verb, "ccomp", "parataxis")
    if lemma_of(verb) in FORESEEING and complement is not None and _tells(verb, complement):
        return None
    if "say" in clause.frames and (complement is not None or not objects):
        names = [
            n
            for n in names
            if n in {"accuse", "favour", "oppose", "caution", "threaten"}
            and (verb.lemma_.lower() not in SAY_ONLY or _is_stand(complement))
        ]
    elif (
        "say" in clause.frames
        and names
        and names[0] not in {"accuse", "favour", "oppose", "reject", "caution", "request"}
    ):
        names = names if own else []
    if "future" in clause.frames and child(verb, "xcomp") is not None and not {"promise", "want"} & set(clause.frames):
        return None
    if "aspect" in clause.frames and child(verb, "xcomp") is not None:
        return None
    if turned := idiom(clause, view):
        return table[turned], theme if turned in FLOWS else None
    if (
        "light" in clause.frames
        and lemma_of(verb) in RECEIVING
        and set(classes) & set(FLOW_OF)
        and (verb.lemma_ != "see" or set(classes) & {"investment", "aid", "loan"})
    ):
        return table["receive"], theme
    if lemma_of(verb) == "take" and amount and set(classes) & set(FLOW_OF):
        return table["receive"], theme
    if lemma_of(verb) in {"hold", "own"} and amount and "loan" in classes:
        return table["lend"], theme
    if lemma_of(verb) in {"chair", "lead", "join", "enter", "quit", "leave"} and theme is not None:
        joined = view.mention_at.get(theme.i)
        if joined is not None and joined.code and not is_state(joined.code):
            entered = lemma_of(verb) == "join" and verb.tag_ == "VBD"
            return table["reject" if lemma_of(verb) in {"quit", "leave"} else "agree" if entered else "tie"], None
    if special := construction(clause, own, amount):
        return (table[special], theme if special in FLOWS else None) if special != "-" else None
    voiced = lemma_of(verb) in _VOICES and complement is None and not {"favour", "oppose"} & set(clause.frames)
    if ("light" in clause.frames or voiced) and own:
        frame = light_frame(own, classes, verb, amount, clause)
        if frame is not None:
            return table[frame], theme
    if not names:
        told = own[0] if own and own[0] in MONEY and amount and not clause.passive else None
        return (table[FLOW_OF[told]], theme) if told else None
    name = frame_by_object(names, own, classes, amount, clause, theme, view)
    return (table[name], theme if name in FLOWS or not is_actor(theme, view) else None) if name else None


def _tells(verb: Token, content: Token) -> bool:
    """Return whether a clause with a subject of its own says what is feared or recalled: that is the claim."""
    subject = child(content, "nsubj", "nsubjpass")
    return subject is not None and is_complement(content) and content.i > verb.i and not _is_stand(content)


def _is_stand(content: Token | None) -> bool:
    """Return whether the content says what should be: then saying it is a stand."""
    return content is not None and any(c.text.lower() in {"should", "must"} for c in children(content, "aux"))


def lemma_of(verb: Token) -> str:
    """Return the verb's lemma in small letters."""
    return str(verb.lemma_).lower()
