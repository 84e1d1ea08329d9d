"""What makes a field of a recognised site unsure, each with its reason."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from fixtures.rows import each_row

from crawlers.base import Listing, ParsedComment, ParsedPost, PostRef
from crawlers.page_request import PageRequest
from crawlers.recognition.board_software import is_feed
from crawlers.recognition.doubts import find_doubts
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.engine_reading import EngineReading
from schemas.posts import Stats

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORDS = ("정말 그렇네요", "저도 봤어요", "힘내세요 글쓴이", "그래서 어떻게 됐나요", "다음 편 기다립니다")
NAMES = ("가람", "나루", "다솜", "라온", "마루")


def said(count: int, **other: object) -> tuple[ParsedComment, ...]:
    made = [
        {"id": str(n), "text": WORDS[n], "author": NAMES[n], "created_at": NOON + HOUR * (n + 1)} for n in range(count)
    ]
    return tuple(ParsedComment(**{**one, **other}) for one in made)  # type: ignore[arg-type] # by keyword


def post(number: int, comments: Sequence[ParsedComment] = (), **other: object) -> ParsedPost:
    made: dict[str, object] = {
        "origin_id": str(number),
        "title": f"제목 {number}",
        "text": f"{number}번째 글의 본문입니다",
        "author": NAMES[number],
        "posted_at": NOON - HOUR * number,
        "stats": Stats(comments=len(comments)),
        "comments": tuple(comments),
    }
    return ParsedPost(**{**made, **other})  # type: ignore[arg-type] # by keyword


def row(number: int, **other: object) -> PostRef:
    url = f"https://b.example/{number}"
    made: dict[str, object] = {"origin_id": str(number), "url": url, "title": f"제목 {number}"}
    return PostRef(**{**made, "posted_at": NOON - HOUR * number, **other})  # type: ignore[arg-type] # by keyword


def found(posts: Sequence[ParsedPost], rows: Sequence[PostRef] = (), words: str = "") -> dict[str, str]:
    """The code of the doubt about each field."""
    pages = [FetchedPage.of(f"https://b.example/{post.origin_id}", f"<p>{words}</p>".encode()) for post in posts]
    rows = rows or [row(number) for number in range(6)]
    reading = EngineReading(Listing(tuple(rows), len(rows)), posts)
    return {field: reason.code.partition(".")[2] for field, reason in find_doubts(reading, pages).items()}


def test_what_lists_posts_and_comments_agree_on_is_not_doubted() -> None:
    assert found([post(0, said(3)), post(1, said(5))]) == {}
    assert found([post(0), post(1)], words="댓글 0 · 조회 12 · 댓글을 남겨 보세요") == {}


UNCOUNTED = Stats()
MORE = (PageRequest("https://b.example/0?cp=2"),)


@each_row(
    ("posts", "words", "code"),
    [
        ([post(0, stats=Stats(comments=4)), post(1)], "", "comments_unread"),
        ([post(0, stats=UNCOUNTED), post(1, stats=UNCOUNTED)], "전체 댓글 7", "comments_unread"),
        ([post(0, stats=UNCOUNTED), post(1, stats=UNCOUNTED)], "3 comments", "comments_unread"),
        ([post(0, said(2), stats=Stats(comments=9)), post(1, said(3))], "", "comments_differ"),
        ([post(0, said(5), stats=Stats(comments=2)), post(1, said(3), stats=Stats(comments=1))], "", "comments_differ"),
        ([post(0, said(2), stats=Stats(comments=60), comment_pages=MORE), post(1, said(3))], "", ""),
        ([post(0, said(2), stats=UNCOUNTED), post(1, stats=UNCOUNTED)], "", "comments_uncounted"),
        ([post(0, said(3, text="신고")), post(1, said(2, text="신고"))], "", "comments_alike"),
        ([post(0, [*said(1, text="가람 : 좋아요"), *said(1, id="9", text="가람 : 네")])], "", "author_in_text"),
    ],
)
def test_comments_that_are_not_those_of_the_page(posts: list[ParsedPost], words: str, code: str) -> None:
    assert found(posts, words=words).get("comments.text", "") == code


def test_bodies_that_are_something_else() -> None:
    assert found([post(0, text=""), post(1, text=" ")])["post.body"] == "bodies_empty"
    assert found([post(0, text="제목 0"), post(1)])["post.body"] == "body_is_title"
    assert found([post(0, text="같은 글"), post(1, text="같은 글")])["post.body"] == "same_everywhere"
    held = "본문\n" + "\n".join(WORDS[:3])
    assert found([post(0, said(3), text=held), post(1)])["post.body"] == "comments_in_body"
    assert "post.body" not in found([post(0, text="", images=("https://b.example/1.jpg",)), post(1, text="")])


def test_one_value_everywhere_is_likelier_a_word_of_the_layout() -> None:
    rows = [row(number, title="자유게시판", posted_at=NOON, stats=Stats(views=7)) for number in range(6)]
    every = {"list.title", "list.posted_at", "list.views"}
    assert {field for field, code in found([], rows).items() if code == "same_everywhere"} == every
    alike = [post(0, said(5, author="익명"), author="운영자"), post(1, said(2), author="운영자")]
    assert found(alike)["post.author"] == "same_everywhere"
    named = [row(number, author=NAMES[number % 5]) for number in range(6)]
    assert "post.author" not in found(alike, named)
    assert found([post(0, said(5, author="익명"))])["comments.author"] == "same_everywhere"
    assert found([post(0, said(2, author=""))])["comments.author"] == "authors_unread"
    at_once = [post(0, said(4, created_at=NOON + HOUR)), post(1, said(3, created_at=NOON + 2 * HOUR))]
    assert found(at_once)["comments.posted_at"] == "same_everywhere"


def test_times_that_cannot_all_be_right() -> None:
    rows = [row(number, posted_at=NOON + HOUR * 50) for number in range(3)]
    assert found([post(0), post(1)], rows) == {
        "list.posted_at": "times_disagree",
        "post.posted_at": "times_disagree",
    }
    early = found([post(0, said(3), posted_at=NOON + HOUR * 9), post(1, said(4), posted_at=NOON + HOUR * 8)])
    assert early["comments.posted_at"] == early["post.posted_at"] == "comments_before_post"


def test_posts_of_a_feed_have_no_comments_and_that_is_said() -> None:
    whole = [row(number, whole=post(number)) for number in range(3)]
    assert found([], whole) == {"comments.text": "comments_none"}
    assert found([], [row(0, whole=post(0, said(2)))]) == {}


def test_a_feed_is_known_behind_style_sheets_and_remarks() -> None:
    before = b'<?xml version="1.0"?>\n<?xml-stylesheet type="text/xsl" href="/rss.xsl"?><!-- by a program -->'
    known = (b"<rss version='2.0'/>", b"\xef\xbb\xbf<feed/>", before + b"<rss/>", before + before + b"<rdf:RDF/>")
    assert all(is_feed(FetchedPage.of("https://b.example/feed", body)) for body in known)
    others = (b"<html><rss/></html>", before + b"<html/>", b"<??>" * 900, b"<!--" * 900, b"<rssx/>")
    assert not any(is_feed(FetchedPage.of("https://b.example/feed", body)) for body in others)
