"""Sanitizes pictures from the web: each is decoded in a limited child process and encoded again."""

import asyncio
import json
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from schemas.errors import BadInput

_HEADER = struct.Struct(">I")
_TIMEOUT = 30.0
_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A sanitized picture: sRGB, upright, opaque, without metadata. ``suffix`` is jpg or webp; sizes in pixels."""

    data: bytes
    suffix: str
    width: int
    height: int


class PictureSanitizer:
    """Sanitizes pictures in a child process, started with the first one. Use it as an async context manager.

    When the child hangs or crashes, the picture is refused and the next one gets a new child.
    """

    def __init__(self, timeout: float = _TIMEOUT) -> None:
        self._timeout = timeout
        self._child: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._kill()

    @property
    def pid(self) -> int | None:
        """Process id of the child; None while there is none."""
        return self._child.pid if self._child is not None else None

    async def sanitize(self, data: bytes) -> CleanPicture:
        """The sanitized picture. Raises BadInput (``picture.tiny``, ``picture.bad_picture``)."""
        async with self._lock:
            try:
                async with asyncio.timeout(self._timeout):
                    about, body = await self._exchange(data)
            except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
                await self._kill()
                if isinstance(error, TimeoutError):
                    raise BadInput("picture.bad_picture.timeout", seconds=self._timeout) from error
                raise BadInput("picture.bad_picture.crash") from error
            except asyncio.CancelledError:
                await self._kill()
                raise
        if "code" in about:
            raise BadInput(about["code"], **about["fields"])
        return CleanPicture(body, about["suffix"], about["width"], about["height"])

    async def _exchange(self, data: bytes) -> tuple[dict[str, Any], bytes]:
        child = await self._running_child()
        if child.stdin is None or child.stdout is None:
            raise ConnectionError
        child.stdin.write(_HEADER.pack(len(data)) + data)
        await child.stdin.drain()
        length: int = _HEADER.unpack(await child.stdout.readexactly(_HEADER.size))[0]
        if length > _LARGEST:
            raise ConnectionError
        line, _, body = (await child.stdout.readexactly(length)).partition(b"\n")
        return json.loads(line), body

    async def _running_child(self) -> asyncio.subprocess.Process:
        if self._child is None:
            self._child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "libraries.pictures.sanitizer_process",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        return self._child

    async def _kill(self) -> None:
        if self._child is not None:
            with suppress(ProcessLookupError):
                self._child.kill()
            await self._child.wait()
            self._child = None
