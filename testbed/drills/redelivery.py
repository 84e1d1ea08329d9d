"""Redelivery that only drills force: everything again, in random order, or after a shorter ack wait."""

import random
from typing import Final

from nats.aio.msg import Msg

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.topology import durable_config, ensure_topology

_MANY: Final = 10_000
_SECONDS: Final = 60.0


async def redeliver_every_message(link: BrokerClient, durable: str, dice: random.Random) -> int:
    """Deliver every message of a durable once more, in random order; gives how many. No worker may be running."""
    stream = durable_config(durable)["stream_name"]
    await link.call_api(f"CONSUMER.DELETE.{stream}.{durable}")
    await ensure_topology(link)
    await set_ack_wait_and_in_hand(link, durable, _SECONDS, in_hand=_MANY)
    waiting = int((await link.call_api(f"CONSUMER.INFO.{stream}.{durable}"))["num_pending"])
    pull = await link.nc.jetstream().pull_subscribe_bind(durable, stream)
    messages: list[Msg] = []
    while len(messages) < waiting:
        messages += await pull.fetch(waiting - len(messages), timeout=5)
    await pull.unsubscribe()
    dice.shuffle(messages)
    for message in messages:
        # What is given back is delivered again in the order it came back.
        await message.nak()
    await link.nc.flush()
    return waiting


async def set_ack_wait_and_in_hand(link: BrokerClient, durable: str, seconds: float, in_hand: int = 1) -> None:
    """Set a durable's ack wait to ``seconds`` and its messages in hand to ``in_hand``; until the next process lays out
    the topology.
    """
    entry = durable_config(durable)
    changed = entry["config"] | {"ack_wait": int(seconds * 1e9), "max_ack_pending": in_hand}
    await link.call_api(f"CONSUMER.DURABLE.CREATE.{entry['stream_name']}.{durable}", entry | {"config": changed})
