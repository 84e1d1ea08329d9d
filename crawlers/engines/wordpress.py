"""WordPress by its REST interface, ``/wp-json/wp/v2/posts`` (developer.wordpress.org/rest-api/reference)."""

from pydantic import Field, RootModel

from crawlers.base import LIBRARIES, BaseCrawler, CommentPage, ListFault, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.engines.json_answers import ApiModel, Time, parse_json_answer, text_and_picture_addresses
from crawlers.engines.link_addresses import absolute_addresses, query_value, with_query_parameters
from crawlers.page_request import PageRequest
from crawlers.parse.numbers import parse_whole_number
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput

_ROWS = 10
"""Posts on a list whose address does not say how many."""
_COMMENTS = 100


class _Rendered(ApiModel):
    rendered: str = ""
    protected: bool = False


class _Author(ApiModel):
    name: str = ""


class _Embedded(ApiModel):
    author: tuple[_Author, ...] = ()


class _Post(ApiModel):
    id: int
    link: str = ""
    date_gmt: Time = None
    title: _Rendered
    content: _Rendered = _Rendered()
    embedded: _Embedded = Field(default=_Embedded(), alias="_embedded")


class _Comment(ApiModel):
    id: int
    parent: int = 0
    author_name: str = ""
    date_gmt: Time = None
    content: _Rendered = _Rendered()


class _Refusal(ApiModel):
    code: str


class _Posts(RootModel[tuple[_Post, ...]]):
    """A page of the list."""


class _Comments(RootModel[tuple[_Comment, ...]]):
    """A page of a post's comments."""


class WordPress(BaseCrawler):
    """Reads posts and their comments. WordPress itself counts neither views nor likes, and its lists no comments."""

    PAGE = "{base}/wp-json/wp/v2/posts/{id}?_embed=author"
    PAGES = True

    def listing(self, body: bytes, url: str) -> Listing:
        try:
            found = parse_json_answer(_Posts, body, url).root
        except BadInput:
            return Listing(posts=(), rows=0, fault=ListFault.FORMAT)
        shown = [post for post in found if not post.content.protected]
        rows = _number(url, "per_page", _ROWS)
        # Behind the last page, ``page`` is an error and ``offset`` an empty list.
        following = (
            with_query_parameters(url, offset=str(_number(url, "offset", 0) + rows)) if len(found) == rows else None
        )
        posts = tuple(map(self._ref, shown))
        return Listing(posts=posts, rows=len(shown), next_url=following, hidden=len(found) - len(shown))

    def _ref(self, post: _Post) -> PostRef:
        return PostRef(
            origin_id=str(post.id),
            url=self.address(str(post.id)),
            title=_words(post.title.rendered),
            posted_at=post.date_gmt,
        )

    def post(self, body: bytes, url: str) -> ParsedPost:
        post = parse_json_answer(_Post, body, url)
        if post.content.protected:
            raise BadInput("page.secret", url=url[:200])
        text, images = text_and_picture_addresses(post.content.rendered)
        comments = f"{self.spec.base_url}/wp-json/wp/v2/comments?post={post.id}&per_page={_COMMENTS}"
        return ParsedPost(
            origin_id=str(post.id),
            title=_words(post.title.rendered),
            text=text,
            author=post.embedded.author[0].name if post.embedded.author else "",
            posted_at=post.date_gmt,
            images=absolute_addresses(post.link or url, images),
            comment_pages=(PageRequest(f"{comments}&orderby=id&order=asc"),),
            link=self.spec.public_address(post.link),
        )

    def is_closed_post(self, body: bytes) -> bool:
        """WordPress answers 401 or 403, with a code of its own, for the comments of a closed post."""
        try:
            return parse_json_answer(_Refusal, body, "").code.startswith(
                ("rest_cannot_read", "rest_forbidden", "rest_comment")
            )
        except BadInput:
            return False

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        found = parse_json_answer(_Comments, body, request.url).root
        following = with_query_parameters(request.url, offset=str(_number(request.url, "offset", 0) + _COMMENTS))
        further = (PageRequest(following),) if len(found) == _COMMENTS else ()
        return CommentPage(tuple(map(_comment, found)), further)


def _comment(comment: _Comment) -> ParsedComment:
    return ParsedComment(
        id=str(comment.id),
        text=text_and_picture_addresses(comment.content.rendered)[0],
        author=_words(comment.author_name),
        parent_id=str(comment.parent) if comment.parent else None,
        created_at=comment.date_gmt,
    )


def _words(markup: str) -> str:
    """A title or a name on one line; WordPress sends them as HTML."""
    return " ".join(text_and_picture_addresses(markup)[0].split())


def _number(url: str, name: str, otherwise: int) -> int:
    shown = parse_whole_number(query_value(url, name))
    return otherwise if shown is None else shown


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="wordpress",
    version="1",
    make=WordPress,
    title_en="WordPress sites, by their REST interface",
    title_ko="워드프레스 사이트(REST)",
    needs=(LIBRARIES,),
)
