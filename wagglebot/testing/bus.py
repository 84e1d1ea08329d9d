"""A real broker for tests, as pytest fixtures: ``pytest_plugins = ["wagglebot.testing.bus"]`` in conftest.py.

One nats-server a session; `bus` connects to it with fresh, empty streams. Needs the extras 'embedded' and 'testing'.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from libraries.bus import Bus, connect
from libraries.bus.connection.topology import reset_topology
from libraries.bus.embedded import run_embedded_server
from services.config import NatsSettings


@pytest.fixture(scope="session")
def nats_server() -> Iterator[str]:
    """Address of a running nats-server."""
    memory = Path("/dev/shm")  # every message is synced to the disk, which no test but the bench is about
    stack = AsyncExitStack()
    with (
        tempfile.TemporaryDirectory(prefix="wagglebot-nats-", dir=memory if memory.is_dir() else None) as folder,
        asyncio.Runner() as runner,
    ):
        url = runner.run(stack.enter_async_context(run_embedded_server(Path(folder))))
        yield url
        runner.run(stack.aclose())


@pytest.fixture
def nats_settings(nats_server: str) -> NatsSettings:
    """Settings for `connect`; more buses of one test connect with them."""
    return NatsSettings(url=nats_server)


@pytest_asyncio.fixture
async def bus(nats_settings: NatsSettings) -> AsyncIterator[Bus]:
    """A Bus over empty streams and fresh durables."""
    await reset_topology(nats_settings)
    connected = await connect(nats_settings, "test")
    yield connected
    await connected.close()
