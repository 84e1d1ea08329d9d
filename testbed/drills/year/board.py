"""A small board on loopback to which posts are added every day, and the site file that declares it."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final, NamedTuple

CODE: Final = "yearboard"
_SYLLABLES: Final = "가나다라마바사아자차카타파하고노도로모보소오조호구누두루무부수우주후기니디리미비시이지히"
"""Of two of them the nouns of the posts are put together: with a handful of real ones, films would say what others said
already, and the channel does not take those."""
_SHOWN: Final = 30
"""Posts on the list, the newest first."""
SITE: Final = """code: {code}
name: 한 해 마당
engine: declarative-html
base_url: {url}
public_url: https://year.example
boards:
  - {{code: hot, name: 인기글, path: /}}
time_zone: Asia/Seoul
encoding: utf-8
selectors:
  list:
    rows: li[data-id]
    id: {{attr: data-id}}
    link: a
    title: a
    views: .v
    likes: .l
    comments: .c
  post:
    title: h1
    author: .by
    posted_at: {{css: time, attr: datetime}}
    views: .v
    likes: .l
    comments: .c
    body: .body
policy:
  robots: allow
  terms: {{stance: allow, clause: our own board}}
  min_delay: 0
  daily_requests: 100000
  loopback: true
  enabled: true
"""


class _Post(NamedTuple):
    number: int
    title: str
    text: str
    posted: datetime
    views: int


class YearBoard(ThreadingHTTPServer):
    """The board. While ``rebuilt`` is set it shows a page of another make, as a site that changed over night."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, seed: int, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self._seed = seed
        self.posts: dict[int, _Post] = {}
        self.rebuilt = False

    @property
    def url(self) -> str:
        """The address of the board, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"

    def add_posts(self, first: int, count: int, now: datetime) -> None:
        """Add ``count`` posts with numbers from ``first``; those that left the list long ago are deleted."""
        for number in range(first, first + count):
            dice = random.Random(f"{self._seed}:{number}")  # noqa: S311 (it guards nothing)
            one, two, three, four, five, six = ("".join(dice.choices(_SYLLABLES, k=2)) for _ in range(6))
            title = f"{number}번째 {one} 이야기"
            text = f"{two} 앞 {three}에서 {four}와 {five}를 봤고 {six}도 샀습니다."
            self.posts[number] = _Post(number, title, text, now, dice.randint(1000, 90_000))
        for old in sorted(self.posts)[: -4 * _SHOWN]:
            del self.posts[old]

    def listed_posts(self) -> list[_Post]:
        """The posts that the list shows."""
        return [self.posts[number] for number in sorted(self.posts, reverse=True)[:_SHOWN]]


class _Handler(BaseHTTPRequestHandler):
    server: YearBoard
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        place = self.path.strip("/")
        if place == "robots.txt":
            self._answer("User-agent: *\nAllow: /\n", "text/plain")
        elif self.server.rebuilt:
            self._answer("<!doctype html><title>새 단장</title><main><h2>새롭게 바뀌었습니다</h2></main>")
        elif not place:
            self._answer(
                f"<!doctype html><title>인기글</title><ul>{''.join(map(_row, self.server.listed_posts()))}</ul>"
            )
        elif place.isdigit() and int(place) in self.server.posts:
            self._answer(_page(self.server.posts[int(place)]))
        else:
            self._answer("<!doctype html><title>없음</title>", status=HTTPStatus.NOT_FOUND)

    def _answer(self, text: str, kind: str = "text/html", status: HTTPStatus = HTTPStatus.OK) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Not logged."""


def _row(post: _Post) -> str:
    figures = f'<b class="v">{post.views}</b><b class="l">{post.views // 50}</b><b class="c">0</b>'
    return f'<li data-id="{post.number}"><a href="/{post.number}">{post.title}</a>{figures}</li>'


def _page(post: _Post) -> str:
    figures = f'<b class="v">{post.views}</b><b class="l">{post.views // 50}</b><b class="c">0</b>'
    return (
        f'<!doctype html><title>글</title><h1>{post.title}</h1><i class="by">이웃</i>'
        f'<time datetime="{post.posted.isoformat()}"></time><div class="body"><p>{post.text}</p></div>{figures}'
    )


@contextmanager
def running_year_board(seed: int) -> Iterator[YearBoard]:
    """The board, served from a thread for as long as the block runs."""
    with YearBoard(seed) as board:
        Thread(target=board.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True, name="year-board").start()
        try:
            yield board
        finally:
            board.shutdown()
