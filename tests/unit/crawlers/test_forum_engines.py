"""XenForo, vBulletin and WordPress: pages of ours after the structure of saved pages and of the live software."""

import json
from datetime import UTC, datetime

import pytest
from fixtures.crawl.collect import site

from crawlers.engines.vbulletin import VBulletin
from crawlers.engines.wordpress import WordPress
from crawlers.engines.xenforo import XenForo
from crawlers.page_request import PageRequest
from schemas.errors import BadInput
from schemas.posts import Stats

BASE = "https://forum.example"
SPEC = site(BASE, engine="feed", selectors=None, policy={"loopback": False, "min_delay": 5})

XENFORO_LIST = """<div class="structItemContainer">
<div class="structItemContainer-group structItemContainer-group--sticky"><div class="structItem structItem--thread">
<div class="structItem-title"><a href="/threads/rules.1/" data-tp-primary="on">규칙</a></div></div></div>
<div class="structItemContainer-group js-threadList">
<div class="structItem structItem--thread is-unread js-threadListItem-77" data-author="달래">
<div class="structItem-cell structItem-cell--main"><div class="structItem-title">
<a href="/forums/pots.3/?prefix_id=2" class="labelLink"><span class="label">질문</span></a>
<a href="/threads/hwabun.77/unread" data-tp-primary="on">화분이 <b>시들어요</b></a></div>
<ul class="structItem-parts"><li><a class="username">달래</a></li><li class="structItem-startDate">
<a href="/threads/hwabun.77/"><time class="u-dt" datetime="2026-11-20T09:05:00+0900">금</time></a></li></ul></div>
<div class="structItem-cell structItem-cell--meta"><dl class="pairs pairs--justified"><dt>답글</dt><dd>68</dd></dl>
<dl class="pairs pairs--justified structItem-minor"><dt>조회</dt><dd>1,204</dd></dl></div></div></div></div>
<a href="/forums/pots.3/page-2" class="pageNav-jump pageNav-jump--next">다음</a>"""


def xenforo_message(number: int, name: str, text: str, reactions: str = "") -> str:
    bar = f'<a class="reactionsBar-link" href="/posts/{number}/reactions">{reactions}</a>' if reactions else ""
    return (
        f'<article class="message message--post js-post" data-author="{name}" data-content="post-{number}">'
        f'<h4 class="message-name"><a class="username">{name}</a></h4><ul class="message-attribution-main"><li>'
        f'<time class="u-dt" datetime="2026-11-20T09:{number % 60:02}:00+0900">x</time></li></ul>'
        f'<div class="message-userContent"><article class="message-body"><div class="bbWrapper">{text}</div></article>'
        f'</div><aside class="message-signature"><div class="bbWrapper">서명</div></aside>{bar}</article>'
    )


