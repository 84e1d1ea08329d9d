"""Statistics of the durable consumers, as the broker reports them."""

from typing import Annotated, Final

from nats.js.errors import NotFoundError
from pydantic import Field

from libraries.bus.bus import Bus
from libraries.bus.connection.topology import declared_durables, publisher_durables
from schemas.base import Frozen

Count = Annotated[int, Field(ge=0)]
_HIDDEN: Final = frozenset({"backstop"})
"""Durables on which no posts wait."""


class ConsumerStats(Frozen):
    """A durable: messages ``waiting`` to be delivered, ``in_work`` (unacknowledged), of these ``redelivered``.

    ``idle`` is the number of workers that wait for a message.
    """

    name: str
    waiting: Count
    in_work: Count
    redelivered: Count
    idle: Count


async def consumer_stats(bus: Bus) -> list[ConsumerStats]:
    """Every durable on which work can wait, in the order of the topology. Raises ProviderDown."""
    every = [*declared_durables(), *await publisher_durables(bus.client)]
    return [found for stream, name in every if name not in _HIDDEN and (found := await _stats_of(bus, stream, name))]


async def _stats_of(bus: Bus, stream: str, name: str) -> ConsumerStats | None:
    try:
        info = await bus.client.call_api(f"CONSUMER.INFO.{stream}.{name}")
    except NotFoundError:
        return None
    return ConsumerStats(
        name=name,
        waiting=info["num_pending"],
        in_work=info["num_ack_pending"],
        redelivered=info["num_redelivered"],
        idle=info["num_waiting"],
    )
