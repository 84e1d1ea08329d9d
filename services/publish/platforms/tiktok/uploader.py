"""The ``tiktok`` platform: uploads into the creator's inbox; the creator finishes the post in the app.

Direct posting is left out on purpose: an app that was not audited may only post for the creator alone, and the rules
ask for a screen on which a person chooses who sees it.

Source: TikTok for Developers, "Content Posting API": upload video, media transfer guide, get post status.
"""

import asyncio
import json
from datetime import datetime, timedelta
from typing import ClassVar, Final, NamedTuple

from libraries.film_statistics.platform_report import FilmReport
from libraries.oauth_consent import AskForAddress, Show
from libraries.platform_apis.answers import describe_answer, parse_answer
from libraries.platform_apis.http import JSON, ApiResponse, Json, read_file_range, send_request
from libraries.platform_apis.tiktok import (
    BegunUpload,
    PublishStatus,
    TiktokAnswer,
    TiktokCodeKind,
    error_code_kind,
    fail_reason_kind,
)
from schemas.base import Sha256
from schemas.errors import Permanent, ProviderDown, WaggleError
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
from services.publish.platforms.http_account import AccountUploader
from services.publish.platforms.tiktok import TiktokSettings
from services.publish.platforms.tiktok.film_statistics import TIMING, TiktokStatisticsReader, lacks_permission
from services.publish.platforms.tiktok.token import ask_and_store_tokens, valid_access_token

_INIT: Final = "v2/post/publish/inbox/video/init/"
_STATUS: Final = "v2/post/publish/status/fetch/"
_LARGEST_WHOLE: Final = 64 * 1024**2
"""Bytes; a larger film must be sent in chunks."""
_CLOSED: Final = (403, 404, 410)
"""Answers of an address that takes no more bytes."""
_THERE: Final = ("SEND_TO_USER_INBOX", "PUBLISH_COMPLETE")


class _Upload(NamedTuple):
    """The content of a handle's address: the id that makes the upload idempotent, and the address for the bytes."""

    publish_id: str
    url: str

    @classmethod
    def of(cls, handle: UploadHandle) -> "_Upload":
        return cls(*json.loads(handle.address))


