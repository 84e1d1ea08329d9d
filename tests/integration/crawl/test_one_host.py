"""One host, however it is spelled: one pace, one budget, one lease, one robots.txt; and what is really requested."""

import asyncio
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from fixtures.crawl.collect import Reply, pages, site, web

from crawlers.fetch.polite_client import PoliteClient
from libraries.bus import Bus
from schemas.crawls import NO_REASON
from schemas.errors import BadInput, Parked, ProviderDown
from services.collect.host_limits import HostLimits

PAGE = "<title>글</title><h1>글</h1>"
NUMBERS = (
    *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0X7F.0.0.0x1", "017700000001", "0177.0.0.01"),
    *("127.0.0.1.", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127。0。0。1", "%31%32%37.0.0.1"),
)
NAMES = (
    "localhost",
    "LOCALHOST",
    "LocalHost",
    "localhost.",
    "LOCALHOST.",
    "%6cocalhost",
    "ｌｏｃａｌｈｏｓｔ",
    "ⓛocalhost",
)


def spelled(url: str, host: str, path: str) -> str:
    return f"HTTP://{host}:{urlsplit(url).port}{path}"


@pytest.mark.parametrize("spellings", [NUMBERS, NAMES])
async def test_all_spellings_of_a_host_share_its_pace_and_its_robots(spellings: tuple[str, ...]) -> None:
    with web(pages({f"/{number}": PAGE for number in range(len(spellings))})) as server:
        at = server.url.replace("127.0.0.1", spellings[0])
        async with PoliteClient(site(at, policy={"min_delay": 0.03})) as client:
            urls = [spelled(server.url, host, f"/{number}") for number, host in enumerate(spellings)]
            answers = await asyncio.gather(*(client.fetch_page(url) for url in urls))
        assert {answer.url for answer in answers} == {f"{at}/{number}" for number in range(len(spellings))}
        assert [path for path, _, _ in server.asked].count("/robots.txt") == 1
        assert min(server.gaps()) >= 0.03
        assert dict(client.requests) == {urlsplit(at).netloc: len(spellings) + 1}


@pytest.mark.parametrize("spellings", [NUMBERS, NAMES])
async def test_all_spellings_of_a_host_share_its_budget_and_its_lease(bus: Bus, spellings: tuple[str, ...]) -> None:
    with web(pages({"/a": PAGE})) as server:
        specs = [site(spelled(server.url, host, ""), policy={"daily_requests": 5}) for host in spellings]
        for spec in specs:
            limits = HostLimits(bus, spec)
            async with limits.reserved_hosts():
                with pytest.raises(Parked):
                    async with HostLimits(bus, specs[0]).reserved_hosts():
                        pytest.fail("two crawls of one host at once")
                async with PoliteClient(spec, memory=limits) as client:
                    try:
                        await client.fetch_page(f"{spec.base_url}/a")
                    except ProviderDown:
                        assert client.stopped.code == "crawl.stopped.budget"
            await limits.record_requests_and_pause(client.requests, 0.0, NO_REASON)
        assert len(server.asked) == 5


async def test_another_host_has_limits_of_its_own(bus: Bus) -> None:
    one, other = (site(f"http://{host}:8080", policy={"daily_requests": 9}) for host in ("127.0.0.1", "127.0.0.2"))
    await HostLimits(bus, one).record_requests_and_pause({"127.0.0.1:8080": 4}, 0.0, NO_REASON)
    async with HostLimits(bus, one).reserved_hosts(), HostLimits(bus, other).reserved_hosts():
        assert await HostLimits(bus, one).requests_left("127.0.0.1:8080") == 5
        assert await HostLimits(bus, other).requests_left("127.0.0.2:8080") == 9


async def test_robots_judge_the_address_that_is_requested_and_what_servers_take_it_for() -> None:
    detours = (
        *("/secret/x", "/a/../secret/x", "/x/%2e%2e/secret/x", "/x/.%2E/secret/x", "/./secret/x", "/..//../secret/x"),
        *("//secret/x", "/x/..%2fsecret/x", "/%2Fsecret/x", "/\\secret/x", "/x\\..\\secret/x", "/%5c/secret/x"),
        *("/x/..;/secret/x", "/;a/secret/x", "/%73ecret/x", "/x/%252e%252e/secret/x", "/%c0%afsecret/x", "/비밀"),
        *("/%eb%b9%84%EB%B0%80/1", "/view?id=1&print=1", "/view?%70rint=1", "/secret/x#top"),
    )
    robots = "User-agent: *\nDisallow: /secret\nDisallow: /비밀\nDisallow: /*print="
    with web(lambda path, _: Reply(robots if path == "/robots.txt" else PAGE)) as server:
        async with PoliteClient(site(server.url)) as client:
            for path in detours:
                with pytest.raises(BadInput) as caught:
                    await client.fetch_page(server.url + path)
                assert caught.value.code == "page.robots", path
                with pytest.raises(BadInput, match=r"robots\.txt"):
                    await client.fetch_picture(server.url + path, server.url, 1000)
            assert server.paths == []
            await client.fetch_page(f"{server.url}/a//b;c/%2F/../글?q=%2Fsecret")
        assert server.paths == ["/a//b;c/%EA%B8%80?q=%2Fsecret"]


async def test_a_redirect_is_judged_by_where_it_leads() -> None:
    targets = ("/a/%2e%2e/secret", "\\secret", "//127.1:{port}/secret", "HTTP://127.0.0.1.:{port}/x/../secret")
    with web(lambda path, _: replies[path]) as server:
        replies = {"/robots.txt": Reply("User-agent: *\nDisallow: /secret")} | {
            f"/{number}": Reply(status=302, headers={"Location": target.format(port=urlsplit(server.url).port)})
            for number, target in enumerate(targets)
        }
        async with PoliteClient(site(server.url)) as client:
            for number in range(len(targets)):
                with pytest.raises(BadInput, match=r"robots\.txt"):
                    await client.fetch_page(f"{server.url}/{number}")
        assert server.paths == [f"/{number}" for number in range(len(targets))]


async def test_robots_may_lie_five_redirects_away_and_no_further() -> None:
    rules = Reply("User-agent: *\nDisallow: /secret")
    for length, refusal in ((5, "page.robots"), (6, "crawl.stopped.robots_redirects")):
        steps = ["/robots.txt", *(f"/{step}" for step in range(length))]
        moves: dict[str, Reply | str] = {
            one: Reply(status=301, headers={"Location": other}) for one, other in pairwise(steps)
        }
        with web(pages(moves | {steps[-1]: rules}, moves["/robots.txt"])) as server:
            async with PoliteClient(site(server.url)) as client:
                with pytest.raises((BadInput, ProviderDown)) as caught:
                    await client.fetch_page(f"{server.url}/secret")
            assert caught.value.code == refusal
            assert "/secret" not in server.paths


async def test_of_endless_rules_the_first_mebibytes_are_read() -> None:
    rules = b"User-agent: *\nDisallow: /secret\n" + b"# more" * 900_000
    with web(pages({"/a": PAGE}, Reply(rules))) as server:
        async with PoliteClient(site(server.url)) as client:
            await client.fetch_page(f"{server.url}/a")
            with pytest.raises(BadInput, match=r"robots\.txt"):
                await client.fetch_page(f"{server.url}/secret")
