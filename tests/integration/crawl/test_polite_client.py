"""The client before servers that misbehave."""

import asyncio
import gzip
import resource
import time
from collections.abc import Sequence

import pytest
from fixtures.crawl.collect import OPEN, Reply, pages, site, web
from fixtures.rows import each_row

from crawlers.fetch.polite_client import PoliteClient
from schemas.crawls import CodedReason
from schemas.errors import BadInput, ConfigurationError, ProviderDown

PAGE = "<title>글</title><h1>글</h1>"


@each_row(
    "robots",
    [
        Reply(OPEN, 500),
        Reply(OPEN, 403),
        Reply("<html>막혔습니다</html>"),
        Reply(OPEN, delay=1.0),
        Reply(OPEN, cut=True),
        Reply(status=302, headers={"Location": "/robots.txt"}),
        Reply(status=302, headers={"Location": "http://10.0.0.1/robots.txt"}),
        "User-agent: *\nDisallow: /list",
        "User-agent: *\nCrawl-delay: 86400",
    ],
)
async def test_where_robots_are_closed_or_unclear_no_page_is_asked_for(robots: Reply | str) -> None:
    with web(pages({"/list": PAGE}, robots)) as server:
        async with PoliteClient(site(server.url), timeout=0.4) as client:
            with pytest.raises((BadInput, ProviderDown), match="robots"):
                await client.fetch_page(f"{server.url}/list")
            with pytest.raises((BadInput, ProviderDown)):
                await client.fetch_page(f"{server.url}/list")
        assert server.paths == []


async def test_a_redirect_to_no_address_loses_one_page_or_picture_and_no_more() -> None:
    nowhere = Reply(status=302, headers={"Location": "http://["})
    with web(pages({"/list": PAGE, "/lost": nowhere}, OPEN)) as server:
        async with PoliteClient(site(server.url)) as client:
            with pytest.raises(BadInput) as page:
                await client.fetch_page(f"{server.url}/lost")
            with pytest.raises(BadInput) as picture:
                await client.fetch_picture(f"{server.url}/lost", server.url, 1000)
            assert {page.value.code, picture.value.code} == {"page.address.unreadable"}
            assert (await client.fetch_page(f"{server.url}/list")).body.decode() == PAGE
            assert not client.stopped
    with web(pages({"/list": PAGE}, nowhere)) as server:
        async with PoliteClient(site(server.url)) as client:
            with pytest.raises(ProviderDown) as closed:
                await client.fetch_page(f"{server.url}/list")
        assert (closed.value.code, server.paths) == ("crawl.stopped.robots_unread", [])


async def test_robots_are_asked_for_once_and_rules_with_queries_hold() -> None:
    with web(pages({"/list": PAGE, "/list?page=2": PAGE}, "User-agent: *\nDisallow: /*?page=")) as server:
        async with PoliteClient(site(server.url)) as client:
            assert (await client.fetch_page(f"{server.url}/list")).body.decode() == PAGE
            with pytest.raises(BadInput, match="robots"):
                await client.fetch_page(f"{server.url}/list?page=2")
        assert [path for path, _, _ in server.asked] == ["/robots.txt", "/list"]


@pytest.mark.slow
async def test_crawl_delay_is_kept_between_all_requests() -> None:
    with web(pages({"/a": PAGE, "/b": PAGE}, "User-agent: *\nCrawl-delay: 2")) as server:
        async with PoliteClient(site(server.url)) as client:
            await client.fetch_page(f"{server.url}/a")
            await client.fetch_page(f"{server.url}/b")
        assert len(server.asked) == 3
        assert min(server.gaps()) >= 2


