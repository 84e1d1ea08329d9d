"""A connection that breaks again and again while a history is read: that is no damage of the stream."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from fixtures.projection import story

from libraries.bus import Bus, connect
from schemas.posts import PostKey
from services.config import NatsSettings

KEY = PostKey.of("sample", "7")


class Flapping:
    """A way to the broker that breaks, ``cuts`` times, when a fact comes along it."""

    def __init__(self, host: str, port: int, cuts: int) -> None:
        self.host, self.port, self.cuts = host, port, cuts
        self.broken = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ours, theirs = await asyncio.open_connection(self.host, self.port)
        there = asyncio.create_task(self._pass(reader, theirs, cut=False))
        with suppress(OSError):
            await self._pass(ours, writer, cut=True)
        there.cancel()
        for each in (writer, theirs):
            each.close()

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, cut: bool) -> None:
        while data := await source.read(1 << 16):
            if cut and self.broken < self.cuts and b'"event_id"' in data:
                self.broken += 1
                return
            target.write(data)
            await target.drain()


@asynccontextmanager
async def flapping(settings: NatsSettings, cuts: int) -> AsyncIterator[tuple[NatsSettings, Flapping]]:
    place = urlsplit(settings.url)
    way = Flapping(place.hostname or "", place.port or 4222, cuts)
    async with await asyncio.start_server(way.serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        login = place.netloc.rpartition("@")[0]
        url = f"nats://{login}@127.0.0.1:{port}" if login else f"nats://127.0.0.1:{port}"
        yield settings.model_copy(update={"url": url}), way


async def test_connections_that_break_while_a_history_is_read_are_no_damage(
    bus: Bus, nats_settings: NatsSettings
) -> None:
    last = 0
    for fact in story(KEY):
        last = await bus.publish(fact, expected=last)
    async with flapping(nats_settings, cuts=3) as (settings, way):
        far = await connect(settings, "far")
        try:
            history = await far.load(KEY)
        finally:
            await far.close()
    assert way.broken == 3
    assert history == await bus.load(KEY)
