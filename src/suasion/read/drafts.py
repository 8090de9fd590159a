"""A draft: a claim found by a rule, before the cascade of modality, attribution, issue and amount completes it."""

from __future__ import annotations

from dataclasses import dataclass, field

from suasion.codebook.statement import InstrumentName, Kind, Modality, Plover
from suasion.read.view import Ref, Token


@dataclass
class Draft:
    """One claim of a sentence; ``start`` and ``end`` are offsets in the sentence."""

    rule: str
    frame: str
    kind: Kind
    plover: Plover | None
    instrument: InstrumentName | None
    polarity: int
    predicate: Token
    start: int
    end: int
    actor: Ref | None
    recipient: Ref | None
    score: float
    themes: list[str] = field(default_factory=list)
    item: Token | None = None
    modality: Modality | None = None
    settled: bool = False  # the instrument is the rule's own and is not weighed against the words
    theme_start: int | None = None  # where what the claim is about begins; the words before it name who and to whom
