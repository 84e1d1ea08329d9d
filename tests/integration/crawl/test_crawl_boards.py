"""Gnuboard 5 and Rhymix over HTTP, page after page: everything that is public, exactly, and nothing that is not."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from fixtures.crawl.boards import NOW, SECRET_WORDS, Truth, Written, invented
from fixtures.crawl.collect import Answering, Reply, Web, web
from fixtures.crawl.gnuboard import gnuboard
from fixtures.crawl.rhymix import rhymix

from crawlers.base import ParsedComment, ParsedPost, PostRef
from crawlers.crawl_interface import CrawlLimits, CrawlTrace
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.engines.gnuboard5 import Gnuboard5
from crawlers.engines.rhymix import Rhymix
from crawlers.fetch.polite_client import PoliteClient
from crawlers.parse.plain_text import clean_text
from crawlers.sites_config.model import SiteSpec
from crawlers.spider import run_spider
from schemas.crawls import NO_REASON
from schemas.errors import WaggleError

TRUTH = invented()


class Guest:
    """Wants everything, keeps everything."""

    def __init__(self) -> None:
        self.refs: dict[str, PostRef] = {}
        self.posts: dict[str, ParsedPost] = {}

    async def choose_posts(self, posts: Sequence[PostRef]) -> Sequence[PostRef]:
        self.refs = {ref.origin_id: ref for ref in posts}
        return posts

    async def handle_post(self, ref: PostRef, post: ParsedPost) -> None:
        self.posts[ref.origin_id] = post

    async def handle_failed_post(self, ref: PostRef, error: WaggleError) -> None:
        """The trace says it already."""


async def read(engine: type[DeclarativeHtml], path: str, server: Web) -> tuple[Guest, CrawlTrace]:
    spec = SiteSpec.model_validate(
        {
            "code": "toy",
            "name": "마당",
            "engine": "toy",
            "base_url": server.url,
            "boards": [{"code": "free", "path": path}],
            "policy": {"loopback": True, "min_delay": 0, "enabled": True},
        }
    )
    guest = Guest()
    async with PoliteClient(spec) as client:
        trace = await run_spider(engine(spec, lambda: NOW), client, guest, CrawlLimits(pages=10, posts=500))
    return guest, trace


READ: dict[str, tuple[Guest, CrawlTrace, str]] = {}


async def whole(
    engine: type[DeclarativeHtml], path: str, answering: Answering, board: str
) -> tuple[Guest, CrawlTrace, str]:
    """A board's crawl, done once for the tests that look at it."""
    if board not in READ:
        with web(answering) as server:
            READ[board] = (*await read(engine, path, server), server.url)
    return READ[board]


