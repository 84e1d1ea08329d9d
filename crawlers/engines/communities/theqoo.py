"""Theqoo (theqoo.net): a Rhymix whose comments come from an end point, the last page first."""

import re
from datetime import datetime
from urllib.parse import urljoin

from crawlers.base import LIBRARIES, CommentPage, ParsedComment
from crawlers.engines.communities.comment_endpoints import MOST_PAGES, XHR, parse_json_object, value_in_scripts
from crawlers.engines.json_answers import ApiModel, text_and_picture_addresses, validate_json_answer
from crawlers.engines.rhymix import Rhymix
from crawlers.page_request import PageRequest
from crawlers.parse.markup import Node
from crawlers.sites_config.selectors import Pick, picked_value
from schemas.adapters import Adapter, AdapterKind

_ACT = "dispTheqooContentCommentListTheqoo"
_LOAD = re.compile(r"loadReply\(\s*(\d+)")
_TOO_NEW = "commentWarningMessage"
"""What stands in the place of a comment that is younger than an hour, which only members see."""
_ANONYMOUS = "무명의 더쿠"


class _Comment(ApiModel):
    """``ct`` is HTML; ``rd`` is the time in Korea as fourteen digits; ``nn`` is a nickname on boards that show one."""

    srl: int | str
    ct: str = ""
    rd: str = ""
    nn: str | None = ""


class _Answer(ApiModel):
    """Page ``now_comment_page``, which is the last one where page 0 was asked for."""

    comment_list: tuple[_Comment, ...] | dict[str, _Comment] | None
    now_comment_page: int = 1


class Theqoo(Rhymix):
    """Reads the pages as those of Rhymix, and comments with the token and the session that the post's page gave.

    Page 0 means the last one; its answer says which number it has, and the pages before it are asked for.
    """

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        document = value_in_scripts(page, _LOAD)
        if not document or not self.read_stats(page, self.post_selectors).comments:
            return ()
        form = {"act": _ACT, "document_srl": document, "cpage": "0"}
        headers = XHR | {"Accept": "application/json", "Referer": url}
        token = picked_value(page, Pick(css="meta[name=csrf-token]", attr="content"))
        if token:
            headers["X-CSRF-Token"] = token
        return (PageRequest.post(urljoin(url, "/index.php"), form, headers, page_cookies=True),)

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        answer = validate_json_answer(_Answer, parse_json_object(body, request.url), request.url)
        listed = answer.comment_list or ()
        comments = listed.values() if isinstance(listed, dict) else listed
        found = tuple(self._comment(comment, answer.now_comment_page) for comment in comments)
        is_first = request.form_values.get("cpage") == "0"
        before = range(answer.now_comment_page - 1, 0, -1)[:MOST_PAGES] if is_first else ()
        return CommentPage(found, tuple(request.with_form(cpage=str(number)) for number in before))

    def _comment(self, comment: _Comment, page: int) -> ParsedComment:
        if _TOO_NEW in comment.ct:
            return ParsedComment(id=str(comment.srl), text="", page=page)
        return ParsedComment(
            id=str(comment.srl),
            text=text_and_picture_addresses(comment.ct)[0],
            author=comment.nn or _ANONYMOUS,
            created_at=self._time(comment.rd),
            page=page,
        )

    def _time(self, digits: str) -> datetime | None:
        try:
            return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=self.spec.zone)
        except ValueError:
            return None


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="theqoo",
    version="1",
    make=Theqoo,
    title_en="Boards of Theqoo",
    title_ko="더쿠 게시판",
    needs=(LIBRARIES,),
)
