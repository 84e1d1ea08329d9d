"""Waiting that ends early when a process is asked to stop."""

import asyncio
import time

from libraries.waiting import stopped_within


async def test_the_time_passes_while_nobody_stops() -> None:
    stop = asyncio.Event()
    began = time.monotonic()
    assert not await stopped_within(stop, 0.05)
    assert time.monotonic() - began >= 0.045
    assert not stop.is_set()


async def test_a_stop_ends_the_wait_at_once() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.02, stop.set)
    async with asyncio.timeout(5):
        assert await stopped_within(stop, 60)


async def test_a_stop_from_before_needs_no_wait() -> None:
    stop = asyncio.Event()
    stop.set()
    assert await stopped_within(stop, 0)
