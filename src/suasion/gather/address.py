"""A web address taken apart, or why it is not opened."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urldefrag, urlsplit

import msgspec

from suasion.errors import AddressError

PORTS: Final = {"http": 80, "https": 443}
BY_HAND: Final = "Save the page in a browser and add the file."
_MAX_LENGTH: Final = 4_000  # of an address
_SHOWN: Final = 200  # characters of an address in a message
_HOST: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?")
_IPV6_HOST: Final = re.compile(r"[0-9A-Fa-f:.]+")
_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f\\]")


class Target(msgspec.Struct, frozen=True):
    """An address taken apart."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


def taken_apart(url: str) -> Target:
    """Return an address taken apart.

    Raises
    ------
    AddressError
        If it is none that is opened; the message says why.
    """
    if len(url) > _MAX_LENGTH:
        raise AddressError(f"{shown(url)}: is longer than {_MAX_LENGTH:,} characters. Check the address.")
    url = url.strip()
    if _FORBIDDEN.search(url):
        raise AddressError(
            f"{shown(url)}: holds a space, a backslash or a control character. Write it as %20 or the like."
        )
    try:
        whole = urldefrag(url).url
        parts = urlsplit(whole)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, UnicodeError) as error:
        raise AddressError(f"{shown(url)}: is no web address ({error}). Check the address.") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise AddressError(f"{shown(url)}: only http and https are fetched. Add a file by its path.")
    if "@" in parts.netloc:
        raise AddressError(f"{shown(url)}: holds a user name. Leave out what stands before the @.")
    is_ipv6 = ":" in host
    if not (_IPV6_HOST if is_ipv6 else _HOST).fullmatch(host):
        raise AddressError(f"{shown(url)}: has no proper host name. Check the address.")
    port = PORTS[scheme] if port is None else port
    if port not in PORTS.values():
        raise AddressError(f"{shown(url)}: only ports 80 and 443 are fetched, not {port}. {BY_HAND}")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._[]|")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._[]?|' + chr(39))}" if parts.query else ""
    return Target(whole, scheme, host, port, path + query)


def shown(url: str) -> str:
    """Return an address as a message shows it: cut, and with nothing in it that a terminal obeys."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in url[:_SHOWN])
    return shown + "..." if len(url) > _SHOWN else shown
