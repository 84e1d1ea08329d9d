"""The fake Instagram: containers, resumable uploads into them, and reels.

Limits and answers are those of the Instagram Platform's content publishing as documented.
"""

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from testbed.fake_platforms.audience import ViewingFigures, viewing_figures
from testbed.fake_platforms.http_server import ConnectionCut, RecordingHandler, serve_platform
from testbed.fake_platforms.platform import ErrorResponse, FakePlatform, Json, StoredFilm

USER: Final = "17841400000000000"
_CAPTION: Final = 2200
_A_DAY: Final = 86_400.0


@dataclass
class UploadContainer:
    """A container that a film is uploaded into before it is published.

    ``size`` is known with the first bytes. A day after it was ``made`` it is expired, unless it was published.
    """

    id: str
    caption: str
    label: str
    made: float
    size: int = 0
    data: bytearray = field(default_factory=bytearray)
    whole: float | None = None
    reel: str = ""
    forgotten: bool = False


@dataclass
class Reel(StoredFilm):
    """A published film."""

    caption: str = ""
    label: str = ""


class InstagramPlatform(FakePlatform[Reel]):
    """The fake Instagram: one professional account and the page it belongs to."""

    def __init__(
        self,
        *,
        processing: float = 0.0,
        lag: float = 0.0,
        pace: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(processing=processing, lag=lag, pace=pace, clock=clock)
        self.containers: dict[str, UploadContainer] = {}
        self.quota = 100
        self.grants_insights = True
        """Whether the person agreed to insights too."""
        self.insights_lag = timedelta(0)
        """How far behind insights are; what is not known yet is left out."""
        self.access.add("page-token")

    def find_container(self, identity: str) -> UploadContainer:
        """The container of an id. Raises ErrorResponse for one that is unknown."""
        found = self.containers.get(identity)
        if found is None or found.forgotten:
            raise ErrorResponse(400, "100/33", "Unsupported get request. Object does not exist.")
        return found

    def new_container(self, form: dict[str, str]) -> UploadContainer:
        """A new container for a film."""
        with self.lock:
            caption = form.get("caption", "")
            if form.get("media_type") != "REELS" or form.get("upload_type") != "resumable":
                raise ErrorResponse(400, "100/2207023", "media_type")
            if len(caption.encode("utf-16-le")) // 2 > _CAPTION or caption.count("#") > 30:
                raise ErrorResponse(400, "100/2207010", "The caption is too long.")
            made = UploadContainer(
                str(17_900_000_000_000_000 + secrets.randbits(40)), caption, form["is_ai_generated"], 0.0
            )
            made.made = self.clock()
            self.containers[made.id] = made
            return made

    def receive_bytes(self, container: UploadContainer, offset: int, size: int, data: bytes) -> None:
        """Add bytes of the film to its container."""
        with self.lock:
            self.bytes_in += len(data)
            container.size = size
            if offset != len(container.data) or container.whole is not None:
                return
            container.data += data
            if len(container.data) == size:
                container.whole = self.clock()

    def container_status(self, container: UploadContainer) -> str:
        """The ``status_code`` of a container."""
        with self.lock:
            if container.reel:
                return "PUBLISHED"
            if container.made + _A_DAY <= self.clock():
                return "EXPIRED"
            done = container.whole is not None and container.whole + self.processing <= self.clock()
            return "FINISHED" if done else "IN_PROGRESS"

    def publish_container(self, identity: str) -> Reel:
        """Publish a container as a reel; refused the second time."""
        with self.lock:
            container = self.find_container(identity)
            if self.container_status(container) != "FINISHED":
                raise ErrorResponse(400, "9007/2207027", "Media ID is not available.")
            if len(self.videos) >= self.quota:
                raise ErrorResponse(400, "9/2207042", "The account has reached its limit of posts.")
            digest = hashlib.sha256(container.data).hexdigest()
            reel = Reel(str(18_000_000_000_000_000 + secrets.randbits(40)), digest, container.size, self.clock())
            reel.caption, reel.label, reel.was_public = container.caption, container.label, True
            reel.published = self.wall()
            self.videos[reel.id] = reel
            container.reel = reel.id
            return reel

    def insights(self, identity: str, metrics: list[str]) -> Json:
        """The metrics of a reel: totals until a while ago. An unknown one fails the whole request."""
        with self.lock:
            reel = self.videos.get(identity)
            if not self.grants_insights:
                raise ErrorResponse(403, "10/0", "Application does not have permission for this action")
            if reel is None or reel.deleted or reel.published is None:
                raise ErrorResponse(400, "100/33", "Unsupported get request. Object does not exist.")
            if not set(metrics) <= set(_METRICS):
                raise ErrorResponse(400, "100/0", f"metric must be one of {', '.join(_METRICS)}")
            known = self.wall() - self.insights_lag
            if known <= reel.published:
                return {"data": []}
            seen = viewing_figures(reel.sha256, reel.published, reel.published, known)
            values = {name: _METRICS[name](seen) for name in metrics}
            return {"data": [{"name": n, "period": "lifetime", "values": [{"value": v}]} for n, v in values.items()]}


_METRICS: Final[Mapping[str, Callable[[ViewingFigures], int]]] = {
    "views": lambda seen: seen.views,
    "reach": lambda seen: seen.reach,
    "likes": lambda seen: seen.likes,
    "comments": lambda seen: seen.comments,
    "shares": lambda seen: seen.shares,
    "saved": lambda seen: seen.saves,
    "ig_reels_avg_watch_time": lambda seen: round(1000 * seen.seconds),
}


class _Handler(RecordingHandler):
    def call_name(self, path: str) -> str:
        path = path.replace(f"/{USER}/", "/USER/")
        return re.sub(r"\d{10,}", "ID", path)

    def answer_call(self, what: str, path: str) -> None:
        if what == "GET /auth":
            self.redirect_with_code()
        elif what.startswith("POST /rupload/"):
            self._upload(what, path.rpartition("/")[2])
        elif what in ("GET /oauth/access_token", "GET /me/accounts"):
            self.send_success(what, self._grant(what))
        else:
            self._graph(what, path)

    def _grant(self, what: str) -> Json:
        platform: InstagramPlatform = self.server.platform
        if what == "GET /me/accounts":
            if self.query["access_token"] not in platform.access:
                raise ErrorResponse(400, "190/463", "Session has expired.")
            page = platform.new_access_token("page")
            account = {"id": USER, "username": "waggle"}
            return {"data": [{"access_token": page, "instagram_business_account": account}]}
        code, earlier = self.query.get("code", ""), self.query.get("fb_exchange_token", "")
        if code not in platform.codes and earlier not in platform.access:
            raise ErrorResponse(400, "100/36007", "Invalid verification code.")
        platform.codes.pop(code, None)
        return {"access_token": platform.new_access_token("user"), "token_type": "bearer", "expires_in": 5_184_000}

    def _graph(self, what: str, path: str) -> None:
        platform: InstagramPlatform = self.server.platform
        form = self.read_form()
        self.require_token("Bearer", "190/463", "Session has expired.")
        self.raise_for_fault(what, platform.take_fault(what))
        match what:
            case "POST /USER/media":
                made = platform.new_container(form)
                answer: Json = {"id": made.id, "uri": f"{self.server.url}rupload/ig-api-upload/{made.id}"}
            case "POST /USER/media_publish":
                answer = {"id": platform.publish_container(form["creation_id"]).id}
            case "GET /USER/content_publishing_limit":
                limit = {"quota_total": platform.quota, "quota_duration": 86_400}
                answer = {"data": [{"quota_usage": len(platform.videos), "config": limit}]}
            case "GET /USER/media":
                answer = {"data": [_reel(reel) for reel in platform.listed_films()]}
            case "GET /ID":
                answer = self._object(path.rpartition("/")[2])
            case "GET /ID/insights":
                answer = platform.insights(path.split("/")[-2], self.query["metric"].split(","))
            case _:
                raise ErrorResponse(404, "100/0", what)
        match platform.take_fault(f"{what} after"):
            case "lose":
                raise ConnectionCut
            case "lose+gone":
                platform.containers[form["creation_id"]].forgotten = True
                raise ConnectionCut
        self.send_success(what, answer)

    def _object(self, identity: str) -> Json:
        platform: InstagramPlatform = self.server.platform
        reel = platform.videos.get(identity)
        if reel is not None and not reel.deleted and "status_code" not in self.query["fields"]:
            return _reel(reel)
        if reel is not None:
            raise ErrorResponse(400, "100/0", "Tried accessing nonexisting field (status_code)")
        container = platform.find_container(identity)
        status = platform.container_status(container)
        phase = {"status": "complete" if container.whole else "in_progress", "bytes_transferred": len(container.data)}
        video = {"uploading_phase": phase, "processing_phase": {"status": "not_started"}}
        return {"id": container.id, "status_code": status, "status": status, "video_status": video}

    def _upload(self, what: str, identity: str) -> None:
        platform: InstagramPlatform = self.server.platform
        self.require_token("OAuth", "190/463", "Session has expired.")
        offset, size = int(self.headers["offset"]), int(self.headers["file_size"])
        fault = platform.take_fault("last" if offset + self.left == size else "chunk")
        if fault in ("gone", "lose+gone"):
            platform.containers[identity].forgotten = fault == "gone"
        container = platform.find_container(identity)
        self.raise_for_fault(what, fault)
        if offset != len(container.data):
            raise ErrorResponse(400, "100/2207053", f"expected byte {len(container.data)}")
        self.receive_film(lambda data: platform.receive_bytes(container, offset, size, data))
        if fault in ("lose", "lose+gone"):
            container.forgotten = fault == "lose+gone"
            raise ConnectionCut
        self.send_success(what, {"success": True, "message": "Upload successful."})

    def error_body(self, refusal: ErrorResponse) -> Json:
        code, _, detail = refusal.reason.partition("/")
        numbers = {"code": int(code) if code.isdigit() else 2, "error_subcode": int(detail or 0)}
        return {"error": {"message": str(refusal), "type": "OAuthException", **numbers}}


def _reel(reel: Reel) -> Json:
    place = f"https://www.instagram.com/reel/{reel.id}/"
    since = {} if reel.published is None else {"timestamp": f"{reel.published:%Y-%m-%dT%H:%M:%S+0000}"}
    return {"id": reel.id, "caption": reel.caption, "permalink": place, **since}


def serve_instagram(platform: InstagramPlatform) -> AbstractContextManager[str]:
    """Serve ``platform`` on a free port of 127.0.0.1; gives its address, with a slash at the end."""
    return serve_platform(platform, _Handler)
