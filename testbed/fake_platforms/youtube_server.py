"""The fake YouTube on 127.0.0.1: OAuth tokens, resumable uploads, videos, playlists, thumbnails."""

import json
import re
from contextlib import AbstractContextManager

from testbed.fake_platforms.http_server import ConnectionCut, RecordingHandler, serve_platform
from testbed.fake_platforms.platform import ErrorResponse, Json
from testbed.fake_platforms.youtube import Video, YoutubePlatform
from testbed.fake_platforms.youtube_reports import analytics_report, public_video_parts

_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+)")


class _Handler(RecordingHandler):
    def call_name(self, path: str) -> str:
        return re.sub(r"/session/.*", "/session", path)

    def answer_call(self, what: str, path: str) -> None:
        last = path.rpartition("/")[2]
        if what not in ("POST /token", "GET /auth") and "/session" not in what:
            self.require_token("Bearer", "authError", "Invalid Credentials")
        match what:
            case "GET /auth":
                self.redirect_with_code()
            case "POST /token":
                self.send_success(what, self.server.platform.token_answer(self.read_form()))
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
        body = self.read_rest()
        self.raise_for_fault(what, platform.take_fault(what))
        match what:
            case "GET /youtube/v3/videos":
                found = [v for v in platform.existing_films() if v.id in self.query["id"].split(",")]
                more = public_video_parts if "statistics" in self.query["part"] else lambda _platform, _video: {}
                answer: Json = {"items": [_resource(platform, v) | more(platform, v) for v in found]}
            case "GET /v2/reports":
                answer = analytics_report(
                    platform, self.query, self.headers.get("Authorization", "").removeprefix("Bearer ")
                )
            case "PUT /youtube/v3/videos":
                sent = json.loads(body)
                answer = _resource(platform, platform.update_video(sent.pop("id"), sent))
            case "DELETE /youtube/v3/videos":
                platform.find_video(self.query["id"]).deleted = True
                platform.record_call(what, 204)
                self.send_answer(204, None)
                return
            case "GET /youtube/v3/channels":
                answer = {"items": [{"id": "UC1", "contentDetails": {"relatedPlaylists": {"uploads": "UU1"}}}]}
            case "GET /youtube/v3/playlistItems":
                answer = _page(platform, int(self.query.get("pageToken", "0")))
            case "POST /youtube/v3/playlistItems":
                answer = _add(platform, json.loads(body))
            case "POST /upload/youtube/v3/thumbnails/set":
                answer = _thumbnail(platform, self.query["videoId"], body)
            case "POST /upload/youtube/v3/captions":
                answer = _captions(platform, body)
            case _:
                raise ErrorResponse(404, "notFound", what)
        if platform.take_fault(f"{what} after"):
            raise ConnectionCut
        self.send_success(what, answer)

    def _begin(self, what: str) -> None:
        platform = self.server.platform
        resource = json.loads(self.read_rest())
        self.raise_for_fault(what, platform.take_fault("insert"))
        session = platform.begin_upload(resource, int(self.headers["X-Upload-Content-Length"]))
        platform.record_call(what, 200)
        self.send_answer(200, None, {"Location": f"{self.server.url}upload/session/{session.id}"})

    def _put(self, what: str, identity: str) -> None:
        platform = self.server.platform
        match = _RANGE.fullmatch(self.headers.get("Content-Range", ""))
        if match is None:
            raise ErrorResponse(400, "badRequest", "Content-Range")
        start, end, size = match.groups()
        last = end is not None and int(end) + 1 == int(size)
        kind = "query" if end is None else "last" if last else "chunk"
        fault = platform.take_fault(kind)
        if fault == "gone":
            platform.sessions.pop(identity, None)
        session = platform.find_session(identity)
        self.raise_for_fault(what, fault)
        if end is not None:
            if int(start) != len(session.data) and not session.video:
                raise ErrorResponse(400, "badRequest", f"expected byte {len(session.data)}")
            self.receive_film(lambda data: platform.receive_bytes(session, int(start), data))
        video = platform.make_video_if_complete(session)
        if fault in ("lose", "lose+gone"):
            if fault == "lose+gone":
                platform.sessions.pop(identity, None)
            raise ConnectionCut
        if video is not None:
            self.send_success(what, _resource(platform, video))
            return
        platform.record_call(what, 308)
        have = len(session.data)
        self.send_answer(308, None, {"Range": f"bytes=0-{have - 1}"} if have else {})

    def _close(self, what: str, identity: str) -> None:
        platform = self.server.platform
        session = platform.find_session(identity)
        with platform.lock:
            if session.video:
                self.send_success(what, _resource(platform, platform.videos[session.video]))
                return
            session.closed = True
        platform.record_call(what, 499)
        self.send_answer(499, None)

    def error_body(self, refusal: ErrorResponse) -> Json:
        if refusal.reason in ("invalid_grant", "invalid_scope"):
            return {"error": refusal.reason, "error_description": "Token has been expired, revoked, or is for less."}
        error = {"reason": refusal.reason, "domain": "youtube.video", "message": str(refusal)}
        return {"error": {"code": refusal.status, "message": str(refusal), "errors": [error]}}


def _resource(platform: YoutubePlatform, video: Video) -> Json:
    done = platform.is_processed(video)
    status = video.resource.get("status", {}) | {
        "privacyStatus": video.privacy,
        "uploadStatus": "processed" if done else "uploaded",
    }
    state = {"processingStatus": "succeeded" if done else "processing"}
    return video.resource | {"id": video.id, "status": status, "processingDetails": state}


def _page(platform: YoutubePlatform, start: int) -> Json:
    listed = platform.listed_films()
    items = [
        {
            "snippet": {name: v.resource["snippet"][name] for name in ("title", "description")},
            "contentDetails": {"videoId": v.id},
        }
        for v in listed[start : start + 50]
    ]
    more = {"nextPageToken": str(start + 50)} if start + 50 < len(listed) else {}
    return {"items": items, **more}


def _add(platform: YoutubePlatform, body: Json) -> Json:
    playlist, video = body["snippet"]["playlistId"], body["snippet"]["resourceId"]["videoId"]
    with platform.lock:
        if video in platform.playlists[playlist]:
            raise ErrorResponse(409, "videoAlreadyInPlaylist")
        platform.playlists[playlist].append(video)
    return {"id": f"{playlist}-{video}"}


def _captions(platform: YoutubePlatform, body: bytes) -> Json:
    """Accept a caption track: its fields stand in the first part of a multipart body."""
    match = re.search(rb'"videoId": ?"([^"]+)"', body)
    video = platform.find_video(match[1].decode() if match else "")
    if video.captions:
        raise ErrorResponse(409, "captionExists")
    video.captions.append(f"{len(body)} bytes")
    return {"id": f"caption-{video.id}"}


def _thumbnail(platform: YoutubePlatform, identity: str, body: bytes) -> Json:
    video = platform.find_video(identity)
    if not platform.is_processed(video):
        raise ErrorResponse(403, "forbidden", "The video is not processed yet.")
    video.thumbnail = f"{len(body)} bytes"
    return {"items": [{"default": {"url": "http://127.0.0.1/thumbnail"}}]}


def serve_youtube(platform: YoutubePlatform) -> AbstractContextManager[str]:
    """Serve ``platform`` on a free port of 127.0.0.1; gives its address, with a slash at the end."""
    return serve_platform(platform, _Handler)
