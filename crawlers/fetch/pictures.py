"""Downloads pictures through a site's polite client: one try, bounded size, and only what begins like a picture."""

from typing import Final

from crawlers.fetch.polite_client import PoliteClient
from schemas.errors import BadInput

PICTURE_LIMIT: Final = 10 * 1024 * 1024
"""Largest size of a picture, in bytes."""
_SIGNATURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_AVIF: Final = (b"ftypavif", b"ftypavis")


async def download_picture(client: PoliteClient, url: str, page: str) -> bytes:
    """The bytes of a JPEG, PNG, GIF, WebP or AVIF; ``page`` is sent as the referer.

    Raises BadInput (``page.address``, ``robots``, ``too_large``, ``picture.picture_refused``, ``not_a_picture``) or
    ProviderDown.
    """
    answer = await client.fetch_picture(url, page, PICTURE_LIMIT)
    if not is_picture(answer.body):
        raise BadInput("picture.not_a_picture", url=url[:200])
    return answer.body


def is_picture(data: bytes) -> bool:
    """Whether the first bytes are those of a JPEG, PNG, GIF, WebP or AVIF; names and declared types are not trusted."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or data[4:12] in _AVIF or data.startswith(_SIGNATURES)
