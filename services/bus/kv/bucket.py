"""A key-value bucket with compare-and-set, for what must be decided once and outlive every projection.

The bucket has the layout of a NATS key-value store of history 1: `nats kv get UPLOADS <key>` reads it too.
"""

import base64
import uuid
from collections.abc import AsyncIterator
from datetime import datetime
from typing import NamedTuple

from nats.js.errors import APIError, NotFoundError

from schemas.errors import Conflict
from services.bus.connection.client import WRONG_SEQUENCE, BrokerClient
from services.bus.stream.reader import read

STREAM = "KV_UPLOADS"
_PREFIX = "$KV.UPLOADS."
_WRITER = "Waggle-Write"


class Entry(NamedTuple):
    """A value and its revision, which the next write must expect."""

    key: str
    revision: int
    value: bytes


class Bucket:
    """Entries by key: tokens of letters, digits, ``_`` and ``-``, separated by dots.

    Every method may raise ProviderDown, NoSpace and BadInput (too big).
    """

    def __init__(self, link: BrokerClient) -> None:
        self._link = link

    async def get(self, key: str) -> Entry | None:
        """The newest value, asked of the stream's leader; None where none was ever written."""
        found = await self._last(key)
        return None if found is None else Entry(key, int(found["seq"]), base64.b64decode(found.get("data", "")))

    async def put(self, key: str, value: bytes, *, expected: int) -> int:
        """Write over revision ``expected`` (0: nothing is there yet); gives the new revision.

        Raises Conflict when somebody else was faster. A write whose answer was lost counts as made.
        """
        writer = uuid.uuid4().hex
        headers = {"Nats-Expected-Last-Subject-Sequence": str(expected), _WRITER: writer}
        try:
            return (await self._link.store(_PREFIX + key, value, headers)).seq
        except APIError as error:
            if error.err_code not in WRONG_SEQUENCE:
                raise
        found = await self._last(key)
        if found is not None and writer.encode() in base64.b64decode(found.get("hdrs", "")):
            return int(found["seq"])
        raise Conflict("entry.changed", key=key, revision=int(found["seq"]) if found else 0)

    async def entries(self, pattern: str = ">") -> AsyncIterator[Entry]:
        """The newest value of every key that fits ``pattern`` (NATS wildcards), the oldest write first."""
        async for batch in read(self._link, STREAM, (_PREFIX + pattern,), after=0, follow=False, batch=200):
            for stored in batch:
                yield Entry(stored.subject.removeprefix(_PREFIX), stored.sequence, stored.payload)

    async def born(self) -> datetime:
        """When the bucket was made. Whatever was written of before that was lost with another one."""
        info = await self._link.api(f"STREAM.INFO.{STREAM}")
        return datetime.fromisoformat(info["created"])

    async def _last(self, key: str) -> dict[str, str] | None:
        try:
            found = await self._link.api(f"STREAM.MSG.GET.{STREAM}", {"last_by_subj": _PREFIX + key})
        except NotFoundError:
            return None
        message: dict[str, str] = found["message"]
        return message
