"""The crawl of one site by Scrapy. The only module that imports Scrapy.

Scrapy keeps the queue of requests. It has no access to the network of its own: its download handler is the
`PoliteClient`. It runs without a Twisted reactor on the running asyncio loop, so a process can crawl many times and
several sites at once.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.base import BaseCrawler, CommentPage, Listing, ParsedPost, PostRef
from crawlers.comment_reading import CommentPagesReader, without_future_dates
from crawlers.crawl_interface import CrawlHandler, CrawlLimits, CrawlTrace, EmptyList, FailedPage, PageKind, UnreadRows
from crawlers.fetch.polite_client import PoliteClient
from crawlers.page_request import PageRequest, to_page_request
from crawlers.post_page import read_post_page, run_engine_method
from crawlers.sites_config.model import Board
from schemas.crawls import CodedReason, short_reason
from schemas.errors import BadInput, WaggleError


async def run_spider(
    crawler: BaseCrawler, client: PoliteClient, handler: CrawlHandler, limits: CrawlLimits
) -> CrawlTrace:
    """Read a site's lists and then the posts that ``handler`` chooses. Call it on a running loop, as often as needed.

    Pages that cannot be read are noted in the trace; what ``handler`` raises ends the crawl and is raised here.
    """
    trace = CrawlTrace()
    # Scrapy logs each crawl's whole configuration at INFO, and the traceback of what is raised below anyway.
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    logging.getLogger("scrapy.core.scraper").setLevel(logging.CRITICAL)
    scrapy = Crawler(_SiteSpider, _SETTINGS)
    failures: list[Failure] = []

    def failed(failure: Failure) -> None:
        failures.append(failure)
        client.stop(CodedReason.of("crawl.stopped.fault"))

    scrapy.signals.connect(failed, signal=signals.spider_error)
    running = asyncio.create_task(
        scrapy.crawl_async(board_crawler=crawler, client=client, handler=handler, limits=limits, trace=trace)
    )
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        client.stop(CodedReason.of("crawl.stopped.shutdown"))
        await scrapy.stop_async()
        await running
        raise
    if failures:
        failures[0].raiseException()
    trace.stopped, trace.unclosed, trace.saw_whole = client.stopped, client.unclosed, client.saw_whole
    return trace


class _PoliteDownloadHandler(BaseDownloadHandler):
    """Lets Scrapy download through the polite client alone."""

    async def download_request(self, request: Request) -> Response:
        spider = self.crawler.spider
        if not isinstance(spider, _SiteSpider):
            raise TypeError("only the spider of a site has a client")
        answer = await spider.client.fetch_page(request.meta["asked"], spider.is_closed_post)
        request.meta["cookies"] = answer.cookies
        return Response(answer.url, status=answer.status, body=answer.body)


_ANY = "http://page.invalid/"
_CLOSED = dict.fromkeys(("file", "data", "s3", "ftp"))
_SETTINGS: dict[str, Any] = {
    # No reactor: a loop is running already, and a reactor could be neither restarted nor moved to another loop.
    "TWISTED_REACTOR_ENABLED": False,
    "DOWNLOAD_HANDLERS": {"http": _PoliteDownloadHandler, "https": _PoliteDownloadHandler, **_CLOSED},
    # Robots, redirects, retries, pauses, decompression, sizes and time-outs are the client's. Scrapy's own robots
    # middleware allows everything when robots.txt fails, and its retries ignore Retry-After.
    "DOWNLOADER_MIDDLEWARES_BASE": {},
    "SPIDER_MIDDLEWARES_BASE": {"scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25},
    # Among the standard extensions are a telnet console and an HTTP server that runs Python code sent to it.
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
    """Reads all lists first, since posts are chosen by comparison with each other, and then the chosen posts."""

    name = "site"

    def __init__(
        self,
        *,
        board_crawler: BaseCrawler,
        client: PoliteClient,
        handler: CrawlHandler,
        limits: CrawlLimits,
        trace: CrawlTrace,
    ) -> None:
        super().__init__()
        self.client = client
        self.is_closed_post = board_crawler.is_closed_post
        self._board_crawler, self._handler, self._limits, self._trace = board_crawler, handler, limits, trace
        self._open_lists = len(board_crawler.spec.boards)
        self._refs: dict[str, PostRef] = {}
        self._listed: dict[str, set[str]] = {}
        self._wanted: deque[PostRef] = deque()

    async def start(self) -> AsyncIterator[Request]:
        for board in self._board_crawler.spec.boards:
            url = self._board_crawler.first_list_address(board)
            context = {"page": 1, "board": board}
            yield _request(url, self.read_list, self.list_failed, context)

    async def read_list(self, response: Response, page: int, board: Board) -> AsyncIterator[Request]:
        self._trace.pages += 1
        try:
            listing = await asyncio.to_thread(self._listing, response.body, response.url)
        except BadInput as error:
            self._note_error(response.url, error, "list")
            async for request in self._list_done():
                yield request
            return
        if self._note_list(listing, response.url, page, board) and listing.next_url and page < self._limits.pages:
            context = {"page": page + 1, "board": board}
            yield _request(listing.next_url, self.read_list, self.list_failed, context)
        else:
            async for request in self._list_done():
                yield request

    def _listing(self, body: bytes, url: str) -> Listing:
        return run_engine_method(url, lambda: self._board_crawler.listing(body, url))

    def _comments(self, body: bytes, asked: PageRequest) -> CommentPage:
        return run_engine_method(asked.url, lambda: self._board_crawler.comment_page(body, asked))

    def _note_list(self, listing: Listing, url: str, page: int, board: Board) -> bool:
        """Take a list's posts. False when no page can follow: it is empty, or the one before again."""
        unread = listing.rows - len(listing.posts)
        if unread:
            self._trace.unread_rows.append(UnreadRows(url, unread))
        self._trace.rows += listing.rows
        self._trace.listed += len(listing.posts)
        if not listing.posts and page == 1 and not (listing.hidden and listing.next_url):
            self._trace.empty_lists.append(EmptyList(url, listing.fault))
        seen = self._listed.setdefault(board.code, set())
        shown = {ref.id_within_site for ref in listing.posts}
        repeated = page > 1 and bool(shown) and shown <= seen
        seen |= shown
        if repeated:
            self._trace.repeated_lists.append(url)
        elif page == 1 and shown and self._limits.pages > 1 and not listing.next_url:
            self._trace.without_next.append(url)
        for ref in listing.posts:
            self._refs.setdefault(ref.id_within_site, ref if ref.board else replace(ref, board=board.name))
        return not repeated and bool(listing.posts or listing.hidden)

    async def list_failed(self, failure: Failure) -> AsyncIterator[Request]:
        self._note_failure(failure, "list")
        async for request in self._list_done():
            yield request

    async def _list_done(self) -> AsyncIterator[Request]:
        self._open_lists -= 1
        if self._open_lists or self.client.stopped:
            return
        refs = tuple(self._refs.values())
        self._trace.doubled = len(refs) - len({(ref.title, ref.board, ref.stats, ref.posted_at) for ref in refs})
        wanted = await self._handler.choose_posts(refs)
        self._wanted.extend(wanted[: self._limits.posts])
        async for request in self._next_post():
            yield request

    async def _next_post(self) -> AsyncIterator[Request]:
        """The page of the next post; posts are read one after the other."""
        while self._wanted and not self.client.stopped:
            ref = self._wanted.popleft()
            if ref.whole is None:
                yield _request(ref.url, self.read_post, self.post_failed, {"ref": ref})
                return
            await self._deliver(ref, ref.whole)

    async def read_post(self, response: Response, ref: PostRef) -> AsyncIterator[Request]:
        self._trace.pages += 1
        try:
            post = await asyncio.to_thread(read_post_page, self._board_crawler, response.body, response.url)
        except BadInput as error:
            self._note_error(response.url, error, "post")
            await self._handler.handle_failed_post(ref, error)
            async for request in self._next_post():
                yield request
            return
        reading = CommentPagesReader(ref, post, self._limits.comment_pages, response.meta["cookies"])
        async for request in self._next_comments(reading):
            yield request

    async def read_comments(
        self, response: Response, asked: PageRequest, reading: CommentPagesReader
    ) -> AsyncIterator[Request]:
        self._trace.pages += 1
        try:
            reading.add(await asyncio.to_thread(self._comments, response.body, asked))
        except BadInput as error:
            self._note_error(response.url, error, "comments")
            reading.lost += 1
        async for request in self._next_comments(reading):
            yield request

    async def comments_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """A comment page that cannot be read costs its comments, not the post."""
        self._note_failure(failure, "comments")
        request = failure.request  # type: ignore[attr-defined] # set by Scrapy on every failed request
        reading: CommentPagesReader = request.cb_kwargs["reading"]
        reading.lost += 1
        async for following in self._next_comments(reading):
            yield following

    async def _next_comments(self, reading: CommentPagesReader) -> AsyncIterator[Request]:
        if self.client.stopped:
            reading.give_up()
        asked = reading.next_request()
        if asked is not None:
            context = {"reading": reading, "asked": asked}
            yield _request(asked, self.read_comments, self.comments_failed, context)
            return
        if reading.limit_reached:
            self._trace.limited_comments.append(reading.ref.url)
        if reading.repeated:
            self._trace.repeated_comments.append(reading.ref.url)
        await self._deliver(reading.ref, reading.complete_post())
        async for request in self._next_post():
            yield request

    async def _deliver(self, ref: PostRef, post: ParsedPost) -> None:
        ref, post, ahead = without_future_dates(ref, post, self._board_crawler.now())
        self._trace.dates_ahead += ahead
        await self._handler.handle_post(ref, post)

    async def post_failed(self, failure: Failure) -> AsyncIterator[Request]:
        error = self._note_failure(failure, "post")
        request = failure.request  # type: ignore[attr-defined] # set by Scrapy on every failed request
        await self._handler.handle_failed_post(request.cb_kwargs["ref"], error)
        async for request in self._next_post():
            yield request

    def _note_failure(self, failure: Failure, kind: PageKind) -> WaggleError:
        """The error of a failed request, noted in the trace. Raises anything that is not ours: it ends the crawl."""
        error: BaseException | None = failure.value
        if not isinstance(error, WaggleError):
            failure.raiseException()
        request = failure.request  # type: ignore[attr-defined] # set by Scrapy on every failed request
        self._note_error(to_page_request(request.meta["asked"]).url, error, kind)
        return error

    def _note_error(self, url: str, error: WaggleError, kind: PageKind) -> None:
        self._trace.failed.append(FailedPage(url, short_reason(error), kind))


def _request(asked: PageRequest | str, callback: Any, errback: Any, context: dict[str, Any]) -> Request:
    """A request for ``asked``. Its address is for the polite client alone: Scrapy raises what no crawl survives for one
    that it does not like, such as a link of ``javascript:``.
    """
    return Request(_ANY, callback, errback=errback, cb_kwargs=context, meta={"asked": asked}, dont_filter=True)
