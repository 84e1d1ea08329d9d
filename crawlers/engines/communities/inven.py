"""Inven (www.inven.co.kr): boards of games, whose comments come as JSON in blocks of a hundred."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from pydantic import Field

from crawlers.base import LIBRARIES, CommentPage, ParsedComment
from crawlers.engines.declarative import DeclarativeHtml, one_line
from crawlers.engines.json_answers import ApiModel, Count, parse_json_answer, text_and_picture_addresses
from crawlers.page_request import PageRequest
from crawlers.parse.dates import parse_date
from crawlers.parse.markup import Node
from schemas.adapters import Adapter, AdapterKind

_POST = re.compile(r"/board/\w+/(\d+)/(\d+)")


class _Numbers(ApiModel):
    """Of a comment: its number, and that of the comment it answers, or its own. ``state`` is Y unless it is hidden."""

    number: int = Field(alias="cmtidx")
    answers: int = Field(0, alias="cmtpidx")
    state: str = "Y"


class _Comment(ApiModel):
    numbers: _Numbers = Field(alias="__attr__")
    date: str = Field("", alias="o_date")
    name: str = Field("", alias="o_name")
    text: str = Field("", alias="o_comment")
    likes: Count = Field(None, alias="o_recommend")
    dislikes: Count = Field(None, alias="o_notrecommend")


class _Place(ApiModel):
    """``first``: number of a block, 0 for the newest one."""

    first: int = Field(0, alias="titlenum")


class _Block(ApiModel):
    """A hundred comments; one that was not asked for has a number and an empty list."""

    place: _Place = Field(_Place(), alias="__attr__")
    comments: tuple[_Comment, ...] = Field((), alias="list")


class _Answer(ApiModel):
    total: Count = Field(None, alias="cmtcount")
    best: _Block = Field(_Block(), alias="bestcomment")
    blocks: tuple[_Block, ...] = Field((), alias="commentlist")


class Inven(DeclarativeHtml):
    """Reads lists and posts by selectors, and comments from ``/common/board/comment.json.php``.

    The first answer holds the newest block of comments and names the others, which are asked for by one more request.
    """

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:  # noqa: ARG002 - the address names the post
        post = _POST.search(url)
        if post is None:
            return ()
        form = {"comeidx": post[1], "articlecode": post[2], "sortorder": "date", "act": "list", "out": "json"}
        headers = {"Referer": url, "X-Requested-With": "XMLHttpRequest"}
        address = urljoin(url, "/common/board/comment.json.php")
        return (PageRequest.post(address, form | {"replynick": "", "replyidx": "0"}, headers),)

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        answer = parse_json_answer(_Answer, body, request.url)
        missing = [str(block.place.first) for block in answer.blocks if block.place.first and not block.comments]
        asked = request.form_values.get("titles", "").split("|")
        further = [name for name in missing if name not in asked]
        return CommentPage(
            comments=tuple(self._comments(answer)),
            further=(request.with_form(titles="|".join(further)),) if further else (),
            total=answer.total,
        )

    def _comments(self, answer: _Answer) -> Iterator[ParsedComment]:
        """The best comments, which stand among the others once more, and all others in the order of writing."""
        yield from (self._comment(comment, 0, best=True) for comment in answer.best.comments)
        newest = max((block.place.first for block in answer.blocks), default=0) + 1
        for block in answer.blocks:
            page = block.place.first or newest
            yield from (self._comment(comment, page) for comment in block.comments)

    def _comment(self, comment: _Comment, page: int, *, best: bool = False) -> ParsedComment:
        numbers = comment.numbers
        parent = str(numbers.answers) if numbers.answers not in (0, numbers.number) else None
        if numbers.state != "Y":
            return ParsedComment(id=str(numbers.number), text="", parent_id=parent, page=page)
        return ParsedComment(
            id=str(numbers.number),
            # The markup of a comment is escaped as text, sometimes twice.
            text=text_and_picture_addresses(html.unescape(html.unescape(comment.text)))[0],
            author=one_line(comment.name),
            parent_id=parent,
            likes=comment.likes or 0,
            dislikes=comment.dislikes or 0,
            best=best,
            created_at=parse_date(comment.date, self.now(), self.spec.zone),
            page=page,
        )


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="inven",
    version="1",
    make=Inven,
    title_en="Inven",
    title_ko="인벤",
    needs=(LIBRARIES,),
)
