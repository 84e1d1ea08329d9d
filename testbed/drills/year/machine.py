"""The machine of a simulated year: its folders, its stations, its board, its channel and its clock."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from libraries import files
from libraries.bus import Bus, connect
from libraries.bus.embedded import run_embedded_server
from libraries.media.damage import stored_files
from schemas.clock import clock_offset, utc_now
from schemas.recipe import Recipe
from services.config import NatsSettings, Settings
from testbed.drills.refusing_provider import RefusingSpeechServer, running_refusing_speech_server
from testbed.drills.stations import StationProcesses
from testbed.drills.year import board as year_board
from testbed.drills.year.clock import YearClock
from testbed.fake_platforms import youtube_server
from testbed.fake_platforms.youtube import YoutubePlatform

STATIONS: Final = ("projector", "collect", "studio", "publish", "health", "review")
_UNITS: Final = 1_000_000
"""Quota of other calls than uploads: not what is tried out here."""


class DailyPlan(NamedTuple):
    """What happens on each day: films approved, crawls, posts that the board gets."""

    films: int
    crawls: int
    seed: int

    @property
    def new_posts(self) -> int:
        """Posts that the board gets: a third more than films; what is left over is declined."""
        return self.films + max(1, self.films // 3)

    @property
    def upload_cap(self) -> int:
        """Films that the channel takes on one day."""
        return self.films + 2


class YearMachine(NamedTuple):
    """The machine of a simulated year, with its stations, servers and folders. ``disk`` lies below the media folder,
    which is mounted where mounting is allowed.
    """

    folder: Path
    plan: DailyPlan
    bus: Bus
    clock: YearClock
    stations: StationProcesses
    board: year_board.YearBoard
    channel: YoutubePlatform
    speech: RefusingSpeechServer
    mounted: bool

    @property
    def home(self) -> Path:
        """The home of the stations: settings, sites, database, broker."""
        return self.folder / "home"

    @property
    def media(self) -> Path:
        """The media folder, where ``disk`` is mounted."""
        return self.home / "media"

    @property
    def planted_damage(self) -> Path:
        """The file with the names of media that were damaged on purpose, one a line."""
        return self.folder / "planted-damage"

    @property
    def disk(self) -> Path:
        """The folder that plays the disk of the media."""
        return self.folder / "disk"

    @property
    def database(self) -> Path:
        """The file of the projection."""
        return self.home / "var" / "wagglebot.db"

    @property
    def backups(self) -> Path:
        """The folder of the backups."""
        return self.folder / "backups"

    @property
    def logs(self) -> Path:
        """The folder of the rotated log files of the stations."""
        return self.folder / "logs"

    @property
    def token_file(self) -> Path:
        """The file with the permission of the channel."""
        return token_file_in(self.folder)

    def rotate_token(self) -> None:
        """Replace the permission of the channel by another; the old one is good for nothing from now on."""
        held = json.loads(self.token_file.read_bytes())
        fresh = f"refresh-{held['refresh_token'].count('+')}+"
        self.channel.refresh_tokens = {fresh}
        self.channel.expire_access_tokens()
        files.write_atomically(
            self.token_file, json.dumps(held | {"refresh_token": fresh}).encode(), mode=files.PRIVATE
        )

    def approval_settings(self, recipe: Recipe) -> Settings:
        """The settings with which the reviewer of the drill approves."""
        return Settings(recipe=recipe)


def token_file_in(folder: Path) -> Path:
    """The file with the permission of the channel, on a machine over ``folder``."""
    return folder / "home" / "var" / "youtube-token.json"


def write_token(file: Path, url: str, refresh_token: str) -> None:
    """Write the file with a permission for the channel, as ``wagglebot auth youtube`` does."""
    token = {"refresh_token": refresh_token, "client_id": "drill", "client_secret": "none", "token_uri": f"{url}token"}
    files.write_atomically(file, json.dumps(token).encode(), mode=files.PRIVATE)


@asynccontextmanager
async def running_machine(folder: Path, plan: DailyPlan) -> AsyncIterator[YearMachine]:
    """The machine over ``folder``, with what a year before left there. Nothing runs but the broker and the servers."""
    home, clock = folder / "home", YearClock(folder / "clock")
    for made in (home / "var", home / "sites", folder / "logs", folder / "backups", folder / "tmp"):
        made.mkdir(parents=True, exist_ok=True)
    with (
        year_board.running_year_board(plan.seed) as board,
        fake_channel() as (platform, url),
        running_refusing_speech_server() as speech,
        try_media_disk(folder) as mounted,
        environment_variables_set(clock.environment),
    ):
        speech.open = True
        site = year_board.SITE.format(code=year_board.CODE, url=board.url)
        files.write_atomically(home / "sites" / f"{year_board.CODE}.yaml", site.encode())
        write_token(token_file_in(folder), url, "refresh-first")  # the channel is new each time, and knows this one
        async with run_embedded_server(home / "var" / "nats") as address:
            bus = await connect(NatsSettings(url=address), "drill")
            try:
                chosen = station_environment(folder, plan, address, url) | clock.environment
                chosen["WAGGLEBOT_STUDIO__SPEECH__BASE_URL"] = f"http://127.0.0.1:{speech.server_port}"
                stations = StationProcesses(folder / "tmp", chosen, folder / "logs")
                yield YearMachine(folder, plan, bus, clock, stations, board, platform, speech, mounted)
            finally:
                await bus.close()


def station_environment(folder: Path, plan: DailyPlan, broker: str, youtube: str) -> dict[str, str]:
    """The settings of all stations, as environment variables."""
    given: dict[str, Any] = {
        "NATS__URL": broker,
        "COLLECT__SITES": [year_board.CODE],
        "PUBLISH__PLATFORMS": ["export", "youtube"],
        "PUBLISH__YOUTUBE__ENDPOINT": youtube,
        "PUBLISH__YOUTUBE__DAILY_CAP": plan.upload_cap,
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
def fake_channel() -> Iterator[tuple[YoutubePlatform, str]]:
    """The fake YouTube, and its address; what it reports as its time is that of the drill."""
    platform = YoutubePlatform()
    platform.wall = utc_now
    with youtube_server.serve_youtube(platform) as url:
        yield platform, url


@contextmanager
def try_media_disk(folder: Path) -> Iterator[bool]:
    """Mount ``disk`` as the media folder within the block, so that it can be taken away; gives whether it is there."""
    disk, media = folder / "disk", folder / "home" / "media"
    for made in (disk, media):
        made.mkdir(parents=True, exist_ok=True)
    while media.is_mount() and try_to_unmount(media):  # left by a drill that was killed
        pass
    mounted = try_to_mount(disk, media)
    try:
        yield mounted
    finally:
        if mounted:
            try_to_unmount(media)


def try_to_mount(disk: Path, media: Path) -> bool:
    """Mount ``disk`` at ``media``; gives whether that succeeded."""
    return try_to_run_program("mount", "--bind", str(disk), str(media))


def try_to_unmount(media: Path) -> bool:
    """Take the disk away, whoever uses it; gives whether that succeeded."""
    return try_to_run_program("umount", "-l", str(media))


def try_to_run_program(program: str, *arguments: str) -> bool:
    """Run a program; gives whether it is there and succeeded."""
    found = shutil.which(program)
    return found is not None and not subprocess.run([found, *arguments], capture_output=True, check=False).returncode


@contextmanager
def environment_variables_set(variables: dict[str, str]) -> Iterator[None]:
    """Set ``variables`` in the environment of this process within the block."""
    os.environ.update(variables)
    try:
        yield
    finally:
        for name in variables:
            os.environ.pop(name, None)


def date_media_files(machine: YearMachine) -> None:
    """Date the media files that were written on this day by the clock of the drill; the file system has its own."""
    now, span = time.time(), clock_offset().total_seconds()
    for path in (*stored_files(machine.media), *(machine.media / "posts").glob("*.txt")):
        with suppress(FileNotFoundError):
            written = path.stat().st_mtime
            if written <= now:
                os.utime(path, (written + span, written + span))