async def test_two_pages_at_once_are_asked_for_one_after_the_other() -> None:
    with web(pages({"/a": Reply(PAGE, delay=0.2), "/b": PAGE})) as server:
        async with PoliteClient(site(server.url, policy={"min_delay": 0.3})) as client:
            await asyncio.gather(client.fetch_page(f"{server.url}/a"), client.fetch_page(f"{server.url}/b"))
        # The pause begins with the answer: 0.2 s of answering and 0.3 s of pause.
        assert server.gaps()[1] >= 0.5


async def test_retry_after_is_waited_out() -> None:
    replies = iter([Reply(status=429, headers={"Retry-After": "1"}), Reply(PAGE)])
    with web(lambda path, _: Reply(OPEN) if path == "/robots.txt" else next(replies)) as server:
        async with PoliteClient(site(server.url)) as client:
            assert (await client.fetch_page(f"{server.url}/list")).status == 200
        assert server.gaps()[1] >= 1.0


async def test_a_pause_beyond_our_patience_ends_the_visit() -> None:
    with web(pages({"/list": Reply(status=503, headers={"Retry-After": "3600"})})) as server:
        async with PoliteClient(site(server.url)) as client:
            for _ in range(3):
                with pytest.raises(ProviderDown, match="3600 s"):
                    await client.fetch_page(f"{server.url}/list")
        assert server.paths == ["/list"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=403),
        Reply("<title>보안 시스템</title>", 430),
        Reply("<title>Just a moment...</title>", 200),
    ],
)
async def test_a_shut_door_is_not_knocked_at_twice(reply: Reply) -> None:
    with web(pages({"/list": reply, "/other": PAGE})) as server:
        async with PoliteClient(site(server.url)) as client:
            with pytest.raises(ProviderDown, match="refusal or a challenge"):
                await client.fetch_page(f"{server.url}/list")
            with pytest.raises(ProviderDown):
                await client.fetch_page(f"{server.url}/other")
            assert client.stopped.code == "crawl.stopped.blocked"
        assert server.paths == ["/list"]


@pytest.mark.parametrize("status", [401, 403])
async def test_one_closed_post_does_not_close_the_site(status: int) -> None:
    with web(pages({"/members": Reply("회원 전용", status), "/b": PAGE})) as server:
        async with PoliteClient(site(server.url)) as client:
            with pytest.raises(BadInput) as caught:
                await client.fetch_page(f"{server.url}/members", lambda body: "회원 전용".encode() in body)
            assert caught.value.code == "page.secret"
            assert (await client.fetch_page(f"{server.url}/b")).status == 200


@pytest.mark.parametrize(
    ("reply", "asked"), [(Reply(status=500), 3), (Reply(PAGE, cut=True), 3), (Reply(PAGE, delay=1.0), 3)]
)
async def test_what_breaks_is_tried_three_times(reply: Reply, asked: int) -> None:
    with web(pages({"/list": reply})) as server:
        async with PoliteClient(site(server.url), timeout=0.3) as client:
            with pytest.raises(ProviderDown):
                await client.fetch_page(f"{server.url}/list")
            assert not client.stopped
        assert len(server.paths) == asked


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://127.0.0.1/", "http://[::1]/", "http://other.example/"])
async def test_redirects_off_the_site_are_not_followed(target: str) -> None:
    with web(pages({"/list": Reply(status=302, headers={"Location": target})})) as server:
        async with PoliteClient(site(server.url)) as client:
            with pytest.raises(BadInput):
                await client.fetch_page(f"{server.url}/list")


async def test_redirects_within_the_site_are_followed_but_not_for_ever() -> None:
    replies: dict[str, Reply | str] = {
        "/list": Reply(status=301, headers={"Location": "/now"}),
        "/now": PAGE,
        "/round": Reply(status=302, headers={"Location": "/round"}),
    }
    with web(pages(replies)) as server:
        async with PoliteClient(site(server.url)) as client:
            answer = await client.fetch_page(f"{server.url}/list")
            assert (answer.url, answer.body.decode()) == (f"{server.url}/now", PAGE)
            with pytest.raises(BadInput, match="redirects too often"):
                await client.fetch_page(f"{server.url}/round")


