"""The embedded broker: it lives exactly as long as whoever started it, and alone."""

import asyncio
import os
import signal
import stat
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest
from fixtures.bus import broker_gone, broker_pids
from nats.aio.client import Client

from libraries.bus import connect
from schemas.errors import ConfigurationError, ProviderDown
from services.config import NatsSettings
from services.embedded import embedded_server, running_server

PARENT = """
import asyncio, sys
from pathlib import Path
from services.embedded import embedded_server
async def main():
    async with embedded_server(Path(sys.argv[1])) as url:
        print(url, flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""


async def works(url: str) -> bool:
    client = Client()
    await client.connect(url, connect_timeout=2)
    account = await client.jetstream().account_info()
    await client.close()
    return account.streams >= 0


async def test_it_serves_and_leaves_only_its_streams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    store = tmp_path / "store"
    async with embedded_server(store) as url:
        assert url.startswith("nats://wagglebot:")
        assert "@127.0.0.1:" in url
        assert await works(url)
        assert running_server(store) == url
        assert len(broker_pids(store)) == 1
        for name in ("url", "nats-server.conf"):
            assert stat.S_IMODE((store / name).stat().st_mode) == 0o600
    assert broker_pids(store) == []
    assert running_server(store) is None
    assert {file.name for file in store.iterdir()} == {"jetstream", "lock", "nats-server.conf", "nats-server.log"}
    assert list(temporary.iterdir()) == []


async def test_strangers_are_not_let_in(tmp_path: Path) -> None:
    async with embedded_server(tmp_path) as url:
        stranger = NatsSettings(url="nats://" + url.rpartition("@")[2])
        with pytest.raises(ConfigurationError, match="refused"):
            await connect(stranger, "stranger")
        guess = NatsSettings(url=stranger.url, user="wagglebot", password="guess")
        with pytest.raises(ConfigurationError, match=r"127\.0\.0\.1:\d+ refused"):
            await connect(guess, "stranger")


async def test_a_folder_in_use_is_refused_with_who_uses_it(tmp_path: Path) -> None:
    async with embedded_server(tmp_path) as url:
        with pytest.raises(ConfigurationError, match=f"in use by process {os.getpid()}"):
            async with embedded_server(tmp_path):
                pass
        assert await works(url)


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="WAGGLEBOT_NATS__STORE_DIR"):
        async with embedded_server(tmp_path / "file" / "nats"):
            pass


async def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    async with embedded_server(tmp_path / "a") as url:
        port = int(url.rpartition(":")[2])
        with pytest.raises(ProviderDown, match="address already in use"):
            async with embedded_server(tmp_path / "b", port=port):
                pass
    assert broker_pids(tmp_path / "b") == []


async def test_no_program_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))
    with pytest.raises(ConfigurationError, match="no nats-server program"):
        async with embedded_server(tmp_path / "store"):
            pass


async def test_facts_outlive_the_server(tmp_path: Path) -> None:
    for visit in range(2):
        async with embedded_server(tmp_path) as url:
            bus = await connect(NatsSettings(url=url), "test")
            assert bus.drift == ()
            assert (await bus.head()).last_sequence == visit
            await bus.client.nc.jetstream().publish(f"post.collected.sample.{visit}", b"{}")
            await bus.close()


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
async def test_it_ends_with_its_parent_however_that_ends(tmp_path: Path, end: signal.Signals) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, tmp_path, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    url = (await parent.stdout.readline()).decode().strip()
    assert await works(url)
    assert running_server(tmp_path) == url
    assert len(broker_pids(tmp_path)) == 1
    parent.send_signal(end)
    assert await broker_gone(tmp_path, within=1)
    await parent.wait()
    async with asyncio.timeout(2):  # Its lock goes with the last of its processes.
        while running_server(tmp_path) is not None:  # noqa: ASYNC110 (a lock tells nobody)
            await asyncio.sleep(0.02)
    async with embedded_server(tmp_path) as again:
        assert await works(again)


async def test_a_server_that_dies_is_started_again_on_its_port(tmp_path: Path) -> None:
    async with embedded_server(tmp_path) as url:
        [first] = broker_pids(tmp_path)
        os.kill(first, signal.SIGKILL)
        async with asyncio.timeout(5):
            client = Client()
            await client.connect(url, max_reconnect_attempts=-1, reconnect_time_wait=0, error_cb=_quiet)
        await client.close()
        [second] = broker_pids(tmp_path)
        assert second != first
        assert running_server(tmp_path) == url
    assert broker_pids(tmp_path) == []


async def _quiet(error: Exception) -> None:
    """The client tells of every try to connect."""