def test_xenforo_threads() -> None:
    engine = XenForo(SPEC)
    found = engine.listing(XENFORO_LIST.encode(), f"{BASE}/forums/pots.3/")
    ref = found.posts[0]
    assert (found.rows, ref.origin_id, ref.url, ref.title) == (1, "77", f"{BASE}/threads/hwabun.77/", "화분이 시들어요")
    assert (ref.stats, ref.posted_at) == (Stats(views=1204, comments=68), datetime(2026, 11, 20, 0, 5, tzinfo=UTC))
    assert found.next_url == f"{BASE}/forums/pots.3/page-2"
    quoted = (
        '<blockquote class="bbCodeBlock bbCodeBlock--quote" data-source="post: 502"><div>물을 주세요<a '
        'class="bbCodeBlock-expandLink">더 보기</a></div></blockquote>'
    )
    page = (
        '<h1 class="p-title-value"><span class="label">질문</span><span class="label-append">&nbsp;</span>화분이 '
        '시들어요</h1><ul class="pageNav-main"><li><a href="/threads/hwabun.77/page-2">2</a></li><li>…</li>'
        '<li><a href="/threads/hwabun.77/page-4">4</a></li></ul>'
        + xenforo_message(501, "달래", f'{quoted}잎이 <img src="/a.jpg"><img class="smilie" src="/s.png"> 노래요')
        + xenforo_message(502, "냉이", "물을 주세요", "<bdi>가</bdi>, <bdi>나</bdi>, <bdi>다</bdi> and 1,208 others")
        + xenforo_message(503, "씀바귀", f"{quoted}저도요", "<bdi>가</bdi>")
    )
    post = engine.post(page.encode(), ref.url)
    assert (post.title, post.author, post.stats.likes) == ("화분이 시들어요", "달래", 0)
    assert post.text.split() == ["물을", "주세요", "잎이", "노래요"]
    assert post.images == (f"{BASE}/a.jpg",)
    assert [(c.id, c.author, c.text.strip(), c.parent_id, c.likes) for c in post.comments] == [
        ("502", "냉이", "물을 주세요", None, 1211),
        ("503", "씀바귀", "저도요", "502", 1),
    ]
    assert post.comments[0].created_at == datetime(2026, 11, 20, 0, 22, tzinfo=UTC)
    assert post.comment_pages == tuple(PageRequest(f"{BASE}/threads/hwabun.77/page-{page}") for page in (2, 3, 4))
    further = engine.comment_page(xenforo_message(540, "가", "끝").encode(), post.comment_pages[0])
    assert [(c.id, c.text.strip()) for c in further.comments] == [("540", "끝")]


VB4_LIST = """<ol id="stickies"><li class="threadbit"><h3 class="threadtitle"><a class="title" id="thread_title_1"
href="showthread.php?1-rules">규칙</a></h3></li></ol><ol id="threads" class="threads"><li class="threadbit hot">
<h3 class="threadtitle"><a class="title" href="showthread.php?88-pot&amp;s=ab12" id="thread_title_88">화분</a></h3>
<div class="threadmeta"><span class="label">Started by <a class="username">달래</a>,
11-20-2026 09:05 AM</span></div>
<ul class="threadstats td alt"><li>Replies: <a class="understate">12</a></li><li>Views: 1,204</li>
<li class="hidden">Rating0 / 5</li></ul></li></ol><span class="prev_next"><a rel="next" href="forumdisplay.php?3/page2">
다음</a></span>"""
VB3_LIST = """<table><tbody id="threadbits_forum_3"><tr><td><img src="images/sticky.gif"></td><td>
<a href="showthread.php?t=1" id="thread_title_1">규칙</a></td></tr><tr><td class="alt1" id="td_threadtitle_88">
<a href="showthread.php?s=ab12&amp;t=88" id="thread_title_88">화분</a> <div class="smallfont"><span>달래</span></div>
</td><td class="alt2" title="Replies: 12, Views: 1,204"><div class="smallfont">11-20-2026</div></td>
<td class="alt1"><a href="misc.php?do=whoposted&amp;t=88">12</a></td><td class="alt2">1,204</td></tr></tbody></table>
<div class="pagenav"><a rel="next" href="forumdisplay.php?f=3&amp;page=2">&gt;</a></div>"""


def vb4_message(number: int, name: str, day: str, text: str) -> str:
    return (
        f'<li class="postbitlegacy postbitim postcontainer old" id="post_{number}"><div class="posthead">'
        f'<span class="date">{day},&nbsp;<span class="time">09:05 AM</span></span></div>'
        f'<div class="username_container"><a class="username offline"><strong>{name}</strong></a></div>'
        f'<div class="content"><div id="post_message_{number}">'
        f'<blockquote class="postcontent restore">{text}</blockquote></div></div></li>'
    )


