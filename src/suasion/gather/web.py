"""Fetching one page from the public web: the only door through which an address given by anyone is opened."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from email.utils import parsedate
from importlib.metadata import version
from typing import Final
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import msgspec

from suasion.errors import AddressError
from suasion.gather.decompress import CODINGS, Decompressor
from suasion.gather.public import why_not_public

MAX_BYTES: Final = 50_000_000
TIMEOUT_SECONDS: Final = 30.0
MAX_REDIRECTS: Final = 3
_PORTS: Final = {"http": 80, "https": 443}
_MAX_LENGTH: Final = 4_000  # of an address
_SHOWN: Final = 200  # characters of an address in a message
_HOST: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?")
_IPV6_HOST: Final = re.compile(r"[0-9A-Fa-f:.]+")
_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f\\]")
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 65_536
_BY_HAND: Final = "Save the page in a browser and add the file."

Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What an address answered.

    ``address`` is the one that answered in the end, after redirects, without fragment. ``media_type`` is as the server
    says it, with its charset. ``last_modified`` is an ISO date, None where the server gives none.
    """

    address: str
    data: bytes
    media_type: str
    last_modified: str | None = None


class _Target(msgspec.Struct, frozen=True):
    """An address taken apart."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


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

    Raises
    ------
    AddressError
        If the address may not be fetched, or cannot: it does not answer with a page, or not in size and time.
    """
    deadline = time.monotonic() + timeout_seconds
    for _ in range(MAX_REDIRECTS + 1):
        target = _target(url)
        addresses = _public_addresses(target, resolve, deadline)
        answer = _ask(target, addresses, connect, deadline, max_bytes)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise AddressError(f"{_shown(url)}: redirects more than {MAX_REDIRECTS} times. {_BY_HAND}")


def _target(url: str) -> _Target:
    """Return an address taken apart, or say why it is not opened."""
    if len(url) > _MAX_LENGTH:
        raise AddressError(f"{_shown(url)}: is longer than {_MAX_LENGTH:,} characters. Check the address.")
    url = url.strip()
    if _FORBIDDEN.search(url):
        raise AddressError(
            f"{_shown(url)}: holds a space, a backslash or a control character. Write it as %20 or the like."
        )
    try:
        whole = urldefrag(url).url
        parts = urlsplit(whole)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, UnicodeError) as error:
        raise AddressError(f"{_shown(url)}: is no web address ({error}). Check the address.") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise AddressError(f"{_shown(url)}: only http and https are fetched. Add a file by its path.")
    if "@" in parts.netloc:
        raise AddressError(f"{_shown(url)}: holds a user name. Leave out what stands before the @.")
    is_ipv6 = ":" in host
    if not (_IPV6_HOST if is_ipv6 else _HOST).fullmatch(host):
        raise AddressError(f"{_shown(url)}: has no proper host name. Check the address.")
    port = _PORTS[scheme] if port is None else port
    if port not in _PORTS.values():
        raise AddressError(f"{_shown(url)}: only ports 80 and 443 are fetched, not {port}. {_BY_HAND}")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._[]|")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._[]?|' + chr(39))}" if parts.query else ""
    return _Target(whole, scheme, host, port, path + query)


def _public_addresses(target: _Target, resolve: Resolve, deadline: float) -> list[str]:
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
        raise AddressError(f"{_shown(target.url)}: the name server took too long. Try again.")
    answer = found[0]
    if isinstance(answer, BaseException):
        raise AddressError(f"{_shown(target.url)}: the host is not known ({answer}). Check the address.") from answer
    for address in answer:
        reason = why_not_public(address)
        if reason:
            raise AddressError(
                f"{_shown(target.url)}: leads to {address[:60]}, which is {reason}; only public addresses are fetched. "
                f"{_BY_HAND}"
            )
    if not answer:
        raise AddressError(f"{_shown(target.url)}: the host has no address. Check the address.")
    return list(answer)


def _ask(target: _Target, addresses: Sequence[str], connect: Connect, deadline: float, max_bytes: int) -> Fetched | str:
    """Return the page, or the address it redirects to."""
    connection = _Connection(target.host, target.port)
    connection.default_port = _PORTS[target.scheme]
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
        connection.request("GET", target.path, headers=_headers())
        with connection.getresponse() as response:
            return _answer(target, response, max_bytes)
    except (OSError, http.client.HTTPException, zlib.error) as error:
        if time.monotonic() >= deadline:
            raise AddressError(f"{_shown(target.url)}: took too long. Try again. {_BY_HAND}") from error
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise AddressError(f"{_shown(target.url)}: cannot be fetched ({reason}). Try again. {_BY_HAND}") from error
    finally:
        timer.cancel()
        for sock in opened:
            sock.close()


class _Connection(http.client.HTTPConnection):
    """A connection over a socket that is given to it; it opens none of its own."""

    def connect(self) -> None:
        raise http.client.NotConnected


def _connected(target: _Target, addresses: Sequence[str], connect: Connect, deadline: float) -> socket.socket:
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


def _answer(target: _Target, response: http.client.HTTPResponse, max_bytes: int) -> Fetched | str:
    location = response.headers.get("Location")
    if response.status in _REDIRECTS and location:
        return urljoin(target.url, location.strip())
    if response.status != http.client.OK:
        said = f"{response.status} {_shown(response.reason)[:40]}"
        raise AddressError(f"{_shown(target.url)}: answered {said}. Check the address. {_BY_HAND}")
    data = _body(target, response, max_bytes)
    modified = parsedate(response.headers.get("Last-Modified", ""))
    return Fetched(
        address=target.url,
        data=data,
        media_type=response.headers.get("Content-Type", "application/octet-stream"),
        last_modified=f"{modified[0]:04}-{modified[1]:02}-{modified[2]:02}" if modified else None,
    )


def _body(target: _Target, response: http.client.HTTPResponse, max_bytes: int) -> bytes:
    """Return the whole body, decompressed, and never more than is allowed."""
    too_much = AddressError(f"{_shown(target.url)}: has more than {max_bytes:,} bytes. Add a part of it as a file.")
    if response.length is not None and response.length > max_bytes:
        raise too_much
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in CODINGS:
        raise AddressError(
            f"{_shown(target.url)}: is compressed as {coding[:40]!r}, which was not asked for. {_BY_HAND}"
        )
    unpack = Decompressor(coding)
    parts: list[bytes] = []
    size = 0
    while chunk := response.read(_CHUNK):
        for part in unpack.feed(chunk):
            parts.append(part)
            size += len(part)
            if size > max_bytes:
                raise too_much
    if response.length or not unpack.is_whole():
        raise http.client.HTTPException("the connection ended before the page did")
    return b"".join(parts)


def _shown(url: str) -> str:
    """Return an address as a message shows it: cut, and with nothing in it that a terminal obeys."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in url[:_SHOWN])
    return shown + "..." if len(url) > _SHOWN else shown
