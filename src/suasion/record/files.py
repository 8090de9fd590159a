"""Writing files so that they outlive a crash: whole or not at all, and on the disk when we say so."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Final

from suasion.errors import RecordError

_REMEDY: Final = {
    errno.ENOSPC: "Free some space on that disk, then try again.",
    errno.EDQUOT: "Your quota on that disk is used up. Free some space, then try again.",
    errno.EACCES: "Ask for the right to write there, or name another record with --record.",
    errno.EROFS: "That disk cannot be written. Name another record with --record.",
    errno.EIO: "The disk reports a fault. Copy the record to a sound disk.",
}


def trouble(path: Path, error: OSError) -> RecordError:
    """Return the error to raise when the operating system refused something on ``path``."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    remedy = _REMEDY.get(error.errno or 0, "Check the disk and the folder, then try again.")
    return RecordError(f"{path}: {reason}. {remedy}")


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of ``data``: the operating system may take less at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def settle(folder: Path) -> None:
    """Put a folder's own entries on the disk, so that a rename in it lasts."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, and put their entries on the disk."""
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for made in missing:
            settle(made.parent)
    except OSError as error:
        raise trouble(folder, error) from error


def write_durably(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, in place of what was there: wholly, or not at all.

    Raises
    ------
    RecordError
        If the operating system refuses a step; ``path`` is then as it was, or wholly new.
    """
    make_folder(path.parent)
    fresh = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(fresh, path)  # noqa: PTH105 - one module of calls, so that tests can make each of them fail
        settle(path.parent)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise trouble(path, error) from error


def sha256(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: Path) -> str | None:
    """Return the SHA-256 of a file's bytes, in hex; None if there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
