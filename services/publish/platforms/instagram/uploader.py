"""The ``instagram`` platform: a container that nobody sees, the bytes into it, and one call that makes it a reel.

A reel is public from its first moment, so nothing is sent before a reviewer released the film. A container becomes at
most one reel, however often it is asked to: that is what makes it idempotent.

Source: Meta for Developers, "Instagram Platform": content publishing, resumable uploads, IG container.
"""

import asyncio
import json
from datetime import timedelta
from typing import ClassVar, Final, NamedTuple
from urllib.parse import urlencode

from schemas.base import Sha256
from schemas.errors import BadInput, Parked, Permanent, ProviderDown, WaggleError
from schemas.posts import PostKey
from services.publish.limits.quota import QuotaStop
from services.publish.metadata.text import shorten, utf16
from services.publish.platforms.base import (
    BeforeCall,
    Capabilities,
    InDoubt,
    Privacy,
    Publication,
    UploadHandle,
    UploadProgress,
    UploadReceipt,
    mark_of,
)
from services.publish.platforms.http import FORM, ApiResponse, Json, ask, form, piece
from services.publish.platforms.http_account import AccountUploader
from services.publish.platforms.instagram import InstagramSettings
from services.publish.platforms.instagram.token import authorise, token_of
from services.publish.platforms.oauth_consent import AskForAddress, Show

_CAPTION: Final = 2200
_HASHTAGS: Final = 30
_CREDIT: Final = "\n\n출처: "
"""Where the part of a description begins that is never cut."""
_LISTED: Final = 100
"""Of the newest reels, how many are looked through for a film."""
_AUTH: Final = (10, 102, 190, 200)
_SLOW_DOWN: Final = (4, 17, 32, 613)
_FULL: Final = 2207042


class _Container(NamedTuple):
    """What a handle's address holds."""

    id: str
    url: str

    @classmethod
    def of(cls, handle: UploadHandle) -> "_Container":
        return cls(*json.loads(handle.address))


