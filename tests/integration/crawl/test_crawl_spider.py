"""The crawl of a site: order, limits, what goes wrong, and that it runs on the loop of whoever calls it."""

import asyncio

import pytest
from fixtures.crawl.collect import Guest, Reply, listing, pages, post_page, site, web

from crawlers.base import CommentPage, Listing, ParsedPost, PostRef
from crawlers.crawl_interface import CrawlLimits, CrawlTrace
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.fetch.polite_client import PoliteClient
from crawlers.page_request import PageRequest
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from crawlers.spider import run_spider
from schemas.crawls import NO_REASON
from schemas.errors import BadInput, NoSpace


async def read(spec: SiteSpec, guest: Guest, limits: CrawlLimits | None = None) -> CrawlTrace:
    async with PoliteClient(spec, timeout=1.0) as client:
        return await run_spider(registry.make_engine(spec), client, guest, limits or CrawlLimits())


def board(count: int = 3) -> dict[str, Reply | str]:
    rows = [(f"a{n}", f"글 {n}", n) for n in range(count)]
    replies: dict[str, Reply | str] = {f"/p/a{n}": post_page(f"글 {n}") for n in range(count)}
    replies["/list"] = listing(*rows)
    return replies


async def test_lists_come_first_and_posts_in_the_order_wanted() -> None:
    replies = board(4) | {"/list": listing(("a0", "글 0", 1), ("a1", "글 1", 1), following="/list2")}
    replies["/list2"] = listing(("a1", "글 1", 1), ("a2", "글 2", 1), following="/list3")
    guest = Guest()
    with web(pages(replies)) as server:
        trace = await read(site(server.url), guest, CrawlLimits(pages=2))
        assert server.paths == ["/list", "/list2", "/p/a0", "/p/a1", "/p/a2"]
    assert guest.listings == [["a0", "a1", "a2"]]
    assert [post.title for post in guest.posts.values()] == ["글 0", "글 1", "글 2"]
    assert (trace.pages, trace.listed, trace.failed, trace.stopped) == (5, 4, [], NO_REASON)


async def test_a_list_that_repeats_its_page_ends_and_one_without_a_next_page_is_noted() -> None:
    first = (("a0", "글 0", 1), ("a1", "글 1", 1))
    replies = board(2) | {"/list": listing(*first, following="/list2"), "/other": listing(("a1", "글 1", 1))}
    replies["/list2"] = listing(*first, following="/list3")
    with web(pages(replies)) as server:
        both = [{"code": "x", "name": "하나", "path": "/list"}, {"code": "y", "name": "둘", "path": "/other"}]
        trace = await read(site(server.url, boards=both), Guest(), CrawlLimits(pages=5))
        assert server.paths == ["/list", "/other", "/list2", "/p/a0", "/p/a1"]
        assert trace.repeated_lists == [f"{server.url}/list2"]
        assert trace.without_next == [f"{server.url}/other"]


async def test_all_boards_are_listed_before_any_post_is_read() -> None:
    replies = board(2) | {"/other": listing(("b0", "다른 글", 5)), "/p/b0": post_page("다른 글")}
    with web(pages(replies)) as server:
        spec = site(
            server.url, boards=[{"code": "x", "path": "/list"}, {"code": "y", "name": "다른 판", "path": "/other"}]
        )
        guest = Guest()
        await read(spec, guest)
        assert server.paths[:2] == ["/list", "/other"]
    assert sorted(guest.listings[0]) == ["a0", "a1", "b0"]


async def test_links_that_lead_nowhere_and_faults_of_engines_cost_their_page_alone() -> None:
    class Surprised(DeclarativeHtml):
        def post(self, body: bytes, url: str) -> ParsedPost:
            if b"kind" in body:
                raise KeyError(body.decode())
            return super().post(body, url)

        def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
            raise RecursionError(str(body))

    rows = "".join(
        f'<li><a href="{link}">글 {number}</a></li>'
        for number, link in enumerate(
            ("javascript:view('/p/a')", "http://[/p/b", "http://127.0.0.1:99999999/p/c", "mailto:/p/d", "/p/e", "/p/f")
        )
    )
    replies: dict[str, Reply | str] = {
        "/list": f'<ul class="board">{rows}</ul><a class="next" href="http://[">다음</a>',
        "/p/e": post_page("글 4", '<p>kind</p><img src="http://[">'),
        "/p/f": post_page("글 5", comments='<p class="cpages"><a href="http://[x">1</a><a href="?c=2">2</a></p>'),
        "/p/f?c=2": "<p></p>",
    }
    guest = Guest()
    with web(pages(replies)) as server:
        spec = site(server.url)
        async with PoliteClient(spec, timeout=1.0) as client:
            trace = await run_spider(Surprised(spec), client, guest, CrawlLimits())
    assert guest.losses == {"a": "address", "c": "address", "d": "address", "e": "engine_fault"}
    assert list(guest.posts) == ["f"]
    assert [page.kind for page in trace.failed if page.reason == "engine_fault"] == ["post", "comments"]
    assert guest.posts["f"].lost_pages == 1
    assert [unread.rows for unread in trace.unread_rows] == [1]


