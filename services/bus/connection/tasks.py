"""Waiting for one of two things."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def until_stopped(stop: asyncio.Event, work: Awaitable[T]) -> T | None:
    """The outcome of ``work``; None as soon as ``stop`` is set, which cancels it."""
    working = asyncio.ensure_future(work)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        while not working.done():
            # Again and again: a time limit that ends in the same instant swallows a cancellation.
            working.cancel()
            await asyncio.wait((working,), timeout=0.2)
    return None if working.cancelled() else working.result()
