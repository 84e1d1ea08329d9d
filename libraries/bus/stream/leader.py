"""What a stream's leader has: in a cluster only that is surely everything that was acknowledged."""

import asyncio
import base64
from collections.abc import Sequence
from datetime import datetime

from nats.js.errors import NotFoundError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.stream.stored_message import STORED, StoredMessage
from schemas.errors import StreamDamaged


class Lag:
    """How far a reading is behind what the stream's leader had when it began."""

    def __init__(self, client: BrokerClient, stream: str, filters: Sequence[str]) -> None:
        self._client = client
        self._stream = stream
        self._filters = filters or (">",)
        self._end: int | None = None
        self._at = -1
        self._since = 0.0

    async def is_behind(self, after: int) -> bool:
        """Whether messages after that sequence are to come. Raises StreamDamaged when none come for too long."""
        if self._end is not None and after >= self._end:
            return False
        last = await self._leader_has()
        self._end = last if self._end is None else min(self._end, last)  # what was to come may be purged meanwhile
        now = asyncio.get_running_loop().time()
        if after > self._at:
            self._at, self._since = after, now
        if after < self._end and now > self._since + self._client.patience:
            raise StreamDamaged("stream.damaged", stream=self._stream, unreadable=1, sequence=after)
        return after < self._end

    async def _leader_has(self) -> int:
        last = 0
        for subject in self._filters:
            found = await message_after(self._client, self._stream, {"last_by_subj": subject})
            last = max(last, found.sequence if found else 0)
        return last


async def message_after(client: BrokerClient, stream: str, which: dict[str, object]) -> StoredMessage | None:
    """One message as the stream's leader has it: ``which`` as STREAM.MSG.GET takes it. None when there is none."""
    try:
        found = (await client.api(f"STREAM.MSG.GET.{stream}", which))["message"]
    except NotFoundError:
        return None
    lines = base64.b64decode(found.get("hdrs", "")).decode().split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    headers = {name.strip(): value.strip() for name, _, value in pairs}
    time = datetime.fromisoformat(headers.get(STORED, found["time"]))
    return StoredMessage(found["seq"], time, found["subject"], headers, base64.b64decode(found.get("data", "")))


async def read_from_leader(client: BrokerClient, stream: str, subject: str) -> list[StoredMessage]:
    """All messages on one filter, one request each: for the few of one post. Nobody who lags is asked."""
    stored: list[StoredMessage] = []
    after = 0
    while found := await message_after(client, stream, {"seq": after + 1, "next_by_subj": subject}):
        stored.append(found)
        after = found.sequence
    return stored
