"""The ``youtube`` platform: private upload, processing, thumbnail, captions, playlist; visible once released."""

import asyncio
import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

from libraries.film_statistics.platform_report import FilmReport
from libraries.media.store import MediaStore
from libraries.oauth_consent import AskForAddress, Show
from libraries.platform_apis.youtube.api import DataApi, Json
from libraries.platform_apis.youtube.errors import ApiFailure, Raised, YoutubeErrorKind, api_failure
from libraries.texts.platform_text import clean_for_platform
from schemas.base import Sha256
from schemas.clock import utc_now
from schemas.errors import BadInput, Parked, Permanent, ProviderDown, WaggleError
from schemas.posts import PostKey
from services.publish.limits.quota import AccountQuota
from services.publish.platforms.base import (
    NOT_SEEN,
    STILL_PROCESSING,
    BeforeCall,
    Capabilities,
    Privacy,
    Publication,
    UploadHandle,
    UploadProgress,
    UploadReceipt,
    mark_of,
)
from services.publish.platforms.http_account import POLLS, AccountUploader
from services.publish.platforms.youtube import YoutubeSettings
from services.publish.platforms.youtube.film_statistics import TIMING, YoutubeStatisticsReader, lacks_permission
from services.publish.platforms.youtube.oauth import ask_and_store_token, channel_credentials

T = TypeVar("T")

_UPLOADS, _UNITS = "uploads", "units"
_READ, _WRITE = 1, 50
"""Units of reading a list, and of every call that changes something."""
_CAPTIONS: Final = 400
"""Units of a caption track: as many as four films cost without one."""
_KEPT_BACK: Final = 500
"""Units of a day reserved for withdrawals."""


