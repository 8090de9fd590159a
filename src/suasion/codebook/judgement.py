"""A judgement entry: what a person decided about an entry of the record."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec
import pyarrow as pa

Verdict = Literal["confirm", "reject", "correct", "merge", "unmerge"]


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One decision. Nothing is overwritten: the last decision about a subject holds.

    ``subject`` is the id of a statement, observation or source (for merge: the entry that goes).
    ``changes`` are the corrected fields for "correct"; ``into`` is the entry kept for "merge" and the one
    parted from for "unmerge".
    """

    subject: str
    verdict: Verdict
    who: str
    why: str
    when: str  # ISO 8601 date and time, UTC
    changes: dict[str, Any] = {}
    into: str | None = None


JUDGEMENT_SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()),
        ("subject", pa.string()),
        ("verdict", pa.string()),
        ("who", pa.string()),
        ("why", pa.string()),
        ("when", pa.string()),
        ("changes", pa.string()),  # JSON object
        ("into", pa.string()),
    ]
)
