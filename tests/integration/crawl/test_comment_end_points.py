"""Comments from an end point: a POST with a token, a referer and the page's cookie, page after page, over HTTP."""

import json
from typing import Any
from urllib.parse import parse_qs

from fixtures.crawl.collect import OPEN, Guest, Reply, Web, listing, post_page, site, web

from crawlers.base import CommentPage, ParsedComment
from crawlers.crawl_interface import CrawlLimits, CrawlTrace
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.engines.json_answers import ApiModel, parse_json_answer
from crawlers.fetch.polite_client import PoliteClient
from crawlers.page_request import PageRequest
from crawlers.parse.markup import Node
from crawlers.spider import run_spider

TOKEN, COOKIE = "e-77", "sid=zz"


class _Row(ApiModel):
    no: int
    memo: str


class _Answer(ApiModel):
    rows: tuple[_Row, ...]
    total: int
    page: int


class Talk(DeclarativeHtml):
    """A site whose comments a script loads: the last page first, its number in the first answer alone."""

    def comment_requests(self, page: Node, url: str) -> tuple[PageRequest, ...]:
        token = page.css("input[name=token]::attr(value)").get("")
        headers = {"Referer": url, "X-Requested-With": "XMLHttpRequest"}
        form = {"post": url.rpartition("/")[2], "token": token, "page": ""}
        return (PageRequest.post(f"{self.spec.base_url}/talk", form, headers, page_cookies=True),)

    def comment_page(self, body: bytes, request: PageRequest) -> CommentPage:
        answer = parse_json_answer(_Answer, body, request.url)
        comments = tuple(ParsedComment(str(row.no), row.memo, page=answer.page) for row in answer.rows)
        further = (request.with_form(page=str(answer.page - 1)),) if answer.page > 1 else ()
        return CommentPage(comments, further, answer.total)


def talk(server_robots: str = OPEN, broken: str = "") -> Any:
    """Three pages of two comments for each post; an error without token, referer and cookie."""

    def answer(path: str, headers: dict[str, str]) -> Reply:
        where, _, form = path.partition(" ")
        if where == "/robots.txt":
            return Reply(server_robots)
        if where == "/list":
            return Reply(listing(("a1", "글 하나", 1), ("a2", "글 둘", 2)))
        if where.startswith("/p/"):
            page = post_page(f"글 {where[-1]}", comments=f'<input name="token" value="{TOKEN}">')
            return Reply(page, headers={"Set-Cookie": f"{COOKIE}; Path=/; HttpOnly"})
        asked = {name: values[0] for name, values in parse_qs(form).items()}
        known = asked.get("token") == TOKEN and headers.get("cookie") == COOKIE
        if not known or not headers.get("referer", "").endswith(f"/p/{asked['post']}") or asked["post"] == broken:
            return Reply('{"error": "잘못된 접근입니다"}')
        page_number = int(asked.get("page", "3"))
        rows = [{"no": 10 * page_number + n, "memo": f"{page_number}쪽 {n}"} for n in range(2)]
        return Reply(json.dumps({"rows": rows, "total": 6, "page": page_number}))

    return answer


async def crawled(server: Web, limits: CrawlLimits | None = None) -> tuple[Guest, CrawlTrace]:
    guest, spec = Guest(), site(server.url)
    async with PoliteClient(spec, timeout=1.0) as client:
        return guest, await run_spider(Talk(spec), client, guest, limits or CrawlLimits())


async def test_all_pages_are_read_with_token_referer_and_cookie() -> None:
    with web(talk()) as server:
        guest, trace = await crawled(server)
        assert len(server.forms) == 6
    assert trace.failed == []
    for post in guest.posts.values():
        assert [comment.id for comment in post.comments] == ["10", "11", "20", "21", "30", "31"]
        assert (post.stats.comments, post.partial) == (6, False)


async def test_the_limit_of_comment_pages_is_noted() -> None:
    with web(talk()) as server:
        guest, trace = await crawled(server, CrawlLimits(comment_pages=2))
        assert trace.limited_comments == [f"{server.url}/p/a1", f"{server.url}/p/a2"]
    assert [comment.id for comment in guest.posts["a1"].comments] == ["20", "21", "30", "31"]
    assert guest.posts["a1"].partial


async def test_an_answer_that_is_none_costs_the_comments_of_its_post_alone() -> None:
    with web(talk(broken="a1")) as server:
        guest, trace = await crawled(server)
    assert [miss.reason for miss in trace.failed] == ["not_a_post"]
    assert (len(guest.posts["a1"].comments), len(guest.posts["a2"].comments)) == (0, 6)


async def test_an_end_point_that_robots_closes_is_not_asked() -> None:
    with web(talk("User-agent: *\nDisallow: /talk\n")) as server:
        guest, trace = await crawled(server)
        assert server.forms == []
    assert [miss.reason for miss in trace.failed] == ["robots", "robots"]
    assert len(guest.posts) == 2
