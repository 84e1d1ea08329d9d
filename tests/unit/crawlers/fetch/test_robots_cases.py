"""robots.txt files over a table of published cases and ours."""

from fixtures.crawl.robots_cases import CLOSED, FILES, GROUPS, LENGTHS, PATTERNS, SPELLINGS

from crawlers.fetch.http import HttpResponse
from crawlers.fetch.politeness_rules import parse_robots

URL = "https://board.example"


def rules(body: str | bytes) -> HttpResponse:
    return HttpResponse(f"{URL}/robots.txt", 200, {}, body.encode() if isinstance(body, str) else body)


def test_every_case_is_judged_as_the_standard_says() -> None:
    wrong: list[str] = []
    judged = 0
    for case in (*GROUPS, *LENGTHS, *PATTERNS, *SPELLINGS, *FILES):
        read = parse_robots(rules(case.rules))
        for path in (*case.allowed, *case.forbidden):
            judged += 1
            if bool(read.closed) or read.allows(URL + path) is not (path in case.allowed):
                wrong.append(f"{case.name}: {path[:80]}")
    assert not wrong
    assert judged > 250


def test_what_is_no_robots_file_closes_the_site() -> None:
    opened = [body for body in CLOSED if not parse_robots(rules(body)).closed]
    assert not opened


def test_delays_are_those_of_our_group() -> None:
    texts = {
        "User-agent: *\nCrawl-delay: 10\nDisallow: /a\nUser-agent: WaggleBot\nCrawl-delay: 2.5": 2.5,
        "User-agent: *\nCrawl-delay: 10\nDisallow: /a\nUser-agent: WaggleBot\nDisallow: /b": 0.0,
        "User-agent: WaggleBot\nCrawl-delay: 3\nDisallow: /a\nUser-agent: WaggleBot\nCrawl-delay: 7 # at night": 7.0,
        "User-agent: B\nCrawl-delay: 30\nUser-agent: *\nDisallow: /a\nCrawl-delay: 4": 4.0,
        "\ufeffUser-agent: *\nCrawl-delay: 6 seconds": 6.0,
        "User-agent: *\nCrawl-delay: soon\nCrawl-delay: -3\nCrawl-delay: inf": 0.0,
        "Crawl-delay: 9\nUser-agent: *\nDisallow:": 0.0,
    }
    assert {text: parse_robots(rules(text)).delay for text in texts} == texts
