"""Pictures from the web made harmless: each is opened by a limited child process and encoded anew."""

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
    """A clean picture: sRGB, upright, opaque, without metadata. ``suffix`` is jpg or webp; sizes in pixels."""

    data: bytes
    suffix: str
    width: int
    height: int


class PictureWorker:
    """Cleans pictures in a child process, which starts with the first one. Use it as an async context manager.

    A child that hangs or dies over a picture is replaced; the picture is refused.
    """

    def __init__(self, timeout: float = _TIMEOUT) -> None:
        self._timeout = timeout
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end()

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        return self._child.pid if self._child is not None else None

    async def clean(self, data: bytes) -> CleanPicture:
        """The picture in ``data``. Raises BadInput; its ``reason`` is ``tiny`` or ``bad_picture``."""
        async with self._turn:
            try:
                about, body = await asyncio.wait_for(self._ask(data), self._timeout)
            except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
                await self._end()
                why = "it takes too long" if isinstance(error, TimeoutError) else "the decoder did not survive it"
                raise _refused(why, "bad_picture") from error
            except asyncio.CancelledError:
                await self._end()
                raise
        if "reason" in about:
            raise _refused(str(about["reason"]), "tiny" if about.get("tiny") else "bad_picture")
        return CleanPicture(body, about["suffix"], about["width"], about["height"])

    async def _ask(self, data: bytes) -> tuple[dict[str, Any], bytes]:
        child = await self._started()
        if child.stdin is None or child.stdout is None:
            raise ConnectionError
        child.stdin.write(_HEADER.pack(len(data)) + data)
        await child.stdin.drain()
        length: int = _HEADER.unpack(await child.stdout.readexactly(_HEADER.size))[0]
        if length > _LARGEST:
            raise ConnectionError
        line, _, body = (await child.stdout.readexactly(length)).partition(b"\n")
        return json.loads(line), body

    async def _started(self) -> asyncio.subprocess.Process:
        if self._child is None:
            self._child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "services.media.sanitize",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        return self._child

    async def _end(self) -> None:
        if self._child is not None:
            with suppress(ProcessLookupError):
                self._child.kill()
            await self._child.wait()
            self._child = None


def _refused(why: str, reason: str) -> BadInput:
    return BadInput(what="picture", why=why, remedy="It was left out.", reason=reason)
