"""Reddit's data API at oauth.reddit.com (reddit.com/dev/api); it requires an agreement and a bearer token."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field, RootModel, field_validator

from crawlers.base import LIBRARIES, BaseCrawler, ListFault, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.engines.json_answers import ApiModel, Count, Time, parse_json_answer
from crawlers.engines.link_addresses import url_path, with_query_parameters
from crawlers.parse.markdown import markdown_text
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.posts import Stats

_READER = "https://www.reddit.com"
_COMMENTS = 200
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_REMOVED = ("[deleted]", "[removed]")


class _Data(ApiModel):
    id: str = ""
    name: str = ""
    title: str = ""
    selftext: str = ""
    body: str = ""
    author: str = ""
    permalink: str = ""
    url: str = ""
    subreddit: str = ""
    parent_id: str = ""
    created: Time = Field(None, alias="created_utc")
    ups: Count = None
    num_comments: Count = None
    over_18: bool = False
    stickied: bool = False
    is_video: bool = False
    replies: "_Listing | None" = None

    @field_validator("replies", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        """The API writes an empty string for no replies."""
        return value or None


class _Thing(ApiModel):
    kind: str
    data: _Data


class _Page(ApiModel):
    children: tuple[_Thing, ...] = ()
    after: str | None = None


class _Listing(ApiModel):
    data: _Page


class _Pair(RootModel[tuple[_Listing, _Listing]]):
    pass


class Reddit(BaseCrawler):
    """Reads ``/r/<name>/hot`` and ``/comments/<id>``, without adult and pinned posts and collapsed comments."""

    PAGE = f"{{base}}/comments/{{id}}?raw_json=1&limit={_COMMENTS}"
    PAGES = True

    def listing(self, body: bytes, url: str) -> Listing:
        try:
            found = parse_json_answer(_Listing, body, url).data
        except BadInput:
            return Listing(posts=(), rows=0, fault=ListFault.FORMAT)
        posts = [thing.data for thing in found.children if thing.kind == "t3"]
        shown = [post for post in posts if not (post.over_18 or post.stickied)]
        following = with_query_parameters(url, after=found.after) if found.after else None
        return Listing(posts=tuple(map(self._ref, shown)), rows=len(shown), next_url=following)

    def _ref(self, post: _Data) -> PostRef:
        return PostRef(
            origin_id=post.id,
            url=self.address(post.id),
            title=post.title,
            board=post.subreddit,
            stats=Stats(likes=post.ups, comments=post.num_comments),
            posted_at=post.created,
        )

    def post(self, body: bytes, url: str) -> ParsedPost:
        opening, answers = parse_json_answer(_Pair, body, url).root
        post = next((thing.data for thing in opening.data.children if thing.kind == "t3"), None)
        if post is None or post.selftext in _REMOVED:
            raise BadInput("page.gone", url=url[:200])
        shows_picture = url_path(post.url).lower().endswith(_PICTURES)
        return ParsedPost(
            origin_id=post.id,
            title=post.title,
            text=markdown_text(post.selftext) or ("" if shows_picture else post.url),
            board=post.subreddit,
            author=post.author,
            posted_at=post.created,
            stats=Stats(likes=post.ups, comments=post.num_comments),
            images=(post.url,) if shows_picture else (),
            has_video=post.is_video,
            comments=tuple(_comments(answers)),
            link=f"{_READER}{post.permalink}",
            partial=True,
        )


def _comments(listing: _Listing) -> Iterator[ParsedComment]:
    """All comments, replies after what they answer. No recursion, since a page may nest deeper than Python's stack."""
    stack = [thing.data for thing in reversed(listing.data.children) if thing.kind == "t1"]
    while stack:
        reply = stack.pop()
        parent = reply.parent_id.removeprefix("t1_") if reply.parent_id.startswith("t1_") else None
        if reply.body in _REMOVED:
            yield ParsedComment(id=reply.id, text="", parent_id=parent)
        else:
            yield ParsedComment(
                reply.id,
                markdown_text(reply.body),
                reply.author,
                parent,
                likes=reply.ups or 0,
                created_at=reply.created,
            )
        if reply.replies is not None:
            stack += [thing.data for thing in reversed(reply.replies.data.children) if thing.kind == "t1"]


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="reddit",
    version="2",
    make=Reddit,
    title_en="Reddit",
    title_ko="레딧",
    needs=(LIBRARIES,),
)
