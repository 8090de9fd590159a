"""Fetching one page from the public web: the only door through which an address given by anyone is opened."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from email.message import Message
from email.utils import parsedate, parsedate_to_datetime
from importlib.metadata import version
from typing import Final
from urllib.parse import urljoin

import msgspec

from suasion.errors import AddressError
from suasion.gather.address import BY_HAND, PORTS, Target, shown, taken_apart
from suasion.gather.checksums import Checksum, announced
from suasion.gather.decompress import CODINGS, Decompressor
from suasion.gather.partial import Partial
from suasion.gather.public import why_not_public

MAX_BYTES: Final = 50_000_000
TIMEOUT_SECONDS: Final = 30.0
MAX_REDIRECTS: Final = 3
OFFLINE: Final = "SUASION_OFFLINE"  # set to anything but 0, it keeps this door shut
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PASSING: Final = frozenset({408, 416, 425, 429, 500, 502, 503, 504})  # may be otherwise another time
_CHUNK: Final = 65_536

Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What an address answered.

    ``address`` is the one that answered in the end, after redirects, without fragment. ``media_type`` is as the server
    says it, with its charset. ``last_modified`` is an ISO date, None where the server gives none. ``checksums`` are
    those that the server says the data has.
    """

    address: str
    data: bytes
    media_type: str
    last_modified: str | None = None
    checksums: tuple[Checksum, ...] = ()


