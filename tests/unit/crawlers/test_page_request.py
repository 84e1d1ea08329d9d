"""What an engine may ask for, and what becomes of its request on the way."""

from collections.abc import Mapping

import pytest
from fixtures.rows import each_row

from crawlers.fetch.page_address import PageAddress
from crawlers.page_request import PageRequest, to_page_request
from schemas.errors import BadInput

END = "https://board.example/comment/list?no=7"
COOKIES = (("PHPSESSID", "a1"),)


@each_row(
    ("headers", "is_allowed"),
    [
        ({}, True),
        ({"Accept": "text/html"}, True),
        ({"REFERER": END, "origin": "https://board.example"}, True),
        ({"X-Requested-With": "XMLHttpRequest", "x-csrf-token": "1"}, True),
        ({"User-Agent": "Mozilla/5.0"}, False),
        ({"Cookie": "login=1"}, False),
        ({"Authorization": "Basic eA=="}, False),
        ({"Accept": "text/html", "Host": "other.example"}, False),
        ({"": "x"}, False),
        ({"From": "me@board.example"}, False),
    ],
)
def test_who_asks_is_never_an_engines_to_say(headers: Mapping[str, str], is_allowed: bool) -> None:
    if is_allowed:
        assert dict(PageRequest.get(END, headers).headers) == headers
        assert dict(PageRequest.post(END, {"no": "7"}, headers).headers) == headers
        return
    with pytest.raises(ValueError, match="is not an engine's to send"):
        PageRequest.get(END, headers)
    with pytest.raises(ValueError, match="is not an engine's to send"):
        PageRequest.post(END, {}, headers)


def test_only_a_post_has_a_form() -> None:
    with pytest.raises(ValueError, match="sent with POST"):
        PageRequest(END, form=(("no", "7"),))
    assert PageRequest.post(END, {}).method == "POST"


def test_the_next_page_of_a_form_differs_in_its_values_alone() -> None:
    first = PageRequest.post(END, {"no": "7", "page": "1"}, {"Referer": END}, page_cookies=True)
    second = first.with_form(page="2", sort="old")
    assert second.form_values == {"no": "7", "page": "2", "sort": "old"}
    assert list(second.form_values) == ["no", "page", "sort"]
    assert (second.url, second.method, second.headers, second.page_cookies) == (END, "POST", first.headers, True)
    assert first.form_values == {"no": "7", "page": "1"}


def test_requests_for_one_page_are_known_by_address_way_and_form() -> None:
    same = PageRequest.get(END)
    for other in (PageRequest(f"{END}#c3"), PageRequest.get(END, {"Accept": "*/*"}), PageRequest(END, cookies=COOKIES)):
        assert other.identity == same.identity
    posted = PageRequest.post(END, {"page": "1"})
    others = (same, PageRequest(f"{END}&page=2"), posted, posted.with_form(page="2"), PageRequest.post(END, {}))
    assert len({other.identity for other in others}) == len(others)


@each_row(
    ("status", "method", "kept"),
    [(status, "POST", status in (307, 308)) for status in (301, 302, 303, 307, 308)]
    + [(status, "GET", True) for status in (301, 302, 303, 307, 308)],
)
def test_a_form_is_sent_on_where_the_server_says_so(status: int, method: str, kept: bool) -> None:
    asked = PageRequest.post(END, {"no": "7"}, {"Referer": END}) if method == "POST" else PageRequest.get(END)
    sent = asked.after_redirect(status, "../other")
    assert sent.url == "https://board.example/other"
    assert (sent.method, sent.form) == ((asked.method, asked.form) if kept else ("GET", ()))
    assert sent.headers == asked.headers


@each_row(
    ("location", "kept"),
    [
        ("/next", True),
        ("?no=8", True),
        ("https://board.example:443/next", False),
        ("https://www.board.example/next", False),
        ("//other.example/next", False),
        ("http://board.example/next", False),
        ("https://board.example@other.example/", False),
    ],
)
@each_row("status", [302, 308])
def test_cookies_of_a_page_go_to_its_host_alone_and_never_in_plain_text(status: int, location: str, kept: bool) -> None:
    for asked in (PageRequest(END, cookies=COOKIES), PageRequest(END, "POST", cookies=COOKIES)):
        assert asked.after_redirect(status, location).cookies == (COOKIES if kept else ())


def test_cookies_of_a_page_in_plain_text_may_go_on_encrypted() -> None:
    asked = PageRequest("http://board.example/c", cookies=COOKIES)
    assert asked.after_redirect(301, "https://board.example/c").cookies == COOKIES
    assert asked.after_redirect(301, "http://board.example/d").cookies == COOKIES


@each_row("location", ["http://[", "//[x/", "http://[::1", "https://board.example]/"])
def test_a_redirect_to_no_address_is_refused_when_it_is_read_as_one(location: str) -> None:
    sent = PageRequest(END, "POST", (("no", "7"),), cookies=COOKIES).after_redirect(308, location)
    assert (sent.form, sent.cookies) == ((), ())
    with pytest.raises(BadInput):
        PageAddress.parse(sent.url)


def test_a_plain_address_is_read_with_get() -> None:
    posted = PageRequest.post(END, {"no": "7"})
    assert to_page_request(posted) is posted
    assert to_page_request(END) == PageRequest(END, "GET", page_cookies=False)
