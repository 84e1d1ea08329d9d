"""The fake TikTok: Login Kit tokens, an inbox, chunks in order, and an id to ask for the status.

Limits and answers are those of the Content Posting API as documented for uploads to the inbox.
"""

import hashlib
import re
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

from testbed.fake_platforms.http_server import ConnectionCut, RecordingHandler, serve_platform
from testbed.fake_platforms.platform import ErrorResponse, FakePlatform, Json, StoredFilm

_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_MOST: Final = 128 * 1024**2
LEAST: Final = 5 * 1024**2
"""Smallest chunk in bytes, but for the last one and for small films."""


@dataclass
class UploadSession:
    """An upload that was begun. ``open``: its address still takes bytes."""

    id: str
    size: int
    chunk: int
    count: int
    data: bytearray = field(default_factory=bytearray)
    video: str = ""
    failed: str = ""
    open: bool = True


class TiktokPlatform(FakePlatform[StoredFilm]):
    """The fake TikTok: the account of one creator. ``least``: smallest chunk in bytes; drills make it smaller."""

    def __init__(
        self,
        *,
        processing: float = 0.0,
        pace: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        least: int = LEAST,
    ) -> None:
        super().__init__(processing=processing, pace=pace, clock=clock)
        self.least = least
        self.uploads: dict[str, UploadSession] = {}
        self.unknown: set[str] = set()
        """Ids that the status call has forgotten."""
        self.inbox_full = False
        self.grants_videos = True
        """Whether the creator agreed to the list of videos too."""
        self.posts: dict[str, int] = {}
        """Ids of the public posts that the creator made, by the upload."""
        self.access.add("access-first")

    def begin_upload(self, source: Json) -> UploadSession:
        """Begin an upload, in chunks as the source declares them."""
        with self.lock:
            if self.inbox_full:
                raise ErrorResponse(403, "spam_risk_too_many_pending_share")
            size, chunk, count = source["video_size"], source["chunk_size"], source["total_chunk_count"]
            last = size - chunk * (count - 1)
            whole = count == 1 and chunk == size
            if source["source"] != "FILE_UPLOAD" or count != size // chunk or not 1 <= count <= 1000:
                raise ErrorResponse(400, "invalid_param", "chunk counts")
            if (not whole and not self.least <= chunk <= 64 * 1024**2) or last > _MOST:
                raise ErrorResponse(400, "invalid_param", "chunk size")
            upload = UploadSession(f"v_inbox_file~v2.{secrets.randbits(60)}", size, chunk, count)
            self.uploads[upload.id] = upload
            return upload

    def receive_chunk(self, upload: UploadSession, begin: int, end: int, data: bytes) -> None:
        """Take a chunk, which counts only when it is complete and the next one."""
        with self.lock:
            self.bytes_in += len(data)
            if begin != len(upload.data) or len(data) != end - begin + 1 or not upload.open:
                return
            number = begin // upload.chunk
            size = upload.size - begin if number == upload.count - 1 else upload.chunk
            if begin % upload.chunk or len(data) != size:
                raise ErrorResponse(416, "range_not_satisfiable")
            upload.data += data

    def move_to_inbox_if_complete(self, upload: UploadSession) -> bool:
        """Move the film to the inbox once all bytes are there; gives whether they are."""
        with self.lock:
            if upload.video:
                return True
            if len(upload.data) < upload.size or upload.failed:
                return False
            digest = hashlib.sha256(upload.data).hexdigest()
            video = StoredFilm(upload.id, digest, upload.size, self.clock())
            self.videos[video.id] = video
            upload.video, upload.data = video.id, bytearray()
            return True

    def upload_status(self, publish_id: str) -> Json:
        """The data that the call for an upload's status answers."""
        with self.lock:
            upload = self.uploads.get(publish_id)
            if upload is None or publish_id in self.unknown:
                raise ErrorResponse(400, "invalid_publish_id")
            if upload.failed:
                return {"status": "FAILED", "fail_reason": upload.failed}
            if upload.video:
                there = self.is_processed(self.videos[upload.video])
                status = "SEND_TO_USER_INBOX" if there else "PROCESSING_UPLOAD"
                if publish_id in self.posts:
                    post = {"publicaly_available_post_id": [self.posts[publish_id]]}
                    return {"status": "PUBLISH_COMPLETE", "uploaded_bytes": upload.size, **post}
                return {"status": status, "uploaded_bytes": upload.size}
            return {"status": "PROCESSING_UPLOAD", "uploaded_bytes": len(upload.data)}

    def post_from_inbox(self, publish_id: str) -> int:
        """The creator posts a film of the inbox; gives the id of the post."""
        with self.lock:
            film = self.videos[self.uploads[publish_id].video]
            film.published, film.was_public = self.wall(), True
            self.posts[publish_id] = 7_400_000_000_000_000_000 + secrets.randbits(40)
            return self.posts[publish_id]

    def query_videos(self, fields: str, wanted: list[str]) -> Json:
        """The data that the call for videos by id answers."""
        with self.lock:
            if not self.grants_videos:
                raise ErrorResponse(401, "scope_not_authorized", "video.list")
            if not 0 < len(wanted) <= 20:
                raise ErrorResponse(400, "invalid_params", "video_ids")
            found = [self._video(publish_id, post) for publish_id, post in self.posts.items() if str(post) in wanted]
            known = [{name: video[name] for name in fields.split(",") if name in video} for video in found if video]
            return {"videos": known}

    def _video(self, publish_id: str, post: int) -> Json:
        film = self.videos[self.uploads[publish_id].video]
        if film.deleted or film.published is None:
            return {}
        seen = self.viewing_figures_until_now(film)
        counts = {"view_count": seen.views, "like_count": seen.likes, "comment_count": seen.comments}
        return {"id": str(post), "create_time": int(film.published.timestamp()), "share_count": seen.shares, **counts}

    def token_answer(self, form: dict[str, str]) -> Json:
        """The answer to a request for tokens. A refresh token is valid once: a new one comes with the access token."""
        with self.lock:
            match form.get("grant_type"):
                case "refresh_token" if form.get("refresh_token") in self.refresh_tokens:
                    self.refresh_tokens.discard(form["refresh_token"])
                case "authorization_code" if self.use_authorization_code(form, _challenge):
                    pass
                case _:
                    raise ErrorResponse(400, "invalid_grant")
            fresh, access = f"refresh-{secrets.token_hex(8)}", self.new_access_token()
            self.refresh_tokens.add(fresh)
            scope = "user.info.basic,video.upload,video.list" if self.grants_videos else "user.info.basic,video.upload"
            lives = {"scope": scope, "expires_in": 86400, "refresh_expires_in": 31536000, "token_type": "Bearer"}
            return {"access_token": access, "refresh_token": fresh, "open_id": "creator", **lives}


