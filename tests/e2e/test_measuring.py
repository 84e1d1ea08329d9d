"""From upload to figures by real processes: each station its own user at the broker, YouTube played on loopback."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post

from schemas.clock import VARIABLE
from schemas.events import ContentMeasured, ContentRendered, ContentScripted, ContentVoiced, PostApproved, PostCollected
from schemas.statistics import FilmAge
from services import bootstrap
from services.config import MediaSettings, NatsSettings, Settings, StoreSettings
from services.projector.queries.projection_queries import SqlProjection
from services.publish.platforms.youtube.oauth import SCOPES
from testbed.fake_platforms.audience import viewing_figures
from testbed.fake_platforms.youtube import YoutubePlatform
from testbed.fake_platforms.youtube_server import serve_youtube

pytestmark = pytest.mark.slow

WAGGLEBOT = str(Path(sys.executable).parent / "wagglebot")
POST = post(site="elsewhere")
"""Of a site nobody can ask whether it is still there."""


class Machine:
    """A home folder, a fake channel and processes of the program, all by one clock that can be moved."""

    def __init__(self, home: Path, platform: YoutubePlatform, url: str) -> None:
        self.home, self.platform, self.ahead = home, platform, home / "ahead"
        self.ahead.write_text("0", encoding="ascii")
        platform.wall = lambda: datetime.now(UTC) + timedelta(seconds=float(self.ahead.read_text(encoding="ascii")))
        token = {"refresh_token": "refresh-first", "client_id": "c", "client_secret": "s", "token_uri": f"{url}token"}
        (home / "token.json").write_text(json.dumps(token | {"scope": " ".join(SCOPES)}), encoding="utf-8")
        youtube = "WAGGLEBOT_PUBLISH__YOUTUBE__"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WAGGLEBOT_")},
            "WAGGLEBOT_HOME": str(home),
            "WAGGLEBOT_PUBLISH__PLATFORMS": '["youtube"]',
            f"{youtube}ENDPOINT": url,
            f"{youtube}ANALYTICS_ENDPOINT": url,
            f"{youtube}TOKEN_FILE": str(home / "token.json"),
            "WAGGLEBOT_INSIGHT__EVERY": "0.2",
            VARIABLE: str(self.ahead),
        }
        self.settings = Settings(
            nats=NatsSettings(store_dir=home / "var/nats"),
            media=MediaSettings(root=home / "media"),
            store=StoreSettings(url=f"sqlite:///{home / 'var/wagglebot.db'}"),
        )

    def start(self, *stations: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([WAGGLEBOT, "run", *stations], env=self.environment, stdout=subprocess.DEVNULL)

    def command(self, *words: str) -> str:
        done = subprocess.run([WAGGLEBOT, *words], env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def move(self, span: timedelta) -> None:
        self.ahead.write_text(str(span.total_seconds()), encoding="ascii")

    async def film(self) -> None:
        """A finished film, on record and in the media store."""
        async with bootstrap.open_runtime(self.settings) as place, place.open_bus("test") as bus:
            kept = [place.store.put(b"film" * 1000, "mp4"), place.store.put(b"j", "jpg"), place.store.put(b"1", "srt")]
            film = FILM.model_copy(update=dict(zip(("video", "thumbnail", "captions"), kept, strict=True)))
            done: dict[str, Any] = {"post_key": POST.key, "revision": 1, "stage_key": "0" * 64, "served_by": "test"}
            events = (
                PostCollected(post_key=POST.key, revision=0, post=POST),
                PostApproved(post_key=POST.key, revision=1, reviewer="나"),
                ContentScripted(**done, seconds=0.1, script=SCRIPT),
                ContentVoiced(**done, seconds=0.1, voice=VOICE),
                ContentRendered(**done, seconds=0.1, film=film),
            )
            sequence = 0
            for event in events:
                sequence = await bus.publish(event, expected=sequence)

    async def measured(self) -> list[ContentMeasured]:
        async with bootstrap.open_runtime(self.settings) as place, place.open_bus("test") as bus:
            return [f.event for f in await bus.facts_of_post(POST.key) if isinstance(f.event, ContentMeasured)]


def wait_for(what: str, found: Callable[[], bool], seconds: float = 90.0) -> None:
    until = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < until, what
        time.sleep(0.2)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    platform = YoutubePlatform(clock=time.time)
    with serve_youtube(platform) as url:
        yield Machine(tmp_path, platform, url)


def test_a_film_is_measured_by_real_processes_once_whatever_is_killed(machine: Machine) -> None:
    asyncio.run(machine.film())
    others = machine.start("projector", "publish")
    insight = None
    try:
        wait_for("the upload", lambda: len(machine.platform.existing_films()) == 1)
        machine.command("release", str(POST.key), "--yes")
        wait_for("the release", lambda: machine.platform.existing_films()[0].published is not None)
        insight = machine.start("insight")
        time.sleep(1.0)
        assert asyncio.run(machine.measured()) == []
        machine.move(timedelta(hours=1, minutes=1))
        wait_for("the first hour", lambda: len(asyncio.run(machine.measured())) == 1)
        insight.send_signal(signal.SIGKILL)
        insight.wait()
        insight = machine.start("insight")
        machine.move(timedelta(days=33))
        wait_for("all ages", lambda: len(asyncio.run(machine.measured())) == len(FilmAge))
        time.sleep(1.0)
        facts = asyncio.run(machine.measured())
        assert [one.age for one in facts] == list(FilmAge)
        projection = SqlProjection.open(machine.settings.store.url)
        wait_for("the database", lambda: len(projection.measurements(POST.key)) == len(FilmAge))
        rows = projection.measurements(POST.key)
        assert [row.statistics for row in rows] == [fact.statistics for fact in facts]
        assert projection.most_viewed()[0].age is FilmAge.FOUR_WEEKS
        projection.close()
        (video,) = machine.platform.existing_films()
        assert video.published is not None
        for row in rows[1:]:
            assert row.counted_until is not None
            figures = viewing_figures(video.sha256, video.published, video.published, row.counted_until)
            assert row.statistics.views == figures.views
        (now,) = json.loads(machine.command("measure", str(POST.key), "--json"))
        assert now["totals"]["views"] >= rows[-1].statistics.views
        assert (now["code"], now["by_date"]["views"]) == ("", now["totals"]["views"])
        assert (
            "film statistics"
            in subprocess.run(
                [WAGGLEBOT, "doctor"], env=machine.environment, capture_output=True, text=True, check=False
            ).stdout
        )
    finally:
        for process in (insight, others):
            if process is not None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)
