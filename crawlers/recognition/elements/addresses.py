"""Addresses of posts and lists: which links are of one kind, what names a post in them, and which lead onwards."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit, urlunsplit

from crawlers.engines.addresses import without
from crawlers.parse.numbers import whole_number

Kind = tuple[tuple[str, ...], tuple[str, ...]]
_SESSIONS: Final = ("sid", "PHPSESSID", "jsessionid")
_SESSION = re.compile(r"[?&](?:sid|PHPSESSID|jsessionid)=")
_CLOSED = re.compile(r"[/=?&]admin|/log_?(?:in|out)|[?&]act=disp", re.IGNORECASE)
_DOUBLED = re.compile(r"&{2,}")
_DIGITS = re.compile(r"\d")
_ID_NAMES = re.compile(r"(?:_?(?:id|no|num|srl|seq|idx|n|uid|wr_id)|article|post|thread)$", re.IGNORECASE)
_PAGING = re.compile(r"(?:page|p|pg|start|offset|cursor|from|cpage|pagenum|listnum)$", re.IGNORECASE)


def absolute(url: str, link: str) -> str:
    """The address of a link on the page at ``url``, without a fragment; empty for what leads to no page."""
    link = link.strip()
    if not link or link.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return ""
    try:
        address = _DOUBLED.sub("&", urldefrag(urljoin(url, link))[0])
        address = without(address, _SESSIONS) if _SESSION.search(address) else address
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def is_closed(url: str) -> bool:
    """Whether an address is a door for members or managers, where nobody else is welcome."""
    return _CLOSED.search(url.partition("://")[2]) is not None


def is_paging(url: str, link: str) -> bool:
    """Whether a link is another page of the list at ``url``."""
    mine, other = urlsplit(url), urlsplit(link)
    if mine.path.rstrip("/") != other.path.rstrip("/"):
        return False
    first, second = dict(parse_qsl(mine.query)), dict(parse_qsl(other.query))
    return all(_PAGING.search(name) for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def is_page_of(url: str, link: str) -> bool:
    """Whether a link differs from ``url`` in one number of its query and nothing else."""
    mine, other = urlsplit(url), urlsplit(link)
    if mine.hostname != other.hostname or mine.path.rstrip("/") != other.path.rstrip("/"):
        return False
    first, second = dict(parse_qsl(mine.query)), dict(parse_qsl(other.query))
    names = [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)]
    return len(names) == 1 and second.get(names[0], "").isdigit()


def same_site(url: str, other: str) -> bool:
    """Whether two addresses are of one host, with or without ``www.``."""
    hosts = [(urlsplit(address).hostname or "").removeprefix("www.") for address in (url, other)]
    return hosts[0] == hosts[1]


def kind(url: str) -> Kind:
    """What addresses of the same sort of page have in common: host and path, and the names of their queries."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if not _PAGING.search(name)}
    shown = ["#" if _DIGITS.search(segment) else segment for segment in segments[:-1]]
    last = segments[-1] if segments else ""
    end = "*" if not names or _DIGITS.search(last) else last
    return (parts.hostname or "", *shown, end), tuple(sorted(names))


def bare(url: str) -> str:
    """``url`` without the parameters that choose a page of what it shows."""
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if not _PAGING.search(part.partition("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept)))


def same_kind(one: Kind, other: Kind) -> bool:
    """Whether two kinds are of one sort of page: where the path names it, further parameters do not count."""
    return one == other or (one[0] == other[0] and one[0][-1] == "*")


def identity(urls: Sequence[str]) -> tuple[str, str] | None:
    """What names a post in addresses of one kind, which differ in it: ("query", its parameter) or ("path", "").

    None where nothing tells the posts apart.
    """
    queries = [dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)) for url in urls]
    every = len(set(urls))
    names = [name for name in queries[0] if len({query.get(name, "") for query in queries}) == every] if queries else []
    if names:
        return "query", min(names, key=lambda name: (not _ID_NAMES.search(name), _PAGING.search(name) is not None))
    if len({urlsplit(url).path for url in urls}) == every:
        return "path", ""
    return None


