"""Further pages of a list: which links lead to them, and the rule of their addresses."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from crawlers.parse.numbers import parse_whole_number

PAGING = re.compile(r"(?:page|p|pg|start|offset|cursor|from|cpage|pagenum|listnum)$", re.IGNORECASE)
"""Names of the parameters that choose a page of a list."""


def is_paging_address(url: str, link: str) -> bool:
    """Whether a link is another page of the list at ``url``."""
    mine, other = urlsplit(url), urlsplit(link)
    if mine.path.rstrip("/") != other.path.rstrip("/"):
        return False
    first, second = dict(parse_qsl(mine.query)), dict(parse_qsl(other.query))
    return all(PAGING.search(name) for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def differs_in_one_number(url: str, link: str) -> bool:
    """Whether a link differs from ``url`` in one number of its query and nothing else."""
    mine, other = urlsplit(url), urlsplit(link)
    if mine.hostname != other.hostname or mine.path.rstrip("/") != other.path.rstrip("/"):
        return False
    first, second = dict(parse_qsl(mine.query)), dict(parse_qsl(other.query))
    names = [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)]
    return len(names) == 1 and second.get(names[0], "").isdigit()


def paging_rule(url: str, links: Sequence[str]) -> dict[str, str | int] | None:
    """The rule of the addresses of further list pages, as ``next_rule`` of a site file; ``links``: those on its page.

    It is known by links whose address differs from this page's in one number; or else by those that name a page beside
    parameters that this page's address leaves out.
    """
    numbers: dict[tuple[str, str], set[int]] = {}
    for link in links:
        if urlsplit(link).hostname == urlsplit(url).hostname and (found := _numbered(url, link)) is not None:
            numbers.setdefault(found[:2], set()).add(found[2])
    for (way, name), shown in sorted(numbers.items(), key=lambda item: (not PAGING.search(item[0][1]), -len(item[1]))):
        if max(shown) == 0 or (way == "param" and not PAGING.search(name)):
            continue
        least = min(number for number in shown if number > 0)
        start, step = (1, 1) if least <= 2 and 0 not in shown and (least == 2 or 2 in shown) else (0, least)
        return {way: name, "start": start, "step": step}
    return _beside_others(url, links)


def _beside_others(url: str, links: Sequence[str]) -> dict[str, str | int] | None:
    """The paging parameter of links that write more parameters than the address of this page does."""
    mine = urlsplit(url)
    own = [part for part in parse_qsl(mine.query) if not PAGING.search(part[0])]
    numbers: dict[str, set[int]] = {}
    for link in links:
        other = urlsplit(link)
        parts = parse_qsl(other.query)
        if (other.hostname, other.path) == (mine.hostname, mine.path) and set(own) <= set(parts):
            for name, value in parts:
                if PAGING.search(name) and (number := parse_whole_number(value)) is not None:
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
        names = differing or [name for name in second if PAGING.search(name)]
        value = parse_whole_number(second.get(names[0], "")) if len(names) == 1 else None
        return ("param", names[0], value) if value is not None else None
    if first != second:
        return None
    bare = re.sub(r"(?:/page)?[/-]?\d+/?$", "", mine.path).rstrip("/")
    found = re.fullmatch(rf"({re.escape(bare)}/(?:page[/-])?)(\d{{1,4}})(/?)", other.path)
    return ("path", f"{found[1]}{{page}}{found[3]}", int(found[2])) if found else None
