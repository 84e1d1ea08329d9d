"""The bench of the crawler reads what it says that it reads."""

import json
import subprocess
import sys

import pytest

from services.config import ROOT
from testbed.benchmarks.collect.board_server import COMMENTS

RUN = """
import asyncio, json
from testbed.benchmarks.collect.crawl import bench_crawl
print(json.dumps(asyncio.run(bench_crawl(sites=5))))
"""


@pytest.mark.slow
def test_every_page_of_every_site_is_read() -> None:
    """In a process of its own: the most memory that one ever held is what the bench tells."""
    ran = subprocess.run([sys.executable, "-c", RUN], cwd=ROOT, check=True, capture_output=True, text=True, timeout=100)
    figures = json.loads(ran.stdout.splitlines()[-1])
    assert (figures["sites"], figures["pages"], figures["posts"]) == (5, 15, 10)
    assert COMMENTS == 30
    assert 0 < figures["parse_post_ms"] < 1000
    assert figures["rss_mb"] < 500
