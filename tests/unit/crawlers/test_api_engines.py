"""The engines of APIs on answers as their software gives them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fixtures.crawl.engines import BASE, dumped, made

from crawlers.base import BaseCrawler, ParsedComment
from crawlers.comment_threads import with_parents
from crawlers.engines.discourse import Discourse
from crawlers.engines.hackernews import HackerNews
from crawlers.engines.lemmy import Lemmy
from crawlers.engines.mastodon import Mastodon
from crawlers.engines.reddit import Reddit
from crawlers.engines.stackexchange import StackExchange
from crawlers.page_request import PageRequest
from crawlers.parse.plain_text import clean_text
from schemas.errors import BadInput
from schemas.posts import Stats


def comments_of(engine: BaseCrawler, body: bytes) -> tuple[ParsedComment, ...]:
    return engine.comment_page(body, PageRequest(BASE)).comments


def test_discourse_is_read_with_all_its_pages() -> None:
    engine = made(Discourse)
    latest = {
        "topic_list": {
            "more_topics_url": "/latest?no_definitions=true&page=1",
            "topics": [
                {"id": 1, "title": "공지", "pinned": True},
                {
                    "id": 7,
                    "title": "토렌트 말고 토치",
                    "slug": "torch",
                    "posts_count": 24,
                    "views": 300,
                    "like_count": 12,
                    "created_at": "2026-11-20T01:02:03.456Z",
                },
            ],
        }
    }
    found = engine.listing(dumped(latest), f"{BASE}/latest.json")
    assert (found.rows, found.next_url) == (1, f"{BASE}/latest.json?page=1")
    assert (found.posts[0].url, found.posts[0].stats) == (f"{BASE}/t/7.json", Stats(views=300, likes=12, comments=23))

    def post(number: int, text: str, **more: Any) -> dict[str, Any]:
        return {"id": 100 + number, "post_number": number, "cooked": text, "username": f"u{number}", **more}

    topic = latest["topic_list"]["topics"][1] | {  # type: ignore[operator] # a literal of mixed values
        "post_stream": {
            "stream": [101, *range(102, 125)],
            "posts": [
                post(1, '<p>첫 글 <img src="/uploads/a.png"> <img class="emoji" src="/e.png"></p><p>둘째 줄</p>'),
                post(2, "<p>답글</p>", actions_summary=[{"id": 2, "count": 5}], reply_to_post_number=1),
                post(3, "<p>그 답글</p>", reply_to_post_number=2),
                post(4, "<p>가려진 글</p>", hidden=True),
            ],
        }
    }
    read = engine.post(dumped(topic), f"{BASE}/t/7.json")
    assert (read.title, clean_text(read.text, 99), read.author) == ("토렌트 말고 토치", "첫 글\n둘째 줄", "u1")
    assert read.images == (f"{BASE}/uploads/a.png",)
    assert read.posted_at == datetime(2026, 11, 20, 1, 2, 3, 456000, tzinfo=UTC)
    assert read.link == f"{BASE}/t/torch/7"
    assert [(c.id, c.parent_id, c.likes, c.text.strip()) for c in read.comments] == [
        ("2", None, 5, "답글"),
        ("3", "2", 0, "그 답글"),
        ("4", None, 0, ""),
    ]
    assert len(read.comment_pages) == 1
    assert read.comment_pages[0].url.count("post_ids%5B%5D=") == 20
    more = comments_of(engine, dumped({"post_stream": {"posts": [post(5, "다섯")]}}))
    assert [(c.id, c.text.strip()) for c in more] == [("5", "다섯")]


def test_lemmy_is_read_with_paths_as_parents() -> None:
    engine = made(Lemmy)

    def view(number: int, **post: Any) -> dict[str, Any]:
        return {
            "post": {"id": number, "name": f"글 {number}", "published": "2026-11-20T01:02:03Z", **post},
            "creator": {"name": "dari", "actor_id": "https://board.example/u/dari"},
            "community": {"name": "korea"},
            "counts": {"upvotes": 30, "downvotes": 2, "comments": 70},
        }

    listed = {"posts": [view(1, featured_local=True), view(2, nsfw=True), view(3)], "next_page": "P3"}
    found = engine.listing(dumped(listed), f"{BASE}/api/v3/post/list?sort=TopDay")
    assert [ref.origin_id for ref in found.posts] == ["3"]
    assert found.next_url == f"{BASE}/api/v3/post/list?sort=TopDay&page_cursor=P3"
    assert found.posts[0].stats == Stats(likes=30, dislikes=2, comments=70)
    post = engine.post(
        dumped({"post_view": view(3, body="본문", url="https://pics.example/a.webp")}), found.posts[0].url
    )
    assert (post.text, post.images, post.board) == ("본문", ("https://pics.example/a.webp",), "korea")
    assert post.link == f"{BASE}/post/3"
    assert [page.url.rpartition("=")[2] for page in post.comment_pages] == ["1", "2"]

    def said(number: int, path: str, **more: Any) -> dict[str, Any]:
        return {
            "comment": {"id": number, "content": f"말 {number}", "path": path, **more},
            "creator": {"name": "x"},
            "counts": {"upvotes": 4, "downvotes": 1},
        }

    rows = [said(8, "0.8"), said(9, "0.8.9"), said(10, "0.8.10", deleted=True)]
    comments = comments_of(engine, dumped({"comments": rows}))
    assert [(c.id, c.parent_id, c.text, c.likes, c.dislikes) for c in comments] == [
        ("8", None, "말 8", 4, 1),
        ("9", "8", "말 9", 4, 1),
        ("10", "8", "", 0, 0),
    ]


def test_hacker_news_stories_and_their_first_answers() -> None:
    engine = made(HackerNews)
    found = engine.listing(dumped(list(range(1, 501))), f"{BASE}/v0/topstories.json")
    assert (len(found.posts), found.posts[0].url) == (60, f"{BASE}/v0/item/1.json")
    story = {
        "id": 1,
        "type": "story",
        "by": "pg",
        "time": 1_795_000_000,
        "title": "Show HN: 와글",
        "url": "https://a.example/",
        "score": 77,
        "descendants": 9,
        "kids": [2, 3],
    }
    post = engine.post(dumped(story), found.posts[0].url)
    assert (post.title, post.text, post.stats) == ("Show HN: 와글", "https://a.example/", Stats(likes=77, comments=9))
    assert post.link == "https://news.ycombinator.com/item?id=1"
    assert post.comment_pages == (PageRequest(f"{BASE}/v0/item/2.json"), PageRequest(f"{BASE}/v0/item/3.json"))
    said = comments_of(engine, dumped({"id": 2, "by": "x", "text": "좋네요<p>정말", "parent": 1}))
    assert [(c.id, clean_text(c.text, 99)) for c in said] == [("2", "좋네요\n정말")]
    assert comments_of(engine, dumped({"id": 3, "deleted": True}))[0].text == ""
    for closed in ({"id": 4, "type": "comment"}, {"id": 5, "type": "story", "dead": True}):
        with pytest.raises(BadInput, match="no longer there"):
            engine.post(dumped(closed), "")


def test_mastodon_shows_what_is_public_and_not_sensitive() -> None:
    engine = made(Mastodon)

    def status(number: int, text: str, **more: Any) -> dict[str, Any]:
        return {
            "id": str(number),
            "url": f"{BASE}/@a/{number}",
            "content": text,
            "account": {"acct": "a"},
            "replies_count": 2,
            "favourites_count": 9,
            "created_at": "2026-11-20T00:00:00.000Z",
            **more,
        }

    media = [{"type": "image", "url": "https://m.example/1.png"}, {"type": "gifv", "url": "https://m.example/2.mp4"}]
    whole = status(1, "<p>첫 줄</p><p>둘째 줄</p>", media_attachments=media)
    rows = [whole, status(2, "<p>민감</p>", sensitive=True), status(3, "<p>비공개</p>", visibility="unlisted")]
    found = engine.listing(dumped(rows), f"{BASE}/api/v1/trends/statuses")
    assert [(ref.origin_id, ref.title, ref.stats.likes) for ref in found.posts] == [("1", "첫 줄", 9)]
    post = engine.post(dumped(whole), found.posts[0].url)
    assert (clean_text(post.text, 99), post.images, post.has_video) == (
        "첫 줄\n둘째 줄",
        ("https://m.example/1.png",),
        True,
    )
    context = {"descendants": [status(5, "<p>답</p>", in_reply_to_id="1"), status(6, "<p>x</p>", visibility="direct")]}
    said = comments_of(engine, dumped(context))
    assert [(c.id, c.parent_id, c.text.strip(), c.likes) for c in said] == [("5", "1", "답", 9), ("6", None, "", 0)]


def test_stack_exchange_questions_and_answers() -> None:
    engine = made(StackExchange)
    item = {
        "question_id": 42,
        "title": "Why is &quot;똠&quot; lost?",
        "body": "<p>EUC-KR…</p>",
        "link": "https://so.example/q/42",
        "owner": {"display_name": "kim"},
        "creation_date": 1_795_000_000,
        "view_count": 90,
        "score": -3,
        "answer_count": 2,
    }
    url = f"{BASE}/2.3/questions?order=desc&sort=hot&site=stackoverflow&filter=withbody"
    found = engine.listing(dumped({"items": [item], "has_more": True}), url)
    assert found.posts[0].title == 'Why is "똠" lost?'
    assert found.next_url == f"{url}&page=2"
    post = engine.post(dumped({"items": [item]}), found.posts[0].url)
    assert (post.text.strip(), post.stats, post.link) == (
        "EUC-KR…",
        Stats(views=90, likes=0, comments=2),
        "https://so.example/q/42",
    )
    assert post.comment_pages[0].url.startswith(f"{BASE}/2.3/questions/42/answers?site=stackoverflow")
    reply = {"answer_id": 5, "body": "<p>CP949</p>", "score": 12, "is_accepted": True}
    said = comments_of(engine, dumped({"items": [reply]}))
    assert [(c.id, c.likes, c.best) for c in said] == [("5", 12, True)]
    with pytest.raises(BadInput, match="no longer there"):
        engine.post(dumped({"items": []}), found.posts[0].url)


def test_reddit_posts_and_their_threads() -> None:
    engine = made(Reddit)

    def thing(kind: str, **data: Any) -> dict[str, Any]:
        return {"kind": kind, "data": data}

    def listing(*things: dict[str, Any], after: str | None = None) -> dict[str, Any]:
        return thing("Listing", children=list(things), after=after)

    post = thing("t3", id="a1", title="서울의 새벽", selftext="", url="https://i.example/b.jpg", ups=50, num_comments=9)
    adult, pinned = thing("t3", id="a2", over_18=True), thing("t3", id="a3", stickied=True)
    found = engine.listing(dumped(listing(post, adult, pinned, after="t3_a9")), f"{BASE}/r/korea/hot?limit=50")
    assert [(ref.origin_id, ref.stats) for ref in found.posts] == [("a1", Stats(likes=50, comments=9))]
    assert found.next_url == f"{BASE}/r/korea/hot?limit=50&after=t3_a9"
    deep = thing("t1", id="c2", body="그러게요", author="b", parent_id="t1_c1", ups=3, replies="")
    removed = thing("t1", id="c3", body="[removed]", author="[deleted]", parent_id="t3_a1", replies="")
    top = thing("t1", id="c1", body="멋지네요", author="a", parent_id="t3_a1", ups=7, replies=listing(deep))
    more = thing("more", id="m", children=["c9"])
    read = engine.post(dumped([listing(post), listing(top, removed, more)]), found.posts[0].url)
    assert (read.title, read.text, read.images) == ("서울의 새벽", "", ("https://i.example/b.jpg",))
    assert [(c.id, c.parent_id, c.text, c.likes) for c in read.comments] == [
        ("c1", None, "멋지네요", 7),
        ("c2", "c1", "그러게요", 3),
        ("c3", None, "", 0),
    ]
    gone = thing("t3", id="a1", title="x", selftext="[removed]")
    with pytest.raises(BadInput, match="no longer there"):
        engine.post(dumped([listing(gone), listing()]), BASE)


def test_parents_follow_from_depth_in_the_order_of_pages() -> None:
    def said(identity: str, depth: int, page: int) -> ParsedComment:
        return ParsedComment(identity, "말", depth=depth, page=page)

    shown = [said("e", 1, 2), said("f", 0, 2), said("a", 0, 1), said("b", 1, 1), said("c", 3, 1), said("d", 0, 1)]
    assert [(c.id, c.parent_id) for c in with_parents(shown)] == [
        ("a", None),
        ("b", "a"),
        ("c", "b"),
        ("d", None),
        ("e", "d"),
        ("f", None),
    ]
    # The same page read twice changes nothing, and a best comment on top keeps the parent it has below.
    assert {c.id: c.parent_id for c in with_parents([*shown, *shown])}["e"] == "d"
