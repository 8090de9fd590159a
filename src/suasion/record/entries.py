"""What a batch holds: a source, a reading of a document, the rows of a data set, or a judgement."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

import msgspec

from suasion.codebook import EXPORT_FIELDS, Judgement, Source, Statement, content_id

# Who reads, when it is listed and how sure the reader is are no part of what was coded: a later reader that
# codes the same claim from the same span gives it the same id, so that judgements on it still hold.
UNCODED: Final = ("doc", "n", "reader", "score")
CODED: Final = tuple(field for field in EXPORT_FIELDS if field not in UNCODED)

BatchKind = Literal["source", "reading", "observations", "judgement"]


class SourceBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="source"):
    """One document or data set; its bytes lie in the folder of sources."""

    source: Source


class ReadingBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="reading"):
    """All statements that one reader found in one document."""

    source: str
    reader: str
    statements: tuple[Statement, ...]


class ObservationsBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="observations"):
    """All rows of one data set; they lie in a Parquet segment. ``digest`` is over their ids."""

    source: str
    rows: int
    digest: str


class JudgementBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="judgement"):
    """One decision of a person."""

    judgement: Judgement


Body = SourceBody | ReadingBody | ObservationsBody | JudgementBody

_DECODER: Final = msgspec.json.Decoder(Body)


def encode(body: Body) -> bytes:
    """Return a batch in canonical JSON: the same batch gives the same bytes."""
    if isinstance(body, JudgementBody):  # the only body with a mapping whose order is the caller's
        return msgspec.json.encode(body, order="sorted")
    return msgspec.json.encode(body)


def decode(data: bytes) -> Body:
    """Return the batch that ``encode`` wrote."""
    body: Body = _DECODER.decode(data)
    return body


def kind(body: Body) -> BatchKind:
    """Return what sort of batch it is."""
    tag: BatchKind = body.__struct_config__.tag  # type: ignore[assignment]
    return tag


def statement_id(source: str, statement: Statement) -> str:
    """Return a statement's id: the hash of its source and of all that was coded."""
    return content_id("st", {"source": source} | {field: getattr(statement, field) for field in CODED})


def judgement_id(judgement: Judgement) -> str:
    """Return a judgement's id."""
    return content_id("ju", msgspec.to_builtins(judgement))


def digest(parts: Iterable[str]) -> str:
    """Return one hash over many ids, whatever their order."""
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def reading_digest(source: str, statements: Iterable[Statement]) -> str:
    """Return the hash of a reading: which statements, and how sure the reader was of each."""
    return digest(f"{statement_id(source, s)} {s.score!r}" for s in statements)


def as_row(entry: Any) -> dict[str, Any]:
    """Return a struct's fields as a plain dict, nothing converted."""
    return {field: getattr(entry, field) for field in entry.__struct_fields__}


def statement_of(row: Mapping[str, Any]) -> Statement:
    """Return the statement in a row that may hold more."""
    return Statement(**{field: row[field] for field in EXPORT_FIELDS})
