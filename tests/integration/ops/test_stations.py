"""Stations of a process: what ends one, and what it outlives."""

import asyncio
from pathlib import Path

import pytest

from libraries.bus import Bus
from libraries.media.store import LocalStore
from libraries.media.store_mark import MARK
from schemas.errors import BadInput, ProviderDown
from services import bootstrap
from services.bootstrap import Announce, Runtime
from services.config import MediaSettings, NatsSettings, Settings


@pytest.fixture
def place(nats_settings: NatsSettings, tmp_path: Path) -> Runtime:
    settings = Settings(nats=nats_settings.model_copy(update={"store_dir": tmp_path / "var/nats"}))
    return Runtime(settings, nats_settings, LocalStore(tmp_path / "media"))


async def run(place: Runtime, errors: list[Exception], stop: asyncio.Event) -> int:
    """How many times a station began that fails with ``errors`` one after the other and then works."""
    began = 0

    async def runner(_: Runtime, bus: Bus, stop: asyncio.Event, announce: Announce) -> None:
        nonlocal began
        began += 1
        assert (await bus.facts_head()).last_sequence >= 0
        announce("begun")
        if errors:
            raise errors.pop(0)
        stop.set()

    await bootstrap._station(place, "test", runner, stop, lambda _: None)
    return began


async def test_a_station_begins_anew_when_the_broker_was_away_too_long(
    bus: Bus, place: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await bus.facts_head()).last_sequence == 0
    monkeypatch.setattr(bootstrap, "_ANEW", 0.01)
    away = ProviderDown("broker.no_answer", what="x", why="timeout")
    stop = asyncio.Event()
    assert await run(place, [away, ExceptionGroup("tasks", [away, ExceptionGroup("more", [away])])], stop) == 3
    assert stop.is_set()


@pytest.mark.parametrize("grouped", [False, True])
async def test_another_fault_ends_the_station_and_with_it_the_process(
    bus: Bus, place: Runtime, *, grouped: bool
) -> None:
    assert (await bus.facts_head()).last_sequence == 0
    fault: Exception = BadInput("log.system_not_empty")
    if grouped:
        fault = ExceptionGroup("tasks", [fault, ProviderDown("broker.no_answer", what="x", why="y")])
    stop = asyncio.Event()
    with pytest.raises((BadInput, ExceptionGroup)):
        await run(place, [fault], stop)
    assert stop.is_set()


async def test_a_broker_that_never_answered_is_an_error(place: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_STARTING", 0.3)
    nowhere = place._replace(nats=NatsSettings(url="nats://127.0.0.1:9"))
    with pytest.raises(ProviderDown):
        await run(nowhere, [], asyncio.Event())


async def test_stations_that_start_before_the_disk_of_the_media_is_mounted_wait_for_it(tmp_path: Path) -> None:
    root, nats = tmp_path / "media", NatsSettings(store_dir=tmp_path / "var/nats")
    settings, stop = Settings(nats=nats, media=MediaSettings(root=root)), asyncio.Event()
    await bootstrap.wait_until_media_mounted(settings, stop)
    assert (root / MARK).is_file()
    disk = root.rename(tmp_path / "disk")
    root.mkdir()
    waiting = asyncio.create_task(bootstrap.wait_until_media_mounted(settings, stop))
    done, _ = await asyncio.wait((waiting,), timeout=0.5)
    assert not done
    root.rmdir()
    disk.rename(root)
    await asyncio.wait_for(waiting, 60)
    root.rename(tmp_path / "gone")
    stop.set()
    await asyncio.wait_for(bootstrap.wait_until_media_mounted(settings, stop), 60)
