"""DC Inside (gall.dcinside.com): galleries whose comments are asked for with a token of the post's page."""

import re
from urllib.parse import urljoin

from crawlers.base import LIBRARIES, CommentPage, ParsedComment
from crawlers.engines.communities.comment_endpoints import XHR, last_page_number, value_in_scripts
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.engines.json_answers import ApiModel, parse_json_answer, text_and_picture_addresses
from crawlers.engines.link_addresses import query_value
from crawlers.page_request import PageRequest
from crawlers.parse.dates import parse_date
from crawlers.parse.markup import Node
from crawlers.sites_config.selectors import Pick, picked_value
from schemas.adapters import Adapter, AdapterKind

_ADVERTISEMENT = "COMMENT_BOY"
"""The kind of nickname of an advertisement that stands among the comments."""
_ORIGIN_GALLERY = re.compile(r"""data\(['"]comment_id['"],\s*['"]([^'"]+)""")
_ORIGIN_NUMBER = re.compile(r"""data\(['"]comment_no['"],\s*['"](\d+)""")
_FROM_APP = re.compile(r"\s*- dc (?:official )?App$")
"""What the site's app writes below a comment."""
_FORM = ("e_s_n_o", "_GALLTYPE_", "board_type", "secret_article_key")


class _Comment(ApiModel):
    """``c_no`` is the number of the comment that is answered, 0 where there is none."""

    no: int | str
    c_no: int | str = 0
    depth: int | str = 0
    name: str = ""
    reg_date: str = ""
    memo: str = ""
    nicktype: str = ""
    del_yn: str = "N"
    is_delete: int | str = "0"


class _Answer(ApiModel):
    """``pagination`` is a piece of HTML with the numbers of all pages."""

    total_cnt: int = 0
    comments: tuple[_Comment, ...] | None = ()
    pagination: str | None = ""


class DcInside(DeclarativeHtml):
    """Reads galleries of all kinds by selectors, and their comments from ``/board/comment/``, page by page.

    A comment of the real-time best gallery belongs to the gallery that the post came from: the page names it.
    """

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        hidden = {name: picked_value(page, Pick(css=f"input#{name}", attr="value")) for name in _FORM}
        if not hidden["e_s_n_o"] or not self.read_stats(page, self.post_selectors).comments:
            return ()
        gallery = picked_value(page, Pick(css="input#gallery_id", attr="value")) or query_value(url, "id")
        number = picked_value(page, Pick(css="input#no", attr="value")) or query_value(url, "no")
        form = {
            "id": gallery,
            "no": number,
            "cmt_id": value_in_scripts(page, _ORIGIN_GALLERY) or gallery,
            "cmt_no": value_in_scripts(page, _ORIGIN_NUMBER) or number,
            "focus_cno": "",
            "focus_pno": "",
            "comment_page": "1",
            "sort": "",
            "prevCnt": "",
            **hidden,
        }
        headers = XHR | {"Accept": "application/json", "Referer": url}
        return (PageRequest.post(urljoin(url, "/board/comment/"), form, headers, page_cookies=True),)

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        answer = parse_json_answer(_Answer, body, request.url)
        number = int(request.form_values.get("comment_page", "1"))
        found = tuple(
            self._comment(comment, number)
            for comment in answer.comments or ()
            if comment.nicktype != _ADVERTISEMENT and str(comment.no) != "0"
        )
        more = number < last_page_number(answer.pagination or "")
        further = (request.with_form(comment_page=str(number + 1)),) if found and more else ()
        return CommentPage(found, further, answer.total_cnt)

    def _comment(self, comment: _Comment, page: int) -> ParsedComment:
        answered = str(comment.c_no) if str(comment.depth) != "0" and str(comment.c_no) != "0" else None
        deleted = comment.del_yn == "Y" or str(comment.is_delete) != "0"
        if deleted:
            return ParsedComment(id=str(comment.no), text="", parent_id=answered, page=page)
        return ParsedComment(
            id=str(comment.no),
            text=_FROM_APP.sub("", text_and_picture_addresses(comment.memo)[0].rstrip()),
            author=comment.name,
            parent_id=answered,
            created_at=parse_date(comment.reg_date, self.now(), self.spec.zone),
            page=page,
        )


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="dcinside",
    version="1",
    make=DcInside,
    title_en="Galleries of DC Inside",
    title_ko="디시인사이드 갤러리",
    needs=(LIBRARIES,),
)
