"""The crawl of one site. The only file that knows Scrapy.

Scrapy keeps the queue: what is asked next, what was asked before, when there is nothing left. It has no way to the
network of its own; its download handler is the `PoliteClient`. It runs without a Twisted reactor on the running
asyncio loop, so a process crawls many times, several sites at once, beside whatever else runs on that loop.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from scrapy import Request, Spider, signals
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.base import BaseCrawler, Listing, ParsedPost, PostRef, arrange
from crawlers.fetch.polite_client import PoliteClient
from schemas.errors import BadInput, WaggleError


class Visitor(Protocol):
    """Who a crawl reports to while it runs."""

    async def listed(self, posts: Sequence[PostRef]) -> Sequence[PostRef]:
        """All posts of all lists, before any is read. Returns those whose pages are to be read, in that order."""
        ...

    async def visited(self, ref: PostRef, post: ParsedPost) -> None:
        """A post, read with all its comment pages. The next one is not read before this returns."""
        ...

    async def lost(self, ref: PostRef, error: WaggleError) -> None:
        """A post whose page gave none; its ``reason`` field says why in one word."""
        ...


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """How much of a site one crawl reads."""

    pages: int = 2
    posts: int = 60
    comment_pages: int = 20

    @classmethod
    def by_hand(cls, pages: int) -> "CrawlLimits":
        """For a person who waits: all that ``pages`` lists show, with all comments."""
        return cls(pages=pages, posts=100 * pages, comment_pages=200)


@dataclass(frozen=True, slots=True)
class Miss:
    """A page that gave nothing. ``reason`` is one word: gone, robots, not_a_post, unreachable, …"""

    url: str
    reason: str
    message: str


@dataclass
class Trace:
    """What a crawl met. ``stopped`` says why it ended early, empty when it did not."""

    pages: int = 0
    rows: int = 0
    listed: int = 0
    empty_lists: list[str] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    stopped: str = ""


async def crawl(crawler: BaseCrawler, gate: PoliteClient, visitor: Visitor, limits: CrawlLimits) -> Trace:
    """Read a site's lists and then the posts ``visitor`` wants. Call it on a running loop, as often as needed.

    What a page does wrong is noted in the trace; what ``visitor`` raises ends the crawl and is raised here.
    """
    trace = Trace()
    # Scrapy tells each crawl's whole configuration at INFO, and prints the traceback of what is raised below anyway.
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    logging.getLogger("scrapy.core.scraper").setLevel(logging.CRITICAL)
    scrapy = Crawler(_SiteSpider, _SETTINGS)
    failures: list[Failure] = []

    def failed(failure: Failure) -> None:
        failures.append(failure)
        gate.leave("the crawl was broken off")

    scrapy.signals.connect(failed, signal=signals.spider_error)
    running = asyncio.create_task(
        scrapy.crawl_async(board_crawler=crawler, gate=gate, visitor=visitor, limits=limits, trace=trace)
    )
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        gate.leave("the collector is shutting down")
        await scrapy.stop_async()
        await running
        raise
    if failures:
        failures[0].raiseException()
    trace.stopped = gate.stopped
    return trace


class _GateHandler(BaseDownloadHandler):
    """Lets Scrapy download through the gate alone."""

    async def download_request(self, request: Request) -> Response:
        spider = self.crawler.spider
        if not isinstance(spider, _SiteSpider):
            raise TypeError("the gate belongs to the spider of a site")
        answer = await spider.gate.page(request.url, spider.refuses_one)
        return Response(answer.url, status=answer.status, body=answer.body)


_CLOSED = dict.fromkeys(("file", "data", "s3", "ftp"))
_SETTINGS: dict[str, Any] = {
    # No reactor: the loop is ours already, and a reactor could be neither restarted nor moved to another loop.
    "TWISTED_REACTOR_ENABLED": False,
    "DOWNLOAD_HANDLERS": {"http": _GateHandler, "https": _GateHandler, **_CLOSED},
    # Robots, redirects, retries, pauses, proxies, unpacking, sizes and time-outs are the gate's. Scrapy's own robots
    # middleware lets everything through when robots.txt fails, its retries ignore Retry-After.
    "DOWNLOADER_MIDDLEWARES_BASE": {},
    "SPIDER_MIDDLEWARES_BASE": {"scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25},
    # Among the standard extensions are a telnet console and an HTTP server that runs Python it is sent.
    "EXTENSIONS_BASE": {},
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "LOG_ENABLED": False,
    "STATS_DUMP": False,
}


class _SiteSpider(Spider):
    """Lists first, all of them, since only then a post's place among the others is known; then the posts."""

    name = "site"

    def __init__(
        self, *, board_crawler: BaseCrawler, gate: PoliteClient, visitor: Visitor, limits: CrawlLimits, trace: Trace
    ) -> None:
        super().__init__()
        self.gate = gate
        self.refuses_one = board_crawler.refuses_one
        self._board_crawler, self._visitor, self._limits, self._trace = board_crawler, visitor, limits, trace
        self._open_lists = len(board_crawler.spec.boards)
        self._refs: dict[str, PostRef] = {}
        self._wanted: deque[PostRef] = deque()

    async def start(self) -> AsyncIterator[Request]:
        for board in self._board_crawler.spec.boards:
            url = self._board_crawler.start(board)
            context = {"page": 1, "board": board.name}
            yield Request(url, self.read_list, errback=self.lost_list, cb_kwargs=context, dont_filter=True)

    async def read_list(self, response: Response, page: int, board: str) -> AsyncIterator[Request]:
        self._trace.pages += 1
        listing = await asyncio.to_thread(self._board_crawler.listing, response.body, response.url)
        self._note(listing, response.url, page, board)
        if listing.next_url and page < self._limits.pages and (listing.posts or listing.hidden):
            context = {"page": page + 1, "board": board}
            yield Request(listing.next_url, self.read_list, errback=self.lost_list, cb_kwargs=context, dont_filter=True)
        else:
            async for request in self._list_done():
                yield request

    def _note(self, listing: Listing, url: str, page: int, board: str) -> None:
        self._trace.rows += listing.rows
        self._trace.listed += len(listing.posts)
        if not listing.posts and page == 1 and not (listing.hidden and listing.next_url):
            self._trace.empty_lists.append(url)
        for ref in listing.posts:
            self._refs.setdefault(ref.origin_id, ref if ref.board else replace(ref, board=board))

    async def lost_list(self, failure: Failure) -> AsyncIterator[Request]:
        self._miss(failure)
        async for request in self._list_done():
            yield request

    async def _list_done(self) -> AsyncIterator[Request]:
        self._open_lists -= 1
        if self._open_lists or self.gate.stopped:
            return
        wanted = await self._visitor.listed(tuple(self._refs.values()))
        self._wanted.extend(wanted[: self._limits.posts])
        async for request in self._next_post():
            yield request

    async def _next_post(self) -> AsyncIterator[Request]:
        """One post after the other: a half-read post is held in memory, and a visitor is asked one thing at a time."""
        while self._wanted and not self.gate.stopped:
            ref = self._wanted.popleft()
            if ref.whole is None:
                yield Request(ref.url, self.read_post, errback=self.lost_post, cb_kwargs={"ref": ref}, dont_filter=True)
                return
            await self._visitor.visited(ref, ref.whole)

    async def read_post(self, response: Response, ref: PostRef) -> AsyncIterator[Request]:
        self._trace.pages += 1
        try:
            post = await asyncio.to_thread(self._board_crawler.post, response.body, response.url)
        except BadInput as error:
            self._note_miss(response.url, error)
            await self._visitor.lost(ref, error)
            async for request in self._next_post():
                yield request
            return
        async for request in self._next_comments(ref, post, post.comment_pages[: self._limits.comment_pages]):
            yield request

    async def read_comments(
        self, response: Response, ref: PostRef, post: ParsedPost, left: tuple[str, ...]
    ) -> AsyncIterator[Request]:
        self._trace.pages += 1
        more = await asyncio.to_thread(self._board_crawler.comments, response.body, response.url)
        post = replace(post, comments=(*post.comments, *more))
        async for request in self._next_comments(ref, post, left):
            yield request

    async def lost_comments(self, failure: Failure) -> AsyncIterator[Request]:
        """A comment page that is gone costs its comments, not the post."""
        self._miss(failure)
        request = failure.request  # type: ignore[attr-defined] # set by Scrapy on every failed request
        context = request.cb_kwargs
        async for following in self._next_comments(context["ref"], context["post"], context["left"]):
            yield following

    async def _next_comments(self, ref: PostRef, post: ParsedPost, left: tuple[str, ...]) -> AsyncIterator[Request]:
        if left and not self.gate.stopped:
            context = {"ref": ref, "post": post, "left": left[1:]}
            yield Request(left[0], self.read_comments, errback=self.lost_comments, cb_kwargs=context, dont_filter=True)
        else:
            await self._visitor.visited(ref, replace(post, comments=arrange(post.comments)))
            async for request in self._next_post():
                yield request

    async def lost_post(self, failure: Failure) -> AsyncIterator[Request]:
        error = self._miss(failure)
        request = failure.request  # type: ignore[attr-defined] # set by Scrapy on every failed request
        await self._visitor.lost(request.cb_kwargs["ref"], error)
        async for request in self._next_post():
            yield request

    def _miss(self, failure: Failure) -> WaggleError:
        """Notes what the gate refused; anything else is a fault of ours and ends the crawl."""
        error: BaseException | None = failure.value
        if not isinstance(error, WaggleError):
            failure.raiseException()
        request = failure.request  # type: ignore[attr-defined] # set by Scrapy on every failed request
        self._note_miss(request.url, error)
        return error

    def _note_miss(self, url: str, error: WaggleError) -> None:
        self._trace.misses.append(Miss(url, str(error.fields.get("reason", "refused")), str(error)))
