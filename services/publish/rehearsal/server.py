"""The platform of the rehearsal on 127.0.0.1: OAuth tokens, resumable uploads, videos, playlists, thumbnails."""

import json
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from services.publish.rehearsal.platform import Json, Platform, Refusal, Session, Video

_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+)")
_PIECE = 64 * 1024


class _Cut(Exception):
    """The connection ends here, without an answer."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, platform: Platform) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.platform = platform

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken connections are what this server is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """The platform keeps its own history."""

    def _serve(self) -> None:
        split = urlsplit(self.path)
        self._query = {name: values[-1] for name, values in parse_qs(split.query).items()}
        what = f"{self.command} {re.sub(r'/session/.*', '/session', split.path)}"
        self._left = int(self.headers.get("Content-Length") or 0)
        platform = self.server.platform
        try:
            self._route(what, split.path.rpartition("/")[2])
        except Refusal as refusal:
            platform.note(what, refusal.status)
            self._rest()
            self._answer(refusal.status, _worded(refusal))
        except (_Cut, ConnectionError):
            platform.note(what, 0)
            self.close_connection = True

    def _route(self, what: str, last: str) -> None:
        if what not in ("POST /token", "GET /auth") and "/session" not in what:
            self._authorised()
        match what:
            case "GET /auth":
                self._consent()
            case "POST /token":
                form = {name: values[-1] for name, values in parse_qs(self._rest().decode()).items()}
                self._done(what, self.server.platform.token(form))
            case "POST /upload/youtube/v3/videos":
                self._begin(what)
            case "PUT /upload/session":
                self._put(what, last)
            case "DELETE /upload/session":
                self._close(what, last)
            case _:
                self._plain(what)

    def _plain(self, what: str) -> None:
        platform = self.server.platform
        body = self._rest()
        self._break(what, platform.fault(what))
        match what:
            case "GET /youtube/v3/videos":
                found = [v for v in platform.living() if v.id in self._query["id"].split(",")]
                answer: Json = {"items": [_resource(platform, video) for video in found]}
            case "PUT /youtube/v3/videos":
                sent = json.loads(body)
                answer = _resource(platform, platform.update(sent.pop("id"), sent))
            case "DELETE /youtube/v3/videos":
                platform.video(self._query["id"]).deleted = True
                platform.note(what, 204)
                self._answer(204, None)
                return
            case "GET /youtube/v3/channels":
                answer = {"items": [{"id": "UC1", "contentDetails": {"relatedPlaylists": {"uploads": "UU1"}}}]}
            case "GET /youtube/v3/playlistItems":
                answer = _page(platform, int(self._query.get("pageToken", "0")))
            case "POST /youtube/v3/playlistItems":
                answer = _add(platform, json.loads(body))
            case "POST /upload/youtube/v3/thumbnails/set":
                answer = _thumbnail(platform, self._query["videoId"], body)
            case _:
                raise Refusal(404, "notFound", what)
        if platform.fault(f"{what} after"):
            raise _Cut
        self._done(what, answer)

    def _begin(self, what: str) -> None:
        platform = self.server.platform
        resource = json.loads(self._rest())
        self._break(what, platform.fault("insert"))
        session = platform.begin(resource, int(self.headers["X-Upload-Content-Length"]))
        platform.note(what, 200)
        host, port = self.server.server_address[:2]
        self._answer(200, None, {"Location": f"http://{host!s}:{port}/upload/session/{session.id}"})

    def _put(self, what: str, identity: str) -> None:
        platform = self.server.platform
        match = _RANGE.fullmatch(self.headers.get("Content-Range", ""))
        if match is None:
            raise Refusal(400, "badRequest", "Content-Range")
        start, end, size = match.groups()
        last = end is not None and int(end) + 1 == int(size)
        kind = "query" if end is None else "last" if last else "chunk"
        fault = platform.fault(kind)
        if fault == "gone":
            platform.sessions.pop(identity, None)
        session = platform.session(identity)
        self._break(what, fault)
        if end is not None:
            if int(start) != len(session.data) and not session.video:
                raise Refusal(400, "badRequest", f"expected byte {len(session.data)}")
            self._receive(session, int(start))
        video = platform.complete(session)
        if fault in ("lose", "lose+gone"):
            if fault == "lose+gone":
                platform.sessions.pop(identity, None)
            raise _Cut
        if video is not None:
            self._done(what, _resource(platform, video))
            return
        platform.note(what, 308)
        have = len(session.data)
        self._answer(308, None, {"Range": f"bytes=0-{have - 1}"} if have else {})

    def _receive(self, session: Session, start: int) -> None:
        """The body as far as it comes: what arrived before a connection broke was sent, and is kept in granules."""
        data = bytearray()
        try:
            while self._left > 0 and (piece := self.rfile.read(min(self._left, _PIECE))):
                self._left -= len(piece)
                data += piece
                time.sleep(self.server.platform.pace)
        finally:
            self.server.platform.receive(session, start, bytes(data))
        if self._left > 0:
            raise _Cut

    def _close(self, what: str, identity: str) -> None:
        platform = self.server.platform
        session = platform.session(identity)
        with platform.lock:
            if session.video:
                self._done(what, _resource(platform, platform.videos[session.video]))
                return
            session.closed = True
        platform.note(what, 499)
        self._answer(499, None)

    def _consent(self) -> None:
        """The person agrees at once: back to the program, with a code."""
        code = secrets.token_hex(8)
        self.server.platform.codes[code] = self._query["code_challenge"]
        back = urlencode({"code": code, "state": self._query["state"]})
        self._answer(302, None, {"Location": f"{self._query['redirect_uri']}?{back}"})

    def _authorised(self) -> None:
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not self.server.platform.allowed(bearer):
            raise Refusal(401, "authError", "Invalid Credentials")

    def _break(self, what: str, fault: str) -> None:
        if fault == "503":
            raise Refusal(503, "backendError", what)
        if fault == "cut":
            raise _Cut

    def _rest(self) -> bytes:
        data = self.rfile.read(self._left)
        self._left = 0
        return data

    def _done(self, what: str, answer: Json) -> None:
        self.server.platform.note(what, 200)
        self._answer(200, answer)

    def _answer(self, status: int, body: Json | None, headers: dict[str, str] | None = None) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response_only(status, "Answer")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Date", formatdate(usegmt=True))
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _worded(refusal: Refusal) -> Json:
    if refusal.reason == "invalid_grant":
        return {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
    error = {"reason": refusal.reason, "domain": "youtube.video", "message": str(refusal)}
    return {"error": {"code": refusal.status, "message": str(refusal), "errors": [error]}}


def _resource(platform: Platform, video: Video) -> Json:
    done = platform.processed(video)
    status = video.resource.get("status", {}) | {
        "privacyStatus": video.privacy,
        "uploadStatus": "processed" if done else "uploaded",
    }
    state = {"processingStatus": "succeeded" if done else "processing"}
    return video.resource | {"id": video.id, "status": status, "processingDetails": state}


def _page(platform: Platform, start: int) -> Json:
    listed = platform.listed()
    items = [
        {
            "snippet": {name: v.resource["snippet"][name] for name in ("title", "description")},
            "contentDetails": {"videoId": v.id},
        }
        for v in listed[start : start + 50]
    ]
    more = {"nextPageToken": str(start + 50)} if start + 50 < len(listed) else {}
    return {"items": items, **more}


def _add(platform: Platform, body: Json) -> Json:
    playlist, video = body["snippet"]["playlistId"], body["snippet"]["resourceId"]["videoId"]
    with platform.lock:
        if video in platform.playlists[playlist]:
            raise Refusal(409, "videoAlreadyInPlaylist")
        platform.playlists[playlist].append(video)
    return {"id": f"{playlist}-{video}"}


def _thumbnail(platform: Platform, identity: str, body: bytes) -> Json:
    video = platform.video(identity)
    if not platform.processed(video):
        raise Refusal(403, "forbidden", "The video is not processed yet.")
    video.thumbnail = f"{len(body)} bytes"
    return {"items": [{"default": {"url": "http://127.0.0.1/thumbnail"}}]}


@contextmanager
def serve(platform: Platform) -> Iterator[str]:
    """Serve ``platform`` on a free port of 127.0.0.1; gives its address, with a slash at the end."""
    server = _Server(platform)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="rehearsal", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
