"""The publishing drill: films brought to a platform by workers that are killed again and again.

What is reported is what the platform itself remembers, not what the workers say.
"""

import asyncio
import json
import os
import random
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from schemas.base import Frozen
from schemas.errors import Retryable
from schemas.events import (
    ContentRendered,
    ContentScripted,
    ContentUploaded,
    Event,
    Film,
    PostApproved,
    PostCollected,
)
from schemas.posts import Post, PostKey
from schemas.script import Line, Role, Script, Speaker
from services.bus import Bus, connect
from services.config import NatsSettings, YoutubeSettings
from services.media.store import LocalStore
from services.publish.book import Book, State
from services.publish.rehearsal.nursery import Nursery, nursery
from services.publish.rehearsal.platform import Platform
from services.publish.rehearsal.server import serve
from services.publish.rehearsal.worker import LEASE, STEPS, Task

CHUNK: Final = 262_144
_SIZES: Final = (2 * 1024**2, 6 * 1024**2)
_PACE: Final = 0.002
"""Seconds that 64 KiB take: 32 MB/s."""
_WORKERS: Final = 3
_LONGEST: Final = 0.45
"""A worker lives at most so many seconds before it is killed, while there are kills left."""
_STOPPED: Final = 0.1
"""Of our workers, the share that is stopped and continued instead of killed."""
_SLEEP: Final = LEASE * 1.6
_GIVE_UP: Final = 300.0


class Side(Frozen):
    """What the platform has at the end. ``kills`` counts workers that a SIGKILL ended."""

    kills: int
    stopped: int
    steps: int
    videos: int
    duplicated: int
    missing: int
    bytes_ratio: float
    seconds: float


class Figures(Frozen):
    """Of both sides of one run; ``steps``: how many named steps were each hit by a kill on purpose;
    ``stopped``: workers that were stopped for longer than their lease, and continued."""

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
    plain_kills: int
    plain_videos: int
    plain_duplicated: int
    plain_missing: int
    plain_bytes_ratio: float
    seconds: float


