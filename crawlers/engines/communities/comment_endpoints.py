"""What the comment end points of Korean communities have in common: tokens in scripts, pagers, JSON behind a mark."""

import codecs
import json
import re
from typing import Any

from crawlers.parse.markup import Node
from schemas.errors import BadInput

XHR = {"X-Requested-With": "XMLHttpRequest"}
"""The header by which these servers know that a script asks, and answer with data."""
MOST_PAGES = 200
"""Pages of comments that are asked for at once, whatever number of them an answer claims."""
_PAGE = re.compile(r"[>(]\s*(\d{1,5})\s*(?=[<,)])")


def parse_json_object(body: bytes, url: str) -> dict[str, Any]:
    """The JSON object of an answer, with or without a byte order mark. Raises BadInput (``page.not_a_post.format``)."""
    try:
        found = json.loads(body.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError) as error:
        raise BadInput("page.not_a_post.format", url=url[:200], why=f"no JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadInput("page.not_a_post.format", url=url[:200], why="no JSON object")
    return found


def last_page_number(pager: str) -> int:
    """The largest page that a pager, a piece of HTML, shows as a link's text or calls a script with; 0 without one."""
    return max((int(found) for found in _PAGE.findall(pager)), default=0)


def value_in_scripts(page: Node, pattern: re.Pattern[str]) -> str:
    """What the first group of ``pattern`` finds in the scripts of a page; empty where nothing is found."""
    for script in page.css("script::text").getall():
        match = pattern.search(script)
        if match is not None:
            return match[1]
    return ""
