"""What was read so far: kept on the disk document by document, so that a run that ends early loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from suasion.errors import InputError, OutputError

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS readings (key BLOB PRIMARY KEY, rows BLOB NOT NULL, settled INTEGER NOT NULL);
CREATE TEMP TABLE run (place INTEGER PRIMARY KEY, key BLOB, doc TEXT, rows BLOB);
CREATE INDEX temp.run_key ON run (key);
CREATE INDEX temp.run_doc ON run (doc);
"""
# What is read is kept under a key of its content; what is wanted now, in which order, is of this run and not kept.
_IN_ORDER: Final = """
SELECT run.rows, readings.rows FROM temp.run AS run LEFT JOIN readings USING (key) ORDER BY run.place
"""


class Done:
    """The readings of a run and of the interrupted ones before it; one process at a time.

    SQLite keeps them: it survives being killed, and neither the order of the documents nor their readings need
    fit in memory.

    Parameters
    ----------
    path
        The file; made if it does not exist.

    Raises
    ------
    InputError
        If another run holds it, or it is none of ours.
    OutputError
        If it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._place = 0
        try:
            self._base = sqlite3.connect(path, timeout=0, isolation_level=None)
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.executescript(_TABLES)
            # Taken now and kept: a second run must learn of the first one before it has read anything.
            self._base.executescript("BEGIN EXCLUSIVE; COMMIT")
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def want(self, name: str | None, key: bytes | None, rows: bytes | None = None) -> None:
        """Note that a document comes next in the result.

        Parameters
        ----------
        name
            What its statements call it.
        key
            Of its content; None for rows that are all there is.
        rows
            Packed rows that come before its reading.
        """
        self._do("INSERT INTO temp.run VALUES (?, ?, ?, ?)", (self._place, key, name, rows))
        self._place += 1

    def is_wanted(self, key: bytes) -> bool:
        """Return whether this content comes in the result already."""
        return bool(self._do("SELECT 1 FROM temp.run WHERE key = ?", (key,)))

    def is_called(self, name: str) -> bool:
        """Return whether a document of that name comes in the result already."""
        return bool(self._do("SELECT 1 FROM temp.run WHERE doc = ? LIMIT 1", (name,)))

    def rows(self, key: bytes) -> bytes | None:
        """Return the reading of some content, None if it was not read, or something kept us from it."""
        found = self._do("SELECT rows FROM readings WHERE key = ? AND settled", (key,))
        return found[0][0] if found else None

    def keep(self, key: bytes, rows: bytes, *, settled: bool) -> None:
        """Keep a reading; it is on the disk when this returns."""
        self._do("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (key, rows, settled))

    def in_order(self) -> Iterator[bytes]:
        """Yield the packed rows of this run, in the order of its documents."""
        try:
            for own, reading in self._base.execute(_IN_ORDER):
                yield from (rows for rows in (own, reading) if rows is not None)
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def close(self, *, remove: bool = False) -> None:
        """Let go of the file; with ``remove`` delete it."""
        self._base.close()
        if remove:
            for ending in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def _do(self, order: str, values: tuple[object, ...]) -> list[tuple[bytes]]:
        try:
            return self._base.execute(order, values).fetchall()
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def _trouble(self, error: sqlite3.Error) -> InputError | OutputError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return InputError(f"{self.path}: another run writes there. Wait for its end, or name another --out.")
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return InputError(
                f"{self.path}: this is not what an earlier run left, or damaged. Delete it to begin anew."
            )
        if code == sqlite3.SQLITE_CANTOPEN:
            return InputError(f"{self.path}: cannot be made. Name a folder with --out in which you may write.")
        return OutputError(f"{self.path}: {error}. Free some space or check the disk; what was read so far is kept.")