async def test_a_list_that_its_engine_cannot_read_leaves_the_other_lists_and_is_named() -> None:
    class Surprised(DeclarativeHtml):
        def listing(self, body: bytes, url: str) -> Listing:
            if url.endswith("/other"):
                raise BadInput("page.not_a_post.format", url=url, why="x")
            return super().listing(body, url)

    guest = Guest()
    with web(pages(board(2) | {"/other": "<p></p>"})) as server:
        spec = site(server.url, boards=[{"code": "x", "path": "/list"}, {"code": "y", "path": "/other"}])
        async with PoliteClient(spec, timeout=1.0) as client:
            trace = await run_spider(Surprised(spec), client, guest, CrawlLimits())
    assert (sorted(guest.posts), [page.kind for page in trace.failed]) == (["a0", "a1"], ["list"])


async def test_comment_pages_are_read_before_the_next_post() -> None:
    def comment(number: int) -> str:
        return f'<div class="c" id="c{number}"><p class="says">댓글 {number}</p></div>'

    links = '<nav class="cpages"><a href="?c=1">1</a><a href="?c=2">2</a><a href="?c=9">9</a></nav>'
    replies = board(2) | {
        "/p/a0": post_page("글 0", comments=comment(3) + links),
        "/p/a0?c=1": post_page("글 0", comments=comment(1)),
        "/p/a0?c=2": post_page("글 0", comments=comment(2)),
    }
    guest = Guest()
    with web(pages(replies)) as server:
        trace = await read(site(server.url), guest)
        assert server.paths == ["/list", "/p/a0", "/p/a0?c=1", "/p/a0?c=2", "/p/a0?c=9", "/p/a1"]
    assert [c.id for c in guest.posts["a0"].comments] == ["c3", "c1", "c2"]
    assert [miss.reason for miss in trace.failed] == ["gone"]


async def test_what_goes_wrong_is_noted_and_the_rest_goes_on() -> None:
    replies = board(6) | {
        "/p/a0": Reply(status=404),
        "/p/a1": "<title>로그인</title><form>로그인이 필요합니다</form>",
        "/p/a2": Reply(status=500),
        "/p/a3": Reply(post_page("글"), cut=True),
        "/p/a4": Reply(status=302, headers={"Location": "http://10.0.0.1/"}),
    }
    guest = Guest()
    with web(pages(replies)) as server:
        trace = await read(site(server.url), guest)
    assert list(guest.posts) == ["a5"]
    assert sorted(miss.reason for miss in trace.failed) == ["address", "broken", "cut_off", "gone", "login"]
    assert guest.losses["a0"] == "gone"
    assert sorted(guest.losses) == ["a0", "a1", "a2", "a3", "a4"]


async def test_a_shut_door_ends_the_crawl() -> None:
    with web(pages(board(5) | {"/p/a1": Reply(status=403)})) as server:
        guest = Guest()
        trace = await read(site(server.url), guest)
        assert server.paths == ["/list", "/p/a0", "/p/a1"]
    assert trace.stopped.code == "crawl.stopped.blocked"
    assert list(guest.posts) == ["a0"]


async def test_a_list_that_cannot_be_read_is_noted() -> None:
    with web(pages({"/list": Reply(status=500)})) as server:
        trace = await read(site(server.url), Guest())
    assert (trace.listed, [miss.reason for miss in trace.failed]) == (0, ["broken"])


async def test_limits_hold() -> None:
    guest = Guest()
    with web(pages(board(9))) as server:
        await read(site(server.url), guest, CrawlLimits(posts=4))
        assert len(server.paths) == 5


class Broken(Guest):
    async def handle_post(self, ref: PostRef, post: ParsedPost) -> None:
        raise NoSpace("test.nospace", where="media")


async def test_what_the_visitor_raises_ends_the_crawl_and_is_raised() -> None:
    with web(pages(board(5))) as server:
        with pytest.raises(NoSpace):
            await read(site(server.url), Broken())
        assert len(server.paths) <= 3


async def test_a_crawl_that_is_called_off_ends_at_once() -> None:
    with web(pages(board(5), "User-agent: *\nCrawl-delay: 30")) as server:
        task = asyncio.create_task(read(site(server.url), Guest()))
        await asyncio.sleep(0.5)
        task.cancel()
        started = asyncio.get_running_loop().time()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.get_running_loop().time() - started < 10


def test_a_process_crawls_many_times_and_on_several_loops() -> None:
    async def both(url: str) -> int:
        guests = [Guest(), Guest()]
        await asyncio.gather(*(read(site(url), guest) for guest in guests))
        return sum(len(guest.posts) for guest in guests)

    with web(pages(board(3))) as server:
        for _ in range(3):
            assert asyncio.run(both(server.url)) == 6
