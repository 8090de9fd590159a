"""Opening a record for writing: database, journal and head must tell the same story, or be brought to."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any, Final

import msgspec

from suasion.errors import RecordDamagedError, RecordError, RecordLockedError
from suasion.record import entries, segments
from suasion.record.chain import link
from suasion.record.files import make_folder, settle, trouble, write_durably
from suasion.record.head import Head, read_head, write_head
from suasion.record.journal import Journal, Line, lines_after
from suasion.record.layout import Layout
from suasion.record.lock import Lock, holding_still, lock_for_writing
from suasion.record.tables import Batch, Tables

COPY_WAIT_SECONDS: Final = 30.0  # the longest that a checkpoint of a large record takes


class Opened(msgspec.Struct):
    """A record's parts, open.

    A reader has no journal; ``copy`` is its private copy, where it needed one. ``unusable`` says why nothing
    more can be done with it, empty while all is well.
    """

    layout: Layout
    tables: Tables
    head: Head
    lock: Lock | None = None
    journal: Journal | None = None
    copy: Any = None
    unusable: str = ""


def open_for_writing(layout: Layout, wait_seconds: float) -> Opened:
    """Return a record open for writing, made if there is none.

    A batch that a crash left in the journal alone is carried into the database. The end of a line that was
    never acknowledged is set aside, and so is a data set's source whose rows a crash kept out of the journal.
    """
    until = time.monotonic() + wait_seconds
    refuse_other_files(layout)
    lock = lock_for_writing(layout, wait_seconds)
    tables: Tables | None = None
    journal: Journal | None = None
    try:
        if _is_new(layout):
            _make_database(layout)
        tables = open_alone(layout, max(0.0, until - time.monotonic()))
        head = compare(layout, tables, read_head(layout.head))
        journal = Journal(layout.journal)
        head = _roll_forward(layout, tables, journal, head)
    except BaseException:
        if journal is not None:
            journal.close()
        if tables is not None:
            tables.close()
        lock.release()
        raise
    return Opened(layout=layout, tables=tables, head=head, lock=lock, journal=journal)


def refuse_other_files(layout: Layout) -> None:
    """Leave a file alone that was never a record of ours."""
    if layout.head.exists() or layout.journal.exists() or not layout.database.exists():
        return
    with layout.database.open("rb") as file:
        if file.read(12)[8:] != b"DUCK":  # DuckDB's mark, after an eight-byte checksum
            raise RecordError(f"{layout.database} is no record of Suasion. Name another file with --record.")


def refuse_other_databases(layout: Layout, tables: Tables) -> None:
    """Leave a database alone that has no record in it."""
    if tables.are_ours():
        return
    if layout.head.exists():
        raise damaged(layout, "the database has no record in it")
    raise RecordError(f"{layout.database} is a database, but no record of Suasion. Name another file.")


def damaged(layout: Layout, why: str) -> RecordDamagedError:
    """Return the error to raise where the parts of a record disagree."""
    return RecordDamagedError(
        f"{layout.database}: {why}. Run `suasion repair --record {layout.database}` to restore the record."
    )


def _is_new(layout: Layout) -> bool:
    """Return whether no batch was ever recorded here: nothing is there, or the making of it was cut off."""
    if layout.database.exists():
        return False
    head = read_head(layout.head)
    journal_size = layout.journal.stat().st_size if layout.journal.exists() else 0
    if journal_size or layout.log.exists() or (head is not None and head.count):
        raise damaged(layout, "the database is gone")
    return True


def _make_database(layout: Layout) -> None:
    """Put an empty database in place, whole or not at all."""
    fresh = layout.database.with_name(layout.database.name + ".new")
    build_database(fresh).close()
    try:
        os.replace(fresh, layout.database)  # noqa: PTH105 - as in files.py
        settle(layout.database.parent)
    except OSError as error:
        raise trouble(layout.database, error) from error


def build_database(path: Path) -> Tables:
    """Return a database with a record's tables, empty."""
    make_folder(path.parent)
    for left in (path, path.with_name(path.name + ".wal")):  # by a making that was cut off
        left.unlink(missing_ok=True)
    tables = Tables(path)
    tables.create()
    return tables


