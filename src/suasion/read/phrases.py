"""Phrases: the words that belong to a noun, and what a pronoun's own clause says about whom it means."""

from __future__ import annotations

from suasion.read.view import Token, View, child, children


def forward(head: Token, view: View) -> str | None:
    """Return the main subject's state for a pronoun in a phrase before it ("In his visits, Kishida ...")."""
    root = head.doc[:].root
    subject = child(root, "nsubj", "nsubjpass")
    if subject is None or head.i > subject.i or head in subject.subtree or head.head == root:
        return None
    mention = view.mention_at.get(subject.i)
    if mention is None or any(i < head.i for i in view.mention_at):
        return None
    return mention.code


def own_subject(head: Token, view: View) -> frozenset[str]:
    """Return the subject's code of the verb whose object the pronoun is: "Colombo asked it" is not about Colombo."""
    if head.dep_ not in {"dobj", "dative", "pobj"}:
        return frozenset()
    verb = next((up for up in head.ancestors if up.pos_ in {"VERB", "AUX"}), None)
    subject = child(verb, "nsubj") if verb is not None else None
    mention = view.mention_at.get(subject.i) if subject is not None else None
    return frozenset({mention.code}) if mention is not None and mention.code else frozenset()


def antecedent(head: Token) -> Token | None:
    """Return the noun that a relative pronoun stands for."""
    for up in head.ancestors:
        if up.dep_ == "relcl":
            return up.head
    return None


def of_phrase(head: Token) -> Token | None:
    """Return what "of" brings to a noun."""
    for prep in children(head, "prep"):
        if prep.text.lower() == "of":
            return child(prep, "pobj")
    return None


def phrase(head: Token, view: View) -> str:
    """Return the noun phrase as written: from its first modifier to its head, with the whole name it stands in."""
    first, last = head, head
    for c in head.lefts:
        if c.dep_ in {"det", "amod", "compound", "poss", "nummod", "nmod"} and c.text.lower() not in {"both"}:
            low = min(t.i for t in c.subtree)
            if low < first.i:
                first = head.doc[low]
    mention = view.mention_at.get(head.i)
    start, end = first.idx, last.idx + len(last)
    if mention is not None:
        start = min(start, mention.start - view.offset)
        end = max(end, min(mention.end - view.offset, len(view.text)))
    return view.text[start:end]
