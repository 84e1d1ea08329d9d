"""Advisories of the broker about messages that it stopped delivering.

Format: https://github.com/nats-io/jsm.go/tree/main/schemas/jetstream/advisory/v1 (max_deliver, terminated).
"""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import NamedTuple

from nats.aio.msg import Msg
from nats.js.errors import NotFoundError
from pydantic import BaseModel, ValidationError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.consumer.deliveries import await_acknowledgement, deliveries
from libraries.log import get_logger
from libraries.waiting import run_until_stopped

log = get_logger(__name__)

_DURABLE = "backstop"


class _Advisory(BaseModel):
    stream: str
    consumer: str
    stream_seq: int
    deliveries: int = 0
    reason: str = ""


class GivenUpMessage(NamedTuple):
    """A message that ``durable`` gets no more; ``payload`` is None when it was purged from its stream."""

    stream: str
    durable: str
    sequence: int
    deliveries: int
    reason: str
    subject: str
    payload: bytes | None
    message: Msg

    async def acknowledge(self) -> None:
        """Acknowledge the advisory; without it the advisory is delivered again."""
        await await_acknowledgement(self.message.ack_sync(timeout=5), "advisory")


async def given_up_messages(client: BrokerClient, stop: asyncio.Event) -> AsyncIterator[GivenUpMessage]:
    """Messages the broker gave up on, now or while nobody consumed the advisories, until ``stop`` is set."""
    async with aclosing(deliveries(client, _DURABLE)) as messages:
        while message := await run_until_stopped(stop, anext(messages)):
            try:
                advisory = _Advisory.model_validate_json(message.data)
            except ValidationError as error:
                log.warning("unknown advisory, skipped", subject=message.subject, why=str(error))
                await await_acknowledgement(message.ack_sync(timeout=5), "advisory")
                continue
            subject, payload = await _stored_message(client, advisory.stream, advisory.stream_seq)
            fields = (advisory.stream, advisory.consumer, advisory.stream_seq, advisory.deliveries, advisory.reason)
            yield GivenUpMessage(*fields, subject, payload, message)


async def _stored_message(client: BrokerClient, stream: str, sequence: int) -> tuple[str, bytes | None]:
    """Subject and payload of a stored message; an empty subject and None when it is gone."""
    try:
        answer = await client.call_api(f"STREAM.MSG.GET.{stream}", {"seq": sequence})
    except NotFoundError:
        return "", None
    stored = answer["message"]
    return str(stored["subject"]), base64.b64decode(stored.get("data", ""))
