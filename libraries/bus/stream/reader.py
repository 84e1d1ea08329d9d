"""Reading a stream in order: every message after a sequence, exactly once, without gaps."""

import asyncio
import contextlib
import math
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple

from nats.aio.msg import Msg
from nats.errors import Error
from nats.js.errors import NotFoundError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.consumer.pull_subscription import MessagePosition, PullSubscription
from libraries.bus.stream.leader_reading import FollowerLag, ReadLag
from libraries.log import get_logger
from libraries.stored_messages.stored_message import STORED, StoredMessage
from schemas.errors import ConfigurationError, ProviderDown, StreamDamaged

log = get_logger(__name__)

_FORGOTTEN_AFTER = 60
"""Seconds after which the broker deletes the consumer of a reader that is gone."""
_PAUSE = 0.05
"""Seconds before a lost consumer is created again."""
_PLACED = 4.0
"""Seconds until a consumer in a cluster is asked for anew."""
_QUIET = 5.0
"""Seconds without a message after which a follower in a cluster asks the leader whether there is one."""
_STALL = 3.0
"""Seconds without a message that is still to come, after which the broker is asked whether it can read one."""


class OpenedConsumer(NamedTuple):
    """An ephemeral consumer that was opened, and how many messages it has to deliver."""

    name: str
    pending: int


async def read_batches(
    client: BrokerClient, stream: str, filters: Sequence[str], *, after: int, follow: bool, batch: int
) -> AsyncIterator[list[StoredMessage]]:
    """Batches of messages on ``filters`` with a sequence above ``after``, to the end or, with ``follow``, forever.

    It uses an ephemeral consumer. When that, the connection or a message is lost, another one continues after the last
    sequence given. Raises ConfigurationError when the stream is missing or was replaced.

    A broker leaves out records that it cannot read any more, and still counts them. A reading to the end then raises
    StreamDamaged, after everything that can be read was given; with ``follow`` it waits for the next message.

    In a cluster the consumer may sit with a broker that lags. A reading to the end goes on until it has what the
    stream's leader had at its beginning: everything that was acknowledged to anybody before. A follower that hears
    nothing asks the leader now and then, and opens another consumer where it misses something.
    """
    if client.replicated and not follow:
        async for stored in _read_replicated(client, stream, filters, after, batch):
            yield stored
        return
    identity, begun = "", after
    given = unreadable = 0
    lag = FollowerLag(client, stream, filters) if follow and client.replicated else None
    while True:
        losses = client.losses
        if after or follow:  # a single reading from the start has nothing to compare with
            identity = await _same_stream(client, stream, identity, after)
        try:
            async with open_ephemeral_consumer(client, stream, filters, after) as opened:
                if not (follow or opened.pending or unreadable):
                    return
                async for stored, pending in _contiguous(client, stream, opened, batch, after, lag, follow=follow):
                    yield stored
                    after, given = stored[-1].sequence, given + len(stored)
                    if not follow and pending == 0:
                        return
                # What was on its way when the connection broke was delivered as far as the broker knows.
                unbroken = client.losses == losses
                if not follow and unbroken and await _at_the_end(client, stream, opened, filters, after):
                    left = 0 if begun else await _count(client, stream, filters) - given
                    if left <= 0:
                        return
                    if left == unreadable:  # counted twice: none of them was just arriving
                        raise StreamDamaged("stream.damaged", stream=stream, unreadable=left, sequence=after)
                    unreadable = left
        except ProviderDown as error:
            log.warning("reader waits for the broker", stream=stream, why=str(error))
        await asyncio.sleep(_PAUSE)
        await client.wait_until_connected()


async def _read_replicated(
    client: BrokerClient, stream: str, filters: Sequence[str], after: int, batch: int
) -> AsyncIterator[list[StoredMessage]]:
    """As `read_batches` to the end, in a cluster."""
    identity = ""
    lag = ReadLag(client, stream, filters)
    while await lag.is_behind(after):
        if after:
            identity = await _same_stream(client, stream, identity, after)
        try:
            async with open_ephemeral_consumer(client, stream, filters, after) as opened:
                async for stored, _ in _contiguous(client, stream, opened, batch, after):
                    yield stored
                    after = stored[-1].sequence
                    if not await lag.is_behind(after):
                        return
        except ProviderDown as error:
            log.warning("reader waits for the broker", stream=stream, why=str(error))
        await asyncio.sleep(_PAUSE)
        await client.wait_until_connected()


async def _same_stream(client: BrokerClient, stream: str, identity: str, after: int) -> str:
    """The identity of the stream. Raises ConfigurationError when it is not the one read to ``after``."""
    born, last = await identity_and_last_sequence(client, stream)
    if last < after or (identity and born != identity):
        raise ConfigurationError("stream.replaced", stream=stream, sequence=after)
    return born


async def identity_and_last_sequence(client: BrokerClient, stream: str) -> tuple[str, int]:
    """Creation time and last sequence of a stream. Raises ConfigurationError when it is missing."""
    try:
        info = await client.call_api(f"STREAM.INFO.{stream}")
    except NotFoundError as error:
        raise ConfigurationError("stream.missing", stream=stream) from error
    return str(info["created"]), int(info["state"]["last_seq"])


