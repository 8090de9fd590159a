"""Appending: into the journal, then the database, then under the head; or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import msgspec

from suasion.errors import RecordError
from suasion.record import entries
from suasion.record.chain import link
from suasion.record.head import Head, read_head, write_head
from suasion.record.journal import Journal, Line, write_line
from suasion.record.lock import holding_still
from suasion.record.opening import Opened, open_alone
from suasion.record.tables import Batch

CHECKPOINT_BYTES: Final = 16 << 20  # of log, after which it is folded into the database; DuckDB's own default
_FOLD_WAIT_SECONDS: Final = 0.5


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """A batch to append; ``rows`` are a data set's, ``segment`` the SHA-256 of the segment that holds them."""

    body: entries.Body
    rows: Any = None
    segment: str | None = None


def append(parts: Opened, additions: Sequence[Addition], added: str) -> None:
    """Append batches, all of them or none: a data set's source and its rows are one transaction.

    Parameters
    ----------
    parts
        A record open for writing; its head is moved on.
    additions
        What to append, in this order; at least one.
    added
        The UTC time, in ISO form.

    Raises
    ------
    RecordError
        If a step fails. The steps before it are then undone, and nothing of the batches is recorded; where that
        fails too, the message says so.
    """
    journal: Journal = parts.journal  # type: ignore[assignment]
    first = parts.head.count + 1
    lines, batches, head = _linked(parts.head, additions, added)
    try:
        journal.append(*lines)
        _commit(parts, batches)
        _put_under(parts, head)
    except BaseException as error:
        _withdraw(parts, first, error)
        if isinstance(error, RecordError):
            raise RecordError(f"{error} Nothing of the batch was recorded: append it again then.") from error
        raise
    parts.head = head
    if _log_size(parts) > CHECKPOINT_BYTES:
        fold(parts)


def _linked(head: Head, additions: Sequence[Addition], added: str) -> tuple[list[Line], list[Batch], Head]:
    """Return the lines and batches that additions become after a head, and the head after them."""
    lines, batches = [], []
    for addition in additions:
        raw = entries.encode(addition.body)
        n, hash_ = head.count + 1, link(head.hash, raw)
        line = Line(n=n, body=msgspec.Raw(raw), hash=hash_, added=added, segment=addition.segment)
        head = Head(count=n, hash=hash_, journal_size=head.journal_size + len(write_line(line)))
        lines.append(line)
        batches.append(
            Batch(
                n=n, hash=hash_, added=added, segment=addition.segment, journal_end=head.journal_size,
                body=addition.body, rows=addition.rows,
            )
        )  # fmt: skip
    return lines, batches, head


def _commit(parts: Opened, batches: Sequence[Batch]) -> None:
    """Add batches to the tables; an error after which they are there all the same is no failure."""
    try:
        parts.tables.add_all(batches)
    except RecordError:
        # DuckDB can say that a commit failed which is durable, and leave the connection dead: look.
        _reopen(parts)
        if parts.tables.hash_after(batches[-1].n) != batches[-1].hash:
            raise


def _put_under(parts: Opened, head: Head) -> None:
    """Replace the head; an error after which it is the new one all the same is no failure."""
    try:
        write_head(parts.layout.head, head)
    except RecordError:
        # Journal and database have the batch: should the new head not last, the next opening brings it forward.
        if read_head(parts.layout.head) != head:
            raise


def _withdraw(parts: Opened, first: int, error: BaseException) -> None:
    """Take batches from ``first`` on back out of the database and the journal; the head does not have them."""
    journal: Journal = parts.journal  # type: ignore[assignment]
    try:
        if parts.tables.last()[0] >= first:
            parts.tables.forget(first)
        journal.cut(parts.head.journal_size)
    except RecordError as second:
        parts.unusable = "an append failed and could not be taken back"
        raise RecordError(
            f"{error} The batch could not be taken back either ({second}): it may be there or not. "
            "Open the record again and append it again; what is there is not doubled."
        ) from error


def _reopen(parts: Opened) -> None:
    """Connect anew, after an error that may have killed the connection."""
    with suppress(RecordError):
        parts.tables.close()
    parts.tables = open_alone(parts.layout, 1.0)


def _log_size(parts: Opened) -> int:
    log = parts.layout.log
    return log.stat().st_size if log.exists() else 0


def fold(parts: Opened) -> None:
    """Fold the log into the database file, unless a reader is copying that: later is soon enough."""
    with holding_still(parts.layout.journal, exclusive=True, wait_seconds=_FOLD_WAIT_SECONDS) as still:
        if not still:
            return
        try:
            parts.tables.engine.checkpoint()
        except RecordError:
            failed = True  # all is in the log, which the next opening folds in; only the connection is lost
        else:
            failed = False
    if failed:
        try:
            _reopen(parts)
        except RecordError as error:
            parts.unusable = f"its database could not be opened again ({error})"


def close(parts: Opened) -> None:
    """Close a record's parts and let go of its lock."""
    if parts.journal is not None:
        if not parts.unusable and _log_size(parts):
            fold(parts)
        parts.journal.close()
        parts.journal = None
    with suppress(RecordError):  # what was acknowledged is on the disk already
        parts.tables.close()
    if parts.lock is not None:
        parts.lock.release()
    if parts.copy is not None:
        parts.copy.cleanup()
    parts.unusable = "it is closed"
