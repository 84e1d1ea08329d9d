"""The calls of the YouTube Data API v3 that publishing needs; blocking, one at a time: httplib2 is not thread-safe.

Nothing is repeated here: the client's own retries send an exhausted body again, and spend calls on an empty quota.
"""

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from google.auth.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError, ResumableUploadError
from googleapiclient.http import HttpRequest, MediaFileUpload, MediaUpload, build_http

Json = dict[str, Any]

_LISTED = 4
"""Pages of 50 of the uploads list that are searched for a film."""


class SessionStatus(NamedTuple):
    """State of an upload session: bytes received, and the video once it is complete; ``expired``: it is unknown."""

    received: int = 0
    video: Json | None = None
    expired: bool = False


class UploadBody(MediaUpload):  # type: ignore[misc]  # the client library has no types
    """A film to be sent in chunks that are held in memory.

    As a stream, httplib2 would send a chunk whose connection broke again from where the stream ended, that is, empty;
    both sides would then wait for each other until the socket times out.
    """

    def __init__(self, path: Path, chunk_bytes: int) -> None:
        self._path = path
        self._chunk_bytes = chunk_bytes
        self._size = path.stat().st_size

    def chunksize(self) -> int:
        return self._chunk_bytes

    def mimetype(self) -> str:
        return "video/mp4"

    def size(self) -> int:
        return self._size

    def resumable(self) -> bool:
        return True

    def has_stream(self) -> bool:
        return False

    def getbytes(self, begin: int, length: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(begin)
            return file.read(length)


@cache
def _description() -> str:
    """The discovery document that comes with the client library; no network is needed to read it."""
    text: str = get_static_doc("youtube", "v3")
    return text


def service(credentials: Credentials, endpoint: str) -> Any:
    """The library's client of the API at ``endpoint``, which ends with a slash."""
    document = json.loads(_description())
    # The client option for another endpoint changes the host of uploads but not their scheme.
    document["rootUrl"] = document["baseUrl"] = endpoint
    # Without the library's own Http, the first 308 would count as a redirect without a target.
    return build_from_document(document, http=AuthorizedHttp(credentials, http=build_http()))


class Api:
    """Client of one channel. ``endpoint`` ends with a slash. Every call may raise one of `errors.Raised`."""

    def __init__(self, credentials: Credentials, endpoint: str, chunk_bytes: int) -> None:
        self._service = service(credentials, endpoint)
        self._http = self._service._http  # noqa: SLF001 - uploads are opened by hand over the very same connection
        self._endpoint = endpoint
        self._chunk_bytes = chunk_bytes
        self._lock = threading.Lock()
        self._uploads = ""

    def begin(self, body: Json, film: Path, name: str) -> str:
        """Open an upload session without sending a byte; gives its address, which is a secret."""
        request = self._insert(body, film)
        media = request.resumable
        headers = dict(request.headers) | {
            "X-Upload-Content-Type": media.mimetype(),
            "X-Upload-Content-Length": str(media.size()),
            "content-length": str(request.body_size),
            "Slug": name,
        }
        with self._lock:
            response, content = self._http.request(request.uri, method="POST", body=request.body, headers=headers)
        if response.status != 200 or "location" not in response:
            raise ResumableUploadError(response, content)
        return str(response["location"])

    def session(self, address: str, size: int) -> SessionStatus:
        """Ask an upload session how many bytes it has."""
        headers = {"Content-Range": f"bytes */{size}", "content-length": "0"}
        with self._lock:
            response, content = self._http.request(address, "PUT", headers=headers)
        if response.status in (200, 201):
            return SessionStatus(size, json.loads(content))
        if response.status == 308:
            return SessionStatus(int(response["range"].split("-")[1]) + 1 if "range" in response else 0)
        if response.status in (404, 410):
            return SessionStatus(expired=True)
        raise HttpError(response, content)

    def sending(self, address: str, body: Json, film: Path, received: int) -> HttpRequest:
        """A request for the rest of an upload, to be sent by `send_next`."""
        request = self._insert(body, film)
        request.resumable_uri = address
        request.resumable_progress = received
        return request

    def send_next(self, request: HttpRequest) -> SessionStatus:
        """Send one chunk."""
        with self._lock:
            status, video = request.next_chunk(num_retries=0)
        return SessionStatus(status.resumable_progress if status else 0, video)

    def close(self, address: str) -> Json | None:
        """Cancel a session for good; gives the video when it was complete already."""
        with self._lock:
            response, content = self._http.request(address, "DELETE", headers={"content-length": "0"})
        if response.status in (200, 201) and content:
            found: Json = json.loads(content)
            return found
        if response.status in (200, 201, 204, 404, 410, 499):
            return None
        raise HttpError(response, content)

    def video(self, identity: str) -> Json | None:
        """``status`` and ``processingDetails`` of a video; None when there is none."""
        answer = self._run(self._service.videos().list(part="status,processingDetails", id=identity))
        return next(iter(answer.get("items", [])), None)

    def uploads(self) -> Iterator[Json]:
        """Videos of the channel, the newest first: ``contentDetails.videoId`` and ``snippet``."""
        if not self._uploads:
            channels = self._run(self._service.channels().list(part="contentDetails", mine=True))
            self._uploads = channels["items"][0]["contentDetails"]["relatedPlaylists"]["uploads"]
        token = None
        for _ in range(_LISTED):
            wanted = {"part": "snippet,contentDetails", "playlistId": self._uploads, "maxResults": 50}
            page = self._run(self._service.playlistItems().list(**wanted, pageToken=token))
            yield from page.get("items", [])
            token = page.get("nextPageToken")
            if token is None:
                return

    def thumbnail(self, identity: str, picture: Path) -> None:
        """Set the thumbnail of a video: a JPEG file."""
        media = MediaFileUpload(str(picture), mimetype="image/jpeg")
        self._run(self._service.thumbnails().set(videoId=identity, media_body=media))

    def captions(self, identity: str, words: Path, language: str) -> None:
        """Add a caption track beside the burned-in captions, for search and for screen readers."""
        media = MediaFileUpload(str(words), mimetype="application/octet-stream")
        body = {"snippet": {"videoId": identity, "language": language, "name": "", "isDraft": False}}
        self._run(self._service.captions().insert(part="snippet", body=body, media_body=media))

    def time(self) -> datetime:
        """The platform's clock, from the Date header of an answer that costs no quota. Raises OSError without one."""
        with self._lock:
            response, _ = self._http.request(self._endpoint, "HEAD")
        if "date" not in response:
            raise OSError("its answer has no date")
        return parsedate_to_datetime(response["date"])

    def add_to_playlist(self, playlist: str, identity: str) -> None:
        """Append a video to a playlist."""
        video = {"kind": "youtube#video", "videoId": identity}
        body = {"snippet": {"playlistId": playlist, "resourceId": video}}
        self._run(self._service.playlistItems().insert(part="snippet", body=body))

    def update(self, identity: str, body: Json) -> None:
        """Replace the parts of a video resource that ``body`` has."""
        self._run(self._service.videos().update(part=",".join(body), body={"id": identity, **body}))

    def delete(self, identity: str) -> None:
        """Delete a video."""
        self._run(self._service.videos().delete(id=identity))

    def _insert(self, body: Json, film: Path) -> HttpRequest:
        media = UploadBody(film, self._chunk_bytes)
        # Without this, subscribers are notified of every upload.
        return self._service.videos().insert(
            part="snippet,status", body=body, media_body=media, notifySubscribers=False
        )

    def _run(self, request: HttpRequest) -> Json:
        with self._lock:
            answer = request.execute(num_retries=0)
        return answer if isinstance(answer, dict) else {}
