"""A stream written again with one fact changed, so that every sequence, header and checksum is right.

It stands for blocks that were changed together with their checksums, and for a store of another system under the name
and identity of this one.
"""

import asyncio
import random
import shutil
from pathlib import Path
from typing import Final

from libraries.bus import connect
from libraries.bus.connection.client import BrokerClient
from libraries.bus.embedded import run_embedded_server
from libraries.bus.stream.reader import read_batches
from libraries.stored_messages.stored_message import STORED
from schemas import subjects
from services.config import NatsSettings

_TIME: Final = b'"time":"2026'


def rewrite_stream_with_one_change(block: Path, dice: random.Random) -> None:
    """Write the stream that ``block`` belongs to again, with another time in one fact. Blocking."""
    stream = block.parent.parent
    nats = next(folder for folder in block.parents if folder.name == "nats")
    work = nats.parent / "rewritten"
    shutil.copytree(nats, work, ignore=shutil.ignore_patterns("nats-server.conf"))
    asyncio.run(_written_anew(work, dice))
    shutil.rmtree(block.parent)
    shutil.copytree(work / stream.relative_to(nats) / "msgs", block.parent)
    shutil.rmtree(work)


async def _written_anew(nats: Path, dice: random.Random) -> None:
    async with run_embedded_server(nats) as address:
        bus = await connect(NatsSettings(url=address), "drill", patience=10, first=5)
        try:
            await _write(bus.client, dice)
        finally:
            await bus.close()


async def _write(client: BrokerClient, dice: random.Random) -> None:
    found = [
        one
        async for some in read_batches(client, subjects.FACTS, (">",), after=0, follow=False, batch=500)
        for one in some
    ]
    config = (await client.call_api(f"STREAM.INFO.{subjects.FACTS}"))["config"]
    await client.call_api(f"STREAM.DELETE.{subjects.FACTS}")
    await client.call_api(f"STREAM.CREATE.{subjects.FACTS}", config)
    changed = dice.randrange(len(found))
    for number, one in enumerate(found):
        payload = one.payload.replace(_TIME, b'"time":"2025') if number == changed else one.payload
        await client.store_message(one.subject, payload, {STORED: one.time.isoformat(), **one.headers})
