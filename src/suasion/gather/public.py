"""Which network addresses are public: the ones a page may be fetched from."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

# IANA's special-purpose registries and what leads elsewhere: relays, translations, tunnels, a cloud's control address.
_CLOSED_V4: Final = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared with a provider"),
        ("127.0.0.0/8", "this host"),
        ("168.63.129.16/32", "a cloud's control address"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_GLOBAL_V6: Final = IPv6Network("2000::/3")  # the only part of IPv6 given out for use on the internet
_CLOSED_V6: Final = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("2001::/23", "for protocols such as Teredo"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "reserved"),
        ("3fff::/20", "for documentation"),
    )
)


def why_not_public(address: str) -> str | None:
    """Return what is wrong with an IP address, None where it is public.

    Parameters
    ----------
    address
        An IP address as a resolver gives it; what cannot be read is not public.

    Examples
    --------
    >>> why_not_public("8.8.8.8") is None, why_not_public("::ffff:127.0.0.1"), why_not_public("64:ff9b::7f00:1")
    (True, 'this host', 'not on the public internet')
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return "not an IP address"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return _closed_v4(parsed.ipv4_mapped)
        return _closed_v6(parsed)
    return _closed_v4(parsed)


def _closed_v4(address: IPv4Address) -> str | None:
    known = next((what for network, what in _CLOSED_V4 if address in network), None)
    return known or (None if address.is_global and not address.is_multicast else "not on the public internet")


def _closed_v6(address: IPv6Address) -> str | None:
    if address.scope_id is not None or address not in _GLOBAL_V6:
        return "not on the public internet"
    known = next((what for network, what in _CLOSED_V6 if address in network), None)
    return known or (None if address.is_global and not address.is_multicast else "not on the public internet")
