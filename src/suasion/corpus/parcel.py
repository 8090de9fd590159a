"""What goes between the run and its reading processes, and how it is packed."""

from __future__ import annotations

from typing import IO, Any, Final

import msgspec
import pyarrow as pa

from suasion.read import Overrides
from suasion.read.batches import READING_SCHEMA

_LENGTH: Final = 8  # bytes before each message that say how long it is


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One document to read; a feed holds several."""

    name: str
    data: bytes
    address: str | None = None
    media_type: str | None = None
    overrides: Overrides | None = None


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """Said once by a process when its models are loaded; ``trouble`` says why they are not."""

    trouble: str | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a document gave.

    ``rows`` are packed rows of READING_SCHEMA. ``settled`` is False where the process and not the document
    may be at fault (late, killed): a later run tries again. ``last``: the process ends after this one.
    ``seconds`` of processor time went into it; ``peak_bytes`` is the most memory that its process has held.
    """

    rows: bytes
    statements: int
    errors: int
    settled: bool = True
    last: bool = False
    seconds: float = 0.0
    peak_bytes: int = 0


def outcome(rows: list[pa.RecordBatch], **more: Any) -> Outcome:
    """Return the outcome with these rows, counted."""
    problems = [problem for batch in rows for problem in batch.column("problem").to_pylist()]
    return Outcome(
        rows=pack(rows),
        statements=sum(problem is None for problem in problems),
        errors=sum(problem is not None and problem["severity"] == "error" for problem in problems),
        **more,
    )


def pack(rows: list[pa.RecordBatch]) -> bytes:
    """Return rows of READING_SCHEMA as compressed Arrow; compressed as a whole, since most columns are short."""
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as packed, pa.ipc.new_stream(packed, READING_SCHEMA) as stream:
        for batch in rows:
            stream.write_batch(batch)
    return bytes(sink.getvalue())


def unpack(rows: bytes) -> pa.Table:
    """Return packed rows."""
    with pa.CompressedInputStream(pa.BufferReader(rows), "zstd") as packed, pa.ipc.open_stream(packed) as stream:
        return stream.read_all()


def send(pipe: IO[bytes], message: msgspec.Struct) -> None:
    """Write one message."""
    coded = msgspec.msgpack.encode(message)
    pipe.write(len(coded).to_bytes(_LENGTH, "big"))
    pipe.write(coded)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Return the next message, still coded; None if the other side has ended, be it in the middle of one."""
    head = pipe.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    size = int.from_bytes(head, "big")
    coded = pipe.read(size)
    return coded if len(coded) == size else None