class PassingError(AddressError):
    """An address that may answer another time; ``after_seconds`` is when the server says, None where it does not."""

    def __init__(self, message: str, after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds


def system_resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host as the system knows them, in its order, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def open_socket(address: str, port: int, timeout_seconds: float) -> socket.socket:
    """Return a socket connected to an IP address."""
    return socket.create_connection((address, port), timeout=timeout_seconds)


def get(
    url: str,
    *,
    max_bytes: int = MAX_BYTES,
    timeout_seconds: float = TIMEOUT_SECONDS,
    resolve: Resolve = system_resolve,
    connect: Connect = open_socket,
    part: Partial | None = None,
) -> Fetched:
    """Return what a public web address answers.

    Only http and https on ports 80 and 443 are opened, without user names, and only hosts all of whose IP addresses are
    public. The name is resolved once and the connection goes to the address that was checked, so that a name that
    answers differently the second time gains nothing; each redirect, of at most three, is checked anew. Proxies of the
    environment are not used, and nothing is sent but the request for the page.

    Parameters
    ----------
    url
        The address. A fragment is left out.
    max_bytes
        The most bytes taken, after decompression.
    timeout_seconds
        For everything together: resolving, redirects and the last byte.
    resolve
        Gives the IP addresses of a host and port.
    connect
        Opens a socket to an IP address and port within some seconds.
    part
        What came of a file so far: only the rest is asked for, and what comes is added to it, also where it then
        breaks off.

    Raises
    ------
    AddressError
        If the address may not be fetched, or cannot: it does not answer with a page, or not in size and time; or if
        the environment says offline. `PassingError` where it may answer another time.
    """
    if os.environ.get(OFFLINE, "0") not in ("", "0"):
        raise AddressError(f"{shown(url)}: is not fetched, since {OFFLINE} is set. Unset it, or give a file.")
    deadline = time.monotonic() + timeout_seconds
    for _ in range(MAX_REDIRECTS + 1):
        target = taken_apart(url)
        addresses = _public_addresses(target, resolve, deadline)
        answer = _ask(target, addresses, connect, deadline=deadline, max_bytes=max_bytes, part=part)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise AddressError(f"{shown(url)}: redirects more than {MAX_REDIRECTS} times. {BY_HAND}")


def _public_addresses(target: Target, resolve: Resolve, deadline: float) -> list[str]:
    """Return the IP addresses of a host, all of them public, or say which is not."""
    found: list[Sequence[str] | BaseException] = []

    def look_up() -> None:
        try:
            found.append(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            found.append(error)

    # The system's resolver cannot be interrupted: it is left behind when time is up.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(deadline - time.monotonic(), 0))
    if not found:
        raise PassingError(f"{shown(target.url)}: the name server took too long. Try again.")
    answer = found[0]
    if isinstance(answer, BaseException):
        raise AddressError(f"{shown(target.url)}: the host is not known ({answer}). Check the address.") from answer
    for address in answer:
        reason = why_not_public(address)
        if reason:
            raise AddressError(
                f"{shown(target.url)}: leads to {address[:60]}, which is {reason}; only public addresses are fetched. "
                f"{BY_HAND}"
            )
    if not answer:
        raise AddressError(f"{shown(target.url)}: the host has no address. Check the address.")
    return list(answer)


def _ask(
    target: Target,
    addresses: Sequence[str],
    connect: Connect,
    *,
    deadline: float,
    max_bytes: int,
    part: Partial | None,
) -> Fetched | str:
    """Return the page, or the address it redirects to."""
    connection = _Connection(target.host, target.port)
    connection.default_port = PORTS[target.scheme]
    opened: list[socket.socket] = []
    timer = threading.Timer(max(deadline - time.monotonic(), 0), shut, [opened])
    timer.daemon = True
    timer.start()
    try:
        opened.append(_connected(target, addresses, connect, deadline))
        if target.scheme == "https":
            # The handshake comes after the socket is known to the timer.
            context = ssl.create_default_context()
            opened.append(context.wrap_socket(opened[-1], server_hostname=target.host, do_handshake_on_connect=False))
            opened[-1].do_handshake()  # type: ignore[attr-defined]
        connection.sock = opened[-1]
        connection.request("GET", target.path, headers=_headers() | (part.headers() if part else {}))
        with connection.getresponse() as response:
            return _answer(target, response, max_bytes, part)
    except (OSError, http.client.HTTPException, zlib.error) as error:
        if time.monotonic() >= deadline:
            raise PassingError(f"{shown(target.url)}: took too long. Try again. {BY_HAND}") from error
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        kind = AddressError if isinstance(error, ssl.SSLCertVerificationError) else PassingError
        raise kind(f"{shown(target.url)}: cannot be fetched ({reason}). Try again. {BY_HAND}") from error
    finally:
        timer.cancel()
        for sock in opened:
            sock.close()


class _Connection(http.client.HTTPConnection):
    """A connection over a socket that is given to it; it opens none of its own."""

    def connect(self) -> None:
        raise http.client.NotConnected


def _connected(target: Target, addresses: Sequence[str], connect: Connect, deadline: float) -> socket.socket:
    """Return a socket to the first of the checked addresses that takes a connection."""
    failure: OSError | None = None
    for address in addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            return connect(address, target.port, left)
        except OSError as error:
            failure = error
    raise failure or OSError("no address")


def shut(opened: Sequence[socket.socket]) -> None:
    """End all waiting on the sockets of a request whose time is up."""
    for sock in opened:
        try:
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
        except OSError:  # it is closed, or has become the TLS socket after it
            continue


def _headers() -> dict[str, str]:
    return {
        "User-Agent": f"suasion/{version('suasion')} (reads single pages on a person's request)",
        "Accept": "text/html, application/xhtml+xml, application/pdf, application/atom+xml, application/rss+xml, */*",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }


def _answer(target: Target, response: http.client.HTTPResponse, max_bytes: int, part: Partial | None) -> Fetched | str:
    location = response.headers.get("Location")
    if response.status in _REDIRECTS and location:
        return urljoin(target.url, location.strip())
    is_rest = part is not None and bool(part.data) and response.status == http.client.PARTIAL_CONTENT
    if response.status != http.client.OK and not is_rest:
        said = f"answered {response.status} {shown(response.reason)[:40]}."
        if response.status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE and part is not None:
            part.forget()
        if response.status in _PASSING:
            raise PassingError(
                f"{shown(target.url)}: {said} Try again later. {BY_HAND}", _retry_after(response.headers)
            )
        raise AddressError(f"{shown(target.url)}: {said} Check the address. {BY_HAND}")
    plain = response.headers.get("Content-Encoding", "").strip().lower() in ("", "identity")
    checksums = announced(response.headers, partial=is_rest) if plain else ()
    data = _body(target, response, max_bytes, part)
    modified = parsedate(response.headers.get("Last-Modified", ""))
    return Fetched(
        address=target.url,
        data=data,
        media_type=response.headers.get("Content-Type", "application/octet-stream"),
        last_modified=f"{modified[0]:04}-{modified[1]:02}-{modified[2]:02}" if modified else None,
        checksums=checksums,
    )


def _retry_after(headers: Message) -> float | None:
    """Return in how many seconds a server says it may be asked again: a number, or a date beside its own."""
    said = headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - parsedate_to_datetime(headers["Date"])).total_seconds())
    except (ValueError, TypeError, KeyError):
        return None


def _body(target: Target, response: http.client.HTTPResponse, max_bytes: int, part: Partial | None) -> bytes:
    """Return the whole body, decompressed, and never more than is allowed."""
    too_much = AddressError(f"{shown(target.url)}: has more than {max_bytes:,} bytes. Add a part of it as a file.")
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in CODINGS:
        raise AddressError(f"{shown(target.url)}: is compressed as {coding[:40]!r}, which was not asked for. {BY_HAND}")
    whole = part.begin(response) if part is not None else None
    # What is compressed on its way cannot be gone on with: only the bytes as they are count from the file's start.
    data = part.data if part is not None and CODINGS[coding] is None else bytearray()
    if response.length is not None and len(data) + response.length > max_bytes:
        raise too_much
    unpack = Decompressor(coding)
    while chunk := response.read(_CHUNK):
        for piece in unpack.feed(chunk):
            data += piece
            if len(data) > max_bytes:
                if part is not None:
                    part.forget()
                raise too_much
    if response.length or not unpack.is_whole() or (whole is not None and len(data) != whole):
        raise http.client.HTTPException("the connection ended before the page did")
    return bytes(data)
