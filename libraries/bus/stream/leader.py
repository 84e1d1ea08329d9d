"""Reading from a stream's leader: in a cluster only the leader surely has everything that was acknowledged."""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from nats.js.errors import NotFoundError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.stream.stored_message import STORED, StoredMessage
from schemas.errors import ProviderDown, StreamDamaged

_PAUSE = 0.1
_TRIES = 5


class ReadLag:
    """How far a reader is behind what the stream's leader had when the reading began."""

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
        await _until(self._client, self._stream, self._has_all)
        last = 0
        for subject in self._filters:
            found = await get_message(self._client, self._stream, {"last_by_subj": subject})
            last = max(last, found.sequence if found else 0)
        return max(last, await self._own_after(last))

    async def _own_after(self, last: int) -> int:
        """Sequence of our own last message where that is to come though the answer knew nothing of it; else 0."""
        own, subject = self._client.seen.own.get(self._stream, (0, ""))
        if own <= last or not any(_matches(subject, one) for one in self._filters):
            return 0
        for _ in range(_TRIES):
            if await get_message(self._client, self._stream, {"seq": own}):
                return own
            await asyncio.sleep(_PAUSE)  # purged meanwhile, or asked of a broker that lacks it
        return 0

    async def _has_all(self) -> bool:
        state = (await self._client.call_api(f"STREAM.INFO.{self._stream}"))["state"]
        return bool(state["last_seq"] >= self._client.seen.least_sequence(self._stream))


def _matches(subject: str, pattern: str) -> bool:
    """Whether a subject is one of a filter with the wildcards of NATS."""
    tokens, wanted = subject.split("."), pattern.split(".")
    if wanted[-1] == ">" and len(tokens) >= len(wanted):
        tokens, wanted = tokens[: len(wanted) - 1], wanted[:-1]
    return len(tokens) == len(wanted) and all(want in ("*", token) for token, want in zip(tokens, wanted, strict=True))


async def get_message(client: BrokerClient, stream: str, which: dict[str, object]) -> StoredMessage | None:
    """One message from the stream's leader; ``which`` as STREAM.MSG.GET takes it. None when there is none."""
    try:
        found = (await client.call_api(f"STREAM.MSG.GET.{stream}", which))["message"]
    except NotFoundError:
        return None
    lines = base64.b64decode(found.get("hdrs", "")).decode().split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    headers = {name.strip(): value.strip() for name, _, value in pairs}
    time = datetime.fromisoformat(headers.get(STORED, found["time"]))
    return StoredMessage(found["seq"], time, found["subject"], headers, base64.b64decode(found.get("data", "")))


async def last_message(client: BrokerClient, stream: str, subject: str) -> StoredMessage | None:
    """The last message on ``subject``; in a cluster not from a broker that lacks what this connection has stored."""
    found: StoredMessage | None = None

    async def is_new() -> bool:
        nonlocal found
        found = await get_message(client, stream, {"last_by_subj": subject})
        return not client.replicated or (found.sequence if found else 0) >= client.seen.least_sequence(subject)

    await _until(client, stream, is_new)
    return found


async def read_from_leader(client: BrokerClient, stream: str, subject: str) -> list[StoredMessage]:
    """All messages on one filter, one request each: for the few of one post. Nobody who lags is asked.

    Raises ProviderDown when no broker has what this connection knows to be stored.
    """
    stored: list[StoredMessage] = []

    async def is_whole() -> bool:
        stored.clear()
        after = 0
        while found := await get_message(client, stream, {"seq": after + 1, "next_by_subj": subject}):
            stored.append(found)
            after = found.sequence
        return after >= client.seen.least_sequence(subject)

    await _until(client, stream, is_whole)
    client.seen.note_sequence(subject, stored[-1].sequence if stored else 0)
    return stored


async def _until(client: BrokerClient, stream: str, holds: Callable[[], Awaitable[bool]]) -> None:
    """Ask again until the answer is new enough. Raises ProviderDown after the client's patience."""
    deadline = asyncio.get_running_loop().time() + client.patience
    while not await holds():
        if asyncio.get_running_loop().time() > deadline:
            raise ProviderDown("broker.no_answer", what=stream, why="it lacks what was stored before")
        await asyncio.sleep(_PAUSE)
