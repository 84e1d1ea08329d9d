"""Bobaedream (www.bobaedream.co.kr): a post shows its last page of comments, and a script asks for the others."""

import re

from crawlers.base import LIBRARIES
from crawlers.engines.communities.comment_endpoints import MOST_PAGES
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.engines.link_addresses import absolute_addresses
from crawlers.page_request import PageRequest
from crawlers.parse.markup import Node
from crawlers.parse.numbers import parse_number
from crawlers.sites_config.selectors import picked_value
from schemas.adapters import Adapter, AdapterKind

_ADDRESS = re.compile(
    r'function\s+sel_cmt_paging\(\w+\)\s*{\s*var\s+\w+\s*=\s*"(/[^"]*[?&]page=)"\s*\+\s*\w+\s*\+\s*"([^"]*)"'
)
_NUMBER = re.compile(r"sel_cmt_paging\('?(\d{1,4})")


class Bobaedream(DeclarativeHtml):
    """Reads lists, posts and comments by selectors; addresses of further comment pages are made as its script does."""

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        """All pages but the one in the post, from the first to the last number of the navigation."""
        wanted = self.comment_selectors
        made = _ADDRESS.search(" ".join(page.css("script::text").getall()))
        if made is None or wanted is None or not wanted.pages:
            return ()
        links = " ".join(link.attrib.get("href", "") for link in page.css(wanted.pages))
        last = max((int(number) for number in _NUMBER.findall(links)), default=0)
        shown = parse_number(picked_value(page, wanted.page)) or 1
        headers = {"Referer": url, "X-Requested-With": "XMLHttpRequest"}
        others = (number for number in range(1, min(max(last, shown), MOST_PAGES) + 1) if number != shown)
        addresses = absolute_addresses(url, (f"{made[1]}{number}{made[2]}" for number in others))
        return tuple(PageRequest.get(address, headers) for address in addresses)


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="bobaedream",
    version="1",
    make=Bobaedream,
    title_en="Bobaedream",
    title_ko="보배드림",
    needs=(LIBRARIES,),
)
