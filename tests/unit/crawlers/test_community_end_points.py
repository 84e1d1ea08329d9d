"""The comment end points of Korean communities: which pages are asked for, and how their answers are read."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fixtures.rows import each_row

from crawlers.base import BaseCrawler, CommentPage
from crawlers.engines.communities.comment_endpoints import MOST_PAGES, last_page_number
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.page_request import PageRequest
from crawlers.parse.markup import parse_html
from crawlers.parse.plain_text import clean_text
from crawlers.sites_config import registry
from schemas.errors import BadInput

NOW = datetime(2026, 11, 29, 12, tzinfo=ZoneInfo("Asia/Seoul"))
END = "https://board.example/comments"


def engine(site: str) -> BaseCrawler:
    return registry.make_engine(registry.shipped_sites()[site], lambda: NOW)


def answered(site: str, answer: Any, url: str = END, **form: str) -> CommentPage:
    body = answer if isinstance(answer, str) else json.dumps(answer)
    made = engine(site)
    return made.comment_page(body.encode(made.spec.encoding or "utf-8"), PageRequest.post(url, form))


def pages(requests: Iterable[PageRequest], field: str) -> list[str]:
    return [request.form_values[field] for request in requests]


@each_row("site", ["dcinside", "theqoo", "todayhumor", "ppomppu"])
@each_row("answer", ["{", '{"comments": 1, "comment_list": 1, "memos": 1}', '{"a":' * 100_000])
def test_an_answer_of_another_form_is_named(site: str, answer: str) -> None:
    with pytest.raises(BadInput) as raised:
        answered(site, answer, f"{END}?c_page=1")
    assert raised.value.code == "page.not_a_post.format"


@each_row(
    ("pager", "last"),
    [
        ("", 0),
        ('<em>1</em><a href="javascript:viewComments(2,\'D\')">2</a><a href="javascript:viewComments(13)">끝</a>', 13),
        ('<strong>4</strong><a href="#">5</a>', 5),
        ("<a>다음</a>", 0),
    ],
)
def test_the_last_page_of_a_pager(pager: str, last: int) -> None:
    assert last_page_number(pager) == last


def test_dcinside_asks_for_page_after_page_and_leaves_advertisements_and_the_apps_line_out() -> None:
    comments = [
        {"no": "7", "name": "ㅇㅇ", "memo": "하나<br>둘 - dc App", "reg_date": "11.28 10:20:30", "depth": 0, "c_no": 0},
        {"no": "8", "name": "광고", "memo": "사세요", "nicktype": "COMMENT_BOY"},
        {"no": 9, "name": "ㅇㅇ", "memo": "지움", "del_yn": "Y", "depth": 1, "c_no": "7"},
    ]
    answer = {"total_cnt": 120, "comments": comments, "pagination": "<em>1</em><a href='javascript:v(2)'>2</a>"}
    page = answered("dcinside", answer, comment_page="1")
    assert [(row.id, clean_text(row.text, 100), row.parent_id) for row in page.comments] == [
        ("7", "하나\n둘", None),
        ("9", "", "7"),
    ]
    assert page.comments[0].created_at == datetime(2026, 11, 28, 10, 20, 30, tzinfo=NOW.tzinfo)
    assert (pages(page.further, "comment_page"), page.total) == (["2"], 120)
    assert not answered("dcinside", answer, comment_page="2").further
    assert not answered("dcinside", answer | {"comments": None}, comment_page="1").further


@each_row("last", [1, 3, 10**9])
def test_theqoo_asks_for_the_pages_before_the_last_one_once(last: int) -> None:
    answer = {"comment_list": {"4": {"srl": 4, "ct": "<p>네</p>", "rd": "20261128102030"}}, "now_comment_page": last}
    first, later = answered("theqoo", answer, cpage="0"), answered("theqoo", answer, cpage="2")
    before = pages(first.further, "cpage")
    assert before == [str(number) for number in range(last - 1, 0, -1)[:MOST_PAGES]]
    assert not later.further
    assert (first.comments[0].page, first.comments[0].author) == (last, "무명의 더쿠")


def test_theqoo_reads_an_answer_with_a_mark_and_no_time() -> None:
    page = answered("theqoo", '\ufeff{"comment_list": [{"srl": "5", "ct": "x", "rd": "어제", "nn": "닉"}]}', cpage="0")
    assert [(row.id, row.author, row.created_at) for row in page.comments] == [("5", "닉", None)]


@each_row(("more", "further"), [("true", ["9"]), (True, ["9"]), ("false", []), (False, [])])
def test_todayhumor_asks_for_what_follows_the_last_memo(more: object, further: list[str]) -> None:
    memos = [{"no": "8", "memo": "a", "date": "2026-11-28 10:00:00"}, {"no": "9", "memo": None, "is_system": True}]
    page = answered("todayhumor", {"is_more_memo": more, "memos": memos}, f"{END}?last_memo_no=0&parent_id=3")
    assert [row.id for row in page.comments] == ["8"]
    assert [request.url for request in page.further] == [
        f"{END}?parent_id=3&last_memo_no={number}" for number in further
    ]


def test_ppomppu_reads_answers_in_html_as_well() -> None:
    html = (
        '<div id="comment_31" class="comment_template_depth0_vote"><b><a href="#">첫째</a></b>'
        '<font class="eng-day">2026-11-28 10:00</font><span id="vote_cnt_31">4</span>'
        '<div class="mid-text-area">우산 &amp; 장화</div></div>'
        '<div id="comment_32" class="comment_template_depth2_vote"><b><a href="#">둘째</a></b>'
        '<div class="mid-text-area">네</div></div>'
    )
    page = answered("ppomppu", html, f"{END}?c_page=2")
    assert [(row.id, row.author, clean_text(row.text, 100), row.likes, row.page) for row in page.comments] == [
        ("31", "첫째", "우산 & 장화", 4, 2),
        ("32", "둘째", "네", 0, 2),
    ]
    assert page.comments[1].depth == 1


@each_row(("total", "asked"), [(0, 0), (1, 0), (3, 2), (10**9, MOST_PAGES - 1)])
def test_ppomppu_asks_for_the_pages_that_the_post_does_not_hold(total: int, asked: int) -> None:
    data = json.dumps({"total_comment": 5, "total_page": total, "comments": []})
    current = min(total, 3) or 1
    script = f"<script>var initialCommentData = {data}; var c_page = {current};</script>"
    body = f'<div id="topTitle"><h1>제목</h1></div><table><tr><td class="board-contents">글</td></tr></table>{script}'
    post = engine("ppomppu").post(body.encode("cp949"), "https://www.ppomppu.co.kr/zboard/view.php?id=humor&no=5")
    assert len(post.comment_pages) == asked
    assert all(f"c_page={current}&" not in request.url for request in post.comment_pages)


def test_no_answer_makes_us_ask_for_more_pages_than_are_ever_read() -> None:
    lists = {"comments": {"current_page": 1, "last_page": 10**12, "data": []}, "best_comments": []}
    asked = answered("quasarzone", {"comm_cnt": 1, "comm_list": lists}, "https://quasarzone.com/c?page=1").further
    assert len(asked) == MOST_PAGES - 1
    script = '<script>function sel_cmt_paging(n) { var u = "/c?page=" + n + "";}</script>'
    body = f"{script}<p class=writerProfile><strong>1</strong></p><p id=cmt_search><strong>{10**14}</strong></p>"
    page = parse_html(body)
    made = engine("bobaedream")
    assert isinstance(made, DeclarativeHtml)
    assert len(made.comment_requests(page, "https://www.bobaedream.co.kr/view?No=1")) == MOST_PAGES


def test_a_row_of_ppomppu_without_a_tooltip_is_of_today() -> None:
    row = (
        '<table class="board_table"><tr class="baseList"><td>'
        '<a class="baseList-title" href="view.php?id=humor&no=7">우산</a></td>'
        '<td><time class="baseList-time">09:15:00</time></td></tr></table>'
    )
    made = engine("ppomppu")
    found = made.listing(row.encode("cp949"), made.first_list_address(made.spec.boards[0])).posts[0]
    assert found.posted_at == datetime(2026, 11, 29, 9, 15, tzinfo=NOW.tzinfo)


@each_row(("asked", "further"), [("2", ["3"]), ("3", [])])
def test_natepann_ends_with_the_last_page_of_the_pager(asked: str, further: list[str]) -> None:
    html = (
        '<div class="cmt_list"><dl class="cmt_item"><dt><span class="nameui" title="닉"></span></dt>'
        '<dd id="R_cnt_1" class="n_good">2</dd><dd class="usertxt"><span>네</span></dd></dl></div>'
        '<div class="paginate-reple"><a href="#">2</a><a href="#">3</a></div>'
    )
    page = answered("natepann", html, page=asked)
    assert [(row.id, row.author, row.likes) for row in page.comments] == [("1", "닉", 2)]
    assert pages(page.further, "page") == further
