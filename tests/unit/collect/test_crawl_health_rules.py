"""The assessment of crawls at its thresholds, and which fault is named when there are several."""

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from crawlers.base import ParsedComment, ParsedPost
from crawlers.crawl_trace import CrawlTrace, FailedPage
from schemas.crawls import Health, Reason
from schemas.posts import Stats
from services.collect.crawl_health import CrawlCounts, ParsedPostSummary, assess

STOP = Reason.of("crawl.stopped.shutdown")


def summaries(count: int, *, empty: int = 0, missing: int = 0, titled: int = 0) -> list[ParsedPostSummary]:
    """``count`` posts, of which the first ones are empty, miss comments, or have one title."""
    return [ParsedPostSummary("같은 제목" if n < titled else f"글 {n}", n < empty, n < missing) for n in range(count)]


def failed(count: int, reason: str = "unreachable") -> list[FailedPage]:
    return [FailedPage(f"https://x.example/{n}", reason) for n in range(count)]


def code(trace: CrawlTrace, read: list[ParsedPostSummary]) -> str:
    return assess(trace, CrawlCounts(read=read))[1].code


@each_row(("read", "lost", "named"), [(8, 2, False), (7, 2, True), (4, 1, False), (3, 1, True), (80, 21, True)])
def test_a_fifth_of_the_posts_may_be_lost(read: int, lost: int, named: bool) -> None:
    found = assess(CrawlTrace(listed=read + lost, failed=failed(lost)), CrawlCounts(read=summaries(read)))
    expected = Reason.of("crawl.posts_lost", lost=lost, posts=read + lost) if named else Reason()
    assert found == (Health.UNHEALTHY if named else Health.HEALTHY, expected)


@each_row("fault", ["empty", "missing", "titled"])
@each_row(("read", "faulty", "named"), [(10, 2, False), (10, 3, True), (1, 1, False), (2, 2, True), (5, 1, False)])
def test_a_fifth_of_the_posts_and_one_at_least_may_be_faulty(fault: str, read: int, faulty: int, named: bool) -> None:
    names = {"empty": "crawl.empty_posts", "missing": "crawl.comments_missing", "titled": "crawl.titles_repeated"}
    found = assess(CrawlTrace(listed=read), CrawlCounts(read=summaries(read, **{fault: faulty})))
    if named:
        assert found == (Health.UNHEALTHY, Reason.of(names[fault], faulty=faulty, posts=read))
    else:
        assert found == (Health.HEALTHY, Reason())


@pytest.mark.parametrize("reason", ["gone", "robots", "secret"])
def test_posts_that_the_site_closed_are_not_lost(reason: str) -> None:
    assert code(CrawlTrace(listed=9, failed=failed(9, reason)), []) == ""
    assert code(CrawlTrace(listed=9, failed=failed(8, reason)), summaries(1)) == ""


@each_row("reason", ["unreachable", "not_a_post", "broken", "login", "address"])
def test_posts_that_could_not_be_read_are(reason: str) -> None:
    why = assess(CrawlTrace(listed=3, failed=[*failed(1, "gone"), *failed(2, reason)]), CrawlCounts())[1]
    assert why == Reason.of("crawl.no_post", url="https://x.example/0", reason=reason)


def test_the_first_fault_on_the_way_is_named() -> None:
    read = summaries(10, empty=9, missing=9, titled=9)
    lost = failed(9)
    assert code(CrawlTrace(stopped=STOP, empty_lists=["u"], failed=lost), read) == STOP.code
    assert code(CrawlTrace(empty_lists=["u"], rows=3, failed=lost, listed=5), read) == "crawl.unread_rows"
    assert code(CrawlTrace(empty_lists=["u"], failed=lost, listed=5), read) == "crawl.not_a_board"
    assert code(CrawlTrace(failed=lost), read) == "crawl.no_list"
    assert code(CrawlTrace(), read) == "crawl.nothing_listed"
    assert code(CrawlTrace(listed=5, failed=lost), []) == "crawl.no_post"
    assert code(CrawlTrace(listed=5, failed=lost), read) == "crawl.posts_lost"
    assert code(CrawlTrace(listed=5), read) == "crawl.empty_posts"
    assert code(CrawlTrace(listed=5), summaries(10, missing=9, titled=9)) == "crawl.comments_missing"
    assert code(CrawlTrace(listed=5), summaries(10, titled=9)) == "crawl.titles_repeated"


def test_the_first_empty_list_and_the_first_failed_page_are_named() -> None:
    assert assess(CrawlTrace(empty_lists=["u1", "u2"]), CrawlCounts())[1].fields == {"url": "u1"}
    fields = assess(CrawlTrace(failed=failed(2, "robots")), CrawlCounts())[1].fields
    assert fields == {"url": "https://x.example/0", "reason": "robots"}


@given(st.booleans(), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_there_is_a_reason_just_when_a_crawl_is_not_healthy(
    stopped: bool, listed: int, lost: int, read: int, empty: int
) -> None:
    trace = CrawlTrace(listed=listed, failed=failed(lost), stopped=STOP if stopped else Reason())
    health, why = assess(trace, CrawlCounts(read=summaries(read, empty=empty)))
    assert (health is Health.HEALTHY) == (not why)
    assert (health is Health.STOPPED) == stopped
    assert bool(str(why)) == bool(why)


def post(**changes: object) -> ParsedPost:
    content: dict[str, object] = {"origin_id": "1", "title": "제목", "text": "본문"}
    return ParsedPost(**(content | changes))  # type: ignore[arg-type] # fields vary by test


COMMENTS = tuple(ParsedComment(str(n), "댓글") for n in range(4))


@each_row(
    ("changes", "empty"),
    [
        ({}, False),
        ({"text": " \n"}, True),
        ({"text": "", "images": ("a.png",)}, False),
        ({"text": "", "has_video": True}, False),
        ({"text": ""}, True),
    ],
)
def test_a_post_without_text_picture_and_video_is_empty(changes: dict[str, object], empty: bool) -> None:
    assert ParsedPostSummary.of(post(**changes), 20).empty is empty


@each_row(
    ("changes", "misses"),
    [
        ({"stats": Stats(comments=5)}, False),  # four of five are a fifth short
        ({"stats": Stats(comments=6)}, True),
        ({"stats": Stats(comments=None)}, False),
        ({"stats": Stats(comments=0)}, False),
        ({"stats": Stats(comments=6), "partial": True}, False),
        ({"stats": Stats(comments=6), "comment_pages": ("a", "b")}, True),
        ({"stats": Stats(comments=6), "comment_pages": ("a", "b", "c")}, False),  # more than the crawl reads
        ({"stats": Stats(comments=5), "comments": (*COMMENTS[:3], COMMENTS[0])}, True),  # one of them twice
    ],
)
def test_a_post_misses_comments_when_fewer_are_read_than_it_counts(changes: dict[str, object], misses: bool) -> None:
    summary = ParsedPostSummary.of(post(**({"comments": COMMENTS} | changes)), 2)
    assert summary.misses_comments is misses
