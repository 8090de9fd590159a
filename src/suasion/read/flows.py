"""Flows: what is given, lent, built or sold, item by item."""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import Clause
from suasion.read.discourse import Discourse
from suasion.read.lexicon import Frame, frames
from suasion.read.nounclasses import noun_class, theme_classes
from suasion.read.nounphrases import resolve
from suasion.read.roles import in_span
from suasion.read.view import Ref, Token, View, conjuncts

FLOWS: Final = frozenset({"give", "lend", "invest", "sell", "buy", "build", "owe", "staff", "trade"})


CONCRETE: Final = frozenset({"mobilize", "train", "sanction", "retreat", "host", "visit", "exercise", "help"})


MONEY_WORDS: Final = frozenset(
    [
        "million",
        "billion",
        "trillion",
        "thirds",
        "quarter",
        "half",
        "yuan",
        "yen",
        "euro",
        "euros",
        "dollar",
        "dollars",
        "doses",
        "tonnes",
        "tons",
        "barrels",
        "percent",
        "renminbi",
        "rupees",
        "crore",
        "rubles",
        "roubles",
        "pounds",
    ]
)


MONEY: Final = frozenset({"aid", "loan", "investment"})


FLOW_OF: Final = {
    "aid": "give", "loan": "lend", "investment": "invest", "trade": "sell", "arms": "sell", "health": "give",
    "infrastructure": "build", "labour": "staff",
}  # fmt: skip


RECEIVING: Final = frozenset({"receive", "get", "accept", "obtain", "secure", "win", "see", "attract", "enjoy"})


def has_amount(theme: Token) -> bool:
    """Return whether the phrase gives a sum, a share or another measured size."""
    return any(
        t.text in {"$", "€", "£", "¥"} or t.text.lower() in MONEY_WORDS or t.lower_.startswith(("us$", "rm", "a$"))
        for t in theme.subtree
    )


def share_frame(clause: Clause) -> Frame:
    """Return the frame of the flow that a share or total is said of."""
    heads = [*clause.subjects, *clause.preps.get("for", [])]
    group = next((k for s in heads for k in theme_classes(s) if k in FLOW_OF), "aid")
    return frames()["trade" if group == "trade" else FLOW_OF[group]]


def received(
    clause: Clause, theme: Token | None, actors: list[Ref], view: View, talk: Discourse
) -> tuple[Frame, list[Ref], list[Ref]]:
    """Return frame, giver and receiver of "received Chinese loans", "has seen its share of Chinese factories"."""
    classes = theme_classes(theme) if theme is not None else []
    group = next((k for k in classes if k in FLOW_OF), "aid")
    givers = [r for h in clause.preps.get("from", []) for r in resolve(h, view, talk) if r.code]
    if not givers and theme is not None:
        givers = in_span(view, [t for t in theme.subtree if t.pos_ in {"ADJ", "PROPN"}], {a.code for a in actors})
    return frames()[FLOW_OF[group]], givers, [a for a in actors if a.code]


def item_frame(item: Token | None, frame: Frame) -> Frame:
    """Return the frame of one thing in a list of gifts: doctors are help, doses a flow, troops a deployment."""
    if item is None or frame.name not in {"give", "help", "sell", "lend", "build", "mobilize"}:
        return frame
    group = next(iter(noun_class(item)), "")
    if group == "medics":
        return frames()["help"]
    if group == "troops":
        return frames()["mobilize"]
    found = FLOW_OF.get(group)
    return frames()[found] if found and group not in {"trade"} else frame if frame.kind == "flow" else frames()["give"]


def items_of(clause: Clause, frame: Frame, theme: Token | None) -> list[Token | None]:
    """Return the joined parts of an object that are claims of their own, with an amount or class each."""
    if theme is None and frame.name == "help":
        theme = clause.objects[0] if clause.objects and noun_class(clause.objects[0])[:1] == ("medics",) else None
    if theme is None or (frame.kind not in {"flow", "tie"} and frame.name not in {"help", "mobilize"}):
        return [None]
    parts = [p for p in conjuncts(theme) if p.pos_ in {"NOUN", "PROPN", "NUM", "SYM"}]
    parts += [c for c in clause.verb.children if c.dep_ == "conj" and c.pos_ == "NOUN" and c.i > theme.i]
    if len(parts) < 2:
        return [theme] if frame.kind == "flow" else [None]
    if frame.kind == "flow" and all(any(c.lower_ in {"a", "an"} or c.like_num for c in p.children) for p in parts):
        return list(parts)
    telling = [p for p in parts if _has_own_amount(p)]
    if len(telling) < 2 and frame.kind == "flow":
        kinds = {tuple(theme_classes(p)[:1]) for p in parts}
        return list(parts) if len(kinds) > 1 and all(theme_classes(p) for p in parts) else [theme]
    return list(parts)


def _has_own_amount(part: Token) -> bool:
    inner = {t for c in part.children if c.dep_ == "conj" for t in c.subtree}
    return any((t.like_num or t.text in {"$", "€"}) and t not in inner for t in part.subtree)
