"""The one spelling of an address, and of the host in it."""

import pytest
from fixtures.rows import each_row

from crawlers.fetch.page_address import PageAddress, normalised_host
from schemas.errors import BadInput

HOSTS = {
    "board.example": (
        "board.example",
        "BOARD.Example",
        "board.example.",
        "%62oard.example",
        "ｂoard。example",
        "bo\u00adard.example",
    ),
    "xn--bj0bj06e.kr": ("한글.kr", "한글。KR", "XN--BJ0BJ06E.kr", "%ED%95%9C%EA%B8%80.kr", "xn--bj0bj06e.kr."),
    "xn--zca.kr": ("ß.kr", "xn--zca.kr"),
    "93.184.215.14": (
        "93.184.215.14",
        "93.184.55054",
        "93.12113678",
        "1572394766",
        "0x5DB8D70E",
        "0135.0270.0327.016",
        "93.184.215.14.",
    ),
    "2001:db8::1": ("[2001:db8::1]", "[2001:DB8:0:0:0:0:0:1]", "2001:db8::0.0.0.1"),
}
NO_HOSTS = (
    "",
    ".",
    "a..b",
    "h..",
    "ho st",
    "a/b",
    "1.2.3.4.5",
    "300.1.1",
    "1.2.3.256",
    "1.16777216",
    "4294967296",
    "256.1.1.1",
    "08.1.1.1",
    "a.1",
    "[::1%25eth0]",
    "[::g]",
    "a\\b",
    "☃.net",
)


def test_every_spelling_of_a_host_is_the_same() -> None:
    for host, spellings in HOSTS.items():
        assert {spelling: normalised_host(spelling) for spelling in spellings} == dict.fromkeys(spellings, host)


def test_what_is_no_host_is_refused() -> None:
    for written in NO_HOSTS:
        with pytest.raises(ValueError, match=r"\w"):
            normalised_host(written)


def test_an_address_is_written_as_it_is_requested() -> None:
    written = {
        "HTTP://Board.Example.:80": "http://board.example/",
        "https://board.example:443/a/./b/../c?": "https://board.example/a/c?",
        "https://board.example/글?q=가 나#top": "https://board.example/%EA%B8%80?q=%EA%B0%80%20%EB%82%98",
        "https://board.example/%7Ea/%2f/%zz/?x=%2F&y=[1]": "https://board.example/~a/%2F/%25zz/?x=%2F&y=%5B1%5D",
        "http://board.example/a/..": "http://board.example/",
        "http://board.example/a/b/.": "http://board.example/a/b/",
        "http://board.example//a//": "http://board.example//a//",
        "http://[2001:DB8::1]:8080/x": "http://[2001:db8::1]:8080/x",
        "http://board.example:443/": "http://board.example:443/",
    }
    assert {url: str(PageAddress.parse(url)) for url in written} == written
    for address in written.values():
        assert str(PageAddress.parse(address)) == address


def test_pace_and_budget_are_counted_by_the_host_and_an_unusual_port() -> None:
    urls = (
        "http://h.example/",
        "https://H.example/x",
        "http://h.example:443/",
        "http://h.example:8080/",
        "http://[::1]:81/",
    )
    assert [PageAddress.parse(url).host_and_port for url in urls] == ["h.example"] * 3 + ["h.example:8080", "[::1]:81"]
    assert [PageAddress.parse(url).origin for url in urls[:3]] == [
        "http://h.example",
        "https://h.example",
        "http://h.example:443",
    ]


@each_row(
    ("url", "code"),
    [
        ("ftp://h.example/", "scheme"),
        ("//h.example/", "scheme"),
        ("http:///x", "scheme"),
        ("http://me@h.example/", "password"),
        ("http://good.example\\@h.example/", "password"),
        ("http://h.example:99999/", "unreadable"),
        ("http://h.example\\.good.example/", "unreadable"),
    ],
)
def test_what_is_no_address_of_a_page_is_refused(url: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        PageAddress.parse(url)
    assert caught.value.code == f"page.address.{code}"
