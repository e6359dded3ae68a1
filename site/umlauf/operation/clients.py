"""Who asks, when proxies stand in between: readers behind one would otherwise count as a single one, and whoever writes
a header could be anybody."""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)

UNIX_SOCKET = "unix"  # in TRUSTED_PROXIES; such a proxy has no address
MOST_PROXIES = 20  # entries of the header that are looked at


class TrustedProxies:
    def __init__(self, named: list[str]) -> None:
        """Addresses and networks. Raises ValueError for anything else."""
        self.by_socket = UNIX_SOCKET in named
        self.networks = [ip_network(name, strict=False) for name in named if name != UNIX_SOCKET]

    def __contains__(self, address: str) -> bool:
        if not address:
            return self.by_socket
        ip = _ip(address)
        return ip is not None and any(ip in network for network in self.networks)


def client_address(request: HttpRequest) -> str:
    """The address of whoever asked. Each proxy we trust wrote at the end of ``X-Forwarded-For`` whom it had heard;
    so it is read from its end, up to the first address that is not one of theirs. What stands before that, and what no
    proxy of ours handed on, may be forged. Empty where a socket says nothing else."""
    trusted = _trusted(tuple(settings.TRUSTED_PROXIES))
    address = _plain(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded and not settings.TRUSTED_PROXIES:
        _say_once_that_readers_count_as_one()
    for heard in reversed(forwarded.split(",")[-MOST_PROXIES:]):
        if address not in trusted or not (heard := _plain(heard)):
            break
        address = heard
    return address


def _plain(address: str) -> str:
    """Without a port, and IPv4 as such; empty for what is no address."""
    address = address.strip()
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    return str(_ip(address) or "")


def _ip(address: str) -> IPv4Address | IPv6Address | None:
    try:
        ip = ip_address(address)
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip


@lru_cache(maxsize=8)
def _trusted(named: tuple[str, ...]) -> TrustedProxies:
    return TrustedProxies(list(named))


@cache
def _say_once_that_readers_count_as_one() -> None:
    logger.warning("X-Forwarded-For is not read: name the proxies in TRUSTED_PROXIES, or their readers count as one")
