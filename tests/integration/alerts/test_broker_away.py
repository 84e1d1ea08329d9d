"""The broker keeps the alerts, so that it is away is told past it, and so is that it answers again."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from libraries.bus import Bus, connect
from services.config import HealthSettings, NatsSettings
from services.ops import health
from services.ops.health import WatchedSystem, run_health


class Way:
    """The way to a broker, which can be closed: nothing passes it then, as where a cable is pulled."""

    def __init__(self, url: str) -> None:
        self._place = urlsplit(url)
        self._server: asyncio.Server | None = None
        self._port = 0
        self._open: list[asyncio.StreamWriter] = []

    async def open(self) -> str:
        """Open it, at the same address each time."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        login = self._place.netloc.rpartition("@")[0]
        return f"nats://{login}@127.0.0.1:{self._port}" if login else f"nats://127.0.0.1:{self._port}"

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._open:
            writer.close()
        self._open.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ours, theirs = await asyncio.open_connection(self._place.hostname, self._place.port)
        self._open += [writer, theirs]
        await asyncio.gather(_passed(reader, theirs), _passed(ours, writer))


async def _passed(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()


async def test_that_the_broker_is_away_and_back_is_told_once_each(
    bus: Bus, nats_settings: NatsSettings, target: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bus.client.nc.is_connected
    monkeypatch.setattr(health, "_AWAY", timedelta(seconds=0.5))
    way, stop = Way(nats_settings.url), asyncio.Event()
    own = await connect(nats_settings.model_copy(update={"url": await way.open()}), "health")
    chosen = {"notifiers": ["apprise"], "apprise": {"urls": [target.url]}, "brief_hour": 24, "every": 0.1}
    settings = HealthSettings.model_validate(chosen)
    running = asyncio.create_task(run_health(own, settings, WatchedSystem([tmp_path], tmp_path), stop))

    async def heard(words: str) -> None:
        async with asyncio.timeout(60):
            while not any(words in text for _, text in target.heard):  # noqa: ASYNC110 - the target notifies nobody
                await asyncio.sleep(0.05)

    await asyncio.sleep(0.5)
    await way.close()
    await heard("브로커가 응답하지 않습니다")
    await way.open()
    await heard("브로커가 다시 응답합니다")
    await asyncio.sleep(1)
    stop.set()
    await running
    await own.close()
    await way.close()
    assert [text for _, text in target.heard if "브로커" in text] == [
        "WaggleBot · 브로커가 응답하지 않습니다. 확인: wagglebot doctor",
        "WaggleBot · 브로커가 다시 응답합니다.",
    ]
