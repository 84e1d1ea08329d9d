"""Lemmy: its API, version 3 (join-lemmy.org/api)."""

from urllib.parse import urlencode

from crawlers.base import LIBRARIES, BaseCrawler, CommentPage, ListFault, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.engines.json_answers import ApiModel, Count, Time, parse_json_answer
from crawlers.engines.link_addresses import query_value, url_path, with_query_parameters
from crawlers.page_request import PageRequest
from crawlers.parse.markdown import markdown_text
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.posts import Stats

_COMMENTS = 50
_MOST_PAGES = 200
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")


class _Person(ApiModel):
    name: str = ""
    actor_id: str = ""


class _Text(ApiModel):
    id: int
    name: str = ""
    body: str = ""
    url: str = ""
    content: str = ""
    path: str = ""
    published: Time = None
    deleted: bool = False
    removed: bool = False
    nsfw: bool = False
    featured_community: bool = False
    featured_local: bool = False


class _Counts(ApiModel):
    upvotes: Count = None
    downvotes: Count = None
    comments: Count = None


class _Community(ApiModel):
    name: str = ""


class _PostView(ApiModel):
    post: _Text
    creator: _Person = _Person()
    community: _Community = _Community()
    counts: _Counts = _Counts()


class _Posts(ApiModel):
    posts: tuple[_PostView, ...]
    next_page: str | None = None


class _One(ApiModel):
    post_view: _PostView


class _CommentView(ApiModel):
    comment: _Text
    creator: _Person = _Person()
    counts: _Counts = _Counts()


class _Comments(ApiModel):
    comments: tuple[_CommentView, ...]


class Lemmy(BaseCrawler):
    """Reads ``/api/v3/post/list``, ``/api/v3/post`` and ``/api/v3/comment/list``. Adult posts are left out."""

    PAGE = "{base}/api/v3/post?id={id}"
    PAGES = True

    def listing(self, body: bytes, url: str) -> Listing:
        try:
            found = parse_json_answer(_Posts, body, url)
        except BadInput:
            return Listing(posts=(), rows=0, fault=ListFault.FORMAT)
        views = [view for view in found.posts if _is_open(view.post)]
        following = with_query_parameters(url, page_cursor=found.next_page) if found.next_page else None
        if following is None and views:
            following = with_query_parameters(url, page=str(int(query_value(url, "page") or "1") + 1))
        return Listing(posts=tuple(map(self._ref, views)), rows=len(views), next_url=following)

    def _ref(self, view: _PostView) -> PostRef:
        return PostRef(
            origin_id=str(view.post.id),
            url=self.address(str(view.post.id)),
            title=view.post.name,
            board=view.community.name,
            stats=_stats(view),
            posted_at=view.post.published,
        )

    def post(self, body: bytes, url: str) -> ParsedPost:
        view = parse_json_answer(_One, body, url).post_view
        count = view.counts.comments or 0
        pages = range(1, min(-(-count // _COMMENTS), _MOST_PAGES) + 1)
        shows_picture = url_path(view.post.url).lower().endswith(_PICTURES)
        return ParsedPost(
            origin_id=str(view.post.id),
            title=view.post.name,
            text=markdown_text(view.post.body),
            board=view.community.name,
            author=view.creator.actor_id or view.creator.name,
            posted_at=view.post.published,
            stats=_stats(view),
            images=(view.post.url,) if shows_picture else (),
            comment_pages=tuple(self._comments(view.post.id, page) for page in pages),
            link=self.spec.public_address(f"{self.spec.base_url}/post/{view.post.id}"),
        )

    def _comments(self, post: int, page: int) -> PageRequest:
        values = {"post_id": post, "sort": "Old", "type_": "All", "limit": _COMMENTS, "page": page}
        return PageRequest(f"{self.spec.base_url}/api/v3/comment/list?{urlencode(values)}")

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        return CommentPage(tuple(map(_comment, parse_json_answer(_Comments, body, request.url).comments)))


def _is_open(post: _Text) -> bool:
    return not (post.deleted or post.removed or post.nsfw or post.featured_community or post.featured_local)


def _stats(view: _PostView) -> Stats:
    return Stats(likes=view.counts.upvotes, dislikes=view.counts.downvotes, comments=view.counts.comments)


def _comment(view: _CommentView) -> ParsedComment:
    """``path`` is ``0.<root>.….<own id>``."""
    line = view.comment.path.split(".")
    parent = line[-2] if len(line) > 2 else None
    if view.comment.deleted or view.comment.removed:
        return ParsedComment(id=str(view.comment.id), text="", parent_id=parent)
    return ParsedComment(
        id=str(view.comment.id),
        text=markdown_text(view.comment.content),
        author=view.creator.actor_id or view.creator.name,
        parent_id=parent,
        likes=view.counts.upvotes or 0,
        dislikes=view.counts.downvotes or 0,
        created_at=view.comment.published,
    )


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="lemmy",
    version="2",
    make=Lemmy,
    title_en="Lemmy communities",
    title_ko="Lemmy 커뮤니티",
    needs=(LIBRARIES,),
)
