"""Gnuboard 5 in its three forms of addresses (by query, by number, by the words of the title), and in older skins."""

from fixtures.crawl.collect import site

from crawlers.engines.gnuboard5 import Gnuboard5, _table
from schemas.posts import Stats

LINKS = {
    "/bbs/board.php?bo_table=free&amp;wr_id=31&amp;page=2": ("31", "/bbs/board.php?bo_table=free&wr_id=31"),
    "/free/32": ("32", "/free/32"),
    "/free/33?page=2": ("33", "/free/33"),
    "/free/1389/": ("1389", "/free/1389/"),
    "/free/%EA%B8%80-1389-%EC%A0%9C%EB%AA%A9/?page=2": ("글-1389-제목", "/free/%EA%B8%80-1389-%EC%A0%9C%EB%AA%A9/"),
    "/community/free/hello-world-1/": ("hello-world-1", "/community/free/hello-world-1/"),
    "/free/" + "%EA%B0%80" * 200 + "/": ("가" * 200, "/free/" + "%EA%B0%80" * 200 + "/"),
}


SPEC = site("https://board.example", engine="gnuboard5", selectors=None, policy={"loopback": False, "min_delay": 5})
BEFORE_5_3 = """<form id="fboardlist"><div id="bo_list"><table><thead><tr><th>번호</th>
<th>제목</th><th>글쓴이</th><th>날짜</th><th>조회</th><th>추천</th></tr></thead><tbody>
<tr class="bo_notice"><td class="td_subject"><a href="/b?wr_id=1">공지</a></td></tr>
<tr><td class="td_num">7</td><td class="td_subject"><a href="/b?sca=x" class="bo_cate_link">유머</a>
<a href="/b?wr_id=77">도서관 | 자리 <span class="sound_only">댓글</span><span class="cnt_cmt">3</span></a></td>
<td class="td_name"><span class="sv_guest">가</span></td><td class="td_date">11-20</td><td class="td_num">1,204</td>
<td class="td_num">25</td></tr></tbody></table></div></form>"""
POST_BEFORE_5_3 = """<title>도서관 | 자리 > 자유 | 게시판</title>
<article id="bo_v"><h1 id="bo_v_title">유머 | 도서관 | 자리</h1>
<section id="bo_v_info">작성자 <strong><span class="sv_guest">가</span></strong><span>작성일</span>
<strong>26-11-20 06:27</strong>조회<strong>1,204회</strong>댓글<strong>3건</strong></section>
<div id="bo_v_con"><p>자리가 없다</p></div>
<div id="bo_v_act"><span>추천 <strong>25</strong></span> <span>비추천 <strong>4</strong></span></div></article>"""
EARLY_NARIYA = """<form id="fboardlist"><ul class="bo_list"><li class="tr bg-light"><div class="td wr-num"><span
class="na-notice"></span></div><ul class="tr">
<li class="td wr-subject"><a href="/b?wr_id=1">공지</a></li></ul></li>
<li class="tr"><div class="td wr-num"><span class="sound_only">번호</span> 7</div>
<div class="td wr-cont"><ul class="tr"><li class="td wr-subject"><a href="/b?wr_id=77"><span class="na-icon na-hot">
</span> 도서관 자리 </a>
<a href="/b?wr_id=77#bo_vc"><span class="sound_only">댓글</span>
<span class="count">+3</span></a></li><li class="td wr-name"><span class="sv_guest">가</span></li>
<li class="td wr-hit"><span class="sound_only">조회</span>1,204</li>
<li class="td wr-good"><span class="sound_only">추천</span>25</li><li class="td wr-nogood">
<span class="sound_only">비추천
</span>4</li></ul></div></li></ul></form><ul class="pagination"><li class="disabled"><a>«</a></li><li class="active">
<a>1</a>
</li><li><a href="/b?page=2">2</a></li><li><a href="/b?page=6">»</a></li></ul>"""
OTHER_SKIN = """<form id="fboardlist"><table class="table"><tr><th>제목</th><th>조회</th></tr><tbody><tr><td><strong
class="notice_icon">공지</strong></td><td><a href="/b?wr_id=1">공지</a></td><td>9</td></tr><tr><td>7</td><td>
<a href="/b?wr_id=77">도서관 자리</a></td><td>1,204</td></tr></tbody></table></form>"""


def test_the_skin_before_version_5_3_is_read() -> None:
    engine = Gnuboard5(SPEC)
    found = engine.listing(BEFORE_5_3.encode(), "https://board.example/b")
    [ref] = found.posts
    assert (ref.origin_id, ref.title, ref.board, found.hidden) == ("77", "도서관 | 자리", "유머", 1)
    assert ref.stats == Stats(views=1204, likes=25, comments=3)
    post = engine.post(POST_BEFORE_5_3.encode(), ref.url)
    assert (post.title, post.author) == ("도서관 | 자리", "가")
    assert post.stats == Stats(views=1204, likes=25, dislikes=4, comments=3)


def test_the_first_skin_of_nariya_is_read() -> None:
    found = Gnuboard5(SPEC).listing(EARLY_NARIYA.encode(), "https://board.example/b")
    [ref] = found.posts
    assert (found.rows, found.hidden, found.next_url) == (1, 1, "https://board.example/b?page=2")
    assert (ref.origin_id, ref.title) == ("77", "도서관 자리")
    assert ref.stats == Stats(views=1204, likes=25, dislikes=4, comments=3)


def test_rows_of_an_unknown_skin_are_told_by_their_links() -> None:
    found = Gnuboard5(SPEC).listing(OTHER_SKIN.encode(), "https://board.example/b")
    assert [(ref.origin_id, ref.title) for ref in found.posts] == [("77", "도서관 자리")]


def test_a_post_is_known_by_what_its_address_names() -> None:
    rows = "".join(
        f'<tr><td><div class="bo_tit"><a href="{link}">제목 {place}</a></div></td></tr>'
        for place, link in enumerate(LINKS)
    )
    page = f'<div id="bo_list"><table><tbody>{rows}</tbody></table></div>'
    listing = Gnuboard5(SPEC).listing(page.encode(), "https://board.example/free")
    assert listing.rows == len(LINKS)
    assert [(post.origin_id, post.url.removeprefix(SPEC.base_url)) for post in listing.posts] == [*LINKS.values()]


def test_posts_of_two_boards_with_one_number_are_two_posts() -> None:
    """Each board of Gnuboard counts for itself, in every form of its addresses."""
    addresses = {
        "https://g5.test/bbs/board.php?bo_table=free&wr_id=10": "free",
        "https://g5.test/bbs/board.php?bo_table=humor&wr_id=10": "humor",
        "https://g5.test/free/10": "free",
        "https://g5.test/humor/글-제목/": "humor",
        "https://g5.test/community/free/hello-world-1/": "free",
        "https://g5.test/10": "",
    }
    assert {url: _table(url) for url in addresses} == addresses
