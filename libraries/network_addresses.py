"""Addresses of servers and of who asks them: what only its own machine reaches, and who is behind a proxy."""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address, ip_network


def is_loopback(host: str) -> bool:
    """Whether a server listening on ``host`` can only be reached from its own machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_within_networks(address: str, networks: Sequence[str]) -> bool:
    """Whether an IP address lies in one of the networks, each an address or ``10.0.0.0/8``."""
    try:
        found = ip_address(address)
        return any(found in ip_network(network, strict=False) for network in networks)
    except ValueError:
        return False


def client_address(peer: str, forwarded: str, proxies: Sequence[str]) -> str:
    """The address of the client that sent a request, also through proxies.

    ``peer``: of the connection. ``forwarded``: the request's X-Forwarded-For, which counts only as far as ``proxies``
    wrote it: read from its end, the first address that is none of them.
    """
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    address = peer
    while hops and is_within_networks(address, proxies):
        address = hops.pop()
    return address


def household_network(address: str) -> str:
    """The addresses of one household by one of them: the IPv4 address itself, or the /64 network of an IPv6 one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network(f"{address.partition('%')[0]}/64", strict=False))
