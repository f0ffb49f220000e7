"""Which machines a poll may talk to: the public internet, and what the settings name (edge_cases.md 106).

A feed's server can redirect, and a name can resolve to anything. So every hop is checked, every address a name has
is checked, and the connection is then made to the very address that was checked.
"""

import ipaddress
import socket
from collections.abc import Callable
from typing import TypeAlias

from stet.errors import Unavailable

IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve: TypeAlias = Callable[[str, int], list[str]]
"""All addresses of a host name, as text. Raises OSError."""

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in ("64:ff9b:1::/48", "fec0::/10", "100::/64", "2001:db8::/32", "192.88.99.0/24", "0.0.0.0/8", "::/128")
)


def resolve(host: str, port: int) -> list[str]:
    """All addresses the system's resolver gives, in its order of preference."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def addresses_of(host: str, port: int, allow_private: tuple[str, ...], resolver: Resolve = resolve) -> list[str]:
    """Addresses of the host that may be connected to.

    Raises:
        Unavailable: the name is not known, or one of its addresses is inside and `allow_private` names neither
            `host` nor `host:port`.
    """
    try:
        found = resolver(host, port)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unavailable(f"the host {host} is not known ({reason})") from error
    named = {entry.strip().lower().strip("[]") for entry in allow_private}
    bare = host.lower().strip("[]")
    if not named.isdisjoint({bare, f"{bare}:{port}", f"[{bare}]:{port}"}):
        return found
    inside = [address for address in found if not is_public(address)]
    if inside or not found:
        raise Unavailable(
            f"{host} leads to {', '.join(inside) or 'no address'}, which is not on the public internet; "
            f'if it is meant, write allow_private = ["{host}:{port}"] under this feed in stet.toml'
        )
    return found


def is_public(text: str) -> bool:
    """False for private, loopback, link-local, multicast, reserved and unreadable addresses, and for IPv6 addresses
    that carry such an IPv4 address inside."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return all(_is_public(one) for one in (address, *_carried(address)))


def _carried(address: IpAddress) -> list[ipaddress.IPv4Address]:
    """IPv4 addresses a packet to this one may end at: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _TRANSLATED:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in carried if one is not None]


def _is_public(address: IpAddress) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return True  # judged by what it carries
    if address.is_multicast or (address.is_reserved and address not in _TRANSLATED):
        return False
    return address.is_global and not any(address in net for net in _NEVER if net.version == address.version)
