"""Addresses of posts and lists: which links are of one kind, and where the list of a post may stand."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit, urlunsplit

from crawlers.engines.link_addresses import without_query_parameters
from crawlers.recognition.elements.paging import PAGING

Kind = tuple[tuple[str, ...], tuple[str, ...]]
_SESSIONS: Final = ("sid", "PHPSESSID", "jsessionid")
_SESSION = re.compile(r"[?&](?:sid|PHPSESSID|jsessionid)=")
_CLOSED = re.compile(r"[/=?&]admin|/log_?(?:in|out)|[?&]act=disp", re.IGNORECASE)
_DOUBLED = re.compile(r"&{2,}")
_DIGITS = re.compile(r"\d")


def linked_page_address(url: str, link: str) -> str:
    """The address of a link on the page at ``url``, without a fragment; empty for what leads to no page."""
    link = link.strip()
    if not link or link.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return ""
    try:
        address = _DOUBLED.sub("&", urldefrag(urljoin(url, link))[0])
        address = without_query_parameters(address, _SESSIONS) if _SESSION.search(address) else address
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def is_members_address(url: str) -> bool:
    """Whether an address is a door for members or managers, where nobody else is welcome."""
    return _CLOSED.search(url.partition("://")[2]) is not None


def is_same_site(url: str, other: str) -> bool:
    """Whether two addresses are of one host, with or without ``www.``."""
    hosts = [(urlsplit(address).hostname or "").removeprefix("www.") for address in (url, other)]
    return hosts[0] == hosts[1]


def address_kind(url: str) -> Kind:
    """What addresses of the same sort of page have in common: host and path, and the names of their queries."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if not PAGING.search(name)}
    shown = ["#" if _DIGITS.search(segment) else segment for segment in segments[:-1]]
    last = segments[-1] if segments else ""
    end = "*" if not names or _DIGITS.search(last) else last
    return (parts.hostname or "", *shown, end), tuple(sorted(names))


def without_paging_parameters(url: str) -> str:
    """``url`` without the parameters that choose a page of what it shows."""
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if not PAGING.search(part.partition("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept)))


def is_same_address_kind(one: Kind, other: Kind) -> bool:
    """Whether two kinds are of one sort of page: where the path names it, further parameters do not count."""
    return one == other or (one[0] == other[0] and one[0][-1] == "*")


def common_link_prefix(links: Sequence[str]) -> str:
    """The beginning that links share as they are written, up to a sign of an address or the page of their list."""
    first, last = min(links), max(links)
    same = next(
        (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first)
    )
    start = first[:same]
    start = re.match(r".*[/?&=]|", start)[0]  # type: ignore[index] # the empty alternative always matches
    paged = next((name for name in re.finditer(r"[?&]([\w-]+)=", start) if PAGING.search(name[1])), None)
    return start if paged is None else start[: paged.start() + 1]


def possible_list_addresses(url: str) -> list[str]:
    """Addresses where the list of a post may stand, by its address alone: without its id, the nearest first."""
    parts = urlsplit(url)
    segments = parts.path.rstrip("/").split("/")
    paths = ["/".join(segments[:count]) or "/" for count in range(len(segments) - 1, 0, -1)]
    return [urlunsplit(parts._replace(path=path, query="", fragment="")) for path in paths]
