"""Each way a site can fail us has a name in the report, and none is a silent zero."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.crawl.collect import OPEN, Answering, Reply, listing, pages, post_page, site, web
from pydantic import SecretStr

from libraries.bus import Bus
from schemas.crawls import CrawlReport, Health
from schemas.events import PostCollected
from services.collect.crawl import crawl_once
from services.config import CollectSettings
from services.media.store import LocalStore

SETTINGS = CollectSettings(author_salt=SecretStr("소금"))
LOGIN = '<title>로그인</title><form><input name="id"><input type="password" name="pw"></form>'
ROWS = listing(*((str(n), f"글 {n}", n) for n in range(6)))


def board(post: Callable[[int], Reply | str], rows: Reply | str = ROWS, robots: Reply | str = OPEN) -> Answering:
    return pages({"/list": rows, "/login": LOGIN} | {f"/p/{n}": post(n) for n in range(6)}, robots)


def fine(number: int) -> str:
    return post_page(f"글 {number}", f"<p>{number}번째 본문입니다.</p>")


async def crawled(bus: Bus, store: LocalStore, answering: Answering) -> tuple[CrawlReport, list[str]]:
    with web(answering) as server:
        report = await crawl_once(bus, store, site(server.url), SETTINGS)
        return report, server.paths


@pytest.mark.parametrize(
    ("answering", "health", "why"),
    [
        pytest.param(
            board(fine, Reply("<title>보안 시스템</title>", 430)), Health.STOPPED, "crawl.stopped.blocked", id="430"
        ),
        pytest.param(
            board(fine, Reply("<title>Just a moment...</title>")),
            Health.STOPPED,
            "crawl.stopped.blocked",
            id="challenge",
        ),
        pytest.param(
            board(lambda _: Reply(status=302, headers={"Location": "/login"})),
            Health.UNHEALTHY,
            "crawl.no_post",
            id="login",
        ),
        pytest.param(
            board(fine, ROWS.replace('class="board"', 'class="b2"')),
            Health.UNHEALTHY,
            "crawl.list_changed",
            id="renamed-list",
        ),
        pytest.param(
            board(lambda n: fine(n).replace("h1", "h2")), Health.UNHEALTHY, "crawl.layout_changed", id="renamed-post"
        ),
        pytest.param(board(lambda n: Reply(fine(n), cut=True)), Health.UNHEALTHY, "crawl.no_post", id="halved"),
        pytest.param(
            board(lambda n: Reply(fine(n), cut=n % 2 == 0)),
            Health.UNHEALTHY,
            "crawl.posts_lost",
            id="half-of-them-halved",
        ),
        pytest.param(board(lambda _: post_page("게시판")), Health.UNHEALTHY, "crawl.titles_repeated", id="one-title"),
        pytest.param(board(lambda n: post_page(f"글 {n}", "")), Health.UNHEALTHY, "crawl.empty_posts", id="empty"),
        pytest.param(board(fine, robots=Reply(status=500)), Health.STOPPED, "crawl.stopped.robots", id="robots-500"),
        pytest.param(
            board(fine, robots="<html>점검</html>"), Health.STOPPED, "crawl.stopped.robots_page", id="robots-html"
        ),
    ],
)
async def test_a_failure_is_named(bus: Bus, tmp_path: Path, answering: Answering, health: Health, why: str) -> None:
    report, paths = await crawled(bus, LocalStore(tmp_path), answering)
    assert report.health is health
    assert report.why.code == why
    assert await bus.crawl_reports() == {"toy": report}
    if "robots" in why:
        assert paths == []
    if health is Health.STOPPED:
        assert [fact async for batch in bus.facts() for fact in batch] == []


async def test_deleted_posts_are_no_illness_and_are_counted(bus: Bus, tmp_path: Path) -> None:
    answering = board(lambda n: Reply(status=404) if n < 3 else fine(n))
    report, _ = await crawled(bus, LocalStore(tmp_path), answering)
    assert (report.health, report.new, report.skipped) == (Health.HEALTHY, 3, {"gone": 3})
    facts = [fact.event async for batch in bus.facts() for fact in batch]
    assert {fact.post.title for fact in facts if isinstance(fact, PostCollected)} == {"글 3", "글 4", "글 5"}
