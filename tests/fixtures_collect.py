"""A small web server of ours that answers whatever a test wants, and site files for it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Thread
from typing import Any

from crawlers.sites_config.model import SiteSpec

OPEN = "User-agent: *\nAllow: /\n"


@dataclass
class Reply:
    """One answer. ``delay`` in seconds before it, ``cut``: half of the announced body is sent."""

    body: bytes | str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: bool = False


Answering = Callable[[str, dict[str, str]], Reply]


class Web:
    """The running server: `url`, and what was asked for with the time of it in `asked`."""

    def __init__(self, server: "_Server") -> None:
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        self.asked = server.asked

    @property
    def paths(self) -> list[str]:
        """Paths asked for beside robots.txt."""
        return [path for path, _, _ in self.asked if path != "/robots.txt"]

    def gaps(self) -> list[float]:
        """Seconds between the requests, robots.txt included."""
        times = [at for _, at, _ in self.asked]
        return [later - earlier for earlier, later in pairwise(times)]


@contextmanager
def web(answering: Answering) -> Iterator[Web]:
    server = _Server(answering)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Web(server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def pages(replies: dict[str, Reply | str], robots: Reply | str = OPEN) -> Answering:
    """Answers by path; a plain string is a page, anything else is 404."""

    def answer(path: str, _: dict[str, str]) -> Reply:
        reply = robots if path == "/robots.txt" else replies.get(path, Reply("없는 글입니다", 404))
        return Reply(reply) if isinstance(reply, str) else reply

    return answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answering = answering
        self.asked: list[tuple[str, float, dict[str, str]]] = []


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.path, time.monotonic(), headers))
        reply = self.server.answering(self.path, headers)
        time.sleep(reply.delay)
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in ({"Content-Type": "text/html; charset=utf-8"} | reply.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if reply.cut else body)
        if reply.cut:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Quiet: `Web.asked` tells."""


def site(base_url: str, **changes: Any) -> SiteSpec:
    """A site on loopback: rows ``li``, posts with ``h1`` and ``.body``, comments ``.c``."""
    content: dict[str, Any] = {
        "code": "toy",
        "name": "장난감 게시판",
        "engine": "declarative-html",
        "base_url": base_url,
        "boards": [{"code": "b", "name": "자유", "path": "/list"}],
        "selectors": {
            "list": {
                "rows": "ul.board > li:not(.notice)",
                "id": {"css": "a", "attr": "href", "regex": r"/p/(\w+)"},
                "link": "a",
                "title": "a",
                "views": ".v",
                "likes": ".l",
                "comments": ".n",
                "next": {"css": "a.next", "attr": "href"},
            },
            "post": {"title": "h1", "author": ".by", "body": ".body", "views": ".v", "likes": ".l", "comments": ".n"},
            "comments": {
                "rows": ".c",
                "id": {"attr": "id"},
                "parent": {"attr": "data-parent"},
                "author": ".who",
                "text": ".says",
                "likes": ".up",
                "pages": ".cpages a",
            },
        },
        "policy": {"loopback": True, "min_delay": 0, "enabled": True},
    }
    policy = content["policy"] | changes.pop("policy", {})
    return SiteSpec.model_validate(content | changes | {"policy": policy})


def listing(*rows: tuple[str, str, int], following: str = "") -> str:
    """A list page of (id, title, likes)."""
    items = "".join(f'<li><a href="/p/{i}">{title}</a><b class="l">{likes}</b></li>' for i, title, likes in rows)
    link = f'<a class="next" href="{following}">다음</a>' if following else ""
    return f'<title>자유</title><ul class="board"><li class="notice"><a href="/p/0">공지</a></li>{items}</ul>{link}'


def post_page(title: str, body: str = "<p>본문입니다.</p>", likes: int = 1, comments: str = "") -> str:
    return (
        f'<title>{title}</title><h1>{title}</h1><i class="by">글쓴이</i><b class="l">{likes}</b>'
        f'<div class="body">{body}</div>{comments}'
    )
