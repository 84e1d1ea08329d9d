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
from services.publish.registry import quota_of_platform
from testbed.drills.full_disks import fill_disk
from testbed.drills.stations import broker_processes
from testbed.drills.year.machine import YearMachine, try_to_mount, try_to_run_program, try_to_unmount, write_token

_AWAY: Final = 12.0
"""Seconds (of the machine's clock) that what is away stays away: long enough for calls to fail."""
_NOTICED: Final = 300.0
"""Seconds within which what is damaged must be told of, and mended when the command that is told was typed."""

Fault = Callable[[YearMachine], Awaitable[str]]
"""Gives how it ended: a sentence. ``by hand`` stands in it where a person had to do something."""


class FaultNotPossible(Exception):
    """This machine does not let a fault be planted; it is counted apart."""


async def fill_media_disk(machine: YearMachine) -> str:
    """Fill the disk of the media but for a few kilobytes; later there is room again."""
    small = machine.folder / "small"
    if not machine.mounted:
        raise FaultNotPossible("nothing may be mounted here")
    small.mkdir(exist_ok=True)
    await asyncio.to_thread(_exchange, machine, small, size=_used(machine.disk) + 64_000_000)
    balloon = await asyncio.to_thread(fill_disk, machine.media)
    await asyncio.sleep(_AWAY)
    balloon.unlink()
    await asyncio.sleep(1)
    await asyncio.to_thread(_back, machine, small)
    return "work waited, and went on when there was room"


async def stop_and_kill_broker(machine: YearMachine) -> str:
    """Stop the broker for seconds (SIGSTOP), then kill it."""
    (process,) = broker_processes(machine.home / "var" / "nats")
    os.kill(process, signal.SIGSTOP)
    await asyncio.sleep(_AWAY)
    os.kill(process, signal.SIGCONT)
    await asyncio.sleep(1)
    os.kill(process, signal.SIGKILL)
    return "stopped for seconds, then killed: stations waited for it"


async def lock_database(machine: YearMachine) -> str:
    """Hold the database for seconds, as another program would."""
    await asyncio.to_thread(_hold, machine.database, _AWAY)
    return "the projection waited, and caught up"


async def unmount_media_disk(machine: YearMachine) -> str:
    """Take the disk of the media away for seconds; an empty folder lies in its place."""
    if not machine.mounted:
        raise FaultNotPossible("nothing may be mounted here")
    try_to_unmount(machine.media)
    await asyncio.sleep(_AWAY)
    strangers = [path.name for path in machine.media.iterdir()]
    if not try_to_mount(machine.disk, machine.media):
        raise ConfigurationError("drill.no_small_disk", why="the media disk cannot be mounted again")
    if strangers:
        raise Retryable("drill.in_vain", what=f"nothing is written in the place of the disk (found {strangers[:3]})")
    return "work waited for the disk, and nothing was written in its place"


