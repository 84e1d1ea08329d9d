"""The embedded broker: it lives exactly as long as whoever started it, and alone."""

import asyncio
import os
import re
import signal
import socket
import stat
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest
from fixtures.bus import broker_gone, broker_pids
from hypothesis import given
from hypothesis import strategies as st
from nats.aio.client import Client

from libraries.bus import connect, embedded
from libraries.bus.embedded import quoted_configuration_value, run_embedded_server, running_server_address
from schemas.errors import ConfigurationError, ProviderDown
from services.config import NatsSettings

PARENT = """
import asyncio, sys
from pathlib import Path
from libraries.bus.embedded import run_embedded_server
async def main():
    async with run_embedded_server(Path(sys.argv[1])) as url:
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
    async with run_embedded_server(store) as url:
        assert url.startswith("nats://wagglebot:")
        assert "@127.0.0.1:" in url
        assert await works(url)
        assert running_server_address(store) == url
        assert len(broker_pids(store)) == 1
        for name in ("url", "nats-server.conf"):
            assert stat.S_IMODE((store / name).stat().st_mode) == 0o600
    assert broker_pids(store) == []
    assert running_server_address(store) is None
    left = {"accounts", "jetstream", "lock", "nats-server.conf", "nats-server.log", "nats-server.pid"}
    assert {file.name for file in store.iterdir()} == left
    assert {stat.S_IMODE(file.stat().st_mode) for file in (store / "accounts").iterdir()} == {0o600}
    assert list(temporary.iterdir()) == []


async def test_strangers_are_not_let_in(tmp_path: Path) -> None:
    async with run_embedded_server(tmp_path) as url:
        stranger = NatsSettings(url="nats://" + url.rpartition("@")[2])
        with pytest.raises(ConfigurationError, match="refused"):
            await connect(stranger, "stranger")
        guess = NatsSettings(url=stranger.url, user="wagglebot", password="guess")
        with pytest.raises(ConfigurationError, match=r"127\.0\.0\.1:\d+ refused"):
            await connect(guess, "stranger")


async def test_a_folder_in_use_is_refused_with_who_uses_it(tmp_path: Path) -> None:
    async with run_embedded_server(tmp_path) as url:
        with pytest.raises(ConfigurationError, match=f"in use by process {os.getpid()}"):
            async with run_embedded_server(tmp_path):
                pass
        assert await works(url)


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="WAGGLEBOT_NATS__STORE_DIR"):
        async with run_embedded_server(tmp_path / "file" / "nats"):
            pass


async def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    async with run_embedded_server(tmp_path / "a") as url:
        port = int(url.rpartition(":")[2])
        with pytest.raises(ProviderDown, match="address already in use"):
            async with run_embedded_server(tmp_path / "b", port=port):
                pass
    assert broker_pids(tmp_path / "b") == []


@pytest.mark.parametrize(
    "name",
    [
        *(
            "내 폴더/와글 봇",
            "NFD \u1112\u1161\u11ab",
            "it's",
            'quo"te',
            "back\\slash",
            "😀",
            "$HOME",
            "#1; {x}: y, z",
            "100%\t?",
        ),
        os.fsdecode("한글".encode("euc-kr")),
        "가" * 80,
    ],
)
async def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    store = tmp_path / name
    async with run_embedded_server(store) as url:
        assert await works(url)
        assert (store / "nats-server.log").is_file()
        assert (store / "jetstream").is_dir()
        assert running_server_address(store) == url


@given(st.binary(max_size=60))
def test_a_quoted_value_is_plain_text_that_means_the_same_bytes(value: bytes) -> None:
    text = quoted_configuration_value(os.fsdecode(value))
    assert text.isascii()
    assert text.isprintable()
    found = re.fullmatch(r'"((?:[^"\\]|\\x[0-9a-f]{2})*)"', text)
    assert found
    assert found[1].encode().decode("unicode_escape").encode("latin-1") == value


def _program(folder: Path, text: str, *, mode: int = 0o755) -> Path:
    file = folder / "nats-server"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        ("#!/bin/sh\necho 'no licence' >&2; exit 3", 0o755, "no licence"),
        ("#!/bin/sh\nexit 3", 0o755, "it ended with status 3"),
        ("#!/bin/sh\nkill -9 $$", 0o755, "it ended with status -9"),
        ("#!/bin/sh\necho '안녕'; exec sleep 60", 0o755, r"안녕 \| it opened no port within 1 s"),
        ("\x7fELF", 0o755, "cannot be run: Exec format error"),
        ("#!/bin/sh", 0o644, "cannot be run: Permission denied"),
    ],
)
async def test_a_program_that_does_not_serve_is_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, mode: int, said: str
) -> None:
    program = _program(tmp_path, text, mode=mode)
    monkeypatch.setattr(embedded, "nats_server_path", lambda: program)
    monkeypatch.setattr(embedded, "_START_SECONDS", 1.0)
    with pytest.raises(ProviderDown, match=said):
        async with run_embedded_server(tmp_path / "store"):
            pass


async def test_files_in_the_way_of_the_broker_are_said(tmp_path: Path) -> None:
    for taken, said in (("jetstream", "storage directory is not a directory"), ("nats-server.log", "is a directory")):
        store = tmp_path / taken
        store.mkdir()
        if "directory is not" in said:
            (store / taken).write_text("")
        else:
            (store / taken).mkdir()
        with pytest.raises(ProviderDown, match=said):
            async with run_embedded_server(store):
                pass


async def test_a_damaged_consumer_is_said_with_the_way_back(tmp_path: Path) -> None:
    async with run_embedded_server(tmp_path) as url:
        await (await connect(NatsSettings(url=url), "test")).close()
    (tmp_path / "jetstream/WAGGLEBOT/streams/WAGGLEBOT/obs/studio/o.dat").write_bytes(b"damaged " * 20)
    async with run_embedded_server(tmp_path) as url:
        with pytest.raises(ConfigurationError, match=r"durable studio: error creating store.*wagglebot restore"):
            await connect(NatsSettings(url=url), "test")


async def test_no_program_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))
    with pytest.raises(ConfigurationError, match="no nats-server program"):
        async with run_embedded_server(tmp_path / "store"):
            pass


async def test_facts_outlive_the_server(tmp_path: Path) -> None:
    for visit in range(2):
        async with run_embedded_server(tmp_path) as url:
            bus = await connect(NatsSettings(url=url), "test")
            assert bus.drift == ()
            assert (await bus.facts_head()).last_sequence == visit
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
    assert running_server_address(tmp_path) == url
    assert len(broker_pids(tmp_path)) == 1
    parent.send_signal(end)
    assert await broker_gone(tmp_path, within=15)
    await parent.wait()
    async with asyncio.timeout(60):  # Its lock goes with the last of its processes.
        while running_server_address(tmp_path) is not None:  # noqa: ASYNC110 (a lock tells nobody)
            await asyncio.sleep(0.02)
    async with run_embedded_server(tmp_path) as again:
        assert await works(again)


async def test_a_server_that_dies_is_started_again_on_its_port(tmp_path: Path) -> None:
    async with run_embedded_server(tmp_path) as url:
        [first] = broker_pids(tmp_path)
        os.kill(first, signal.SIGKILL)
        async with asyncio.timeout(60):
            client = Client()
            await client.connect(url, max_reconnect_attempts=-1, reconnect_time_wait=0, error_cb=_quiet)
        await client.close()
        [second] = broker_pids(tmp_path)
        assert second != first
        assert running_server_address(tmp_path) == url
    assert broker_pids(tmp_path) == []


async def _quiet(error: Exception) -> None:
    """The client tells of every try to connect."""


async def test_stations_of_other_processes_find_a_broker_that_was_started_again(tmp_path: Path) -> None:
    """The main process ends and starts anew; a joined station stays connected to the address it was given once."""
    async with run_embedded_server(tmp_path) as first:
        joined = await connect(NatsSettings(url=first), "joined")
    async with run_embedded_server(tmp_path) as second:
        assert second == first
        async with asyncio.timeout(60):
            await joined.client.wait_until_connected()
            assert (await joined.facts_head()).last_sequence == 0
        await joined.close()


async def test_a_port_that_somebody_else_took_meanwhile_is_left_to_him(tmp_path: Path) -> None:
    async with run_embedded_server(tmp_path) as first:
        pass
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", int(first.rpartition(":")[2])))
        other.listen()
        async with run_embedded_server(tmp_path) as second:
            assert second != first
            assert await works(second)


def test_a_damaged_configuration_is_no_last_run(tmp_path: Path) -> None:
    for text in (b"", b"\xff\xfe", b'listen: "127.0.0.1:-1"\n', b'listen: "127.0.0.1:99999999"'):
        (tmp_path / "nats-server.conf").write_bytes(text)
        assert embedded._last_run(tmp_path) == (-1, "")
    assert not embedded._is_free(99_999)
    assert not embedded._is_free(-1)
