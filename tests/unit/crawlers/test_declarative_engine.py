"""The declarative engine on pages as bytes."""

import time
from datetime import UTC, datetime

import pytest
from fixtures.crawl.collect import listing, post_page, site
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from crawlers.engines.declarative import DeclarativeHtml
from crawlers.page_request import PageRequest
from schemas.errors import BadInput
from schemas.posts import Stats

URL = "http://127.0.0.1:1/list?page=1"
SPEC = site("http://127.0.0.1:1")
ENGINE = DeclarativeHtml(SPEC, lambda: datetime(2026, 11, 22, tzinfo=UTC))


def test_a_list_gives_its_posts_in_order_without_notices() -> None:
    page = listing(("a1", "첫   글", 1200), ("a2", "둘째 글", 3), following="?page=2")
    found = ENGINE.listing(page.encode(), URL)
    assert [(ref.origin_id, ref.url, ref.title) for ref in found.posts] == [
        ("a1", "http://127.0.0.1:1/p/a1", "첫 글"),
        ("a2", "http://127.0.0.1:1/p/a2", "둘째 글"),
    ]
    assert found.posts[0].stats == Stats(likes=1200)
    assert found.next_url == "http://127.0.0.1:1/list?page=2"


def test_a_row_that_cannot_be_read_counts_but_is_left_out() -> None:
    page = '<ul class="board"><li><a href="/elsewhere">광고</a></li><li><a href="/p/9">글</a></li></ul>'
    found = ENGINE.listing(page.encode(), URL)
    assert (found.rows, [ref.origin_id for ref in found.posts]) == (2, ["9"])


@each_row("page", [b"", b"<html></html>", b"\x00\xff\xfe", b"{}", "<h1>로그인</h1>".encode()])
def test_a_page_that_is_no_board_gives_no_rows(page: bytes) -> None:
    assert ENGINE.listing(page, URL).rows == 0
    if b"h1" not in page:
        with pytest.raises(BadInput, match="another kind" if page == b"{}" else "empty page"):
            ENGINE.post(page, URL)


def test_a_post_of_two_thousand_pictures_is_read_at_once() -> None:
    body = "".join(f'<p>{"가" * 80}{number}</p><img src="/i/{number}.png">' for number in range(2000))
    page = post_page("제목", body, 7, "").encode()
    assert len(page) > 500_000
    before = time.process_time()
    post = ENGINE.post(page, "http://127.0.0.1:1/p/a1")
    assert time.process_time() - before < 1.0
    assert len(post.images) == 2000
    assert post.places == (*range(1, 21), *[None] * 1980)


def test_a_post_is_read_whole() -> None:
    body = (
        '<p>첫 문단</p><figure><img data-src="/i/1.png" src="/blank.gif"></figure><p>둘째</p>'
        '<img src="//cdn.example/2.jpg"><img src="data:image/png;base64,AA"><img src="javascript:x">'
        '<img src="/i/1.png"><video></video>'
    )
    comments = (
        '<b class="n">3</b>'
        '<div class="c" id="c1"><i class="who">가</i><p class="says">좋아요<br>정말</p><b class="up">1.2천</b></div>'
        '<div class="c" id="c2" data-parent="c1"><i class="who">나</i><p class="says">저도</p></div>'
        '<div class="c"><p class="says">아이디 없는 줄</p></div>'
        '<nav class="cpages"><a href="?c=1">1</a><a href="?c=2">2</a><a href="?c=2">2</a><a href="#">3</a></nav>'
    )
    post = ENGINE.post(post_page("제목", body, 7, comments).encode(), "http://127.0.0.1:1/p/a1")
    assert post.text.split() == ["첫", "문단", "둘째"]
    assert post.images == ("http://127.0.0.1:1/i/1.png", "http://cdn.example/2.jpg")
    assert post.places == (1, 2)
    assert post.has_video
    assert (post.author, post.stats.likes, post.stats.comments) == ("글쓴이", 7, 3)
    first, second = post.comments
    assert (first.id, first.author, first.text.strip(), first.likes) == ("c1", "가", "좋아요\n정말", 1200)
    assert (second.id, second.parent_id) == ("c2", "c1")
    assert [page.url for page in post.comment_pages] == ["http://127.0.0.1:1/p/a1?c=1", "http://127.0.0.1:1/p/a1?c=2"]


