"""The address guard: names are resolved once, only public addresses are connected to, and to exactly those."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from schemas.errors import BadInput, ProviderDown

# Own lists: the is_global of Python 3.11 lets NAT64, 6to4 and multicast through, its is_private forgets 100.64/10.
_CLOSED_V4: Final = tuple(
    IPv4Network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
)
_OPEN_V6: Final = IPv6Network("2000::/3")
_CLOSED_V6: Final = tuple(
    # 2001::/23 holds Teredo and ORCHID, 2002::/16 is 6to4: both carry an IPv4 address inside.
    IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
_PORTS: Final = (80, 443)

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """Addresses of a name, as the system resolves it. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public internet: no private, special, mapped or translated range."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    return address in _OPEN_V6 and not any(address in network for network in _CLOSED_V6)


class Guard(AbstractResolver):
    """Decides which addresses may be connected to. As the resolver of a session it also pins them.

    ``loopback`` is the one origin (host, port) on this machine that may be reached: a site served by ourselves.
    """

    def __init__(self, loopback: tuple[str, int] | None = None, lookup: Lookup = system_lookup) -> None:
        self._loopback = loopback
        self._lookup = lookup

    def check(self, url: str) -> URL:
        """The parsed address, if it may be asked for at all; names in it are checked when they are resolved.

        Raises BadInput: no http(s), an unusual port, a name and password, an address that is not public.
        """
        try:
            parsed = URL(url)
            host, port = parsed.host or "", parsed.port or 0
        except ValueError as error:
            raise _refused(url, f"it is no address ({error})") from error
        if parsed.scheme not in ("http", "https") or not host:
            raise _refused(url, "only http and https are fetched")
        if parsed.user is not None or parsed.password is not None:
            raise _refused(url, "it carries a name or password")
        if (host, port) == self._loopback:
            return parsed
        if port not in _PORTS:
            raise _refused(url, f"port {port} is not one of a website")
        try:
            literal = ip_address(host)
        except ValueError:
            return parsed
        if not is_public(literal):
            raise _refused(url, f"{literal} is no public address")
        return parsed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Addresses of ``host``, resolved once. Raises BadInput if any is not public, ProviderDown if there is none."""
        try:
            found = await self._lookup(host, port)
        except OSError as error:
            raise ProviderDown(provider=host, why=f"its name is not found ({error})", reason="unreachable") from error
        results: list[ResolveResult] = []
        for text in dict.fromkeys(found):
            address = ip_address(text.partition("%")[0])
            allowed = address.is_loopback if (host, port) == self._loopback else is_public(address)
            if not allowed:
                raise _refused(host, f"it leads to {address}, which is no public address")
            kind = socket.AF_INET if address.version == 4 else socket.AF_INET6
            if family in (socket.AF_UNSPEC, kind):
                results.append(
                    ResolveResult(
                        hostname=host, host=str(address), port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST
                    )
                )
        if not results:
            raise ProviderDown(provider=host, why="its name has no address", reason="unreachable")
        return results

    async def close(self) -> None:
        """Nothing is held open."""


def _refused(url: str, why: str) -> BadInput:
    return BadInput(what=f"address {url[:200]}", why=why, remedy="It was not asked for.", reason="address")
