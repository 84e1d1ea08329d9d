"""A list and a post as each engine's own software gives them: what every site of that software is read with."""

import json
from typing import Any, NamedTuple

from fixtures_boards import NOW, Truth, Written
from fixtures_gnuboard import gnuboard
from fixtures_rhymix import rhymix

from crawlers.base import BaseCrawler
from crawlers.sites_config.model import SiteSpec

TITLE, WORDS = "동네 도서관에서 생긴 일", "책갈피 대신 만 원이 꽂혀 있었습니다"
ONE = Truth([Written("77", TITLE, "새벽달", (WORDS,), NOW, views=120, likes=8)])


BASE = "https://board.example"


def made(engine: type[BaseCrawler], **changes: Any) -> BaseCrawler:
    content = {
        "code": "toy",
        "name": "장난감",
        "engine": "toy",
        "base_url": BASE,
        "boards": [{"code": "b", "path": "/"}],
        "policy": {"enabled": False, "reason": "시험"},
    }
    return engine(SiteSpec.model_validate(content | changes))


def dumped(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


class Stock(NamedTuple):
    """``post`` is empty where the list holds the whole post."""

    list: bytes
    post: bytes = b""


def _json(document: Any) -> bytes:
    return json.dumps(document).encode()


def _page(answering: Any, path: str) -> bytes:
    body = answering(path, {}).body
    return body if isinstance(body, bytes) else body.encode()


_TOPIC = {"id": 77, "title": TITLE, "slug": "library", "posts_count": 1, "views": 120, "like_count": 8}
_STREAM = {"posts": [{"id": 1, "post_number": 1, "cooked": f"<p>{WORDS}</p>", "username": "a"}], "stream": [1]}
_VIEW = {"post": {"id": 77, "name": TITLE, "body": WORDS}, "counts": {"upvotes": 8, "comments": 0}}
_STATUS = {"id": "77", "content": f"<p>{TITLE}</p><p>{WORDS}</p>", "favourites_count": 8, "replies_count": 0}
_STORY = {"id": 77, "type": "story", "title": TITLE, "text": WORDS, "score": 8}
_QUESTION = {"question_id": 77, "title": TITLE, "body": f"<p>{WORDS}</p>", "score": 8, "link": "https://a.example/77"}
_T3 = {"kind": "t3", "data": {"id": "77", "title": TITLE, "selftext": WORDS, "ups": 8, "permalink": "/r/x/77"}}
_NONE = {"kind": "Listing", "data": {"children": []}}
_ITEM = f"<item><title>{TITLE}</title><link>https://a.example/77</link><description>{WORDS}</description></item>"
_ROW = f'<li class="row"><a class="topictitle" href="./viewtopic.php?f=1&amp;t=77">{TITLE}</a></li>'
_PHPBB = f'<h2 class="topic-title">{TITLE}</h2><div class="post" id="p1"><div class="content">{WORDS}</div></div>'

STOCK = {
    "gnuboard5": Stock(
        _page(gnuboard(ONE), "/bbs/board.php?bo_table=free"),
        _page(gnuboard(ONE), "/bbs/board.php?bo_table=free&wr_id=77"),
    ),
    "rhymix": Stock(_page(rhymix(ONE), "/free"), _page(rhymix(ONE), "/free/77")),
    "phpbb": Stock(f'<ul class="topiclist topics">{_ROW}</ul>'.encode(), _PHPBB.encode()),
    "feed": Stock(f'<rss version="2.0"><channel>{_ITEM}</channel></rss>'.encode()),
    "discourse": Stock(_json({"topic_list": {"topics": [_TOPIC]}}), _json(_TOPIC | {"post_stream": _STREAM})),
    "lemmy": Stock(_json({"posts": [_VIEW]}), _json({"post_view": _VIEW})),
    "mastodon": Stock(_json([_STATUS]), _json(_STATUS)),
    "hackernews": Stock(_json([77]), _json(_STORY)),
    "stackexchange": Stock(_json({"items": [_QUESTION]}), _json({"items": [_QUESTION]})),
    "reddit": Stock(
        _json({"kind": "Listing", "data": {"children": [_T3]}}),
        _json([{"kind": "Listing", "data": {"children": [_T3]}}, _NONE]),
    ),
}
