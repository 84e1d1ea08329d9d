"""Safe download of pictures: through the site's gate, one try, bounded, and only what begins like a picture."""

from typing import Final

from crawlers.fetch.polite_client import PoliteClient
from schemas.errors import BadInput

PICTURE_LIMIT: Final = 10 * 1024 * 1024
"""Bytes a picture may have."""
_SIGNATURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")


async def download_picture(gate: PoliteClient, url: str, page: str) -> bytes:
    """The bytes of a JPEG, PNG, GIF or WebP; ``page`` is named as the referer.

    Raises BadInput (``reason``: address, robots, picture_refused, too_large, not_a_picture) or ProviderDown.
    """
    answer = await gate.picture(url, page, PICTURE_LIMIT)
    if not is_picture(answer.body):
        raise BadInput(
            what=f"picture {url[:200]}",
            why="its first bytes are of no JPEG, PNG, GIF or WebP",
            remedy="It was left out.",
            reason="not_a_picture",
        )
    return answer.body


def is_picture(data: bytes) -> bool:
    """Judged by the first bytes alone: names and declared types are the sender's word."""
    return data.startswith(_SIGNATURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
