"""The daily work of the health station: it ends with its process, and a fault of its own is told and tried again."""

import asyncio
import time
from pathlib import Path

import pytest

from libraries.alerts.alert import Alert
from libraries.media.damage import damaged_files
from libraries.media.store import LocalStore
from schemas.errors import NoSpace, ProviderDown
from services.bootstrap import _touch_repeatedly
from services.ops.upkeep import check_media, run_daily


def test_a_process_that_is_stopped_does_not_wait_until_all_media_are_read(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    for number in range(40):
        store.put(str(number).encode(), "bin")

    async def stopped_soon() -> None:
        task = asyncio.create_task(check_media(tmp_path, lambda _, __: asyncio.sleep(0)))
        await asyncio.sleep(0.02)
        assert not task.done()
        task.cancel()

    begun = time.monotonic()
    asyncio.run(stopped_soon())
    assert time.monotonic() - begun < 10


async def test_every_damaged_file_is_counted_in_the_alert(tmp_path: Path) -> None:
    store, told = LocalStore(tmp_path), list[tuple[str, Alert | None]]()
    for number in range(3):
        store.path(store.put(str(number).encode(), "bin")).write_bytes(b"x" * (number > 0) or b"0")

    async def report(about: str, found: Alert | None) -> None:
        told.append((about, found))

    await check_media(tmp_path, report)
    assert len(told) == 1
    about, found = told[0]
    assert found is not None
    assert (about, found.about) == ("media", "media")
    assert found.text.startswith("2 media files are damaged")
    for path in list(damaged_files(tmp_path)):
        path.unlink()
    await check_media(tmp_path, report)
    assert told[1] == ("media", None), "that all is whole is told too: it ends the alert"


@pytest.mark.parametrize(
    ("fault", "alerts"),
    [
        (NoSpace("disk.away", where="media", why="Read-only file system"), 1),
        (PermissionError(13, "Permission denied", "media"), 1),
        (ProviderDown("broker.no_answer", what="x", why="y"), 0),
    ],
)
async def test_a_fault_of_daily_work_does_not_end_the_station(fault: Exception, alerts: int) -> None:
    told: list[str] = []

    async def alert(sentence: str) -> None:
        told.append(sentence)

    async def work() -> None:
        raise fault

    task = asyncio.create_task(run_daily(work, "cleaning", alert))
    await asyncio.sleep(0.02)
    assert not task.done()
    task.cancel()
    assert len(told) == alerts
    assert all(sentence.startswith("The cleaning failed. ") for sentence in told)


async def test_a_sign_of_life_that_cannot_be_written_ends_no_station(tmp_path: Path) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(_touch_repeatedly(tmp_path / "away" / "alive", stop))
    await asyncio.sleep(0.05)
    assert not task.done()
    stop.set()
    await task