def _challenge(verifier: str) -> str:
    """Login Kit's challenge of a verifier: SHA-256 in hexadecimal."""
    return hashlib.sha256(verifier.encode()).hexdigest()


class _Handler(RecordingHandler):
    def answer_call(self, what: str, path: str) -> None:  # noqa: ARG002 - none of its addresses holds an id
        match what:
            case "GET /auth":
                self.redirect_with_code()
            case "POST /token":
                self.send_success(what, self.server.platform.token_answer(self.read_form()))
            case "PUT /upload":
                self._put(what)
            case _:
                self._api(what)

    def _api(self, what: str) -> None:
        platform: TiktokPlatform = self.server.platform
        body = self.read_json()
        self.require_token("Bearer", "access_token_invalid")
        self.raise_for_fault(what, platform.take_fault(what))
        match what:
            case "POST /v2/post/publish/inbox/video/init/":
                upload = platform.begin_upload(body["source_info"])
                url = f"{self.server.url}upload?upload_id={upload.id}&upload_token=secret"
                data: Json = {"publish_id": upload.id, "upload_url": url}
            case "POST /v2/post/publish/status/fetch/":
                data = platform.upload_status(body["publish_id"])
            case "POST /v2/video/query/":
                data = platform.query_videos(self.query.get("fields", ""), body["filters"]["video_ids"])
            case _:
                raise ErrorResponse(404, "not_found", what)
        self.send_success(what, {"data": data, "error": {"code": "ok", "message": ""}})

    def _put(self, what: str) -> None:
        platform: TiktokPlatform = self.server.platform
        upload = platform.uploads[parse_qs(urlsplit(self.path).query)["upload_id"][0]]
        match = _RANGE.fullmatch(self.headers.get("Content-Range", ""))
        if match is None:
            raise ErrorResponse(400, "invalid_param", "Content-Range")
        begin, end, size = map(int, match.groups())
        fault = platform.take_fault("last" if end + 1 == size else "chunk")
        if fault == "gone":
            upload.open = False
        if not upload.open:
            raise ErrorResponse(403, "forbidden", "the address has expired")
        self.raise_for_fault(what, fault)
        self.receive_film(lambda data: platform.receive_chunk(upload, begin, end, data))
        whole = platform.move_to_inbox_if_complete(upload)
        if fault in ("lose", "lose+gone"):
            if fault == "lose+gone":
                platform.unknown.add(upload.id)
            raise ConnectionCut
        platform.record_call(what, 201 if whole else 206)
        self.send_answer(201 if whole else 206, None)

    def error_body(self, refusal: ErrorResponse) -> Json:
        if refusal.reason == "invalid_grant":
            return {"error": "invalid_grant", "error_description": "Refresh token is invalid or expired."}
        return {"data": {}, "error": {"code": refusal.reason, "message": str(refusal)}}


def serve_tiktok(platform: TiktokPlatform) -> AbstractContextManager[str]:
    """Serve ``platform`` on a free port of 127.0.0.1; gives its address, with a slash at the end."""
    return serve_platform(platform, _Handler)
