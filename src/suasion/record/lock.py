"""One writer at a time, named by its process id; readers that never see a half-written file."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from suasion.errors import RecordLockedError
from suasion.record.files import make_folder, trouble
from suasion.record.layout import Layout

_FIRST_WAIT: Final = 0.005  # seconds; doubled each time
_LONGEST_WAIT: Final = 0.1


class Lock:
    """A lock held by this process until it is released or the process ends, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _try(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _within(descriptor: int, how: int, wait_seconds: float) -> bool:
    """Try for a lock until the time is up."""
    until, pause = time.monotonic() + wait_seconds, _FIRST_WAIT
    while not _try(descriptor, how):
        left = until - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(pause, left))
        pause = min(pause * 2, _LONGEST_WAIT)
    return True


def lock_for_writing(layout: Layout, wait_seconds: float) -> Lock:
    """Return the writer's lock.

    Raises
    ------
    RecordLockedError
        If another process, or this one, still holds the record after ``wait_seconds``. The message has its id.
    RecordError
        If the lock file cannot be made.
    """
    make_folder(layout.lock.parent)
    try:
        descriptor = os.open(layout.lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise trouble(layout.lock, error) from error
    if not _within(descriptor, fcntl.LOCK_EX, wait_seconds):
        message = _who_holds(layout, descriptor)
        os.close(descriptor)
        raise RecordLockedError(message)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return Lock(descriptor)


def lock_for_reading(layout: Layout) -> Lock | None:
    """Return a reader's share of the lock at once; None while a writer holds it."""
    try:
        descriptor = os.open(layout.lock, os.O_RDONLY)
    except FileNotFoundError:  # no writer has been here since the record was put in its place
        return _lock_of_a_copy(layout)
    if _try(descriptor, fcntl.LOCK_SH):
        return Lock(descriptor)
    os.close(descriptor)
    return None


def _lock_of_a_copy(layout: Layout) -> Lock:
    """Share a lock on the database itself where there is no lock file."""
    descriptor = os.open(layout.database, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return Lock(descriptor)


@contextmanager
def holding_still(journal: Path, *, exclusive: bool, wait_seconds: float) -> Iterator[bool]:
    """Keep the database file from changing while it is copied, or from being copied while it changes.

    The journal carries this lock, since nothing else may open the database file of a writer in the same
    process: closing it would let go of DuckDB's own lock. Yields whether the lock was got in time.
    """
    descriptor = os.open(journal, os.O_RDONLY)
    try:
        yield _within(descriptor, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH, wait_seconds)
    finally:
        os.close(descriptor)


def _who_holds(layout: Layout, descriptor: int) -> str:
    """Return who holds the lock, and what to do."""
    readers, writers = _holders(descriptor)
    written = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
    if not writers and not readers and written:  # no /proc/locks on this system
        writers = [int(written)] if written.isdigit() else []
    if os.getpid() in writers:
        return (
            f"{layout.database} is already open for writing in this process (PID {os.getpid()}). "
            "Close that Record before opening another."
        )
    if writers:
        return (
            f"{layout.database} is being written by another process (PID {writers[0]}). "
            "Wait until it is done, or end it, and try again; reading works meanwhile."
        )
    named = ", ".join(str(pid) for pid in readers) or "unknown"
    return f"{layout.database} is being read by another process (PID {named}). Close it there, and try again."


def _holders(descriptor: int) -> tuple[list[int], list[int]]:
    """Return the ids of the processes that hold a share of a lock, and of those that hold it alone."""
    inode = os.fstat(descriptor).st_ino
    readers: list[int] = []
    writers: list[int] = []
    try:
        lines = Path("/proc/locks").read_text().splitlines()
    except OSError:  # pragma: no cover - not Linux
        return [], []
    for line in lines:
        # "1: FLOCK  ADVISORY  WRITE 4711 fe:00:123 0 EOF"; a line with -> waits and holds nothing.
        parts = line.split()
        if len(parts) == 8 and parts[1] == "FLOCK" and parts[5].rpartition(":")[2] == str(inode):
            (writers if parts[3] == "WRITE" else readers).append(int(parts[4]))
    return sorted(readers), sorted(writers)
