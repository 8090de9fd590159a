"""What the choice of sizes is fitted on: for each claim found the quantities of its sentence, and the coders' own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from suasion.codebook.statement import Statement
from suasion.read.completion import size_as
from suasion.read.sizes import sizes
from training.choices import Offer
from training.documents import Coded, matches

PENALTY: Final = 3.0
# Taken from the worth of "none": the best F1 of sizes on documents not seen, where without it a quarter goes unsaid.
LEAN: Final = 1.0


def offers(document: Coded, settled: Sequence[Statement], *, tuned: bool) -> list[Offer]:
    """Return the choices of size of the claims that stand for a coded row, as they were settled."""
    found: list[Offer] = []
    for i, j in matches(document.gold, settled, kind=False):
        row, claim, one = document.gold[i], document.claims[j], settled[j]
        if not claim.view.quantities:
            continue
        ruled = size_as(one.kind, claim.draft, claim.view)
        offered = list(sizes(claim.draft, one.kind, one.plover, ruled, claim.view))
        said = [o.quantity.amount if o.quantity else None for o in offered]
        right = [k for k, amount in enumerate(said) if amount == row["amount"]]
        own = [o.quantity for o in offered].index(ruled) if ruled in [o.quantity for o in offered] else 0
        if right:
            found.append(Offer(document.name, [tuple(o.seen) for o in offered], right, own, tuned))
    return found
