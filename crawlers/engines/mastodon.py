"""Mastodon and compatible servers: trending statuses from its API (docs.joinmastodon.org)."""

from pydantic import RootModel

from crawlers.base import LIBRARIES, BaseCrawler, CommentPage, ListFault, Listing, ParsedComment, ParsedPost, PostRef
from crawlers.engines.declarative import one_line
from crawlers.engines.json_answers import ApiModel, Count, Time, parse_json_answer, text_and_picture_addresses
from crawlers.page_request import PageRequest
from crawlers.parse.plain_text import clean_line
from schemas.adapters import Adapter, AdapterKind
from schemas.errors import BadInput
from schemas.posts import Stats

_TITLE = 80


class _Account(ApiModel):
    acct: str = ""


class _Media(ApiModel):
    type: str = ""
    url: str | None = None


class _Status(ApiModel):
    id: str
    url: str | None = None
    content: str = ""
    spoiler_text: str = ""
    sensitive: bool = False
    visibility: str = "public"
    created_at: Time = None
    account: _Account = _Account()
    media_attachments: tuple[_Media, ...] = ()
    replies_count: Count = None
    favourites_count: Count = None
    in_reply_to_id: str | None = None


class _Statuses(RootModel[tuple[_Status, ...]]):
    pass


class _Context(ApiModel):
    descendants: tuple[_Status, ...] = ()


class Mastodon(BaseCrawler):
    """Reads ``/api/v1/trends/statuses`` and ``/api/v1/timelines/tag/…``; answers from ``/statuses/<id>/context``.

    Only public statuses that are not marked as sensitive. A status has no title: its first line is used as one.
    """

    PAGE = "{base}/api/v1/statuses/{id}"

    def listing(self, body: bytes, url: str) -> Listing:
        try:
            found = parse_json_answer(_Statuses, body, url).root
        except BadInput:
            return Listing(posts=(), rows=0, fault=ListFault.FORMAT)
        shown = [status for status in found if status.visibility == "public" and not status.sensitive]
        refs = (self._ref(status) for status in shown)
        return Listing(posts=tuple(ref for ref in refs if ref is not None), rows=len(shown))

    def _ref(self, status: _Status) -> PostRef | None:
        title = _title(text_and_picture_addresses(status.content)[0])
        if not title:
            return None
        url = self.address(status.id)
        return PostRef(origin_id=status.id, url=url, title=title, stats=_stats(status), posted_at=status.created_at)

    def post(self, body: bytes, url: str) -> ParsedPost:
        status = parse_json_answer(_Status, body, url)
        text = text_and_picture_addresses(status.content)[0]
        media = [medium for medium in status.media_attachments if medium.url]
        return ParsedPost(
            origin_id=status.id,
            title=_title(text),
            text=text,
            author=status.account.acct,
            posted_at=status.created_at,
            stats=_stats(status),
            images=tuple(medium.url for medium in media if medium.url and medium.type == "image"),
            has_video=any(medium.type in ("video", "gifv") for medium in media),
            comment_pages=(PageRequest(f"{self.spec.base_url}/api/v1/statuses/{status.id}/context"),)
            if status.replies_count
            else (),
            link=status.url or "",
            partial=True,
        )

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        return CommentPage(tuple(map(_comment, parse_json_answer(_Context, body, request.url).descendants)))


def _title(text: str) -> str:
    first = next((part for part in text.split("\n") if part.strip()), "")
    return clean_line(one_line(first), _TITLE)


def _stats(status: _Status) -> Stats:
    return Stats(likes=status.favourites_count, comments=status.replies_count)


def _comment(status: _Status) -> ParsedComment:
    if status.visibility != "public" or status.sensitive:
        return ParsedComment(id=status.id, text="", parent_id=status.in_reply_to_id)
    return ParsedComment(
        id=status.id,
        text=text_and_picture_addresses(status.content)[0],
        author=status.account.acct,
        parent_id=status.in_reply_to_id,
        likes=status.favourites_count or 0,
        created_at=status.created_at,
    )


ENGINE = Adapter(
    kind=AdapterKind.ENGINE,
    name="mastodon",
    version="1",
    make=Mastodon,
    title_en="Mastodon servers",
    title_ko="마스토돈 서버",
    needs=(LIBRARIES,),
)
