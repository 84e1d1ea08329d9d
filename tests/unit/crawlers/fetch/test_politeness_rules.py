"""Rules of polite crawling: robots.txt, statuses, challenge pages, Retry-After."""

from datetime import UTC, datetime

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from crawlers.fetch.http import HttpResponse
from crawlers.fetch.politeness_rules import FetchVerdict, parse_robots, retry_after_seconds, verdict_on_answer
from schemas.crawls import CodedReason

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
URL = "https://board.example/robots.txt"
PAGE = "https://board.example/b/1?page=2"


def answer(body: str = "", status: int = 200, **headers: str) -> HttpResponse:
    return HttpResponse(URL, status, {name.replace("_", "-"): value for name, value in headers.items()}, body.encode())


@each_row("status", [401, 403, 429, 430, 451, 500, 502, 503, 302, 204])
def test_robots_that_cannot_be_read_close_the_site(status: int) -> None:
    rules = parse_robots(answer("User-agent: *\nAllow: /", status))
    assert rules.closed == CodedReason.of("crawl.stopped.robots", url=URL, status=status)
    assert not rules.allows(PAGE)


@pytest.mark.parametrize("body", ["<!DOCTYPE html><p>막힘</p>", "  \n<html>", "\ufeff<html></html>"])
def test_a_web_page_is_no_robots_file(body: str) -> None:
    assert not parse_robots(answer(body)).allows(PAGE)


@pytest.mark.parametrize("status", [404, 410])
def test_no_robots_file_means_no_rules(status: int) -> None:
    assert parse_robots(answer("<h1>없음</h1>", status)).allows(PAGE)


@each_row(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: WaggleBot\nAllow: /b/", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: wagglebot\nDisallow: /", False),
        ("User-agent: *\nDisallow: /*?page=", False),
        ("User-agent: *\nDisallow: /b/1$", True),
        ("User-agent: *\nDisallow: /\nAllow: /b/", True),
        ("User-agent: *\nAllow: /\nUser-agent: *\nDisallow: /b/", False),
    ],
)
def test_rules(text: str, allowed: bool) -> None:
    assert parse_robots(answer(text)).allows(PAGE) is allowed


def test_the_stricter_of_two_rule_sets_wins() -> None:
    site = answer("User-agent: *\nAllow: /\nCrawl-delay: 2")
    rules = parse_robots(site, overlay="User-agent: *\nDisallow: /b/\nCrawl-delay: 10")
    assert not rules.allows(PAGE)
    assert rules.allows("https://board.example/list")
    assert rules.delay == 10
    assert parse_robots(answer("", 404), overlay="User-agent: *\nDisallow: /").allows(PAGE) is False


@each_row(
    ("text", "seconds"),
    [
        ("120", 120.0),
        ("Sun, 22 Nov 2026 09:01:00 GMT", 60.0),
        ("Sun, 22 Nov 2026 08:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after(text: str, seconds: float | None) -> None:
    assert retry_after_seconds(answer(status=429, retry_after=text), NOW) == seconds


@each_row(
    ("reply", "verdict"),
    [
        (answer("<title>글</title>"), FetchVerdict.OK),
        (answer(status=302, location="/x"), FetchVerdict.MOVED),
        (answer(status=302), FetchVerdict.BROKEN),
        (answer(status=404), FetchVerdict.GONE),
        (answer(status=410), FetchVerdict.GONE),
        (answer(status=429), FetchVerdict.BUSY),
        (answer(status=503), FetchVerdict.BUSY),
        (answer(status=403), FetchVerdict.REFUSED),
        (answer(status=430), FetchVerdict.REFUSED),
        (answer(status=500), FetchVerdict.BROKEN),
        (answer("<title>Just a moment...</title>"), FetchVerdict.REFUSED),
        (answer("<title>에펨코리아 보안 시스템</title>", 430), FetchVerdict.REFUSED),
        (answer("<script>(function(){window._cf_chl_opt={cvId:'3'};})();</script>"), FetchVerdict.REFUSED),
        (answer("<script src='https://ct.captcha-delivery.com/c.js'></script>"), FetchVerdict.REFUSED),
        (
            answer("<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script><p>글</p>"),
            FetchVerdict.OK,
        ),
        (answer("<title>…</title>", 503, cf_mitigated="challenge"), FetchVerdict.REFUSED),
        (answer("<title>Access denied 뜨는 사이트 - 자유게시판</title>"), FetchVerdict.OK),
        (
            answer("<title>captcha 보안 시스템 뚫은 썰</title><p>&lt;script&gt;window._cf_chl_opt</p>"),
            FetchVerdict.OK,
        ),
    ],
)
def test_verdict(reply: HttpResponse, verdict: FetchVerdict) -> None:
    assert verdict_on_answer(reply) is verdict


@given(st.text(max_size=300), st.sampled_from([200, 403, 404, 500]))
def test_no_robots_file_breaks_us(text: str, status: int) -> None:
    rules = parse_robots(answer(text, status))
    assert rules.delay >= 0
    assert rules.allows(PAGE) in (True, False)
