"""What reading costs, and what waiting costs: ``python tests/bench/bench_bus.py`` prints JSON.

Publishing and the way to a handler are measured by ``wagglebot bench bus``.
"""

import asyncio
import json
import tempfile
import time
from pathlib import Path

from libraries.bus import Bus, MessageContext, Service, connect
from libraries.bus.embedded import run_embedded_server
from libraries.bus.stream.reader import read_batches
from schemas.events import PostCollected, encode_fact
from schemas.posts import PostKey
from schemas.recipe import Stage
from services.config import NatsSettings
from testbed.benchmarks.bus import typical_post

_FACTS = 10_000
_IDLE_SECONDS = 20.0


async def _fill(bus: Bus) -> None:
    js = bus.client.nc.jetstream()

    async def one(number: int) -> None:
        key = PostKey.of("bench", str(number))
        await js.publish(
            f"post.collected.{key}", encode_fact(PostCollected(post_key=key, revision=0, post=typical_post(key)))
        )

    for start in range(0, _FACTS, 250):
        await asyncio.gather(*(one(number) for number in range(start, start + 250)))


async def _reading(bus: Bus) -> dict[str, float]:
    began = time.perf_counter()
    size = count = 0
    async for batch in read_batches(bus.client, "WAGGLEBOT", ("post.*.*.*",), after=0, follow=False, batch=1000):
        count += len(batch)
        size += sum(len(stored.payload) for stored in batch)
    raw = count / (time.perf_counter() - began)
    began = time.perf_counter()
    decoded = sum([len(batch) async for batch in bus.facts()])
    assert count == decoded == _FACTS
    return {
        "raw_facts_per_s": raw,
        "decoded_facts_per_s": decoded / (time.perf_counter() - began),
        "bytes_per_fact": size / count,
    }


async def _idle(settings: NatsSettings) -> float:
    """Per cent of a core that this process uses with a service, a reader and a crawl lane waiting."""
    bus = await connect(settings, "idle")
    service = Service("idle", durable="studio")
    stop = asyncio.Event()

    @service.on(stage=Stage.SCRIPT)
    async def never(fact: PostCollected, work: MessageContext) -> None:
        """Nothing comes."""

    async def follow() -> None:
        async for _ in bus.facts(_FACTS, follow=True):
            pass

    async def crawl() -> None:
        async for _ in bus.crawl_ticks(stop):
            pass

    tasks = [asyncio.create_task(each) for each in (service.run(bus, stop), follow(), crawl())]
    await asyncio.sleep(1)
    began = time.process_time()
    await asyncio.sleep(_IDLE_SECONDS)
    used = time.process_time() - began
    stop.set()
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await bus.close()
    return used / _IDLE_SECONDS * 100


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with run_embedded_server(Path(folder)) as url:
            settings = NatsSettings(url=url)
            bus = await connect(settings, "bench")
            await _fill(bus)
            figures = await _reading(bus)
            await bus.close()
            figures["idle_cpu_percent"] = await _idle(settings)
            print(json.dumps(figures))


if __name__ == "__main__":
    asyncio.run(main())
