"""The bytes of documents, from paths, patterns, folders, addresses and standard input."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from suasion.codebook import Problem
from suasion.errors import AddressError

MAX_BYTES: Final = 50_000_000  # one document; larger ones are archives or data sets, not documents
MAX_NAME: Final = 80  # characters of a name that is repeated in a message


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes as they came, with what the way they came says of them."""

    name: str
    data: bytes
    address: str | None = None
    media_type: str | None = None


def open_inputs(wanted: Sequence[str]) -> Iterator[Input | Problem]:
    """Yield the bytes of each document asked for, or the problem that kept it.

    Parameters
    ----------
    wanted
        Paths, patterns such as ``notes/*.txt``, folders (all files in them), http and https addresses, and
        ``-`` for standard input. Files of a pattern or folder come in the order of their names.
    """
    for item in wanted:
        if item == "-":
            yield _checked("standard input", sys.stdin.buffer.read(MAX_BYTES + 1))
        elif "://" in item:
            yield _from_address(item)
        else:
            yield from _from_files(item)


def count_inputs(wanted: Sequence[str]) -> int:
    """Return how many documents are asked for, without opening them; what names no file counts as one.

    Parameters
    ----------
    wanted
        As for `open_inputs`. A folder without files counts as none.
    """
    return sum(1 if item == "-" or "://" in item else len(_files(item)) or not _is_folder(item) for item in wanted)


def _from_address(address: str) -> Input | Problem:
    from suasion.gather.web import get  # the network is loaded only when an address is asked for

    try:
        fetched = get(address, max_bytes=MAX_BYTES)
    except AddressError as error:
        return Problem(input=address, reason=str(error).removeprefix(f"{address}: "))
    name = fetched.address.rstrip("/").rsplit("/", 1)[-1].split("?")[0] or "page"
    return Input(name=name, data=fetched.data, address=fetched.address, media_type=fetched.media_type)


def _from_files(item: str) -> Iterator[Input | Problem]:
    paths = _files(item)
    if not paths:
        name = item if len(item) <= MAX_NAME else item[:MAX_NAME] + "..."
        yield Problem(input=name, reason="no such file.", remedy="Check the path; quote a pattern as 'notes/*.txt'.")
    for found in paths:
        try:
            with found.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            reason = f"cannot be read ({error.strerror})."
            yield Problem(input=str(found), reason=reason, remedy="Check its permissions.")
            continue
        yield _checked(found.name, data)


def _is_folder(item: str) -> bool:
    try:
        return Path(item).is_dir()
    except (OSError, ValueError):
        return False


def _files(item: str) -> list[Path]:
    """Return the files that are meant, none where it is a name that no system could hold."""
    try:
        return _paths(item)
    except (OSError, ValueError):
        return []


def _paths(item: str) -> list[Path]:
    """Return the files that a path, a folder or a pattern names."""
    path = Path(item)
    if path.is_dir():
        return sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
    if path.exists():
        return [path]
    # Path.glob knows no absolute patterns.
    return sorted(Path(p) for p in glob.glob(item, recursive=True) if Path(p).is_file())  # noqa: PTH207


def _checked(name: str, data: bytes) -> Input | Problem:
    if not data:
        return Problem(input=name, reason="is empty.", remedy="Give a file with text in it.")
    if len(data) > MAX_BYTES:
        return Problem(
            input=name,
            reason=f"is larger than {MAX_BYTES // 1_000_000} MB.",
            remedy="Split it, or gather it as a data set.",
        )
    return Input(name=name, data=data)
