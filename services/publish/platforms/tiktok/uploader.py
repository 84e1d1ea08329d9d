"""The ``tiktok`` platform: into the creator's inbox, who finishes the post in the app.

Posting directly is left out on purpose: an app that was not audited may only post for the creator alone, and the
rules ask for a screen on which a person chooses who sees it.

Source: TikTok for Developers, "Content Posting API": upload video, media transfer guide, get post status.
"""

import asyncio
import json
from datetime import timedelta
from typing import ClassVar, Final, NamedTuple

from schemas.base import Sha256
from schemas.errors import Parked, Permanent, ProviderDown, WaggleError
from schemas.posts import PostKey
from services.publish.limits.quota import QuotaStop
from services.publish.platforms.base import (
    BeforeCall,
    Capabilities,
    Privacy,
    Publication,
    UploadHandle,
    UploadProgress,
    UploadReceipt,
)
from services.publish.platforms.http import JSON, ApiResponse, Json, ask, piece
from services.publish.platforms.http_account import AccountUploader
from services.publish.platforms.oauth_consent import AskForAddress, Show
from services.publish.platforms.tiktok import TiktokSettings
from services.publish.platforms.tiktok.token import Ended, access, authorise

_INIT: Final = "v2/post/publish/inbox/video/init/"
_STATUS: Final = "v2/post/publish/status/fetch/"
_LARGEST_WHOLE: Final = 64 * 1024**2
"""Bytes; more than that must come in pieces."""
_THERE: Final = ("SEND_TO_USER_INBOX", "PUBLISH_COMPLETE")
_AUTH: Final = ("access_token_invalid", "scope_not_authorized", "scope_permission_missed", "access_token_has_expired")
_FULL: Final = ("spam_risk_too_many_pending_share", "spam_risk_too_many_posts", "reached_active_user_cap")
_UNKNOWN: Final = ("invalid_publish_id", "token_not_authorized_for_specified_publish_id")
_NEVER: Final = (
    "file_format_check_failed", "duration_check_failed", "frame_rate_check_failed", "picture_size_check_failed",
)  # fmt: skip
"""Why a film failed that will fail again."""


class _Upload(NamedTuple):
    """What a handle's address holds: the id that makes it idempotent, and where the bytes go."""

    publish_id: str
    url: str

    @classmethod
    def of(cls, handle: UploadHandle) -> "_Upload":
        return cls(*json.loads(handle.address))


