"""Today Humor (todayhumor.co.kr): comments, called memos, come from an end point of the board a post was written on."""

import re
from urllib.parse import urlencode, urljoin

from crawlers.base import LIBRARIES, CommentPage, ParsedComment
from crawlers.engines.communities.comment_endpoints import XHR, parse_json_object, value_in_scripts
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.engines.json_answers import ApiModel, text_and_picture_addresses, validate_json_answer
from crawlers.engines.link_addresses import with_query_parameters
from crawlers.page_request import PageRequest
from crawlers.parse.dates import parse_date
from crawlers.parse.markup import Node
from crawlers.parse.numbers import parse_number
from schemas.adapters import Adapter, AdapterKind

_TABLE = re.compile(r"""\bparent_table\s*=\s*["'](\w+)["']""")
_NUMBER = re.compile(r"""\bparent_id\s*=\s*["'](\d+)["']""")


class _Memo(ApiModel):
    """A comment; ``is_system`` is a note of the board, such as that the post was moved."""

    no: int | str
    parent_memo_no: int | str | None = 0
    is_system: bool = False
    is_del: bool = False
    date: str = ""
    name: str = ""
    ok: int | str | None = 0
    nok: int | str | None = 0
    memo: str | None = ""


class _Answer(ApiModel):
    is_more_memo: bool = False
    memos: tuple[_Memo, ...] = ()


class TodayHumor(DeclarativeHtml):
    """Reads boards by selectors, and comments from ``ajax_memo_list.php``.

    A best post has a second number and stands on a second board; its comments are those of the first, which a script of
    the page names. Asked for the second, the server answers that there are none.
    """

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        table, number = value_in_scripts(page, _TABLE), value_in_scripts(page, _NUMBER)
        if not table or not number or not self.read_stats(page, self.post_selectors).comments:
            return ()
        asked = {"parent_table": table, "parent_id": number, "last_memo_no": "0", "get_all_memo": "Y"}
        address = urljoin(url, f"/board/ajax_memo_list.php?{urlencode(asked)}")
        return (PageRequest.get(address, XHR | {"Accept": "application/json", "Referer": url}),)

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        answer = validate_json_answer(_Answer, parse_json_object(body, request.url), request.url)
        found = tuple(self._comment(memo) for memo in answer.memos if not memo.is_system)
        more = answer.is_more_memo and answer.memos
        address = with_query_parameters(request.url, last_memo_no=str(answer.memos[-1].no)) if more else ""
        return CommentPage(found, (PageRequest.get(address, dict(request.headers)),) if address else ())

    def _comment(self, memo: _Memo) -> ParsedComment:
        answered = str(memo.parent_memo_no or 0)
        parent = answered if answered != "0" else None
        if memo.is_del:
            return ParsedComment(id=str(memo.no), text="", parent_id=parent)
        return ParsedComment(
            id=str(memo.no),
            text=text_and_picture_addresses(memo.memo or "")[0],
            author=memo.name,
            parent_id=parent,
            likes=parse_number(str(memo.ok)) or 0,
            dislikes=parse_number(str(memo.nok)) or 0,
            created_at=parse_date(memo.date, self.now(), self.spec.zone),
        )


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="todayhumor",
    version="1",
    make=TodayHumor,
    title_en="Boards of Today Humor",
    title_ko="오늘의유머 게시판",
    needs=(LIBRARIES,),
)
