"""Whether pages came whole, and whether their letters are those that were written."""

from datetime import UTC, datetime, timedelta

from fixtures.crawl.collect import site

from crawlers.base import ParsedComment, ParsedPost, PostRef
from crawlers.comment_reading import without_future_dates
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.parse.encoding import decode_page
from crawlers.parse.page_integrity import PageEnding, is_garbled, page_ending

WORDS = "버스 기사님이 노래를 틀어 주셔서 다 같이 따라 불렀어요. 똠양꿍도 먹었습니다."
PAGE = f'<!doctype html><html lang="ko"><head><title>글</title></head><body><div>{WORDS}</div></body></html>\n'


def test_a_page_ends_with_its_outermost_element() -> None:
    rows: list[tuple[str | bytes, PageEnding]] = [
        (PAGE, PageEnding.WHOLE),
        (PAGE + "<!-- made in 0.1 s -->" * 9000, PageEnding.WHOLE),
        (PAGE.replace("</html>", ""), PageEnding.WHOLE),
        (PAGE.partition("</body>")[0], PageEnding.OPEN),
        (PAGE[: PAGE.index("</div>") + 3], PageEnding.CUT),
        (PAGE[: PAGE.index("<title") + 3], PageEnding.CUT),
        (PAGE[: PAGE.index("노래")], PageEnding.OPEN),
        ("<!doctype html><title>a</title><p>HTML may leave out all of it", PageEnding.NONE),
        ("<li>a fragment of an end point", PageEnding.NONE),
        ('{"html": "<body"', PageEnding.NONE),
        ('<?xml version="1.0"?><rss><channel><item>', PageEnding.OPEN),
        ('<?xml version="1.0"?><feed xmlns="a"><entry/></feed>', PageEnding.WHOLE),
        (b"", PageEnding.NONE),
    ]
    found = [(body, page_ending(body.encode() if isinstance(body, str) else body)) for body, _ in rows]
    assert found == rows


def test_letters_are_read_in_the_encoding_they_were_written_in_whatever_is_declared() -> None:
    for charset in ("utf-8", "euc-kr", "iso-8859-1", ""):
        page = PAGE.replace("<title>", f'<meta charset="{charset}"><title>') if charset else PAGE
        assert WORDS in decode_page(page.encode()), charset
        assert WORDS in decode_page(page.encode()[:-20]), charset
        if charset != "iso-8859-1":
            assert WORDS in decode_page(page.encode("cp949")), charset
    for encoding in ("utf-8", "euc-kr"):
        engine = DeclarativeHtml(site("http://127.0.0.1:1", encoding=encoding))
        assert WORDS in engine.decode(PAGE.encode())


def test_garbled_letters_are_seen_and_strange_ones_are_not() -> None:
    garbled = [
        WORDS.encode().decode("latin-1"),
        WORDS.encode().decode("cp1252", "replace"),
        WORDS.encode("cp949").decode("utf-8", "replace"),
        "占쏙옙占쏙옙 占쏙옙占쏙옙",
        WORDS.encode("cp949").decode("latin-1"),
        WORDS.encode("ascii", "replace").decode(),
    ]
    sound = [
        *(WORDS, "Ça va très bien, señor", "한 글자만 \ufffd 깨졌다", "“따옴표” – 줄표…", "", "café ñ ü"),
        "왜요???????????? 진짜로 그랬다고요????",
    ]
    assert [text for text in garbled if not is_garbled(text)] == []
    assert [text for text in sound if is_garbled(text)] == []


def test_dates_to_come_are_left_out_and_a_fast_clock_is_borne() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    soon, later = now + timedelta(minutes=30), now + timedelta(days=2)
    comments = (ParsedComment("1", "a", created_at=soon), ParsedComment("2", "b", created_at=later))
    ref = PostRef("1", "https://board.example/1", "글", posted_at=later)
    listed, shown, ahead = without_future_dates(
        ref, ParsedPost("1", "글", "글", posted_at=soon, comments=comments), now
    )
    assert (listed.posted_at, shown.posted_at, ahead) == (None, soon, True)
    assert [comment.created_at for comment in shown.comments] == [soon, None]
    same = ParsedPost("1", "글", "글", posted_at=now)
    assert without_future_dates(PostRef("1", "u", "글"), same, now) == (PostRef("1", "u", "글"), same, False)
