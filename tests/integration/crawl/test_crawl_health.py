"""A refusal ends a crawl with its name and nothing published; posts that are gone are no illness."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.crawl.collect import OPEN, Answering, Reply, listing, pages, post_page, site, web
from pydantic import SecretStr

from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas.crawls import CrawlHealth, CrawlReport
from schemas.events import PostCollected
from services.collect.crawl import crawl_once
from services.config import CollectSettings

SETTINGS = CollectSettings(author_salt=SecretStr("소금"))
ROWS = listing(*((str(n), f"글 {n}", n) for n in range(6)))


def board(post: Callable[[int], Reply | str], rows: Reply | str = ROWS, robots: Reply | str = OPEN) -> Answering:
    return pages({"/list": rows} | {f"/p/{n}": post(n) for n in range(6)}, robots)


def fine(number: int) -> str:
    return post_page(f"글 {number}", f"<p>{number}번째 본문입니다.</p>")


async def crawled(bus: Bus, store: LocalStore, answering: Answering) -> tuple[CrawlReport, list[str]]:
    with web(answering) as server:
        report = await crawl_once(bus, store, site(server.url), SETTINGS)
        return report, server.paths


@pytest.mark.parametrize(
    ("answering", "why"),
    [
        pytest.param(board(fine, Reply("<title>보안 시스템</title>", 430)), "crawl.stopped.blocked", id="430"),
        pytest.param(board(fine, robots=Reply(status=500)), "crawl.stopped.robots", id="robots-500"),
        pytest.param(board(fine, robots="<html>점검</html>"), "crawl.stopped.robots_page", id="robots-html"),
    ],
)
async def test_a_refusal_is_named_and_kept_and_nothing_is_published(
    bus: Bus, tmp_path: Path, answering: Answering, why: str
) -> None:
    """The other ways in which a site goes wrong are those of the misbehaving site."""
    report, paths = await crawled(bus, LocalStore(tmp_path), answering)
    assert (report.health, report.why.code) == (CrawlHealth.STOPPED, why)
    assert await bus.crawl_reports() == {"toy": report}
    assert paths == ([] if "robots" in why else ["/list"])
    assert [fact async for batch in bus.facts() for fact in batch] == []


async def test_deleted_posts_are_no_illness_and_are_counted(bus: Bus, tmp_path: Path) -> None:
    answering = board(lambda n: Reply(status=404) if n < 3 else fine(n))
    report, _ = await crawled(bus, LocalStore(tmp_path), answering)
    assert (report.health, report.new, report.skipped) == (CrawlHealth.HEALTHY, 3, {"gone": 3})
    facts = [fact.event async for batch in bus.facts() for fact in batch]
    assert {fact.post.title for fact in facts if isinstance(fact, PostCollected)} == {"글 3", "글 4", "글 5"}
