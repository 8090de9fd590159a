"""What the choice of parties is fitted on: for each draft the pairs it could be about, and the coders' own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from suasion.codebook.statement import Statement
from suasion.read.discourse import Discourse
from suasion.read.drafts import Draft
from suasion.read.parties import Option, options
from suasion.read.view import View
from training.choices import Offer
from training.documents import Coded, Row

PENALTY: Final = 10.0  # the best of 3, 10 and 30 on documents not seen
# Added to the fitted weights, since they do better on documents not seen: pairs right in order .709 for .691, in either
# order .781 for .774; with a recipient sooner named than left out, .72 and .80 at the same share of exact matches.
LEAN: Final = {"pair rules": 0.3, "pair turned": -1.0, "recipient nobody": -0.5}


def leaning(worth: dict[str, float]) -> dict[str, float]:
    """Return fitted weights with what is added to them."""
    return worth | {name: round(worth.get(name, 0.0) + more, 2) for name, more in LEAN.items()}


class Watch:
    """Keeps the options of each draft, and leaves it the rules' parties."""

    def __init__(self) -> None:
        self.seen: dict[int, list[Option]] = {}
        self._kept: list[Draft] = []  # so that no other draft takes the number of one that is gone

    def __call__(self, draft: Draft, drafts: Sequence[Draft], view: View, talk: Discourse) -> float:
        """Note the options of a draft."""
        self.seen[id(draft)] = list(options(draft, drafts, view, talk))
        self._kept.append(draft)
        return 1.0


def offers(document: Coded, watch: Watch, *, tuned: bool) -> list[Offer]:
    """Return the choices of a document's drafts that stand for a coded row and have its parties among their options."""
    found: list[Offer] = []
    for i, j in aligned(document.gold, [c.statement for c in document.claims]):
        row, offered = document.gold[i], watch.seen[id(document.claims[j].draft)]
        right = [
            k for k, o in enumerate(offered) if (o.actor.code, o.recipient.code) == (row["actor"], row["recipient"])
        ]
        if right and len(offered) > 1:
            names = [o.names() for o in offered]
            found.append(Offer(document.name, names, right, 0, tuned))
    return found


def aligned(gold: Sequence[Row], found: Sequence[Statement]) -> list[tuple[int, int]]:
    """Return which draft stands for which row, whoever its parties are: by sentence, words in common and kind."""
    weights = np.zeros((len(gold), len(found)))
    for i, row in enumerate(gold):
        start = row["start"] - row["sentence"].find(row["quote"])
        for j, one in enumerate(found):
            common = min(row["end"], one.end) - max(row["start"], one.start)
            if common <= 0 or not start <= one.start < start + len(row["sentence"]):
                continue
            union = row["end"] - row["start"] + one.end - one.start - common
            shorter = min(row["end"] - row["start"], one.end - one.start)
            alike = (row["kind"] == one.kind) + (row["actor"] == one.actor) + (row["recipient"] == one.recipient)
            if common / union >= 0.2 and (alike or common / union >= 0.5):
                weights[i, j] = common / union + 0.5 * common / shorter + 0.35 * alike + 0.1 * row["required"]
    rows, columns = linear_sum_assignment(-weights)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]