class TiktokUploader(AccountUploader[TiktokSettings]):
    """A creator's inbox."""

    platform: ClassVar[str] = "tiktok"
    capabilities: ClassVar[Capabilities] = Capabilities(
        description_bytes=0,
        min_seconds=3.0,
        max_seconds=600.0,
        max_bytes=4 * 1024**3,
        label_field="set in the app by the creator (AI-generated content)",
        idempotent_by="publish_id",
        absence_is_proof=False,
        takes_down=False,
    )

    @classmethod
    async def authorise(cls, settings: TiktokSettings, show: Show, paste: AskForAddress | None = None) -> None:
        await authorise(settings, show, paste)

    async def find(self, publication: Publication) -> UploadReceipt | None:  # noqa: ARG002
        """Nothing: what lies in an inbox cannot be listed."""
        return None

    async def look_up(self, post_key: PostKey, video_sha256: Sha256) -> str | None:  # noqa: ARG002
        """Nothing: what lies in an inbox cannot be listed."""
        return None

    async def open(self, publication: Publication) -> UploadHandle:
        await self.lane.take_place(publication.mark, self.settings.daily_cap)
        size = publication.film.video.size
        chunk, count = self.plan(size)
        source = {"source": "FILE_UPLOAD", "video_size": size, "chunk_size": chunk, "total_chunk_count": count}
        data = await self._call(_INIT, {"source_info": source})
        return UploadHandle(platform=self.platform, address=json.dumps([data["publish_id"], data["upload_url"]]))

    async def confirm(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
        if not handle.address:
            return UploadProgress(gone=True)
        return await self._stand(_Upload.of(handle).publish_id, publication.film.video.sha256)

    async def send(
        self, handle: UploadHandle, publication: Publication, received: int, watch: BeforeCall
    ) -> UploadProgress:
        upload, film = _Upload.of(handle), publication.film.video
        path = await asyncio.to_thread(self.store.path, film)
        chunk, count = self.plan(film.size)
        # Pieces come in order and whole: one that broke off is sent again from its beginning.
        for number in range(received // chunk, count):
            begin = number * chunk
            end = film.size if number == count - 1 else begin + chunk
            if received >= end:
                continue
            await watch(end == film.size)
            body = await asyncio.to_thread(piece, path, begin, end - begin)
            headers = {"Content-Type": "video/mp4", "Content-Range": f"bytes {begin}-{end - 1}/{film.size}"}
            answer = await ask("PUT", upload.url, headers, body)
            if answer.status in (403, 404, 410):
                return await self._closed(upload.publish_id, film.sha256)
            if answer.status not in (200, 201, 206):
                raise ProviderDown(provider="TikTok", why=f"a piece of the film was answered with {answer.status}")
        return await self._processed(upload.publish_id, film.sha256, watch)

    async def finish(self, step: str, receipt: UploadReceipt, publication: Publication, watch: BeforeCall) -> None:
        """Nothing: title, cover and label are the creator's to choose in the app."""

    async def release(self, receipt: UploadReceipt, publication: Publication, privacy: Privacy) -> UploadReceipt:  # noqa: ARG002
        """Only the creator can post what is in the inbox; that the words were approved is on record."""
        return receipt

    async def cancel(self, handle: UploadHandle) -> UploadReceipt | None:
        """An upload that is never completed comes to nothing; one that was may be in the inbox."""
        stand = await self._stand(_Upload.of(handle).publish_id, "0" * 64)
        return stand.receipt

    async def withdraw(self, remote_id: str, *, hold: bool = False) -> bool:  # noqa: ARG002 - nothing can be done
        """False unless it never got there: what is in an inbox or posted, only the creator can delete."""
        stand = await self._stand(remote_id, "0" * 64)
        return bool(stand.void)

    def plan(self, size: int) -> tuple[int, int]:
        """Size of a piece and how many there are; the last one takes the rest, so it is up to twice as long."""
        chunk = self.settings.chunk_bytes
        if size < 2 * chunk and size <= _LARGEST_WHOLE:
            return size, 1
        return chunk, size // chunk

    async def _stand(self, publish_id: str, sha256: Sha256) -> UploadProgress:
        """How far an upload is, by its id."""
        data = await self._call(_STATUS, {"publish_id": publish_id}, unknown=True)
        if not data:
            return UploadProgress(gone=True)
        match data.get("status"):
            case "FAILED":
                why = str(data.get("fail_reason", "it does not say why"))
                if why in _NEVER:
                    remedy = "Remake it with another recipe."
                    raise Permanent(what="TikTok's check of the film", why=why, remedy=remedy)
                return UploadProgress(void=why)
            case status if status in _THERE:
                return UploadProgress(receipt=UploadReceipt(remote_id=publish_id, url="", video_sha256=sha256))
            case _:
                return UploadProgress(received=int(data.get("uploaded_bytes", 0)))

    async def _closed(self, publish_id: str, sha256: Sha256) -> UploadProgress:
        """No more bytes are taken: an hour has passed. What has not all of them by now will never be whole."""
        stand = await self._stand(publish_id, sha256)
        return stand if stand.receipt or stand.void else UploadProgress(gone=True)

    async def _processed(self, publish_id: str, sha256: Sha256, watch: BeforeCall) -> UploadProgress:
        for pause in (0.0, *self.polls):
            await asyncio.sleep(pause)
            await watch(True)
            stand = await self._stand(publish_id, sha256)
            if stand.receipt or stand.void or stand.gone:
                return stand
        until = self.now() + timedelta(minutes=2)
        raise Parked(what="The film", until=until, why="TikTok is still processing it")

    async def _call(self, path: str, body: Json, *, unknown: bool = False) -> Json:
        """``data`` of the answer; empty for an id that is ``unknown`` there."""
        await self.lane.require_open()
        answer = await self._authorised(path, body)
        code = str(answer.body.get("error", {}).get("code", ""))
        if answer.status == 200 and code == "ok":
            data: Json = answer.body["data"]
            return data
        if unknown and code in _UNKNOWN:
            return {}
        raise await self._meaning(answer.status, code)

    async def _authorised(self, path: str, body: Json) -> ApiResponse:
        refused = ""
        for _ in range(2):
            try:
                token = await asyncio.to_thread(access, self.settings, refused)
            except Ended as error:
                return ApiResponse(401, {"error": {"code": _AUTH[0], "message": str(error)}}, None)
            headers = {"Authorization": f"Bearer {token}", "Content-Type": JSON}
            answer = await ask("POST", f"{self.settings.endpoint}{path}", headers, json.dumps(body).encode())
            if answer.status != 401:
                break
            refused = token
        return answer

    async def _meaning(self, status: int, code: str) -> WaggleError:
        why = f"{status} {code}".strip()
        if status == 401 or code in _AUTH:
            remedy = "Run: wagglebot auth tiktok"
            return await self.lane.halt(QuotaStop(why=f"The account's permission has ended ({why}).", remedy=remedy))
        if code in _FULL:
            until = self.now() + timedelta(hours=24)
            return await self.lane.halt(
                QuotaStop(why=f"The inbox takes no more today ({why}).", remedy="", until=until)
            )
        if code == "spam_risk_user_banned_from_posting":
            remedy = "Look at the account in the app, then run: wagglebot auth tiktok"
            return await self.lane.halt(QuotaStop(why=f"The account may not post ({why}).", remedy=remedy))
        if status == 429:
            until = self.now() + timedelta(minutes=1)
            return Parked(what="A call to TikTok", until=until, why="too many in one minute")
        if status >= 500 or not code:
            return ProviderDown(provider="TikTok", why=why)
        return Permanent(what="TikTok's answer", why=why, remedy="Look up the code in TikTok's documentation.")
