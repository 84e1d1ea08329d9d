"""The machine of a simulated year: its folders, its stations, its board, its channel and its clock."""

import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from libraries import files
from libraries.bus import Bus, connect
from libraries.bus.embedded import run_embedded_server
from schemas.clock import utc_now
from schemas.recipe import Recipe
from services.config import NatsSettings, Settings
from testbed.drills.provider import SpeechServer, speech_server
from testbed.drills.stations import Stations
from testbed.drills.year import board as year_board
from testbed.drills.year.clock import YearClock
from testbed.fake_platforms import youtube_server
from testbed.fake_platforms.youtube import Platform

STATIONS: Final = ("projector", "collect", "studio", "publish", "health", "review")
_UNITS: Final = 1_000_000
"""Quota of other calls than uploads: not what is tried out here."""


class Plan(NamedTuple):
    """What happens on each day: films approved, crawls, posts that the board gets."""

    films: int
    crawls: int
    seed: int

    @property
    def posts(self) -> int:
        """A third more than films: what is left over is declined."""
        return self.films + max(1, self.films // 3)

    @property
    def cap(self) -> int:
        """Films that the channel takes on one day."""
        return self.films + 2


class World(NamedTuple):
    """Everything of the machine. ``disk`` lies below the media folder, which is mounted where mounting is allowed."""

    folder: Path
    plan: Plan
    bus: Bus
    clock: YearClock
    stations: Stations
    board: year_board.YearBoard
    channel: Platform
    speech: SpeechServer
    mounted: bool

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def media(self) -> Path:
        return self.home / "media"

    @property
    def disk(self) -> Path:
        return self.folder / "disk"

    @property
    def database(self) -> Path:
        return self.home / "var" / "wagglebot.db"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def token(self) -> Path:
        return token_file(self.folder)

    def rotate_token(self) -> None:
        """Another permission of the channel; the old one is good for nothing from now on."""
        held = json.loads(self.token.read_bytes())
        fresh = f"refresh-{held['refresh_token'].count('+')}+"
        self.channel.refresh_tokens = {fresh}
        self.channel.expire()
        files.write(self.token, json.dumps(held | {"refresh_token": fresh}).encode(), mode=files.PRIVATE)

    def settings(self, recipe: Recipe) -> Settings:
        """The settings with which the reviewer of the drill approves."""
        return Settings(recipe=recipe)


def token_file(folder: Path) -> Path:
    """Where the permission of the channel lies."""
    return folder / "home" / "var" / "youtube-token.json"


def grant(file: Path, url: str, refresh_token: str) -> None:
    """Keep a permission for the channel, as ``wagglebot auth youtube`` does."""
    token = {"refresh_token": refresh_token, "client_id": "drill", "client_secret": "none", "token_uri": f"{url}token"}
    files.write(file, json.dumps(token).encode(), mode=files.PRIVATE)


@asynccontextmanager
async def machine(folder: Path, plan: Plan) -> AsyncIterator[World]:
    """The machine over ``folder``, with what a year before left there. Nothing runs but the broker and the servers."""
    home, clock = folder / "home", YearClock(folder / "clock")
    for made in (home / "var", home / "sites", folder / "logs", folder / "backups", folder / "tmp"):
        made.mkdir(parents=True, exist_ok=True)
    with (
        year_board.serving(plan.seed) as board,
        channel() as (platform, url),
        speech_server() as speech,
        media_disk(folder) as mounted,
        in_environment(clock.variable),
    ):
        speech.open = True
        site = year_board.SITE.format(code=year_board.CODE, url=board.url)
        files.write(home / "sites" / f"{year_board.CODE}.yaml", site.encode())
        grant(token_file(folder), url, "refresh-first")  # the channel is new each time, and knows this one
        async with run_embedded_server(home / "var" / "nats") as address:
            bus = await connect(NatsSettings(url=address), "drill")
            try:
                chosen = environment(folder, plan, address, url) | clock.variable
                chosen["WAGGLEBOT_STUDIO__SPEECH__BASE_URL"] = f"http://127.0.0.1:{speech.server_port}"
                stations = Stations(folder / "tmp", chosen, folder / "logs")
                yield World(folder, plan, bus, clock, stations, board, platform, speech, mounted)
            finally:
                await bus.close()


def environment(folder: Path, plan: Plan, broker: str, youtube: str) -> dict[str, str]:
    """The settings of all stations, as environment variables."""
    given: dict[str, Any] = {
        "NATS__URL": broker,
        "COLLECT__SITES": [year_board.CODE],
        "PUBLISH__PLATFORMS": ["export", "youtube"],
        "PUBLISH__YOUTUBE__ENDPOINT": youtube,
        "PUBLISH__YOUTUBE__DAILY_CAP": plan.cap,
        "PUBLISH__YOUTUBE__UPLOADS_PER_DAY": _UNITS,
        "PUBLISH__YOUTUBE__UNITS_PER_DAY": _UNITS,
        "STUDIO__PROVIDER_REST": 2,
        "HEALTH__BACKUP_FOLDER": str(folder / "backups"),
        "HEALTH__EVERY": 5,
        "REVIEW__PORT": 0,
    }
    text = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    return {"WAGGLEBOT_HOME": str(folder / "home")} | {f"WAGGLEBOT_{name}": value for name, value in text.items()}


@contextmanager
def channel() -> Iterator[tuple[Platform, str]]:
    """The fake YouTube, and its address; what it reports as its time is that of the drill."""
    platform = Platform()
    platform.wall = utc_now
    with youtube_server.serve(platform) as url:
        yield platform, url


@contextmanager
def media_disk(folder: Path) -> Iterator[bool]:
    """The media folder as a mount of ``disk``, so that it can be taken away; False where nothing may be mounted."""
    disk, media = folder / "disk", folder / "home" / "media"
    for made in (disk, media):
        made.mkdir(parents=True, exist_ok=True)
    while media.is_mount() and unmount(media):  # left by a drill that was killed
        pass
    mounted = mount(disk, media)
    try:
        yield mounted
    finally:
        if mounted:
            unmount(media)


def mount(disk: Path, media: Path) -> bool:
    """Mount ``disk`` at ``media``; whether that is allowed."""
    return run_quietly("mount", "--bind", str(disk), str(media))


def unmount(media: Path) -> bool:
    """Take the disk away, whoever uses it."""
    return run_quietly("umount", "-l", str(media))


def run_quietly(program: str, *arguments: str) -> bool:
    """Run a program; whether it is there and succeeded."""
    found = shutil.which(program)
    return found is not None and not subprocess.run([found, *arguments], capture_output=True, check=False).returncode


@contextmanager
def in_environment(variables: dict[str, str]) -> Iterator[None]:
    """``variables`` in the environment of this process for as long as the block runs."""
    os.environ.update(variables)
    try:
        yield
    finally:
        for name in variables:
            os.environ.pop(name, None)