class _Run:
    """Workers over ``jobs``, killed ``kills`` times at random instants and once at each of ``steps``."""

    def __init__(self, nursery: Nursery, task: Task, jobs: list[str], kills: int, steps: tuple[str, ...]) -> None:
        self._nursery = nursery
        self._task = task
        self._jobs = jobs
        self._steps = list(steps)
        self._left = kills
        self._total = kills + len(steps)
        self._random = random.Random(len(jobs) * 1000 + kills)  # noqa: S311 - the same drill, the same dice
        self._due: dict[int, float] = {}
        self._asleep: set[int] = set()
        self.stopped = 0
        self.hit: set[str] = set()

    async def go(self, done: Callable[[], Awaitable[set[str]]]) -> None:
        """Until every job is done. Raises Retryable when that takes longer than `_GIVE_UP`."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + _GIVE_UP
        while open_jobs := self._open(await done()):
            if loop.time() > give_up:
                raise Retryable(what="The drill", why=f"{len(open_jobs)} jobs are not done after {_GIVE_UP:.0f} s")
            self._learn()
            while len(self._nursery.alive) < _WORKERS and await self._hire(open_jobs):
                pass
            await asyncio.sleep(0.02)
            for number in [n for n, at in self._due.items() if at <= loop.time()]:
                del self._due[number]
                await self._strike(number, loop.time())

    async def _strike(self, number: int, now: float) -> None:
        """Kill a worker; or stop it for longer than its lease lives, and have it go on as if nothing had been."""
        if number not in self._nursery.alive:
            return
        if number in self._asleep:
            self._asleep.discard(number)
            await self._nursery.signal(number, signal.SIGCONT)
        elif not self._task.plain and self._random.random() < _STOPPED:
            self._asleep.add(number)
            self.stopped += 1
            self._due[number] = now + _SLEEP
            await self._nursery.signal(number, signal.SIGSTOP)
        elif self._left > 0:
            await self._nursery.signal(number, signal.SIGKILL)

    def _learn(self) -> None:
        """A worker that was to die at a step which it never passed, for its job was further: another must."""
        for task, killed in self._nursery.ended:
            if task["die_at"] and not killed:
                self._steps.append(task["die_at"])
            elif task["die_at"]:
                self.hit.add(task["die_at"])
            elif killed:
                self._left -= 1
        self._nursery.ended.clear()

    def _open(self, done: set[str]) -> list[str]:
        """Jobs are let in as kills are used up, so that there is work to be killed at until the end."""
        waiting = [job for job in self._jobs if job not in done]
        used = self._total - self._left - len(self._steps)
        let_in = round(used / self._total * len(self._jobs)) if self._total else len(self._jobs)
        if used >= self._total:
            return waiting
        inside = [job for job in self._jobs[:let_in] if job not in done]
        return inside if len(inside) >= _WORKERS else waiting[:_WORKERS]

    async def _hire(self, open_jobs: list[str]) -> bool:
        """One more worker, on jobs that none has in hand; or, of ours, on one that another has, now and then."""
        in_hand = {job for task in self._nursery.alive.values() for job in task["jobs"]}
        free = [
            job for job in open_jobs if job not in in_hand or (not self._task.plain and self._random.random() < 0.1)
        ]
        if not free:
            return False
        jobs = tuple(self._random.sample(free, min(2, len(free))))
        die_at = self._steps.pop(0) if self._steps and (self._left <= 0 or self._random.random() < 0.2) else ""
        task = self._task.model_copy(update={"jobs": jobs, "die_at": die_at})
        number = await self._nursery.start(task.model_dump(mode="json"))
        if not die_at:
            self._due[number] = asyncio.get_running_loop().time() + self._random.uniform(0.02, _LONGEST)
        return True


async def drill_publish(nats: NatsSettings, folder: Path, jobs: int, kills: int) -> Figures:
    """Both sides in one run, on a broker of its own. ``folder`` takes the films, about 4 MB a job."""
    store = LocalStore(folder / "media")
    films = {f"drill.{number}": await asyncio.to_thread(_film, store, number) for number in range(jobs)}
    began = asyncio.get_running_loop().time()
    bus = await connect(nats, "drill")
    try:
        for job, film in films.items():
            await _render(bus, PostKey.parse(job), film)
        steps = STEPS if kills else ()
        ours, platform = await _ours(bus, nats, folder, films, kills, steps)
        states = [page.record.state async for page in Book(bus.ledger()).pages()]
    finally:
        await bus.close()
    plain, _ = await _plain(nats, folder, films, kills)
    return Figures(
        jobs=jobs,
        kills=ours.kills,
        stopped=ours.stopped,
        steps=ours.steps,
        videos=ours.videos,
        duplicated=ours.duplicated,
        missing=ours.missing,
        doubt=states.count(State.DOUBT),
        public=sum(video.was_public for video in platform.living()),
        bytes_ratio=ours.bytes_ratio,
        plain_kills=plain.kills,
        plain_videos=plain.videos,
        plain_duplicated=plain.duplicated,
        plain_missing=plain.missing,
        plain_bytes_ratio=plain.bytes_ratio,
        seconds=round(asyncio.get_running_loop().time() - began, 1),
    )


async def _ours(
    bus: Bus, nats: NatsSettings, folder: Path, films: dict[str, Film], kills: int, steps: tuple[str, ...]
) -> tuple[Side, Platform]:
    found: set[str] = set()
    read = 0

    async def done() -> set[str]:
        nonlocal read
        async for batch in bus.facts(read, kinds=(f"{ContentUploaded.TOPIC}.{ContentUploaded.NAME}",)):
            found.update(str(fact.event.post_key) for fact in batch)
            read = batch[-1].sequence
        return found

    return await _side(nats, folder, films, kills, steps, done, plain=False)


async def _plain(nats: NatsSettings, folder: Path, films: dict[str, Film], kills: int) -> tuple[Side, Platform]:
    notes = folder / "plain"
    notes.mkdir()
    store = LocalStore(folder / "media")
    for job, film in films.items():
        (folder / "media" / f"{job}.mp4").symlink_to(store.path(film.video))

    async def done() -> set[str]:
        return {note.name for note in await asyncio.to_thread(lambda: list(notes.iterdir()))}

    return await _side(nats, folder, films, kills, (), done, plain=True)


async def _side(
    nats: NatsSettings,
    folder: Path,
    films: dict[str, Film],
    kills: int,
    steps: tuple[str, ...],
    done: Callable[[], Awaitable[set[str]]],
    *,
    plain: bool,
) -> tuple[Side, Platform]:
    platform = Platform(processing=0.1, pace=_PACE)
    loop = asyncio.get_running_loop()
    with serve(platform) as url:
        task = Task(
            plain=plain,
            nats=nats.url,
            media=folder / "media",
            youtube=await asyncio.to_thread(_settings, folder, url),
            jobs=(),
            done=folder / "plain",
        )
        began = loop.time()
        async with nursery("services.publish.rehearsal.worker") as workers:
            run = _Run(workers, task, list(films), kills, steps)
            await run.go(done)
            killed, seconds = workers.killed, loop.time() - began
    copies = platform.copies()
    size = sum(film.video.size for film in films.values())
    hashes = [film.video.sha256 for film in films.values()]
    return Side(
        kills=killed,
        stopped=run.stopped,
        steps=len(run.hit),
        videos=len(platform.living()),
        duplicated=sum(max(0, copies[each] - 1) for each in hashes),
        missing=sum(copies[each] == 0 for each in hashes),
        bytes_ratio=round(platform.bytes_in / size, 4),
        seconds=seconds,
    ), platform


def _settings(folder: Path, url: str) -> YoutubeSettings:
    token = folder / "token.json"
    grant = {
        "refresh_token": "refresh-first",
        "client_id": "drill",
        "client_secret": "none",
        "token_uri": f"{url}token",
    }
    token.write_text(json.dumps(grant))
    return YoutubeSettings(
        endpoint=url,
        token_file=token,
        chunk_bytes=CHUNK,
        playlist="PL1",
        daily_cap=1_000_000,
        uploads_per_day=1_000_000,
        units_per_day=100_000_000,
    )


def _film(store: LocalStore, number: int) -> Film:
    """Bytes of no meaning and some length: the platform of the rehearsal looks at neither."""
    size = random.Random(number).randrange(*_SIZES)  # noqa: S311 - a length
    picture, text = store.put(b"thumbnail", "jpg"), store.put(b"1\n", "srt")
    video = store.put(os.urandom(size), "mp4")
    return Film(
        video=video, thumbnail=picture, captions=text, duration=30, width=1080, height=1920, fps=30, encoder="none"
    )


async def _render(bus: Bus, key: PostKey, film: Film) -> None:
    """A post of which the studio made ``film``."""
    line = Line(role=Role.HOOK, speaker=Speaker.NARRATOR, display=f"이야기 {key.id}", spoken=f"이야기 {key.id}")
    post = Post(
        key=key,
        origin_id=key.id,
        site_name="drill",
        url=f"https://drill.example/{key.id}",
        title=f"이야기 {key.id}",
        content="",
        posted_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    done = {"stage_key": "0" * 64, "served_by": "drill", "seconds": 0.0}
    events: list[Event] = [
        PostCollected(post_key=key, revision=0, post=post),
        PostApproved(post_key=key, revision=1, reviewer="drill"),
        ContentScripted(post_key=key, revision=1, script=Script(title=post.title, lines=(line,)), **done),
        ContentRendered(post_key=key, revision=1, film=film, **done),
    ]
    sequence = 0
    for event in events:
        sequence = await bus.publish(event, expected=sequence)
