"""Tracing: from an id back to the span, the row or the brief that it stands for, shown in its context."""

from __future__ import annotations

import re
from typing import Any, Final, Literal

import msgspec

from suasion.codebook import OBSERVATION_SCHEMA, Estimate, Judgement, Source
from suasion.errors import UnknownEvidenceError
from suasion.record import briefs, entries, originals
from suasion.record.arrow import table_of
from suasion.record.identity import observation_ids
from suasion.record.layout import Layout
from suasion.record.tables import Tables, judgement_of

CONTEXT: Final = 200  # characters shown before and after a quote's sentence

_ID: Final = re.compile(r"(st|ob|so|ju|es|se)-[0-9a-f]{16}")
_KINDS: Final[dict[str, Kind]] = {
    "st": "statement", "ob": "observation", "so": "source", "ju": "judgement", "es": "estimate", "se": "sentence",
}  # fmt: skip

Kind = Literal["statement", "observation", "source", "judgement", "estimate", "sentence"]


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement on the entry that is traced, with its id and when it was added."""

    id: str
    added: str
    judgement: Judgement


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """Where something comes from.

    ``entry`` holds the fields as they were recorded, before any judgement; for an estimate or a sentence the
    object in the brief. ``source`` is without its text. ``quote`` stands in the source's text between
    ``before`` and ``after``, at ``start`` to ``end``. ``verified`` says that all was looked up again and
    agrees: the id is the hash of the entry, the source's bytes are those received, and the quote is at its
    place; ``failed`` names what does not. ``evidence`` is the ids that an estimate or a sentence rests on.
    """

    id: str
    kind: Kind
    entry: dict[str, Any]
    added: str | None = None
    source: Source | None = None
    before: str | None = None
    quote: str | None = None
    after: str | None = None
    start: int | None = None
    end: int | None = None
    verified: bool
    failed: tuple[str, ...] = ()
    judgements: tuple[Decision, ...] = ()
    evidence: tuple[str, ...] = ()
    brief: str | None = None


def trace(tables: Tables, layout: Layout, entry: str) -> Trace:
    """Return where an entry, an estimate or a sentence comes from; see ``Record.trace``."""
    if not _ID.fullmatch(entry):
        raise UnknownEvidenceError(
            f"{entry!r} is no id. An id is st- (statement), ob- (observation), so- (source), ju- (judgement), "
            "es- (estimate) or se- (sentence of a brief), and 16 hex digits."
        )
    if entry[:2] in ("es", "se"):
        return _from_briefs(layout, entry)
    found = tables.entry(entry)
    if found is None:
        raise UnknownEvidenceError(
            f"{entry}: the record at {layout.database} has no such {_KINDS[entry[:2]]}. "
            "Name the record that the brief was made from with --record."
        )
    if entry.startswith("ju"):
        return _judgement(entry, found)
    return _entry(tables, layout, entry, found)


def _judgement(entry: str, row: dict[str, Any]) -> Trace:
    judgement = judgement_of(row)
    failed = () if entries.judgement_id(judgement) == entry else ("the id is not the hash of the entry",)
    return Trace(
        id=entry, kind="judgement", entry=entries.as_row(judgement), added=row["added"], verified=not failed,
        failed=failed, evidence=tuple(i for i in (judgement.subject, judgement.into) if i),
    )  # fmt: skip


def _entry(tables: Tables, layout: Layout, entry: str, row: dict[str, Any]) -> Trace:
    """Trace a statement, an observation or a source."""
    about = row if entry.startswith("so") else tables.entry(row["source"]) or {}
    text = about.get("text") or ""
    source = Source(**{field: about[field] for field in Source.__struct_fields__ if field != "text"})
    failed = []
    if not originals.original_is_whole(layout.sources, source.sha256):
        failed.append("the source's bytes are gone or changed")
    if not _id_is_right(tables, entry, row, source):
        failed.append("the id is not the hash of the entry")
    place: dict[str, Any] = {}
    if entry.startswith("st"):
        place = _in_context(text, row)
        if text[row["start"] : row["end"]] != row["quote"]:
            failed.append("the quote is not at its place in the text")
    hidden = ("batch", "position", "text", "known", "added") if entry[:2] != "ob" else ("batch",)
    decisions = tuple(
        Decision(id=id_, added=when, judgement=judgement)
        for id_, judgement, when in tables.judgements()
        if entry in (judgement.subject, judgement.into)
    )
    return Trace(
        id=entry, kind=_KINDS[entry[:2]], entry={name: row[name] for name in row if name not in hidden},
        added=tables.added(row["batch"]), source=source, verified=not failed, failed=tuple(failed),
        judgements=decisions, **place,
    )  # fmt: skip


def _id_is_right(tables: Tables, entry: str, row: dict[str, Any], source: Source) -> bool:
    if entry.startswith("so"):
        return source.id == entry
    if entry.startswith("ob"):
        rows = table_of([row], OBSERVATION_SCHEMA)
        return bool(observation_ids(tables.engine, rows)[0].as_py() == entry)
    return entries.statement_id(row["source"], entries.statement_of(row)) == entry


def _in_context(text: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return the quote with the text around it: its sentence, and a little more on either side."""
    start, end, sentence = row["start"], row["end"], row["sentence"]
    first = text.rfind(sentence, max(0, end - len(sentence)), start + len(sentence))
    first, last = (first, first + len(sentence)) if first >= 0 else (start, end)
    return {
        "before": _from_word(text[max(0, first - CONTEXT) : first], first > CONTEXT) + text[first:start],
        "quote": row["quote"],
        "after": text[end:last] + _to_word(text[last : last + CONTEXT], last + CONTEXT < len(text)),
        "start": start,
        "end": end,
    }


def _from_word(text: str, is_cut: bool) -> str:
    """Return the text from its first whole word."""
    return text[text.find(" ") + 1 :] if is_cut else text


def _to_word(text: str, is_cut: bool) -> str:
    """Return the text to its last whole word."""
    return text[: text.rfind(" ")] if is_cut and " " in text else text


def _from_briefs(layout: Layout, entry: str) -> Trace:
    """Trace an estimate or a sentence: the newest kept brief that has it."""
    kept = briefs.kept(layout.briefs)
    for brief in kept:
        for found in briefs.objects(brief):
            if found.get("id") == entry or (entry.startswith("es") and _is_estimate(found, entry)):
                whole = briefs.is_whole(brief)
                failed = () if whole else ("the kept brief was changed",)
                return Trace(
                    id=entry, kind=_KINDS[entry[:2]], entry=found, verified=whole, failed=failed,
                    evidence=_evidence(found, entry), brief=brief.id,
                )  # fmt: skip
    raise UnknownEvidenceError(
        f"{entry}: none of the {len(kept)} briefs kept beside {layout.database} has this {_KINDS[entry[:2]]}. "
        "Make the brief again on this record, then trace."
    )


def _is_estimate(found: dict[str, Any], entry: str) -> bool:
    """Return whether an object without an id is the estimate with that id."""
    if "id" in found or not {"name", "value", "method"} <= found.keys():
        return False
    try:
        return msgspec.convert(found, Estimate).id == entry
    except msgspec.ValidationError:
        return False


def _evidence(found: Any, entry: str) -> tuple[str, ...]:
    """Return all ids in an object, each once, in the order in which they stand."""
    ids: dict[str, None] = {}
    for match in _ID.finditer(msgspec.json.encode(found).decode()):
        ids[match[0]] = None
    ids.pop(entry, None)
    return tuple(ids)
