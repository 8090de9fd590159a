"""Settling: where the rules and the encoder differ on a claim, what is said, and how probable the claim is.

The encoder answers each question with probabilities; the rules answer with one word. A question is settled for the
answer whose log-probability, with a bonus for the rules' own, is highest. The bonuses and the weights of the
probability are fitted on coded documents by `training` and stored with the weights.
"""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from suasion.codebook.statement import KINDS, PLOVER, Statement
from suasion.read.coder.labels import HEADS, NO_EVENT, NO_RELATION
from suasion.read.drafts import Draft

QUESTIONS: Final = ("plover", "kind", "instrument", "modality", "attribution")
"""What the encoder is asked about a draft."""

Answers = dict[str, NDArray[np.float64]]
_WORDED: Final = frozenset({"alleged", "denied"})  # the rules say so only where a word does: it is not overruled
_FLOOR: Final = 1e-4
_PLACE: Final = {answer: i for i, answer in enumerate(HEADS["plover"])}


class Settings(msgspec.Struct, frozen=True):
    """What `training` fitted.

    ``bonus`` is the rules' for each question, ``weights`` those of a claim's features, ``least`` the probability below
    which a claim is not shown unless a caller says otherwise: the one with the best F1 on the documents fitted on,
    ``version`` the beginning of a hash of all weights that the reader uses.
    """

    bonus: dict[str, float]
    weights: dict[str, float]
    least: float
    version: str


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the fitted settings."""
    path = files("suasion.read.coder") / "weights" / "settling.json"
    return msgspec.json.decode(path.read_bytes(), type=Settings)


def settle(statement: Statement, draft: Draft, answers: Answers, sure: float, how: Settings | None = None) -> Statement:
    """Return the statement with each question settled and ``score`` the probability that the claim holds.

    Parameters
    ----------
    statement
        What the rules made of the draft.
    draft
        Where the statement comes from.
    answers
        The encoder's probabilities for the draft, one array a question, as `PairCoder.probabilities` gives them.
    sure
        The probability of its parties, as `parties.choose` gives it.
    how
        Other settings than those shipped, for fitting them.
    """
    how = how or settings()
    kind = _best("kind", KINDS, answers["kind"], statement.kind, how)
    roots = answers["plover"][[_PLACE[root] for root in PLOVER]]
    plover = _best("plover", PLOVER, roots, statement.plover, how)
    if kind == "event" and statement.kind == "flow" and plover == "AID":
        kind = "flow"  # what is given is a flow, even if said with a verb; the training sentences are of two minds
    if kind != "event":
        plover = None
    instrument = _best("instrument", HEADS["instrument"], answers["instrument"], statement.instrument or NO_EVENT, how)
    modality = statement.modality
    if modality not in _WORDED:
        modality = _best("modality", HEADS["modality"], answers["modality"], modality, how)
    settled = msgspec.structs.replace(
        statement,
        kind=kind,
        plover=plover,
        instrument=None if instrument == NO_EVENT else instrument,
        modality=modality,
    )
    seen = features(settled, statement, draft, answers, sure)
    total = sum(how.weights.get(name, 0.0) * value for name, value in seen.items())
    return msgspec.structs.replace(settled, score=round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3))


def _best(question: str, names: tuple[str, ...], chances: NDArray[np.float64], said: str | None, how: Settings) -> Any:
    scores = np.log(chances + _FLOOR)
    if said is not None:
        scores[names.index(said)] += how.bonus.get(question, 0.0)
    return names[int(scores.argmax())]


def features(settled: Statement, ruled: Statement, draft: Draft, answers: Answers, sure: float) -> dict[str, float]:
    """Return what the probability of a claim hangs on, by name; each is worth its weight in log-odds."""
    relation = 1 - float(answers["plover"][_PLACE[NO_RELATION]])
    chances = dict(zip(KINDS, answers["kind"].tolist(), strict=True))
    if settled.kind == "flow":  # `settle` takes an AID event for a flow
        chances["flow"] += chances["event"] * float(answers["plover"][_PLACE["AID"]])
    seen = {
        "always": 1.0,
        "relation": math.log((relation + 0.01) / (1.01 - relation)),
        "rule": draft.score,
        "parties sure": math.log(sure + 0.01),
        "kind sure": math.log(chances[settled.kind] + 0.01),
        "kind of the rules": math.log(chances[ruled.kind] + 0.01),
        "kind changed": float(settled.kind != ruled.kind),
        f"kind {settled.kind}": 1.0,
        f"from {draft.rule.split(':', 1)[0]}": 1.0,
        f"actor by {draft.actor.how if draft.actor and draft.actor.code else 'nothing'}": 1.0,
        f"recipient by {draft.recipient.how if draft.recipient and draft.recipient.code else 'nothing'}": 1.0,
    }
    if settled.kind == "event":
        roots = answers["plover"][[_PLACE[root] for root in PLOVER]]
        seen["root sure"] = math.log(float(roots.max()) + 0.01)
    return seen
