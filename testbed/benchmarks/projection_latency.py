"""The benchmark of latency: time from a publish until the projection shows the fact."""

import asyncio
import time
from datetime import UTC, datetime
from statistics import median, quantiles
from uuid import uuid4

import orjson

from libraries.bus import Bus
from schemas import subjects
from schemas.events import PostCollected
from schemas.posts import Post, PostKey
from schemas.views import Projection

_PATIENCE = 10.0


async def bench_projection_latency(bus: Bus, shown: Projection, facts: int = 200) -> dict[str, float]:
    """Latencies from a publish until the projection shows the fact, over ``facts`` invented posts; a projector must be
    running on ``shown``.

    Gives milliseconds from the call of publish until the projector said that the row is committed (``p50_ms``,
    ``p99_ms``), and how many of them the read side then showed (``visible``). Raises TimeoutError when nothing is
    projected for 10 s. The posts stay: use a broker and a database made for this.
    """
    run = uuid4().hex[:12]
    keys = [PostKey(site="bench", id=f"{run}-{number}") for number in range(facts)]
    took: list[float] = []
    visible = 0
    async with bus.listen(subjects.PROJECTED) as heard:
        for key in keys:
            start = time.perf_counter()
            sequence = await bus.publish(PostCollected(post_key=key, revision=0, post=_post(key)), expected=0)
            async with asyncio.timeout(_PATIENCE):
                async for _, payload in heard:
                    if orjson.loads(payload)["sequence"] >= sequence:
                        break
            took.append((time.perf_counter() - start) * 1000)
            visible += await asyncio.to_thread(shown.post, key) is not None
    return {
        "facts": facts,
        "visible": visible,
        "p50_ms": round(median(took), 2),
        "p99_ms": round(quantiles(took, n=100)[98], 2),
    }


def _post(key: PostKey) -> Post:
    return Post.model_validate(
        {
            "key": key,
            "origin_id": key.id,
            "site_name": "측정",
            "url": f"https://bench.invalid/{key.id}",
            "title": "측정을 위해 지어낸 글입니다",
            "content": "아무 일도 없던 하루였습니다.\n" * 30,
            "posted_at": datetime.now(UTC),
        }
    )
