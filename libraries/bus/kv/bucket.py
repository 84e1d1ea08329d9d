"""A key-value bucket with compare-and-set, for values that must be written by one process and outlive a projection.

It has the layout of a NATS key-value store of history 1: ``nats kv get UPLOADS <key>`` reads it too.
"""

import asyncio
import random
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import NamedTuple, TypeVar

from nats.js.errors import APIError
from pydantic import BaseModel, ValidationError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.errors import WRONG_SEQUENCE
from libraries.bus.stream.leader_reading import ask_until_consistent, last_message
from libraries.bus.stream.reader import identity_and_last_sequence, read_batches
from libraries.stored_messages.stored_message import StoredMessage, StreamHead
from schemas.errors import BadInput, Conflict

STREAM = "KV_UPLOADS"
_PREFIX = "$KV.UPLOADS."
_WRITER = "Waggle-Write"
_TRIES = 20
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.2
"""Seconds; bounds of the random pause before a value is read again that another process changed."""

M = TypeVar("M", bound=BaseModel)


class BucketEntry(NamedTuple):
    """The value under a key, with the revision that the next write must expect."""

    key: str
    revision: int
    value: bytes

    def parsed(self, model: type[M]) -> M:
        """The value as a ``model``. Raises BadInput where it is none: it is damaged, or a newer release wrote it."""
        try:
            return model.model_validate_json(self.value)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            why = f"{where}: {first['msg']}" if where else first["msg"]
            raise BadInput("entry.unreadable", key=self.key, revision=self.revision, why=why) from error


class Bucket:
    """Values by key. A key is one or more tokens of letters, digits, ``_`` and ``-``, separated by dots.

    Every method may raise ProviderDown, NoSpace and BadInput (too big).
    """

    def __init__(self, client: BrokerClient) -> None:
        self._client = client

    async def get(self, key: str) -> BucketEntry | None:
        """The newest value, read from the stream's leader; None where none was ever written."""
        found = await self._last(key)
        return None if found is None else BucketEntry(key, found.sequence, found.payload)

    async def compare_and_set(self, key: str, value: bytes, *, expected: int) -> int:
        """Write over revision ``expected`` (0: nothing is there yet); gives the new revision.

        Raises Conflict when another write came first. A write whose acknowledgement was lost counts as made.
        """
        headers = {"Nats-Expected-Last-Subject-Sequence": str(expected), _WRITER: uuid.uuid4().hex}
        revision = await ask_until_consistent(
            self._client, STREAM, lambda: self._try_to_set(_PREFIX + key, value, headers, expected)
        )
        self._client.seen.note_sequence(_PREFIX + key, revision)
        self._client.seen.note_sequence(STREAM, revision)
        return revision

    async def _try_to_set(self, subject: str, value: bytes, headers: dict[str, str], expected: int) -> int | None:
        """The new revision; None where a write over ``expected`` is refused though that is the last one: of these two
        answers one came from a broker that lags.
        """
        try:
            return int((await self._client.store_message(subject, value, headers)).seq)
        except APIError as error:
            if error.err_code not in WRONG_SEQUENCE:
                raise
        found = await last_message(self._client, STREAM, subject)
        if found is not None and found.headers.get(_WRITER) == headers[_WRITER]:
            return found.sequence
        last = found.sequence if found else 0
        if last != expected or not self._client.replicated:
            raise Conflict("entry.changed", key=subject.removeprefix(_PREFIX), revision=last)
        return None

    async def get_parsed(self, key: str, model: type[M]) -> M | None:
        """The newest value parsed as a ``model``; None where none was written, or the last one was empty.

        Raises as `BucketEntry.parsed`.
        """
        entry = await self.get(key)
        return entry.parsed(model) if entry and entry.value else None

    async def update(self, key: str, model: type[M], change: Callable[[M | None], M]) -> M:
        """Write ``change(value)`` over a value, by compare-and-set; gives the value that is there now.

        ``change`` gets None where `get_parsed` does. It is called again when another process wrote first, so it must
        have no effects of its own. Nothing is written when it gives back an equal value, which is then the stored
        object itself: ``result is mine`` tells who wrote. What it raises passes through.
        Raises Conflict after 20 tries, with random pauses of up to 0.2 s between them, and as `BucketEntry.parsed`.
        """
        for left in reversed(range(_TRIES)):
            entry = await self.get(key)
            before = entry.parsed(model) if entry and entry.value else None
            after = change(before)
            if before is not None and after == before:
                return before
            try:
                await self.compare_and_set(
                    key, after.model_dump_json().encode(), expected=entry.revision if entry else 0
                )
            except Conflict:
                if not left:
                    raise
                pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (_TRIES - left))
                await asyncio.sleep(random.uniform(0, pause))  # noqa: S311 (spreads writers, guards nothing)
            else:
                return after
        raise AssertionError  # the last try returns or raises

    async def entries(self, pattern: str = ">", after: int = 0) -> AsyncIterator[BucketEntry]:
        """The newest value of every key that matches ``pattern`` (NATS wildcards), the oldest write first: of those
        that were written above revision ``after``."""
        filters = (_PREFIX + pattern,)
        async for batch in read_batches(self._client, STREAM, filters, after=after, follow=False, batch=200):
            for stored in batch:
                yield BucketEntry(stored.subject.removeprefix(_PREFIX), stored.sequence, stored.payload)

    async def head(self) -> StreamHead:
        """Identity and last revision of the bucket. Raises ConfigurationError when there is none."""
        identity, last = await identity_and_last_sequence(self._client, STREAM)
        return StreamHead(last, identity)

    async def created_at(self) -> datetime:
        """When the bucket was created: entries written before that were in another one that is lost."""
        info = await self._client.call_api(f"STREAM.INFO.{STREAM}")
        return datetime.fromisoformat(info["created"])

    async def _last(self, key: str) -> StoredMessage | None:
        return await last_message(self._client, STREAM, _PREFIX + key)
