"""Deliveries of a durable consumer, one at a time, through every outage of the broker."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from nats.aio.msg import Msg
from nats.errors import ConnectionClosedError, Error
from nats.js.errors import NotFoundError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.errors import TRANSIENT
from libraries.bus.connection.topology import durable_config, ensure_topology
from libraries.bus.consumer.handover import OutgoingAck
from libraries.bus.consumer.pull_subscription import PullSubscription
from libraries.log import get_logger
from schemas.errors import ProviderDown

log = get_logger(__name__)

_PAUSE = 0.1


def _none() -> Sequence[OutgoingAck]:
    return ()


async def deliveries(
    client: BrokerClient, durable: str, again: Callable[[], Sequence[OutgoingAck]] = _none
) -> AsyncGenerator[Msg, None]:
    """Messages of ``durable``, each requested only when the one before is done. Never ends by itself.

    ``again`` is called at the start and after every loss of the connection; what it gives is sent to the broker first.

    Raises ConfigurationError (no such durable in the topology) and ProviderDown (the connection was closed).
    """
    stream = durable_config(durable)["stream_name"]
    while True:
        await client.wait_until_connected()
        try:
            await _ensure_durable(client, stream, durable)
            await await_acknowledgement(_send(client, again()), durable)
            async with PullSubscription(client, stream, durable, window=1) as pull:
                while messages := await pull.next_messages(1):
                    yield messages[0]
        except ProviderDown as error:
            log.warning("consumer waits for the broker", durable=durable, why=str(error))
        await asyncio.sleep(_PAUSE)


async def _ensure_durable(client: BrokerClient, stream: str, durable: str) -> None:
    """Create the durable again when it was deleted."""
    try:
        await client.call_api(f"CONSUMER.INFO.{stream}.{durable}")
    except NotFoundError:
        log.warning("durable is missing; creating it", durable=durable)
        await ensure_topology(client, durable)


async def _send(client: BrokerClient, messages: Sequence[OutgoingAck]) -> None:
    for reply, payload in messages:
        await client.nc.publish(reply, payload)
    if messages:
        await client.nc.flush(timeout=5)


async def await_acknowledgement(answer: Awaitable[object], what: str) -> None:
    """Await an acknowledgement. When the broker does not hear it, the message is delivered again, which is harmless."""
    try:
        await answer
    except (*TRANSIENT, ConnectionClosedError) as error:
        log.warning("acknowledgement lost; the message is delivered again", what=what, why=str(error))


async def acknowledge_message(client: BrokerClient, message: Msg, word: bytes = b"+ACK") -> None:
    """Tell the broker that the message is done with; in a cluster until a broker has heard it.

    The one that delivered it may be gone there, and the next would hold the lane until its ``ack_wait`` is over.
    """
    if not client.replicated:
        await await_acknowledgement(client.nc.request(message.reply, word, timeout=5), message.subject)
        return
    try:
        await client.acknowledge(message.reply, word)
    except ProviderDown as error:
        log.warning("acknowledgement lost; the message is delivered again", what=message.subject, why=str(error))


@asynccontextmanager
async def working_heartbeats(message: Msg, every: float) -> AsyncGenerator[None, None]:
    """Tell the broker every ``every`` seconds that the message is being worked on."""

    async def send() -> None:
        while True:
            await asyncio.sleep(every)
            with suppress(Error):  # the broker is away; the next one may reach it
                await message.in_progress()

    sending = asyncio.create_task(send())
    try:
        yield
    finally:
        sending.cancel()
