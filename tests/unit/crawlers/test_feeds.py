"""The engines of feeds and of pages that describe themselves, and phpBB."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from fixtures.crawl.engines import BASE, dumped, made
from fixtures.rows import each_row

from crawlers.base import ParsedPost
from crawlers.engines.feed import Feed
from crawlers.engines.hackernews import HackerNews
from crawlers.engines.jsonld import JsonLd
from crawlers.engines.phpbb import PhpBb
from crawlers.page_request import PageRequest
from crawlers.parse.plain_text import clean_text
from schemas.errors import BadInput
from schemas.posts import Stats

RSS = """<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>게시판</title>
<item><title>똠양꿍 &lt;후기&gt;</title><link>https://board.example/b?x=1&amp;amp;wr_id=9</link><guid>b-9</guid>
<description>요약</description>
<content:encoded><![CDATA[<p>본문 <img src="/i/1.jpg"></p><script>x()</script>]]></content:encoded>
<dc:creator>느림보</dc:creator>
<pubDate>Sun, 22 Nov 2026 21:45:00 +0900</pubDate><slash:comments>17</slash:comments></item>
<item><title>주소 없는 글</title></item>
<item><title>나쁜 주소</title><link>javascript:alert(1)</link></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>f</title><entry><title>두 번째 소식</title><id>tag:1</id>
<link rel="self" href="https://board.example/1.atom"/><link href="https://board.example/1"/>
<author><name>감자전</name></author>
<updated>2026-11-22T12:45:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">첫 줄<br/>둘째 줄</div></content>
</entry></feed>"""


@pytest.mark.parametrize("encoding", ["utf-8", "euc-kr"])
def test_a_feed_is_posts_without_their_pages(encoding: str) -> None:
    codec = "cp949" if encoding == "euc-kr" else encoding
    found = made(Feed).listing(RSS.format(encoding=encoding).encode(codec), f"{BASE}/rss")
    assert (found.rows, len(found.posts)) == (3, 1)
    ref = found.posts[0]
    assert (ref.origin_id, ref.title, ref.url) == ("b-9", "똠양꿍 <후기>", f"{BASE}/b?x=1&wr_id=9")
    assert ref.whole is not None
    assert (ref.whole.text.strip(), ref.whole.author, ref.whole.images) == ("본문", "느림보", (f"{BASE}/i/1.jpg",))
    assert ref.posted_at == datetime(2026, 11, 22, 12, 45, tzinfo=UTC)
    assert ref.stats.comments == 17


def test_an_atom_feed_is_read() -> None:
    ref = made(Feed).listing(ATOM.encode(), f"{BASE}/feed").posts[0]
    assert (ref.url, ref.title) == (f"{BASE}/1", "두 번째 소식")
    assert ref.whole is not None
    assert (clean_text(ref.whole.text, 99), ref.whole.author) == ("첫 줄\n둘째 줄", "감자전")


def test_a_feed_cannot_reach_files_or_grow() -> None:
    item = "<rss><item><title>{}</title><link>http://a/</link></item></rss>"
    stolen = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + item.format("&f;")
    assert [ref.title for ref in made(Feed).listing(stolen.encode(), BASE).posts] in ([], ["&f;"])
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE r [<!ENTITY e0 "ha">{laughs}]>' + item.format("웃음 &e8;")
    found = made(Feed).listing(bomb.encode(), BASE).posts
    assert all(len(ref.title) < 100 for ref in found)


def test_json_ld_is_found_among_other_descriptions() -> None:
    posting = {
        "@type": "DiscussionForumPosting",
        "headline": "회사에서 생긴 일",
        "articleBody": "첫 문단<br>둘째 문단",
        "author": {"@type": "Person", "name": "밤산책"},
        "datePublished": "2026-11-22T21:45:00+09:00",
        "image": [{"url": "/i/a.png"}],
        "commentCount": 6,
        "interactionStatistic": [
            {"interactionType": {"@type": "ViewAction"}, "userInteractionCount": "1200"},
            {"interactionType": "https://schema.org/LikeAction", "userInteractionCount": 31},
        ],
        "comment": [{"text": "그렇군요", "author": "꿀떡이", "upvoteCount": 4}, {"text": "네", "url": "/c/2"}],
    }
    page = (
        '<title>x</title><script type="application/ld+json">{broken</script>'
        '<script type="application/ld+json">{"@type": "BreadcrumbList"}</script>'
        f'<script type="application/ld+json">{json.dumps({"@graph": [{"@type": "WebPage"}, posting]})}</script>'
    )
    spec = {"selectors": {"list": {"rows": "li", "link": "a", "id": {"css": "a", "attr": "href"}, "title": "a"}}}
    engine = made(JsonLd, **spec)
    post = engine.post(page.encode(), f"{BASE}/post/1")
    assert (post.title, clean_text(post.text, 99), post.author) == ("회사에서 생긴 일", "첫 문단\n둘째 문단", "밤산책")
    assert post.stats == Stats(views=1200, likes=31, comments=6)
    assert post.posted_at == datetime(2026, 11, 22, 12, 45, tzinfo=UTC)
    assert post.images == (f"{BASE}/i/a.png",)
    assert [(c.id, c.text.strip(), c.author, c.likes) for c in post.comments] == [
        ("0", "그렇군요", "꿀떡이", 4),
        ("/c/2", "네", "", 0),
    ]
    with pytest.raises(BadInput):
        engine.post(b"<title>x</title>", BASE)


def json_ld(**posting: object) -> ParsedPost:
    spec = {"selectors": {"list": {"rows": "li", "link": "a", "id": {"css": "a", "attr": "href"}, "title": "a"}}}
    content = json.dumps({"@type": "DiscussionForumPosting", "headline": "x"} | posting)
    page = f'<title>x</title><script type="application/ld+json">{content}</script>'
    return made(JsonLd, **spec).post(page.encode(), f"{BASE}/post/1")


def test_answers_stand_inside_the_comments_that_they_answer() -> None:
    votes = [
        {"interactionType": f"https://schema.org/{kind}Action", "userInteractionCount": 3} for kind in ("Dislike",)
    ]
    inner = {
        "text": "대답",
        "url": "#note-2",
        "interactionStatistic": votes,
        "comment": {"text": "또", "url": "#note-3"},
    }
    post = json_ld(
        commentCount=4,
        image=["/static/og/1/medium", "/icons/icon-512.png", "/logo.svg", "/upload/catalogo.png"],
        comment=[{"text": "물음", "url": "#note-1", "comment": [inner]}, {"text": "끝", "comment": [{"text": "답"}]}],
    )
    assert [(c.id, c.parent_id, c.dislikes) for c in post.comments] == [
        ("#note-1", None, 0),
        ("#note-2", "#note-1", 3),
        ("#note-3", "#note-2", 0),
        ("1", None, 0),
        ("1.0", "1", 0),
    ]
    assert not post.partial
    assert post.images == (f"{BASE}/upload/catalogo.png",)


def test_answers_nested_without_end_are_no_endless_recursion() -> None:
    deepest: dict[str, object] = {"text": "a", "url": "#0"}
    for depth in range(1, 150):
        deepest = {"text": "a", "url": f"#{depth}", "comment": [deepest]}
    assert len(json_ld(comment=[deepest]).comments) == 150


PHPBB_LIST = """<ul class="topiclist topics">
<li class="row bg1 sticky"><dl><dt><a href="./viewtopic.php?t=1" class="topictitle">공지</a></dt></dl></li>
<li class="row bg2"><dl class="row-item"><dt>
<a href="./viewtopic.php?f=2&amp;t=77&amp;sid=abc" class="topictitle">납땜 질문</a>
<div class="topic-poster">by <a class="username">새벽달</a> »
<time datetime="2026-11-20T01:00:00+00:00">x</time></div></dt>
<dd class="posts">24 <dfn>Replies</dfn></dd><dd class="views">1,300 <dfn>Views</dfn></dd></dl></li></ul>
<div class="pagination"><ul>
<li class="arrow next"><a href="./viewforum.php?f=2&amp;start=25" rel="next">Next</a></li></ul></div>"""


def test_older_phpbb_styles_write_the_time_in_words() -> None:
    post = (
        '<div id="p{0}" class="post"><p class="author">by <strong><a href="m.php?u={0}">새벽달</a></strong> &raquo; '
        'Fri Nov 20, 2026 1:0{0} pm </p><div class="content">글</div></div>'
    )
    page = '<h2><a href="./viewtopic.php?t=77">납땜 질문</a></h2>' + post.format(1) + post.format(2)
    found = made(PhpBb).post(page.encode(), f"{BASE}/viewtopic.php?t=77")
    assert (found.title, found.author) == ("납땜 질문", "새벽달")
    assert found.posted_at == datetime(2026, 11, 20, 13, 1, tzinfo=ZoneInfo("Asia/Seoul"))
    assert [(c.author, c.created_at) for c in found.comments] == [
        ("새벽달", datetime(2026, 11, 20, 13, 2, tzinfo=ZoneInfo("Asia/Seoul")))
    ]


def phpbb_post(number: int, name: str, text: str) -> str:
    return (
        f'<div id="p{number}" class="post bg2"><div class="postbody"><p class="author">by '
        f'<a class="username">{name}</a> '
        f'<time datetime="2026-11-20T0{number}:00:00+00:00">x</time></p><div class="content">{text}</div></div></div>'
    )


def test_phpbb_topics_with_their_pages() -> None:
    engine = made(PhpBb)
    found = engine.listing(PHPBB_LIST.encode(), f"{BASE}/viewforum.php?f=2")
    ref = found.posts[0]
    assert (found.rows, ref.origin_id, ref.url) == (1, "77", f"{BASE}/viewtopic.php?f=2&t=77")
    assert (ref.stats, found.next_url) == (Stats(views=1300, comments=24), f"{BASE}/viewforum.php?f=2&start=25")
    page = (
        '<h2 class="topic-title"><a href="./viewtopic.php?t=77">납땜 질문</a></h2><div class="pagination">25 posts '
        '<ul><li><a class="button dropdown-trigger" href="#">1 of 4</a></li>'
        '<li><a class="button" href="./viewtopic.php?f=2&amp;t=77&amp;sid=z&amp;start=10">2</a></li><li>…</li>'
        '<li><a class="button" href="./viewtopic.php?f=2&amp;t=77&amp;sid=z&amp;start=30">4</a></li></ul></div>'
        + phpbb_post(1, "새벽달", '인두가 <b>식어요</b> <img class="smilies" src="s.gif"><img src="iron.jpg">')
        + phpbb_post(2, "감자전", "전원을 보세요")
    )
    post = engine.post(page.encode(), ref.url)
    assert (post.title, post.text.strip(), post.author, post.stats) == (
        "납땜 질문",
        "인두가 식어요",
        "새벽달",
        Stats(comments=24),
    )
    assert [(c.id, c.author, c.text.strip()) for c in post.comments] == [("2", "감자전", "전원을 보세요")]
    assert post.images == (f"{BASE}/iron.jpg",)
    # The navigation of a long topic leaves out pages in the middle.
    assert post.comment_pages == tuple(
        PageRequest(f"{BASE}/viewtopic.php?f=2&t=77&start={start}") for start in (10, 20, 30)
    )
    further = engine.comment_page(phpbb_post(3, "x", "y").encode(), post.comment_pages[0])
    assert [c.id for c in further.comments] == ["3"]


@pytest.mark.parametrize(
    "date", ["Mon, 1 Jan 99999999999999999999 00:00:00 GMT", "0001-01-01T00:00:00+14:00", "1 Jan 1 00:00 GMT x", "soon"]
)
def test_a_feeds_impossible_date_costs_the_date_only(date: str) -> None:
    entry = f"<item><title>글</title><link>https://a.example/1</link><pubDate>{date}</pubDate></item>"
    ref = made(Feed).listing(f"<rss><channel>{entry}</channel></rss>".encode(), "https://a.example/rss").posts[0]
    assert ref.posted_at is None or 1970 <= ref.posted_at.year <= 9998


@each_row("time", [-(10**15), 10**15, 253_402_300_799, "0001-01-01T00:00:00+14:00", "yesterday"])
def test_an_apis_impossible_date_never_reaches_a_post(time: object) -> None:
    item = {"id": 7, "type": "story", "title": "글", "text": "본문", "time": time}
    try:
        post = made(HackerNews).post(dumped(item), "https://a.example/v0/item/7.json")
    except BadInput as error:
        assert error.code == "page.not_a_post.format"  # noqa: PT017 - either is right, by the kind of the value
    else:
        assert post.posted_at is None or 1970 <= post.posted_at.year <= 9998
