"""Reading from a stream's leader: in a cluster only the leader surely has everything that was acknowledged."""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

from nats.js.errors import NotFoundError

from libraries.bus.connection.client import BrokerClient
from libraries.stored_messages.stored_message import STORED, StoredMessage
from schemas.errors import ProviderDown, StreamDamaged

_PAUSE = 0.1

T = TypeVar("T")


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
        return await ask_until_consistent(self._client, self._stream, self._last_sequence)

    async def _last_sequence(self) -> int | None:
        """Sequence of the last message that is to be read; None while answers lack what we know to be stored."""
        state = (await self._client.call_api(f"STREAM.INFO.{self._stream}"))["state"]
        if state["last_seq"] < self._client.seen.required_sequence(self._stream):
            return None
        last = 0
        for subject in self._filters:
            found = await get_message(self._client, self._stream, {"last_by_subj": subject})
            last = max(last, found.sequence if found else 0)
        own, subject = self._client.seen.own.get(self._stream, (0, ""))
        if own <= last or not any(_matches(subject, one) for one in self._filters):
            return last
        return last if await self._is_purged(own, subject) else None

    async def _is_purged(self, own: int, subject: str) -> bool:
        """Whether our last message was deleted, by one answer of a broker that had it; two could be of two brokers."""
        asked = {"subjects_filter": subject}
        state = (await self._client.call_api(f"STREAM.INFO.{self._stream}", asked))["state"]
        return bool(state["last_seq"] >= own and not state.get("subjects"))


class FollowerLag:
    """Whether a follower that hears nothing misses messages: its consumer may sit with a member of the cluster that was
    cut off, which sends heartbeats all the same.
    """

    def __init__(self, client: BrokerClient, stream: str, filters: Sequence[str]) -> None:
        self._client = client
        self._stream = stream
        self._filters = filters
        self._nothing_to = 0
        """Sequence of the stream up to which there is nothing else for the follower."""

    async def is_behind(self, after: int) -> bool:
        """Whether the stream's leader has messages after that sequence. One request where nothing at all was stored.

        Raises ProviderDown; a client that gets no answer leaves the server that it is connected to.
        """
        last = (await self._client.call_api(f"STREAM.INFO.{self._stream}"))["state"]["last_seq"]
        if last <= max(after, self._nothing_to):
            return False
        if await ReadLag(self._client, self._stream, self._filters).is_behind(after):
            return True
        self._nothing_to = last
        return False


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
    """The last message on ``subject``; in a cluster not from a broker that lacks what this connection knows of."""

    async def ask() -> tuple[StoredMessage | None] | None:
        found = await get_message(client, stream, {"last_by_subj": subject})
        sequence = found.sequence if found else 0
        if client.replicated and sequence < client.seen.required_sequence(subject):
            return None
        client.seen.note_sequence(subject, sequence)
        return (found,)

    return (await ask_until_consistent(client, stream, ask))[0]


async def read_from_leader(client: BrokerClient, stream: str, subject: str) -> list[StoredMessage]:
    """All messages on one filter, one request each: for the few of one post. Nobody who lags is asked.

    Raises ProviderDown when no broker has what this connection knows to be stored.
    """

    async def ask() -> list[StoredMessage] | None:
        stored: list[StoredMessage] = []
        after = 0
        while found := await get_message(client, stream, {"seq": after + 1, "next_by_subj": subject}):
            stored.append(found)
            after = found.sequence
        return stored if after >= client.seen.required_sequence(subject) else None

    stored = await ask_until_consistent(client, stream, ask)
    client.seen.note_sequence(subject, stored[-1].sequence if stored else 0)
    return stored


async def ask_until_consistent(client: BrokerClient, stream: str, ask: Callable[[], Awaitable[T | None]]) -> T:
    """The first answer of ``ask`` that is not None, which says that it contradicts what is known: a broker that was
    cut off may still think that it leads the stream.

    Raises ProviderDown after the client's patience.
    """
    deadline = asyncio.get_running_loop().time() + client.patience
    while (answer := await ask()) is None:
        if asyncio.get_running_loop().time() > deadline:
            raise ProviderDown("broker.no_answer", what=stream, why="it lacks what was stored before")
        await asyncio.sleep(_PAUSE)
    return answer
