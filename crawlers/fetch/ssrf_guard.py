"""A guard against server-side request forgery: host names are resolved once, and only public addresses are connected
to, exactly those that were checked.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult

from crawlers.fetch.page_address import PageAddress
from schemas.errors import BadInput, ProviderDown

# Own lists: is_global of Python 3.11 accepts NAT64, 6to4 and multicast, and its is_private misses 100.64/10.
_PRIVATE_V4: Final = tuple(
    IPv4Network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
)
_PUBLIC_V6: Final = IPv6Network("2000::/3")
_PRIVATE_V6: Final = tuple(
    # 2001::/23 holds Teredo and ORCHID, 2002::/16 is 6to4: both embed an IPv4 address.
    IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
_PORTS: Final = (80, 443)

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]


async def resolve_by_system(host: str, port: int) -> Sequence[str]:
    """Addresses of a name, as the system resolves it. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_public_address(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public internet: not to a private, special, mapped or translated range."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _PRIVATE_V4)
    return address in _PUBLIC_V6 and not any(address in network for network in _PRIVATE_V6)


class SsrfGuard(AbstractResolver):
    """Decides which addresses may be connected to; as the resolver of an aiohttp session it also pins them.

    ``loopback`` is the one origin (host, port) on this machine that may be reached: a site that we serve.
    """

    def __init__(self, loopback: tuple[str, int] | None = None, lookup: Lookup = resolve_by_system) -> None:
        self._loopback = loopback
        self._lookup = lookup

    def allowed_address(self, url: str) -> PageAddress:
        """The address, if it may be requested; a host name in it is checked when it is resolved.

        Raises BadInput (``page.address.*``): not http(s), an unusual port, a user name, an address that is not public.
        """
        address = PageAddress.parse(url)
        if (address.host, address.port) == self._loopback:
            return address
        if address.port not in _PORTS:
            raise BadInput("page.address.port", url=url[:200], port=address.port)
        try:
            literal = ip_address(address.host)
        except ValueError:
            return address
        if not is_public_address(literal):
            raise BadInput("page.address.private", url=url[:200], address=literal)
        return address

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Addresses of ``host``, resolved once. Raises BadInput if any is not public, ProviderDown if there is none."""
        try:
            found = await self._lookup(host, port)
        except OSError as error:
            raise ProviderDown("page.unreachable", host=host, why=f"its name is not found: {error}") from error
        results: list[ResolveResult] = []
        for text in dict.fromkeys(found):
            address = ip_address(text.partition("%")[0])
            allowed = address.is_loopback if (host, port) == self._loopback else is_public_address(address)
            if not allowed:
                raise BadInput("page.address.private", url=host, address=address)
            kind = socket.AF_INET if address.version == 4 else socket.AF_INET6
            if family in (socket.AF_UNSPEC, kind):
                results.append(
                    ResolveResult(
                        hostname=host, host=str(address), port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST
                    )
                )
        if not results:
            raise ProviderDown("page.unreachable", host=host, why="its name has no address")
        return results

    async def close(self) -> None:
        """Part of the resolver interface; nothing is held open."""