class YoutubeUploader(AccountUploader[YoutubeSettings]):
    """Uploads to one channel. Its quota stands in the ledger, so every process keeps to the same one."""

    platform: ClassVar[str] = "youtube"
    capabilities: ClassVar[Capabilities] = Capabilities(
        description_bytes=5000,
        max_seconds=180.0,
        max_bytes=256 * 1024**3,
        label_field="status.containsSyntheticMedia",
        idempotent_by="the upload session, then a mark in the description",
        absence_is_proof=False,
        statistics=TIMING,
    )
    steps: ClassVar[tuple[str, ...]] = ("processed", "thumbnail", "captions", "playlist")
    optional: ClassVar[frozenset[str]] = frozenset({"thumbnail", "captions", "playlist"})

    def __init__(
        self,
        store: MediaStore,
        settings: YoutubeSettings,
        quota: AccountQuota,
        *,
        now: Callable[[], datetime] = utc_now,
        polls: tuple[float, ...] = POLLS,
    ) -> None:
        super().__init__(store, settings, quota, now=now, polls=polls)
        self.settle_seconds = settings.settle_seconds
        self._api: DataApi | None = None
        self._meter = YoutubeStatisticsReader(settings, quota, _UNITS, now)

    @classmethod
    async def authorise(cls, settings: YoutubeSettings, show: Show, paste: AskForAddress | None = None) -> None:
        await ask_and_store_token(settings, show, paste)

    async def validate(self, publication: Publication) -> None:
        await super().validate(publication)
        body = self.video_resource(publication)
        title, text = body["snippet"]["title"], body["snippet"]["description"]
        if not title or clean_for_platform(title) != title or len(text.encode()) > self.capabilities.description_bytes:
            raise BadInput("publish.words_refused", post=publication.post_key, platform=self.platform)

    async def find(self, publication: Publication) -> UploadReceipt | None:
        found = await self.look_up(publication.post_key, publication.film.video.sha256)
        return None if found is None else _receipt(found, publication)

    async def look_up(self, post_key: PostKey, video_sha256: Sha256) -> str | None:  # noqa: ARG002 - the mark is enough
        def look() -> str | None:
            for item in self._connected().list_uploads():
                if mark_of(video_sha256) in item.snippet.description:
                    return item.details.video
            return None

        found: str | None = await self._call(look, _UNITS, 2 * _READ)
        return found

    async def open(self, publication: Publication) -> UploadHandle:
        await self.quota.reserve_upload(publication.mark, self.settings.daily_cap)
        name = f"{publication.mark.replace(':', '-')}.mp4"

        def begin() -> str:
            return self._connected().begin_upload(self.video_resource(publication), self._film(publication), name)

        return UploadHandle(platform=self.platform, address=await self._call(begin, _UPLOADS, 1))

    async def ask_upload_progress(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
        if not handle.address:
            return UploadProgress(expired=True)
        size = publication.film.video.size
        session = await self._call(lambda: self._connected().upload_status(handle.address, size))
        return UploadProgress(session.received, _receipt_if_found(session.video, publication), session.expired)

    async def send(
        self, handle: UploadHandle, publication: Publication, received: int, before_call: BeforeCall
    ) -> UploadProgress:
        film = self._film(publication)
        begin = received
        while begin < publication.film.video.size:
            await before_call(begin + self.settings.chunk_bytes >= publication.film.video.size)
            chunk = functools.partial(self._connected().send_chunk, handle.address, film, begin)
            session = await self._call(chunk)
            if session.video or session.expired or session.received <= begin:
                return UploadProgress(session.received, _receipt_if_found(session.video, publication), session.expired)
            begin = session.received
        return UploadProgress(begin)

    async def finish(
        self, step: str, receipt: UploadReceipt, publication: Publication, before_call: BeforeCall
    ) -> None:
        match step:
            case "processed":
                await self._await_processing(receipt, before_call)
            case "thumbnail":
                picture = self.store.path(publication.film.thumbnail)
                await self._call(lambda: self._connected().set_thumbnail(receipt.remote_id, picture), _UNITS, _WRITE)
            case "captions" if self.settings.captions:
                words = self.store.path(publication.film.captions)
                add = lambda: self._connected().add_captions(receipt.remote_id, words, publication.language)  # noqa: E731
                await self._call(add, _UNITS, _CAPTIONS, expected=(YoutubeErrorKind.ALREADY,))
            case "playlist" if self.settings.playlist:
                playlist = self.settings.playlist
                add = lambda: self._connected().add_to_playlist(playlist, receipt.remote_id)  # noqa: E731
                await self._call(add, _UNITS, _WRITE, expected=(YoutubeErrorKind.ALREADY,))
            case _:
                pass

    async def release(self, receipt: UploadReceipt, publication: Publication, privacy: Privacy) -> UploadReceipt:
        body = self.video_resource(publication, privacy)
        await self._call(lambda: self._connected().update_video(receipt.remote_id, body), _UNITS, _WRITE)
        return receipt

    async def cancel(self, handle: UploadHandle) -> UploadReceipt | None:
        video = await self._call(lambda: self._connected().cancel_upload(handle.address))
        return UploadReceipt(remote_id=video, url=_url(video), video_sha256="0" * 64) if video else None

    async def withdraw(self, remote_id: str, *, hold: bool = False) -> bool:
        private = {"status": {"privacyStatus": "private", "selfDeclaredMadeForKids": False}}
        absent = (YoutubeErrorKind.ABSENT,)
        await self._call(lambda: self._connected().update_video(remote_id, private), expected=absent)
        if not hold:
            await self._call(lambda: self._connected().delete_video(remote_id), expected=absent)
        return True

    async def time(self) -> datetime | None:
        try:
            return await asyncio.to_thread(lambda: self._connected().server_time())
        except Raised as error:
            raise ProviderDown("publish.platform_down", platform=self.platform, why=api_failure(error).why) from error

    async def measure(self, remote_id: str, published: datetime, until: datetime | None) -> FilmReport:
        return await self._meter.measure(remote_id, published, until)

    @classmethod
    def lacks_permission(cls, settings: YoutubeSettings) -> bool:
        return lacks_permission(settings)

    def video_resource(self, publication: Publication, privacy: Privacy = "private") -> Json:
        """The video resource. Its visibility is always given: left out, it would mean public."""
        return {
            "snippet": {
                "title": publication.title,
                "description": f"{publication.description}\n\n{publication.mark}",
                "tags": list(publication.tags),
                "categoryId": self.settings.category,
                "defaultLanguage": publication.language,
                "defaultAudioLanguage": publication.language,
            },
            "status": {
                "privacyStatus": privacy,
                "selfDeclaredMadeForKids": False,
                "containsSyntheticMedia": publication.labelled,
            },
        }

    async def _await_processing(self, receipt: UploadReceipt, before_call: BeforeCall) -> None:
        """Wait until the video is processed. Raises Parked while it is not, Permanent when YouTube will not show it."""
        video = None
        for pause in (0.0, *self.polls):
            await asyncio.sleep(pause)
            await before_call(False)
            video = await self._call(lambda: self._connected().video_state(receipt.remote_id), _UNITS, _READ)
            if video and video.rejection_reason:
                why = f"{receipt.remote_id}: {video.rejection_reason}"
                raise Permanent("publish.film_rejected", platform=self.platform, why=why)
            if video and video.is_processed:
                return
        code = STILL_PROCESSING if video else NOT_SEEN
        raise Parked(code, platform=self.platform, until=self.now() + timedelta(minutes=2))

    async def _call(
        self, call: Callable[[], T], bucket: str = "", cost: int = 0, *, expected: tuple[YoutubeErrorKind, ...] = ()
    ) -> T | Any:
        """Call the platform if the day's quota allows it; None for a failure of an ``expected`` kind.

        Raises Parked when publishing to the channel is stopped or the quota is used up.
        """
        await self.quota.require_not_stopped()
        if bucket:
            limit = self.settings.uploads_per_day if bucket == _UPLOADS else self.settings.units_per_day - _KEPT_BACK
            await self.quota.spend_units(bucket, cost, limit)
        try:
            return await asyncio.to_thread(call)
        except Raised as error:
            failure = api_failure(error)
            if failure.kind in expected:
                return None
            raise await self._error(failure, bucket, about_video=cost >= _WRITE) from error

    async def _error(self, failure: ApiFailure, bucket: str, *, about_video: bool = False) -> WaggleError:
        """The error that a failed call means; stops the channel where no other call would be answered either.

        ``about_video``: whether the call changes a video, so that a refusal may be of that one.
        """
        day = self.now() + timedelta(hours=24)
        match failure.kind:
            case YoutubeErrorKind.REFUSED if bucket and failure.status == 403 and not about_video:
                # Of opening an upload or reading a list, not of a film's words (400): the account may not do it.
                return await self.quota.stop_publishing("publish.account_banned", failure.why, day)
            case YoutubeErrorKind.REFUSED if bucket:
                return Permanent("publish.answer_refused", platform=self.platform, why=failure.why)
            case YoutubeErrorKind.DAY:
                return await self.quota.mark_quota_exhausted(bucket or _UNITS)
            case YoutubeErrorKind.CHANNEL:
                return await self.quota.stop_publishing("publish.account_full", failure.why, day)
            case YoutubeErrorKind.PROJECT:
                return await self.quota.stop_publishing("publish.project_refused", failure.why, day)
            case YoutubeErrorKind.BANNED:
                return await self.quota.stop_publishing("publish.account_banned", failure.why)
            case YoutubeErrorKind.NO_CHANNEL:
                return await self.quota.stop_publishing("publish.no_channel", failure.why)
            case YoutubeErrorKind.AUTH:
                self._api = None
                return await self.quota.stop_publishing("publish.permission_ended", failure.why)
            case YoutubeErrorKind.ALREADY:
                return Permanent("publish.answer_refused", platform=self.platform, why=failure.why)
            case _:
                # Also a refused call of an upload session: it is at another byte than was assumed, and is asked again.
                return ProviderDown("publish.platform_down", platform=self.platform, why=failure.why)

    def _connected(self) -> DataApi:
        if self._api is None:
            self._api = DataApi(channel_credentials(self.settings), self.settings.endpoint, self.settings.chunk_bytes)
        return self._api

    def _film(self, publication: Publication) -> Path:
        return self.store.path(publication.film.video)


def _receipt_if_found(video: str, publication: Publication) -> UploadReceipt | None:
    return _receipt(video, publication) if video else None


def _receipt(identity: str, publication: Publication) -> UploadReceipt:
    return UploadReceipt(remote_id=identity, url=_url(identity), video_sha256=publication.film.video.sha256)


def _url(identity: str) -> str:
    return f"https://www.youtube.com/shorts/{identity}"
