"""The calls of the YouTube Data API v3 that publishing needs; blocking, one at a time: httplib2 is not thread-safe.

Nothing is repeated here: the client's own retries send an exhausted body again, and spend calls on an empty quota.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple

from google.auth.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest, MediaFileUpload, build_http

from libraries.platform_apis.answers import (
    A,
    parse_answer,
    parse_date_header,
    received_bytes_in_range,
    unexpected_answer_error,
)
from libraries.platform_apis.http import read_file_range
from libraries.platform_apis.youtube.answers import (
    ChannelList,
    IgnoredAnswer,
    ListedVideo,
    PublicVideo,
    PublicVideos,
    UploadedVideo,
    UploadsPage,
    VideoList,
    VideoState,
)
from libraries.platform_apis.youtube.errors import NoChannel

Json = dict[str, Any]

_PLATFORM = "youtube"

_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What the client library raises for an answer of another shape than it counts on."""
_LISTED = 4
"""Pages of 50 of the uploads list that are searched for a film."""


class UploadSessionStatus(NamedTuple):
    """State of an upload session: bytes received, and the video's id once complete; ``expired``: it is unknown."""

    received: int = 0
    video: str = ""
    expired: bool = False


@cache
def _description(name: str, version: str) -> str:
    """The discovery document that comes with the client library; no network is needed to read it."""
    text: str = get_static_doc(name, version)
    return text


def google_api_client(credentials: Credentials, endpoint: str, name: str = "youtube", version: str = "v3") -> Any:
    """The library's client of the API at ``endpoint``, which ends with a slash."""
    document = json.loads(_description(name, version))
    # The client option for another endpoint changes the host of uploads but not their scheme.
    document["rootUrl"] = document["baseUrl"] = endpoint
    # Without the library's own Http, the first 308 would count as a redirect without a target.
    return build_from_document(document, http=AuthorizedHttp(credentials, http=build_http()))


@contextmanager
def unreadable_answers_as_provider_down() -> Iterator[None]:
    """Turns what the client library raises for an answer that it cannot read into ProviderDown."""
    try:
        yield
    except (*_UNREADABLE, HTTPException) as error:
        raise unexpected_answer_error(
            _PLATFORM, f"what the client library cannot read ({type(error).__name__})"
        ) from error


def _failed(response: Any, content: bytes) -> HttpError:
    """The library's error of a failed call. Raises ProviderDown where it cannot even read why."""
    with unreadable_answers_as_provider_down():
        return HttpError(response, content)


