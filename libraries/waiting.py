"""Waiting that ends early when a process is asked to stop."""

import asyncio
from contextlib import suppress


async def stopped_within(stop: asyncio.Event, seconds: float) -> bool:
    """Wait at most ``seconds``, no longer than until ``stop`` is set; whether it is set then."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()
