"""The publishing drill: workers that upload films to a fake platform are killed again and again.

What is reported is what the platform itself remembers, not what the workers say.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from libraries.bus import Bus, connect
from libraries.media.store import LocalStore
from schemas.base import Frozen
from schemas.events import ContentUploaded, Film
from schemas.posts import PostKey
from services.config import NatsSettings
from services.publish.upload.journal import UploadJournal, UploadState
from testbed.drills.publish.drilled_platforms import platform_case
from testbed.drills.publish.fork_server import fork_server
from testbed.drills.publish.random_kills import WorkerKiller
from testbed.drills.publish.sample_films import random_film, record_rendered_film
from testbed.drills.publish.worker import WorkerTask
from testbed.fake_platforms.platform import FakePlatform


class UploaderFigures(Frozen):
    """What one of the two uploaders left on the platform at the end. ``kills`` counts workers ended by SIGKILL."""

    kills: int
    stopped: int
    steps: int
    videos: int
    duplicated: int
    missing: int
    bytes_ratio: float
    seconds: float


class PublishReport(Frozen):
    """The report of the publishing drill. ``steps``: how many named steps were each hit by a kill on purpose;
    ``stopped``: workers that were stopped for longer than their lease, and continued.

    The plain side is the sample of YouTube's client library; the other platforms have none.
    """

    platform: str
    jobs: int
    kills: int
    stopped: int
    steps: int
    videos: int
    duplicated: int
    missing: int
    doubt: int
    public: int
    bytes_ratio: float
    plain_kills: int | None
    plain_videos: int | None
    plain_duplicated: int | None
    plain_missing: int | None
    plain_bytes_ratio: float | None
    seconds: float


async def drill_publish(
    nats: NatsSettings, folder: Path, jobs: int, kills: int, platform: str = "youtube"
) -> PublishReport:
    """Kill our uploader and the baseline again and again, each until all films are uploaded, and count the videos.
    ``folder`` takes the films, about 4 MB a job.

    Raises BadInput for a platform without a fake, Retryable when the jobs do not come to an end.
    """
    playing = platform_case(platform)
    store = LocalStore(folder / "media")
    films = {f"drill.{number}": await asyncio.to_thread(random_film, store, number) for number in range(jobs)}
    began = asyncio.get_running_loop().time()
    bus = await connect(nats, "drill")
    try:
        for job, film in films.items():
            await record_rendered_film(bus, PostKey.parse(job), film, platform if playing.released else "")
        drill = _Drill(nats, folder, films, platform, kills)
        ours, history = await drill.side(playing.steps if kills else (), _uploaded(bus), plain=False)
        states = [page.record.state async for page in UploadJournal(bus.ledger()).entries()]
    finally:
        await bus.close()
    plain = (await drill.plain()) if platform == "youtube" else None
    return PublishReport(
        platform=platform,
        jobs=jobs,
        kills=ours.kills,
        stopped=ours.stopped,
        steps=ours.steps,
        videos=ours.videos,
        duplicated=ours.duplicated,
        missing=ours.missing,
        doubt=states.count(UploadState.DOUBT),
        public=sum(video.was_public for video in history.existing_films()),
        bytes_ratio=ours.bytes_ratio,
        plain_kills=plain and plain.kills,
        plain_videos=plain and plain.videos,
        plain_duplicated=plain and plain.duplicated,
        plain_missing=plain and plain.missing,
        plain_bytes_ratio=plain and plain.bytes_ratio,
        seconds=round(asyncio.get_running_loop().time() - began, 1),
    )


def _uploaded(bus: Bus) -> Callable[[], Awaitable[set[str]]]:
    """Jobs that are on record as uploaded."""
    found: set[str] = set()
    read = 0

    async def done() -> set[str]:
        nonlocal read
        async for batch in bus.facts(read, kinds=(ContentUploaded.kind,)):
            found.update(str(fact.event.post_key) for fact in batch)
            read = batch[-1].sequence
        return found

    return done


class _Drill:
    """The drill of one platform: its films, and the number of kills."""

    def __init__(self, nats: NatsSettings, folder: Path, films: dict[str, Film], platform: str, kills: int) -> None:
        self._nats, self._folder, self._films = nats, folder, films
        self._platform, self._kills = platform, kills

    async def plain(self) -> UploaderFigures:
        """The same jobs, uploaded by the client library's own sample."""
        notes, media = self._folder / "plain", self._folder / "media"
        notes.mkdir()
        store = LocalStore(media)
        for job, film in self._films.items():
            (media / f"{job}.mp4").symlink_to(store.path(film.video))

        async def done() -> set[str]:
            return {note.name for note in await asyncio.to_thread(lambda: list(notes.iterdir()))}

        side, _ = await self.side((), done, plain=True)
        return side

    async def side(
        self, steps: tuple[str, ...], done: Callable[[], Awaitable[set[str]]], *, plain: bool
    ) -> tuple[UploaderFigures, FakePlatform[Any]]:
        playing = platform_case(self._platform)
        history = playing.history()
        loop = asyncio.get_running_loop()
        with playing.serve(history) as url:
            task = WorkerTask(
                platform=self._platform,
                plain=plain,
                nats=self._nats.url,
                media=self._folder / "media",
                publish=await asyncio.to_thread(playing.settings, self._folder, url),
                jobs=(),
                done=self._folder / "plain",
            )
            began = loop.time()
            async with fork_server("testbed.drills.publish.worker") as workers:
                chaos = WorkerKiller(workers, task, list(self._films), self._kills, steps)
                await chaos.run_until_done(done)
                killed, seconds = workers.killed, loop.time() - began
        copies = history.copies()
        size = sum(film.video.size for film in self._films.values())
        hashes = [film.video.sha256 for film in self._films.values()]
        return UploaderFigures(
            kills=killed,
            stopped=chaos.stopped,
            steps=len(chaos.hit),
            videos=len(history.existing_films()),
            duplicated=sum(max(0, copies[each] - 1) for each in hashes),
            missing=sum(copies[each] == 0 for each in hashes),
            bytes_ratio=round(history.bytes_in / size, 4),
            seconds=seconds,
        ), history
