"""What an HTML engine says of a page that is no list or no post."""

from typing import Final

from crawlers.base import ListFault
from crawlers.parse.markup import Node
from crawlers.parse.page_kind import PageKind, page_kind, says_list_is_empty
from schemas.errors import BadInput

_FAULTS: Final = {
    PageKind.LOGIN: ListFault.LOGIN,
    PageKind.PRIVATE: ListFault.ERROR,
    PageKind.GONE: ListFault.ERROR,
    PageKind.ERROR: ListFault.ERROR,
    PageKind.FORMAT: ListFault.FORMAT,
    PageKind.SCRIPT: ListFault.SCRIPT,
    PageKind.OTHER: ListFault.CHANGED,
    PageKind.EMPTY: ListFault.EMPTY,
}


def list_fault(page: Node, url: str) -> ListFault:
    """What a list page without rows is."""
    return ListFault.EMPTY if says_list_is_empty(page) else _FAULTS[page_kind(page, url)]


def post_page_error(page: Node, url: str, missing: str, site: str) -> BadInput:
    """The error for a post's page without ``missing`` (title, body): login, notice that it is gone, other layout."""
    match page_kind(page, url):
        case PageKind.LOGIN:
            return BadInput("page.login", url=url[:200])
        case PageKind.GONE:
            return BadInput("page.gone", url=url[:200])
        case PageKind.PRIVATE:
            return BadInput("page.secret", url=url[:200])
        case PageKind.EMPTY:
            return BadInput("page.empty", url=url[:200])
        case PageKind.SCRIPT:
            return BadInput("page.script", url=url[:200])
        case PageKind.ERROR | PageKind.FORMAT:
            return BadInput("page.error", url=url[:200])
    return BadInput("page.not_a_post", url=url[:200], part=missing, site=site)
