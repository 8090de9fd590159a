"""Undoing what a web server compressed, piece by piece, so that no page can swell beyond what is allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB: Final = zlib.MAX_WBITS
_RAW: Final = -zlib.MAX_WBITS
_PIECE: Final = 262_144  # bytes unpacked at a time
CODINGS: Final = {"": None, "identity": None, "gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


class Decompressor:
    """What is left to unpack of one body.

    Parameters
    ----------
    coding
        The Content-Encoding, one of `CODINGS`.
    """

    def __init__(self, coding: str) -> None:
        self._window = CODINGS[coding]
        self._engine = zlib.decompressobj(self._window) if self._window is not None else None
        self._begun = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a chunk unpacks to, in pieces; the caller stops when it has enough.

        Raises
        ------
        zlib.error
            If the chunk is not what the coding says.
        """
        if self._engine is None:
            yield chunk
            return
        engine = self._engine
        rest = chunk
        while rest:
            if engine.eof:  # gzip allows several members in a row
                engine = self._engine = zlib.decompressobj(_GZIP)
            try:
                piece = engine.decompress(rest, _PIECE)
            except zlib.error:
                if self._begun or self._window != _ZLIB:
                    raise
                # "deflate" means zlib, but some servers send it bare.
                engine = self._engine = zlib.decompressobj(_RAW)
                self._window = _RAW
                piece = engine.decompress(rest, _PIECE)
            self._begun = True
            rest = engine.unused_data if engine.eof else engine.unconsumed_tail
            if engine.eof and self._window != _GZIP:
                rest = b""
            if piece:
                yield piece

    def is_whole(self) -> bool:
        """Return whether all came that the coding announces."""
        return self._engine is None or self._engine.eof
