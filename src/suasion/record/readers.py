"""Opening a record for reading, at once, whoever writes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from suasion.errors import RecordError, RecordLockedError
from suasion.record import opening
from suasion.record.files import trouble
from suasion.record.head import Head, read_head
from suasion.record.journal import lines_after
from suasion.record.layout import Layout
from suasion.record.lock import Lock, holding_still, lock_for_reading
from suasion.record.opening import Opened, batch_of, compare, damaged, refuse_other_databases, refuse_other_files
from suasion.record.tables import Tables

COPY_BYTES: Final = 128 << 20  # a database up to this size is copied in about a tenth of a second


def open_for_reading(layout: Layout) -> Opened:
    """Return a record open for reading, at once and as of the last acknowledged batch.

    Beside a writer, or where the database is small, on a private copy of it, brought up to date from the
    journal: such a reader keeps no writer waiting, and costs it nothing. Else on the database itself, which
    a writer then waits for: a copy of a large one for each reader would cost more than the wait.
    """
    if not layout.database.exists() and not layout.head.exists():
        raise RecordError(f"{layout.database}: there is no record here. Add a document first, or name another file.")
    if not layout.database.exists():
        raise damaged(layout, "the database is gone")
    refuse_other_files(layout)
    try:
        lock = lock_for_reading(layout)
        if lock is None:
            return _open_copy(layout)
        if not _is_copied_at_ease(layout):
            return _open_in_place(layout, lock)
        try:
            return _open_copy(layout)
        finally:
            lock.release()
    except OSError as error:
        raise trouble(layout.database, error) from error


def _is_copied_at_ease(layout: Layout) -> bool:
    """Return whether a copy takes no time to speak of; a log that a crash left must be looked at in its place."""
    size = layout.database.stat().st_size
    if size > COPY_BYTES or layout.log.exists() or not layout.journal.exists():
        return False
    return shutil.disk_usage(tempfile.gettempdir()).free > 2 * size


def _open_in_place(layout: Layout, lock: Lock) -> Opened:
    tables = None
    try:
        tables = opening.open_tables(layout, read_only=True)
        return Opened(layout=layout, tables=tables, head=compare(layout, tables, read_head(layout.head)), lock=lock)
    except BaseException:
        if tables is not None:
            tables.close()
        lock.release()
        raise


def _open_copy(layout: Layout) -> Opened:
    """Return a reader's parts on a copy of the database, brought up to the head."""
    folder = tempfile.TemporaryDirectory(prefix="suasion-")
    copy = Path(folder.name) / layout.database.name
    tables = None
    try:
        _copy_database(layout, copy)
        found = read_head(layout.head)  # after the copy: the journal leads from the one to the other
        tables = Tables(copy, named=layout.database)
        tables.engine.stay_in_the_log()  # nothing of a copy needs to last
        refuse_other_databases(layout, tables)
        if found is not None:
            _catch_up(layout, tables, found)
        head = compare(layout, tables, found)
    except BaseException:
        if tables is not None:
            tables.close()
        folder.cleanup()
        raise
    return Opened(layout=layout, tables=tables, head=head, copy=folder)


def _copy_database(layout: Layout, copy: Path) -> None:
    """Copy the database as of its writer's last checkpoint; what was committed since stands in the log alone."""
    with holding_still(layout.journal, exclusive=False, wait_seconds=opening.COPY_WAIT_SECONDS) as still:
        if not still:
            raise RecordLockedError(f"{layout.database}: its writer is busy saving it. Try again in a moment.")
        shutil.copyfile(layout.database, copy)


def _catch_up(layout: Layout, tables: Tables, head: Head) -> None:
    """Bring a copy of the database up to the head from the journal."""
    count, hash_, journal_end = tables.last()
    for line, end in lines_after(layout.journal, journal_end):
        if count >= head.count:
            break
        tables.add(batch_of(layout, line, hash_, end))
        count, hash_ = line.n, line.hash
