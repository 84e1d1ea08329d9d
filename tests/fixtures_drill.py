"""Broker, stations and posts for drills: real processes in a folder of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from services.bus import Bus, connect
from services.config import NatsSettings
from services.embedded import embedded_server
from services.ops.drill_stations import Stations, plain_films


@asynccontextmanager
async def broker(folder: Path) -> AsyncIterator[tuple[Bus, NatsSettings]]:
    """A nats-server over ``folder`` and a bus to it."""
    async with embedded_server(folder / "nats") as url:
        settings = NatsSettings(url=url, store_dir=folder / "nats")
        bus = await connect(settings, "drill")
        try:
            yield bus, settings
        finally:
            await bus.close()


def machine(folder: Path, name: str, settings: NatsSettings) -> Stations:
    """Stations of a machine of its own (its lock on the graphics card, its notes), with the media all share."""
    own = folder / name
    own.mkdir()
    environment = {
        "WAGGLEBOT_NATS__URL": settings.url,
        "WAGGLEBOT_NATS__STORE_DIR": str(own / "var" / "nats"),
        "WAGGLEBOT_MEDIA__ROOT": str(folder / "media"),
        "WAGGLEBOT_STORE__URL": f"sqlite:///{own / 'projection.db'}",
    }
    return Stations(own, environment, plain_films(own / "plugins"))


async def impatient(bus: Bus, durable: str, seconds: float, in_hand: int = 1) -> None:
    """Have the broker deliver again after ``seconds`` of silence, and hand out ``in_hand`` at a time."""
    js = bus.link.nc.jetstream()
    info = await js.consumer_info("WAGGLEBOT", durable)
    info.config.ack_wait, info.config.max_ack_pending = seconds, in_hand
    await js.add_consumer("WAGGLEBOT", info.config)


async def settled(bus: Bus, durable: str, seconds: float = 30) -> None:
    """Wait until the durable has nothing left and nothing in hand."""
    async with asyncio.timeout(seconds):
        pending = 1
        while pending:
            await asyncio.sleep(0.02)
            info = await bus.link.nc.jetstream().consumer_info("WAGGLEBOT", durable)
            pending = (info.num_pending or 0) + (info.num_ack_pending or 0)