def test_code_page_949_is_read_where_euc_kr_is_declared() -> None:
    page = post_page("똠방각하 펲시 뷁", "<p>뷁</p>").encode("cp949")
    for spec in (SPEC, site("http://127.0.0.1:1", encoding="euc-kr")):
        assert DeclarativeHtml(spec).post(page, URL).title == "똠방각하 펲시 뷁"


@given(st.binary(max_size=400))
def test_no_page_breaks_the_engine(body: bytes) -> None:
    assert ENGINE.listing(body, URL).posts == ()
    assert ENGINE.comment_page(body, PageRequest(URL)).comments == ()
    with pytest.raises(BadInput):
        ENGINE.post(body, URL)


def with_selectors(part: str, **changes: object) -> DeclarativeHtml:
    """The engine of the toy site with other selectors in one part."""
    selectors = SPEC.selectors.model_dump(exclude_none=True) if SPEC.selectors else {}
    return DeclarativeHtml(site("http://127.0.0.1:1", selectors=selectors | {part: selectors[part] | changes}))


def test_a_list_whose_links_a_script_makes_has_a_rule() -> None:
    page = listing(("a1", "글", 1)).encode()
    by_page = with_selectors("list", next_rule={"param": "page"})
    assert by_page.listing(page, "http://127.0.0.1:1/list?b=2").next_url == "http://127.0.0.1:1/list?b=2&page=2"
    assert by_page.listing(page, "http://127.0.0.1:1/list?page=2").next_url == "http://127.0.0.1:1/list?page=3"
    by_post = with_selectors("list", next_rule={"param": "p", "start": 1, "step": 30})
    assert by_post.listing(page, "http://127.0.0.1:1/list").next_url == "http://127.0.0.1:1/list?p=31"
    linked = listing(("a1", "글", 1), following="/older").encode()
    assert by_page.listing(linked, "http://127.0.0.1:1/list").next_url == "http://127.0.0.1:1/older"
    assert by_page.listing(b"<p>", "http://127.0.0.1:1/list").next_url is None


def test_comments_of_a_best_block_are_best_and_shown_in_their_place() -> None:
    rows = "".join(f'<div class="c" id="c{n}"><p class="says">댓글 {n}</p></div>' for n in (1, 2))
    page = post_page(
        "제목", comments=f'<div class="top"><div class="c" id="c2"><p class="says">댓글 2</p></div></div>{rows}'
    )
    engine = with_selectors("comments", best_rows=".top .c")
    assert [(c.id, c.best) for c in engine.post(page.encode(), URL).comments] == [
        ("c2", True),
        ("c1", False),
        ("c2", False),
    ]
    assert [c.best for c in ENGINE.post(page.encode(), URL).comments] == [False] * 3


def test_comment_pages_that_only_a_further_page_names_are_read() -> None:
    engine = with_selectors("comments", next="a.older")
    page = post_page(
        "제목", comments='<nav class="cpages"><a href="?c=2">2</a></nav><a class="older" href="?c=3">더</a>'
    )
    first = engine.post(page.encode(), "http://127.0.0.1:1/p/a1").comment_pages
    assert [request.url.rpartition("?")[2] for request in first] == ["c=2", "c=3"]
    further = engine.comment_page(page.encode().replace(b"?c=3", b"?c=4"), first[1]).further
    assert [request.url.rpartition("?")[2] for request in further] == ["c=4"]
    assert ENGINE.comment_page(page.encode(), first[1]).further == ()
