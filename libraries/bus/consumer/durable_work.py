"""The work of durable consumers: how much waits, and whether anybody takes it."""

from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from nats.js.errors import NotFoundError

from libraries.bus.connection.client import BrokerClient
from schemas import subjects


class DurableWork(NamedTuple):
    """``pending``: messages not delivered yet; ``in_work``: delivered and not acknowledged; ``asking``: requests of
    processes that wait for a message.
    """

    name: str
    pending: int
    in_work: int
    asking: int


async def work_of_durables(client: BrokerClient, names: Iterable[str]) -> list[DurableWork]:
    """The work of these durables of the stream of facts; one that was not laid out yet is left out.

    Raises ProviderDown.
    """
    found = []
    for name in names:
        with suppress(NotFoundError):  # of a platform whose publisher was never started
            info = await client.call_api(f"CONSUMER.INFO.{subjects.FACTS}.{name}")
            found.append(DurableWork(name, info["num_pending"], info["num_ack_pending"], info["num_waiting"]))
    return found
