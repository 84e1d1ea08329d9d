"""The ``tiktok`` platform: uploads into the creator's inbox; the creator finishes the post in the app.

Direct posting is left out on purpose: an app that was not audited may only post for the creator alone, and the rules
ask for a screen on which a person chooses who sees it.

Source: TikTok for Developers, "Content Posting API": upload video, media transfer guide, get post status.
"""

import asyncio
import json
from datetime import timedelta
from typing import ClassVar, Final, NamedTuple

from libraries.oauth_consent import AskForAddress, Show
from schemas.base import Sha256
from schemas.errors import Parked, Permanent, ProviderDown, WaggleError
from schemas.posts import PostKey
from services.publish.platforms.base import (
    BeforeCall,
    Capabilities,
    Privacy,
    Publication,
    UploadHandle,
    UploadProgress,
    UploadReceipt,
)
from services.publish.platforms.http import JSON, ApiResponse, Json, ask, read_range
from services.publish.platforms.http_account import AccountUploader
from services.publish.platforms.tiktok import TiktokSettings
from services.publish.platforms.tiktok.token import access, authorise

_INIT: Final = "v2/post/publish/inbox/video/init/"
_STATUS: Final = "v2/post/publish/status/fetch/"
_LARGEST_WHOLE: Final = 64 * 1024**2
"""Bytes; a larger film must be sent in chunks."""
_THERE: Final = ("SEND_TO_USER_INBOX", "PUBLISH_COMPLETE")
_AUTH: Final = ("access_token_invalid", "scope_not_authorized", "scope_permission_missed", "access_token_has_expired")
_FULL: Final = ("spam_risk_too_many_pending_share", "spam_risk_too_many_posts", "reached_active_user_cap")
_UNKNOWN: Final = ("invalid_publish_id", "token_not_authorized_for_specified_publish_id")
_NEVER: Final = (
    "file_format_check_failed", "duration_check_failed", "frame_rate_check_failed", "picture_size_check_failed",
)  # fmt: skip
"""Reasons of a failure that will come again with the same film."""


class _Upload(NamedTuple):
    """The content of a handle's address: the id that makes the upload idempotent, and the address for the bytes."""

    publish_id: str
    url: str

    @classmethod
    def of(cls, handle: UploadHandle) -> "_Upload":
        return cls(*json.loads(handle.address))


