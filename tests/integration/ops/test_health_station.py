"""The station that looks after the machine, and its backups, over a real broker."""

import asyncio
import json
import socket
import urllib.request
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fixtures.projection import story
from prometheus_client.parser import text_string_to_metric_families

from libraries.backups.backup import back_up
from libraries.backups.contents import exported_log_path, listed_media
from libraries.backups.daily import next_time_at_hour
from libraries.backups.layout import newest_backup_begin_time
from libraries.backups.media_pool import restore_media_from_pool
from libraries.backups.transfer.log_import import import_log
from libraries.bus import Bus
from libraries.bus.connection.topology import reset_topology
from libraries.media.store import LocalStore
from libraries.object_store.folder import FolderStore
from schemas.errors import BadInput, ConfigurationError
from schemas.posts import PostKey
from services.config import HealthSettings, NatsSettings
from services.ops.health import WatchedSystem, run_health

KEY = PostKey.of("sample", "7")


async def tell(bus: Bus, key: PostKey = KEY) -> int:
    last = 0
    facts = story(key)
    for fact in facts:
        last = await bus.publish(fact, expected=last)
    return len(facts)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read(port: int) -> dict[tuple[str, tuple[str, ...]], float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        text = answer.read().decode()
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


@pytest.fixture
async def station(bus: Bus, tmp_path: Path) -> AsyncIterator[int]:
    port = free_port()
    stop = asyncio.Event()
    settings = HealthSettings(metrics_port=port, every=0.1, disk_percent=0.001)
    running = asyncio.create_task(
        run_health(
            bus,
            settings,
            WatchedSystem([tmp_path], tmp_path / "media", backups=lambda: FolderStore(tmp_path / "backup")),
            stop,
        )
    )
    yield port
    stop.set()
    await running


async def test_prometheus_reads_what_happened(bus: Bus, station: int, tmp_path: Path) -> None:
    async with asyncio.timeout(60):
        while await asyncio.to_thread(newest_backup_begin_time, FolderStore(tmp_path / "backup")) is None:
            await asyncio.to_thread(read, station)
    await tell(bus)
    figures: dict[tuple[str, tuple[str, ...]], float] = {}
    async with asyncio.timeout(60):
        while ("wagglebot_facts_total", ("content.uploaded",)) not in figures:
            figures = await asyncio.to_thread(read, station)
    assert figures["wagglebot_facts_total", ("post.collected",)] == 1
    rendered = [
        name for name in figures if name[0] == "wagglebot_stage_seconds_count" and name[1][0] == "content.rendered"
    ]
    assert [figures[name] for name in rendered] == [1]
    assert figures["wagglebot_disk_percent", (str(tmp_path),)] > 0
    assert figures["wagglebot_memory_percent", ()] > 0


async def test_a_port_in_use_is_named(bus: Bus, station: int, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=f"port {station} cannot be opened"):
        await run_health(bus, HealthSettings(metrics_port=station), WatchedSystem([], tmp_path), asyncio.Event())


async def test_an_empty_system_is_rebuilt_from_a_backup(bus: Bus, nats_settings: NatsSettings, tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "media")
    ref = store.put(b"film", "mp4")
    store.keep_result("a" * 64, b"{}")
    (tmp_path / "media" / ref.key[:2] / ".part-x").write_bytes(b"half")
    count = await tell(bus)
    before = [recorded.event async for batch in bus.facts() for recorded in batch]
    done = await back_up(bus, store.root, FolderStore(tmp_path / "backup"))
    assert (done.facts, done.files, done.copied, done.dropped) == (count, 2, 2, 0)

    await reset_topology(nats_settings)
    other = LocalStore(tmp_path / "other")
    assert (
        restore_media_from_pool(
            FolderStore(tmp_path / "backup"), done.name, other.root, listed_media(tmp_path / "backup" / done.name)
        )
        == 2
    )
    await import_log(bus, exported_log_path(tmp_path / "backup" / done.name))
    assert other.path(ref).read_bytes() == b"film"
    assert other.kept_result("a" * 64) == b"{}"
    assert [recorded.event async for batch in bus.facts() for recorded in batch] == before


async def test_seven_days_are_kept_and_what_only_older_ones_named_goes(bus: Bus, tmp_path: Path) -> None:
    store, folder = LocalStore(tmp_path / "media"), tmp_path / "backup"
    first = store.put(b"first", "png")
    begin = datetime(2026, 11, 1, tzinfo=UTC)
    await back_up(bus, store.root, FolderStore(folder), now=begin)
    store.delete(first.key)
    store.put(b"second", "png")
    for day in range(1, 9):
        done = await back_up(bus, store.root, FolderStore(folder), now=begin + timedelta(days=day))
        assert done.copied == (1 if day == 1 else 0)
        assert (folder / "media" / first.key).exists() == (day < 8)
    assert done.dropped == 1
    assert len(list(folder.glob("2026*"))) == 8
    assert newest_backup_begin_time(FolderStore(folder)) == begin + timedelta(days=8)


async def test_a_result_that_was_written_again_is_copied_again(bus: Bus, tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "media")
    store.keep_result("b" * 64, b'{"a":1}')
    await back_up(bus, store.root, FolderStore(tmp_path / "backup"), now=datetime(2026, 11, 1, tzinfo=UTC))
    store.keep_result("b" * 64, b'{"a":2}')
    done = await back_up(bus, store.root, FolderStore(tmp_path / "backup"), now=datetime(2026, 11, 2, tzinfo=UTC))
    restore_media_from_pool(
        FolderStore(tmp_path / "backup"),
        done.name,
        tmp_path / "other",
        listed_media(tmp_path / "backup" / done.name),
    )
    recalled = LocalStore(tmp_path / "other").kept_result("b" * 64)
    assert recalled is not None
    assert json.loads(recalled) == {"a": 2}


async def test_a_damaged_backup_and_a_foolish_place_are_refused(bus: Bus, tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "media")
    ref = store.put(b"film", "mp4")
    with pytest.raises(BadInput, match="inside the media store"):
        await back_up(bus, store.root, FolderStore(store.root / "backup"))
    done = await back_up(bus, store.root, FolderStore(tmp_path / "backup"))
    (tmp_path / "backup" / "media" / ref.key).unlink()
    with pytest.raises(BadInput, match="1 of the 1 media files"):
        restore_media_from_pool(
            FolderStore(tmp_path / "backup"),
            done.name,
            tmp_path / "other",
            listed_media(tmp_path / "backup" / done.name),
        )
    with pytest.raises(BadInput, match="dated folders"):
        listed_media(tmp_path / "backup")


async def test_a_disk_that_fails_is_an_error_with_a_name_and_a_half_backup_stops_no_other(
    bus: Bus, tmp_path: Path
) -> None:
    store, folder = LocalStore(tmp_path / "media"), tmp_path / "backup"
    ref = store.put(b"film", "mp4")
    (folder / "2026-01-01T000000Z").mkdir(parents=True)
    (folder / "media").write_bytes(b"a file where a folder should be")
    with pytest.raises(BadInput, match="cannot be read or written"):
        await back_up(bus, store.root, FolderStore(folder))
    assert newest_backup_begin_time(FolderStore(folder)) is None
    (folder / "media").unlink()
    done = await back_up(bus, store.root, FolderStore(folder))
    assert (folder / "media" / ref.key).read_bytes() == b"film"
    assert done.dropped == 0


def test_the_hour_is_that_of_the_place() -> None:
    seoul = ZoneInfo("Asia/Seoul")
    assert next_time_at_hour(4, datetime(2026, 11, 23, 3, 59, tzinfo=seoul)) == datetime(
        2026, 11, 22, 19, 0, tzinfo=UTC
    )
    assert next_time_at_hour(4, datetime(2026, 11, 23, 4, 0, tzinfo=seoul)) == datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
