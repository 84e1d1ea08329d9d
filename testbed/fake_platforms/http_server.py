"""The HTTP server that all fake platforms share."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from testbed.fake_platforms.platform import ErrorResponse, FakePlatform, Json, PlannedReply

_PIECE = 64 * 1024


class ConnectionCut(Exception):
    """The connection is to end here, without an answer."""


class FakeServer(ThreadingHTTPServer):
    """The HTTP server of one fake platform, on a free port of 127.0.0.1."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, platform: Any, handler: type["RecordingHandler"]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.platform = platform

    @property
    def url(self) -> str:
        """Its address, with a slash at the end."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Not logged: connections are broken on purpose."""


class RecordingHandler(BaseHTTPRequestHandler):
    """The base of the handlers of fake platforms: answers, breaks and records calls.

    ``answer_call`` answers one call; ``name`` gives its name in the record, without secrets and ids.
    """

    protocol_version = "HTTP/1.1"
    _instead: PlannedReply | None = None
    disable_nagle_algorithm = True
    server: FakeServer

    def answer_call(self, what: str, path: str) -> None:
        """Answer the call ``what`` of a path."""
        raise NotImplementedError

    def error_body(self, refusal: ErrorResponse) -> Json:
        """The body of an error as the platform writes it."""
        raise NotImplementedError

    def call_name(self, path: str) -> str:
        """The name of a path in the record of calls, without secrets and ids."""
        return path

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        """Answer with the Date header alone."""
        instead = self.server.platform.take_reply("HEAD")
        if instead is not None:
            self._raw("HEAD", instead)
            return
        self.server.platform.record_call("HEAD", 404)
        self.send_response_only(404, "Answer")
        self._date()
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Not logged: the platform records its calls."""

    def _serve(self) -> None:
        split = urlsplit(self.path)
        self.query = {name: values[-1] for name, values in parse_qs(split.query).items()}
        what = f"{self.command} {self.call_name(split.path)}"
        self.left = int(self.headers.get("Content-Length") or 0)
        platform = self.server.platform
        instead = platform.take_reply(what)
        self._instead = instead if instead is not None and instead.after else None
        try:
            if instead is not None and not instead.after:
                self.read_rest()
                self._raw(what, instead)
                return
            self.answer_call(what, split.path)
        except ErrorResponse as refusal:
            platform.record_call(what, refusal.status)
            self.read_rest()
            self.send_answer(refusal.status, self.error_body(refusal))
        except (ConnectionCut, ConnectionError):
            platform.record_call(what, 0)
            self.close_connection = True

    def raise_for_fault(self, what: str, fault: str) -> None:
        """Raise the error that the fault ``503`` or ``cut`` stands for; nothing for other faults."""
        if fault == "503":
            raise ErrorResponse(503, "backendError", what)
        if fault == "cut":
            raise ConnectionCut

    def read_rest(self) -> bytes:
        """Read the rest of the request's body."""
        data = self.rfile.read(self.left)
        self.left = 0
        return data

    def read_form(self) -> dict[str, str]:
        """Read the rest of the body as a form."""
        return {name: values[-1] for name, values in parse_qs(self.read_rest().decode()).items()}

    def read_json(self) -> Json:
        """Read the rest of the body as a JSON object."""
        found: Json = json.loads(self.read_rest())
        return found

    def receive_film(self, keep: Callable[[bytes], None]) -> None:
        """Read the body, and give ``keep`` what of it arrived, also when the connection breaks."""
        data = bytearray()
        try:
            while self.left > 0 and (piece := self.rfile.read(min(self.left, _PIECE))):
                self.left -= len(piece)
                data += piece
                time.sleep(self.server.platform.pace)
        finally:
            keep(bytes(data))
        if self.left > 0:
            raise ConnectionCut

    def send_success(self, what: str, answer: Json) -> None:
        """Record the call and answer it with status 200."""
        self.server.platform.record_call(what, 200)
        self.send_answer(200, answer)

    def redirect_with_code(self) -> None:
        """Redirect back to the program with an authorisation code, as when a person agrees at once."""
        code = self.server.platform.new_authorization_code(self.query.get("code_challenge", ""))
        back = urlencode({"code": code, "state": self.query["state"]})
        self.send_answer(302, None, {"Location": f"{self.query['redirect_uri']}?{back}"})

    def require_token(self, scheme: str, reason: str, message: str = "") -> None:
        """Raise ErrorResponse with 401 for a request whose Authorization header has no good access token."""
        if self.headers.get("Authorization", "").removeprefix(f"{scheme} ") not in self.server.platform.access:
            raise ErrorResponse(401, reason, message)

    def _raw(self, what: str, reply: PlannedReply) -> None:
        """Answer with exactly this; the connection ends after it, because its length may be a lie."""
        self.server.platform.record_call(what, reply.status)
        self.send_response_only(reply.status, "Answer")
        usual = {"Content-Type": "application/json; charset=UTF-8", "Content-Length": str(len(reply.body_bytes))}
        for name, value in {**usual, **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body_bytes)
        self.close_connection = True

    def send_answer(self, status: int, body: Json | None, headers: dict[str, str] | None = None) -> None:
        """Send an answer with a JSON body, or the one that the test put in its place."""
        if self._instead is not None:
            self._raw("instead", self._instead)
            return
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response_only(status, "Answer")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self._date()
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _date(self) -> None:
        self.send_header("Date", format_datetime(self.server.platform.wall(), usegmt=True))


@contextmanager
def serve_platform(platform: FakePlatform[Any], handler: type[RecordingHandler]) -> Iterator[str]:
    """Serve ``platform`` on a free port of 127.0.0.1; gives its address, with a slash at the end."""
    server = FakeServer(platform, handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="fake-platform", daemon=True)
    thread.start()
    try:
        yield server.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
