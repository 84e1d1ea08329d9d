"""Hacker News: its API at hacker-news.firebaseio.com (github.com/HackerNews/API)."""

from pydantic import PositiveInt, RootModel

from crawlers.base import LIBRARIES, BaseCrawler, CommentPage, ListFault, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.engines.json_answers import ApiModel, Count, Time, parse_json_answer, text_and_picture_addresses
from crawlers.page_request import PageRequest
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.posts import Stats

_MOST = 60
"""Stories read of a list of five hundred, which begins with the best."""
_READER = "https://news.ycombinator.com/item?id="


class _Ids(RootModel[tuple[PositiveInt, ...]]):
    pass


class _Item(ApiModel):
    id: int
    type: str = ""
    by: str = ""
    time: Time = None
    text: str = ""
    title: str = ""
    url: str = ""
    score: Count = None
    descendants: Count = None
    kids: tuple[int, ...] = ()
    parent: int | None = None
    deleted: bool = False
    dead: bool = False


class HackerNews(BaseCrawler):
    """Reads ``/v0/topstories.json`` and ``/v0/item/<id>.json``.

    Each comment is an item of its own, so only the direct answers to a story are read.
    """

    PAGE = "{base}/v0/item/{id}.json"

    def listing(self, body: bytes, url: str) -> Listing:
        try:
            found = parse_json_answer(_Ids, body, url).root[:_MOST]
        except BadInput:
            return Listing(posts=(), rows=0, fault=ListFault.FORMAT)
        refs = tuple(PostRef(origin_id=str(number), url=self.address(str(number)), title="") for number in found)
        return Listing(posts=refs, rows=len(found))

    def post(self, body: bytes, url: str) -> ParsedPost:
        item = parse_json_answer(_Item, body, url)
        if item.deleted or item.dead or item.type not in ("story", "poll", "job"):
            raise BadInput("page.gone", url=url[:200])
        return ParsedPost(
            origin_id=str(item.id),
            title=item.title,
            # Most stories consist of a link only.
            text=text_and_picture_addresses(item.text)[0] or item.url,
            author=item.by,
            posted_at=item.time,
            stats=Stats(likes=item.score, comments=item.descendants),
            comment_pages=tuple(PageRequest(self.address(str(number))) for number in item.kids),
            link=f"{_READER}{item.id}",
            partial=True,
        )

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        item = parse_json_answer(_Item, body, request.url)
        if item.deleted or item.dead:
            return CommentPage((ParsedComment(id=str(item.id), text=""),))
        text = text_and_picture_addresses(item.text)[0]
        return CommentPage((ParsedComment(id=str(item.id), text=text, author=item.by, created_at=item.time),))


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="hackernews",
    version="1",
    make=HackerNews,
    title_en="Hacker News",
    title_ko="해커 뉴스",
    needs=(LIBRARIES,),
)
