"""A post's pictures: fetched while the page is fresh, cleaned, stored. One that fails is left out, never the post."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from crawlers.fetch.polite_client import PoliteClient
from schemas.errors import BadInput, ProviderDown
from schemas.posts import Image
from services.media.download import download_picture
from services.media.images import PictureWorker
from services.media.likeness import likeness
from services.media.store import MediaStore

_MOST = 20
"""Pictures kept of one post."""


class PostImages:
    """Keeps the pictures of one site's posts."""

    def __init__(self, gate: PoliteClient, worker: PictureWorker, store: MediaStore) -> None:
        self._gate, self._worker, self._store = gate, worker, store

    async def keep(self, urls: Sequence[str], page: str, left_out: Counter[str]) -> list[Image]:
        """The pictures at ``urls``, shown on ``page``; those that failed are counted by reason. Raises NoSpace."""
        images: list[Image] = []
        left_out["too_many"] += max(0, len(urls) - _MOST)
        for url in urls[:_MOST]:
            try:
                images.append(await self._one(url, page))
            except (BadInput, ProviderDown) as error:
                left_out[str(error.fields.get("reason", "unreachable"))] += 1
        return images

    async def _one(self, url: str, page: str) -> Image:
        picture = await self._worker.clean(await download_picture(self._gate, url, page))
        media = await asyncio.to_thread(self._store.put, picture.data, picture.suffix)
        source = self._gate.spec.public(url)
        alike = await asyncio.to_thread(likeness, picture.data)
        return Image(media=media, width=picture.width, height=picture.height, source_url=source, likeness=alike)