@asynccontextmanager
async def open_ephemeral_consumer(
    client: BrokerClient, stream: str, filters: Sequence[str], after: int
) -> AsyncIterator[OpenedConsumer]:
    """Open an ephemeral consumer that needs no acknowledgement."""
    opened = None
    while opened is None:
        opened = await _opened(client, stream, filters, after)
    try:
        yield opened
    finally:
        # The answer is not awaited: an unused consumer is deleted after a minute anyway.
        with contextlib.suppress(Error):
            await client.nc.publish(f"$JS.API.CONSUMER.DELETE.{stream}.{opened.name}")


async def _opened(client: BrokerClient, stream: str, filters: Sequence[str], after: int) -> OpenedConsumer | None:
    """A new consumer; None in a cluster when it was placed on a broker that hangs: another one may be elsewhere."""
    name = f"read-{uuid.uuid4().hex}"
    config = {
        "name": name,
        "deliver_policy": "by_start_sequence",
        "opt_start_seq": after + 1,
        "ack_policy": "none",
        "filter_subjects": list(filters),
        "mem_storage": True,
        "num_replicas": 1,
        "inactive_threshold": _FORGOTTEN_AFTER * 1_000_000_000,
    }
    request = {"stream_name": stream, "config": config, "action": "create"}
    try:
        async with asyncio.timeout(_PLACED if client.replicated else None):
            created = await client.call_api(f"CONSUMER.CREATE.{stream}.{name}", request)
    except NotFoundError as error:
        raise ConfigurationError("stream.missing", stream=stream) from error
    except TimeoutError:
        await client.wait_until_connected()
        return None
    return OpenedConsumer(name, int(created["num_pending"]))


async def _at_the_end(
    client: BrokerClient, stream: str, opened: OpenedConsumer, filters: Sequence[str], after: int
) -> bool:
    """Whether a consumer that delivers nothing has nothing left: what was to come may have been deleted meanwhile.

    Raises StreamDamaged when messages are to come and none of them can be read.
    """
    if opened.pending == 0:
        return True
    try:
        info = await client.call_api(f"CONSUMER.INFO.{stream}.{opened.name}")
    except NotFoundError:  # the broker was started again
        return False
    if info["num_pending"] == 0:
        return True
    for subject in filters or (">",):
        with contextlib.suppress(NotFoundError):
            await client.call_api(f"STREAM.MSG.GET.{stream}", {"seq": after + 1, "next_by_subj": subject})
            return False
    raise StreamDamaged("stream.damaged", stream=stream, unreadable=int(info["num_pending"]), sequence=after)


async def _count(client: BrokerClient, stream: str, filters: Sequence[str]) -> int:
    """How many messages the broker's index has on ``filters``, whether it can read them or not."""
    everything = filters or (">",)
    return sum([sum((await count_by_subject(client, stream, subject)).values()) for subject in everything])


async def count_by_subject(client: BrokerClient, stream: str, pattern: str) -> dict[str, int]:
    """How many messages the broker's index has on each subject that ``pattern`` matches."""
    counts: dict[str, int] = {}
    offset, total = 0, 1
    while offset < total:
        info = await client.call_api(f"STREAM.INFO.{stream}", {"subjects_filter": pattern, "offset": offset})
        found = info["state"].get("subjects", {})
        counts |= found
        offset, total = offset + max(len(found), 1), int(info["total"])
    return counts


async def _contiguous(
    client: BrokerClient,
    stream: str,
    opened: OpenedConsumer,
    batch: int,
    after: int,
    lag: FollowerLag | None = None,
    *,
    follow: bool = False,
) -> AsyncIterator[tuple[list[StoredMessage], int]]:
    """Batches of messages above ``after`` until one is missing, each with the number of messages still to come.

    Without ``follow`` also until none is to come, or none came for a while; with ``lag`` also until that says that some
    are to come though none did.
    """
    if not follow and opened.pending == 0:
        return
    patience = _STALL if not follow else _QUIET if lag is not None else math.inf
    expected = 1
    async with PullSubscription(client, stream, opened.name, 2 * batch, patience) as pull:
        while True:
            messages = await pull.next_messages(batch)
            if not messages:
                if lag is None or not pull.is_quiet or await lag.is_behind(after):
                    return
                continue
            stored, pending = [], 0
            for message in messages:
                place = MessagePosition.from_message(message)
                if place.consumer_sequence != expected:
                    break
                expected += 1
                pending = place.pending
                stored.append(_stored(message, place))
            if stored:
                yield stored, pending
                after = stored[-1].sequence
            if len(stored) < len(messages):
                log.warning("a message was lost; reading again", stream=stream, at=expected)
                return


def _stored(message: Msg, place: MessagePosition) -> StoredMessage:
    headers = message.headers or {}
    time = datetime.fromisoformat(headers[STORED]) if STORED in headers else place.time
    return StoredMessage(place.sequence, time, message.subject, headers, message.data)
