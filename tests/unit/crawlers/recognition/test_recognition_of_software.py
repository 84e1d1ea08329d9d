"""Board softwares told by their marks, and those whose skin is another left to their structure."""

import asyncio
import json
from urllib.parse import urlsplit

import pytest
from fixtures.crawl.boards import NOW, invented
from fixtures.crawl.collect import Answering, Reply
from fixtures.crawl.gnuboard import gnuboard
from fixtures.crawl.rhymix import rhymix

from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.site_explorer import ExploredSite, SiteExplorer
from schemas.errors import BadInput

BASE = "http://board.example"
WORDS = "책갈피 대신 만 원이 꽂혀 있었습니다"


def explored(answering: Answering, path: str) -> ExploredSite:
    async def fetch(url: str) -> FetchedPage:
        parts = urlsplit(url)
        reply = answering(parts.path + (f"?{parts.query}" if parts.query else ""), {})
        if reply.status != 200:
            raise BadInput("page.gone", url=url)
        return FetchedPage.of(url, reply.body.encode() if isinstance(reply.body, str) else reply.body)

    return asyncio.run(SiteExplorer(fetch, NOW).explore(BASE + path))


def answering(pages: dict[str, str]) -> Answering:
    return lambda path, _: Reply(pages[path]) if path in pages else Reply("", 404)


@pytest.mark.slow
def test_gnuboard_and_both_skins_of_rhymix_are_told_and_read_by_their_engines() -> None:
    truth = invented(30)
    boards = {
        "gnuboard5": (gnuboard(truth), "/bbs/board.php?bo_table=free"),
        "rhymix": (rhymix(truth), "/free"),
        "rhymix default": (rhymix(truth, skin="default"), "/free"),
    }
    for name, (server, path) in boards.items():
        proposal = explored(server, path).proposal
        assert (proposal.software, proposal.selectors) == (name.split()[0], {}), name
        listed = proposal.read_pages(NOW).listing.posts
        assert {ref.origin_id for ref in listed} <= set(truth.public), name


def test_a_skin_of_its_own_is_read_by_structure() -> None:
    """The engine finds its list, but none of the comments that this declares."""
    server = gnuboard(invented(30))

    def renamed(path: str, headers: dict[str, str]) -> Reply:
        reply = server(path, headers)
        body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
        reply.body = body.replace(b"bo_vc", b"talk").replace(b"save_comment_", b"kept_")
        return reply

    found = explored(renamed, "/bbs/board.php?bo_table=free")
    assert found.proposal.engine == "declarative-html"
    posts = found.proposal.read_pages(NOW).posts
    assert sum(len(post.comments) for post in posts) > 15


def test_a_site_with_an_interface_for_programs_is_read_by_it() -> None:
    topic = {
        "id": 77,
        "title": "동네 도서관에서 생긴 일",
        "slug": "library",
        "posts_count": 1,
        "views": 120,
        "like_count": 8,
    }
    stream = {"posts": [{"id": 1, "post_number": 1, "cooked": f"<p>{WORDS}</p>", "username": "a"}], "stream": [1]}
    whole = json.dumps(topic | {"post_stream": stream})
    pages = {
        "/": '<html><head><meta name="generator" content="Discourse 3.4.0"></head><body>모임</body></html>',
        "/latest.json": json.dumps({"topic_list": {"topics": [topic]}}),
        "/t/77.json": whole,
        "/t/library/77.json": whole,
    }
    proposal = explored(answering(pages), "/").proposal
    assert (proposal.engine, urlsplit(proposal.list_page.url).path) == ("discourse", "/latest.json")


def test_a_feed_is_read_as_one_and_found_where_nothing_else_is() -> None:
    items = "".join(
        f"<item><title>{n}번째 소식</title><link>{BASE}/n/{n}</link><description>{WORDS}</description></item>"
        for n in range(5)
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    page = '<html><head><link type="application/rss+xml" rel="alternate" href="/rss"></head><body>그림만</body></html>'
    for path in ("/rss", "/"):
        proposal = explored(answering({"/rss": feed, "/": page}), path).proposal
        assert (proposal.engine, len(proposal.read_pages(NOW).listing.posts)) == ("feed", 5)