def vb3_message(number: int, name: str, day: str, text: str) -> str:
    return (
        f'<table id="post{number}" class="tborder"><tr><td class="thead"><a name="post{number}"></a>'
        f" {day}, 09:05 AM</td>"
        f'<td class="thead">#<a href="t.html#post{number}">1</a></td></tr><tr><td><div id="postmenu_{number}">'
        f'<div class="bigusername">{name}</div><script>vbmenu("x")</script></div></td><td id="td_post_{number}">'
        f'<div id="post_message_{number}">{text}</div></td></tr></table>'
    )


VB4_QUOTE = (
    '<div class="bbcode_quote">Originally Posted by <strong>냉이</strong> <a href="showthread.php?p=602#post602">보기'
    "</a><div>물을 주세요</div></div>"
)
VB3_QUOTE = (
    '<div style="margin:20px; margin-top:5px; "><div class="smallfont">Quote:</div><table><tr><td>Originally Posted by '
    '<strong>냉이</strong> <a href="x-post602/#post602"><img class="inlineimg" src="v.gif"></a>물을 주세요</td>'
    "</tr></table></div>"
)
VB4_PAGES = '<form class="pagination"><a href="showthread.php?88-pot/page3">3</a></form>'
VB3_PAGES = '<div class="pagenav"><a href="showthread.php?t=88&amp;page=3">3</a></div>'
VB3_HEAD = '<table><tr><td class="thead">찾기</td><td class="navbar"><strong>화분</strong></td></tr></table>'


@pytest.mark.parametrize("version", [3, 4])
def test_vbulletin_threads(version: int) -> None:
    engine = VBulletin(SPEC)
    found = engine.listing((VB4_LIST if version == 4 else VB3_LIST).encode(), f"{BASE}/forumdisplay.php?f=3")
    ref = found.posts[0]
    assert (len(found.posts), ref.origin_id, ref.title, ref.stats) == (1, "88", "화분", Stats(views=1204, comments=12))
    assert "ab12" not in ref.url
    assert found.next_url == f"{BASE}/forumdisplay.php?" + ("3/page2" if version == 4 else "f=3&page=2")
    message, quote = (vb4_message, VB4_QUOTE) if version == 4 else (vb3_message, VB3_QUOTE)
    title = '<h1>Thread: <span class="threadtitle"><a href="x">화분</a></span></h1>'
    head = (
        title
        if version == 4
        else '<table><tr><td class="thead">찾기</td><td class="navbar"><strong>화분</strong></td></tr></table>'
    )
    page = (
        f'{head}{VB4_PAGES if version == 4 else VB3_PAGES}<ol id="posts">'
        + message(601, "달래", "11-20-2026", '잎이 <img src="a.jpg"><img class="inlineimg" src="s.gif"> 노래요')
        + message(602, "냉이", "11-05-2026", "물을 주세요")
        + message(603, "씀바귀", "Yesterday", f"{quote}저도요")
        + "</ol>"
    )
    post = engine.post(page.encode(), f"{BASE}/showthread.php?t=88")
    assert (post.title, post.author, post.text.split(), post.images) == (
        "화분",
        "달래",
        ["잎이", "노래요"],
        (f"{BASE}/a.jpg",),
    )
    # Month before day, as the twentieth tells; midnight in Seoul is 15:00 UTC the day before.
    assert post.posted_at == datetime(2026, 11, 20, 0, 5, tzinfo=UTC)
    assert [(c.id, c.author, c.text.strip(), c.parent_id) for c in post.comments] == [
        ("602", "냉이", "물을 주세요", None),
        ("603", "씀바귀", "저도요", "602"),
    ]
    assert post.comments[0].created_at == datetime(2026, 11, 5, 0, 5, tzinfo=UTC)
    thread = f"{BASE}/showthread.php?" + ("88-pot/page{}" if version == 4 else "t=88&page={}")
    assert [request.url for request in post.comment_pages] == [thread.format(2), thread.format(3)]


