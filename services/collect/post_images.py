"""The pictures of a post: downloaded, cleaned and stored. A picture that fails is left out; the post is kept."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from crawlers.fetch.pictures import download_picture
from crawlers.fetch.polite_client import PoliteClient
from libraries.media.post_store import PostMediaStore
from libraries.media.store import MediaStore
from libraries.pictures.perceptual_hash import difference_hash
from libraries.pictures.sanitizer import PictureSanitizer
from schemas.crawls import short_reason
from schemas.errors import BadInput, ProviderDown
from schemas.posts import Image, PostKey

_MOST_IMAGES = 20
"""Pictures kept of one post."""


class PostImageDownloader:
    """Stores the pictures of one site's posts."""

    def __init__(self, client: PoliteClient, sanitizer: PictureSanitizer, store: MediaStore) -> None:
        self._client, self._sanitizer, self._media = client, sanitizer, store
        self.may_come_later = False
        """Whether a picture of the last post failed for a reason that passes: a busy server, or no answer."""

    async def store_images(
        self,
        post: PostKey,
        urls: Sequence[str],
        page: str,
        left_out: Counter[str],
        places: Sequence[int | None] = (),
    ) -> list[Image]:
        """The pictures at ``urls`` on ``page``, with the paragraphs before each as far as ``places`` says.

        Each is noted for ``post`` first: until that is collected no fact says that it needs a picture which a post
        that is withdrawn meanwhile has too. Failures are counted in ``left_out`` by reason. Raises NoSpace.
        """
        images: list[Image] = []
        store = PostMediaStore(self._media, post)
        self.may_come_later = False
        left_out["too_many"] += max(0, len(urls) - _MOST_IMAGES)
        for url, place in zip_longest(urls[:_MOST_IMAGES], places[: min(len(urls), _MOST_IMAGES)]):
            try:
                images.append((await self._store(store, url, page)).model_copy(update={"paragraph": place}))
            except (BadInput, ProviderDown) as error:
                left_out[short_reason(error)] += 1
                status = error.fields.get("status", 0)
                passes = status == 429 or (isinstance(status, int) and status >= 500)
                self.may_come_later |= passes or isinstance(error, ProviderDown)
        return images

    async def _store(self, store: PostMediaStore, url: str, page: str) -> Image:
        picture = await self._sanitizer.sanitize(await download_picture(self._client, url, page))
        media = await asyncio.to_thread(store.put, picture.data, picture.suffix)
        source = self._client.spec.public_address(url)
        alike = await asyncio.to_thread(difference_hash, picture.data)
        return Image(media=media, width=picture.width, height=picture.height, source_url=source, likeness=alike)
