"""The assessment of crawls at its thresholds, which fault is named when there are several, and what is noted beside."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crawlers.base import ListFault, ParsedComment, ParsedPost, PostRef
from crawlers.crawl_interface import CrawlTrace, EmptyList, FailedPage, PageKind, UnreadRows
from crawlers.health.crawl_assessment import assess_crawl, crawl_notes
from crawlers.health.crawl_summary import CrawlCounts, ParsedPostSummary, may_be_same_title
from schemas.crawls import CodedReason, CrawlHealth
from schemas.posts import Stats

STOP = CodedReason.of("crawl.stopped.shutdown")
EMPTY = EmptyList("u", ListFault.EMPTY)
ROWS = UnreadRows("r", 3)


def summaries(
    count: int, *, empty: int = 0, missing: int = 0, titled: int = 0, renamed: int = 0
) -> list[ParsedPostSummary]:
    """``count`` posts, of which the first ones are empty, miss comments, or have one title or another than listed."""
    return [
        ParsedPostSummary(
            "같은 제목" if n < titled else f"글 {n}", n < empty, 9 if n < missing else 0, renamed=n < renamed
        )
        for n in range(count)
    ]


def failed(count: int, reason: str = "unreachable", kind: PageKind = "post") -> list[FailedPage]:
    return [FailedPage(f"https://x.example/{n}", reason, kind) for n in range(count)]


def code(trace: CrawlTrace, read: Sequence[ParsedPostSummary] = ()) -> str:
    return assess_crawl(trace, CrawlCounts(read=list(read)))[1].code


def test_faults_are_named_from_their_thresholds_on() -> None:
    """Of each: posts read, faulty ones, and whether the crawl can still be relied on."""
    wrong: list[object] = []
    for kind, name, rows in (
        ("empty", "crawl.empty_posts", [(10, 2, True), (10, 3, False), (1, 1, True), (2, 2, False), (5, 1, True)]),
        ("titled", "crawl.titles_repeated", [(6, 2, True), (10, 3, False), (20, 3, True)]),
        ("renamed", "crawl.other_posts", [(10, 2, True), (10, 3, False), (1, 1, True)]),
        (
            "missing",
            "crawl.comments_missing",
            [(10, 1, True), (10, 2, False), (1, 1, True), (60, 3, True), (51, 8, False)],
        ),
    ):
        for read, faulty, sound in rows:
            found = assess_crawl(CrawlTrace(listed=read), CrawlCounts(read=summaries(read, **{kind: faulty})))
            why = CodedReason() if sound else CodedReason.of(name, faulty=faulty, posts=read)
            if found != (CrawlHealth.HEALTHY if sound else CrawlHealth.UNHEALTHY, why):
                wrong.append((kind, read, faulty, found))
    for reason, name, losses in (
        (
            "unreachable",
            "crawl.posts_lost",
            [(8, 2, True), (7, 2, False), (4, 1, True), (3, 1, False), (80, 21, False)],
        ),
        ("cut_off", "crawl.posts_lost", [(40, 2, True), (51, 8, False)]),
        ("not_a_post", "crawl.layout_changed", [(8, 2, True), (7, 2, False), (0, 1, False)]),
        ("gone", "crawl.no_post", [(1, 8, True), (0, 2, True), (0, 3, False)]),
        ("robots", "crawl.no_post", [(1, 8, True), (0, 9, False)]),
        ("secret", "crawl.no_post", [(1, 8, True), (0, 9, False)]),
        ("login", "crawl.no_post", [(0, 2, False)]),
    ):
        for read, lost, sound in losses:
            trace = CrawlTrace(listed=read + lost, failed=failed(lost, reason))
            named = code(trace, summaries(read))
            if named != ("" if sound else name):
                wrong.append((reason, read, lost, named))
    assert wrong == []


def test_pages_of_comments_and_lists_are_no_posts() -> None:
    trace = CrawlTrace(listed=3, failed=[*failed(9, kind="comments"), *failed(1, kind="list")])
    counts = CrawlCounts(read=summaries(3))
    assert assess_crawl(trace, counts) == (CrawlHealth.HEALTHY, CodedReason())
    assert {note.code: note.fields["lost"] for note in crawl_notes(trace, counts)} == {
        "crawl.comment_pages_lost": 9,
        "crawl.list_lost": 1,
    }


def test_the_first_fault_on_the_way_is_named() -> None:
    read = summaries(10, empty=9, missing=9, titled=9)
    lost, lists = failed(9), failed(1, "robots", "list")
    named = [
        code(CrawlTrace(stopped=STOP, empty_lists=[EMPTY], failed=lost), read),
        code(CrawlTrace(unread_rows=[ROWS], rows=3, failed=lists), read),
        code(CrawlTrace(empty_lists=[EMPTY], failed=lost, listed=5), read),
        code(CrawlTrace(failed=lists), read),
        code(CrawlTrace(), read),
        code(CrawlTrace(listed=5, rows=8, unread_rows=[ROWS], failed=lost), read),
        code(CrawlTrace(listed=5, failed=lost), []),
        code(CrawlTrace(listed=5, failed=lost), read),
        code(CrawlTrace(listed=5), read),
        code(CrawlTrace(listed=5), summaries(10, missing=9, titled=9)),
    ]
    assert named == [
        STOP.code,
        "crawl.unread_rows",
        "crawl.not_a_board",
        "crawl.no_list",
        "crawl.nothing_listed",
        "crawl.rows_unread",
        "crawl.no_post",
        "crawl.posts_lost",
        "crawl.empty_posts",
        "crawl.titles_repeated",
    ]
    why = assess_crawl(CrawlTrace(failed=lists), CrawlCounts())[1]
    assert why.fields == {"url": "https://x.example/0", "reason": "robots"}


def test_a_list_without_rows_is_called_what_it_is() -> None:
    names = {fault: code(CrawlTrace(empty_lists=[EmptyList("u", fault)])) for fault in ListFault}
    assert names == {
        ListFault.EMPTY: "crawl.not_a_board",
        ListFault.CHANGED: "crawl.list_changed",
        ListFault.LOGIN: "crawl.list_login",
        ListFault.SCRIPT: "crawl.list_script",
        ListFault.ERROR: "crawl.list_error",
        ListFault.FORMAT: "crawl.list_format",
    }


def test_a_field_that_no_post_has_is_lost_and_one_that_some_have_is_not() -> None:
    expected = frozenset({"author", "posted_at"})
    dated = [replace(post, fields=frozenset({"posted_at"})) for post in summaries(4)]
    one = [*dated, replace(dated[0], title="다른 글", fields=expected)]
    found = [
        assess_crawl(CrawlTrace(listed=4), CrawlCounts(read=read), expected)[1] for read in (dated, one, dated[:2])
    ]
    assert found == [CodedReason.of("crawl.fields_lost", fields="author", posts=4), CodedReason(), CodedReason()]


def test_one_text_and_the_same_comments_on_all_posts_are_seen() -> None:
    told = [replace(post, text=7 if n < 3 else n + 10) for n, post in enumerate(summaries(9))]
    shared = [
        replace(post, comments=frozenset({1, 2} if n < 4 else {n + 10, n + 30})) for n, post in enumerate(summaries(9))
    ]
    alone = [replace(post, comments=frozenset({1})) for post in summaries(9)]
    found = [code(CrawlTrace(listed=9), read) for read in (told, told[1:], shared, alone)]
    assert found == ["crawl.texts_repeated", "", "crawl.comments_elsewhere", ""]


def test_new_posts_that_repeat_the_sites_own_have_changed_their_ids() -> None:
    assert [assess_crawl(CrawlTrace(listed=9), CrawlCounts(new=9, copies=n))[1].code for n in (4, 5)] == [
        "",
        "crawl.ids_changed",
    ]


def test_what_is_no_illness_is_noted() -> None:
    trace = CrawlTrace(
        listed=2, rows=3, unread_rows=[UnreadRows("u", 1)], without_next=["u"], repeated_lists=["u"], doubled=1
    )
    trace.limited_comments, trace.repeated_comments, trace.dates_ahead = ["p"], ["p"], 1
    counts = CrawlCounts(read=[replace(summaries(1)[0], unread=True)])
    counts.left_out["picture_refused"] = 2
    found = crawl_notes(trace, counts)
    assert [note.code for note in found] == [
        *("crawl.one_page", "crawl.page_repeated", "crawl.rows_unread", "crawl.posts_doubled"),
        *("crawl.comments_unread", "crawl.comments_limited", "crawl.comments_repeated", "crawl.dates_ahead"),
        "crawl.pictures_lost",
    ]
    assert all("{" not in note.explained(language).sentence for note in found for language in ("en", "ko"))


@given(st.booleans(), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_there_is_a_reason_just_when_a_crawl_is_not_healthy(
    stopped: bool, listed: int, lost: int, read: int, empty: int
) -> None:
    trace = CrawlTrace(listed=listed, rows=listed, failed=failed(lost), stopped=STOP if stopped else CodedReason())
    health, why = assess_crawl(trace, CrawlCounts(read=summaries(read, empty=empty)))
    assert (health is CrawlHealth.HEALTHY) == (not why)
    assert (health is CrawlHealth.STOPPED) == stopped
    assert bool(str(why)) == bool(why)


def post(**changes: object) -> ParsedPost:
    content: dict[str, object] = {"origin_id": "1", "title": "제목", "text": "본문"}
    return ParsedPost(**(content | changes))  # type: ignore[arg-type] # fields vary by test


COMMENTS = tuple(ParsedComment(str(n), "댓글") for n in range(4))
REF = PostRef("1", "https://x.example/1", "제목")


def test_a_post_without_text_picture_and_video_is_empty() -> None:
    rows: list[dict[str, object]] = [
        {},
        {"text": " \n"},
        {"text": "", "images": ("a.png",)},
        {"text": "", "has_video": True},
    ]
    assert [ParsedPostSummary.of(REF, post(**changes)).empty for changes in rows] == [False, True, False, False]


def declared(count: int | None) -> dict[str, object]:
    return {"stats": Stats(comments=count)}


def test_comments_are_missing_where_page_or_list_declare_more_than_were_read() -> None:
    wrong = []
    for changes, listed, missing, ill in (
        (declared(4), None, 0, False),
        (declared(5), None, 1, False),  # boards count a comment that they removed
        (declared(6), None, 2, True),
        (declared(None), 40, 36, True),  # the list's own number counts
        (declared(4), 40, 36, True),
        (declared(None), None, 0, False),
        (declared(6) | {"partial": True}, None, 0, False),
        (declared(6) | {"comments": (*COMMENTS[:3], COMMENTS[0])}, None, 3, True),  # one of them twice
        (declared(44) | {"comments": tuple(ParsedComment(str(n), "댓글") for n in range(40))}, None, 4, False),
    ):
        ref = replace(REF, stats=Stats(comments=listed))
        found = ParsedPostSummary.of(ref, post(**({"comments": COMMENTS} | changes)))
        if (found.missing, found.misses_comments) != (missing, ill):
            wrong.append((changes, found))
        assert (f"comments-missing:{missing}" in found.flags) == bool(missing)
    assert wrong == []
    bare: list[tuple[dict[str, object], bool]] = [
        ({}, True),
        ({"stats": Stats(comments=1)}, False),
        ({"partial": True}, False),
        ({"lost_pages": 1}, True),
    ]
    found_lost = [ParsedPostSummary.of(REF, post(**(declared(9) | changes))).lost_comments for changes, _ in bare]
    assert found_lost == [lost for _, lost in bare]
    unread = ParsedPostSummary.of(REF, post(stats=Stats(comments=9)), reads_comments=False)
    assert (unread.unread, unread.missing, unread.flags) == (True, 0, ("comments-unread",))


def test_a_title_may_be_cut_or_have_more_around_it_and_no_more() -> None:
    same = [
        ("오늘 점심에 김치찌개를…", "오늘 점심에 김치찌개를 먹었는데요"),
        ("[유머] 고양이가 회의에 [12]", "고양이가 회의에"),
        ("고양이가 회의에 들어왔습니다", "고양이가 회의에 들어왔어요"),
        ("", "제목"),
        ("ㅋㅋㅋ!!!", "ㅋㅋㅋ"),
        ("ＡＢＣ", "abc"),
    ]
    other = [("고양이가 회의에 들어왔습니다", "자유게시판"), ("로그인", "비 오는 날 우산"), ("글 12", "점검 안내")]
    assert [pair for pair in same if not may_be_same_title(*pair)] == []
    assert [pair for pair in other if may_be_same_title(*pair)] == []
    assert ParsedPostSummary.of(REF, post(title="전혀 다른 이야기")).flags == ("title-differs",)
