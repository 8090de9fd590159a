"""The record: the append-only store of sources, statements, observations and judgements."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from suasion.codebook import Judgement, Source, Statement
from suasion.errors import InputError, RecordError, UnknownEvidenceError
from suasion.record import (
    appending,
    briefs,
    dates,
    entries,
    export,
    intake,
    opening,
    originals,
    readers,
    repair,
    trace,
    verification,
    views,
)
from suasion.record.appending import Addition
from suasion.record.briefs import KeptBrief
from suasion.record.decisions import check_judgement
from suasion.record.export import ExportFormat, ExportKind
from suasion.record.layout import Layout
from suasion.record.opening import Opened
from suasion.record.repair import Repair
from suasion.record.segments import write_segment
from suasion.record.tables import Tables
from suasion.record.trace import Trace
from suasion.record.verification import Verification


class Appended(msgspec.Struct, frozen=True, kw_only=True):
    """What an append did: entries added, entries that were there already, and the chain's hash after it."""

    added: int
    already: int
    head: str


class Record:
    """An open record; open one with ``Record.open``, and close it, best by ``with``.

    Threads may share it; they take turns.
    """

    def __init__(self, parts: Opened, clock: Callable[[], datetime]) -> None:
        self._parts = parts
        self._layout = parts.layout
        self._clock = clock
        self._turn = threading.RLock()

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        read_only: bool = False,
        *,
        wait_seconds: float = 1.0,
        clock: Callable[[], datetime] = dates.now,
    ) -> Record:
        """Return the record at a path, made if there is none.

        Parameters
        ----------
        path
            The database file; None for ``default_path()``.
        read_only
            Open at once, beside a writer too, and see all that was acknowledged by then.
        wait_seconds
            How long to wait for another writer, or for readers, to finish.
        clock
            The present; entries say when they were added.

        Raises
        ------
        RecordLockedError
            If another process holds the record longer than that. The message has its id and what to do.
        RecordDamagedError
            If database, journal and head disagree, as after a torn log; ``Record.repair`` restores.
        RecordError
            If there is no record to read, the file is something else, or the system refuses it.
        """
        layout = Layout.of(path)
        parts = readers.open_for_reading(layout) if read_only else opening.open_for_writing(layout, wait_seconds)
        return cls(parts, clock)

    @staticmethod
    def repair(path: str | Path | None = None, *, wait_seconds: float = 1.0) -> Repair:
        """Restore a damaged record from its journal; see ``suasion.record.repair.repair``."""
        return repair.repair(Layout.of(path), wait_seconds)

    @property
    def path(self) -> Path:
        """The database file."""
        return self._layout.database

    @property
    def head(self) -> str:
        """The chain's hash: the same entries in the same order have the same on any machine."""
        return self._parts.head.hash

    @property
    def count(self) -> int:
        """The number of acknowledged batches."""
        return self._parts.head.count

    def close(self) -> None:
        """Close the record; a closed one can be closed again."""
        with self._turn:
            appending.close(self._parts)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # Appending

    def append_source(self, source: Source, data: bytes) -> Appended:
        """Append a source and keep its bytes; the same bytes are there already, whatever else differs.

        Raises
        ------
        InputError
            If its hash, size or date is not right.
        RecordError
            If it could not be written; nothing was recorded then.
        """
        with self._turn:
            tables = self._writable()
            source = intake.checked_source(source, data)
            originals.keep_original(self._layout.sources, source.sha256, data)
            if tables.has(source.id):
                return Appended(added=0, already=1, head=self.head)
            return self._append(Addition(body=entries.SourceBody(source)), added=1, already=0)

    def append_reading(self, source_id: str, reader: str, statements: Sequence[Statement]) -> Appended:
        """Append all statements that a reader found in a source; they take the place of its earlier reading.

        Parameters
        ----------
        source_id
            A document that was appended.
        reader
            Which reader, and its version.
        statements
            What it found in ``Record.text(source_id)``; none is a finding too. A claim coded twice is one.

        Raises
        ------
        UnknownEvidenceError
            If there is no such source.
        InputError
            If a quote is not at its place in the text, or a field not as the codebook says.
        RecordError
            If it could not be written; nothing was recorded then.
        """
        with self._turn:
            tables = self._writable()
            checked = intake.checked_statements(source_id, self.text(source_id), statements)
            if tables.reading_is_there(source_id, reader, entries.reading_digest(source_id, checked)):
                return Appended(added=0, already=len(checked), head=self.head)
            already = tables.how_many_are_there(source_id, [entries.statement_id(source_id, s) for s in checked])
            body = entries.ReadingBody(source_id, reader, checked)
            return self._append(Addition(body=body), added=len(checked) - already, already=already)

    def append_observations(self, source: Source, data: bytes, rows: Any) -> Appended:
        """Append a data set: its source, and all its rows, which take the place of its earlier rows.

        Parameters
        ----------
        source
            The data set.
        data
            Its bytes as received.
        rows
            All its rows, an Arrow table in OBSERVATION_SCHEMA; the ids are given here.

        Raises
        ------
        InputError
            If the source or a row is not as the codebook says; the message has the row's place.
        RecordError
            If it could not be written; nothing was recorded then, not the source either.
        """
        with self._turn:
            tables = self._writable()
            rows = intake.checked_rows(source, rows)
            source = intake.checked_source(source, data)
            originals.keep_original(self._layout.sources, source.sha256, data)
            rows, digest = tables.identified(rows)
            if tables.reading_is_there(source.id, "", digest):
                return Appended(added=0, already=rows.num_rows, head=self.head)
            already = tables.how_many_are_there(source.id, rows["id"])
            segment = write_segment(self._layout.segments, rows)
            body = entries.ObservationsBody(source.id, rows.num_rows, digest)
            both = [] if tables.has(source.id) else [Addition(body=entries.SourceBody(source))]
            both.append(Addition(body=body, rows=rows, segment=segment))
            return self._append(*both, added=rows.num_rows - already, already=already)

    def append_judgement(self, judgement: Judgement) -> Appended:
        """Append a person's decision about a statement, an observation or a source.

        Raises
        ------
        UnknownEvidenceError
            If its subject, or the entry to merge into, is not in the record.
        InputError
            If it does not make sense; see ``suasion.record.decisions.check_judgement``.
        RecordError
            If it could not be written; nothing was recorded then.
        """
        with self._turn:
            tables = self._writable()
            judgement = intake.checked_judgement(judgement)
            if tables.has(entries.judgement_id(judgement)):
                return Appended(added=0, already=1, head=self.head)
            subject = self._subject(judgement.subject)
            if judgement.into is not None:
                self._subject(judgement.into)
            check_judgement(judgement, subject, [j for _, j, _ in tables.judgements()])
            return self._append(Addition(body=entries.JudgementBody(judgement)), added=1, already=0)

    def _append(self, *additions: Addition, added: int, already: int) -> Appended:
        appending.append(self._parts, additions, dates.stamp(self._clock()))
        return Appended(added=added, already=already, head=self.head)

    def _writable(self) -> Tables:
        """Return the tables, if they may be appended to."""
        if self._parts.journal is None or self._parts.unusable:
            why = self._parts.unusable or "it was opened for reading"
            raise RecordError(f"{self.path}: nothing can be appended, since {why}. Open it again for writing.")
        return self._parts.tables

    def _readable(self) -> Tables:
        """Return the tables, if they can be read."""
        if self._parts.unusable:
            raise RecordError(f"{self.path}: nothing can be read, since {self._parts.unusable}. Open it again.")
        return self._parts.tables

    def _subject(self, entry: str) -> dict[str, Any]:
        """Return the entry that a judgement is about."""
        found = self._parts.tables.entry(entry) if entry[:2] != "ju" else None
        if found is None:
            raise UnknownEvidenceError(
                f"{entry}: the record has no such statement, observation or source. Take the id from a brief or a view."
            )
        return found

    # Views

    def sources(self, as_of: str | None = None, history: bool = False) -> Any:
        """Return the sources as an Ibis table: SOURCE_SCHEMA, then ``known``, ``added``, ``confirmed``.

        Parameters
        ----------
        as_of
            An ISO date: what was known by its end. A source is known from its day of publication (the last day
            of a month or year), else from the day it was added; a judgement from its ``when``. None: all.
        history
            Entries as they were recorded, before any judgement.
        """
        with self._turn:
            return views.sources(self._readable(), as_of, history)

    def statements(self, as_of: str | None = None, history: bool = False) -> Any:
        """Return the statements as an Ibis table: STATEMENT_SCHEMA, then ``known``, ``added``, ``confirmed``.

        Those of each source's newest reading, judgements applied: entries rejected or merged into another are
        gone, with all of a source that is, and corrected fields are as corrected.

        Parameters
        ----------
        as_of
            An ISO date: what was known by its end, a statement being known when its source is. None: all.
        history
            All readings, before any judgement; an id that several readings share stands once for each.
        """
        with self._turn:
            return views.statements(self._readable(), as_of, history)

    def observations(self, as_of: str | None = None, history: bool = False) -> Any:
        """Return the observations as an Ibis table in OBSERVATION_SCHEMA, judgements applied.

        Where a data set has several releases, the last that has a figure gives it: releases are sources with
        the same publisher and name, and a figure has the same indicator, parties, item, years and date.

        Parameters
        ----------
        as_of
            An ISO date: the rows known by its end; a row that does not say is known when its source is. None: all.
        history
            All rows of all releases, before any judgement.
        """
        with self._turn:
            return views.observations(self._readable(), as_of, history)

    def holdings(self) -> list[dict[str, Any]]:
        """Return the data sets held, a source each in the order of appending, less those that a person rejected.

        Each has id, name, title, publisher, published, licence, sha256 and added as in ``sources``; rows (of its newest
        reading), first_year, last_year and last_known of them, None where it has no row.
        """
        with self._turn:
            tables = self._readable()
            return tables.engine.run(views.holdings(tables)).to_pylist()  # type: ignore[no-any-return]

    def judgements(self, as_of: str | None = None) -> Any:
        """Return the judgements taken by a day as an Ibis table: JUDGEMENT_SCHEMA, then ``added``."""
        with self._turn:
            return views.judgements(self._readable(), as_of)

    def run(self, expression: Any) -> Any:
        """Return what an Ibis expression over these views gives, as an Arrow table.

        Raises
        ------
        RecordError
            If the expression cannot be run, or the database is damaged.
        """
        with self._turn:
            return self._readable().engine.run(expression)

    # Looking up

    def text(self, source_id: str) -> str:
        """Return the text of a document, to which the offsets of its statements refer.

        Raises
        ------
        UnknownEvidenceError
            If there is no such source.
        InputError
            If the source is a data set.
        """
        text, _ = self._document(source_id)
        if text is None:
            raise InputError(f"{source_id} is a data set and has no text. Ask for its bytes (Record.data).")
        return text

    def data(self, source_id: str) -> bytes:
        """Return the bytes of a source as they were received.

        Raises
        ------
        UnknownEvidenceError
            If there is no such source.
        RecordDamagedError
            If its bytes are gone or changed.
        """
        return originals.read_original(self._layout.sources, self._document(source_id)[1])

    def _document(self, source_id: str) -> tuple[str | None, str]:
        with self._turn:
            found = self._readable().document(source_id)
        if found is None:
            raise UnknownEvidenceError(f"{source_id}: the record has no such source. Append the document first.")
        return found

    def newest_reading(self, source_id: str) -> tuple[str, int] | None:
        """Return which reader read a document last and how many statements it found; None if none has."""
        with self._turn:
            return self._readable().newest_reading(source_id)

    def trace(self, id: str) -> Trace:
        """Return where a statement, observation, source, judgement, estimate or sentence comes from.

        Parameters
        ----------
        id
            ``st-``, ``ob-``, ``so-`` or ``ju-`` and 16 hex digits for an entry of this record; ``es-`` or ``se-``
            for a number or sentence of a brief that was kept.

        Raises
        ------
        UnknownEvidenceError
            If it is no id, or nothing here has it.
        """
        with self._turn:
            return trace.trace(self._readable(), self._layout, id)

    def verify(self) -> Verification:
        """Return whether rows, chain, journal, head, segments, the bytes of sources and kept briefs agree."""
        with self._turn:
            return verification.verify(self._readable(), self._layout, self._parts.head)

    # Briefs and exports

    def keep_brief(self, brief_json: bytes) -> str:
        """Keep a brief beside the record, so that it can be traced, and return its id, ``br-`` and 16 hex digits.

        Raises
        ------
        InputError
            If it is not a JSON object.
        """
        return briefs.keep(self._layout.briefs, brief_json)

    def briefs(self) -> list[KeptBrief]:
        """Return the kept briefs, the newest first."""
        return briefs.kept(self._layout.briefs)

    def export(
        self,
        kind: ExportKind,
        to: str | Path | BinaryIO,
        format: ExportFormat = "jsonl",
        *,
        as_of: str | None = None,
        history: bool = False,
        with_ids: bool = False,
        guard: bool = False,
    ) -> int:
        """Write entries in a fixed order, and return how many.

        Parameters
        ----------
        kind
            "statements" (in the fields of EXPORT_FIELDS), "observations", "sources", "judgements" or "all".
        to
            A file or an open binary stream; for "all" a folder, which gets a file a kind, or a stream for JSON
            Lines, where each line begins with its kind as ``entry``.
        format
            "csv", "jsonl" or "parquet".
        as_of, history
            As in ``statements``.
        with_ids
            Statements with their id, source, ``known``, ``added`` and ``confirmed`` too.
        guard
            Put a quote mark before each text that a spreadsheet would take for a formula (CSV).

        Raises
        ------
        InputError
            If there is no such kind or format, or "all" is to go to a stream in another format.
        RecordError
            If the file cannot be written.
        """
        export.check(kind, format, to)
        kinds = ("statements", "observations", "sources", "judgements") if kind == "all" else (kind,)
        total = 0
        for name in kinds:
            table = self._exported(name, as_of, history, with_ids)
            table = export.guarded(table) if guard and format == "csv" else table
            if isinstance(to, str | Path):
                export.write_file(table, Path(to) / f"{name}.{format}" if kind == "all" else Path(to), format)
            else:
                export.write(table, to, format, tag=name.removesuffix("s") if kind == "all" else None)
            total += table.num_rows
        return total

    def _exported(self, kind: str, as_of: str | None, history: bool, with_ids: bool) -> Any:
        view = self.judgements(as_of) if kind == "judgements" else getattr(self, kind)(as_of, history)
        return export.columns_of(kind, export.in_order(kind, self.run(view)), with_ids)
