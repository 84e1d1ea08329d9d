"""An HTTP server on loopback that takes messages as JSON, as Apprise's ``json://`` and webhooks send them."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


class MessageTarget(ThreadingHTTPServer):
    """Takes messages; refuses the first ``refuse`` of them. ``bodies``: what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.refuse = 0
        self.bodies: list[dict[str, Any]] = []

    @property
    def heard(self) -> list[tuple[str, str]]:
        """Title and text of each message of Apprise."""
        return [(body["title"], body["message"]) for body in self.bodies]

    @property
    def url(self) -> str:
        """Its address as Apprise writes it."""
        return f"json://127.0.0.1:{self.server_address[1]}/secret-path"


class _Handler(BaseHTTPRequestHandler):
    server: MessageTarget

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused, self.server.refuse = self.server.refuse > 0, self.server.refuse - 1
        if not refused:
            self.server.bodies.append(body)
        self.send_response(503 if refused else 200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Quiet."""


@pytest.fixture
def target() -> Iterator[MessageTarget]:
    """A server that runs during a test."""
    server = MessageTarget()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
