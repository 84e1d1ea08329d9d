"""The platform ``fake``: a folder in the place of a channel, for trying out publishing without an account.

It keeps what a real platform would keep: sessions that go on where they broke off, videos
with their words and their visibility.
"""

import asyncio
import json
import secrets
from pathlib import Path
from typing import Any, ClassVar, Final, Self

from libraries import files
from libraries.files import disk_errors_as_no_space
from libraries.media.store import MediaStore
from libraries.platform_apis.http import read_file_range
from schemas.base import Sha256
from schemas.errors import ProviderDown
from schemas.posts import PostKey
from services.publish.platforms.base import (
    BaseUploader,
    BeforeCall,
    Capabilities,
    Privacy,
    Publication,
    UploaderContext,
    UploadHandle,
    UploadProgress,
    UploadReceipt,
    mark_of,
    require_fit,
)

_CHUNK: Final = 1024**2


class FolderUploader(BaseUploader):
    """The uploader to the platform ``fake``, which is a folder.

    Files in ``<root>/fake/``: ``<id>.mp4`` and ``<id>.json`` of every video, ``<id>.part`` of every open session.
    """

    platform: ClassVar[str] = "fake"
    capabilities: ClassVar[Capabilities] = Capabilities(
        description_bytes=5000,
        max_seconds=600.0,
        max_bytes=4 * 1024**3,
        label_field="imitated_voice",
        idempotent_by="the session, whose name the video keeps",
        absence_is_proof=True,
    )

    def __init__(self, store: MediaStore, root: Path, chunk_bytes: int = _CHUNK) -> None:
        self._store = store
        self._root = root / self.platform
        self._chunk = chunk_bytes

    @classmethod
    def at(cls, context: UploaderContext[Any]) -> Self:
        return cls(context.store, context.exports)

    async def validate(self, publication: Publication) -> None:
        await require_fit(self._store, publication, self.platform, self.capabilities)

    async def find(self, publication: Publication) -> UploadReceipt | None:
        sha256 = publication.film.video.sha256
        found = await self.look_up(publication.post_key, sha256)
        return self._receipt(found, sha256) if found else None

    async def look_up(self, post_key: PostKey, video_sha256: Sha256) -> str | None:  # noqa: ARG002 - the mark is enough
        return await asyncio.to_thread(self._marked, mark_of(video_sha256))

    async def open(self, publication: Publication) -> UploadHandle:  # noqa: ARG002 - a session knows its bytes only
        part = self._root / f"{secrets.token_hex(6)}.part"
        with disk_errors_as_no_space(part):
            await asyncio.to_thread(self._root.mkdir, parents=True, exist_ok=True)
            await asyncio.to_thread(part.touch)
        return UploadHandle(platform=self.platform, address=str(part))

    async def ask_upload_progress(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
        part = Path(handle.address)
        if not handle.address:
            return UploadProgress(expired=True)
        if await asyncio.to_thread(part.with_suffix(".json").is_file):
            return UploadProgress(receipt=self._receipt(part.stem, publication.film.video.sha256))
        for so_far in (part, part.with_suffix(".mp4")):
            if await asyncio.to_thread(so_far.is_file):
                return UploadProgress(received=(await asyncio.to_thread(so_far.stat)).st_size)
        return UploadProgress(expired=True)

    async def send(
        self, handle: UploadHandle, publication: Publication, received: int, before_call: BeforeCall
    ) -> UploadProgress:
        part, film = Path(handle.address), publication.film.video
        source = await asyncio.to_thread(self._store.path, film)
        for begin in range(received, film.size, self._chunk):
            await before_call(begin + self._chunk >= film.size)
            with disk_errors_as_no_space(part):
                data = await asyncio.to_thread(read_file_range, source, begin, self._chunk)
                await asyncio.to_thread(_append, part, begin, data)
        record = publication.model_dump(mode="json", exclude={"film"})
        record |= {"privacy": "private", "sha256": film.sha256, "mark": publication.mark}
        await asyncio.to_thread(self._complete, part, record)
        return await self.ask_upload_progress(handle, publication)

    async def finish(
        self, step: str, receipt: UploadReceipt, publication: Publication, before_call: BeforeCall
    ) -> None:
        """Nothing is processed here."""

    async def release(self, receipt: UploadReceipt, publication: Publication, privacy: Privacy) -> UploadReceipt | None:  # noqa: ARG002 - the words are there
        there = await asyncio.to_thread(self._show, receipt.remote_id, privacy)
        return receipt if there else None

    async def cancel(self, handle: UploadHandle) -> UploadReceipt | None:
        part = Path(handle.address)
        if await asyncio.to_thread(part.with_suffix(".json").is_file):
            return self._receipt(part.stem, "0" * 64)
        await asyncio.to_thread(part.unlink, missing_ok=True)
        return None

    async def withdraw(self, remote_id: str, *, hold: bool = False) -> bool:
        await asyncio.to_thread(self._show, remote_id, "private")
        if not hold:
            for suffix in ("mp4", "json"):
                await asyncio.to_thread((self._root / f"{remote_id}.{suffix}").unlink, missing_ok=True)
        return True

    def _receipt(self, identity: str, sha256: Sha256) -> UploadReceipt:
        url = (self._root / f"{identity}.mp4").resolve().as_uri()
        return UploadReceipt(remote_id=identity, url=url, video_sha256=sha256)

    def _marked(self, mark: str) -> str | None:
        for file in self._root.glob("*.json"):
            if json.loads(file.read_bytes())["mark"] == mark:
                return file.stem
        return None

    def _complete(self, part: Path, record: dict[str, Any]) -> None:
        """The session's bytes become a video, whose words say last that it is one."""
        film = part.with_suffix(".mp4")
        try:
            part.rename(film)
        except FileNotFoundError as error:
            if not film.is_file():
                raise ProviderDown("publish.platform_down", platform=self.platform, why="no such session") from error
        self._write(part.stem, record)

    def _show(self, identity: str, privacy: Privacy) -> bool:
        try:
            record = json.loads((self._root / f"{identity}.json").read_bytes())
        except FileNotFoundError:
            return False
        self._write(identity, record | {"privacy": privacy})
        return True

    def _write(self, identity: str, record: dict[str, Any]) -> None:
        files.write_atomically(
            self._root / f"{identity}.json", json.dumps(record, ensure_ascii=False, indent=2).encode()
        )


def _append(part: Path, begin: int, data: bytes) -> None:
    with part.open("r+b") as file:
        file.truncate(begin)
        file.seek(begin)
        file.write(data)
