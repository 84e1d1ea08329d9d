"""The state of the fake YouTube: tokens, upload sessions, videos, and every call that was made.

The limits are those of the YouTube Data API v3 as documented for videos.insert, and its resumable protocol.
"""

import base64
import hashlib
import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from testbed.fake_platforms.platform import ErrorResponse, FakePlatform, Json, StoredFilm

PUBLISHING: Final = "https://www.googleapis.com/auth/youtube.upload https://www.googleapis.com/auth/youtube.force-ssl"
REPORTS: Final = "https://www.googleapis.com/auth/yt-analytics.readonly"
GRANULE: Final = 256 * 1024
"""Bytes that are kept when a connection breaks are a multiple of this."""


@dataclass
class UploadSession:
    """An upload that was begun."""

    id: str
    size: int
    resource: Json
    data: bytearray = field(default_factory=bytearray)
    video: str = ""
    closed: bool = False


@dataclass
class Video(StoredFilm):
    """An uploaded video."""

    resource: Json = field(default_factory=dict)
    thumbnail: str = ""
    captions: list[str] = field(default_factory=list)

    @property
    def privacy(self) -> str:
        """Its ``privacyStatus``; as on the real one, a visibility that is left out is public."""
        return str(self.resource.get("status", {}).get("privacyStatus", "public"))


class YoutubePlatform(FakePlatform[Video]):
    """The fake YouTube: one channel."""

    def __init__(
        self,
        *,
        processing: float = 0.0,
        lag: float = 0.0,
        pace: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(processing=processing, lag=lag, pace=pace, clock=clock)
        self.sessions: dict[str, UploadSession] = {}
        self.playlists: dict[str, list[str]] = defaultdict(list)
        self.uploads_left: int | None = None
        self.channel_full = False
        self.grants_reports = True
        """Whether the person agreed to reports too."""
        self.report_access: set[str] = set()
        """Access tokens that are good for reports."""
        self.report_lag = timedelta(hours=60)
        """How long after its end a day is in reports."""
        self.reports_left: int | None = None
        self.other_views = 40
        """Views a day of the channel's films that are older than the program."""

    # tokens

    def token_answer(self, form: Json) -> Json:
        """The answer to a request for tokens."""
        with self.lock:
            match form.get("grant_type"):
                case "refresh_token" if form.get("refresh_token") in self.refresh_tokens:
                    return self._grant(form)
                case "authorization_code" if self.use_authorization_code(form, pkce_challenge):
                    fresh = f"refresh-{secrets.token_hex(8)}"
                    self.refresh_tokens.add(fresh)
                    return self._grant(form) | {"refresh_token": fresh}
        raise ErrorResponse(400, "invalid_grant")

    def expire_access_tokens(self) -> None:
        """Expire every access token."""
        with self.lock:
            self.access.clear()

    def _grant(self, form: Json) -> Json:
        """Scopes that were not agreed to are refused when they are asked for by name, and left out otherwise."""
        wanted = str(form.get("scope", REPORTS)).split()
        if "scope" in form and REPORTS in wanted and not self.grants_reports:
            raise ErrorResponse(400, "invalid_scope")
        fresh = self.new_access_token()
        if REPORTS in wanted and self.grants_reports:
            self.report_access.add(fresh)
        granted = f"{PUBLISHING} {REPORTS}" if self.grants_reports else PUBLISHING
        return {"access_token": fresh, "expires_in": 3600, "token_type": "Bearer", "scope": granted}

    # uploads

    def begin_upload(self, resource: Json, size: int) -> UploadSession:
        """Begin an upload of ``size`` bytes, with the video's resource."""
        with self.lock:
            if self.uploads_left == 0:
                text = "Quota exceeded for quota metric 'Video Uploads' and limit 'Video Uploads per day'"
                raise ErrorResponse(429, "rateLimitExceeded", text)
            if self.channel_full:
                raise ErrorResponse(
                    400, "uploadLimitExceeded", "The user has exceeded the number of videos they may upload."
                )
            require_valid_resource(resource)
            if self.uploads_left is not None:
                self.uploads_left -= 1
            session = UploadSession(secrets.token_hex(16), size, resource)
            self.sessions[session.id] = session
            return session

    def find_session(self, identity: str) -> UploadSession:
        """The upload session of an id. Raises ErrorResponse for one that is unknown or over."""
        with self.lock:
            found = self.sessions.get(identity)
            if found is None or (found.closed and not found.video):
                raise ErrorResponse(404, "notFound", "The upload session is gone.")
            return found

    def receive_bytes(self, session: UploadSession, start: int, data: bytes) -> None:
        """Add bytes of the film to its session; those of a broken connection are kept in whole granules."""
        with self.lock:
            self.bytes_in += len(data)
            if session.video or session.closed or start > len(session.data):
                return
            whole = start + len(data) == session.size
            kept = len(data) if whole else (start + len(data)) // GRANULE * GRANULE - start
            if kept > 0 and start + kept > len(session.data):
                session.data[start:] = data[:kept]

    def make_video_if_complete(self, session: UploadSession) -> Video | None:
        """Make the video of an upload once all bytes are there; gives it, None before."""
        with self.lock:
            if session.video:
                return self.videos[session.video]
            if session.closed or len(session.data) < session.size:
                return None
            digest = hashlib.sha256(session.data).hexdigest()
            video = Video(secrets.token_hex(6), digest, session.size, self.clock(), resource=session.resource)
            self.videos[video.id] = video
            self._see(video)
            session.video = video.id
            session.data = bytearray()
            return video

    def find_video(self, identity: str) -> Video:
        """The video of an id. Raises ErrorResponse for one that is not there."""
        with self.lock:
            found = self.videos.get(identity)
            if found is None or found.deleted:
                raise ErrorResponse(404, "videoNotFound", "The video cannot be found.")
            return found

    def update_video(self, identity: str, resource: Json) -> Video:
        """Change these fields of the video's resource; gives the video."""
        with self.lock:
            video = self.find_video(identity)
            require_valid_resource(video.resource | resource)
            video.resource = video.resource | resource
            self._see(video)
            return video

    def _see(self, video: Video) -> None:
        if video.privacy != "private":
            video.was_public = True
            video.published = video.published or self.wall()


def require_valid_resource(resource: Json) -> None:
    """Raise ErrorResponse for a resource that videos.insert does not take."""
    snippet = resource.get("snippet", {})
    title, text, tags = snippet.get("title", ""), snippet.get("description", ""), snippet.get("tags", [])
    if not title.strip() or len(title.encode("utf-16-le")) > 200 or set("<>") & set(title):
        raise ErrorResponse(400, "invalidTitle")
    if len(text.encode()) > 5000 or set("<>") & set(text):
        raise ErrorResponse(400, "invalidDescription")
    if sum(len(tag) + 2 * (" " in tag) for tag in tags) + max(0, len(tags) - 1) > 500 or any("," in t for t in tags):
        raise ErrorResponse(400, "invalidTags")
    if "categoryId" not in snippet:
        raise ErrorResponse(400, "invalidVideoMetadata")


def pkce_challenge(verifier: str) -> str:
    """The S256 challenge of a code verifier (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
