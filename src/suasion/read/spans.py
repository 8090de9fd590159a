"""Spans: the smallest stretch of a sentence that carries a claim."""

from __future__ import annotations

from typing import Final

from suasion.read.view import Token, View, child, is_verbal

_INSIDE: Final = frozenset(
    [
        "dobj",
        "dative",
        "prep",
        "xcomp",
        "ccomp",
        "prt",
        "attr",
        "acomp",
        "oprd",
        "agent",
        "aux",
        "auxpass",
        "neg",
        "nsubjpass",
        "nummod",
        "quantmod",
        "npadvmod",
        "advmod",
        "pobj",
        "pcomp",
        "amod",
        "compound",
        "det",
        "poss",
        "case",
        "acl",
        "nmod",
        "predet",
        "relcl",
        "appos",
        "intj",
        "punct",
        "dep",
        "mark",
    ]
)
_TRIM: Final = " \t,;:.!?-–—"
_LONG_SUBJECT: Final = 14  # tokens; a subject with clauses of its own is left out of the quote
_OPENERS: Final = "(["


def clause_span(
    verb: Token, view: View, *, subject: Token | None = None, item: Token | None = None, split: bool = False
) -> tuple[int, int]:
    """Return (start, end) in the sentence of a verb's claim.

    Parameters
    ----------
    verb
        The clause's verb.
    view
        Its sentence.
    subject
        The subject to take in if it stands just before; pronouns are left out.
    item
        One part of a joined object, if the claim is about that part only.
    split
        Whether the object's parts are claims of their own: then other parts are left out.

    Returns
    -------
    tuple of int
        Offsets in the sentence, end excluded, without outer punctuation.
    """
    if item is not None and split and item.dep_ == "conj":
        return trim(view, *_bounds(_own_tree(item)))
    tokens = {verb, *_inner(verb, split=split)}
    start = min(t.i for t in tokens if t.i <= verb.i)
    last = verb.i
    after = sorted(t.i for t in tokens if t.i > verb.i)
    taken = {t.i for t in tokens}
    for i in range(verb.i + 1, len(verb.doc)):
        if i in taken or (verb.doc[i].is_punct and any(j > i for j in after) and (i + 1 in taken)):
            last = i
        else:
            break
    if subject is not None and subject.pos_ != "PRON" and subject.i < verb.i and subject.head == verb:
        low = min(t.i for t in subject.subtree)
        whole = [t.i for t in subject.subtree]
        if len(whole) <= _LONG_SUBJECT and (start - max(whole) <= 3 or low < start):
            start = min(start, low)
    return trim(view, view.doc[start].idx, view.doc[last].idx + len(view.doc[last]))


def _inner(verb: Token, *, split: bool) -> list[Token]:
    """Return the tokens of the verb's complements, later clauses and other claims left out."""
    found: list[Token] = []
    for c in verb.children:
        if c.dep_ in {"nsubj", "nsubjpass", "csubj", "expl", "mark"}:
            continue
        if c.dep_ in {"advcl", "parataxis", "cc", "preconj"} or c.dep_ not in _INSIDE:
            continue
        if c.dep_ in {"npadvmod", "appos"} and child(c, "relcl") is not None:
            continue
        if c.dep_ == "conj":
            continue
        if c.i < verb.i and c.dep_ in {"prep", "npadvmod", "advmod", "punct", "ccomp", "dep"}:
            if c.dep_ == "advmod" and verb.i - c.i <= 2 and c.text.lower() not in {"however", "also", "meanwhile"}:
                found.append(c)
            continue
        found += _tree(c, split=split and c.dep_ == "dobj")
    return found


def _tree(token: Token, *, split: bool) -> list[Token]:
    """Return a subtree; with ``split`` without the parts joined to its head."""
    found = [token]
    for c in token.children:
        if split and c.dep_ in {"conj", "cc"}:
            continue
        if (
            c.dep_ == "conj"
            and is_verbal(c)
            and (child(c, "nsubj") is not None or (is_verbal(token) and c.tag_ != token.tag_))
        ):
            continue
        found += _tree(c, split=False)
    return found


def _own_tree(item: Token) -> list[Token]:
    """Return one part of a list: its subtree without further parts."""
    return _tree(item, split=True)


def _bounds(tokens: list[Token]) -> tuple[int, int]:
    first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
    return first.idx, last.idx + len(last)


def noun_span(head: Token, view: View) -> tuple[int, int]:
    """Return (start, end) of a noun phrase without its determiner, relative clauses and joined parts."""
    tokens = [head]
    for c in head.children:
        if c.dep_ in {"det", "predet"} and c.i < head.i and c.text.lower() in {"the", "a", "an"}:
            tokens.append(c)
        elif c.dep_ in {"prep", "amod", "compound", "poss", "nummod", "nmod", "neg", "agent", "acl", "quantmod"}:
            tokens += _tree(c, split=False)
    return trim(view, *_bounds(tokens))


def between(view: View, first: Token, last: Token) -> tuple[int, int]:
    """Return (start, end) from one token to another, trimmed."""
    return trim(view, min(first.idx, last.idx), max(first.idx + len(first), last.idx + len(last)))


def trim(view: View, start: int, end: int) -> tuple[int, int]:
    """Return the span without outer punctuation and leading "that"; a closing quote stays with its opening one."""
    text = view.text
    start, end = max(0, start), min(end, len(text))
    while start < end and (text[start] in _TRIM or text[start].isspace() or text[start] in ")]"):
        start += 1
    while end > start and (text[end - 1] in _TRIM or text[end - 1].isspace() or text[end - 1] in _OPENERS):
        end -= 1
    for word in ("that ", "and ", "or ", "but "):
        if text[start:end].lower().startswith(word):
            start += len(word)
    opened = text[start:end].count("“") - text[start:end].count("”")
    if opened > 0:
        close = text.find("”", end)
        if 0 <= close - end <= 2:
            end = close + 1
    elif opened < 0 and text[end - 1] == "”":
        end -= 1
    return (start, end) if end > start else (0, len(text))
