"""Observed sites are crawled over HTTP as their pages lie there: from the list to the last page of comments."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fixtures.crawl.collect import OPEN, Guest, Reply, web

from crawlers.base import PostRef
from crawlers.crawl_interface import CrawlLimits
from crawlers.fetch.polite_client import PoliteClient
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from crawlers.spider import run_spider
from testbed.saved_page_checks.compare import SavedPages
from testbed.saved_page_checks.truth import ExpectedPost, read_truth

FOLDERS = Path(__file__).parents[2] / "fixtures" / "crawl" / "observed"
SITES = registry.shipped_sites()


class Reader(Guest):
    """Wants one post alone."""

    def __init__(self, origin_id: str) -> None:
        super().__init__()
        self._origin_id = origin_id

    async def choose_posts(self, posts: Sequence[PostRef]) -> Sequence[PostRef]:
        return [ref for ref in posts if ref.origin_id == self._origin_id]


def local(url: str) -> str:
    """The path and the query that a server is asked for."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def server_of(pages: SavedPages, listed: ExpectedPost) -> Callable[[str, dict[str, str]], Reply]:
    """The first list, one of its posts, and the answers of its comments, the one that fits a form best."""
    first = pages.truth.lists[0]
    at = next(row.url for row in first.posts if row.id == listed.id)
    files = {local(pages.absolute_url(first.url)): first.file, local(pages.absolute_url(at)): listed.file}
    files |= {local(pages.absolute_url(each.url)): each.file for each in listed.answers if each.method == "GET"}

    def answer(path: str, headers: dict[str, str]) -> Reply:
        where, _, sent = path.partition(" ")
        form = {name: values[0] for name, values in parse_qs(sent, keep_blank_values=True).items()}
        posted = [each for each in listed.answers if local(pages.absolute_url(each.url)) == where]
        fitting = [each for each in posted if each.method == "POST" and each.form.items() <= form.items()]
        file = max(fitting, key=lambda each: len(each.form)).file if sent and fitting else files.get(where, "")
        if not file:
            return Reply(OPEN) if where == "/robots.txt" else Reply("없는 글입니다", 404)
        own = pages.engine.spec.base_url.encode()
        return Reply(pages.encoded_file(file).replace(own, f"http://{headers['host']}".encode()))

    return answer


async def read_over_http(spec: SiteSpec, pages: SavedPages, listed: ExpectedPost) -> Guest:
    guest = Reader(listed.id)
    policy = spec.policy.model_copy(update={"loopback": True, "min_delay": 0.0})
    board = spec.boards[0].model_copy(update={"path": local(pages.absolute_url(pages.truth.lists[0].url))})
    with web(server_of(pages, listed)) as server:
        moved = {"base_url": server.url, "hosts": (), "public_url": None, "policy": policy, "boards": (board,)}
        here = spec.model_copy(update=moved)
        async with PoliteClient(here, timeout=2.0) as client:
            await run_spider(registry.make_engine(here, pages.engine.now), client, guest, CrawlLimits(pages=1))
    return guest


async def fault(folder: Path) -> str:
    """What of a post in the first list was not read; empty where it is whole, or where no list shows a post of ours."""
    truth, spec = read_truth(folder), SITES[folder.name]
    ids = {row.id for row in truth.lists[0].posts}
    listed = next((post for post in truth.posts if post.id in ids and post.file != truth.lists[0].file), None)
    if listed is None:
        return ""
    guest = await read_over_http(spec, SavedPages.of_site(spec, folder, truth), listed)
    wanted = {row.id for row in listed.comment_rows}
    read = {comment.id for post in guest.posts.values() for comment in post.comments}
    whole = listed.id in guest.posts and read == wanted
    return "" if whole else f"{folder.name}: {guest.losses}, comments {sorted(read)} instead of {sorted(wanted)}"


@pytest.mark.slow
async def test_a_post_of_every_site_is_read_with_all_its_comments() -> None:
    faults = await asyncio.gather(*map(fault, sorted(FOLDERS.iterdir())))
    assert not any(faults), "\n".join(filter(None, faults))
