"""Ppomppu (ppomppu.co.kr): the post's page holds its last page of comments as JSON, others come from an end point."""

import json
import re
from dataclasses import replace
from urllib.parse import urlencode, urljoin

from crawlers.base import LIBRARIES, CommentPage, ParsedComment, PostRef
from crawlers.engines.communities.comment_endpoints import MOST_PAGES, XHR, parse_json_object, value_in_scripts
from crawlers.engines.declarative import DeclarativeHtml, one_line
from crawlers.engines.json_answers import ApiModel, text_and_picture_addresses, validate_json_answer
from crawlers.engines.link_addresses import query_value
from crawlers.page_request import PageRequest
from crawlers.parse.dates import parse_date
from crawlers.parse.markup import Node
from crawlers.sites_config.selectors import CommentSelectors, ListSelectors, Pick, PostSelectors, Selectors
from schemas.adapters import Adapter, AdapterKind
from schemas.posts import Stats

_DATA = re.compile(r"\binitialCommentData\s*=\s*")
_CURRENT = re.compile(r"\bc_page\s*=\s*(\d+)")


class _Votes(ApiModel):
    vote_count: int = 0
    anti_vote_count: int = 0


class _Meta(ApiModel):
    time_display: str = ""
    time_detail: str = ""


class _Block(ApiModel):
    is_blocked: bool = False
    is_spam: bool = False


class _Comment(ApiModel):
    """``name`` and ``memo`` are HTML; ``parent`` is 0 for a comment that answers none."""

    no: int
    parent: int = 0
    depth: int = 0
    name: str = ""
    memo: str = ""
    vote_btn: _Votes = _Votes()
    anti_vote_btn: _Votes = _Votes()
    meta: _Meta = _Meta()
    block_status: _Block = _Block()


class _Data(ApiModel):
    total_comment: int = 0
    total_page: int = 0
    comments: tuple[_Comment, ...] = ()


class Ppomppu(DeclarativeHtml):
    """Reads boards by selectors, and comments from the data in a script of the page and from ``comment.php``.

    The page holds the last page of comments; the pages before it are asked for, as the page's script does.
    """

    @classmethod
    def stock_selectors(cls) -> Selectors:
        """The comments where the end point answers with HTML instead of data, as it did in 2025."""
        return Selectors(
            comments=CommentSelectors(
                rows='div[id^="comment_"][class*="comment_template_depth"]',
                id=Pick(attr="id", regex=r"comment_(\d+)"),
                depth=Pick(attr="class", regex=r"comment_template_depth(\d)"),
                depth_step=2,
                text=".mid-text-area",
                author=Pick(css="b a"),
                posted_at=Pick(css=".eng-day"),
                likes=Pick(css='[id^="vote_cnt_"]'),
                dislikes=Pick(css='[id^="anti_vote_cnt_"]'),
            )
        )

    def read_row(self, row: Node, url: str) -> PostRef | None:
        """The post of a row. The whole time is a tooltip, which posts of related boards lack: theirs are of today."""
        found = super().read_row(row, url)
        if found is None or found.posted_at is not None:
            return found
        return replace(found, posted_at=self.read_date(row, Pick(css="time.baseList-time")))

    def read_stats(self, node: Node, wanted: ListSelectors | PostSelectors) -> Stats:
        """The numbers that a row or a page shows; a page without comments says so in its data alone."""
        stats, data = super().read_stats(node, wanted), _data(node) if isinstance(wanted, PostSelectors) else None
        return stats if data is None else stats.model_copy(update={"comments": data.total_comment})

    def read_comments(self, page: Node) -> tuple[ParsedComment, ...]:
        data = _data(page)
        return super().read_comments(page) if data is None else self._comments(data, _current(page))

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        data = _data(page)
        if data is None:
            return ()
        asked = {"id": query_value(url, "id"), "no": query_value(url, "no")}
        addresses = (
            urljoin(url, f"/zboard/comment.php?{urlencode(asked | {'c_page': str(number), 'comment_mode': ''})}")
            for number in range(1, min(data.total_page, MOST_PAGES) + 1)
            if number != _current(page)
        )
        return tuple(PageRequest.get(address, XHR | {"Referer": url}) for address in addresses)

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        number = int(query_value(request.url, "c_page"))
        if body.lstrip().startswith(b"{"):
            data = validate_json_answer(_Data, parse_json_object(self.decode(body).encode(), request.url), request.url)
            return CommentPage(self._comments(data, number), total=data.total_comment)
        found = super().read_comments(self.parse_page(body))
        return CommentPage(tuple(replace(comment, page=number) for comment in found))

    def _comments(self, data: _Data, page: int) -> tuple[ParsedComment, ...]:
        return tuple(self._comment(comment, page) for comment in data.comments)

    def _comment(self, comment: _Comment, page: int) -> ParsedComment:
        answered = str(comment.parent) if comment.parent else None
        if comment.block_status.is_blocked or comment.block_status.is_spam:
            return ParsedComment(id=str(comment.no), text="", parent_id=answered, page=page)
        return ParsedComment(
            id=str(comment.no),
            text=text_and_picture_addresses(comment.memo)[0],
            author=one_line(text_and_picture_addresses(comment.name)[0]),
            parent_id=answered,
            likes=comment.vote_btn.vote_count,
            dislikes=comment.anti_vote_btn.anti_vote_count,
            created_at=parse_date(comment.meta.time_detail or comment.meta.time_display, self.now(), self.spec.zone),
            depth=comment.depth,
            page=page,
        )


def _data(page: Node) -> _Data | None:
    """The comments that a script of the page holds; None where it holds none that can be read."""
    for script in page.css("script::text").getall():
        start = _DATA.search(script)
        if start is not None:
            try:
                return _Data.model_validate(json.JSONDecoder().raw_decode(script, start.end())[0])
            except (ValueError, RecursionError):
                return None
    return None


def _current(page: Node) -> int:
    """The number of the page of comments that the post's page holds."""
    return int(value_in_scripts(page, _CURRENT) or 1)


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="ppomppu",
    version="1",
    make=Ppomppu,
    title_en="Boards of Ppomppu",
    title_ko="뽐뿌 게시판",
    needs=(LIBRARIES,),
)
