"""Repair: what journal and database still hold between them, put together again; what was damaged, set aside."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from suasion.errors import RecordDamagedError, RecordError
from suasion.record import entries, opening
from suasion.record.chain import GENESIS, link
from suasion.record.files import make_folder, settle, sha256_of, trouble
from suasion.record.head import Head, read_head, write_head
from suasion.record.journal import Line, scan, write_line
from suasion.record.layout import Layout
from suasion.record.lock import lock_for_writing
from suasion.record.segments import segment_path, write_segment
from suasion.record.stored import Stored, stored
from suasion.record.tables import Batch, Tables
from suasion.record.verification import verify


class Repair(msgspec.Struct, frozen=True, kw_only=True):
    """What a repair did.

    ``batches`` are in the record now; ``restored`` says which were brought back, from where; ``lost`` which
    could not be; ``set_aside`` are the damaged files, kept. ``head`` is the chain's hash, the same as before
    the damage unless a batch in the middle was lost.
    """

    path: Path
    batches: int
    head: str
    restored: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    set_aside: tuple[Path, ...] = ()


class _Old(msgspec.Struct):
    """What the damaged record still gives: the head, good lines and readable batches by number, and its tables."""

    head: Head | None
    lines: dict[int, Line]
    stored: dict[int, Stored]
    tables: Tables | None


def repair(layout: Layout, wait_seconds: float) -> Repair:
    """Restore a record from its journal, and its journal from the database where that is damaged.

    Parameters
    ----------
    layout
        The record.
    wait_seconds
        How long to wait for a writer or readers to finish.

    Returns
    -------
    Repair
        What was restored, lost and set aside; nothing, where nothing was wrong.

    Raises
    ------
    RecordLockedError
        If another process holds the record.
    RecordError
        If there is no record, or the system refuses a file.
    """
    if not any(path.exists() for path in (layout.database, layout.journal, layout.head)):
        raise RecordError(f"{layout.database}: there is no record here to repair. Name another with --record.")
    lock = lock_for_writing(layout, wait_seconds)
    try:
        return _if_sound(layout) or _rebuild(layout)
    except OSError as error:
        raise trouble(layout.database, error) from error
    finally:
        lock.release()


def _if_sound(layout: Layout) -> Repair | None:
    """Return a report that nothing was to be done, None where something is."""
    try:
        with closing(opening.open_tables(layout, read_only=True)) as tables:
            head = opening.compare(layout, tables, read_head(layout.head))
            found = verify(tables, layout, head)
            ahead = tables.last()[0] != head.count or layout.journal.stat().st_size != head.journal_size
    except (RecordError, FileNotFoundError):
        return None
    if found.repairable or ahead:
        return None
    lost = tuple(str(problem) for problem in found.problems)
    return Repair(path=layout.database, batches=head.count, head=head.hash, lost=lost)


def _rebuild(layout: Layout) -> Repair:
    """Put a new database and journal together and exchange them for the old."""
    with tempfile.TemporaryDirectory(prefix="suasion-") as scratch:
        old = _what_is_left(layout, Path(scratch))
        try:
            aside: list[Path] = []
            lines, lost = _choose(layout, old, aside)
            restored = _restored(old, lines)
            database = layout.database.with_name(layout.database.name + ".new")
            head = _build(layout, lines, database)
        finally:
            if old.tables is not None:
                old.tables.close()
    _exchange(layout, lines, database, head, aside)
    with closing(opening.open_tables(layout, read_only=True)) as tables:
        found = verify(tables, layout, head)
    lost += [str(problem) for problem in found.problems]
    return Repair(
        path=layout.database, batches=head.count, head=head.hash, restored=restored, lost=tuple(lost),
        set_aside=tuple(aside),
    )  # fmt: skip


def _what_is_left(layout: Layout, scratch: Path) -> _Old:
    """Read whatever can be read of the damaged record, changing nothing in it."""
    old = _Old(head=None, lines={}, stored={}, tables=None)
    with suppress(RecordDamagedError):
        old.head = read_head(layout.head)
    for found in scan(layout.journal):
        if found.line is not None:
            old.lines.setdefault(found.line.n, found.line)
    if layout.database.exists():
        bare = scratch / layout.database.name
        shutil.copyfile(layout.database, bare)  # without its log, which may be what stops it
        for path in (layout.database, bare):
            with suppress(RecordError):
                old.tables = Tables(path, read_only=True)
                break
    if old.tables is not None:
        # A damaged page ends the reading; what came before it is good.
        with suppress(RecordError):
            for batch in stored(old.tables):
                old.stored[batch.n] = batch
    return old


def _choose(layout: Layout, old: _Old, aside: list[Path]) -> tuple[list[Line], list[str]]:
    """Return the lines of the repaired journal, and what is lost.

    A batch is taken from the journal, else from the database, if it follows on the chain. After a loss the
    chain starts anew over what follows, less what rests on the lost.
    """
    acknowledged = old.head.count if old.head is not None else 0
    kept: list[Line] = []
    lost: list[str] = []
    ids: set[str] = set()
    previous = before = GENESIS  # the chain's hash as it is made anew, and as it was
    last = max([acknowledged, *old.lines, *old.stored])
    unheard = old.head is not None and last > acknowledged and last not in old.stored
    if unheard and opening.is_half_a_set(old.lines[last]):
        last -= 1
    for n in range(1, last + 1):
        line = _candidate(n, before, old, broken=bool(lost))
        if line is None:
            lost.append(f"batch {n}: neither the journal nor the database has it")
            continue
        before, body = line.hash, entries.decode(bytes(line.body))
        line, why = _with_rows(layout, old, line, body, aside)
        why = why or (_rests_on_lost(body, ids) if lost else "")
        if why:
            lost.append(f"batch {n}, {_what(body)}: {why}")
            continue
        ids |= _ids(body)
        previous = link(previous, bytes(line.body))
        kept.append(msgspec.structs.replace(line, n=len(kept) + 1, hash=previous))
    return kept, lost


def _candidate(n: int, previous: str, old: _Old, *, broken: bool) -> Line | None:
    """Return batch ``n`` as journal or database have it."""
    found = [old.lines[n]] if n in old.lines else []
    batch = old.stored.get(n)
    if batch is not None and batch.body and not batch.bad_ids:
        found.append(Line(n=n, body=msgspec.Raw(batch.body), hash=batch.hash, added=batch.added, segment=batch.segment))
    following = [line for line in found if link(previous, bytes(line.body)) == line.hash]
    # After a loss the chain before it is unknown; the seal on a line and the ids of rows still vouch for them.
    return next(iter(following or (found if broken else [])), None)


def _with_rows(layout: Layout, old: _Old, line: Line, body: entries.Body, aside: list[Path]) -> tuple[Line, str]:
    """Return the line with a segment that holds its rows, put back from the database where it has to be."""
    if not isinstance(body, entries.ObservationsBody):
        return line, ""
    path = segment_path(layout.segments, str(line.segment))
    if sha256_of(path) == line.segment:
        return line, ""
    if path.exists():
        aside.append(_set_aside(layout, path))
    with suppress(RecordError):
        rows = old.tables.observations_of(line.n) if old.tables is not None else None
        if rows is not None and old.tables is not None and old.tables.identified(rows)[1] == body.digest:
            return msgspec.structs.replace(line, segment=write_segment(layout.segments, rows)), ""
    return line, "its rows are lost, in the segment and in the database"


def _rests_on_lost(body: entries.Body, ids: set[str]) -> str:
    """Return why a batch cannot stand without one that was lost."""
    if isinstance(body, entries.SourceBody):
        return ""
    if isinstance(body, entries.JudgementBody):
        needs = [i for i in (body.judgement.subject, body.judgement.into) if i and not i.startswith("ob-")]
    else:
        needs = [body.source]
    missing = [i for i in needs if i not in ids]
    return f"it rests on {missing[0]}, which is lost" if missing else ""


def _ids(body: entries.Body) -> set[str]:
    """Return the ids that other batches may rest on; observations, which are many, are not followed."""
    if isinstance(body, entries.SourceBody):
        return {body.source.id}
    if isinstance(body, entries.ReadingBody):
        return {entries.statement_id(body.source, statement) for statement in body.statements}
    return set()


def _what(body: entries.Body) -> str:
    if isinstance(body, entries.SourceBody):
        return f"the source {body.source.name}"
    if isinstance(body, entries.JudgementBody):
        return f"a judgement on {body.judgement.subject}"
    return f"{'the rows' if isinstance(body, entries.ObservationsBody) else 'a reading'} of {body.source}"


def _restored(old: _Old, lines: list[Line]) -> tuple[str, ...]:
    """Return what is brought back, from where."""
    said = []
    into_database = [n for n in old.lines if n not in old.stored and n <= len(lines)]
    into_journal = [n for n in old.stored if n not in old.lines and n <= len(lines)]
    if into_database:
        said.append(f"{len(into_database)} of {len(lines)} batches into the database, from the journal")
    if into_journal:
        said.append(f"{len(into_journal)} of {len(lines)} lines into the journal, from the database")
    return tuple(said)


def _build(layout: Layout, lines: list[Line], path: Path) -> Head:
    """Make a new database out of lines, and return the head that belongs to them."""

    def batches() -> Iterator[Batch]:
        previous, end = GENESIS, 0
        for line in lines:
            end += len(write_line(line))
            yield opening.batch_of(layout, line, previous, end)
            previous = line.hash

    with closing(opening.build_database(path)) as tables:
        tables.add_all(batches())
        tables.engine.checkpoint()
    size = sum(len(write_line(line)) for line in lines)
    return Head(count=len(lines), hash=lines[-1].hash if lines else GENESIS, journal_size=size)


def _exchange(layout: Layout, lines: list[Line], database: Path, head: Head, aside: list[Path]) -> None:
    """Put the new files in place, the journal first: cut off at any point, another repair finds all it needs."""
    journal = layout.journal.with_name(layout.journal.name + ".new")
    with journal.open("wb") as file:
        for line in lines:
            file.write(write_line(line))
        file.flush()
        os.fsync(file.fileno())
    if sha256_of(journal) != sha256_of(layout.journal):
        if layout.journal.exists():
            aside.append(_set_aside(layout, layout.journal, keep=True))
        os.replace(journal, layout.journal)  # noqa: PTH105 - as in files.py
    else:
        journal.unlink()
    settle(layout.journal.parent)
    if layout.log.exists():
        aside.append(_set_aside(layout, layout.log))  # before the database: it must not be read into the new one
    if layout.database.exists():
        aside.append(_set_aside(layout, layout.database, keep=True))
    os.replace(database, layout.database)  # noqa: PTH105
    settle(layout.database.parent)
    write_head(layout.head, head)


def _set_aside(layout: Layout, path: Path, *, keep: bool = False) -> Path:
    """Move a file to the folder of damaged files, or with ``keep`` let it stand there as well."""
    make_folder(layout.damaged)
    to = opening.free_name(layout.damaged, path.name)
    if keep:
        shutil.copyfile(path, to)
    else:
        os.replace(path, to)  # noqa: PTH105
    settle(layout.damaged)
    settle(path.parent)
    return to