G5, RX = (Gnuboard5, "/bbs/board.php?bo_table=free"), (Rhymix, "/free")
BOARDS = [
    pytest.param(*G5, gnuboard(TRUTH), id="gnuboard5"),
    pytest.param(*G5, gnuboard(TRUTH, "cp949"), id="gnuboard5-cp949"),
    pytest.param(*G5, gnuboard(TRUTH, small=True), id="gnuboard5-small", marks=pytest.mark.slow),
    pytest.param(*RX, rhymix(TRUTH), id="rhymix-xedition"),
    pytest.param(*RX, rhymix(TRUTH, "default"), id="rhymix-default", marks=pytest.mark.slow),
    pytest.param(*RX, rhymix(TRUTH, "xedition", "cp949"), id="rhymix-cp949", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("engine", "path", "answering"), BOARDS)
@pytest.mark.quick_cases(1)
async def test_every_public_post_is_read_exactly(
    engine: type[DeclarativeHtml], path: str, answering: Answering, request: pytest.FixtureRequest
) -> None:
    guest, trace, url = await whole(engine, path, answering, request.node.callspec.id)
    assert sorted(guest.posts) == sorted(TRUTH.public)
    assert (trace.failed, trace.empty_lists, trace.stopped) == ([], [], NO_REASON)
    for identity, truth in TRUTH.public.items():
        compare(guest.posts[identity], guest.refs[identity], truth, url)
        # One of the stock skins of Rhymix shows no dislikes on a post's page.
        shown = None if request.node.callspec.id == "rhymix-default" else truth.dislikes
        assert guest.posts[identity].stats.dislikes == shown


def compare(post: ParsedPost, ref: PostRef, truth: Written, url: str) -> None:
    assert post.title == truth.title
    assert post.author == truth.author
    assert post.board == truth.category
    assert post.posted_at == truth.created_at
    assert clean_text(post.text, 60_000) == "\n".join(truth.text)
    assert post.images == tuple(url + path for path in (*truth.uploads, *truth.images))
    assert post.has_video == truth.video
    assert (post.stats.views, post.stats.likes, post.stats.comments) == (
        truth.views,
        truth.likes,
        len(truth.comments),
    )
    assert (ref.stats.views, ref.stats.likes, ref.stats.dislikes, ref.stats.comments) == (
        truth.views,
        truth.likes,
        truth.dislikes,
        len(truth.comments),
    )
    assert ref.posted_at is not None
    assert ref.posted_at.date() == truth.created_at.date()
    assert "page=" not in ref.url


@pytest.mark.parametrize(("engine", "path", "answering"), BOARDS)
async def test_every_public_comment_is_read_exactly_and_no_secret_one(
    engine: type[DeclarativeHtml], path: str, answering: Answering, request: pytest.FixtureRequest
) -> None:
    guest, _, _ = await whole(engine, path, answering, request.node.callspec.id)
    votes = "rhymix" in request.node.callspec.id
    down = votes and "default" not in request.node.callspec.id
    told = 0
    for identity, truth in TRUTH.public.items():
        read_comments = {comment.id: comment for comment in guest.posts[identity].comments}
        assert list(read_comments) == [said.id for said in truth.comments]
        for said in truth.comments:
            comment = read_comments[said.id]
            assert comment.parent_id == said.parent_id
            if said.secret or said.deleted:
                assert comment == ParsedComment(
                    said.id, "", parent_id=said.parent_id, depth=said.depth, page=comment.page
                )
                continue
            told += 1
            assert (comment.author, clean_text(comment.text, 2000)) == (said.author, said.text)
            assert comment.created_at == said.created_at
            assert comment.likes == (said.likes if votes else 0)
            assert comment.dislikes == (said.dislikes if down else 0)
    assert told > 200
    assert SECRET_WORDS not in repr(guest.posts)


@pytest.mark.parametrize(("engine", "path", "draw"), [(*G5, gnuboard), (*RX, rhymix)])
async def test_posts_that_closed_since_they_were_listed_are_named(
    engine: type[DeclarativeHtml], path: str, draw: Callable[[Truth], Answering]
) -> None:
    before = Truth([Written(name, f"글 {name}", "가", ("글",), NOW) for name in ("101", "102", "103")])
    first, later = draw(before), draw(Truth([replace(before.posts[0], secret=True), before.posts[2]]))

    def turned(asked: str, headers: dict[str, str]) -> Reply:
        return (first if asked in (path, "/robots.txt") else later)(asked, headers)

    with web(turned) as server:
        guest, trace = await read(engine, path, server)
    assert list(guest.posts) == ["103"]
    assert [miss.reason for miss in trace.failed] == ["secret", "gone"]


async def test_a_first_page_of_notices_alone_leads_to_the_posts() -> None:
    notices = [Written(str(n), f"공지 {n}", "지기", ("알림",), NOW, notice=True) for n in range(200, 220)]
    truth = Truth([*notices, *(Written(str(n), f"글 {n}", "가", ("글",), NOW) for n in (101, 102))])

    with web(gnuboard(truth)) as server:
        guest, trace = await read(*G5, server)
    assert sorted(guest.posts) == ["101", "102"]
    assert trace.empty_lists == []
