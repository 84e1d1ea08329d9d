"""A web server on loopback that answers rightly or in one of many wrong ways, which the first part of a path names."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Final
from urllib.parse import parse_qs, urlsplit

from testbed.misbehaving_site.board import comment_page, list_page, post_page

_ID: Final = 3
"""Last digits of a post's number that count: sites that change their numbers put others before them."""
_ROBOTS: Final = "User-agent: *\nAllow: /\n"


@dataclass(frozen=True)
class SiteRequest:
    """A request to the site. ``what``: list, post, comments or picture; ``seen`` counts earlier requests of the same
    address.
    """

    base: str
    what: str
    post: str = ""
    page: int = 1
    seen: int = 0


@dataclass
class SiteAnswer:
    """An answer of the site. ``length`` replaces the real Content-Length; ``drip`` is a pause in seconds within the
    body; ``broken``: the connection is closed without an answer; ``raw`` is sent instead of one.
    """

    body: bytes | str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    drip: float = 0.0
    broken: bool = False
    raw: bytes = b""


Behaviour = Callable[[SiteRequest, str], SiteAnswer | str | None]
"""Given a request and the page that would be right: the answer, or None for the right one."""


def right_page(asked: SiteRequest) -> str:
    """The HTML that a well-behaved site would answer."""
    if asked.what == "list":
        return list_page(asked.base, asked.page)
    return post_page(asked.base, asked.post) if asked.what == "post" else comment_page(asked.post, asked.page)


@contextmanager
def serve_behaviours(behaviours: dict[str, Behaviour]) -> Iterator[str]:
    """Serve ``/<name>/…`` with the behaviour of that name; gives the address of the server."""
    server = _Server(behaviours)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, behaviours: dict[str, Behaviour]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviours = behaviours
        self._seen: Counter[str] = Counter()
        self._lock = Lock()

    def answer(self, path: str) -> SiteAnswer:
        if path == "/robots.txt":
            return SiteAnswer(_ROBOTS, headers={"Content-Type": "text/plain"})
        with self._lock:
            seen = self._seen[path]
            self._seen[path] += 1
        parts = urlsplit(path)
        _, mode, *rest = parts.path.split("/")
        asked = _asked(f"http://127.0.0.1:{self.server_address[1]}/{mode}", rest, parts.query, seen)
        right = right_page(asked) if asked.what != "picture" else ""
        given = self.behaviours[mode](asked, right)
        return SiteAnswer(given or right) if given is None or isinstance(given, str) else given


def _asked(base: str, rest: list[str], query: str, seen: int) -> SiteRequest:
    page = int(parse_qs(query).get("page", ["1"])[0])
    if rest[0] == "p":
        return SiteRequest(base, "comments" if len(rest) > 2 else "post", rest[1][-_ID:], page, seen)
    return SiteRequest(base, "picture" if rest[0] == "pictures" else "list", rest[-1], page, seen)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        answer = self.server.answer(self.path)
        ends = answer.broken or bool(answer.raw) or answer.length is not None
        self.close_connection = ends or self.close_connection
        if answer.broken or answer.raw:
            self.wfile.write(answer.raw)
            return
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(body) if answer.length is None else answer.length))
        for name, value in ({"Content-Type": "text/html"} | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        half = len(body) // 2
        self.wfile.write(body[:half])
        time.sleep(answer.drip)
        try:
            self.wfile.write(body[half:])
        except OSError:  # whoever asked has lost patience, as it should
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Quiet: the report of the crawl tells."""
