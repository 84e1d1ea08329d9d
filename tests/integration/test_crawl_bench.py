"""The bench of the crawler reads what it says that it reads."""

from services.collect.bench.board import COMMENTS
from services.collect.bench.crawl import bench_crawl


async def test_every_page_of_every_site_is_read() -> None:
    figures = await bench_crawl(sites=5)
    assert (figures["sites"], figures["pages"], figures["posts"]) == (5, 15, 10)
    assert COMMENTS == 30
    assert 0 < figures["parse_post_ms"] < 1000
    assert figures["rss_mb"] < 1000
