"""The ``export`` platform: a folder for each post, for platforms without an upload API and for work by hand."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any, ClassVar, Self

from libraries.files import disk_errors_as_no_space, sha256_of_file
from libraries.media.store import MediaStore
from schemas.base import Sha256
from schemas.errors import Retryable
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
    require_fit,
)

FILM = "film.mp4"
METADATA = "metadata.json"


class ExportUploader(BaseUploader):
    """Writes ``<root>/<platform>/<post>/`` with film.mp4, metadata.json, thumbnail.jpg, captions.srt and captions.ass.

    The folder is built under another name and renamed, so a folder that exists is complete. A newer revision replaces
    the older one.
    """

    platform: ClassVar[str] = "export"
    seen_by_people: ClassVar[bool] = False
    capabilities: ClassVar[Capabilities] = Capabilities(
        description_bytes=5000,
        max_seconds=180.0,
        max_bytes=4 * 1024**3,
        label_field="metadata.json: imitated_voice, synthetic_pictures",
        idempotent_by="folder and hash of the film",
        absence_is_proof=True,
        takes_cut=False,
    )

    def __init__(self, store: MediaStore, root: Path) -> None:
        self._store = store
        self._root = root / self.platform

    @classmethod
    def at(cls, context: UploaderContext[Any]) -> Self:
        return cls(context.store, context.exports)

    async def validate(self, publication: Publication) -> None:
        await require_fit(self._store, publication, self.platform, self.capabilities)

    async def find(self, publication: Publication) -> UploadReceipt | None:
        return await asyncio.to_thread(self._find, publication)

    async def look_up(self, post_key: PostKey, video_sha256: Sha256) -> str | None:  # noqa: ARG002 - one film a folder
        return str(post_key) if await asyncio.to_thread(self._folder(post_key).is_dir) else None

    async def open(self, publication: Publication) -> UploadHandle:
        folder = self._root / f".part-{publication.post_key}"
        with disk_errors_as_no_space(folder):
            await asyncio.to_thread(_fresh, folder)
        return UploadHandle(platform=self.platform, address=str(folder))

    async def ask_upload_progress(self, handle: UploadHandle, publication: Publication) -> UploadProgress:
        receipt = await self.find(publication)
        expired = receipt is None and not await asyncio.to_thread(Path(handle.address).is_dir)
        return UploadProgress(receipt=receipt, expired=expired)

    async def send(  # a copy always begins at the first byte
        self,
        handle: UploadHandle,
        publication: Publication,
        received: int,  # noqa: ARG002
        before_call: BeforeCall,
    ) -> UploadProgress:
        folder = Path(handle.address)
        with disk_errors_as_no_space(folder):
            await asyncio.to_thread(_fresh, folder)
            await asyncio.to_thread(self._fill, folder, publication)
        await before_call(True)
        await asyncio.to_thread(_replace_folder, folder, self._folder(publication.post_key))
        receipt = await self.find(publication)
        if receipt is None:
            raise Retryable("publish.export_differs", post=publication.post_key)
        return UploadProgress(receipt=receipt)

    async def release(self, receipt: UploadReceipt, publication: Publication, privacy: Privacy) -> UploadReceipt:  # noqa: ARG002
        """Nothing: what becomes of the folder is decided by hand."""
        return receipt

    async def cancel(self, handle: UploadHandle) -> UploadReceipt | None:
        await asyncio.to_thread(shutil.rmtree, handle.address, ignore_errors=True)
        return None

    async def withdraw(self, remote_id: str, *, hold: bool = False) -> bool:  # noqa: ARG002 - nobody sees a folder
        folder = self._folder(PostKey.parse(remote_id))
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        return True

    def _folder(self, key: PostKey) -> Path:
        return self._root / str(key)

    def _find(self, publication: Publication) -> UploadReceipt | None:
        folder = self._folder(publication.post_key)
        film = folder / FILM
        try:
            if json.loads((folder / METADATA).read_bytes()).get("marker") != publication.export_marker:
                return None
            digest = sha256_of_file(film)
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        if digest != publication.film.video.sha256:
            return None
        return UploadReceipt(remote_id=str(publication.post_key), url=film.resolve().as_uri(), video_sha256=digest)

    def _fill(self, folder: Path, publication: Publication) -> None:
        film = publication.film
        for reference, name in (
            (film.video, FILM),
            (film.thumbnail, "thumbnail.jpg"),
            (film.captions, "captions.srt"),
            (film.styled_captions, "captions.ass"),
        ):
            if reference is not None:
                shutil.copyfile(self._store.path(reference), folder / name)
        (folder / METADATA).write_text(_metadata(publication), encoding="utf-8")


def _metadata(publication: Publication) -> str:
    described = publication.model_dump(mode="json", exclude={"film", "post_key"})
    described |= {
        "post": str(publication.post_key),
        "marker": publication.export_marker,
        "duration": publication.film.duration,
        "width": publication.film.width,
        "height": publication.film.height,
        "fps": publication.film.fps,
        "sha256": publication.film.video.sha256,
        "made_for_kids": False,
        "checks": publication.film.checks,
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _fresh(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _replace_folder(built: Path, place: Path) -> None:
    """Put the folder ``built`` in place of ``place``.

    Folders cannot be replaced in one step: the old one is renamed first, and `find` notices a half-done swap.
    """
    aside = place.with_name(f".old-{place.name}")
    shutil.rmtree(aside, ignore_errors=True)
    if place.exists():
        place.rename(aside)
    built.rename(place)
    shutil.rmtree(aside, ignore_errors=True)
