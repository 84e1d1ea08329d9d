"""What a publish with an expected sequence costs in a long stream, against an empty one."""

import time
from collections.abc import Iterator
from statistics import median, quantiles
from uuid import uuid4

from schemas import subjects
from schemas.events import PostCollected, encode
from schemas.posts import PostKey
from services.bus import Bus
from services.bus.batch import LARGEST, Message, store_batch
from services.ops.bench_bus import invented
from services.ops.invented import stories

_SAMPLES = 300


async def fill(bus: Bus, facts: int, seed: int = 0) -> int:
    """Put ``facts`` invented facts into the stream, 1000 a commit; gives their size in bytes."""
    size = 0
    for batch in _batches(facts, seed):
        await store_batch(bus.link, batch)
        size += sum(len(message.payload) for message in batch)
    return size


async def bench_publish(bus: Bus, facts: int) -> dict[str, float]:
    """Milliseconds of a publish with an expected sequence: in an empty stream, then behind ``facts`` facts."""
    empty = await _publish(bus)
    began = time.perf_counter()
    await fill(bus, facts)
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
        event = PostCollected(post_key=key, revision=0, post=invented(key))
        began = time.perf_counter()
        await bus.publish(event, expected=0)
        took.append((time.perf_counter() - began) * 1000)
    return took


def _batches(facts: int, seed: int) -> Iterator[list[Message]]:
    batch: list[Message] = []
    for event in stories(facts, seed):
        batch.append(Message(subjects.subject(event), encode(event), {"Nats-Msg-Id": event.event_id}))
        if len(batch) == LARGEST:
            yield batch
            batch = []
    if batch:
        yield batch
