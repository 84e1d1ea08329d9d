"""Links of a page that lead to a board's list, or to the site's terms."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from crawlers.recognition.elements.page_addresses import (
    is_members_address,
    is_same_site,
    linked_page_address,
    possible_list_addresses,
)
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.elements.visible_text import element_text

_LIST: Final = re.compile(r"^(?:목록|글\s*목록|목록으로|목록\s*보기|리스트|list|back|전체\s*글)", re.IGNORECASE)
_BOARD: Final = re.compile(
    r"게시판|자유|이야기|수다|잡담|일상|유머|웃긴|베스트|인기|토픽|커뮤니티|마당|방$|들어가기|"
    r"board|forum|talk|free|hot|best|humou?r|topic|stor(?:y|ies)|posts?\b|latest|discussion|communit|thread",
    re.IGNORECASE,
)
_TERMS: Final = re.compile(r"이용\s*약관|서비스\s*약관|^약관|이용\s*규칙|운영\s*(?:방침|원칙)|terms", re.IGNORECASE)
_NEVER: Final = re.compile(
    r"login|logout|sign|join|register|search|write|member|rss|privacy|help|faq|terms", re.IGNORECASE
)


def board_links(page: FetchedPage, *, near: bool = False) -> list[str]:
    """Addresses that may be lists, the likeliest first; ``near``: only those that ``page``, a post, belongs to."""
    ranked: dict[str, int] = {}
    for link in page.node.css("a[href]"):
        address = linked_page_address(page.url, link.attrib["href"])
        if (
            not address
            or not is_same_site(address, page.url)
            or address == page.url
            or is_members_address(address)
            or _NEVER.search(address.partition("://")[2].partition("/")[2])
        ):
            continue
        rank = _rank(page.url, address, element_text(link.root))
        if rank > (2 if near else 0):
            ranked[address] = max(rank, ranked.get(address, 0))
    return sorted(ranked, key=lambda address: -ranked[address])


def _rank(url: str, address: str, text: str) -> int:
    mine, other = urlsplit(url), urlsplit(address)
    first, second = parse_qsl(mine.query), parse_qsl(other.query)
    is_shorter = mine.path == other.path and second and len(second) < len(first) and set(second) <= set(first)
    shares_board = bool(set(first) & set(second)) and len(second) <= len(first)
    if is_shorter or address.rstrip("/") in {parent.rstrip("/") for parent in possible_list_addresses(url)[:-1]}:
        return 4 + bool(_LIST.search(text))
    if _LIST.search(text) or (shares_board and mine.path != other.path):
        return 3
    if _BOARD.search(text) or _BOARD.search(other.path):
        return 2
    return 1 if other.path not in ("", "/") and len(text) <= 20 else 0


def terms_link(page: FetchedPage) -> str:
    """The address of the site's terms, which stands near the end of its pages; empty where no link says so."""
    for link in reversed(page.node.css("a[href]")):
        if _TERMS.search(element_text(link.root)):
            return linked_page_address(page.url, link.attrib["href"])
    return ""
