"""Checksums: what a server or a publisher says the bytes should hash to, and whether they do."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from email.message import Message
from typing import Final

from suasion.errors import DatasetError

# By length in hex digits, as publishers print them; the names that HTTP gives the same.
_BY_LENGTH: Final = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
_BY_HEADER: Final = {"md5": "md5", "sha": "sha1", "sha-256": "sha256", "sha-512": "sha512"}
_OF_PART: Final = ("Content-MD5", "Content-Digest")  # of the bytes sent; the others are of the whole file

Checksum = tuple[str, str]  # name of the hash as hashlib has it, hex digits


def announced(headers: Message, *, partial: bool = False) -> tuple[Checksum, ...]:
    """Return the checksums that a server's answer names: Repr-Digest, Content-Digest, Digest, Content-MD5.

    Parameters
    ----------
    headers
        Of an answer that is not compressed on its way.
    partial
        Whether the answer is the rest of a file: then those of the rest alone say nothing of the whole.

    Notes
    -----
    RFC 9530 (Repr-Digest, Content-Digest), RFC 3230 (Digest), RFC 1864 (Content-MD5). What cannot be read is left out.
    """
    found: list[Checksum] = []
    for header in ("Repr-Digest", "Content-Digest", "Digest", "Content-MD5"):
        said = headers.get(header)
        if not said or (partial and header in _OF_PART):
            continue
        pairs = [("md5", said)] if header == "Content-MD5" else [part.partition("=")[::2] for part in said.split(",")]
        for name, value in pairs:
            known = _BY_HEADER.get(name.strip().casefold())
            digits = _hex(value.strip().strip(":"))
            if known and digits and _BY_LENGTH.get(len(digits)) == known:
                found.append((known, digits))
    return tuple(found)


def _hex(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).hex()
    except (binascii.Error, ValueError):
        return ""


def why_different(data: bytes, checksums: Iterable[Checksum]) -> str | None:
    """Return how bytes differ from the first checksum that they do not have, None where they have all."""
    for name, digits in checksums:
        found = hashlib.new(name, data, usedforsecurity=False).hexdigest()
        if found != digits:
            return f"its {name} is {found}, not {digits}"
    return None


def checksum(said: str) -> Checksum:
    """Return a checksum as a person gives it: "sha256:HEX", "md5:HEX", or the hex digits alone.

    Raises
    ------
    DatasetError
        If it is none.

    Examples
    --------
    >>> checksum("MD5:d41d8cd98f00b204e9800998ecf8427e")
    ('md5', 'd41d8cd98f00b204e9800998ecf8427e')
    """
    name, _, digits = said.strip().casefold().rpartition(":")
    known = _BY_LENGTH.get(len(digits)) if re.fullmatch("[0-9a-f]+", digits) else None
    if known is None or name.replace("-", "") not in ("", known):
        raise DatasetError(f"{said[:80]!r} is no checksum. Write it as sha256:HEX or md5:HEX, as the publisher has it.")
    return known, digits


def check_file(name: str, data: bytes, said: str) -> None:
    """Refuse a file that does not have the checksum that a person gives.

    Parameters
    ----------
    name
        What errors call the file.
    data
        Its bytes.
    said
        "sha256:HEX", "md5:HEX", or the hex digits alone.

    Raises
    ------
    DatasetError
        If it has another, or ``said`` is none.
    """
    why = why_different(data, [checksum(said)])
    if why:
        raise DatasetError(
            f"{name}: {why}. It was damaged on its way, or is of another release, or is several files bundled (a "
            "checksum is of one): download it again, or take the checksum of that release."
        )
