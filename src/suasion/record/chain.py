"""The chain over batches, and the seal on what is written outside the database.

The chain hash covers what was appended and nothing else, so the same batches in the same order have the
same hash on any machine and at any time. The seal covers every byte of a line, so no flipped bit passes.
"""

from __future__ import annotations

import hashlib
from typing import Final

GENESIS: Final = hashlib.sha256(b"suasion record 1").hexdigest()  # the hash before the first batch

_MARK: Final = b',"seal":"'
_SEAL_DIGITS: Final = 16


def link(previous: str, body: bytes) -> str:
    """Return the chain's hash after a batch.

    Parameters
    ----------
    previous
        The hash before it, GENESIS for the first.
    body
        The batch in canonical JSON.

    Examples
    --------
    >>> link(GENESIS, b"{}") == link(GENESIS, b"{}") != link(GENESIS, b"[]")
    True
    """
    return hashlib.sha256(previous.encode() + b"\n" + body).hexdigest()


def _seal(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest()[:_SEAL_DIGITS].encode()


def seal(data: bytes) -> bytes:
    """Return a JSON object with one more field, ``seal``, over all the others.

    Examples
    --------
    >>> seal(b'{"a":1}')
    b'{"a":1,"seal":"015abd7f5cc57a2d"}'
    """
    return data[:-1] + _MARK + _seal(data) + b'"}'


def unseal(data: bytes) -> bytes | None:
    """Return the object without its seal; None where it is not exactly what was sealed.

    Examples
    --------
    >>> unseal(seal(b'{"a":1}'))
    b'{"a":1}'
    >>> unseal(seal(b'{"a":1}').replace(b"1", b"3", 1)) is None
    True
    """
    at = data.rfind(_MARK)
    if at < 0:
        return None
    bare = data[:at] + b"}"
    return bare if data[at:] == _MARK + _seal(bare) + b'"}' else None
