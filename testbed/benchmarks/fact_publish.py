"""The benchmark of publishing facts: time of a publish with an expected sequence, in an empty and in a long stream."""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from statistics import median, quantiles
from typing import Final
from uuid import uuid4

from libraries.bus import Bus
from libraries.bus.stream.batch_publish import LARGEST, BatchMessage, store_batch
from schemas import subjects
from schemas.events import PostCollected, encode_fact
from schemas.posts import PostKey
from testbed.benchmarks.bus import typical_post
from testbed.benchmarks.invented_facts import invented_facts

_SAMPLES = 300


_LONG: Final = 20_000
"""Number of facts above which they are generated in another process while others are stored."""
_TOLD: Final = 100_000


async def fill_stream(bus: Bus, facts: int, seed: int = 0, report: Callable[[str], None] = lambda _: None) -> int:
    """Store ``facts`` invented facts in the stream, 1000 a commit; gives their size in bytes.

    ``report`` is called now and then with how far it is.
    """
    size = stored = 0
    with _inventor(facts) as executor:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(executor, _begin, facts, seed)
        coming = loop.run_in_executor(executor, _some)
        while batch := await coming:
            coming = loop.run_in_executor(executor, _some)
            await store_batch(bus.client, batch)
            size += sum(len(message.payload) for message in batch)
            stored += len(batch)
            if stored % _TOLD == 0:
                report(f"{stored:,} of {facts:,} invented facts are stored")
    return size


def _inventor(facts: int) -> Executor:
    if facts < _LONG:
        return ThreadPoolExecutor(1)
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))


_inventing: dict[str, Iterator[list[BatchMessage]]] = {}


def _begin(facts: int, seed: int) -> None:
    _inventing["stories"] = _batches(facts, seed)


def _some() -> list[BatchMessage]:
    """The next batch; none at the end."""
    return next(_inventing["stories"], [])


async def bench_fact_publish(bus: Bus, facts: int, report: Callable[[str], None] = lambda _: None) -> dict[str, float]:
    """Latency of a publish with an expected sequence, in ms: in an empty stream, then behind ``facts`` facts."""
    empty = await _publish(bus)
    began = time.perf_counter()
    await fill_stream(bus, facts, report=report)
    filled = time.perf_counter() - began
    full = await _publish(bus)
    return {
        "facts": facts,
        "empty_p50_ms": median(empty),
        "full_p50_ms": median(full),
        "full_p99_ms": quantiles(full, n=100)[98],
        "ratio": median(full) / median(empty),
        "fill_per_s": facts / filled,
    }


async def _publish(bus: Bus) -> list[float]:
    run = uuid4().hex[:12]
    took = []
    for number in range(_SAMPLES):
        key = PostKey(site="bench", id=f"{run}-{number}")
        event = PostCollected(post_key=key, revision=0, post=typical_post(key))
        began = time.perf_counter()
        await bus.publish(event, expected=0)
        took.append((time.perf_counter() - began) * 1000)
    return took


def _batches(facts: int, seed: int) -> Iterator[list[BatchMessage]]:
    batch: list[BatchMessage] = []
    for event in invented_facts(facts, seed):
        batch.append(BatchMessage(subjects.fact_subject(event), encode_fact(event), {"Nats-Msg-Id": event.event_id}))
        if len(batch) == LARGEST:
            yield batch
            batch = []
    if batch:
        yield batch
