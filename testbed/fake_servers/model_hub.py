"""A model hub on loopback that behaves as the Hugging Face hub does, and fails in the ways that are known of it.

Large files are not answered by the hub itself: it redirects to a storage host, tells size and sha256 of the file
(``X-Linked-Size``, ``X-Linked-ETag``), and the storage serves ranges. The hub refuses repositories that are gated
(401 without a token, 403 with one that was not let in), revisions that are gone (404), and asks to wait (429 with
Retry-After). A repository that moved is answered with 307. What the hub counts are bytes that a socket took.
"""

import hashlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

_PIECE: Final = 16 * 1024
_HEAD: Final = "resolve"


@dataclass
class FakeModelHub:
    """What a fake hub has, and how it behaves; may be changed while it runs.

    ``files`` by "owner/name/revision/path", with their ``digests``. ``gated`` repositories ask for one of ``tokens``;
    ``moved`` ones have a new name. ``busy``: requests still to be answered 429; ``wait``: their Retry-After. ``rate``:
    bytes a second, None for as fast as it goes. ``cuts``: bytes of the next bodies after which the connection ends.
    ``damage``: bodies have a flipped byte. ``chunked``: bodies come without a length. ``ranges``: parts of files can be
    asked for.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    gated: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    busy: int = 0
    wait: str = "1"
    rate: float | None = None
    cuts: list[int] = field(default_factory=list)
    damage: bool = False
    chunked: bool = False
    ranges: bool = True
    url: str = ""
    storage: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    asked: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    """Tokens that reached the storage, which they are not for."""

    def add_file(self, repository: str, revision: str, path: str, content: bytes) -> None:
        """Add a file to a repository."""
        self.files[f"{repository}/{revision}/{path}"] = content
        self.digests[f"{repository}/{revision}/{path}"] = hashlib.sha256(content).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: FakeModelHub

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Nothing."""

    def _answer(self, status: int, **headers: str) -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in {"Content_Length": "0", "Connection": "close", **headers}.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()


class _Front(_Handler):
    """The hub itself: it describes a file and says where it is stored."""

    def do_GET(self) -> None:
        hub = self.hub
        hub.asked.append(self.path)
        if self.path.startswith("/api/models/"):
            self._list(*self.path.removeprefix("/api/models/").split("/", 3))
            return
        owner, name, _, revision, path = self.path.lstrip("/").split("/", 4)
        repository = f"{owner}/{name}"
        if repository in hub.moved:
            self._answer(307, Location=f"/{hub.moved[repository]}/{_HEAD}/{revision}/{path}")
            return
        if hub.busy:
            hub.busy -= 1
            self._answer(429, Retry_After=hub.wait)
            return
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if repository in hub.gated and token not in hub.tokens:
            self._answer(403 if token else 401, X_Error_Code="GatedRepo")
            return
        name = f"{repository}/{revision}/{path}"
        content = hub.files.get(name)
        if content is None:
            self._answer(404, X_Error_Code="RevisionNotFound")
            return
        self._answer(
            302,
            Location=f"{hub.storage}/{repository}/{revision}/{path}",
            X_Linked_Size=str(len(content)),
            X_Linked_ETag=f'"{hub.digests[name]}"',
            X_Repo_Commit=revision,
        )

    def _list(self, owner: str, name: str, what: str, _named: str) -> None:
        """Describe a repository, or its files; ``main`` and every other name stand for the revision it has."""
        hub = self.hub
        found = [key.split("/", 3) for key in hub.files if key.startswith(f"{owner}/{name}/")]
        if not found or f"{owner}/{name}" in hub.gated:
            self._answer(401 if found else 404)
            return
        files = [
            {"type": "file", "path": path, "size": len(hub.files[key]), "lfs": {"oid": hub.digests[key]}}
            for key, path in ((f"{owner}/{name}/{revision}/{path}", path) for _, _, revision, path in found)
        ]
        told = files if what == "tree" else {"sha": found[0][2], "cardData": {"license": "apache-2.0"}}
        body = json.dumps(told).encode()
        self._answer(200, Content_Length=str(len(body)), Content_Type="application/json")
        self.wfile.write(body)


class _Storage(_Handler):
    """The storage behind the hub: it serves whole files and parts of them."""

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * _PIECE)

    def do_GET(self) -> None:
        hub = self.hub
        if token := self.headers.get("Authorization"):
            hub.leaked.append(token)
        name = self.path.lstrip("/")
        content, tag = hub.files[name], f'"{hub.digests[name][:32]}"'
        asked = self.headers.get("Range") if hub.ranges else None
        if asked and self.headers.get("If-Range", tag) != tag:
            asked = None
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if start >= len(content) > 0:
            self._answer(416, Content_Range=f"bytes */{len(content)}")
            return
        self._answer(
            206 if asked else 200,
            ETag=tag,
            Content_Length="" if hub.chunked else str(len(content) - start),
            Transfer_Encoding="chunked" if hub.chunked else "",
            Content_Range=f"bytes {start}-{len(content) - 1}/{len(content)}" if asked else "",
        )
        body = bytearray(content[start:])
        if hub.damage:
            body[len(body) // 2] ^= 1
        with suppress(OSError):
            self._send(bytes(body))

    def _send(self, body: bytes) -> None:
        hub = self.hub
        end = hub.cuts.pop(0) if hub.cuts else len(body)
        for at in range(0, min(end, len(body)), _PIECE):
            piece = body[at : min(at + _PIECE, end)]
            self.connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if hub.chunked else piece)
            hub.sent += len(piece)
            if hub.rate:
                time.sleep(len(piece) / hub.rate)
        if hub.chunked and end >= len(body):
            self.connection.sendall(b"0\r\n\r\n")


@contextmanager
def running_model_hub() -> Iterator[FakeModelHub]:
    """A fake hub and its storage, on two ports of loopback, within the block."""
    hub = FakeModelHub()
    servers = []
    for kind in (_Front, _Storage):
        handler = type(kind.__name__, (kind,), {"hub": hub})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # connections are broken on purpose
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        servers.append(server)
    hub.url, hub.storage = (f"http://127.0.0.1:{server.server_address[1]}" for server in servers)
    try:
        yield hub
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
