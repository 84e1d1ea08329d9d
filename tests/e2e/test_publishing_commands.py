"""The publishing desk by its commands, on the platform that needs no account."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post

from libraries.media.store_mark import MARK
from schemas.events import ContentRendered, ContentScripted, ContentVoiced, Event, PostApproved, PostCollected
from services import bootstrap
from services.config import MediaSettings, NatsSettings, PublishSettings, Settings
from services.publish.service import run_publish

WAGGLEBOT = Path(sys.executable).parent / "wagglebot"
POST = post(site="elsewhere")
"""Of a site nobody can ask whether it is still there."""


class Desk:
    """A broker that runs, and a film on the fake platform."""

    def __init__(self, folder: Path, runner: asyncio.Runner) -> None:
        self.folder, self.runner = folder, runner
        self.settings = Settings(
            nats=NatsSettings(store_dir=folder / "nats"),
            media=MediaSettings(root=folder / "media"),
            publish=PublishSettings(platforms=("fake",)),
        )
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        place = await self._stack.enter_async_context(bootstrap.open_runtime(self.settings))
        bus = await self._stack.enter_async_context(place.open_bus("test"))
        refs = {
            "video": place.store.put(b"film" * 1000, "mp4"),
            "thumbnail": place.store.put(b"jpeg", "jpg"),
            "captions": place.store.put(b"1", "srt"),
        }
        done = {"stage_key": "0" * 64, "served_by": "test", "seconds": 0.1}
        key = POST.key
        events: list[Event] = [
            PostCollected(post_key=key, revision=0, post=POST),
            PostApproved(post_key=key, revision=1, reviewer="나"),
            ContentScripted(post_key=key, revision=1, script=SCRIPT, **done),
            ContentVoiced(post_key=key, revision=1, voice=VOICE, **done),
            ContentRendered(post_key=key, revision=1, film=FILM.model_copy(update=refs), **done),
        ]
        sequence = 0
        for event in events:
            sequence = await bus.publish(event, expected=sequence)
        stop = asyncio.Event()
        watching = bootstrap.post_presence_checker(place, bus)
        uploaders = bootstrap.uploaders(place, bus)
        running = asyncio.create_task(
            run_publish(
                bus, place.store, uploaders, self.settings.publish, watching, stop, withdrawn=lambda: asyncio.sleep(0)
            )
        )
        async with asyncio.timeout(30):
            async for _ in bus.facts(kinds=("content.uploaded",), follow=True):
                break
        stop.set()
        await running

    def close(self) -> None:
        self.runner.run(self._stack.aclose())

    def run(self, *arguments: str, status: int = 0) -> str:
        environment = {
            **os.environ,
            "WAGGLEBOT_NATS__STORE_DIR": str(self.folder / "nats"),
            "WAGGLEBOT_MEDIA__ROOT": str(self.folder / "media"),
            "WAGGLEBOT_PUBLISH__PLATFORMS": '["fake"]',
            "WAGGLEBOT_PUBLISH__SLOTS": '{"fake": ["daily 18:30"]}',
        }
        ran = subprocess.run(
            [str(WAGGLEBOT), *arguments],
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ran.returncode == status, ran.stderr
        return ran.stdout + ran.stderr


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with asyncio.Runner() as runner:
        opened = Desk(tmp_path, runner)
        runner.run(opened.open())
        yield opened
        opened.close()


def test_a_film_is_listed_released_for_a_slot_and_withdrawn_by_its_video(desk: Desk) -> None:
    (row,) = json.loads(desk.run("uploads", "list", "--json"))
    assert (row["post"], row["platform"], row["state"], row["privacy"]) == ("elsewhere.1", "fake", "done", "private")
    assert json.loads(desk.run("uploads", "list", "--doubt", "--json")) == []
    told = " ".join(desk.run("release", "elsewhere.1", "--platform", "fake", "--slot", "--yes").split())
    assert SCRIPT.title in told
    assert "출처: 와글마당" in told
    assert "It is shown on" in told
    assert "Released, sealed by" in told
    assert "Both --at and --slot" in " ".join(
        desk.run("release", "elsewhere.1", "--platform", "fake", "--slot", "--at", "2030-01-01", status=1).split()
    )
    outcome = json.loads(desk.run("withdraw", row["remote_id"], "--reason", "본인 요청", "--json"))
    assert (outcome["deleted"], outcome["files"], outcome["by_hand"]) == ([row["remote_id"]], 3, [])
    left = [path.name for path in (desk.folder / "media").rglob("*") if path.is_file()]
    assert left == [MARK], "nothing but the mark that tells a media folder from an unmounted one"
    unknown = desk.run("withdraw", "nothing", "--reason", "실수", status=1)
    assert "neither a post nor a video" in " ".join(unknown.split())


@pytest.mark.slow
def test_auth_without_a_client_says_what_to_make(desk: Desk) -> None:
    for platform in ("youtube", "tiktok", "instagram"):
        missing = {"WAGGLEBOT_PUBLISH__" + platform.upper() + "__CLIENT_FILE": str(desk.folder / "none.json")}
        os.environ.update(missing)
        try:
            said = " ".join(desk.run("auth", platform, status=1).split())
        finally:
            for name in missing:
                del os.environ[name]
        assert f"publish.{platform}.client_file: there is no" in said
        assert "save" in said
