"""Hosts of servers: whether one can only be reached from its own machine."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether a server listening on ``host`` can only be reached from its own machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
