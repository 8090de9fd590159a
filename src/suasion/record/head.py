"""The head: what was acknowledged, kept outside the database, which opens silently short after a torn log."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from suasion.errors import RecordDamagedError, RecordError
from suasion.record.chain import GENESIS, seal, unseal
from suasion.record.files import write_durably


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The count of acknowledged batches, the hash of their chain, and the journal's size in bytes."""

    format: Literal[1] = 1
    count: int = 0
    hash: str = GENESIS
    journal_size: int = 0


def read_head(path: Path) -> Head | None:
    """Return the head, None where there is none.

    Raises
    ------
    RecordDamagedError
        If the file is not as it was written.
    RecordError
        If a later version of Suasion wrote it.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    bare = unseal(data.removesuffix(b"\n")) if data.endswith(b"\n") else None
    if bare is None:
        raise RecordDamagedError(
            f"{path}: this is not the head that was written. Run `suasion repair` to restore the record."
        )
    try:
        return msgspec.json.decode(bare, type=Head)
    except msgspec.ValidationError as error:
        raise RecordError(f"{path}: a later version of Suasion made this record. Update Suasion to open it.") from error


def write_head(path: Path, head: Head) -> None:
    """Replace the head."""
    write_durably(path, seal(msgspec.json.encode(head)) + b"\n")
