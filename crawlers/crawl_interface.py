"""The interface of a crawl: its limits, who receives what it reads, and the trace that it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from crawlers.base import ListFault, ParsedPost, PostRef
from schemas.crawls import NO_REASON, CodedReason
from schemas.errors import WaggleError

PageKind = Literal["list", "post", "comments"]


class CrawlHandler(Protocol):
    """Receives what a crawl reads."""

    async def choose_posts(self, posts: Sequence[PostRef]) -> Sequence[PostRef]:
        """Called once with the posts of all lists. Returns those whose pages are to be read, in that order."""
        ...

    async def handle_post(self, ref: PostRef, post: ParsedPost) -> None:
        """Called with a post and all its comment pages. The next post is not read before this returns."""
        ...

    async def handle_failed_post(self, ref: PostRef, error: WaggleError) -> None:
        """Called for a post that could not be read."""
        ...


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """How much of a site one crawl reads."""

    pages: int = 2
    posts: int = 60
    comment_pages: int = 20

    @classmethod
    def of_manual_crawl(cls, pages: int) -> "CrawlLimits":
        """For a crawl that a person started: everything on ``pages`` list pages, with all comments."""
        return cls(pages=pages, posts=100 * pages, comment_pages=200)


@dataclass(frozen=True, slots=True)
class FailedPage:
    """A page that could not be read. ``reason`` is one word: gone, robots, not_a_post, unreachable, …"""

    url: str
    reason: str
    kind: PageKind = "post"


@dataclass(frozen=True, slots=True)
class EmptyList:
    """The first page of a list without a post, and what it is instead."""

    url: str
    fault: ListFault


@dataclass(frozen=True, slots=True)
class UnreadRows:
    """A list page on which ``rows`` rows look like posts and could not be read."""

    url: str
    rows: int


@dataclass
class CrawlTrace:
    """What happened in a crawl. ``stopped`` is the reason when it ended early.

    ``without_next`` are first pages of lists that lead to no second one though the crawl would read it;
    ``repeated_lists`` are pages that show nothing but the posts of the pages before, and ``repeated_comments`` posts
    with such a comment page. ``limited_comments`` are posts of which more comment pages are known than the crawl's
    limit allows to read. ``doubled`` counts posts that are listed under two ids, ``dates_ahead`` those with a date that
    is still to come. ``unclosed`` are pages without their end that were read all the same, for want of one with it;
    ``saw_whole``: such a one came later.
    """

    pages: int = 0
    rows: int = 0
    listed: int = 0
    doubled: int = 0
    dates_ahead: int = 0
    empty_lists: list[EmptyList] = field(default_factory=list)
    unread_rows: list[UnreadRows] = field(default_factory=list)
    failed: list[FailedPage] = field(default_factory=list)
    limited_comments: list[str] = field(default_factory=list)
    repeated_comments: list[str] = field(default_factory=list)
    without_next: list[str] = field(default_factory=list)
    repeated_lists: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    saw_whole: bool = False
    stopped: CodedReason = NO_REASON

    def failed_pages(self, kind: PageKind) -> list[FailedPage]:
        """The pages of a kind that could not be read."""
        return [page for page in self.failed if page.kind == kind]
