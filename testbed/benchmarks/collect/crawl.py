"""The benchmark of crawling: a hundred sites in one process, and the parsing of one page."""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from crawlers.crawl_interface import CrawlLimits
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.sites_config.model import SiteSpec
from libraries.media.store import LocalStore
from services.collect.crawl_session import crawl_site
from services.collect.post_registry import DryRunPostRegistry
from services.config import CollectSettings
from testbed.benchmarks.collect import board_server

_AT_ONCE = 8
_SELECTORS: dict[str, Any] = {
    "list": {
        "rows": "ul > li",
        "id": {"attr": "data-id"},
        "link": "a",
        "title": "a",
        "views": ".v",
        "likes": ".l",
        "comments": ".c",
    },
    "post": {"title": "h1", "author": ".by", "posted_at": ".at", "body": ".body", "comments": ".c"},
    "comments": {
        "rows": ".cmt",
        "id": {"attr": "id"},
        "author": ".who",
        "text": "p",
        "posted_at": "time",
        "likes": ".up",
    },
}


async def bench_crawl(sites: int = 100) -> dict[str, float]:
    """The time and memory of crawling ``sites`` sites on loopback, each a list and two posts, without pauses.

    Seconds and the peak memory of this process (MB); milliseconds a page of 30 comments takes to parse (median).
    """
    tray, gate = DryRunPostRegistry(), asyncio.Semaphore(_AT_ONCE)
    with tempfile.TemporaryDirectory(prefix="wagglebot-bench-") as folder, _boards() as url:
        store = LocalStore(Path(folder))

        async def one(number: int) -> int:
            async with gate:
                report = await crawl_site(_site(number, url), tray, store, CollectSettings(), CrawlLimits(pages=1))
                return report.pages

        began = time.perf_counter()
        pages = await asyncio.gather(*(one(number) for number in range(sites)))
        seconds = time.perf_counter() - began
    peak = _peak_mb()
    parse = await asyncio.to_thread(_parsing)
    return {"sites": sites, "pages": sum(pages), "posts": len(tray.posts), "seconds": seconds, "rss_mb": peak, **parse}


def _site(number: int, url: str) -> SiteSpec:
    return SiteSpec.model_validate(
        {
            "code": f"bench{number}",
            "name": f"게시판 {number}",
            "engine": "declarative-html",
            "base_url": f"{url}/{number}",
            "boards": [{"code": "all", "path": "/all/"}],
            "selectors": _SELECTORS,
            "policy": {"loopback": True, "min_delay": 0, "enabled": True},
        }
    )


@contextmanager
def _boards() -> Iterator[str]:
    command = [sys.executable, "-m", "testbed.benchmarks.collect.board_server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        if child.stdout is None or child.stdin is None:
            raise RuntimeError("the child was started with pipes")
        try:
            yield f"http://127.0.0.1:{child.stdout.readline().strip()}"
        finally:
            child.stdin.close()
            child.wait(10)


def _parsing(times: int = 40) -> dict[str, float]:
    engine = DeclarativeHtml(_site(0, "http://127.0.0.1:1"))
    post, rows = board_server.post_page(1).encode(), board_server.list_page(30).encode()
    took_post = _median_ms(lambda: engine.post(post, "http://127.0.0.1:1/post/1"), times)
    took_list = _median_ms(lambda: engine.listing(rows, "http://127.0.0.1:1/all"), times)
    return {"parse_post_ms": took_post, "parse_list_ms": took_list}


def _median_ms(work: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - began))
    return median(took)


def _peak_mb() -> float:
    """Peak memory of this program in MB, by Linux's VmHWM; getrusage would include its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
