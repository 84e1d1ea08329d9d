"""What names a post in addresses of one kind."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from crawlers.recognition.elements.paging import PAGING

_ID_NAMES = re.compile(r"(?:_?(?:id|no|num|srl|seq|idx|n|uid|wr_id)|article|post|thread)$", re.IGNORECASE)


def post_identity(urls: Sequence[str]) -> tuple[str, str] | None:
    """What names a post in addresses of one kind, which differ in it: ("query", its parameter) or ("path", "").

    None where nothing tells the posts apart.
    """
    queries = [dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)) for url in urls]
    every = len(set(urls))
    names = [name for name in queries[0] if len({query.get(name, "") for query in queries}) == every] if queries else []
    if names:
        return "query", min(names, key=lambda name: (not _ID_NAMES.search(name), PAGING.search(name) is not None))
    if len({urlsplit(url).path for url in urls}) == every:
        return "path", ""
    return None


def post_id_regex(urls: Sequence[str]) -> str | None:
    """A regular expression for the id in addresses of posts; None where they hold none."""
    found = post_identity(urls)
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