def open_alone(layout: Layout, wait_seconds: float) -> Tables:
    """Return the tables for writing, opened while nobody copies the file: opening may fold in the log."""
    if not layout.journal.exists():  # then there is nothing yet that a reader would copy
        tables = open_tables(layout, wait_seconds=wait_seconds)
    else:
        with holding_still(layout.journal, exclusive=True, wait_seconds=COPY_WAIT_SECONDS) as still:
            if not still:
                raise RecordLockedError(f"{layout.database} is being copied by a reader. Try again in a moment.")
            tables = open_tables(layout, wait_seconds=wait_seconds)
    tables.engine.stay_in_the_log()
    return tables


def open_tables(layout: Layout, *, read_only: bool = False, wait_seconds: float = 0.0) -> Tables:
    """Return the tables of an existing database, waiting a while for somebody else's hold on it to end."""
    until = time.monotonic() + wait_seconds
    while True:
        try:
            tables = Tables(layout.database, read_only=read_only)
            break
        except RecordLockedError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.02)
    try:
        refuse_other_databases(layout, tables)
    except RecordError:
        tables.close()
        raise
    return tables


def compare(layout: Layout, tables: Tables, head: Head | None) -> Head:
    """Return the head, once it is sure that database and journal have all that was acknowledged."""
    count, _, _ = tables.last()
    if head is None:
        if count or (layout.journal.exists() and layout.journal.stat().st_size):
            raise damaged(layout, f"the head file {layout.head.name} is gone")
        return Head()  # the making of the record was cut off before its head
    if count < head.count:
        raise damaged(layout, f"{head.count} batches were acknowledged and the database has {count}")
    if tables.hash_after(head.count) != head.hash:
        raise damaged(layout, "the database and the head disagree on what was recorded")
    size = layout.journal.stat().st_size if layout.journal.exists() else 0
    if size < head.journal_size:
        raise damaged(layout, f"the journal should have {head.journal_size} bytes and has {size}")
    return head


def _roll_forward(layout: Layout, tables: Tables, journal: Journal, head: Head) -> Head:
    """Carry what a crash left in the journal alone into the database, and return the head after it."""
    count, _, _ = tables.last()
    left = list(lines_after(layout.journal, head.journal_size))
    while left and left[-1][0].n > count and is_half_a_set(left[-1][0]):
        left.pop()
    for line, end in left:
        batch = batch_of(layout, line, head.hash, end)
        if line.n > count:
            tables.add(batch)
        elif tables.hash_after(line.n) != line.hash:
            raise damaged(layout, f"batch {line.n} is another in the database than in the journal")
        head = Head(count=line.n, hash=line.hash, journal_size=end)
    if tables.last()[0] > head.count:
        raise damaged(layout, "the database has batches that the journal lacks")
    if journal.size > head.journal_size:
        set_aside_tail(layout, head.journal_size)
        journal.cut(head.journal_size)
    if head != read_head(layout.head):
        write_head(layout.head, head)
    return head


def batch_of(layout: Layout, line: Line, previous: str, journal_end: int) -> Batch:
    """Return the batch that a line of the journal holds.

    Raises
    ------
    RecordDamagedError
        If the line does not follow on the chain, or its segment is not as it was written.
    """
    raw = bytes(line.body)
    if link(previous, raw) != line.hash:
        raise damaged(layout, f"line {line.n} of the journal does not follow on the line before it")
    body = entries.decode(raw)
    rows = None
    if isinstance(body, entries.ObservationsBody):
        rows = segments.read_segment(layout.segments, str(line.segment))
    return Batch(
        n=line.n, hash=line.hash, added=line.added, segment=line.segment, journal_end=journal_end, body=body, rows=rows
    )


def is_half_a_set(line: Line) -> bool:
    """Return whether a line is a data set's source: last in the journal, its rows did not get there."""
    body = entries.decode(bytes(line.body))
    return isinstance(body, entries.SourceBody) and body.source.kind == "dataset"


def set_aside_tail(layout: Layout, start: int) -> Path:
    """Copy the end of the journal to the folder of damaged files, and return where."""
    with layout.journal.open("rb") as file:
        file.seek(start)
        data = file.read()
    path = free_name(layout.damaged, layout.journal.name)
    write_durably(path, data)
    return path


def free_name(folder: Path, name: str) -> Path:
    """Return a path in the folder that nothing has yet."""
    number = 1
    while (folder / f"{number}-{name}").exists():
        number += 1
    return folder / f"{number}-{name}"
