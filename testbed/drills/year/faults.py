"""The ten faults of a simulated year: each befalls the machine in the middle of a day's work, and is taken back."""

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Final

from libraries.media.damage import is_damaged, stored_files
from schemas.errors import ConfigurationError, Retryable
from services.commands.resume_publishing import resume_publishing
from services.config import PublishSettings
from services.publish.registry import quota_of
from testbed.drills.disk import fill
from testbed.drills.stations import broker_processes
from testbed.drills.year.world import World, grant, mount, run_quietly, unmount

_AWAY: Final = 12.0
"""Seconds (of the machine's clock) that what is away stays away: long enough for calls to fail."""
_NOTICED: Final = 300.0
"""Seconds within which what is damaged must be told of, and mended when the command that is told was typed."""

Fault = Callable[[World], Awaitable[str]]
"""Gives how it ended: a sentence. ``by hand`` stands in it where a person had to do something."""


class NotPossible(Exception):
    """This machine does not let a fault be planted; it is counted apart."""


async def disk_full(world: World) -> str:
    """The disk of the media is full, but for a few kilobytes; later there is room again."""
    small = world.folder / "small"
    if not world.mounted:
        raise NotPossible("nothing may be mounted here")
    small.mkdir(exist_ok=True)
    await asyncio.to_thread(_exchange, world, small, size=_used(world.disk) + 64_000_000)
    balloon = await asyncio.to_thread(fill, world.media)
    await asyncio.sleep(_AWAY)
    balloon.unlink()
    await asyncio.sleep(1)
    await asyncio.to_thread(_back, world, small)
    return "work waited, and went on when there was room"


async def broker_stopped(world: World) -> str:
    """The broker is stopped for seconds (SIGSTOP), then killed."""
    (process,) = broker_processes(world.home / "var" / "nats")
    os.kill(process, signal.SIGSTOP)
    await asyncio.sleep(_AWAY)
    os.kill(process, signal.SIGCONT)
    await asyncio.sleep(1)
    os.kill(process, signal.SIGKILL)
    return "stopped for seconds, then killed: stations waited for it"


async def database_locked(world: World) -> str:
    """Another program holds the database for seconds."""
    await asyncio.to_thread(_hold, world.database, _AWAY)
    return "the projection waited, and caught up"


async def media_unmounted(world: World) -> str:
    """The disk of the media is taken away; an empty folder lies in its place."""
    if not world.mounted:
        raise NotPossible("nothing may be mounted here")
    unmount(world.media)
    await asyncio.sleep(_AWAY)
    strangers = [path.name for path in world.media.iterdir()]
    if not mount(world.disk, world.media):
        raise ConfigurationError("drill.no_small_disk", why="the media disk cannot be mounted again")
    if strangers:
        raise Retryable("drill.in_vain", what=f"nothing is written in the place of the disk (found {strangers[:3]})")
    return "work waited for the disk, and nothing was written in its place"


