"""What has come of a file so far, so that a download that broke off goes on where it was."""

from __future__ import annotations

import hashlib
import http.client
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class _Note(msgspec.Struct, frozen=True):
    """What stands beside the bytes on the disk: which version they are of, and their hash."""

    version: str
    sha256: str


class Partial:
    """The first bytes of a file, and which version of it they are of.

    ``version`` is the server's strong ETag or its date of last change, empty where it gives neither: then nothing can
    be gone on with, since the file may have changed.
    """

    def __init__(self, data: bytes = b"", version: str = "") -> None:
        self.data = bytearray(data)
        self.version = version

    def headers(self) -> dict[str, str]:
        """Return what to ask for: the rest, if the file is still of the same version; uncompressed, to count bytes."""
        asked = {"Accept-Encoding": "identity"}
        if self.data and self.version:
            asked |= {"Range": f"bytes={len(self.data)}-", "If-Range": self.version}
        return asked

    def begin(self, response: http.client.HTTPResponse) -> int | None:
        """Make ready for an answer's bytes; return the whole file's size where the answer is the rest of it.

        Raises
        ------
        http.client.HTTPException
            If the answer is another part than the one that was asked for.
        """
        if response.status != http.client.PARTIAL_CONTENT:
            self.forget()
            tag = response.headers.get("ETag", "")
            self.version = tag if tag.startswith('"') else response.headers.get("Last-Modified", "")
            return None
        said = _RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
        if said is None or int(said[1]) != len(self.data):
            self.forget()
            raise http.client.HTTPException("another part was sent than the one asked for")
        return None if said[2] == "*" else int(said[2])

    def forget(self) -> None:
        """Begin anew."""
        self.data.clear()
        self.version = ""

    def save(self, path: Path) -> None:
        """Keep it for a later run, where it can be gone on with; a disk that refuses is no failure of the download."""
        if not (self.data and self.version):
            return
        note = _Note(version=self.version, sha256=hashlib.sha256(self.data).hexdigest())
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.data)
            path.with_suffix(".json").write_bytes(msgspec.json.encode(note))

    @classmethod
    def kept(cls, path: Path) -> Partial:
        """Return what an earlier run kept, nothing where that is not whole."""
        with suppress(OSError, msgspec.DecodeError, UnicodeError):
            note = msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=_Note)
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == note.sha256:
                return cls(data, note.version)
        return cls()

    @staticmethod
    def drop(path: Path) -> None:
        """Take away what was kept."""
        with suppress(OSError):
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
