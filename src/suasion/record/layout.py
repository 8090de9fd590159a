"""Where a record and the files beside it lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec

from suasion.errors import InputError

VARIABLE: Final = "SUASION_RECORD"


def default_path() -> Path:
    """Return where the record is when nothing else is said.

    ``SUASION_RECORD`` if it is set, else ``suasion/record.duckdb`` in the user's data folder
    (``XDG_DATA_HOME``, by default ``~/.local/share``).
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser()
    data = os.environ.get("XDG_DATA_HOME")
    # The XDG rules say that a relative path there is to be ignored.
    folder = Path(data) if data and Path(data).is_absolute() else Path.home() / ".local" / "share"
    return folder / "suasion" / "record.duckdb"


class Layout(msgspec.Struct, frozen=True):
    """The files of one record: all stand beside the database and share its stem."""

    database: Path

    @classmethod
    def of(cls, path: str | Path | None) -> Layout:
        """Return the layout of the record at ``path``, None meaning ``default_path()``."""
        database = Path(path).expanduser() if path is not None else default_path()
        database = Path(os.path.abspath(database))  # noqa: PTH100 - resolve() would follow a link to the database
        if database.is_dir():
            raise InputError(
                f"{database} is a folder. Name a file for the record, for example {database}/record.duckdb."
            )
        return cls(database)

    def _beside(self, ending: str) -> Path:
        name = self.database.name
        stem = name.removesuffix(".duckdb").removesuffix(".db") or name
        return self.database.with_name(stem + ending)

    @property
    def log(self) -> Path:
        """DuckDB's own write-ahead log."""
        return self.database.with_name(self.database.name + ".wal")

    @property
    def journal(self) -> Path:
        """What was appended, one JSON object a line."""
        return self._beside(".journal.jsonl")

    @property
    def head(self) -> Path:
        """How many batches were acknowledged, and the hash of their chain."""
        return self._beside(".head.json")

    @property
    def sources(self) -> Path:
        """The bytes of each source, by SHA-256."""
        return self._beside(".sources")

    @property
    def segments(self) -> Path:
        """The rows of data sets, as Parquet, by SHA-256."""
        return self._beside(".segments")

    @property
    def briefs(self) -> Path:
        """Briefs that were kept."""
        return self._beside(".briefs")

    @property
    def lock(self) -> Path:
        """Held by the one writer, or shared by readers."""
        return self._beside(".lock")

    @property
    def damaged(self) -> Path:
        """What a repair or a crash set aside; nothing in it is ever deleted by us."""
        return self._beside(".damaged")
