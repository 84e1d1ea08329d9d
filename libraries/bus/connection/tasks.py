"""Awaiting of work that an event may cancel."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def until_stopped(stop: asyncio.Event, work: Awaitable[T]) -> T | None:
    """The result of ``work``; None when ``stop`` is set first, which cancels it."""
    working = asyncio.ensure_future(work)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        while not working.done():
            # Repeated: asyncio.timeout swallows a cancellation that comes in the instant it ends.
            working.cancel()
            await asyncio.wait((working,), timeout=0.2)
    return None if working.cancelled() else working.result()
