"""Nate Pann (pann.nate.com): the first page of comments stands in the post, further ones come from an end point."""

import re
from urllib.parse import urljoin

from crawlers.base import LIBRARIES, CommentPage
from crawlers.engines.communities.comment_endpoints import XHR, last_page_number, value_in_scripts
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.page_request import PageRequest
from crawlers.parse.markup import Node
from schemas.adapters import Adapter, AdapterKind

_NUMBER = re.compile(r"\bpannId\s*=\s*['\"]?(\d+)")
_PAGER = ".paginate-reple"
_NEWEST_FIRST = "W"


class NatePann(DeclarativeHtml):
    """Reads posts and comments by selectors; page 2 and on of the comments are asked for as the page's script does."""

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        number = value_in_scripts(page, _NUMBER)
        form = {"pann_id": number, "reply_id": "0", "rereply_id": "0", "page": "2", "penm": "", "order": _NEWEST_FIRST}
        if not number or last_page_number("".join(page.css(_PAGER).getall())) < 2:
            return ()
        headers = XHR | {"Accept": "text/html", "Referer": url}
        return (PageRequest.post(urljoin(url, "/talk/reply/load"), form, headers),)

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        page = self.parse_page(body)
        number = int(request.form_values["page"])
        found = self.read_comments(page)
        more = found and number < last_page_number("".join(page.css(_PAGER).getall()))
        return CommentPage(found, (request.with_form(page=str(number + 1)),) if more else ())


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="natepann",
    version="1",
    make=NatePann,
    title_en="Posts of Nate Pann",
    title_ko="네이트판",
    needs=(LIBRARIES,),
)
