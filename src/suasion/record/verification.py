"""Verifying: every row's hash against the chain, the journal and the head, and every kept file's bytes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

import msgspec

from suasion.codebook import Problem
from suasion.errors import RecordDamagedError, RecordError
from suasion.record import briefs, originals
from suasion.record.chain import GENESIS, link
from suasion.record.files import sha256_of
from suasion.record.head import Head, read_head
from suasion.record.journal import scan
from suasion.record.layout import Layout
from suasion.record.segments import segment_path
from suasion.record.stored import Stored, stored
from suasion.record.tables import Tables

REPAIR: Final = "Run `suasion repair`"


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What a verification counted and what it found wrong."""

    batches: int
    sources: int
    statements: int
    observations: int
    judgements: int
    head: str
    problems: tuple[Problem, ...] = ()

    @property
    def repairable(self) -> bool:
        """Whether a repair can mend what is wrong: bytes of a source it cannot bring back."""
        return any(REPAIR in str(problem) for problem in self.problems)

    @property
    def ok(self) -> bool:
        """Whether all agrees."""
        return not self.problems


def verify(tables: Tables, layout: Layout, head: Head) -> Verification:
    """Return whether database, chain, journal, head, segments, sources and briefs agree; see ``Record.verify``."""
    problems = [*_check_head(layout, head), *_check_journal(layout, head), *_check_batches(tables, layout, head)]
    counts = {"sources": 0, "statements": 0, "observations": 0, "judgements": 0}
    try:
        counts = tables.counts()
        problems += _check_originals(tables, layout)
    except RecordError as error:
        problems.append(_problem(layout.database.name, None, str(error)))
    problems += [
        Problem(input=brief.path.name, reason="the kept brief was changed", remedy="Make the brief again.")
        for brief in briefs.kept(layout.briefs)
        if not briefs.is_whole(brief)
    ]
    return Verification(batches=head.count, head=head.hash, problems=tuple(problems), **counts)


def _problem(name: str, place: str | None, reason: str) -> Problem:
    return Problem(input=name, place=place, reason=reason, remedy=None if REPAIR in reason else f"{REPAIR}.")


def _check_head(layout: Layout, head: Head) -> Iterator[Problem]:
    try:
        found = read_head(layout.head)
    except RecordDamagedError as error:
        yield _problem(layout.head.name, None, str(error))
        return
    if found is None or found.count < head.count or (found.count == head.count and found != head):
        yield _problem(layout.head.name, None, "the head is gone, or has gone back.")


def _check_journal(layout: Layout, head: Head) -> Iterator[Problem]:
    """Read the journal from its first line to the head."""
    hash_, n, end = GENESIS, 0, 0
    for found in scan(layout.journal, 0, head.journal_size):
        end, n = found.end, n + 1
        line = found.line
        if line is None or line.n != n or link(hash_, bytes(line.body)) != line.hash:
            yield _problem(layout.journal.name, f"line {n}", "this is not the line that was written.")
            return
        hash_ = line.hash
    if (n, hash_, end) != (head.count, head.hash, head.journal_size):
        yield _problem(layout.journal.name, f"line {n}", f"the journal does not lead to the head, at {head.count}.")


def _check_batches(tables: Tables, layout: Layout, head: Head) -> Iterator[Problem]:
    """Make each batch anew from its rows, and hold it against the chain and the journal."""
    name, hash_, n = layout.database.name, GENESIS, 0
    lines = scan(layout.journal, 0, head.journal_size)
    try:
        for batch, found in zip_longest(_up_to(head.count, stored(tables)), lines):
            if batch is None:
                break
            n += 1
            if batch.n != n or link(hash_, batch.body) != batch.hash or batch.bad_ids:
                yield _problem(name, f"batch {n}", "its rows are not those that were recorded.")
                return
            line = found.line if found else None
            noted = (batch.hash, batch.added, batch.segment, batch.journal_end)
            if line is not None and found and noted != (line.hash, line.added, line.segment, found.end):
                yield _problem(name, f"batch {n}", "the journal has it otherwise.")
                return
            if batch.segment and sha256_of(segment_path(layout.segments, batch.segment)) != batch.segment:
                yield _problem(f"{batch.segment}.parquet", f"batch {n}", "these are not the rows that were recorded.")
            hash_ = batch.hash
    except RecordError as error:
        yield _problem(name, f"batch {n + 1}", str(error))
        return
    if (n, hash_) != (head.count, head.hash):
        yield _problem(name, f"batch {n}", f"the database does not lead to the head, at {head.count}.")


def _up_to(count: int, batches: Iterator[Stored]) -> Iterator[Stored]:
    """Yield the batches that are acknowledged."""
    for batch in batches:
        if batch.n > count:
            return
        yield batch


def _check_originals(tables: Tables, layout: Layout) -> Iterator[Problem]:
    for id_, name, digest in tables.engine.rows("SELECT id, name, sha256 FROM sources ORDER BY batch"):
        if not originals.original_is_whole(layout.sources, digest):
            reason = f"the bytes of {name} are gone or changed."
            yield Problem(input=id_, reason=reason, remedy="Add the same document or data set again.")
