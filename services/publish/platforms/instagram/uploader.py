"""The ``instagram`` platform: the film is uploaded into a container that nobody sees; one call makes it a reel.

A reel is public from its first moment, so nothing is sent before a reviewer released the film. A container becomes at
most one reel, however often that is asked for: this makes publishing idempotent.

Source: Meta for Developers, "Instagram Platform": content publishing, resumable uploads, IG container.
"""

import asyncio
import json
from datetime import datetime, timedelta
from typing import ClassVar, Final, NamedTuple
from urllib.parse import urlencode

from libraries.film_statistics.platform_report import FilmReport
from libraries.oauth_consent import AskForAddress, Show
from libraries.platform_apis.answers import A, describe_answer, parse_answer
from libraries.platform_apis.http import FORM, ApiResponse, form_body, read_file_range, send_request
from libraries.platform_apis.instagram import (
    ContainerState,
    CreatedContainer,
    InstagramErrorAnswer,
    InstagramErrorKind,
    MetaError,
    PublishedReel,
    PublishingLimits,
    Reel,
    ReelList,
)
from libraries.texts.platform_text import shorten_text, utf16_length
from schemas.base import Sha256
from schemas.errors import BadInput, Parked, Permanent, ProviderDown, WaggleError
from schemas.posts import PostKey
from services.publish.platforms.base import (
    RELEASE_IN_DOUBT,
    BeforeCall,
    Capabilities,
    Privacy,
    Publication,
    UploadHandle,
    UploadProgress,
    UploadReceipt,
    mark_of,
)
from services.publish.platforms.http_account import AccountUploader
from services.publish.platforms.instagram import InstagramSettings
from services.publish.platforms.instagram.film_statistics import TIMING, InstagramStatisticsReader, lacks_permission
from services.publish.platforms.instagram.token import ask_and_store_token, load_page_token

_CAPTION: Final = 2200
_HASHTAGS: Final = 30
_CREDIT: Final = "\n\n출처: "
"""Beginning of the part of a description that is never cut."""
_LISTED: Final = 100
"""Number of the newest reels that are searched for a film."""


class _Container(NamedTuple):
    """The content of a handle's address."""

    id: str
    url: str

    @classmethod
    def of(cls, handle: UploadHandle) -> "_Container":
        return cls(*json.loads(handle.address))


