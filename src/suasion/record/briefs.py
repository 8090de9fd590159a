"""Briefs that were kept, so that any number or sentence of theirs can be traced later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from suasion.errors import InputError
from suasion.record.dates import stamp
from suasion.record.files import sha256, write_durably

_DIGITS: Final = 16


class KeptBrief(msgspec.Struct, frozen=True, kw_only=True):
    """A brief in the folder of kept briefs. ``kept`` is when it was first kept, in UTC."""

    id: str
    kept: str
    size: int
    path: Path


def keep(folder: Path, data: bytes) -> str:
    """Keep a brief and return its id, ``br-`` and 16 hex digits; the same bytes are one brief.

    Raises
    ------
    InputError
        If it is not a JSON object.
    """
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"The brief is not JSON: {error}. Give what brief.render(..., 'json') returns.") from error
    if not isinstance(found, dict):
        raise InputError("The brief is JSON, but no object. Give what brief.render(..., 'json') returns.")
    digest = sha256(data)
    path = folder / f"{digest}.json"
    if not path.exists():
        write_durably(path, data)
    return _id(digest)


def kept(folder: Path) -> list[KeptBrief]:
    """Return the kept briefs, the newest first."""
    found = []
    for path in folder.glob("*.json") if folder.is_dir() else ():
        about = path.stat()
        moment = datetime.fromtimestamp(about.st_mtime, UTC)
        found.append(
            (-about.st_mtime_ns, KeptBrief(id=_id(path.stem), kept=stamp(moment), size=about.st_size, path=path))
        )
    return [brief for _, brief in sorted(found, key=lambda pair: (pair[0], pair[1].id))]


def is_whole(brief: KeptBrief) -> bool:
    """Return whether a brief is as it was kept."""
    return sha256(brief.path.read_bytes()) == brief.path.stem


def _id(digest: str) -> str:
    return f"br-{digest[:_DIGITS]}"


def objects(brief: KeptBrief) -> Iterator[dict[str, Any]]:
    """Yield every object in a brief, the outer before the inner."""
    waiting: list[Any] = [msgspec.json.decode(brief.path.read_bytes())]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