def id_regex(urls: Sequence[str]) -> str | None:
    """A regular expression for the id in addresses of posts; None where they hold none."""
    found = identity(urls)
    if found is None:
        return None
    if found[0] == "query":
        return rf"[?&]{re.escape(found[1])}=([^&#]+)"
    lasts = [urlsplit(url).path.rstrip("/").rpartition("/")[2] for url in urls]
    numbers = [re.match(r"\d+", last) for last in lasts]
    if all(numbers) and len({number[0] for number in numbers if number}) == len(set(urls)):
        return r"/(\d+)[^/?#]*/?(?:[?#]|$)"
    ends = [re.search(r"\d{2,}$", last) for last in lasts]
    if all(ends) and len({end[0] for end in ends if end}) == len(set(urls)):
        return r"(\d+)/?(?:[?#]|$)"
    return r"/([^/?#]+)/?(?:[?#]|$)"


def common_start(links: Sequence[str]) -> str:
    """The beginning that links share as they are written, up to a sign of an address or the page of their list."""
    first, last = min(links), max(links)
    same = next(
        (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first)
    )
    start = first[:same]
    start = re.match(r".*[/?&=]|", start)[0]  # type: ignore[index] # the empty alternative always matches
    paged = next((name for name in re.finditer(r"[?&]([\w-]+)=", start) if _PAGING.search(name[1])), None)
    return start if paged is None else start[: paged.start() + 1]


def paging(url: str, links: Sequence[str]) -> dict[str, str | int] | None:
    """The rule of the addresses of further list pages, as ``next_rule`` of a site file; ``links``: those on its page.

    It is known by links whose address differs from this page's in one number; or else by those that name a page beside
    parameters that this page's address leaves out.
    """
    numbers: dict[tuple[str, str], set[int]] = {}
    for link in links:
        if urlsplit(link).hostname == urlsplit(url).hostname and (found := _numbered(url, link)) is not None:
            numbers.setdefault(found[:2], set()).add(found[2])
    for (way, name), shown in sorted(numbers.items(), key=lambda item: (not _PAGING.search(item[0][1]), -len(item[1]))):
        if max(shown) == 0 or (way == "param" and not _PAGING.search(name)):
            continue
        least = min(number for number in shown if number > 0)
        start, step = (1, 1) if least <= 2 and 0 not in shown and (least == 2 or 2 in shown) else (0, least)
        return {way: name, "start": start, "step": step}
    return _beside_others(url, links)


def _beside_others(url: str, links: Sequence[str]) -> dict[str, str | int] | None:
    """The paging parameter of links that write more parameters than the address of this page does."""
    mine = urlsplit(url)
    own = [part for part in parse_qsl(mine.query) if not _PAGING.search(part[0])]
    numbers: dict[str, set[int]] = {}
    for link in links:
        other = urlsplit(link)
        parts = parse_qsl(other.query)
        if (other.hostname, other.path) == (mine.hostname, mine.path) and set(own) <= set(parts):
            for name, value in parts:
                if _PAGING.search(name) and (number := whole_number(value)) is not None:
                    numbers.setdefault(name, set()).add(number)
    leading = {name: shown - {0} for name, shown in numbers.items() if max(shown) > 1}
    if not leading:
        return None
    name = min(leading, key=lambda name: (-len(leading[name]), len(name)))
    least = min(leading[name])
    return {"param": name, "start": 1, "step": 1} if least <= 2 else {"param": name, "start": 0, "step": least}


def _numbered(url: str, link: str) -> tuple[str, str, int] | None:
    """Where a link is a page of the list at ``url``: "param" or "path", its name or form, and the number in it."""
    mine, other = urlsplit(url), urlsplit(link)
    first, second = dict(parse_qsl(mine.query)), dict(parse_qsl(other.query))
    if mine.path == other.path:
        differing = [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)]
        names = differing or [name for name in second if _PAGING.search(name)]
        value = whole_number(second.get(names[0], "")) if len(names) == 1 else None
        return ("param", names[0], value) if value is not None else None
    if first != second:
        return None
    bare = re.sub(r"(?:/page)?[/-]?\d+/?$", "", mine.path).rstrip("/")
    found = re.fullmatch(rf"({re.escape(bare)}/(?:page[/-])?)(\d{{1,4}})(/?)", other.path)
    return ("path", f"{found[1]}{{page}}{found[3]}", int(found[2])) if found else None


def parents(url: str) -> list[str]:
    """Addresses where the list of a post may stand, by its address alone: without its id, the nearest first."""
    parts = urlsplit(url)
    segments = parts.path.rstrip("/").split("/")
    paths = ["/".join(segments[:count]) or "/" for count in range(len(segments) - 1, 0, -1)]
    return [urlunsplit(parts._replace(path=path, query="", fragment="")) for path in paths]