class DataApi:
    """Client of one channel. ``endpoint`` ends with a slash.

    Every call may raise one of `errors.Raised`, and ProviderDown for an answer that is none.
    """

    def __init__(self, credentials: Credentials, endpoint: str, chunk_bytes: int) -> None:
        self._service = google_api_client(credentials, endpoint)
        self._http = self._service._http  # noqa: SLF001 - uploads are sent by hand over the very same connection
        self._endpoint = endpoint
        self._chunk_bytes = chunk_bytes
        self._lock = threading.Lock()
        self._uploads = ""

    def begin_upload(self, body: Json, film: Path, name: str) -> str:
        """Open an upload session without sending a byte; gives its address, which is a secret."""
        media = MediaFileUpload(str(film), mimetype="video/mp4", resumable=True)
        # Without notifySubscribers, subscribers are notified of every upload.
        request = self._service.videos().insert(
            part="snippet,status", body=body, media_body=media, notifySubscribers=False
        )
        headers = dict(request.headers) | {
            "X-Upload-Content-Type": media.mimetype(),
            "X-Upload-Content-Length": str(media.size()),
            "content-length": str(request.body_size),
            "Slug": name,
        }
        response, content = self._ask(request.uri, "POST", headers, request.body)
        if response.status != 200:
            raise _failed(response, content)
        address = str(response.get("location", ""))
        if not address.startswith(("https://", "http://")):
            raise unexpected_answer_error(_PLATFORM, "no address of the upload")
        return address

    def upload_status(self, address: str, size: int) -> UploadSessionStatus:
        """Ask an upload session how many bytes it has."""
        return self._session(address, {"Content-Range": f"bytes */{size}"}, b"", size)

    def send_chunk(self, address: str, film: Path, begin: int) -> UploadSessionStatus:
        """Send one chunk, which is held in memory: a stream would be empty when httplib2 sends it again."""
        size = film.stat().st_size
        chunk = read_file_range(film, begin, self._chunk_bytes)
        place = {"Content-Range": f"bytes {begin}-{begin + len(chunk) - 1}/{size}", "Content-Type": "video/mp4"}
        return self._session(address, place, chunk, size)

    def cancel_upload(self, address: str) -> str:
        """Cancel a session for good; gives the video's id when it was complete already."""
        response, content = self._ask(address, "DELETE", {"content-length": "0"})
        if response.status in (200, 201) and content:
            return parse_answer(UploadedVideo, content, _PLATFORM).id
        if response.status in (200, 201, 204, 404, 410, 499):
            return ""
        raise _failed(response, content)

    def video_state(self, identity: str) -> VideoState | None:
        """How far a video is; None when it is not listed, which right after an upload means nothing."""
        request = self._service.videos().list(part="status,processingDetails", id=identity)
        return next(iter(self._run(request, VideoList).items), None)

    def video_counts(self, identity: str) -> PublicVideo | None:
        """What everybody can see of a video now; None when it is not listed."""
        request = self._service.videos().list(part="statistics,status,snippet", id=identity)
        return next(iter(self._run(request, PublicVideos).items), None)

    def list_uploads(self) -> Iterator[ListedVideo]:
        """Videos of the channel, the newest first. Raises NoChannel."""
        if not self._uploads:
            found = self._run(self._service.channels().list(part="contentDetails", mine=True), ChannelList)
            if found.has_no_channel:
                raise NoChannel("channels.list: no channel")
            if not found.uploads_playlist:
                raise unexpected_answer_error(_PLATFORM, "channels without a list of uploads")
            self._uploads = found.uploads_playlist
        token = None
        for _ in range(_LISTED):
            wanted = {"part": "snippet,contentDetails", "playlistId": self._uploads, "maxResults": 50}
            page = self._run(self._service.playlistItems().list(**wanted, pageToken=token), UploadsPage)
            yield from page.items
            token = page.next_page
            if token is None:
                return

    def set_thumbnail(self, identity: str, picture: Path) -> None:
        """Set the thumbnail of a video: a JPEG file."""
        media = MediaFileUpload(str(picture), mimetype="image/jpeg")
        self._run(self._service.thumbnails().set(videoId=identity, media_body=media), IgnoredAnswer)

    def add_captions(self, identity: str, words: Path, language: str) -> None:
        """Add a caption track beside the burned-in captions, for search and for screen readers."""
        media = MediaFileUpload(str(words), mimetype="application/octet-stream")
        body = {"snippet": {"videoId": identity, "language": language, "name": "", "isDraft": False}}
        self._run(self._service.captions().insert(part="snippet", body=body, media_body=media), IgnoredAnswer)

    def server_time(self) -> datetime:
        """The platform's clock, from the Date header of an answer that costs no quota. Raises OSError without one."""
        response, _ = self._ask(self._endpoint, "HEAD", {})
        found = parse_date_header(response.get("date"))
        if found is None:
            raise OSError("its answer has no date")
        return found

    def add_to_playlist(self, playlist: str, identity: str) -> None:
        """Append a video to a playlist."""
        video = {"kind": "youtube#video", "videoId": identity}
        body = {"snippet": {"playlistId": playlist, "resourceId": video}}
        self._run(self._service.playlistItems().insert(part="snippet", body=body), IgnoredAnswer)

    def update_video(self, identity: str, body: Json) -> None:
        """Replace the parts of a video resource that ``body`` has; the answer must be that video."""
        self._run(self._service.videos().update(part=",".join(body), body={"id": identity, **body}), UploadedVideo)

    def delete_video(self, identity: str) -> None:
        """Delete a video."""
        self._run(self._service.videos().delete(id=identity), IgnoredAnswer)

    def _session(self, address: str, place: dict[str, str], chunk: bytes, size: int) -> UploadSessionStatus:
        """The state of an upload session after a chunk, or after a question without one."""
        response, content = self._ask(address, "PUT", place | {"content-length": str(len(chunk))}, chunk)
        if response.status in (200, 201):
            return UploadSessionStatus(size, parse_answer(UploadedVideo, content, _PLATFORM).id)
        if response.status == 308:
            return UploadSessionStatus(received_bytes_in_range(response.get("range"), size, _PLATFORM))
        if response.status in (404, 410):
            return UploadSessionStatus(expired=True)
        raise _failed(response, content)

    def _ask(self, address: str, method: str, headers: dict[str, str], body: bytes | str = b"") -> tuple[Any, bytes]:
        """Response and content of a request that is sent by hand."""
        with self._lock, unreadable_answers_as_provider_down():
            response, content = self._http.request(address, method, body=body or None, headers=headers)
        return response, content

    def _run(self, request: HttpRequest, model: type[A]) -> A:
        with self._lock, unreadable_answers_as_provider_down():
            answer = request.execute(num_retries=0)
        return parse_answer(model, answer or {}, _PLATFORM)
