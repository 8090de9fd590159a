"""A sentence as the rules see it: parsed tokens, with the actors, quantities and periods that stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from suasion.read.mentions import Mention
from suasion.read.periods import Period
from suasion.read.quantities import Quantity
from suasion.read.sentences import Sentence

Token = Any  # spacy.tokens.Token; spaCy ships no types that mypy can hold

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM", "X"})
PERSONS = frozenset({"leader", "minister", "person"})  # kinds of mention that "he" and "she" may mean


class Ref(NamedTuple):
    """An actor as a phrase of the sentence gives it.

    ``how``: "name" the phrase itself, "agent" an office or body of the state, "owner" the state a thing belongs to,
    "coref" a pronoun or definite phrase, "context" nothing in the sentence.
    """

    code: str | None
    text: str | None
    token: int
    how: str
    person: bool = False


class View:
    """One sentence: ``doc`` is spaCy's, ``offset`` where it begins in the document."""

    def __init__(  # noqa: PLR0917
        self, number: int, place: Sentence, doc: Any, text: str,
        mentions: list[Mention], quantities: list[Quantity], periods: list[Period],
    ) -> None:  # fmt: skip
        self.number = number
        self.place = place
        self.doc = doc
        self.offset = place.start
        self.text = text[place.start : place.end]
        self.quantities = quantities
        self.periods = periods
        self.mentions = mentions
        self.mention_at: dict[int, Mention] = {}
        tokens = list(doc) if mentions else []
        for mention in mentions:
            start, end = mention.start - self.offset, mention.end - self.offset
            for token in tokens:
                if token.idx >= start and token.idx + len(token) <= end:
                    self.mention_at.setdefault(token.i, mention)
        self.pairs: list[tuple[str, str]] = []  # actor and recipient of the claims found so far in the sentence
        self.acts: list[tuple[str, int]] = []  # who acted in the clauses read so far, and at which token
        self.companions: list[Ref] = []
        self.accused: list[Ref] = []  # whom the sentence has accused so far: a call for an end to something is on them
        self.offers: list[Ref] = []  # who may play a part in a claim of the sentence, once it has been asked
        self.ways: dict[tuple[int, int], tuple[str, bool]] = {}  # how one word hangs on another, as far as asked
        self.spans: list[tuple[int, int]] = []  # of all claims of the sentence
        self.used: set[int] = set()  # nouns already coded with a verb
        self.resolving: set[int] = set()  # pronouns being resolved: a phrase can hold the pronoun that stands for it

    def codes(self) -> list[str]:
        """Return the codes named in the sentence, in order, each once."""
        return list(dict.fromkeys(m.code for m in self.mentions if m.code))

    def verbatim(self, first: Token, last: Token) -> str:
        """Return the document's own characters from one token to another."""
        return self.text[first.idx : last.idx + len(last)]


def conjuncts(token: Token) -> list[Token]:
    """Return the token and what is joined to it by "and", a comma or "as well as", in order."""
    found, queue = [token], [token]
    while queue:
        for child in queue.pop(0).children:
            if child.dep_ == "conj" and child not in found:
                found.append(child)
                queue.append(child)
    return found


def child(token: Token, *labels: str) -> Token | None:
    """Return the first child with one of these dependency labels."""
    return next((c for c in token.children if c.dep_ in labels), None)


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children with one of these dependency labels."""
    return [c for c in token.children if c.dep_ in labels]


def is_verbal(token: Token) -> bool:
    """Return whether the token heads a clause."""
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass", "amod", "compound"}


def ancestors(token: Token) -> Iterator[Token]:
    """Yield the token's heads up to the root."""
    yield from token.ancestors


def code_of(ref: Ref | None) -> str | None:
    """Return an actor's code; None where there is no actor, or one without a code."""
    return ref.code if ref is not None else None


def head_of(tokens: list[Token]) -> Token:
    """Return the token that the others of a phrase hang on; the last where several do."""
    return next((t for t in tokens if t.head not in tokens or t.head == t), tokens[-1])


def or_none(refs: list[Ref]) -> list[Ref | None]:
    """Return the actors, or a single None where there are none, so that a claim is made all the same."""
    return list(refs) or [None]
