"""Discourse: topics as JSON, twenty posts at a time (docs.discourse.org)."""

from urllib.parse import urlencode

from crawlers.base import LIBRARIES, BaseCrawler, CommentPage, ListFault, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.engines.json_answers import ApiModel, Count, Time, parse_json_answer, text_and_picture_addresses
from crawlers.engines.link_addresses import absolute_address, absolute_addresses, query_value, with_query_parameters
from crawlers.page_request import PageRequest
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.posts import Stats

_CHUNK = 20


class _Topic(ApiModel):
    id: int
    title: str
    slug: str = "-"
    posts_count: Count = None
    views: Count = None
    like_count: Count = None
    created_at: Time = None
    pinned: bool = False
    pinned_globally: bool = False


class _Topics(ApiModel):
    topics: tuple[_Topic, ...]
    more_topics_url: str | None = None


class _Latest(ApiModel):
    topic_list: _Topics


class _Action(ApiModel):
    id: int
    count: Count = None


class _Post(ApiModel):
    id: int
    post_number: int
    cooked: str = ""
    username: str = ""
    created_at: Time = None
    reply_to_post_number: int | None = None
    actions_summary: tuple[_Action, ...] = ()
    hidden: bool = False
    user_deleted: bool = False

    @property
    def likes(self) -> int:
        """Action 2 is the like."""
        return next((action.count or 0 for action in self.actions_summary if action.id == 2), 0)


class _Stream(ApiModel):
    posts: tuple[_Post, ...]
    stream: tuple[int, ...] = ()


class _Whole(_Topic):
    post_stream: _Stream


class _More(ApiModel):
    post_stream: _Stream


class Discourse(BaseCrawler):
    """Reads ``/latest.json``, ``/top.json`` and ``/t/<id>.json``. Replies refer to a post's number, not its id."""

    PAGE = "{base}/t/{id}.json"
    PAGES = True

    def listing(self, body: bytes, url: str) -> Listing:
        try:
            found = parse_json_answer(_Latest, body, url).topic_list
        except BadInput:
            return Listing(posts=(), rows=0, fault=ListFault.FORMAT)
        topics = [topic for topic in found.topics if not (topic.pinned or topic.pinned_globally)]
        following = absolute_address(url, found.more_topics_url) if found.more_topics_url else ""
        next_url = _as_json(following) if following else None
        return Listing(posts=tuple(map(self._ref, topics)), rows=len(topics), next_url=next_url)

    def _ref(self, topic: _Topic) -> PostRef:
        return PostRef(
            origin_id=str(topic.id),
            url=self.address(str(topic.id)),
            title=topic.title,
            stats=_stats(topic),
            posted_at=topic.created_at,
        )

    def post(self, body: bytes, url: str) -> ParsedPost:
        topic = parse_json_answer(_Whole, body, url)
        posts = topic.post_stream.posts
        first = next((post for post in posts if post.post_number == 1), None)
        text, images = text_and_picture_addresses(first.cooked if first else "")
        known = {post.id for post in posts}
        rest = [identity for identity in topic.post_stream.stream if identity not in known]
        return ParsedPost(
            origin_id=str(topic.id),
            title=topic.title,
            text=text,
            author=first.username if first else "",
            posted_at=topic.created_at,
            stats=_stats(topic),
            images=absolute_addresses(url, images),
            comments=tuple(_comment(post) for post in posts if post.post_number > 1),
            comment_pages=tuple(
                self._posts(topic.id, rest[start : start + _CHUNK]) for start in range(0, len(rest), _CHUNK)
            ),
            link=self.spec.public_address(f"{self.spec.base_url}/t/{topic.slug}/{topic.id}"),
        )

    def _posts(self, topic: int, identities: list[int]) -> PageRequest:
        chosen = urlencode([("post_ids[]", identity) for identity in identities])
        return PageRequest(f"{self.spec.base_url}/t/{topic}/posts.json?{chosen}")

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        return CommentPage(tuple(map(_comment, parse_json_answer(_More, body, request.url).post_stream.posts)))


def _stats(topic: _Topic) -> Stats:
    answers = None if topic.posts_count is None else max(0, topic.posts_count - 1)
    return Stats(views=topic.views, likes=topic.like_count, comments=answers)


def _comment(post: _Post) -> ParsedComment:
    answered = post.reply_to_post_number
    parent = str(answered) if answered and answered > 1 else None
    if post.hidden or post.user_deleted:
        return ParsedComment(id=str(post.post_number), text="", parent_id=parent)
    return ParsedComment(
        id=str(post.post_number),
        text=text_and_picture_addresses(post.cooked)[0],
        author=post.username,
        parent_id=parent,
        likes=post.likes,
        created_at=post.created_at,
    )


def _as_json(url: str) -> str:
    """The JSON of the page at ``more_topics_url``, which has the same query."""
    path = url.partition("?")[0]
    target = path if path.endswith(".json") else f"{path}.json"
    names = ("page", "period", "order", "per_page")
    return with_query_parameters(target, **{name: query_value(url, name) for name in names if query_value(url, name)})


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="discourse",
    version="1",
    make=Discourse,
    title_en="Discourse forums",
    title_ko="Discourse 포럼",
    needs=(LIBRARIES,),
)