class InstagramUploader(AccountUploader[InstagramSettings]):
    """A professional account."""

    platform: ClassVar[str] = "instagram"
    capabilities: ClassVar[Capabilities] = Capabilities(
        description_bytes=4 * _CAPTION,
        min_seconds=3.0,
        max_seconds=900.0,
        max_bytes=300 * 1024**2,
        label_field="is_ai_generated",
        idempotent_by="the container, which becomes one reel at most",
        absence_is_proof=False,
        keeps_private=False,
        takes_down=False,
    )
    consent_is_pasted: ClassVar[bool] = True

    @classmethod
    async def authorise(cls, settings: InstagramSettings, show: Show, paste: AskForAddress | None = None) -> None:
        await authorise(settings, show, paste)

    async def find(self, publication: Publication) -> UploadReceipt | None:
        found = await self._reel(publication.film.video.sha256)
        if found is None:
            return None
        return UploadReceipt(
            remote_id=found["id"], url=found.get("permalink", ""), video_sha256=publication.film.video.sha256
        )

    async def look_up(self, post_key: PostKey, video_sha256: Sha256) -> str | None:  # noqa: ARG002 - the mark is enough
        found = await self._reel(video_sha256)
        return None if found is None else str(found["id"])

    async def open(self, publication: Publication) -> UploadHandle:
        await self.lane.take_place(publication.mark, self.settings.daily_cap)
        await self._require_room()
        wanted = {
            "media_type": "REELS",
            "upload_type": "resumable",
            "caption": caption(publication),
            "is_ai_generated": json.dumps(publication.synthetic_voice),
        }
        made = await self._call("POST", f"{self._user()}/media", wanted)
        return UploadHandle(platform=self.platform, address=json.dumps([made["id"], made["uri"]]))

    async def confirm(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
        if not handle.address:
            return UploadProgress(gone=True)
        return await self._stand(_Container.of(handle).id, publication.film.video.sha256)

    async def send(
        self, handle: UploadHandle, publication: Publication, received: int, watch: BeforeCall
    ) -> UploadProgress:
        container, film = _Container.of(handle), publication.film.video
        path = await asyncio.to_thread(self.store.path, film)
        while received < film.size:
            end = min(film.size, received + self.settings.chunk_bytes)
            await watch(end == film.size)
            body = await asyncio.to_thread(piece, path, received, end - received)
            token = token_of(self.settings).access_token.get_secret_value()
            headers = {"Authorization": f"OAuth {token}", "offset": str(received), "file_size": str(film.size)}
            answer = await ask("POST", container.url, headers, body)
            if answer.status != 200:
                why = f"a piece of the film was answered with {answer.status}"
                raise ProviderDown(provider="Instagram", why=why)
            received = end
        for pause in (0.0, *self.polls):
            await asyncio.sleep(pause)
            await watch(True)
            stand = await self._stand(container.id, film.sha256)
            if stand.receipt or stand.void:
                return stand
        until = self.now() + timedelta(minutes=2)
        raise Parked(what="The film", until=until, why="Instagram is still processing it")

    async def finish(self, step: str, receipt: UploadReceipt, publication: Publication, watch: BeforeCall) -> None:
        """Nothing: the words went with the container, and the cover is the film's first picture."""

    async def release(self, receipt: UploadReceipt, publication: Publication, privacy: Privacy) -> UploadReceipt | None:
        if privacy != "public":
            what, why = f"{privacy} on Instagram", "a reel is public or not there"
            raise BadInput(what=what, why=why, remedy="Release it without --unlisted.")
        sha256 = publication.film.video.sha256
        match await self._status(receipt.remote_id):
            case "FINISHED":
                made = await self._call("POST", f"{self._user()}/media_publish", {"creation_id": receipt.remote_id})
                reel = await self._call("GET", made["id"], {"fields": "id,permalink"}, absent=True)
                return UploadReceipt(remote_id=made["id"], url=reel.get("permalink", ""), video_sha256=sha256)
            case "EXPIRED" | "ERROR":
                return None  # the platform says so itself: it never became a reel
            case "IN_PROGRESS":
                raise ProviderDown(provider="Instagram", why="the film is being processed again")
            case status:
                found = await self.find(publication)
                if found is None and status:
                    until = self.now() + timedelta(minutes=1)
                    raise Parked(what="The reel", until=until, why="it is published, and not listed yet")
                if found is None:
                    raise InDoubt(what=str(publication.post_key), why="its container is gone, and no reel is listed")
                return found

    async def cancel(self, handle: UploadHandle) -> UploadReceipt | None:  # noqa: ARG002
        """A container nobody asks to become a reel ends by itself within a day, unseen."""
        return None

    async def withdraw(self, remote_id: str, *, hold: bool = False) -> bool:  # noqa: ARG002 - nothing can be done
        """True for what never became a reel, and for a reel that is gone: the Graph API deletes none."""
        status = await self._status(remote_id)
        if status not in ("", "PUBLISHED"):
            return True
        reel = await self._call("GET", remote_id, {"fields": "id,permalink"}, absent=True)
        return not reel and not status

    async def _require_room(self) -> None:
        """Raises Parked while the account has no place left in its moving day of 24 hours."""
        fields = {"fields": "quota_usage,config"}
        answer = await self._call("GET", f"{self._user()}/content_publishing_limit", fields)
        for limit in answer.get("data", []):
            if limit["quota_usage"] >= limit["config"]["quota_total"]:
                raise await self._full(f"{limit['quota_usage']} reels in 24 hours")

    async def _stand(self, container: str, sha256: Sha256) -> UploadProgress:
        found = await self._call("GET", container, {"fields": "status_code,status,video_status"}, absent=True)
        match found.get("status_code", ""):
            case "FINISHED" | "PUBLISHED":
                return UploadProgress(receipt=UploadReceipt(remote_id=container, url="", video_sha256=sha256))
            case "IN_PROGRESS":
                phase = found.get("video_status", {}).get("uploading_phase", {})
                return UploadProgress(received=int(phase.get("bytes_transferred", 0)))
            case _:
                # Before it is asked to, no container becomes a reel: whatever became of it, there is none.
                return UploadProgress(void=str(found.get("status", "the container is gone")))

    async def _status(self, container: str) -> str:
        """Of a container; empty for what is none."""
        found = await self._call("GET", container, {"fields": "status_code"}, absent=True)
        return str(found.get("status_code", ""))

    async def _reel(self, video_sha256: Sha256) -> Json | None:
        fields = {"fields": "id,caption,permalink", "limit": str(_LISTED)}
        answer = await self._call("GET", f"{self._user()}/media", fields)
        for reel in answer.get("data", []):
            if mark_of(video_sha256) in reel.get("caption", ""):
                found: Json = reel
                return found
        return None

    def _user(self) -> str:
        return token_of(self.settings).user_id

    async def _call(self, method: str, path: str, fields: dict[str, str], *, absent: bool = False) -> Json:
        """The answer; empty for what is not there, where that may be."""
        await self.lane.require_open()
        headers = {"Authorization": f"Bearer {token_of(self.settings).access_token.get_secret_value()}"}
        url = f"{self.settings.endpoint}{path}"
        if method == "GET":
            answer = await ask(method, f"{url}?{urlencode(fields)}", headers)
        else:
            answer = await ask(method, url, headers | {"Content-Type": FORM}, form(fields))
        if answer.status == 200:
            return answer.body
        error = answer.body.get("error", {})
        if absent and error.get("code") == 100:
            return {}
        raise await self._meaning(answer, error)

    async def _meaning(self, answer: ApiResponse, error: Json) -> WaggleError:
        code, detail = error.get("code", 0), error.get("error_subcode", 0)
        why = f"{answer.status} {code}/{detail}"
        if answer.status == 401 or code in _AUTH:
            remedy = "Run: wagglebot auth instagram"
            return await self.lane.halt(QuotaStop(why=f"The account's permission has ended ({why}).", remedy=remedy))
        if detail == _FULL:
            return await self._full(why)
        if code in _SLOW_DOWN:
            until = self.now() + timedelta(hours=1)
            return Parked(what="A call to Instagram", until=until, why=f"too many within an hour ({why})")
        if answer.status >= 500 or code in (0, 1, 2):
            return ProviderDown(provider="Instagram", why=why)
        return Permanent(what="Instagram's answer", why=why, remedy="Look up the code in Meta's documentation.")

    async def _full(self, why: str) -> Parked:
        until = self.now() + timedelta(hours=1)
        return await self.lane.halt(
            QuotaStop(why=f"The account takes no more for now ({why}).", remedy="", until=until)
        )


def caption(publication: Publication) -> str:
    """Title and text, shortened so that credit, disclosure and mark stand whole; past the 30th no # is a tag."""
    text, sign, credit = publication.description.rpartition(_CREDIT)
    ending = f"{sign}{credit if sign else ''}\n\n{publication.mark}"
    body = f"{publication.title}\n\n{text if sign else credit}".rstrip()
    parts = (shorten(body, characters=_CAPTION - utf16(ending)) + ending).split("#")
    return "#".join(parts[: _HASHTAGS + 1]) + "".join(parts[_HASHTAGS + 1 :])
