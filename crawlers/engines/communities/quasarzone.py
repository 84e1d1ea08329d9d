"""Quasar Zone (quasarzone.com): boards whose comments a script asks for as JSON, page by page."""

import re
from dataclasses import replace
from urllib.parse import urljoin

from pydantic import Field

from crawlers.base import LIBRARIES, CommentPage, ParsedComment, ParsedPost
from crawlers.engines.communities.comment_endpoints import MOST_PAGES
from crawlers.engines.declarative import DeclarativeHtml, one_line
from crawlers.engines.json_answers import ApiModel, Count, parse_json_answer, text_and_picture_addresses
from crawlers.engines.jsonld import postings
from crawlers.page_request import PageRequest
from crawlers.parse.dates import parse_date
from crawlers.parse.markup import Node
from schemas.adapters import Adapter, AdapterKind
from schemas.posts import Stats

_POST = re.compile(r"/bbs/(\w+)/views/(\d+)")


class _Comment(ApiModel):
    id: int
    content: str | None = ""
    name: str | None = ""
    nick: str | None = Field("", alias="user_nick")
    written: str | None = Field("", alias="created_at")
    depth: int | None = Field(0, alias="comm_depth")
    likes: Count = Field(None, alias="good")
    dislikes: Count = Field(None, alias="nogood")


class _Page(ApiModel):
    number: int = Field(1, alias="current_page")
    last: int = Field(1, alias="last_page")
    comments: tuple[_Comment, ...] = Field((), alias="data")


class _Lists(ApiModel):
    best: tuple[_Comment, ...] | None = Field((), alias="best_comments")
    page: _Page | None = Field(None, alias="comments")


class _Answer(ApiModel):
    """``comm_list`` is an empty list where a post has no comments."""

    total: Count = Field(None, alias="comm_cnt")
    lists: _Lists | tuple[()] = Field((), alias="comm_list")


class QuasarZone(DeclarativeHtml):
    """Reads lists and posts by selectors, and comments from ``/comments/<board>/getComment``, oldest first."""

    def read_title(self, page: Node) -> str:
        return super().read_title(page) or next((one_line(said.headline) for said in postings(page)), "")

    def post(self, body: bytes, url: str) -> ParsedPost:
        """A post; its head is not known in every layout, and its JSON-LD has what is missing, and the exact time."""
        post, said = super().post(body, url), next(postings(self.parse_page(body)), None)
        if said is None:
            return post
        stats = said.stats().model_dump() | post.stats.model_dump(exclude_none=True)
        return replace(
            post,
            author=post.author or one_line(said.author.name),
            posted_at=said.date or post.posted_at,
            stats=Stats.model_validate(stats),
        )

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        post = _POST.search(url)
        if post is None or self.read_stats(page, self.post_selectors).comments == 0:
            return ()
        return (self._request(post[1], post[2], 1, url),)

    def _request(self, board: str, post: str, page: int, url: str) -> PageRequest:
        address = f"/comments/{board}/getComment?boardName={board}&writeId={post}&page={page}&order=old"
        return PageRequest.get(urljoin(url, address), {"Referer": url, "X-Requested-With": "XMLHttpRequest"})

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        answer = parse_json_answer(_Answer, body, request.url)
        if not isinstance(answer.lists, _Lists) or answer.lists.page is None:
            return CommentPage((), total=answer.total)
        page, best = answer.lists.page, answer.lists.best or ()
        address = re.compile(r"([?&]page=)\d+")
        further = tuple(
            PageRequest(address.sub(rf"\g<1>{number}", request.url), headers=request.headers)
            for number in range(2, min(page.last, MOST_PAGES) + 1)
            if page.number == 1
        )
        comments = (
            *(self._comment(comment, 0, best=True) for comment in best),
            *(self._comment(comment, page.number) for comment in page.comments),
        )
        return CommentPage(comments, further, answer.total)

    def _comment(self, comment: _Comment, page: int, *, best: bool = False) -> ParsedComment:
        return ParsedComment(
            id=str(comment.id),
            text=text_and_picture_addresses(comment.content or "")[0],
            author=one_line(comment.nick or comment.name or ""),
            likes=comment.likes or 0,
            dislikes=comment.dislikes or 0,
            best=best,
            created_at=parse_date(comment.written or "", self.now(), self.spec.zone),
            # Of a best comment it is known only at its place in the list.
            depth=0 if best else comment.depth or 0,
            page=page,
        )


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="quasarzone",
    version="1",
    make=QuasarZone,
    title_en="Quasar Zone",
    title_ko="퀘이사존",
    needs=(LIBRARIES,),
)
