"""Sketchbook 5, the skin of most communities on Rhymix and XE: pages of ours after those that it makes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from fixtures.crawl.collect import site

from crawlers.engines.rhymix import Rhymix
from schemas.posts import Stats

BASE = "https://board.example"
SEOUL = ZoneInfo("Asia/Seoul")
LIST = """<div class="bd"><table class="bd_lst bd_tb_lst bd_tb"><thead><tr><th class="no">번호</th>
<th class="title">제목</th><th>글쓴이</th><th>날짜</th><th class="m_no">조회 수</th></tr></thead>
<tbody><tr class="notice"><td class="no">공지</td>
<td class="title"><a href="/free/1">공지</a></td><td class="author">가</td><td class="time">2026.11.02</td><td>9</td>
</tr><tr><td class="no">59</td><td class="title"><a href="/free/77?page=2" class="hx" data-viewer="/free/77?x=1">
도서관 자리</a> <a href="/free/77#77_comment" class="replyNum" title="댓글"><img src="r.gif">1,204</a></td>
<td class="author"><span><a class="member_0">나</a></span></td><td class="time" title="22:29">2026.11.14</td>
<td class="m_no">24,953</td></tr></tbody></table><form class="bd_pg clear"><a class="frst_last this" href="/free">1</a>
<a href="/free?page=2">2</a><a href="/free?page=3">3</a>
<a href="/free?page=2" class="direction">Next</a></form></div>"""
ZINE = """<ol class="bd_zine zine"><li class="notice clear"><h3><a href="/free/1">공지</a></h3></li>
<li class="bf-item clear"><h3>도서관 자리</h3><div class="info"><span><span>Date</span><b>2026.11.14</b></span>
<span><b><a class="member_0">나</a></b></span><span><span>Reply</span><b>1,204</b></span>
<span><span>Views</span><b>24,953</b></span></div><a class="hx" href="/free/77">
<span class="blind">Read More</span></a></li></ol>"""

GALLERY = """<ol class="bd_lst bd_tmb_lst"><li class="notice"><p><b>공지</b></p></li><li><div class="tmb_wrp">
<a class="hx fixed" href="/free/77?listStyle=gallery"><span class="info"><b class="tl">2026/11/14</b> by <b>나</b>
<span>Views <b>24953</b></span> Replies <b>1204</b></span></a></div><p><b>도서관 자리</b></p></li></ol>"""


def comment(number: int, name: str, text: str, level: int = 0, votes: str = "", extra: str = "") -> str:
    style = f' style="margin-left:{level * 2}%"' if level else ""
    return (
        f'<li id="comment_{number}" class="fdb_itm clear{" re bg1" if level else ""}"{style}><div class="meta">{name}'
        f'<span class="date">2026.11.14 22:3{number % 10}</span></div>{extra}<div class="cont"><div '
        f'class="comment_{number}_0 rhymix_content xe_content"><p>{text}</p></div></div>'
        f'<div class="fdb_nav">{votes}</div></li>'
    )


VOTES = '<span class="vote"><a title="추천"><em><i></i> 12</em></a> <a title="비추천"><i></i> 3</a></span>'
POST = (
    '<div class="rd" data-docsrl="77"><div class="rd_hd"><div class="top_area">'
    '<span class="date m_no">2026.11.14 22:29</span><h1><a href="/free/77">도서관 자리</a></h1></div>'
    '<div class="btm_area"><div class="side"><a class="nick member_0">나</a></div><div class="side fr">'
    "<span>조회 수 <b>24,953</b></span> <span>추천 수 <b>250</b></span> <span>댓글 <b>5</b></span></div></div>"
    '</div><div class="rd_body"><article><div class="document_77_0 rhymix_content xe_content"><p>자리가 없다</p>'
    '<img src="/files/a.jpg"></div></article></div><div class="rd_ft"><a onclick="doCallModuleAction('
    "'document','procDocumentVoteDown','77')\"><b>7</b> 비추천</a></div></div>"
    "<div class=\"fdb_tag\">Comments <b>'5'</b></div>"
    '<ul class="fdb_lst_ul">'
    + comment(1, "<b>가</b>", "첫 댓글", votes=VOTES)
    + comment(2, '<a class="member_5">나</a>', "답글", 1)
    + comment(3, "<b>다</b>", "답글의 답글", 2)
    + comment(4, "<b>라</b>", "비밀글입니다.", extra='<span class="ico_secret">SECRET</span>')
    + comment(5, "<b>마</b>", "대댓글이 접힌 댓글", extra='<a class="ico_secret">대댓글 (1)</a>')
    + '</ul><div class="bd_pg"><a href="/free/77?cpage=1#c">1</a><a href="/free/77?cpage=2#c">2</a>'
    '<strong class="this">3</strong></div>'
)


def test_sketchbook_lists_and_posts() -> None:
    spec = site(BASE, engine="rhymix", selectors=None, policy={"loopback": False, "min_delay": 5})
    engine = Rhymix(spec)
    found = engine.listing(LIST.encode(), f"{BASE}/free")
    ref = found.posts[0]
    assert (found.rows, found.hidden) == (1, 1)
    assert (ref.origin_id, ref.url, ref.title) == ("77", f"{BASE}/free/77", "도서관 자리")
    for other in (ZINE, GALLERY):
        [same] = engine.listing(other.encode(), f"{BASE}/free").posts
        assert (same.origin_id, same.url, same.title, same.stats) == (ref.origin_id, ref.url, ref.title, ref.stats)
    assert (ref.stats, found.next_url) == (Stats(views=24953, comments=1204), f"{BASE}/free?page=2")
    post = engine.post(POST.encode(), ref.url)
    assert (post.origin_id, post.title, post.author, post.text.strip()) == ("77", "도서관 자리", "나", "자리가 없다")
    assert post.stats == Stats(views=24953, likes=250, dislikes=7, comments=5)
    assert post.posted_at == datetime(2026, 11, 14, 22, 29, tzinfo=SEOUL)
    assert post.images == (f"{BASE}/files/a.jpg",)
    assert [(c.id, c.author, c.text.strip(), c.depth, c.likes, c.dislikes) for c in post.comments] == [
        ("1", "가", "첫 댓글", 0, 12, 3),
        ("2", "나", "답글", 1, 0, 0),
        ("3", "다", "답글의 답글", 2, 0, 0),
        ("4", "", "", 0, 0, 0),
        ("5", "마", "대댓글이 접힌 댓글", 0, 0, 0),
    ]
    assert {comment.page for comment in post.comments} == {3}
    assert [request.url for request in post.comment_pages] == [f"{BASE}/free/77?cpage={page}" for page in (1, 2)]
