"""Downloading a publisher's file: again after a while where the server is busy, and on from where it broke off."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from suasion.errors import AddressError
from suasion.gather.answers import cache_folder
from suasion.gather.checksums import why_different
from suasion.gather.partial import Partial

TIMEOUT_SECONDS: Final = 600.0  # for a file of hundreds of megabytes on a slow line
MAX_BYTES: Final = 500_000_000  # one file of a publisher
ATTEMPTS: Final = 5
FIRST_PAUSE_SECONDS: Final = 2.0  # before the second attempt; doubled before each that follows
LONGEST_PAUSE_SECONDS: Final = 120.0  # a server that asks for more is left until a person tries again
SPACING_SECONDS: Final = 1.0  # between two requests to one host: publishers' services allow 60 a minute and more

_last_asked: dict[str, float] = {}


def download(
    address: str, *, folder: Path | None = None, get: Callable[..., object] | None = None,
    pause: Callable[[float], None] | None = None,
) -> bytes:  # fmt: skip
    """Return a file from a publisher's address, whole and unchanged.

    Parameters
    ----------
    address
        An http or https address on the public internet.
    folder
        Where what came of a file that broke off is kept for the next run; None is ``suasion/downloads`` in the user's
        cache folder.
    get
        Asks once; None is `suasion.gather.web.get`.
    pause
        Waits some seconds; None is `time.sleep`.

    Raises
    ------
    AddressError
        If the address may not be fetched, does not answer with a file after five attempts, asks to wait for more
        than two minutes, or if the bytes do not have the checksum that the server names.
    """
    from suasion.gather.web import PassingError
    from suasion.gather.web import get as get_once

    ask, wait = get or get_once, pause or time.sleep
    path = (folder or cache_folder().parent / "downloads") / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.part"
    part = Partial.kept(path)
    try:
        for attempt in range(1, ATTEMPTS + 1):
            _take_turn(address, wait)
            try:
                data = _asked(address, ask, part)
            except PassingError as error:
                seconds = error.after_seconds or FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)
                if seconds > LONGEST_PAUSE_SECONDS:
                    raise AddressError(f"{error} The server asks to wait {seconds / 60:,.0f} minutes.") from error
                if attempt == ATTEMPTS:
                    raise AddressError(f"{error} It was tried {ATTEMPTS} times.") from error
                wait(seconds)
            else:
                Partial.drop(path)
                return data
    except BaseException:  # an interrupt too: the next run goes on from here
        part.save(path)
        raise
    raise AssertionError("unreachable")  # pragma: no cover - the last attempt returns or raises


def _asked(address: str, ask: Callable[..., object], part: Partial) -> bytes:
    """Return what one request brings, checked against what the server says of it."""
    from suasion.gather.web import PassingError

    fetched = ask(address, max_bytes=MAX_BYTES, timeout_seconds=TIMEOUT_SECONDS, part=part)
    data: bytes = fetched.data  # type: ignore[attr-defined]
    why = why_different(data, fetched.checksums)  # type: ignore[attr-defined]
    if why:
        part.forget()
        raise PassingError(f"{address}: came damaged: {why}, as the server says it should be.")
    return data


def _take_turn(address: str, wait: Callable[[float], None]) -> None:
    """Wait until the host may be asked again."""
    host = urlsplit(address).hostname or ""
    left = _last_asked.get(host, -SPACING_SECONDS) + SPACING_SECONDS - time.monotonic()
    if left > 0:
        wait(left)
    _last_asked[host] = time.monotonic()
