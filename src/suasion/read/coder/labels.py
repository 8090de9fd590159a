"""The answers that the coder chooses from, question by question, in the order of the weights."""

from __future__ import annotations

from typing import Final, get_args

from suasion.codebook.statement import KINDS, MODALITIES, PLOVER, InstrumentName

# The roots of the PLV data (Hu and others 2024): PLOVER's, with CONCEDE and RETREAT as one.
PLV_ROOTS: Final = (*(root for root in PLOVER if root not in {"CONCEDE", "RETREAT"}), "YIELD")

# 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; SANCTION is material there.
QUADS: Final = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}

NO_EVENT: Final = "-"
NO_RELATION: Final = "NONE"

# "root" is the PLV data's, "plover" ours: PLOVER's sixteen, NO_EVENT for a claim that is none, NO_RELATION where
# nothing passes between the two. "conflict" is trained on both benchmarks.
HEADS: Final[dict[str, tuple[str, ...]]] = {
    "root": PLV_ROOTS,
    "plover": (*PLOVER, NO_EVENT, NO_RELATION),
    "kind": KINDS,
    "instrument": (NO_EVENT, *get_args(InstrumentName)),
    "modality": MODALITIES,
    "attribution": ("author", "source"),
    "conflict": ("cooperation", "conflict"),
}