async def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(300 * 1024 * 1024), 9)
    assert len(bomb) < 400_000
    headers = {"Content-Encoding": "gzip"}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with web(pages({"/list": Reply(bomb, headers=headers), "/pic": Reply(bomb, headers=headers)})) as server:
        async with PoliteClient(site(server.url)) as client:
            with pytest.raises(BadInput, match="larger"):
                await client.fetch_page(f"{server.url}/list")
            with pytest.raises(BadInput, match="larger"):
                await client.fetch_picture(f"{server.url}/pic", f"{server.url}/list", 1024)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024


async def test_an_endless_page_is_cut_off_by_its_declared_length() -> None:
    with web(pages({"/list": Reply(bytes(6 * 1024 * 1024))})) as server:
        async with PoliteClient(site(server.url)) as client:
            with pytest.raises(BadInput, match="larger"):
                await client.fetch_page(f"{server.url}/list")


async def test_we_say_who_we_are_and_keep_no_cookies() -> None:
    with web(pages({"/a": Reply(PAGE, headers={"Set-Cookie": "id=1; Path=/"}), "/b": PAGE})) as server:
        async with PoliteClient(site(server.url), "mailto:me@board.example") as client:
            await client.fetch_page(f"{server.url}/a")
            await client.fetch_page(f"{server.url}/b")
        for _, _, headers in server.asked:
            assert headers["user-agent"] == "WaggleBot/0.1 (+mailto:me@board.example)"
            assert headers["accept-encoding"] == "gzip, deflate"
            assert "cookie" not in headers


async def test_a_picture_is_asked_for_once_with_the_page_as_referer() -> None:
    with web(pages({"/ok.png": "png", "/no.png": Reply(status=403)})) as server:
        async with PoliteClient(site(server.url)) as client:
            page = f"{server.url}/p/1"
            assert (await client.fetch_picture(f"{server.url}/ok.png", page, 100)).body == b"png"
            with pytest.raises(BadInput, match="403"):
                await client.fetch_picture(f"{server.url}/no.png", page, 100)
            assert not client.stopped
        assert server.paths == ["/ok.png", "/no.png"]
        assert server.asked[1][2]["referer"] == page


async def test_a_name_is_resolved_for_each_connection_and_a_private_answer_refused() -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.7"]])

    async def lookup(_: str, __: int) -> Sequence[str]:
        return next(answers)

    def closing(path: str, _: dict[str, str]) -> Reply:
        return Reply(OPEN if path == "/robots.txt" else PAGE, headers={"Connection": "close"})

    with web(closing) as server:
        named = site(server.url.replace("127.0.0.1", "localhost"))
        async with PoliteClient(named, lookup=lookup) as client:
            # robots.txt and the page are fetched from the address that was looked up; then the name turns.
            await client.fetch_page(f"{named.base_url}/a")
            with pytest.raises((BadInput, ProviderDown), match="not a public address"):
                await client.fetch_page(f"{named.base_url}/b")
        assert server.paths == ["/a"]


async def test_a_site_on_the_internet_is_not_visited_without_a_contact() -> None:
    spec = site("https://board.example", policy={"loopback": False, "min_delay": 5})
    with pytest.raises(ConfigurationError, match="CONTACT"):
        PoliteClient(spec)


async def test_leaving_ends_the_waits() -> None:
    with web(pages({"/a": PAGE}, "User-agent: *\nCrawl-delay: 60")) as server:
        started = time.monotonic()
        async with PoliteClient(site(server.url)) as client:
            waiting = asyncio.create_task(client.fetch_page(f"{server.url}/a"))
            await asyncio.sleep(0.3)
            client.stop(CodedReason.of("crawl.stopped.shutdown"))
            with pytest.raises(ProviderDown, match="shuts down"):
                await waiting
        assert time.monotonic() - started < 20
        assert server.paths == []