class TiktokUploader(AccountUploader[TiktokSettings]):
    """The inbox of one creator."""

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
        """None always: the films in an inbox cannot be listed."""
        return None

    async def look_up(self, post_key: PostKey, video_sha256: Sha256) -> str | None:  # noqa: ARG002
        """None always: the films in an inbox cannot be listed."""
        return None

    async def open(self, publication: Publication) -> UploadHandle:
        await self.quota.reserve_upload(publication.mark, self.settings.daily_cap)
        size = publication.film.video.size
        chunk, count = self.plan(size)
        source = {"source": "FILE_UPLOAD", "video_size": size, "chunk_size": chunk, "total_chunk_count": count}
        data = await self._call(_INIT, {"source_info": source})
        return UploadHandle(platform=self.platform, address=json.dumps([data["publish_id"], data["upload_url"]]))

    async def confirm(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
        if not handle.address:
            return UploadProgress(expired=True)
        return await self._status(_Upload.of(handle).publish_id, publication.film.video.sha256)

    async def send(
        self, handle: UploadHandle, publication: Publication, received: int, before_call: BeforeCall
    ) -> UploadProgress:
        upload, film = _Upload.of(handle), publication.film.video
        path = await asyncio.to_thread(self.store.path, film)
        chunk, count = self.plan(film.size)
        # Chunks are taken in order and whole: one that broke off is sent again from its beginning.
        for number in range(received // chunk, count):
            begin = number * chunk
            end = film.size if number == count - 1 else begin + chunk
            if received >= end:
                continue
            await before_call(end == film.size)
            body = await asyncio.to_thread(read_range, path, begin, end - begin)
            headers = {"Content-Type": "video/mp4", "Content-Range": f"bytes {begin}-{end - 1}/{film.size}"}
            answer = await ask("PUT", upload.url, headers, body)
            if answer.status in (403, 404, 410):
                return await self._after_close(upload.publish_id, film.sha256)
            if answer.status not in (200, 201, 206):
                raise ProviderDown("publish.platform_down", platform=self.platform, why=f"chunk: {answer.status}")
        return await self.until_processed(lambda: self._status(upload.publish_id, film.sha256), before_call)

    async def release(self, receipt: UploadReceipt, publication: Publication, privacy: Privacy) -> UploadReceipt:  # noqa: ARG002
        """Nothing: only the creator can post what is in the inbox. The approval of the words is on record."""
        return receipt

    async def cancel(self, handle: UploadHandle) -> UploadReceipt | None:
        """An upload that is never completed expires by itself; a completed one may be in the inbox."""
        return (await self._status(_Upload.of(handle).publish_id, "0" * 64)).receipt

    async def withdraw(self, remote_id: str, *, hold: bool = False) -> bool:  # noqa: ARG002 - nothing can be done
        """False unless it never got there: only the creator can delete what is in the inbox or posted."""
        return bool((await self._status(remote_id, "0" * 64)).aborted)

    def plan(self, size: int) -> tuple[int, int]:
        """Bytes of a chunk and the number of chunks; the last one takes the rest, so it is up to twice as long."""
        chunk = self.settings.chunk_bytes
        if size < 2 * chunk and size <= _LARGEST_WHOLE:
            return size, 1
        return chunk, size // chunk

    async def _status(self, publish_id: str, sha256: Sha256) -> UploadProgress:
        """Progress of an upload by its id. Raises Permanent when TikTok will never take the film."""
        data = await self._call(_STATUS, {"publish_id": publish_id}, unknown=True)
        if not data:
            return UploadProgress(expired=True)
        match data.get("status"):
            case "FAILED":
                why = str(data.get("fail_reason", "it does not say why"))
                if why in _NEVER:
                    raise Permanent("publish.film_rejected", platform=self.platform, why=why)
                return UploadProgress(aborted=why)
            case status if status in _THERE:
                return UploadProgress(receipt=UploadReceipt(remote_id=publish_id, url="", video_sha256=sha256))
            case _:
                return UploadProgress(received=int(data.get("uploaded_bytes", 0)))

    async def _after_close(self, publish_id: str, sha256: Sha256) -> UploadProgress:
        """Progress once the address takes no more bytes, an hour after it was made: an incomplete upload is lost."""
        progress = await self._status(publish_id, sha256)
        return progress if progress.receipt or progress.aborted else UploadProgress(expired=True)

    async def _call(self, path: str, body: Json, *, unknown: bool = False) -> Json:
        """``data`` of the answer; with ``unknown``, empty for an id that TikTok does not know."""
        await self.quota.require_open()
        answer = await self._authorised(path, body)
        code = str(answer.body.get("error", {}).get("code", ""))
        if answer.status == 200 and code == "ok":
            data: Json = answer.body["data"]
            return data
        if unknown and code in _UNKNOWN:
            return {}
        raise await self._error(answer.status, code)

    async def _authorised(self, path: str, body: Json) -> ApiResponse:
        """The answer to a call; an access token that TikTok no longer takes is renewed once."""
        refused = ""
        for _ in range(2):
            token = await asyncio.to_thread(access, self.settings, refused)
            if token is None:
                return ApiResponse(401, {"error": {"code": _AUTH[0]}}, None)
            headers = {"Authorization": f"Bearer {token}", "Content-Type": JSON}
            answer = await ask("POST", f"{self.settings.endpoint}{path}", headers, json.dumps(body).encode())
            if answer.status != 401:
                break
            refused = token
        return answer

    async def _error(self, status: int, code: str) -> WaggleError:
        """The error that an answer means; stops the account where no other call would be answered either."""
        why = f"{status} {code}".strip()
        if status == 401 or code in _AUTH:
            return await self.quota.stop("publish.permission_ended", why)
        if code in _FULL:
            return await self.quota.stop("publish.account_full", why, self.now() + timedelta(hours=24))
        if code == "spam_risk_user_banned_from_posting":
            return await self.quota.stop("publish.account_banned", why)
        if status == 429:
            until = self.now() + timedelta(minutes=1)
            return Parked("publish.too_many_calls", platform=self.platform, why=why, until=until)
        if status >= 500 or not code:
            return ProviderDown("publish.platform_down", platform=self.platform, why=why)
        return Permanent("publish.answer_refused", platform=self.platform, why=why)
