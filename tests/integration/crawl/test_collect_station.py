"""Collecting over a real broker: what is new becomes a fact once, what moved a sighting, nothing else is said."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.crawl.collect import Reply, Web, listing, pages, post_page, site, web
from PIL import Image
from pydantic import SecretStr

from crawlers.crawl_interface import CrawlLimits
from crawlers.fetch.http import HttpResponse
from crawlers.fetch.politeness_rules import parse_robots
from crawlers.sample.sample_posts import all_sample_posts
from crawlers.sample.server import BoardFaults, SampleBoard, running_sample_board
from crawlers.sites_config import registry
from crawlers.sites_config.lookup import find_site
from crawlers.sites_config.model import SiteSpec
from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas import subjects
from schemas.crawls import NO_REASON, CodedReason, CrawlHealth, PostPresence
from schemas.errors import BadInput, ConfigurationError, NoSpace, Parked, Permanent
from schemas.events import PostApproved, PostCollected, PostRetracted
from schemas.media import MediaRef
from schemas.posts import Post, PostKey, Sighting
from schemas.states import Status
from services.collect.crawl import crawl_once, dry_run_crawl
from services.collect.host_limits import HostLimits
from services.collect.post_presence import PostPresenceChecker, check_approved_posts
from services.collect.post_registry import BusPostRegistry
from services.collect.service import Collector
from services.config import CollectSettings

SETTINGS = CollectSettings(author_salt=SecretStr("소금"))


@pytest.fixture
def board() -> Iterator[SampleBoard]:
    with running_sample_board() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "media")


@pytest.fixture
def sample(board: SampleBoard) -> SiteSpec:
    return find_site("sample", board.url)


async def collected(bus: Bus) -> dict[str, Post]:
    facts = [fact.event async for batch in bus.facts() for fact in batch]
    assert all(isinstance(fact, PostCollected) for fact in facts)
    posts = {str(fact.post_key): fact.post for fact in facts if isinstance(fact, PostCollected)}
    assert len(posts) == len(facts)
    return posts


async def seen(bus: Bus) -> list[Sighting]:
    return [sighting async for batch in bus.sightings() for _, sighting in batch]


async def test_the_sample_board_becomes_facts_whole(bus: Bus, store: LocalStore, sample: SiteSpec) -> None:
    report = await crawl_once(bus, store, sample, SETTINGS, limits=CrawlLimits(pages=5))
    posts = await collected(bus)
    assert (report.health, report.why, report.skipped) == (CrawlHealth.HEALTHY, NO_REASON, {})
    assert report.new == report.listed == report.parsed == len(posts) >= 30
    assert await seen(bus) == []
    for post in posts.values():
        assert post.key == PostKey.of("sample", post.origin_id)
        assert str(post.url) == f"https://waggle.example/post/{post.origin_id}"
        assert post.posted_at is not None
        # What the site says is readable was read: all pages, without deleted and secret comments.
        assert len(post.comments) == post.stats.comments
        assert len({comment.id for comment in post.comments}) == len(post.comments)
        for image in post.images:
            with Image.open(store.path(image.media)) as picture:
                assert picture.size == (image.width, image.height)
    assert report.images == sum(len(post.images) for post in posts.values()) > 5
    liked = sorted(posts.values(), key=lambda post: -(post.stats.likes or 0))
    assert liked[0].score > 0.9
    assert liked[-1].score < 0.3
    assert any(comment.parent_id for post in posts.values() for comment in post.comments)
    assert any(comment.best for post in posts.values() for comment in post.comments)
    shown = {post.author for post in posts.values()} | {c.author for post in posts.values() for c in post.comments}
    assert not shown & {post.author for post in all_sample_posts()}


@pytest.mark.usefixtures("board_of_small_pictures")
@pytest.mark.slow
async def test_what_moved_is_seen_again_and_nothing_else(
    bus: Bus, store: LocalStore, board: SampleBoard, sample: SiteSpec
) -> None:
    first = await crawl_once(bus, store, sample, SETTINGS)
    assert first.images > 5
    before = await collected(bus)
    head = await bus.facts_head()
    with running_sample_board() as elsewhere:
        # The same board at another address, and a collector without any memory: as on the next day.
        again = await crawl_once(bus, store, find_site("sample", elsewhere.url), SETTINGS)
        assert [path for path in elsewhere.requests if path.startswith("/post/")] == []
    assert (again.new, again.refreshed, again.unchanged) == (0, 0, first.new)
    assert again.health is CrawlHealth.HEALTHY
    assert await bus.facts_head() == head
    assert await seen(bus) == []
    liked, spoken = (post.origin_id for post in list(before.values())[:2])
    board.add_activity(liked, views=100, likes=7)
    board.add_activity(spoken, add_comment="새 댓글이에요. 010-1234-5678")
    report = await crawl_once(bus, store, sample, SETTINGS)
    assert (report.new, report.refreshed) == (0, 2)
    sightings = {sighting.key.id: sighting for sighting in await seen(bus)}
    old = before[f"sample.{liked}"]
    assert set(sightings) == {liked, spoken}
    assert (sightings[liked].stats.likes, sightings[liked].stats.views) == (
        (old.stats.likes or 0) + 7,
        (old.stats.views or 0) + 100,
    )
    assert {"새 댓글이에요. [전화번호]"} == {c.content for c in sightings[spoken].comments} - {
        c.content for c in before[f"sample.{spoken}"].comments
    }
    for known in (None, BusPostRegistry(bus)):
        again = await crawl_once(bus, store, sample, SETTINGS, known=known)
        assert (again.new, again.refreshed, again.unchanged) == (0, 0, report.listed)
    assert await collected(bus) == before


ALL = frozenset(post.id for post in all_sample_posts())


@pytest.mark.parametrize(
    ("faults", "why"),
    [
        (BoardFaults(not_a_board=True), "crawl.list_changed"),
        (BoardFaults(broken=ALL), "crawl.no_post"),
        (BoardFaults(truncated=ALL), "crawl.no_post"),
        (BoardFaults(empty=ALL), "crawl.empty_posts"),
    ],
)
async def test_a_board_that_gives_nothing_is_named(
    bus: Bus, store: LocalStore, board: SampleBoard, faults: BoardFaults, why: str
) -> None:
    board.faults = faults
    report = await crawl_once(bus, store, find_site("sample", board.url), SETTINGS, limits=CrawlLimits(pages=1))
    assert (report.health, report.new) == (CrawlHealth.UNHEALTHY, 0)
    assert report.why.code == why
    assert await collected(bus) == {}


def rows(count: int) -> dict[str, Reply | str]:
    """A board of so many posts."""
    replies: dict[str, Reply | str] = {f"/p/{n}": post_page(f"글 {n}", likes=n) for n in range(count)}
    replies["/list"] = listing(*((str(n), f"글 {n}", n) for n in range(count)))
    return replies


def picture(colour: str) -> bytes:
    target = io.BytesIO()
    picture = Image.new("RGB", (100, 80), colour)
    picture.paste("white", (0, 0, 20, 80))
    picture.save(target, "PNG")
    return target.getvalue()


async def test_a_picture_that_fails_leaves_the_post_and_a_flag(bus: Bus, store: LocalStore) -> None:
    names = ["ok.png", "403.png", "text.png", "bomb.png", "missing.png", "moved.png", "two.png"]
    body = "<p>그림들</p>" + "".join(f'<img src="/i/{name}">' for name in names)
    body += '<img src="http://169.254.169.254/latest/meta-data"><img src="http://10.0.0.1/x.png">'
    replies: dict[str, Reply | str] = {
        "/list": listing(("1", "그림 글", 5)),
        "/p/1": post_page("그림 글", body),
        "/i/ok.png": Reply(picture("red")),
        "/i/two.png": Reply(picture("blue")),
        "/i/403.png": Reply(status=403),
        "/i/text.png": "<html>그림이 아닙니다</html>",
        "/i/bomb.png": Reply(bytes(11 * 1024 * 1024)),
        "/i/moved.png": Reply(status=302, headers={"Location": "http://127.0.0.1:1/x.png"}),
    }
    with web(pages(replies)) as server:
        report = await crawl_once(bus, store, site(server.url), SETTINGS)
        referers = {path: headers.get("referer") for path, _, headers in server.asked if path.startswith("/i/")}
        assert set(referers.values()) == {f"{server.url}/p/1"}
        assert server.paths.count("/i/403.png") == 1
    post = (await collected(bus))["toy.1"]
    assert post.flags == ("image-left-out",)
    assert [image.source_url.rpartition("/")[2] for image in post.images] == ["ok.png", "two.png"]
    assert all(image.paragraph is not None for image in post.images)
    assert report.images == 2
    assert report.images_left_out == {"address": 3, "not_a_picture": 1, "picture_refused": 2, "too_large": 1}


class FullStore(LocalStore):
    def put(self, data: bytes, suffix: str) -> object:  # type: ignore[override] # never gives one
        raise NoSpace("test.nospace", where=self.root)


async def test_a_full_disk_ends_the_crawl_and_nothing_half_is_published(
    bus: Bus, tmp_path: Path, sample: SiteSpec
) -> None:
    with pytest.raises(NoSpace):
        await crawl_once(bus, FullStore(tmp_path), sample, SETTINGS)  # type: ignore[arg-type] # raises before it gives
    assert all(not post.images for post in (await collected(bus)).values())


@pytest.mark.usefixtures("board_of_small_pictures")
@pytest.mark.slow
async def test_a_dry_run_needs_no_broker_and_keeps_nothing() -> None:
    posts = (await dry_run_crawl("sample", 1)).posts
    assert len(posts) == 20
    assert [post.score for post in posts] == sorted((post.score for post in posts), reverse=True)


async def test_a_dry_run_of_a_file_and_of_nothing(tmp_path: Path) -> None:
    with web(pages({"/list": "<h1>점검 중입니다</h1>"})) as server:
        path = tmp_path / "toy.yaml"
        # JSON is YAML.
        path.write_text(site(server.url).model_dump_json(exclude_none=True), "utf-8")
        with pytest.raises(Permanent) as caught:
            await dry_run_crawl(str(path))
        assert caught.value.code == "crawl.list_error"
    with pytest.raises(BadInput, match="Similar: sample"):
        await dry_run_crawl("smaple")
    closed = site("http://127.0.0.1:1", policy={"enabled": False, "reason": "약관이 금지합니다"})
    path.write_text(closed.model_dump_json(exclude_none=True), "utf-8")
    with pytest.raises(ConfigurationError, match="약관이 금지합니다"):
        await dry_run_crawl(str(path))


@asynccontextmanager
async def station(bus: Bus, store: LocalStore, *sites: str) -> AsyncIterator[None]:
    stop = asyncio.Event()
    settings = SETTINGS.model_copy(update={"sites": sites})
    running = asyncio.create_task(Collector(bus, store, settings).run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(running, 60)


async def until(condition: Callable[[], Awaitable[bool]], tries: int = 200) -> None:
    for _ in range(tries):
        if await condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")


def toy(server: Web, folder: Path) -> str:
    path = folder / "toy.yaml"
    path.write_text(site(server.url).model_dump_json(exclude_none=True), "utf-8")
    return str(path)


async def test_ticks_never_stack(bus: Bus, store: LocalStore, tmp_path: Path) -> None:
    slow: dict[str, Reply | str] = {"/list": Reply(listing(("1", "글", 1)), delay=1.0), "/p/1": post_page("글")}
    with web(pages(slow)) as server:
        async with station(bus, store, toy(server, tmp_path)):
            for _ in range(4):
                await bus.crawl_now("toy")
                await asyncio.sleep(0.2)

            async def arrived() -> bool:
                return len(await collected(bus)) == 1

            await until(arrived)
        assert server.paths.count("/list") == 1


async def test_a_site_that_shuts_the_door_is_left_alone(bus: Bus, store: LocalStore, tmp_path: Path) -> None:
    with web(pages({"/list": Reply(status=403)})) as server:
        async with station(bus, store, toy(server, tmp_path)):
            for _ in range(3):
                await bus.crawl_now("toy")
                await asyncio.sleep(0.5)
        assert server.paths == ["/list"]


async def test_stopping_in_the_middle_of_a_crawl_is_quick_and_loses_nothing(
    bus: Bus, store: LocalStore, tmp_path: Path
) -> None:
    with web(pages(rows(9), "User-agent: *\nCrawl-delay: 1")) as server:
        loop = asyncio.get_running_loop()
        async with station(bus, store, toy(server, tmp_path)):
            await bus.crawl_now("toy")
            await asyncio.sleep(1.5)
            stopped = loop.time()
        assert loop.time() - stopped < 9
    with web(pages(rows(9))) as server:
        # The lease was released, so the next collector need not wait for it to run out.
        async with station(bus, store, toy(server, tmp_path)):
            await bus.crawl_now("toy")

            async def arrived() -> bool:
                return len(await collected(bus)) == 9

            await until(arrived)


def test_a_site_that_is_not_there_is_named_at_the_start(tmp_path: Path) -> None:
    async def start() -> None:
        collector = Collector(None, LocalStore(tmp_path), CollectSettings(sites=("nowhere",)))  # type: ignore[arg-type] # it fails before it asks
        await collector.run(asyncio.Event())

    with pytest.raises(BadInput, match="nowhere"):
        asyncio.run(start())


async def test_a_retracted_post_is_never_collected_again(bus: Bus, store: LocalStore) -> None:
    replies = rows(5)
    with web(pages(replies)) as server:
        await crawl_once(bus, store, site(server.url), SETTINGS)
        for key in (PostKey.of("toy", "1"), PostKey.of("toy", "unseen")):
            fact = PostRetracted(post_key=key, revision=0, by="작성자", reason="삭제 요청")
            await bus.publish(fact, expected=(await bus.post_state(key)).sequence)
        head = await bus.facts_head()
        replies["/list"] = listing(("1", "글 1", 99), ("2", "글 2", 2), ("unseen", "철회된 글", 50))
        report = await crawl_once(bus, store, site(server.url), SETTINGS)
        assert (report.skipped, report.unchanged) == ({"retracted": 2}, 1)
    assert await bus.facts_head() == head
    assert await seen(bus) == []


async def test_of_two_collectors_at_once_one_visits_the_host(bus: Bus, store: LocalStore) -> None:
    with web(pages(rows(12))) as server:
        crawls = (crawl_once(bus, store, site(server.url), SETTINGS) for _ in range(2))
        ends = await asyncio.gather(*crawls, return_exceptions=True)
        assert sum(isinstance(end, Parked) for end in ends) == 1
        assert server.paths.count("/list") == 1
    assert len(await collected(bus)) == 12


@pytest.mark.usefixtures("board_of_small_pictures")
async def test_posts_that_fail_cost_themselves_alone(board: SampleBoard) -> None:
    victims = [post.id for post in all_sample_posts()[:3]]
    one, two, three = (frozenset({victim}) for victim in victims)
    board.faults = BoardFaults(broken=one, empty=two, truncated=three)
    dry = (await dry_run_crawl("sample", 5, base_url=board.url, settings=SETTINGS)).posts
    assert {post.origin_id for post in dry} == {post.id for post in all_sample_posts()} - set(victims)


async def test_a_tick_is_a_crawl(bus: Bus, store: LocalStore, tmp_path: Path) -> None:
    with web(pages(rows(5))) as server:
        async with station(bus, store, toy(server, tmp_path)):
            await bus.crawl_now("toy")

            async def arrived() -> bool:
                return len(await collected(bus)) == 5

            await until(arrived)


async def test_a_permission_holds_from_the_next_tick_and_its_withdrawal_too(
    bus: Bus, store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "OWN", tmp_path)
    closed = {"enabled": False, "reason": "허락을 받지 않았습니다", "loopback": True, "min_delay": 0}
    with web(pages(rows(2))) as server:
        (tmp_path / "toy.yaml").write_text(site(server.url, policy=closed).model_dump_json(exclude_none=True), "utf-8")
        async with station(bus, store, "toy"):

            async def ticked() -> int:
                await bus.crawl_now("toy")
                await asyncio.sleep(0.4)
                return server.paths.count("/list")

            async def crawled() -> bool:
                return await ticked() > 0

            assert await ticked() == 0
            registry.record_or_withdraw_permission("toy", "kim", {"ref": "편지", "date": "2026-11-20"})
            await until(crawled)
            registry.record_or_withdraw_permission("toy", "kim", None)
            before = await ticked()
            assert await ticked() == before


async def test_a_failing_crawl_does_not_end_the_station(bus: Bus, tmp_path: Path) -> None:
    body = '<p>글</p><img src="/i.png">'
    replies: dict[str, Reply | str] = {"/list": listing(("1", "글", 1)), "/p/1": post_page("글", body)}
    with web(pages(replies | {"/i.png": Reply(picture("red"))})) as server:
        async with station(bus, FullStore(tmp_path), toy(server, tmp_path)):

            async def tried_twice() -> bool:
                await bus.crawl_now("toy")
                await asyncio.sleep(0.3)
                return server.paths.count("/i.png") >= 2

            await until(tried_twice)
    assert await collected(bus) == {}


class BrokenStore(LocalStore):
    """A media store with a defect."""

    def put(self, data: bytes, suffix: str) -> MediaRef:
        raise ZeroDivisionError(f"{len(data)} bytes of {suffix}")


async def test_a_defect_is_logged_with_its_site_and_its_tick_does_not_come_again(
    bus: Bus, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    body, log = '<p>글</p><img src="/i.png">', ""
    replies: dict[str, Reply | str] = {"/list": listing(("1", "글", 1)), "/p/1": post_page("글", body)}
    with web(pages(replies | {"/i.png": Reply(picture("red"))})) as server:
        async with station(bus, BrokenStore(tmp_path), toy(server, tmp_path)):
            await bus.crawl_now("toy")

            async def handled() -> bool:
                nonlocal log
                # Where it is written depends on whether an earlier test configured logging.
                log += "".join(capsys.readouterr()) + caplog.text
                info = await bus.client.call_api(f"CONSUMER.INFO.{subjects.CRAWL}.collect")
                return "crawl has a fault" in log and info["num_ack_pending"] == 0

            await until(handled)
    assert "toy" in log


async def test_what_is_gone_from_its_site_is_said_once_and_found_again(bus: Bus, store: LocalStore) -> None:
    rows = [("a0", "글 0", 1), ("a1", "글 1", 1)]
    here: dict[str, Reply | str] = {"/list": listing(*rows), "/p/a0": post_page("글 0"), "/p/a1": post_page("글 1")}
    key = PostKey.of("toy", "a1")

    def as_it_is_now(path: str, headers: dict[str, str]) -> Reply:
        return pages(here)(path, headers)

    with web(as_it_is_now) as server:
        spec = site(server.url)
        checker = PostPresenceChecker(bus, SETTINGS, lambda _: spec)
        known = BusPostRegistry(bus)
        await crawl_once(bus, store, spec, SETTINGS, known=known)
        assert await checker.check_post(key) is PostPresence.THERE
        moved: dict[str, Reply | str] = {
            "/list": listing(("a0", "글 0", 1), ("a1", "글 1", 9)),
            "/p/a1": Reply("없음", 404),
        }
        there, here = here, here | moved
        report = await crawl_once(bus, store, spec, SETTINGS, known=known)
        assert report.skipped == {"gone": 1}
        assert (await bus.post_state(key)).gone == f"The post at {server.url}/p/a1 is no longer there."
        assert await checker.check_post(key) is PostPresence.GONE
        here = there
        await crawl_once(bus, store, spec, SETTINGS, known=known)
        assert (await bus.post_state(key)).gone == ""
        here = there | {"/p/a1": "<form>비밀번호 <input type=password></form>"}
        assert await checker.check_post(key) is PostPresence.UNKNOWN
        here = {}
        assert await checker.check_post(key) is PostPresence.GONE
        assert await checker.check_post(PostKey.of("toy", "never-seen")) is PostPresence.UNKNOWN
    kinds = [fact.event.kind for fact in await bus.facts_of_post(key)]
    assert kinds == ["post.collected", "post.gone", "post.found", "post.gone"]


@pytest.mark.usefixtures("board_of_small_pictures")
async def test_an_approved_post_is_looked_at_before_its_film_is_made(
    bus: Bus, store: LocalStore, board: SampleBoard, sample: SiteSpec
) -> None:
    await crawl_once(bus, store, sample, SETTINGS, limits=CrawlLimits(posts=2))
    key = next(iter([PostKey.parse(name) for name in await collected(bus)]))
    board.remove_post(key.id)
    watching = asyncio.create_task(check_approved_posts(bus, PostPresenceChecker(bus, SETTINGS, lambda _: sample)))
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(60):
            await bus.publish_decision(key, lambda state: PostApproved(post_key=key, revision=1, reviewer="지기"))
            async for batch in bus.facts(kinds=("post.gone",), follow=True):
                assert [fact.event.post_key for fact in batch] == [key]
                break
    finally:
        watching.cancel()
    assert (await bus.post_state(key)).status is Status.FAILED


async def test_what_is_known_of_a_host_outlives_a_visit_and_is_shared(bus: Bus, store: LocalStore) -> None:
    shut = False

    def answer(path: str, headers: dict[str, str]) -> Reply:
        refused = Reply(status=430) if shut and path == "/list" else None
        return refused or pages(rows(3))(path, headers)

    with web(answer) as server:
        spec = site(server.url, policy={"daily_requests": 7})
        async with HostLimits(bus, spec).reserved_hosts():
            with pytest.raises(Parked, match="Another collector"):
                await crawl_once(bus, store, spec, SETTINGS)
            assert server.asked == []
        # A second site on the same host is the same host.
        twin = spec.model_copy(update={"code": "twin"})
        assert (await crawl_once(bus, store, spec, SETTINGS)).health is CrawlHealth.HEALTHY
        second = await crawl_once(bus, store, twin, SETTINGS)
        assert second.health is CrawlHealth.STOPPED
        assert second.why == CodedReason.of("crawl.stopped.budget", host=server.url[7:], requests=7)
        assert len(server.asked) == 7
        shut = True
        later = site(server.url)
        assert (await crawl_once(bus, store, later, SETTINGS)).why.code == "crawl.stopped.blocked"
        asked = len(server.asked)
        with pytest.raises(Parked, match="blocked"):
            await crawl_once(bus, store, twin, SETTINGS)
        assert len(server.asked) == asked
        tomorrow = HostLimits(bus, later, lambda: datetime.now(UTC) + timedelta(hours=25))
        async with tomorrow.reserved_hosts():
            assert await tomorrow.requests_left(server.url[7:]) == later.policy.daily_requests


async def test_robots_are_remembered_for_a_day_and_failures_are_not(bus: Bus) -> None:
    now = datetime.now(UTC)
    spec = SiteSpec.model_validate(
        site("http://127.0.0.1:1").model_dump() | {"base_url": "https://board.example", "policy": {"enabled": True}}
    )
    limits = HostLimits(bus, spec, lambda: now)
    limits.keep_robots_answer("https://board.example", HttpResponse("x", 200, {}, b"User-agent: *\nDisallow: /"))
    limits.keep_robots_answer("https://m.board.example", HttpResponse("x", 500, {}, b""))
    await limits.record_requests_and_pause({"board.example": 2, "m.board.example": 1}, 0.0, NO_REASON)
    known = await HostLimits(bus, spec, lambda: now + timedelta(hours=23)).kept_robots_answer("https://board.example")
    assert known is not None
    assert parse_robots(known).closed == NO_REASON
    assert not parse_robots(known).allows("https://board.example/list")
    assert (
        await HostLimits(bus, spec, lambda: now + timedelta(hours=25)).kept_robots_answer("https://board.example")
        is None
    )
    assert await limits.kept_robots_answer("https://m.board.example") is None