class TiktokUploader(AccountUploader[TiktokSettings]):
    """Uploads to the inbox of one creator."""

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
        takes_cut=False,  # its programme pays for films of a minute and more
        statistics=TIMING,
        shows_on_release=False,
    )

    @classmethod
    async def authorise(cls, settings: TiktokSettings, show: Show, paste: AskForAddress | None = None) -> None:
        await ask_and_store_tokens(settings, show, paste)

    async def find(self, publication: Publication) -> UploadReceipt | None:  # noqa: ARG002
        """None always: the films in an inbox cannot be listed."""
        return None

    async def look_up(self, post_key: PostKey, video_sha256: Sha256) -> str | None:  # noqa: ARG002
        """None always: the films in an inbox cannot be listed."""
        return None

    async def open(self, publication: Publication) -> UploadHandle:
        await self.quota.reserve_upload(publication.mark, self.settings.daily_cap)
        size = publication.film.video.size
        chunk, count = self.chunk_size_and_count(size)
        source = {"source": "FILE_UPLOAD", "video_size": size, "chunk_size": chunk, "total_chunk_count": count}
        begun = parse_answer(BegunUpload, await self._call(_INIT, {"source_info": source}), self.platform)
        return UploadHandle(platform=self.platform, address=json.dumps([begun.publish_id, begun.upload_url]))

    async def ask_upload_progress(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
        if not handle.address:
            return UploadProgress(expired=True)
        return await self._status(_Upload.of(handle).publish_id, publication.film.video.sha256)

    async def send(
        self, handle: UploadHandle, publication: Publication, received: int, before_call: BeforeCall
    ) -> UploadProgress:
        upload, film = _Upload.of(handle), publication.film.video
        path = await asyncio.to_thread(self.store.path, film)
        chunk, count = self.chunk_size_and_count(film.size)
        # Chunks are taken in order and whole: one that broke off is sent again from its beginning.
        for number in range(received // chunk, count):
            begin = number * chunk
            end = film.size if number == count - 1 else begin + chunk
            if received >= end:
                continue
            await before_call(end == film.size)
            body = await asyncio.to_thread(read_file_range, path, begin, end - begin)
            headers = {"Content-Type": "video/mp4", "Content-Range": f"bytes {begin}-{end - 1}/{film.size}"}
            answer = await send_request("PUT", upload.url, headers, body)
            if answer.status in _CLOSED:  # one such answer may be a mistake, and would leave the film in doubt
                await asyncio.sleep(self.polls[0])
                answer = await send_request("PUT", upload.url, headers, body)
            if answer.status in _CLOSED:
                return await self._after_close(upload.publish_id, film.sha256)
            if answer.status not in (200, 201, 206):
                why = f"chunk: {answer.status} {describe_answer(answer.content)}"
                raise ProviderDown("publish.platform_down", platform=self.platform, why=why)
        return await self.wait_until_processed(lambda: self._status(upload.publish_id, film.sha256), before_call)

    async def release(self, receipt: UploadReceipt, publication: Publication, privacy: Privacy) -> UploadReceipt:  # noqa: ARG002
        """Nothing: only the creator can post what is in the inbox. The approval of the words is on record."""
        return receipt

    async def cancel(self, handle: UploadHandle) -> UploadReceipt | None:
        """An upload that is never completed expires by itself; a completed one may be in the inbox."""
        identity = _Upload.of(handle).publish_id
        found = await self._fetch(identity)
        there = found is not None and found.status in _THERE
        return UploadReceipt(remote_id=identity, url="", video_sha256="0" * 64) if there else None

    async def withdraw(self, remote_id: str, *, hold: bool = False) -> bool:  # noqa: ARG002 - nothing can be done
        """False unless it never got there: only the creator can delete what is in the inbox or posted."""
        found = await self._fetch(remote_id)
        return found is not None and found.status == "FAILED"

    async def measure(self, remote_id: str, published: datetime, until: datetime | None) -> FilmReport:  # noqa: ARG002
        return await TiktokStatisticsReader(self.settings, self.quota, self._authorised).measure(remote_id)

    @classmethod
    def lacks_permission(cls, settings: TiktokSettings) -> bool:
        return lacks_permission(settings)

    def chunk_size_and_count(self, size: int) -> tuple[int, int]:
        """Bytes of a chunk and the number of chunks; the last one takes the rest, so it is up to twice as long."""
        chunk = self.settings.chunk_bytes
        if size < 2 * chunk and size <= _LARGEST_WHOLE:
            return size, 1
        return chunk, size // chunk

    async def _fetch(self, publish_id: str) -> PublishStatus | None:
        """How far an upload is; None for an id that TikTok does not know."""
        data = await self._call(_STATUS, {"publish_id": publish_id}, unknown=True)
        return None if data is None else parse_answer(PublishStatus, data, self.platform)

    async def _status(self, publish_id: str, sha256: Sha256) -> UploadProgress:
        """Progress of an upload by its id. Raises Permanent when TikTok will never take the film.

        A failure that is the creator's or the app's stops the account; the film is uploaded anew after that.
        """
        found = await self._fetch(publish_id)
        if found is None:
            return UploadProgress(expired=True)
        if found.status in _THERE:
            return UploadProgress(receipt=UploadReceipt(remote_id=publish_id, url="", video_sha256=sha256))
        if found.status != "FAILED":
            return UploadProgress(received=found.uploaded_bytes)
        kind = fail_reason_kind(found.fail_reason)
        if kind is TiktokCodeKind.REFUSED:
            raise Permanent("publish.film_rejected", platform=self.platform, why=found.fail_reason)
        if kind is not TiktokCodeKind.BUSY:
            await self._error(200, found.fail_reason)
        return UploadProgress(aborted=found.fail_reason)

    async def _after_close(self, publish_id: str, sha256: Sha256) -> UploadProgress:
        """Progress once the address takes no more bytes, an hour after it was made: an incomplete upload is lost."""
        progress = await self._status(publish_id, sha256)
        return progress if progress.receipt or progress.aborted else UploadProgress(expired=True)

    async def _call(self, path: str, body: Json, *, unknown: bool = False) -> Json | None:
        """``data`` of the answer; with ``unknown``, None for an id that TikTok does not know."""
        await self.quota.require_not_stopped()
        answer = await self._authorised(path, body)
        if answer.status != 200 and "error" not in answer.body:
            raise await self._error(answer.status, "")
        code = parse_answer(TiktokAnswer, answer.content or answer.body, self.platform).error.code
        if answer.status == 200 and code == "ok":
            return parse_answer(TiktokAnswer, answer.content, self.platform).data
        if unknown and error_code_kind(answer.status, code) is TiktokCodeKind.UNKNOWN_UPLOAD:
            return None
        raise await self._error(answer.status, code)

    async def _authorised(self, path: str, body: Json) -> ApiResponse:
        """The answer to a call; an access token that TikTok no longer takes is renewed once."""
        refused = ""
        for _ in range(2):
            token = await asyncio.to_thread(valid_access_token, self.settings, refused)
            if token is None:
                return ApiResponse(401, {"error": {"code": "access_token_invalid"}}, None)
            headers = {"Authorization": f"Bearer {token}", "Content-Type": JSON}
            answer = await send_request("POST", f"{self.settings.endpoint}{path}", headers, json.dumps(body).encode())
            if answer.status != 401:
                break
            refused = token
        return answer

    async def _error(self, status: int, code: str) -> WaggleError:
        """The error that an answer means; stops the account where no other call would be answered either."""
        why = f"{status} {code}".strip()
        day = self.now() + timedelta(hours=24)
        match error_code_kind(status, code):
            case TiktokCodeKind.AUTH:
                return await self.quota.stop_publishing("publish.permission_ended", why)
            case TiktokCodeKind.FULL:
                return await self.quota.stop_publishing("publish.account_full", why, day)
            case TiktokCodeKind.BANNED:
                return await self.quota.stop_publishing("publish.account_banned", why)
            case TiktokCodeKind.PROJECT:
                return await self.quota.stop_publishing("publish.project_refused", why, day)
            case TiktokCodeKind.BUSY:
                return ProviderDown("publish.platform_down", platform=self.platform, why=why)
            case _:
                return Permanent("publish.answer_refused", platform=self.platform, why=why)
