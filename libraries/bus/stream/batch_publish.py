"""Atomic batches: many messages in one commit of a stream, hundreds of times cheaper than one by one.

Protocol: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-50.md (atomic batch publishing).
"""

import json
import uuid
from collections.abc import Sequence
from typing import Final, NamedTuple

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.errors import TRANSIENT
from schemas.errors import BadInput, ProviderDown

LARGEST: Final = 1000
"""Messages the broker takes in one batch, at most."""
_SECONDS: Final = 10.0


class BatchMessage(NamedTuple):
    """A message to store."""

    subject: str
    payload: bytes
    headers: dict[str, str]


async def store_batch(client: BrokerClient, messages: Sequence[BatchMessage]) -> int:
    """Store 1 to 1000 messages, all or none; gives the sequence of the last one, which the others directly precede.

    Raises ProviderDown when the connection is lost meanwhile (the batch may or may not be stored) and BadInput when the
    broker refuses it. Only the first message on a subject filter may expect a sequence.
    """
    batch = uuid.uuid4().hex
    try:
        for place, message in enumerate(messages[:-1], 1):
            headers = message.headers | {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(place)}
            if place == 1:
                # Of all but the last, only the first is answered: empty, or why the batch is refused.
                answer = await client.nc.request(message.subject, message.payload, timeout=_SECONDS, headers=headers)
                _refused(answer.data)
            else:
                await client.nc.publish(message.subject, message.payload, headers=headers)
        last = messages[-1]
        headers = last.headers | {
            "Nats-Batch-Id": batch,
            "Nats-Batch-Sequence": str(len(messages)),
            "Nats-Batch-Commit": "1",
        }
        answer = await client.nc.request(last.subject, last.payload, timeout=_SECONDS, headers=headers)
    except TRANSIENT as error:
        why = str(error) or type(error).__name__
        raise ProviderDown("broker.no_answer", what=f"a batch of {len(messages)}", why=why) from error
    _refused(answer.data)
    return int(json.loads(answer.data)["seq"])


def _refused(answer: bytes) -> None:
    content = json.loads(answer) if answer else {}
    if "error" in content:
        raise BadInput("broker.batch_refused", why=content["error"].get("description", "no reason given"))
