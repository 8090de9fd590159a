"""Noun classes: what kind of thing a noun phrase names, by the lexicon: aid, loan, treaty, troops."""

from __future__ import annotations

from suasion.read.lexicon import nouns
from suasion.read.view import Token, children, conjuncts


def theme_classes(head: Token) -> list[str]:
    """Return the noun classes of a phrase: its head's, its modifiers', those of what "of" and "in" bring."""
    found: list[str] = []
    for token in [head, *[c for c in head.children if c.dep_ in {"compound", "amod", "nmod"}]]:
        found += noun_class(token)
    for prep in children(head, "prep"):
        if prep.text.lower() in {"of", "in", "for", "on", "worth"}:
            for inner in children(prep, "pobj", "pcomp"):
                for token in conjuncts(inner):
                    found += noun_class(token)
                    found += [k for c in children(token, "compound", "dobj") for k in noun_class(c)]
                    found += [
                        k
                        for p in children(token, "prep")
                        if p.text.lower() in {"of", "in"}
                        for i in children(p, "pobj")
                        for k in noun_class(i)
                    ]
    return list(dict.fromkeys(found))


def noun_class(token: Token) -> tuple[str, ...]:
    """Return the classes of a noun, its compound ("currency swap") before itself."""
    table = nouns()
    lemma, form = token.lemma_.lower(), token.text.lower()
    left = [c for c in token.children if c.dep_ in {"compound", "amod", "nmod"} and c.i < token.i]
    words = [token.doc[i].text.lower() for i in range(max(0, token.i - 2), token.i)] if left else []
    if len(words) == 2 and (pattern := "_".join([*words, lemma])) in table:
        return table[pattern]  # "air defence system"
    for c in reversed(left):
        for pattern in (f"{c.text.lower()}_{lemma}", f"{c.lemma_.lower()}_{lemma}"):
            if pattern in table:
                return table[pattern]
    for pattern in (lemma, form):
        if pattern in table and token.pos_ in {"NOUN", "PROPN", "VERB", "ADJ", "X", "NUM"}:
            return table[pattern]
    return ()
