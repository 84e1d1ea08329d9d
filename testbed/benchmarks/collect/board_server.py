"""A hundred small boards on one loopback server, in a child process of its own."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

COMMENTS = 30
_WORDS = "오늘은 아무 일도 없던 하루였는데 저녁에 갑자기 비가 와서 모두 처마 밑으로 모였습니다. "


def list_page(posts: int) -> str:
    """The HTML of a list page with so many posts."""
    rows = "".join(
        f'<li data-id="{n}"><a href="post/{n}">어느 동네에서 생긴 {n}번째 이야기</a><b class="v">{n * 311}</b>'
        f'<b class="l">{n * 7}</b><b class="c">{COMMENTS}</b></li>'
        for n in range(1, posts + 1)
    )
    return f"<!doctype html><title>게시판</title><ul>{rows}</ul>"


def post_page(number: int) -> str:
    """The HTML of a post's page with its comments."""
    comments = "".join(
        f'<div class="cmt" id="c{number}{n}"><i class="who">이웃{n}</i><time>2026.11.22 21:{n:02}</time>'
        f'<p>{_WORDS}{n}</p><b class="up">{n}</b></div>'
        for n in range(COMMENTS)
    )
    return (
        f"<!doctype html><title>글</title><h1>어느 동네에서 생긴 {number}번째 이야기</h1>"
        f'<i class="by">글쓴이{number}</i>'
        f'<time class="at">2026.11.22 21:45</time><div class="body">{f"<p>{_WORDS}</p>" * 20}</div>'
        f'<b class="c">{COMMENTS}</b>{comments}'
    )


class _Boards(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        place = self.path.rstrip("/").rpartition("/")[2]
        if place == "robots.txt":
            self._answer("User-agent: *\nAllow: /\n", "text/plain")
        else:
            self._answer(post_page(int(place)) if place.isdigit() else list_page(2), "text/html")

    def _answer(self, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Not logged."""


def main() -> None:
    """Serve until standard input closes, which is when the parent ends; the port is the first line printed."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Boards) as server:
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.daemon_threads = True
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
