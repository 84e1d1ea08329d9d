"""HTTP for platforms: one request each, JSON answers, and errors that show no secret."""

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from libraries.platform_apis.http import FORM, form_body, read_file_range, send_request, send_request_blocking
from schemas.errors import ProviderDown


class Handler(BaseHTTPRequestHandler):
    """Answers by path, and remembers what it was asked."""

    asked: list[tuple[str, str, bytes, str]]

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked.append((self.command, self.path, body, self.headers.get("X-Test", "")))
        if self.path.startswith("/cut"):
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        known = {"/object": b'{"a": 1}', "/list": b"[1]", "/broken": b"{", "/no-gzip": b"plain"}
        known["/gzip"] = gzip.compress(b'{"a": 2}')
        known["/bomb-gzip"] = gzip.compress(bytes(9 * 1024**2))
        content = known.get(self.path.partition("?")[0], b"")
        self.send_response_only(404 if self.path == "/absent" else 200)
        if self.path != "/undated":
            self.send_header("Date", "Mon, 23 Nov 2026 03:00:00 GMT")
        if "gzip" in self.path:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content) + 9 * (self.path == "/short")))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_HEAD = _answer  # noqa: N815 - names of the base class

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def served() -> Iterator[tuple[str, list[tuple[str, str, bytes, str]]]]:
    handler = type("Mine", (Handler,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", handler.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_answers_are_read_and_what_is_no_object_is_empty() -> None:
    with served() as (url, asked):
        found = send_request_blocking("GET", f"{url}/object?x=1&y=2", {"X-Test": "given"})
        assert (found.status, found.body) == (200, {"a": 1})
        assert found.date == datetime(2026, 11, 23, 3, tzinfo=UTC)
        assert [send_request_blocking("GET", f"{url}/{path}").body for path in ("list", "broken", "empty")] == [
            {},
            {},
            {},
        ]
        assert send_request_blocking("GET", f"{url}/absent").status == 404
        assert send_request_blocking("HEAD", f"{url}/undated").date is None
        assert send_request_blocking("GET", url).status == 200
    assert asked[0] == ("GET", "/object?x=1&y=2", b"", "given")
    assert asked[-1][1] == "/"


def test_packed_bodies_are_unpacked_and_broken_ones_named() -> None:
    with served() as (url, _):
        assert send_request_blocking("GET", f"{url}/gzip").body == {"a": 2}
        for path, why in (("no-gzip", "error"), ("bomb-gzip", "EOFError"), ("short", "IncompleteRead")):
            with pytest.raises(ProviderDown, match=why):
                send_request_blocking("GET", f"{url}/{path}")


async def test_a_body_is_sent_as_it_is() -> None:
    with served() as (url, asked):
        await send_request("POST", f"{url}/object", {"Content-Type": FORM}, form_body({"a": "가 나", "b": "&"}))
    assert asked == [("POST", "/object", b"a=%EA%B0%80+%EB%82%98&b=%26", "")]


def test_a_connection_that_breaks_is_not_tried_again_and_names_no_secret() -> None:
    with served() as (url, asked):
        with pytest.raises(ProviderDown) as caught:
            send_request_blocking("PUT", f"{url}/cut?upload_token=secret", {"Authorization": "Bearer secret"}, b"film")
        assert len(asked) == 1
    assert caught.value.code == "publish.no_answer"
    assert caught.value.fields["host"] == "127.0.0.1"
    assert "secret" not in str(caught.value)
    with pytest.raises(ProviderDown, match="ConnectionRefusedError"):
        send_request_blocking("GET", f"{url}/gone")


@pytest.mark.parametrize(
    ("begin", "length", "expected"), [(0, 4, b"0123"), (3, 4, b"3456"), (8, 4, b"89"), (10, 4, b""), (2, 0, b"")]
)
def test_a_range_of_a_file(tmp_path: Path, begin: int, length: int, expected: bytes) -> None:
    file = tmp_path / "film"
    file.write_bytes(b"0123456789")
    assert read_file_range(file, begin, length) == expected
