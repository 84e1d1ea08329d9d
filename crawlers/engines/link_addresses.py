"""Addresses of links, and their query strings: parameters removed, set and read."""

import re
from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl, unquote_plus, urlencode, urljoin, urlsplit, urlunsplit

from crawlers.parse.numbers import parse_whole_number


def absolute_address(url: str, link: str) -> str:
    """The address that ``link`` on the page at ``url`` leads to; empty where that is none, such as ``http://[``."""
    try:
        return urljoin(url, link)
    except ValueError:
        return ""


def url_path(url: str) -> str:
    """The path of an address; empty for what is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def absolute_addresses(url: str, links: Iterable[str]) -> tuple[str, ...]:
    """The addresses that ``links`` on the page at ``url`` lead to, each once, without those that are none."""
    return tuple(dict.fromkeys(address for link in links if (address := absolute_address(url, link))))


def without_query_parameters(url: str, names: Collection[str]) -> str:
    """``url`` without the query parameters ``names`` and without its fragment.

    What stays is as it was written: a query need have no names (``showthread.php?88-pot/page2``), nor be UTF-8.
    """
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if part and unquote_plus(part.partition("=")[0]) not in names]
    return urlunsplit(parts._replace(query="&".join(kept), fragment=""))


def with_query_parameters(url: str, **values: str) -> str:
    """``url`` with the query parameters ``values``, in the place of those of the same names."""
    bare = urlsplit(without_query_parameters(url, values))
    query = "&".join(part for part in (bare.query, urlencode(values)) if part)
    return urlunsplit(bare._replace(query=query))


def query_value(url: str, name: str) -> str:
    """The value of a query parameter; empty where there is none."""
    return dict(parse_qsl(urlsplit(url).query)).get(name, "")


def with_next_number_in_query(url: str, name: str, start: int, step: int) -> str:
    """``url`` with the number in the query parameter ``name``, which is ``start`` where it is missing, raised by
    ``step``.
    """
    number = parse_whole_number(query_value(url, name))
    return with_query_parameters(url, **{name: str((start if number is None else number) + step)})


def with_next_number_in_path(url: str, form: str, start: int, step: int) -> str:
    """``url`` with the path ``form``, whose ``{page}`` is the number of this page, or ``start``, raised by ``step``."""
    parts = urlsplit(url)
    before, _, after = form.partition("{page}")
    shown = re.fullmatch(rf"{re.escape(before)}(\d{{1,9}}){re.escape(after)}", parts.path)
    number = int(shown[1]) if shown else start
    return urlunsplit(parts._replace(path=form.replace("{page}", str(number + step)), fragment=""))
