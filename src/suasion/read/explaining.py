"""Why a statement was coded: rule and frame, the words it hangs on, the encoder's answers, what moved the score."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from suasion.codebook.statement import Statement
from suasion.read.coder.labels import HEADS
from suasion.read.drafts import Draft
from suasion.read.opinion import marks
from suasion.read.settling import QUESTIONS, Answers, settings
from suasion.read.view import Ref, Token, View

_FEWEST = 0.05  # an answer less probable is not listed


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why one statement was coded.

    ``rule`` and ``frame`` are the rules' names; ``path`` goes from the actor's word up to the predicate and down to
    the recipient's, with the labels of the parse; ``marked`` is what the encoder saw; ``answers`` holds its answers to
    each question with their probabilities; ``moved`` what moved the probability of the claim, in log-odds, strongest
    first; ``ruled`` what the rules alone would have said, where the encoder said otherwise.
    """

    n: int
    quote: str
    score: float
    rule: str
    frame: str
    predicate: str
    path: str
    marked: str
    answers: dict[str, dict[str, float]]
    moved: dict[str, float]
    ruled: dict[str, str | None]


def explain(
    settled: Statement, ruled: Statement, draft: Draft, view: View, *, seen: Mapping[str, float], answers: Answers
) -> Reason:
    """Return why a draft became a statement; ``ruled`` is what the rules made of it, ``seen`` what settling saw."""
    weights = settings().weights
    moved = {name: round(weights.get(name, 0.0) * value, 2) for name, value in seen.items()}
    strongest = sorted(moved.items(), key=lambda item: (-abs(item[1]), item[0]))
    return Reason(
        n=settled.n,
        quote=settled.quote,
        score=settled.score,
        rule=draft.rule,
        frame=draft.frame,
        predicate=draft.predicate.text,
        path=_path(draft, view),
        marked=_marked(draft, view),
        answers={question: _likely(question, answers) for question in QUESTIONS},
        moved={name: value for name, value in strongest if value},
        ruled={
            field: getattr(ruled, field)
            for field in ("kind", "plover", "instrument", "modality")
            if getattr(ruled, field) != getattr(settled, field)
        },
    )


def _likely(question: str, answers: Answers) -> dict[str, float]:
    pairs = sorted(zip(answers[question].tolist(), HEADS[question], strict=True), reverse=True)
    return {name: round(chance, 3) for chance, name in pairs[:3] if chance >= _FEWEST}


def _marked(draft: Draft, view: View) -> str:
    marked = marks(draft, view)
    text = marked.text
    placed = [
        (span, name) for span, name in ((marked.source, "s"), (marked.target, "t"), (marked.trigger, "v")) if span
    ]
    for (start, end), name in sorted(placed, reverse=True):
        text = f"{text[:start]}<{name}>{text[start:end]}</{name}>{text[end:]}"
    return text


def _path(draft: Draft, view: View) -> str:
    """Return the words from the actor's up to the predicate and down to the recipient's, with the parse's labels."""
    up = [f"{word} -{label}-" for word, label in _chain(draft.actor, draft.predicate, view)]
    down = [f"-{label}- {word}" for word, label in reversed(_chain(draft.recipient, draft.predicate, view))]
    return " ".join([*up, draft.predicate.text, *down])


def _chain(ref: Ref | None, predicate: Token, view: View) -> list[tuple[str, str]]:
    """Return words and labels from an actor's word up to the predicate; nothing where it does not hang on it."""
    if ref is None or ref.how == "context" or not 0 <= ref.token < len(view.doc):
        return []
    token = view.doc[ref.token]
    found: list[tuple[str, str]] = []
    while token != predicate:
        if token.head == token:
            return []
        found.append((token.text, token.dep_))
        token = token.head
    return found
