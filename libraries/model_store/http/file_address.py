"""Addresses of files on web servers, with what is sent to their host."""

import base64
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit


class FileAddress(NamedTuple):
    """The address of a file. ``source`` names the place for people; ``headers`` are sent to that host alone."""

    url: str
    source: str
    headers: Mapping[str, str] = MappingProxyType({})
    certificates: str = ""
    """File of the authorities that vouch for the host; empty for those of the system."""


def file_name_in_url(url: str) -> str:
    """The file name in a URL."""
    return unquote(urlsplit(url).path.rpartition("/")[2])


def address_with_login(url: str, source: str, certificates: str = "") -> FileAddress:
    """An address whose name and password, where it has them, are sent as a header: they must not appear in a text."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    headers: dict[str, str] = {}
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    return FileAddress(urlunsplit(parts._replace(netloc=host)), source, headers, certificates)
