"""robots.txt, statuses, challenge pages and Retry-After at the limits of their rules."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from crawlers.fetch.http import HttpResponse
from crawlers.fetch.politeness_rules import (
    FetchVerdict,
    is_challenge_page,
    parse_robots,
    retry_after_seconds,
    verdict_on_answer,
)
from schemas.crawls import NO_REASON

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
URL = "https://board.example/robots.txt"


def answer(body: str | bytes = "", status: int = 200, **headers: str) -> HttpResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(URL, status, named, body.encode() if isinstance(body, str) else body)


def expected(status: int, moves: bool) -> FetchVerdict:
    """The table of statuses, written down a second time."""
    if 200 <= status <= 299:
        return FetchVerdict.OK
    if moves and status in (301, 302, 303, 307, 308):
        return FetchVerdict.MOVED
    named = {429: "busy", 503: "busy", 404: "gone", 410: "gone"}
    named |= dict.fromkeys((401, 403, 407, 418, 430, 451), "refused")
    return FetchVerdict(named.get(status, "broken"))


@pytest.mark.parametrize("moves", [True, False])
def test_every_status_has_its_verdict(moves: bool) -> None:
    headers = {"location": "/x"} if moves else {}
    for status in range(100, 600):
        assert verdict_on_answer(answer("글", status, **headers)) is expected(status, moves), status


CHALLENGES = [
    *("<title>Just a moment...</title>", "<TITLE lang=en> Attention Required! | Cloudflare </TITLE>"),
    *(
        "<title>Checking your browser before accessing</title>",
        "<title>DDoS-Guard</title>",
        "<title>Access denied</title>",
    ),
    *("<title>Pardon Our Interruption...</title>", "<title>pardon our interruption</title>"),
    "<script src='https://geo.captcha-delivery.com/c.js'></script>",
    "<script src=/_Incapsula_Resource?SWJIYLWA=1></script>",
    "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script>",
    "<script>var a=1;window._cf_chl_opt={}</script>",
]


@each_row("body", CHALLENGES)
@each_row("status", [200, 403, 404, 503])
def test_a_challenge_is_a_refusal_whatever_its_status(body: str, status: int) -> None:
    assert verdict_on_answer(answer(f"<html><head>{body}</head>", status)) is FetchVerdict.REFUSED


@each_row(
    "body",
    [
        "<title>Just a moment... 썰</title>",
        "<title>글</title><p>Just a moment...</p>",
        "<p>_cf_chl_opt 라는 게 뭔가요 captcha-delivery.com</p>",
        "<script>가</script><p>_cf_chl_opt</p>",
        "<a href='https://captcha-delivery.com/'>링크</a>",
        "",
    ],
)
def test_what_a_member_can_write_is_no_challenge(body: str) -> None:
    assert not is_challenge_page(answer(body))


def test_only_the_beginning_of_a_page_is_searched() -> None:
    challenge = b"<title>Just a moment...</title>"
    assert is_challenge_page(answer(b" " * (50_000 - len(challenge)) + challenge))
    assert not is_challenge_page(answer(b" " * (50_000 - len(challenge) + 1) + challenge))


def test_the_header_of_a_challenge_must_say_so() -> None:
    assert is_challenge_page(answer(cf_mitigated="challenge"))
    assert not is_challenge_page(answer(cf_mitigated="other"))


@given(st.integers(0, 10**9 - 1))
def test_seconds_to_wait_are_read_exactly(seconds: int) -> None:
    assert retry_after_seconds(answer(retry_after=f" {seconds} "), NOW) == float(seconds)


def test_an_endless_number_of_seconds_is_cut() -> None:
    assert retry_after_seconds(answer(retry_after="1" * 400), NOW) == 111_111_111.0


@given(st.integers(-(10**6), 10**6))
def test_a_date_to_wait_for_is_counted_from_now_and_never_negative(seconds: int) -> None:
    at = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after_seconds(answer(retry_after=at), NOW) == max(0.0, seconds)


def test_a_date_without_a_zone_is_utc() -> None:
    assert retry_after_seconds(answer(retry_after="Sun, 22 Nov 2026 09:00:30 -0000"), NOW) == 30.0


@each_row("text", ["²", "१२", "1²", "٣", "12.5", "+3", "0x10"])
def test_only_plain_digits_are_seconds(text: str) -> None:
    assert retry_after_seconds(answer(retry_after=text), NOW) is None


@pytest.mark.parametrize(
    "text", ["Mon, 1 Jan 99999999999999999999 00:00:00 GMT", "Mon, 1 Jan 2026 00:00:00 +99999999999999999999"]
)
def test_a_date_too_large_to_express_is_none(text: str) -> None:
    assert retry_after_seconds(answer(retry_after=text), NOW) is None


@given(st.text(max_size=40))
def test_no_header_breaks_the_reader(text: str) -> None:
    found = retry_after_seconds(answer(retry_after=text), NOW)
    assert found is None or found >= 0


@each_row(
    ("status", "code"),
    [
        (200, ""),
        (404, ""),
        (410, ""),
        (403, "crawl.stopped.robots"),
        (500, "crawl.stopped.robots"),
        (204, "crawl.stopped.robots"),
    ],
)
def test_the_status_of_robots_decides_whether_the_site_is_open(status: int, code: str) -> None:
    assert parse_robots(answer("User-agent: *\nDisallow:", status)).closed.code == code


@pytest.mark.parametrize("body", ["<html>", "\ufeff<html>", " \r\n\t<p>", "<title>Just a moment...</title>"])
def test_a_page_in_place_of_rules_closes_the_site(body: str) -> None:
    assert parse_robots(answer(body)).closed.code == "crawl.stopped.robots_page"


def test_a_byte_order_mark_before_rules_is_nothing() -> None:
    rules = parse_robots(answer("\ufeffUser-agent: *\nDisallow: /a"))
    assert rules.closed == NO_REASON
    assert rules.allows("https://board.example/b")


def test_bytes_that_are_no_text_do_not_hide_the_rules() -> None:
    assert not parse_robots(answer(b"# \xff\xfe\nUser-agent: *\nDisallow: /")).allows("https://board.example/b")


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_longer_of_two_delays_wins(one: int, other: int) -> None:
    site = answer(f"User-agent: *\nCrawl-delay: {one}")
    assert parse_robots(site, f"User-agent: *\nCrawl-delay: {other}").delay == max(one, other)
    assert parse_robots(site).delay == one


def test_without_rules_there_is_no_delay_and_all_is_open() -> None:
    rules = parse_robots(answer(status=404))
    assert (rules.delay, rules.rules, rules.closed) == (0.0, (), NO_REASON)
    assert rules.allows("https://board.example/anything")


@pytest.mark.parametrize(("path", "allowed"), [("/a", False), ("/b", False), ("/c", True)])
def test_either_rule_set_forbids(path: str, allowed: bool) -> None:
    rules = parse_robots(answer("User-agent: *\nDisallow: /a"), "User-agent: *\nDisallow: /b")
    assert rules.allows(f"https://board.example{path}") is allowed


def test_our_own_name_is_found_in_any_case_and_goes_before_the_star() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: WAGGLEBOT\nDisallow: /private\nCrawl-delay: 7"
    rules = parse_robots(answer(text))
    assert rules.allows("https://board.example/list")
    assert not rules.allows("https://board.example/private/1")
    assert rules.delay == 7
