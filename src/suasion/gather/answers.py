"""Answers of language models kept in a folder, so that the same text is not asked about twice.

An entry's name is the hash of all that was asked: prompt, text, settings and model; the key is no part of it. An entry
holds the answer and its hash; one that does not fit is as if it were not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import msgspec

_FORM: Final = 1  # of an entry; other forms are asked anew


class _Entry(msgspec.Struct, frozen=True):
    form: int
    asked: str
    content: str
    sha256: str


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where answers are kept: ``suasion/language-model`` in the user's cache folder (``XDG_CACHE_HOME``)."""
    named = environment.get("XDG_CACHE_HOME")
    folder = Path(named) if named and Path(named).is_absolute() else Path.home() / ".cache"
    return folder / "suasion" / "language-model"


class Answers(msgspec.Struct, frozen=True):
    """Kept answers; ``folder`` None keeps none."""

    folder: Path | None

    def find(self, model: str, asked: dict[str, Any]) -> str | None:
        """Return the answer to what was asked, None where there is none that is whole.

        Parameters
        ----------
        model
            The model's name.
        asked
            All of the request that bears on the answer, as JSON has it.
        """
        if self.folder is None:
            return None
        name = _name(model, asked)
        try:
            entry = msgspec.json.decode((self.folder / f"{name}.json").read_bytes(), type=_Entry)
        except (OSError, msgspec.DecodeError, RecursionError, UnicodeError):
            return None
        is_whole = entry.form == _FORM and entry.asked == name and entry.sha256 == _hash(entry.content)
        return entry.content if is_whole else None

    def keep(self, model: str, asked: dict[str, Any], content: str) -> None:
        """Keep an answer; a folder that cannot be written to costs a second request and nothing else."""
        if self.folder is None:
            return
        name = _name(model, asked)
        entry = msgspec.json.encode(_Entry(_FORM, name, content, _hash(content)))
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Written beside and moved: a second reader never sees half an entry.
            handle, beside = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(entry)
                Path(beside).replace(self.folder / f"{name}.json")
            except OSError:
                Path(beside).unlink(missing_ok=True)
                raise


def _name(model: str, asked: dict[str, Any]) -> str:
    return _hash(json.dumps([model, asked], sort_keys=True))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
