"""The HTTP server behind the fake servers: it answers by a function and records the requests."""

import io
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any, NamedTuple

from PIL import Image


class ReceivedRequest(NamedTuple):
    """A request that was made: ``body`` is its JSON, None for a GET."""

    method: str
    path: str
    body: Any
    headers: Mapping[str, str]


class ServerAnswer(NamedTuple):
    """An answer to send. ``cut``: bytes of the body after which the connection ends; −1 sends nothing and resets it."""

    status: int
    body: bytes
    headers: Mapping[str, str] = MappingProxyType({})
    cut: int | None = None


def json_answer(value: Any, status: int = 200, **headers: str) -> ServerAnswer:
    """An answer with a JSON body; ``retry_after`` is the header Retry-After."""
    told = {name.replace("_", "-"): text for name, text in headers.items()}
    return ServerAnswer(status, json.dumps(value).encode(), {"Content-Type": "application/json", **told})


class RunningServer:
    """A running fake server: its address, and all calls in their order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.calls: list[ReceivedRequest] = []

    def called_paths(self, method: str = "POST") -> list[str]:
        """The paths that were called by this method, without their queries."""
        return [call.path.partition("?")[0] for call in self.calls if call.method == method]


@contextmanager
def serve_answers(answer: Callable[[ReceivedRequest], ServerAnswer]) -> Iterator[RunningServer]:
    """A server on a free port of loopback that answers every request by a function."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(ReceivedRequest("GET", self.path, None, dict(self.headers)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._answer(ReceivedRequest("POST", self.path, json.loads(body or b"null"), dict(self.headers)))

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
            """Nothing."""

        def _answer(self, call: ReceivedRequest) -> None:
            running.calls.append(call)
            made = answer(call)
            if made.cut == -1:
                self.connection.close()
                return
            with suppress(OSError):
                self.send_response(made.status)
                for name, value in made.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(made.body)))
                self.end_headers()
                self.wfile.write(made.body if made.cut is None else made.body[: made.cut])

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # connections are broken on purpose
    running = RunningServer(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def png_picture(width: int = 640, height: int = 400, *, grey: bool = False, seed: int = 0) -> bytes:
    """A PNG picture: a slanting shade of colours, or plain grey as filters put in a picture's place."""
    target = io.BytesIO()
    ground = Image.new("RGB", (width, height), (118, 118, 118))
    if not grey:
        shade = Image.linear_gradient("L").rotate(seed * 37 % 360).resize((width, height))
        ground = Image.merge("RGB", (shade, shade.transpose(Image.Transpose.FLIP_LEFT_RIGHT), shade))
    ground.save(target, "PNG")
    return target.getvalue()