class InstagramUploader(AccountUploader[InstagramSettings]):
    """Uploads to one professional account."""

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
        statistics=TIMING,
    )
    consent_is_pasted: ClassVar[bool] = True

    @classmethod
    async def authorise(cls, settings: InstagramSettings, show: Show, paste: AskForAddress | None = None) -> None:
        await ask_and_store_token(settings, show, paste)

    async def find(self, publication: Publication) -> UploadReceipt | None:
        found = await self._reel(publication.film.video.sha256)
        return None if found is None else _receipt(found, publication.film.video.sha256)

    async def look_up(self, post_key: PostKey, video_sha256: Sha256) -> str | None:  # noqa: ARG002 - the mark is enough
        found = await self._reel(video_sha256)
        return None if found is None else found.id

    async def open(self, publication: Publication) -> UploadHandle:
        await self.quota.reserve_upload(publication.mark, self.settings.daily_cap)
        await self._require_room()
        wanted = {
            "media_type": "REELS",
            "upload_type": "resumable",
            "caption": caption_text(publication),
            "is_ai_generated": json.dumps(publication.labelled),
        }
        made = await self._call(CreatedContainer, "POST", f"{self._user()}/media", wanted)
        return UploadHandle(platform=self.platform, address=json.dumps([made.id, made.uri]))

    async def ask_upload_progress(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
        if not handle.address:
            return UploadProgress(expired=True)
        return await self._progress(_Container.of(handle).id, publication.film.video.sha256)

    async def send(
        self, handle: UploadHandle, publication: Publication, received: int, before_call: BeforeCall
    ) -> UploadProgress:
        container, film = _Container.of(handle), publication.film.video
        path = await asyncio.to_thread(self.store.path, film)
        while received < film.size:
            end = min(film.size, received + self.settings.chunk_bytes)
            await before_call(end == film.size)
            body = await asyncio.to_thread(read_file_range, path, received, end - received)
            token = load_page_token(self.settings).access_token.get_secret_value()
            headers = {"Authorization": f"OAuth {token}", "offset": str(received), "file_size": str(film.size)}
            answer = await send_request("POST", container.url, headers, body)
            if answer.status != 200:
                why = f"chunk: {answer.status} {describe_answer(answer.content)}"
                raise ProviderDown("publish.platform_down", platform=self.platform, why=why)
            received = end
        return await self.wait_until_processed(lambda: self._progress(container.id, film.sha256), before_call)

    async def release(self, receipt: UploadReceipt, publication: Publication, privacy: Privacy) -> UploadReceipt | None:
        if privacy != "public":
            raise BadInput("publish.only_public", platform=self.platform, privacy=privacy)
        sha256 = publication.film.video.sha256
        match (await self._container(receipt.remote_id)).status_code:
            case "FINISHED":
                form = {"creation_id": receipt.remote_id}
                made = await self._call(PublishedReel, "POST", f"{self._user()}/media_publish", form)
                reel = await self._call(Reel, "GET", made.id, {"fields": "id,permalink"}, absent=True)
                return _receipt(reel.model_copy(update={"id": made.id}), sha256)
            case "EXPIRED" | "ERROR":
                return None  # the platform itself says that it never became a reel
            case "IN_PROGRESS":
                raise ProviderDown("publish.platform_down", platform=self.platform, why="IN_PROGRESS")
            case status:
                found = await self.find(publication)
                if found is None and status:
                    until = self.now() + timedelta(minutes=1)
                    raise Parked("publish.not_listed", platform=self.platform, until=until)
                if found is None:
                    raise Permanent(RELEASE_IN_DOUBT, post=publication.post_key, platform=self.platform)
                return found

    async def cancel(self, handle: UploadHandle) -> UploadReceipt | None:  # noqa: ARG002
        """Nothing: a container that is not published expires within a day, unseen."""
        return None

    async def withdraw(self, remote_id: str, *, hold: bool = False) -> bool:  # noqa: ARG002 - nothing can be done
        """True for a container that never became a reel and for a reel that is gone; the Graph API deletes no reel."""
        status = (await self._container(remote_id)).status_code
        if status not in ("", "PUBLISHED"):
            return True
        reel = await self._call(Reel, "GET", remote_id, {"fields": "id,permalink"}, absent=True)
        return not reel.id and not status

    async def measure(self, remote_id: str, published: datetime, until: datetime | None) -> FilmReport:  # noqa: ARG002
        return await InstagramStatisticsReader(self.settings, self.quota, self.now).measure(remote_id)

    @classmethod
    def lacks_permission(cls, settings: InstagramSettings) -> bool:
        return lacks_permission(settings)

    async def _require_room(self) -> None:
        """Raises Parked while the account has no place left in its moving day of 24 hours."""
        fields = {"fields": "quota_usage,config"}
        path = f"{self._user()}/content_publishing_limit"
        for limit in (await self._call(PublishingLimits, "GET", path, fields)).data:
            if limit.usage >= limit.allowance.total:
                raise await self._account_full(f"{limit.usage} reels in 24 hours")

    async def _progress(self, container: str, sha256: Sha256) -> UploadProgress:
        """Progress of the upload into a container. Raises Permanent when Instagram will never take the film."""
        found = await self._container(container, "status_code,status,video_status")
        match found.status_code:
            case "FINISHED" | "PUBLISHED":
                return UploadProgress(receipt=UploadReceipt(remote_id=container, url="", video_sha256=sha256))
            case "ERROR" if found.is_refused:
                raise Permanent("publish.film_rejected", platform=self.platform, why=found.status)
            case "" | "ERROR" | "EXPIRED":
                # No container becomes a reel before that is asked for: whatever became of it, there is no reel.
                return UploadProgress(aborted=found.status)
            case _:
                return UploadProgress(received=found.video_status.uploading_phase.bytes_transferred)

    async def _container(self, identity: str, fields: str = "status_code") -> ContainerState:
        """How far a container is; without ``status_code`` for an id that is no container."""
        return await self._call(ContainerState, "GET", identity, {"fields": fields}, absent=True)

    async def _reel(self, video_sha256: Sha256) -> Reel | None:
        """The newest reel with the mark of this film."""
        fields = {"fields": "id,caption,permalink", "limit": str(_LISTED)}
        reels = (await self._call(ReelList, "GET", f"{self._user()}/media", fields)).data
        return next((reel for reel in reels if reel.id and mark_of(video_sha256) in reel.caption), None)

    def _user(self) -> str:
        return load_page_token(self.settings).user_id

    async def _call(self, model: type[A], method: str, path: str, fields: dict[str, str], *, absent: bool = False) -> A:
        """The answer; with ``absent``, one without fields for an object that is not there."""
        await self.quota.require_not_stopped()
        headers = {"Authorization": f"Bearer {load_page_token(self.settings).access_token.get_secret_value()}"}
        url = f"{self.settings.endpoint}{path}"
        if method == "GET":
            answer = await send_request(method, f"{url}?{urlencode(fields)}", headers)
        else:
            answer = await send_request(method, url, headers | {"Content-Type": FORM}, form_body(fields))
        if answer.status == 200:
            return parse_answer(model, answer.content, self.platform)
        error = parse_answer(InstagramErrorAnswer, answer.body, self.platform).error
        if absent and error.kind(answer.status) is InstagramErrorKind.ABSENT:
            return parse_answer(model, {}, self.platform)
        raise await self._error(answer, error)

    async def _error(self, answer: ApiResponse, error: MetaError) -> WaggleError:
        """The error that an answer means; stops the account where no other call would be answered either."""
        why = f"{answer.status} {error.code}/{error.detail}" if error.code else f"{answer.status} without an error"
        tomorrow = self.now() + timedelta(hours=24)
        match error.kind(answer.status):
            case InstagramErrorKind.AUTH:
                return await self.quota.stop_publishing("publish.permission_ended", why)
            case InstagramErrorKind.FULL:
                return await self._account_full(why)
            case InstagramErrorKind.BANNED:
                return await self.quota.stop_publishing("publish.account_banned", why, tomorrow)
            case InstagramErrorKind.PROJECT:
                return await self.quota.stop_publishing("publish.project_refused", why, tomorrow)
            case InstagramErrorKind.SLOW_DOWN:
                until = self.now() + timedelta(hours=1)
                return Parked("publish.too_many_calls", platform=self.platform, why=why, until=until)
            case InstagramErrorKind.BUSY:
                return ProviderDown("publish.platform_down", platform=self.platform, why=why)
            case InstagramErrorKind.FILM:
                return Permanent("publish.film_rejected", platform=self.platform, why=why)
            case _:
                return Permanent("publish.answer_refused", platform=self.platform, why=why)

    async def _account_full(self, why: str) -> Parked:
        return await self.quota.stop_publishing("publish.account_full", why, self.now() + timedelta(hours=1))


def _receipt(reel: Reel, sha256: Sha256) -> UploadReceipt:
    return UploadReceipt(remote_id=reel.id, url=reel.permalink, video_sha256=sha256)


def caption_text(publication: Publication) -> str:
    """Title and text, shortened so that credit, disclosure and mark stay whole; hashtags past the 30th lose their #."""
    text, sign, credit = publication.description.rpartition(_CREDIT)
    mark = f"\n\n{publication.mark}"
    ending = shorten_text(f"{sign}{credit if sign else ''}", characters=_CAPTION - utf16_length(mark)) + mark
    body = f"{publication.title}\n\n{text if sign else credit}".rstrip()
    parts = (shorten_text(body, characters=_CAPTION - utf16_length(ending)) + ending).split("#")
    return "#".join(parts[: _HASHTAGS + 1]) + "".join(parts[_HASHTAGS + 1 :])
