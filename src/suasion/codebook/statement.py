"""A statement: one coded claim out of a document, with the exact span it was read from."""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec
import pyarrow as pa

Kind = Literal["event", "flow", "tie", "position", "want", "judgement"]
Plover = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Modality = Literal["asserted", "alleged", "planned", "wanted", "demanded", "denied", "hypothetical"]
AmountUnit = Literal["USD", "doses", "percent", "years", "people", "other"]
InstrumentName = Literal[
    "diplomatic", "normative", "military", "economic-aid", "economic-loan", "economic-trade",
    "economic-investment", "labour", "health", "infrastructure", "sanction", "legal", "domestic", "symbolic",
]  # fmt: skip
Stance = Literal[-1, 0, 1]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
PLOVER: Final[tuple[Plover, ...]] = get_args(Plover)
MODALITIES: Final[tuple[Modality, ...]] = get_args(Modality)
AMOUNT_UNITS: Final[tuple[AmountUnit, ...]] = get_args(AmountUnit)


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One coded claim, in the field order of the export.

    ``text[start:end] == quote`` and ``quote in sentence`` hold for the document's text.
    A field that does not apply is None. ``plover`` is set for events and only for events.
    Amounts keep the document's own unit: USD in full dollars, percent as written (25 means 25 %).
    """

    doc: str
    n: int
    sentence: str
    quote: str
    start: int
    end: int
    kind: Kind
    actor: str | None = None
    recipient: str | None = None
    actor_text: str | None = None
    recipient_text: str | None = None
    plover: Plover | None = None
    instrument: InstrumentName | None = None
    issue: str | None = None
    stance: Stance | None = None
    amount: float | None = None
    unit: AmountUnit | None = None
    period: str | None = None
    date: str | None = None
    modality: Modality = "asserted"
    attribution: str = "author"
    reader: str = ""
    score: float = 0.5


EXPORT_FIELDS: Final[tuple[str, ...]] = Statement.__struct_fields__

# `source` and `id` are given by the record: which document, and the hash of all that was coded.
STATEMENT_SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()),
        ("source", pa.string()),
        ("doc", pa.string()),
        ("n", pa.int32()),
        ("sentence", pa.string()),
        ("quote", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("kind", pa.string()),
        ("actor", pa.string()),
        ("recipient", pa.string()),
        ("actor_text", pa.string()),
        ("recipient_text", pa.string()),
        ("plover", pa.string()),
        ("instrument", pa.string()),
        ("issue", pa.string()),
        ("stance", pa.int8()),
        ("amount", pa.float64()),
        ("unit", pa.string()),
        ("period", pa.string()),
        ("date", pa.string()),
        ("modality", pa.string()),
        ("attribution", pa.string()),
        ("reader", pa.string()),
        ("score", pa.float64()),
    ]
)
