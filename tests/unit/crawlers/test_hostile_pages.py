"""Observed pages with every number, address or value replaced by what no honest board writes: read, or refused."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from crawlers.base import BaseCrawler
from crawlers.page_request import PageRequest
from crawlers.sites_config import registry
from schemas.errors import BadInput

PAGES: Final = Path(__file__).parents[2] / "fixtures" / "crawl" / "observed"
HARM: Final[dict[str, Callable[[bytes], bytes]]] = {
    "numbers of thousands of digits": lambda page: re.sub(rb"(?<=[=/>(\"-])\d+(?=[^\d.])", b"9" * 4400, page, count=40),
    "digits that are none": lambda page: re.sub(rb"\d+", "²".encode(), page),
    "addresses that are none": lambda page: re.sub(
        rb"""((?:href|src|url|link)"?\s*[=:]\s*["'])[^"']*""", rb"\1http://[", page
    ),
    "values that are missing": lambda page: re.sub(rb':\s*("[^"]*"|\d+)', b": null", page),
    "values of another kind": lambda page: re.sub(rb':\s*("[^"]*"|\d+)', b": [{}]", page),
}
FORM: Final = {"page": "1", "cpage": "0", "comment_page": "1"}


def fault(engine: BaseCrawler, file: str, page: bytes, url: str) -> str:
    """What reading a page raises that is no BadInput, which ends this page alone; empty for nothing."""
    try:
        if file == "list.html":
            engine.listing(page, url)
        elif file == "post.html":
            engine.post(page, url)
        else:
            engine.comment_page(page, PageRequest.post(f"{url}&c_page=1", FORM))
    except BadInput:
        return ""
    except Exception as error:  # noqa: BLE001 - what is looked for
        return f"{type(error).__name__}: {error}"[:120]
    return ""


def test_no_page_of_an_observed_site_ends_a_crawl_whatever_stands_in_it() -> None:
    wrong, read = [], 0
    sites = registry.shipped_sites()
    for path in sorted(PAGES.glob("*/*")):
        if path.name not in ("list.html", "post.html", "comments-1.json"):
            continue
        spec, page = sites[path.parent.name], path.read_bytes()
        engine = registry.make_engine(spec, lambda: datetime(2026, 11, 29, tzinfo=UTC))
        for harm, done in HARM.items():
            harmed = done(page)
            read += harmed != page
            told = fault(engine, path.name, harmed, f"{spec.base_url}/x/1?no=1") if harmed != page else ""
            wrong += [(spec.code, path.name, harm, told)] if told else []
    assert wrong == []
    assert read > 100
