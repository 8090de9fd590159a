"""The bytes of sources as they were received, each in a file named by its SHA-256."""

from __future__ import annotations

from pathlib import Path

from suasion.errors import RecordDamagedError
from suasion.record.files import sha256, sha256_of, write_durably


def original_path(folder: Path, digest: str) -> Path:
    """Return where the bytes with that SHA-256 lie."""
    return folder / digest[:2] / digest


def keep_original(folder: Path, digest: str, data: bytes) -> None:
    """Keep the bytes, unless they are there already and whole."""
    path = original_path(folder, digest)
    if sha256_of(path) != digest:
        write_durably(path, data)


def original_is_whole(folder: Path, digest: str) -> bool:
    """Return whether the bytes are there, unchanged."""
    return sha256_of(original_path(folder, digest)) == digest


def read_original(folder: Path, digest: str) -> bytes:
    """Return the bytes.

    Raises
    ------
    RecordDamagedError
        If they are gone or changed.
    """
    path = original_path(folder, digest)
    data = path.read_bytes() if path.exists() else b""
    if sha256(data) != digest or not path.exists():
        raise RecordDamagedError(
            f"{path}: the bytes of the source are gone or changed. Add the same document again to put them back."
        )
    return data