def test_vbulletin_leaves_out_a_time_that_may_mean_two_days() -> None:
    page = '<td class="navbar"><strong>화분</strong></td><div id="posts">{}</div>'
    for days, known in ((["03-04-2026"], None), (["03-04-2026", "25-04-2026"], datetime(2026, 4, 3, 0, 5, tzinfo=UTC))):
        body = "".join(vb3_message(601 + place, "가", day, "글") for place, day in enumerate(days))
        assert VBulletin(SPEC).post(page.format(body).encode(), f"{BASE}/t").posted_at == known


def wordpress_post(number: int, *, protected: bool = False) -> dict[str, object]:
    return {
        "id": number,
        "date_gmt": "2026-11-20T00:05:00",
        "link": f"{BASE}/pot-{number}/",
        "title": {"rendered": "화분 &#8220;이름&#8221; &amp; 잎"},
        "content": {"rendered": '<p>잎이 노래요</p><img src="/a.jpg">', "protected": protected},
        "_embedded": {"author": [{"name": "달래"}]},
    }


def test_wordpress_posts_and_their_comments() -> None:
    engine = WordPress(SPEC)
    url = f"{BASE}/wp-json/wp/v2/posts?per_page=3&_embed=author"
    body = json.dumps([wordpress_post(7), wordpress_post(8), wordpress_post(9, protected=True)])
    found = engine.listing(body.encode(), url)
    assert (found.rows, found.hidden, [ref.origin_id for ref in found.posts]) == (2, 1, ["7", "8"])
    assert found.next_url == f"{url}&offset=3"
    assert engine.listing(b"[]", found.next_url).next_url is None
    post = engine.post(json.dumps(wordpress_post(7)).encode(), found.posts[0].url)
    assert (post.title, post.author, post.text.strip()) == ("화분 “이름” & 잎", "달래", "잎이 노래요")
    assert (post.images, post.link) == ((f"{BASE}/a.jpg",), f"{BASE}/pot-7/")
    assert post.posted_at == datetime(2026, 11, 20, 0, 5, tzinfo=UTC)
    rows = [
        {
            "id": number,
            "parent": number - 1 if number % 2 else 0,
            "author_name": "A&amp;B",
            "content": {"rendered": "<p>네</p>"},
        }
        for number in range(100, 200)
    ]
    answer = engine.comment_page(json.dumps(rows).encode(), post.comment_pages[0])
    first, second = answer.comments[:2]
    assert (first.id, first.author, first.text.strip(), first.parent_id) == ("100", "A&B", "네", None)
    assert second.parent_id == "100"
    assert [request.url for request in answer.further] == [f"{post.comment_pages[0].url}&offset=100"]
    assert engine.comment_page(json.dumps(rows[:99]).encode(), post.comment_pages[0]).further == ()
    with pytest.raises(BadInput) as caught:
        engine.post(json.dumps(wordpress_post(9, protected=True)).encode(), url)
    assert caught.value.code == "page.secret"
    with pytest.raises(BadInput):
        engine.comment_page(b'{"code": "rest_forbidden"}', post.comment_pages[0])


def test_a_refusal_by_the_software_itself_is_of_one_post() -> None:
    ask = '<html id="XF" data-template="{}"><div class="p-body-main"><p>{}</p></div></html>'
    answers = {
        ask.format("login", "로그인해야 합니다."): True,
        ask.format("error", "이 글을 볼 권한이 없습니다."): True,
        ask.format("error", "You have been banned."): False,
        ask.format("thread_view", "글"): False,
        "<title>Just a moment...</title>": False,
    }
    assert {answer: XenForo(SPEC).is_closed_post(answer.encode()) for answer in answers} == answers
    codes = {"rest_cannot_read_post": True, "rest_forbidden_context": True, "firewall": False}
    said = {code: WordPress(SPEC).is_closed_post(json.dumps({"code": code}).encode()) for code in codes}
    assert said == codes
    assert not WordPress(SPEC).is_closed_post(b"<html>403")
