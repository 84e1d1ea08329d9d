"""What the broker says about messages it gave up on.

Format: https://github.com/nats-io/jsm.go/tree/main/schemas/jetstream/advisory/v1 (max_deliver, terminated).
"""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import NamedTuple

import structlog
from nats.aio.msg import Msg
from nats.js.errors import NotFoundError
from pydantic import BaseModel, ValidationError

from services.bus.connection.client import BrokerClient
from services.bus.connection.tasks import until_stopped
from services.bus.consumer.messages import deliveries, settle

log = structlog.get_logger(__name__)

_DURABLE = "backstop"


class _Said(BaseModel):
    stream: str
    consumer: str
    stream_seq: int
    deliveries: int = 0
    reason: str = ""


class GivenUpMessage(NamedTuple):
    """The message at ``sequence`` of ``stream``, which ``durable`` gets no more; without ``payload`` once purged."""

    stream: str
    durable: str
    sequence: int
    deliveries: int
    reason: str
    subject: str
    payload: bytes | None
    message: Msg

    async def done(self) -> None:
        """It was seen to; without it the advisory comes again."""
        await settle(self.message.ack_sync(timeout=5), "advisory")


async def given_up(client: BrokerClient, stop: asyncio.Event) -> AsyncIterator[GivenUpMessage]:
    """Messages as the broker gives up on them, and those of the time nobody listened; until ``stop``."""
    async with aclosing(deliveries(client, _DURABLE)) as messages:
        while message := await until_stopped(stop, anext(messages)):
            try:
                said = _Said.model_validate_json(message.data)
            except ValidationError as error:
                log.warning("no advisory we know, left out", subject=message.subject, why=str(error))
                await settle(message.ack_sync(timeout=5), "advisory")
                continue
            subject, payload = await _kept(client, said.stream, said.stream_seq)
            told = (said.stream, said.consumer, said.stream_seq, said.deliveries, said.reason)
            yield GivenUpMessage(*told, subject, payload, message)


async def _kept(client: BrokerClient, stream: str, sequence: int) -> tuple[str, bytes | None]:
    """Subject and payload of a message, as far as the stream still has it."""
    try:
        answer = await client.api(f"STREAM.MSG.GET.{stream}", {"seq": sequence})
    except NotFoundError:
        return "", None
    stored = answer["message"]
    return str(stored["subject"]), base64.b64decode(stored.get("data", ""))
