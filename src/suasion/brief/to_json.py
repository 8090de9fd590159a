"""The brief as JSON: every sentence, entry and estimate an object with its id."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from suasion.brief.document import Block, Brief, EstimateEvidence, Evidence, Sentence

SCHEMA: Final = "suasion-brief/1"


def to_json(brief: Brief) -> str:
    """Return the brief as JSON.

    Sentences have their ``id`` and the ids they rest on as ``evidence``; estimates have all of theirs, so that a
    kept brief can be traced.
    """
    whole: dict[str, Any] = {"schema": SCHEMA} | msgspec.to_builtins(brief)
    whole["sections"] = [
        {"id": section.id, "title": section.title, "blocks": [_block(block) for block in section.blocks]}
        for section in brief.sections
    ]
    whole["evidence"] = [_evidence(one) for one in brief.evidence]
    return msgspec.json.format(msgspec.json.encode(whole), indent=1).decode() + "\n"


def _block(block: Block) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(block)
    if isinstance(block, Sentence):
        return (
            {"type": plain.pop("type"), "id": block.id, "text": block.content.text}
            | plain
            | {"evidence": block.content.cited}
        )
    return plain


def _evidence(one: Evidence) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(one)
    if not isinstance(one, EstimateEvidence):
        return plain
    estimate: dict[str, Any] = plain.pop("estimate")
    return {"type": plain["type"], "id": one.id, **estimate, "first_rows": plain["rows"], "more_rows": one.more}
