"""One message after another from a durable consumer, through every outage of the broker."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import structlog
from nats.aio.msg import Msg
from nats.errors import ConnectionClosedError, Error
from nats.js.errors import NotFoundError

from schemas.errors import ProviderDown
from services.bus.connection.client import TRANSIENT, BrokerClient
from services.bus.connection.topology import durable_config, ensure_topology
from services.bus.consumer.handover import OutgoingMessage
from services.bus.consumer.pull import PullSubscription

log = structlog.get_logger(__name__)

_PAUSE = 0.1


def _nothing() -> Sequence[OutgoingMessage]:
    return ()


async def deliveries(
    client: BrokerClient, durable: str, again: Callable[[], Sequence[OutgoingMessage]] = _nothing
) -> AsyncGenerator[Msg, None]:
    """Messages of ``durable``, each asked for only when the one before is done with. Never ends by itself.

    ``again`` is asked at the start and after every loss for what the broker may not have heard, or forgotten.

    Raises ConfigurationError (no such durable in the topology) and ProviderDown (the connection was closed).
    """
    stream = durable_config(durable)["stream_name"]
    while True:
        await client.ready()
        try:
            await _present(client, stream, durable)
            await settle(_say(client, again()), durable)
            async with PullSubscription(client, stream, durable, window=1) as pull:
                while messages := await pull.take(1):
                    yield messages[0]
        except ProviderDown as error:
            log.warning("lane waits for the broker", durable=durable, why=str(error))
        await asyncio.sleep(_PAUSE)


async def _present(client: BrokerClient, stream: str, durable: str) -> None:
    """A durable that somebody deleted is laid out again."""
    try:
        await client.api(f"CONSUMER.INFO.{stream}.{durable}")
    except NotFoundError:
        log.warning("durable is not there; laying it out", durable=durable)
        await ensure_topology(client, durable)


async def _say(client: BrokerClient, words: Sequence[OutgoingMessage]) -> None:
    for reply, word in words:
        await client.nc.publish(reply, word)
    if words:
        await client.nc.flush(timeout=5)


async def settle(answer: Awaitable[object], what: str) -> None:
    """Give the broker the last word on a message. When it does not hear, the message comes again, which is harmless."""
    try:
        await answer
    except (*TRANSIENT, ConnectionClosedError) as error:
        log.warning("the broker did not hear; the message will come again", what=what, why=str(error))


@asynccontextmanager
async def heartbeat(message: Msg, every: float) -> AsyncGenerator[None, None]:
    """Tell the broker every ``every`` seconds that the message is being worked on."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(every)
            with suppress(Error):  # the broker is away; the next beat may reach it
                await message.in_progress()

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
