"""What every engine does: pages as bytes in, posts out. Pure: nothing here or below opens a connection."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import ClassVar

from w3lib.encoding import html_to_unicode

from crawlers.sites_config.model import Board, SiteSpec
from schemas.posts import Stats


@dataclass(frozen=True, slots=True)
class PostRef:
    """A post as a list shows it. ``stats`` are the figures of the row; ``url`` is absolute."""

    origin_id: str
    url: str
    title: str
    board: str = ""
    stats: Stats = field(default_factory=Stats)
    posted_at: datetime | None = None
    whole: "ParsedPost | None" = None
    """The post itself, where its list already holds all of it (feeds): its page is then not asked for."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page. ``rows`` counts what looked like a post, read or not; ``next_url`` leads to the next page.

    ``hidden`` counts notices, advertisements and locked posts: a page may hold nothing else.
    """

    posts: tuple[PostRef, ...]
    rows: int
    next_url: str | None = None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class ParsedComment:
    """A comment as its page shows it: the author's real nickname, the text unmasked.

    A secret or deleted comment is here by its id alone, without text or author: its answers hang from it. ``depth``
    counts from 0 and ``page`` from 1 where the page shows them; `arrange` makes parents of the one in the order of
    the other.
    """

    id: str
    text: str
    author: str = ""
    parent_id: str | None = None
    likes: int = 0
    dislikes: int = 0
    best: bool = False
    created_at: datetime | None = None
    depth: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class ParsedPost:
    """A post as its page shows it. Still personal: it never leaves the station that collects.

    ``link`` is the address for readers where it is not the one that was read (the page behind an API); ``partial``
    says that the page shows some of its comments only, and links to no others.
    """

    origin_id: str
    title: str
    text: str
    board: str = ""
    author: str = ""
    posted_at: datetime | None = None
    stats: Stats = field(default_factory=Stats)
    images: tuple[str, ...] = ()
    has_video: bool = False
    comments: tuple[ParsedComment, ...] = ()
    comment_pages: tuple[str, ...] = ()
    link: str = ""
    partial: bool = False


def arrange(comments: Iterable[ParsedComment]) -> tuple[ParsedComment, ...]:
    """The comments of all pages in the order of the pages, with the parents that their depths mean.

    Boards that indent answers show the last page first, and an answer may begin a page.
    """
    placed: list[ParsedComment] = []
    branch: list[str] = []
    seen: set[str] = set()
    for comment in sorted(comments, key=lambda comment: comment.page):
        if comment.id in seen:
            placed.append(comment)
            continue
        seen.add(comment.id)
        # Where the comment between was removed, the nearest one above is what is answered.
        del branch[comment.depth :]
        parent = comment.parent_id or (branch[-1] if comment.depth and branch else None)
        branch.append(comment.id)
        placed.append(replace(comment, parent_id=parent))
    known = {comment.id: comment.parent_id for comment in reversed(placed) if comment.parent_id}
    return tuple(replace(comment, parent_id=known.get(comment.id)) for comment in placed)


class BaseCrawler(ABC):
    """One board software. An engine is a subclass; a site is a `SiteSpec` it is made with."""

    PAGE: ClassVar[str] = ""
    """Where a post is read by its ``id`` below ``base``, in the engines of APIs."""

    def __init__(self, spec: SiteSpec, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """``now`` dates what a page calls yesterday. Raises BadInput when ``spec`` lacks what the engine needs."""
        self.spec = spec
        self.now = now

    def start(self, board: Board) -> str:
        """Address of a board's first list page."""
        return self.spec.base_url + board.path

    def address(self, origin_id: str, link: str = "") -> str:
        """Where a known post is read; ``link`` is the address its readers have."""
        return self.PAGE.format(base=self.spec.base_url, id=origin_id) if self.PAGE else self.spec.own(link)

    def refuses_one(self, body: bytes) -> bool:  # noqa: ARG002 - most boards close a post otherwise
        """Whether a page that came with 403 is the board's own, and closes one post: nobody showed us the door."""
        return False

    @abstractmethod
    def listing(self, body: bytes, url: str) -> Listing:
        """Read a list page. A page without rows gives an empty listing; whether that is right is not decided here."""

    @abstractmethod
    def post(self, body: bytes, url: str) -> ParsedPost:
        """Read a post's page.

        Raises BadInput when it is none; its ``reason`` is gone, secret, login or not_a_post (renamed markup).
        """

    @abstractmethod
    def comments(self, body: bytes, url: str) -> tuple[ParsedComment, ...]:
        """Read one of a post's comment pages."""

    def decode(self, body: bytes) -> str:
        """A page's text: in the site's declared encoding, or else in the one the page itself declares or shows."""
        if self.spec.encoding:
            return body.decode(self.spec.encoding, "replace")
        return html_to_unicode(None, body, auto_detect_fun=_detect)[1]


def _detect(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp949"
    return "utf-8"
