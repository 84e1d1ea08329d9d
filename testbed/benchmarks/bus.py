"""The benchmark of the bus: how long a publish takes, and how long it takes until a handler starts."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import quantiles

from libraries.bus import Bus, MessageContext, Service, connect
from schemas.errors import ConfigurationError
from schemas.events import PostApproved, PostCollected
from schemas.posts import Comment, Post, PostKey, Stats
from schemas.recipe import Stage
from services.config import NatsSettings

_POSTS = 300
_PAUSE = 0.005
"""Seconds between approvals, long enough that no message waits in a queue."""


async def bench_bus(settings: NatsSettings) -> dict[str, float]:
    """Latencies of the bus in milliseconds, over 300 posts with a body of 2,000 and eight comments of 80 characters.

    The streams must be empty, for the bench leaves its posts in them. Raises ConfigurationError when they are not.
    """
    bus = await connect(settings, "bench")
    try:
        if (await bus.facts_head()).last_sequence:
            raise ConfigurationError("bench.broker_not_empty")
        publish = [await _publish(bus, number) for number in range(_POSTS)]
        handler = await _handler(bus)
        return {**_figures("publish", publish), **_figures("publish_to_handler", handler)}
    finally:
        await bus.close()


async def _publish(bus: Bus, number: int) -> float:
    """Milliseconds until the broker acknowledged a fact."""
    key = PostKey.of("bench", str(number))
    event = PostCollected(post_key=key, revision=0, post=typical_post(key))
    began = time.perf_counter()
    await bus.publish(event, expected=0)
    return (time.perf_counter() - began) * 1000


async def _handler(bus: Bus) -> list[float]:
    """Milliseconds from before each ``post.approved`` was published to its handler's first line."""
    began: dict[PostKey, float] = {}
    latencies: list[float] = []
    stop = asyncio.Event()
    service = Service("bench", durable="studio")

    @service.on(stage=Stage.SCRIPT)
    async def entered(fact: PostApproved, _work: MessageContext) -> None:
        latencies.append((time.perf_counter() - began[fact.post_key]) * 1000)
        if len(latencies) == _POSTS:
            stop.set()

    running = asyncio.create_task(service.run(bus, stop))
    for number in range(_POSTS):
        key = PostKey.of("bench", str(number))
        began[key] = time.perf_counter()
        await bus.publish(PostApproved(post_key=key, revision=1, reviewer="bench"), expected=number + 1)
        await asyncio.sleep(_PAUSE)
    async with asyncio.timeout(60):
        await running
    return latencies


def typical_post(key: PostKey) -> Post:
    """An invented post of usual size: a body of 2,000 characters and eight comments of 80."""
    comment = "사장님이 이 글을 싫어합니다. " * 5
    return Post(
        key=key,
        origin_id=key.id,
        site_name="bench",
        url="https://bench.example/",
        title="막내가 퇴사하면서 남긴 메일",
        content="그날은 아침부터 이상했다. " * 130,
        posted_at=datetime(2026, 1, 1, tzinfo=UTC),
        stats=Stats(views=48000, likes=981, comments=8),
        comments=tuple(Comment(id=str(n), author="느긋한고래", content=comment, likes=n) for n in range(8)),
    )


def _figures(name: str, samples: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(samples, n=100)
    return {f"{name}_p50_ms": cuts[49], f"{name}_p99_ms": cuts[98]}