async def damage_film(machine: YearMachine) -> str:
    """Flip one bit of a kept film; the scrub tells of it, and the command that it tells is typed."""
    films = [path for path in stored_files(machine.media) if path.suffix == ".mp4"]
    victim = max(films, key=lambda path: path.stat().st_mtime)
    raw = bytearray(victim.read_bytes())
    raw[len(raw) // 2] ^= 1
    victim.write_bytes(raw)
    with machine.planted_damage.open("a", encoding="utf-8") as planted:
        planted.write(f"{victim.relative_to(machine.media).as_posix()}\n")
    machine.clock.move_by(timedelta(days=1))
    await _until(lambda: _told_of_damage(machine), "the scrub tells of the damage")
    await machine.stations.run_command("repair")
    await _until(lambda: _is_mended(victim), "the film is whole again")
    return "told by the scrub, mended by hand: wagglebot repair"


async def revoke_token(machine: YearMachine) -> str:
    """Take the permission of the channel back; films wait until a person gives another."""
    machine.channel.refresh_tokens.clear()
    machine.channel.expire_access_tokens()
    await machine.stations.stop("publish")  # a good access token may last an hour yet
    await machine.stations.start("publish")
    quota = quota_of_platform(machine.bus, PublishSettings(), "youtube")
    await _until(quota.current_stop, "the lane of the channel is stopped")
    machine.channel.refresh_tokens.add("refresh-second")
    write_token(machine.token_file, _token_address(machine.token_file), "refresh-second")
    # What ``wagglebot auth youtube`` does when a person has agreed in a browser.
    await resume_publishing(machine.bus, quota, "youtube")
    return "the lane stopped and was opened by hand: a new permission, as by wagglebot auth youtube"


async def change_site(machine: YearMachine) -> str:
    """Have the board show pages of another make; some crawls later it is as before."""
    machine.board.rebuilt = True
    await asyncio.sleep(_AWAY / 2)
    machine.board.rebuilt = False
    return "crawls said that nothing was found, and found posts again"


async def jump_clock(machine: YearMachine) -> str:
    """Move the clock two days ahead and, seconds later, back."""
    machine.clock.move_by(timedelta(days=2))
    await asyncio.sleep(_AWAY / 2)
    machine.clock.move_by(-timedelta(days=2))
    return "ahead by two days and back"


async def use_up_quota(machine: YearMachine) -> str:
    """Have the platform say in the middle of the day that the quota of uploads is used up."""
    machine.channel.uploads_left = 0
    await asyncio.sleep(_AWAY)
    machine.channel.uploads_left = None
    return "films waited for the next day of the platform"


async def make_speech_server_refuse(machine: YearMachine) -> str:
    """Have the server that speaks (for the films of this day) refuse every request; later it answers again."""
    machine.speech.open = False
    await asyncio.sleep(_AWAY)
    machine.speech.open = True
    return "films waited for the server"


FAULTS: Final[dict[str, Fault]] = {
    "the disk is full": fill_media_disk,
    "the broker is away": stop_and_kill_broker,
    "the database is locked": lock_database,
    "the media disk is unmounted": unmount_media_disk,
    "a block is damaged": damage_film,
    "the permission is revoked": revoke_token,
    "the site changed": change_site,
    "the clock jumps": jump_clock,
    "the quota is used up": use_up_quota,
    "a provider is down": make_speech_server_refuse,
}


def faults_by_day(days: int) -> dict[int, str]:
    """The fault that comes on each day, of ``days`` days: evenly spread; none on the first day."""
    return {2 + number * max(1, days - 2) // len(FAULTS): name for number, name in enumerate(FAULTS)}


def _exchange(machine: YearMachine, small: Path, *, size: int) -> None:
    """A small file system with the content of the disk, in the place of the disk."""
    try_to_run_program("mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", str(small))
    shutil.copytree(machine.disk, small, dirs_exist_ok=True)
    try_to_unmount(machine.media)
    try_to_mount(small, machine.media)


def _back(machine: YearMachine, small: Path) -> None:
    """The disk in its place again, with what was written meanwhile, also while it was copied."""
    shutil.copytree(small, machine.disk, dirs_exist_ok=True)
    try_to_unmount(machine.media)
    try_to_mount(machine.disk, machine.media)
    shutil.copytree(small, machine.disk, dirs_exist_ok=True)
    try_to_unmount(small)


def _used(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _hold(database: Path, seconds: float) -> None:
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.rollback()


def _said(machine: YearMachine, station: str) -> str:
    return (machine.logs / f"{station}.jsonl").read_text(encoding="utf-8", errors="replace")


def _token_address(token: Path) -> str:
    return str(json.loads(token.read_bytes())["token_uri"]).removesuffix("token")


async def _told_of_damage(machine: YearMachine) -> bool:
    return "media files are damaged" in await asyncio.to_thread(_said, machine, "health")


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