async def block_damaged(world: World) -> str:
    """One bit of a kept film flips; the scrub tells of it, and the command that it tells is typed."""
    films = [path for path in stored_files(world.media) if path.suffix == ".mp4"]
    victim = max(films, key=lambda path: path.stat().st_mtime)
    raw = bytearray(victim.read_bytes())
    raw[len(raw) // 2] ^= 1
    victim.write_bytes(raw)
    world.clock.move(timedelta(days=1))
    await _until(lambda: _told_of_damage(world), "the scrub tells of the damage")
    await world.stations.command("repair")
    await _until(lambda: _is_mended(victim), "the film is whole again")
    return "told by the scrub, mended by hand: wagglebot repair"


async def token_revoked(world: World) -> str:
    """The channel takes its permission back; films wait until a person gives another."""
    world.channel.refresh_tokens.clear()
    world.channel.expire()
    await world.stations.stop("publish")  # a good access token may last an hour yet
    await world.stations.start("publish")
    quota = quota_of(world.bus, PublishSettings(), "youtube")
    await _until(quota.current_stop, "the lane of the channel is stopped")
    world.channel.refresh_tokens.add("refresh-second")
    grant(world.token, _token_address(world.token), "refresh-second")
    # What ``wagglebot auth youtube`` does when a person has agreed in a browser.
    await resume_publishing(world.bus, quota, "youtube")
    return "the lane stopped and was opened by hand: a new permission, as by wagglebot auth youtube"


async def site_changed(world: World) -> str:
    """The board shows pages of another make; some crawls later it is as before."""
    world.board.rebuilt = True
    await asyncio.sleep(_AWAY / 2)
    world.board.rebuilt = False
    return "crawls said that nothing was found, and found posts again"


async def clock_jumped(world: World) -> str:
    """The clock jumps two days ahead and, seconds later, back."""
    world.clock.move(timedelta(days=2))
    await asyncio.sleep(_AWAY / 2)
    world.clock.move(-timedelta(days=2))
    return "ahead by two days and back"


async def quota_used_up(world: World) -> str:
    """The platform says in the middle of the day that the quota of uploads is used up."""
    world.channel.uploads_left = 0
    await asyncio.sleep(_AWAY)
    world.channel.uploads_left = None
    return "films waited for the next day of the platform"


async def speech_server_refuses(world: World) -> str:
    """The server that speaks (for the films of this day) refuses every request; later it answers again."""
    world.speech.open = False
    await asyncio.sleep(_AWAY)
    world.speech.open = True
    return "films waited for the server"


FAULTS: Final[dict[str, Fault]] = {
    "the disk is full": disk_full,
    "the broker is away": broker_stopped,
    "the database is locked": database_locked,
    "the media disk is unmounted": media_unmounted,
    "a block is damaged": block_damaged,
    "the permission is revoked": token_revoked,
    "the site changed": site_changed,
    "the clock jumps": clock_jumped,
    "the quota is used up": quota_used_up,
    "a provider is down": speech_server_refuses,
}


def fault_days(days: int) -> dict[int, str]:
    """On which of ``days`` days each fault comes: evenly spread; none on the first day."""
    return {2 + number * max(1, days - 2) // len(FAULTS): name for number, name in enumerate(FAULTS)}


def _exchange(world: World, small: Path, *, size: int) -> None:
    """A small file system with the content of the disk, in the place of the disk."""
    run_quietly("mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", str(small))
    shutil.copytree(world.disk, small, dirs_exist_ok=True)
    unmount(world.media)
    mount(small, world.media)


def _back(world: World, small: Path) -> None:
    """The disk in its place again, with what was written meanwhile, also while it was copied."""
    shutil.copytree(small, world.disk, dirs_exist_ok=True)
    unmount(world.media)
    mount(world.disk, world.media)
    shutil.copytree(small, world.disk, dirs_exist_ok=True)
    unmount(small)


def _used(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _hold(database: Path, seconds: float) -> None:
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.rollback()


def _said(world: World, station: str) -> str:
    return (world.logs / f"{station}.jsonl").read_text(encoding="utf-8", errors="replace")


def _token_address(token: Path) -> str:
    return str(json.loads(token.read_bytes())["token_uri"]).removesuffix("token")


async def _told_of_damage(world: World) -> bool:
    return "media files are damaged" in await asyncio.to_thread(_said, world, "health")


async def _is_mended(victim: Path) -> bool:
    return not await asyncio.to_thread(lambda: victim.exists() and is_damaged(victim))


async def _until(holds: Callable[[], Awaitable[object]], what: str) -> None:
    """Raises Retryable when it does not come to hold in time."""
    try:
        async with asyncio.timeout(_NOTICED):
            while not await holds():  # noqa: ASYNC110 (nobody tells)
                await asyncio.sleep(0.5)
    except TimeoutError:
        raise Retryable("drill.in_vain", what=what) from None
