"""The journal: every batch as one line of JSON, on the disk before the database hears of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from suasion.errors import RecordDamagedError, RecordError
from suasion.record.chain import seal, unseal
from suasion.record.files import trouble, write_all


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One batch as the journal has it.

    ``hash`` is the chain's after ``body``; ``added`` the UTC time of appending; ``segment`` the SHA-256 of
    the Parquet file that holds the batch's rows, None where the body holds all.
    """

    n: int
    body: msgspec.Raw
    hash: str
    added: str
    segment: str | None = None


class Found(msgspec.Struct, frozen=True):
    """A stretch of the journal: a line, or None where the bytes are no line that was written."""

    start: int
    end: int
    line: Line | None


def write_line(line: Line) -> bytes:
    """Return a line's bytes, sealed, with the line feed."""
    return seal(msgspec.json.encode(line)) + b"\n"


def read_line(data: bytes) -> Line | None:
    """Return the line that some bytes hold, None where they are not exactly what was written."""
    bare = unseal(data[:-1]) if data.endswith(b"\n") else None
    try:
        return msgspec.json.decode(bare, type=Line) if bare is not None else None
    except (msgspec.DecodeError, UnicodeDecodeError):  # pragma: no cover - needs a forged seal
        return None


def scan(path: Path, start: int = 0, end: int | None = None) -> Iterator[Found]:
    """Yield the journal's lines from byte ``start`` to byte ``end`` (None: to its end), good and bad."""
    if not path.exists():
        return
    with path.open("rb") as file:
        file.seek(start)
        for data in file:
            if end is not None and start >= end:
                return
            yield Found(start, start + len(data), read_line(data))
            start += len(data)


class Journal:
    """The journal of a record that is open for writing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise trouble(path, error) from error

    @property
    def size(self) -> int:
        """Bytes in the journal."""
        return os.fstat(self._descriptor).st_size

    def append(self, *lines: Line) -> None:
        """Put lines on the disk.

        Raises
        ------
        RecordError
            If the operating system refuses; the journal is then as it was.
        """
        before = self.size
        data = b"".join(write_line(line) for line in lines)
        try:
            write_all(self._descriptor, data)
            os.fsync(self._descriptor)
        except OSError as error:
            self.cut(before)
            raise trouble(self.path, error) from error

    def cut(self, size: int) -> None:
        """Take away what stands after byte ``size``: lines that were never acknowledged."""
        try:
            os.ftruncate(self._descriptor, size)
            os.fsync(self._descriptor)
        except OSError as error:
            raise RecordError(f"{trouble(self.path, error)} An unfinished batch may stand in it.") from error

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


def lines_after(path: Path, start: int) -> Iterator[tuple[Line, int]]:
    """Yield the good lines after byte ``start``, each with where it ends, up to the first that is not good.

    Raises
    ------
    RecordDamagedError
        If the journal is shorter than ``start``.
    """
    size = path.stat().st_size if path.exists() else 0
    if size < start:
        raise RecordDamagedError(
            f"{path}: {start} bytes were acknowledged and {size} are there. Run `suasion repair` to restore it."
        )
    for found in scan(path, start):
        if found.line is None:
            return
        yield found.line, found.end
