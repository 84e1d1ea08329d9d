"""Stored pictures and films, by the hash that is their name."""

import asyncio
import re
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse

from libraries.media.store import MediaMissing, MediaStore
from schemas.media import MediaRef

_NAME: Final = re.compile(r"([0-9a-f]{64})\.([a-z0-9]{1,8})")
_FOLDER: Final = re.compile(r"[0-9a-f]{2}")
_RANGE: Final = re.compile(r"bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})")

_TYPES: Final = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "mp4": "video/mp4",
    "png": "image/png",
    "wav": "audio/wav",
    "webp": "image/webp",
}
"""What a browser may show. Everything else is a download: a stored page or SVG would run in our origin."""


def media_routes(store: MediaStore) -> APIRouter:
    """``GET /media/{key}``: whole or one range; immutable, because the content is the name."""
    router = APIRouter()

    @router.api_route("/media/{folder}/{name}", methods=["GET", "HEAD"])
    async def media(folder: str, name: str, request: Request) -> FileResponse:
        found = _NAME.fullmatch(name)
        if found is None or not _FOLDER.fullmatch(folder):
            raise HTTPException(404)
        span = request.headers.get("range")
        if span is not None and not _RANGE.fullmatch(span):
            raise HTTPException(416)  # several ranges in one answer serve nobody but a flood
        digest, suffix = found.groups()
        try:
            path = await asyncio.to_thread(store.path, MediaRef(key=f"{folder}/{name}", sha256=digest, size=0))
        except MediaMissing as error:
            raise HTTPException(404) from error
        return FileResponse(
            path,
            media_type=_TYPES.get(suffix, "application/octet-stream"),
            filename=None if suffix in _TYPES else name,
            headers={
                "cache-control": "private, max-age=31536000, immutable",
                "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
            },
        )

    return router
