"""How a command works with the broker: opened for it, and closed whatever becomes of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from services import bootstrap
from services.bootstrap import Runtime
from services.bus import Bus
from services.cli.output import settings
from services.config import Settings

T = TypeVar("T")


def with_bus(name: str, work: Callable[[Runtime, Bus], Awaitable[T]], loaded: Settings | None = None) -> T:
    """Run ``work`` with a broker and a connection called ``name``; ``loaded``: settings that were read already."""

    async def run() -> T:
        async with bootstrap.opened(loaded or settings()) as runtime, runtime.session(name) as bus:
            return await work(runtime, bus)

    return asyncio.run(run())
