"""A real broker for tests: a plug-in of conftest.

One nats-server a session; `bus` connects to it with fresh, empty streams.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from services.bus import Bus, connect
from services.bus.connection.topology import reset_topology
from services.config import NatsSettings
from services.embedded import embedded_server


@pytest.fixture(scope="session")
def nats_server() -> Iterator[str]:
    """Address of a running nats-server."""
    memory = Path("/dev/shm")  # every message is synced to the disk, which no test but the bench is about
    stack = AsyncExitStack()
    with (
        tempfile.TemporaryDirectory(prefix="wagglebot-nats-", dir=memory if memory.is_dir() else None) as folder,
        asyncio.Runner() as runner,
    ):
        url = runner.run(stack.enter_async_context(embedded_server(Path(folder))))
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


def broker_pids(store_dir: Path) -> list[int]:
    """Process ids of the living nats-servers over ``store_dir``."""
    words = str(store_dir / "nats-server.conf").encode()
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if words in _read(folder / "cmdline")]


async def broker_gone(store_dir: Path, within: float) -> bool:
    """Whether no nats-server is left over ``store_dir`` within so many seconds."""
    for _ in range(round(within / 0.01)):
        if not broker_pids(store_dir):
            return True
        await asyncio.sleep(0.01)
    return False


def _read(file: Path) -> bytes:
    """What stands in a file of /proc: nothing, once its process has ended."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
