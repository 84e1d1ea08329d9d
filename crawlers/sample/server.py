"""와글마당, a small community site of our own, served over HTTP like any other board.

Pages (UTF-8 HTML; every figure may carry thousands separators: ``48,210``)::

    /robots.txt          allows everything, no crawl delay
    /board?page=N        list, hottest first, 20 posts a page; a page without posts is 404
    /post/ID             post and its comments; ID is digits; unknown or removed: 404
    /post/ID?cp=N        the same post with comment page N (1-based, 30 comments a page).
                         Without ``cp`` the LAST page is shown, as Korean boards do. Unknown page: 404
    /image/NAME          picture; 403 unless the Referer is a page of this host
    /style.css

List ``/board``::

    ol.wg-list > li.wg-row                           every row
      li.wg-row.wg-row--notice                       notice: skip (href /notice/…)
      li.wg-row.wg-row--ad                           advertisement: skip (href /ad/…)
      li.wg-row[data-post]                           a post; data-post is its id
        a.wg-row__link[href]                         /post/ID
        .wg-row__board  .wg-row__title  .wg-row__author
        .wg-row__comments  .wg-row__views  .wg-row__likes       figures
        time.wg-row__time[datetime]                  ISO 8601 with +09:00
    nav.wg-pages  a[rel=next]  a[rel=prev]           next is absent on the last page

Post ``/post/ID``::

    article.wg-post[data-post]
      .wg-post__board   h1.wg-post__title   .wg-post__author   time.wg-post__time[datetime]
      .wg-post__views   .wg-post__likes   .wg-post__dislikes   figures (digits only in the element)
      div.wg-post__body                              p (line breaks are <br>) and figure > img[src][alt][width][height]
                                                     in the order of reading; img src is /image/NAME (host-relative)
    section.wg-comments
      .wg-comments__count                            readable comments of all pages (without deleted and secret ones)
      ol.wg-comments__list > li.wg-comment[id][data-comment]     data-comment is the id, unique in the site
        li.wg-comment--best                          marked BEST
        li.wg-comment--reply[data-parent]            answer to the comment of that id
        li.wg-comment--deleted, li.wg-comment--secret    placeholders without author: skip
        .wg-comment__author   time.wg-comment__time[datetime]
        .wg-comment__text                            line breaks are <br>
        .wg-comment__likes   .wg-comment__dislikes   figures
      nav.wg-comments__pages > a[href] | strong      one entry a page, the strong one is shown; absent with one page

A host of its own serves it: `with running_sample_board() as board:` and `board.url` is its address. A test changes it
while it runs: `board.add_activity`, `board.remove_post`, `board.faults`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from crawlers.sample import html_pages
from crawlers.sample.board_state import BoardState
from crawlers.sample.sample_posts import HERE, IMAGES
from schemas.base import Frozen
from schemas.errors import ConfigurationError

_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


class BoardFaults(Frozen):
    """Faults of the sample board that a test can switch on. Posts are given by their ids."""

    not_a_board: bool = False
    """``/board`` answers 200 with an HTML page that has no list."""
    empty: frozenset[str] = frozenset()
    """These posts have neither text nor picture."""
    broken: frozenset[str] = frozenset()
    """These posts answer 500."""
    truncated: frozenset[str] = frozenset()
    """These posts announce their whole length, send half of it and close the connection."""
    slow_seconds: float = 0.0
    """Seconds by which every page is delayed."""


class SampleBoard:
    """The running board. `url` has no slash at its end; `requests` holds every path asked for, in order."""

    def __init__(self, server: "_Server") -> None:
        self._server = server
        host, port = server.server_address[:2]
        self.url = f"http://{host!s}:{port}"
        self.requests = server.requests

    @property
    def faults(self) -> BoardFaults:
        """The faults that are switched on now."""
        return self._server.faults

    @faults.setter
    def faults(self, faults: BoardFaults) -> None:
        self._server.faults = faults

    def add_activity(self, post_id: str, views: int = 0, likes: int = 0, add_comment: str = "") -> None:
        """Add views and likes to a post, and a comment when ``add_comment`` has text. KeyError: no such post."""
        self._server.board.add_activity(post_id, views, likes, add_comment)

    def remove_post(self, post_id: str) -> None:
        """Take a post off the board: no row, and its page is 404. KeyError: no such post."""
        self._server.board.remove_post(post_id)


@contextmanager
def running_sample_board(
    host: str = "127.0.0.1", port: int = 0, *, faults: BoardFaults | None = None, now: datetime | None = None
) -> Iterator[SampleBoard]:
    """Serve the board from a thread for as long as the block runs.

    Port 0 takes any free one. ``now`` (aware) is the moment the posts' ages count from; the start when left out.
    Raises ConfigurationError when the address cannot be used.
    """
    board = BoardState(now)
    try:
        server = _Server((host, port), board, faults or BoardFaults())
    except OSError as error:
        why = error.strerror or str(error)
        raise ConfigurationError("sample.port", address=f"{host}:{port}", why=why) from error
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="sample-board", daemon=True)
    thread.start()
    try:
        yield SampleBoard(server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    # A kept-alive connection of a client must not delay the shutdown of the board.
    daemon_threads = True
    block_on_close = False
    # Otherwise Linux lets two boards share a port, and each answers some of the requests.
    allow_reuse_port = False

    def __init__(self, address: tuple[str, int], board: BoardState, faults: BoardFaults) -> None:
        super().__init__(address, _Handler)
        self.board = board
        self.faults = faults
        self.requests: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "wagle"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        if not self.path.startswith("/image/"):
            time.sleep(self.server.faults.slow_seconds)
        match urlsplit(self.path).path.strip("/").split("/"):
            case ["" | "board"]:
                self._list()
            case ["post", post_id]:
                self._post(post_id)
            case ["image", name]:
                self._image(name)
            case ["notice" | "ad", _]:
                self._page(html_pages.message_page())
            case ["robots.txt"]:
                self._send(HTTPStatus.OK, "text/plain; charset=utf-8", b"User-agent: *\nAllow: /\n")
            case ["style.css"]:
                self._send(HTTPStatus.OK, "text/css; charset=utf-8", (HERE / "style.css").read_bytes())
            case _:
                self._missing()

    def log_message(self, *_: object) -> None:
        """Logs nothing; the requests are in `SampleBoard.requests`."""

    def _list(self) -> None:
        if self.server.faults.not_a_board:
            self._page(html_pages.message_page())
            return
        entries, page, last = self.server.board.posts_by_likes(self._number("page", 1))
        if not entries:
            self._missing()
            return
        self._page(html_pages.list_page(entries, page, last))

    def _post(self, post_id: str) -> None:
        faults = self.server.faults
        entry = self.server.board.find_post(post_id)
        if post_id in faults.broken:
            self._page(html_pages.message_page("잠시 문제가 생겼어요"), HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        shown = entry.comment_page(self._number("cp", None)) if entry else None
        if entry is None or shown is None:
            self._missing()
            return
        html = html_pages.post_page(entry, shown, empty=post_id in faults.empty)
        self._page(html, cut=post_id in faults.truncated)

    def _image(self, name: str) -> None:
        own = self.headers.get("Host", "")
        if not own or urlsplit(self.headers.get("Referer", "")).netloc != own:
            self._page(html_pages.message_page("그림은 와글마당 안에서만 볼 수 있어요"), HTTPStatus.FORBIDDEN)
            return
        if name not in html_pages.picture_names():
            self._missing()
            return
        self._send(HTTPStatus.OK, _TYPES[name.rpartition(".")[2]], (IMAGES / name).read_bytes())

    def _number(self, name: str, default: int | None) -> int | None:
        """A page number of the query; 0, which no page has, when it is not a number."""
        values = parse_qs(urlsplit(self.path).query).get(name)
        if not values:
            return default
        return int(values[0]) if values[0].isascii() and values[0].isdigit() and len(values[0]) < 7 else 0

    def _missing(self) -> None:
        self._page(html_pages.message_page("없거나 지워진 글이에요"), HTTPStatus.NOT_FOUND)

    def _page(self, html: str, status: HTTPStatus = HTTPStatus.OK, *, cut: bool = False) -> None:
        self._send(status, "text/html; charset=utf-8", html.encode(), cut=cut)

    def _send(self, status: HTTPStatus, content_type: str, body: bytes, *, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = self.close_connection or cut
