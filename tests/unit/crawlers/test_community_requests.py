"""What the engines of communities ask of comment end points, and how Quasar Zone and Inven answer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest
from fixtures.crawl.engines import BASE, dumped, made
from fixtures.rows import each_row

from crawlers.base import BaseCrawler, CommentPage
from crawlers.engines.communities.comment_endpoints import MOST_PAGES
from crawlers.engines.declarative import DeclarativeHtml
from crawlers.engines.lemmy import Lemmy
from crawlers.engines.phpbb import PhpBb
from crawlers.engines.rhymix import Rhymix
from crawlers.engines.vbulletin import VBulletin
from crawlers.engines.xenforo import XenForo
from crawlers.page_request import PageRequest
from crawlers.parse.markup import parse_html
from crawlers.sites_config import registry
from schemas.errors import BadInput

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 29, 12, tzinfo=SEOUL)
HUGE = "9" * 5000
"""More digits than Python reads as a number: what a hostile page may write where a number belongs."""


def engine(site: str) -> DeclarativeHtml:
    found = registry.make_engine(registry.shipped_sites()[site], lambda: NOW)
    assert isinstance(found, DeclarativeHtml)
    return found


def asked(site: str, html: str, path: str) -> tuple[PageRequest, ...]:
    one = engine(site)
    return one.comment_requests(parse_html(html), one.spec.base_url + path)


def parameters(request: PageRequest) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))


QUASARZONE = "/bbs/qb_saleinfo/views/12"
BOBAEDREAM = """<div id="cmt_search"><a href="javascript:sel_cmt_paging('1');">1</a><strong>{}</strong>
<a href="javascript:sel_cmt_paging('{}');">끝</a></div><script>function sel_cmt_paging(strPage) {{
var clocation = "/bulletin/comment_list.php?No=7&page=" + strPage + "&strLimit=100";
$("#c").load(clocation); }}</script>"""


def test_quasarzone_asks_for_the_comments_of_the_post_in_the_address() -> None:
    (request,) = asked("quasarzone", '<div class="util-area"><span class="reply">3</span></div>', QUASARZONE)
    assert urlsplit(request.url).path == "/comments/qb_saleinfo/getComment"
    assert parameters(request) == {"boardName": "qb_saleinfo", "writeId": "12", "page": "1", "order": "old"}
    assert dict(request.headers)["Referer"].endswith(QUASARZONE)
    assert not asked("quasarzone", '<div class="util-area"><span class="reply">0</span></div>', QUASARZONE)
    assert len(asked("quasarzone", "<p>", QUASARZONE)) == 1  # a layout without the number may have comments
    assert not asked("quasarzone", "<p>", "/bbs/qb_saleinfo")


def answered(site: str, answer: Any, request: PageRequest) -> CommentPage:
    return engine(site).comment_page(dumped(answer), request)


def quasarzone_page(number: int, last: int, *comments: dict[str, Any], **more: Any) -> dict[str, Any]:
    lists = {"comments": {"current_page": number, "last_page": last, "data": list(comments)}, **more}
    return {"comm_cnt": 7, "comm_list": lists}


def test_quasarzone_reads_best_comments_levels_and_all_further_pages_once() -> None:
    request = PageRequest.get(f"{BASE}/getComment?page=1&order=old", {"Referer": BASE})
    best = {"id": 5, "content": "<p>으뜸</p>", "user_nick": "달래", "good": 9, "comm_depth": 1}
    nulls = dict.fromkeys(("content", "name", "user_nick", "created_at", "comm_depth", "good", "nogood"))
    other = {"id": 6, "content": "버금", "name": " 냉이\n", "user_nick": "", "created_at": "2026-11-28 10:20:00"}
    found = answered(
        "quasarzone",
        quasarzone_page(1, 3, best, other | {"comm_depth": 2}, {"id": 8, **nulls}, best_comments=[best]),
        request,
    )
    assert [(one.id, one.best, one.depth, one.page, one.likes) for one in found.comments] == [
        ("5", True, 0, 0, 9),
        ("5", False, 1, 1, 9),
        ("6", False, 2, 1, 0),
        ("8", False, 0, 1, 0),
    ]
    assert (found.comments[2].author, found.comments[2].text.strip()) == ("냉이", "버금")
    assert found.comments[2].created_at == datetime(2026, 11, 28, 10, 20, tzinfo=SEOUL)
    assert found.total == 7
    assert [parameters(one) for one in found.further] == [{"page": number, "order": "old"} for number in ("2", "3")]
    assert {one.headers for one in found.further} == {request.headers}
    assert not answered("quasarzone", quasarzone_page(2, 3, other), request).further
    assert len(answered("quasarzone", quasarzone_page(1, 10**9, other), request).further) == MOST_PAGES - 1
    assert not answered("quasarzone", quasarzone_page(1, -3, other), request).further
    bare = answered("quasarzone", {"comm_list": {"comments": {"data": [other]}}}, request)
    assert ([one.page for one in bare.comments], bare.further) == ([1], ())


@each_row(
    "answer",
    [
        {"comm_cnt": 0, "comm_list": []},
        {"comm_list": {}},
        {"comm_list": {"comments": None, "best_comments": None}},
        {},
    ],
)
def test_a_post_of_quasarzone_without_comments(answer: Any) -> None:
    found = answered("quasarzone", answer, PageRequest(BASE))
    assert (found.comments, found.further) == ((), ())


@each_row(("site", "answer"), [("quasarzone", [1]), ("quasarzone", {"comm_list": [1]}), ("inven", {"commentlist": 1})])
def test_an_answer_of_another_form_is_no_page_of_comments(site: str, answer: Any) -> None:
    with pytest.raises(BadInput) as caught:
        answered(site, answer, PageRequest(BASE))
    assert caught.value.code == "page.not_a_post.format"


def inven_comment(number: int, text: str = "글", answers: int = 0, state: str = "Y", **more: Any) -> dict[str, Any]:
    numbers = {"cmtidx": number, "cmtpidx": answers, "state": state}
    return {"__attr__": numbers, "o_comment": text, "o_name": "달래", "o_date": "2026-11-28 10:20", **more}


def inven_block(first: int, *comments: dict[str, Any]) -> dict[str, Any]:
    return {"__attr__": {"titlenum": first}, "list": list(comments)}


def test_inven_asks_for_the_blocks_that_an_answer_names_and_for_each_once() -> None:
    (request,) = asked("inven", "<p>", "/board/webzine/2097/12?my=1")
    assert urlsplit(request.url).path == "/common/board/comment.json.php"
    assert (request.method, request.form_values["comeidx"], request.form_values["articlecode"]) == (
        "POST",
        "2097",
        "12",
    )
    assert not asked("inven", "<p>", "/board/webzine/2097")
    blocks = [inven_block(1), inven_block(101), inven_block(0, inven_comment(250))]
    found = answered("inven", {"cmtcount": 201, "commentlist": blocks}, request)
    assert ([one.form_values["titles"] for one in found.further], found.total) == (["1|101"], 201)
    again = answered("inven", {"commentlist": blocks}, found.further[0])
    assert not again.further  # what was asked for and did not come is not asked for for ever
    other = answered("inven", {"commentlist": [inven_block(201), *blocks]}, found.further[0])
    assert [one.form_values["titles"] for one in other.further] == ["201"]


def test_inven_reads_answers_hidden_comments_and_markup_that_is_escaped_twice() -> None:
    comments = [
        inven_comment(7, "&amp;lt;b&amp;gt;굵게&amp;lt;/b&amp;gt;", answers=7, o_recommend=3, o_notrecommend=-1),
        inven_comment(8, "&lt;i&gt;네&lt;/i&gt; &amp;amp; 예", answers=7),
        inven_comment(9, "가려진 말", answers=8, state="D"),
    ]
    answer = {"bestcomment": inven_block(0, comments[0]), "commentlist": [inven_block(1, *comments), inven_block(101)]}
    found = answered("inven", answer, PageRequest.post(BASE, {"titles": "101"}))
    assert [(one.id, one.text.strip(), one.parent_id, one.best, one.page) for one in found.comments] == [
        ("7", "굵게", None, True, 0),
        ("7", "굵게", None, False, 1),
        ("8", "네 & 예", "7", False, 1),
        ("9", "", "8", False, 1),
    ]
    assert (found.comments[0].likes, found.comments[0].dislikes) == (3, 0)
    assert (found.comments[2].likes, found.comments[2].dislikes, found.comments[3].author) == (0, 0, "")
    newest = answered(
        "inven", {"commentlist": [inven_block(101), inven_block(0, comments[0])]}, PageRequest.post(BASE, {})
    )
    assert [one.page for one in newest.comments] == [102]
    first = answered("inven", {"commentlist": [inven_block(0, inven_comment(2, answers=1))]}, PageRequest(BASE))
    assert [(one.parent_id, one.page) for one in first.comments] == [("1", 1)]


@each_row(
    ("shown", "last", "pages"),
    [("1", "1", []), ("2", "1", [1]), ("1", "3", [2, 3]), ("3", "4", [1, 2, 4]), ("1", "9999", [*range(2, 201)])],
)
def test_bobaedream_asks_for_all_pages_but_the_one_that_is_shown(shown: str, last: str, pages: list[int]) -> None:
    found = asked("bobaedream", BOBAEDREAM.format(shown, last), "/view?No=7")
    assert [parameters(one)["page"] for one in found] == [str(page) for page in pages]
    assert all(parameters(one)["strLimit"] == "100" for one in found)


@each_row("shown", ["999999999999", HUGE])
def test_bobaedream_believes_no_number_of_pages_that_nobody_could_read(shown: str) -> None:
    assert len(asked("bobaedream", BOBAEDREAM.format(shown, "1"), "/view?No=7")) <= MOST_PAGES
    assert not asked("bobaedream", BOBAEDREAM.format("1", "2").partition("<script>")[0], "/view?No=7")


def test_natepann_asks_for_the_second_page_where_there_is_one() -> None:
    html = '<script>var pannId = "{}";</script><div class="paginate-reple"><a href="#">{}</a></div>'
    (request,) = asked("natepann", html.format(31, 2), "/talk/31")
    assert (request.form_values["pann_id"], request.form_values["page"], request.method) == ("31", "2", "POST")
    assert not asked("natepann", html.format(31, 1), "/talk/31")
    assert not asked("natepann", html.format("", 2), "/talk/31")


def test_theqoo_asks_with_the_token_and_the_cookies_of_the_post() -> None:
    html = '<meta name="csrf-token" content="t0"><script>loadReply(31)</script><p class="count_container">7 {}</p>'
    (request,) = asked("theqoo", html.format(2), "/hot/31")
    assert (request.form_values["document_srl"], request.form_values["cpage"], request.page_cookies) == (
        "31",
        "0",
        True,
    )
    assert dict(request.headers)["X-CSRF-Token"] == "t0"
    (request,) = asked("theqoo", html.format(2).partition(">")[2], "/hot/31")
    assert "X-CSRF-Token" not in dict(request.headers)
    assert not asked("theqoo", html.format(0), "/hot/31")
    assert not asked("theqoo", html.format(2).replace("loadReply", "load"), "/hot/31")


def test_todayhumor_asks_for_the_comments_of_the_board_a_post_was_written_on() -> None:
    html = (
        '<script>var parent_table = "sisa"; var parent_id = "{}";</script><p class="writerInfoContents">댓글 : {}개</p>'
    )
    (request,) = asked("todayhumor", html.format(9, 4), "/board/view.php?table=bestofbest&no=31")
    assert {"parent_table": "sisa", "parent_id": "9", "last_memo_no": "0"}.items() <= parameters(request).items()
    assert not asked("todayhumor", html.format(9, 0), "/board/view.php?table=bestofbest&no=31")
    assert not asked("todayhumor", html.format("", 4), "/board/view.php?table=bestofbest&no=31")


def test_dcinside_asks_for_the_comments_of_the_gallery_that_a_best_post_came_from() -> None:
    html = (
        '<input id="e_s_n_o" value="k"><input id="gallery_id" value="dcbest"><input id="no" value="31">'
        '<div class="gallview_head"><span class="gall_comment">댓글 {}</span></div>'
    )
    (request,) = asked("dcinside", html.format(2), "/board/view/?id=other&no=1")
    assert (request.form_values["id"], request.form_values["no"], request.form_values["e_s_n_o"]) == (
        "dcbest",
        "31",
        "k",
    )
    assert (request.form_values["cmt_id"], request.form_values["cmt_no"]) == ("dcbest", "31")
    assert (request.form_values["comment_page"], request.page_cookies) == ("1", True)
    assert not asked("dcinside", html.format(2).replace('"k"', '""'), "/board/view/?id=other&no=1")


def links(form: str) -> Callable[[str], bytes]:
    """A page whose navigation leads to page 2 and to another one."""
    return lambda last: "".join(f'<a href="{form.format(page)}">{page}</a>' for page in ("2", last)).encode()


@each_row(
    ("kind", "box", "form"),
    [
        (XenForo, '<div class="pageNav-main">{}</div>', "/threads/pot.7/page-{}"),
        (VBulletin, '<div class="pagenav">{}</div>', "showthread.php?t=7&page={}"),
        (VBulletin, '<div class="pagination">{}</div>', "showthread.php?7-pot/page{}"),
        (PhpBb, '<div class="pagination">{}</div>', "viewtopic.php?t=7&start={}"),
        (Rhymix, '<div id="comment"><div class="pagination">{}</div></div>', "/b/7?cpage={}"),
    ],
)
@each_row("last", ["3", "999999999", HUGE, "²", "x"])
def test_no_number_of_pages_is_asked_for_that_nobody_could_read(
    kind: type[DeclarativeHtml], box: str, form: str, last: str
) -> None:
    one = made(kind)
    assert isinstance(one, DeclarativeHtml)
    page = parse_html(box.format(links(form)(last).decode()))
    asked_for = one.comment_requests(page, f"{BASE}/threads/pot.7")
    assert 1 <= len(asked_for) <= MOST_PAGES
    assert len({request.url for request in asked_for}) == len(asked_for)


@each_row(("comments", "pages"), [(0, 0), (1, 1), (50, 1), (51, 2), (10**15, MOST_PAGES), (-1, 0)])
def test_lemmy_asks_for_as_many_pages_as_its_count_says_and_somebody_could_read(comments: int, pages: int) -> None:
    post = {"id": 7, "name": "제목", "published": "2026-11-20T00:00:00Z", "ap_id": f"{BASE}/post/7"}
    view = {"post": post, "creator": {"name": "a"}, "community": {"name": "b"}, "counts": {"comments": comments}}
    one: BaseCrawler = made(Lemmy)
    assert len(one.post(dumped({"post_view": view}), f"{BASE}/post/7").comment_pages) == pages
