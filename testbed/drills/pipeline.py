"""The drill of the pipeline: processes are killed in mid-work, and in the end every approved post has one film."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from pydantic import HttpUrl

from libraries.bus import Bus
from libraries.files import sha256_of_file
from libraries.media.store import MediaMissing, MediaStore
from schemas.errors import ProviderDown
from schemas.events import ContentRendered, ContentUploaded, PostApproved, PostCollected, RecordedFact
from schemas.media import MediaKey, MediaRef
from schemas.posts import Post, PostKey
from schemas.recipe import FilmChoice, Recipe, VoiceChoice
from schemas.states import PostState
from schemas.views import FilmCard, InboxCard, Projection
from testbed.drills import pipeline_report
from testbed.drills.kill_plan import PlannedKill
from testbed.drills.pipeline_report import PipelineReport, RecordedKill
from testbed.drills.stations import StationProcesses, kill_broker

STATIONS: Final = ("projector", "studio", "publish")
_STUDIO_SAYS: Final = tuple(
    f"content.{name}" for name in ("started", "scripted", "voiced", "pictured", "rendered", "failed")
)
_PAUSE: Final = {"studio": (0.1, 2.0), "publish": (0.0, 0.1)}
"""Seconds of work before a kill; the studio's reach from the start of a stage process to the end of a film."""
_SHORT_PAUSE: Final = (0.05, 0.5)
_PATIENCE: Final = 120.0
"""Seconds without any progress after which a work counts as standing still."""
CHEAP: Final = Recipe(
    voice=VoiceChoice(speed=2.0),
    film=FilmChoice(template="card", music="none", encoder="libx264", quality="preview"),
)
"""A film of a few seconds in half the size, made by the real stages."""


class KillableDatabase(Protocol):
    """A database server that can be killed and started again. Blocking."""

    def kill(self) -> None:
        """End the server as a power cut would."""

    def start(self) -> None:
        """Start the server over what it has stored."""


class PipelineDrillSetup(NamedTuple):
    """What a drill works on: broker, stations, media and projection. ``database`` is None where it is a file."""

    bus: Bus
    stations: StationProcesses
    broker: Path
    store: MediaStore
    shown: Projection
    database: KillableDatabase | None = None


class PipelineDrill:
    """The drill of the pipeline: approves posts, ``backlog`` of them unfinished at any kill, and kills what works on
    them; see `kill_and_judge`.
    """

    def __init__(self, scene: PipelineDrillSetup, seed: int, say: Callable[[str], None], backlog: int = 4) -> None:
        self._scene = scene
        self._dice = random.Random(seed)  # noqa: S311 (it guards nothing)
        self._say = say
        self._backlog = backlog
        self._posts = 0
        self._approved: list[PostKey] = []
        self._finished: set[PostKey] = set()
        self._kills: list[RecordedKill] = []
        self._last = 0
        """Sequence of the studio's last fact."""
        self._news = asyncio.Condition()

    async def kill_and_judge(self, strikes: Iterable[PlannedKill], seconds: float) -> PipelineReport:
        """Make the planned kills, for ``seconds`` at most, let all work come to its end, and judge the stream."""
        begun = time.monotonic()
        watching = asyncio.create_task(self._watch())
        try:
            for strike in strikes:
                if time.monotonic() - begun > seconds:
                    break
                await self._scene.stations.restart_fallen()
                await self._feed(self._backlog - self._unfinished)
                await asyncio.sleep(self._dice.uniform(*_PAUSE.get(strike.victim, _SHORT_PAUSE)))
                await self._strike(strike)
            await self._scene.stations.restart_fallen()
            self._say(f"{len(self._kills)} kills; waiting for {self._unfinished} posts")
            await self._until(lambda: not self._unfinished)
        finally:
            watching.cancel()
            await asyncio.wait((watching,))
        return await self._figures(time.monotonic() - begun)

    async def _strike(self, strike: PlannedKill) -> None:
        """One kill; two for a step, which is come to by a process that took another one's place."""
        match strike.victim:
            case "studio" | "publish":
                await self._worker(strike.victim, strike.step)
            case "projector":
                await self._scene.stations.kill("projector")
                await self._projection_again("projector", lambda: self._scene.stations.start("projector"))
            case "broker":
                sequence = (await self._scene.bus.facts_head()).last_sequence
                await asyncio.to_thread(kill_broker, self._scene.broker)
                dead = time.monotonic()
                await self._collect()
                self._note("broker", sequence, dead)
            case _:
                database = self._scene.database
                assert database is not None
                await asyncio.to_thread(database.kill)
                await self._projection_again("database", lambda: asyncio.to_thread(database.start))

    async def _worker(self, name: str, step: str) -> None:
        """Kill a worker at this instant; with a ``step``, its successor there."""
        await self._scene.stations.kill(name)
        if step:
            # All others may be past that step by now.
            await self._feed(1)
            await self._worker_again(name, step)
            async with asyncio.timeout(_PATIENCE):
                await self._scene.stations.wait_until_killed_at_step(name)
        await self._worker_again(name, killed_at=step)

    async def _worker_again(self, name: str, step: str = "", killed_at: str = "") -> None:
        dead = time.monotonic()
        sequence = (await self._scene.bus.facts_head()).last_sequence
        await self._scene.stations.start(name, step)
        if name == "studio":
            # On a quick machine it may have been done with everything when it was killed.
            await self._until(lambda: self._last > sequence or not self._unfinished)
        elif not step:
            await self._handed_over()
        else:
            return  # it may come to its step before anybody sees it wait
        self._note(name, sequence, dead, killed_at)

    async def _handed_over(self) -> None:
        """Wait until the publisher holds no message: what a killed one held was delivered again and is done."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            durable = await self._scene.bus.client.call_api("CONSUMER.INFO.WAGGLEBOT.publish-export")
            if durable["num_waiting"] and not durable["num_ack_pending"]:
                return
            await asyncio.sleep(0.02)

    async def _projection_again(self, victim: str, start: Callable[[], Awaitable[None]]) -> None:
        dead = time.monotonic()
        await self._collect()
        sequence = (await self._scene.bus.facts_head()).last_sequence
        await start()
        await self._projected(sequence)
        self._note(victim, sequence, dead)

    async def _projected(self, sequence: int) -> None:
        """Wait until the projection shows a fact, or patience is over."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            # While its server is down, reading raises.
            with suppress(ProviderDown):
                if await asyncio.to_thread(self._scene.shown.position) >= sequence:
                    return
            await asyncio.sleep(0.02)

    def _note(self, victim: str, sequence: int, dead: float, step: str = "") -> None:
        self._kills.append(RecordedKill(victim, sequence, time.monotonic() - dead, step))
        kill = self._kills[-1]
        where = f" at {step}" if step else ""
        self._say(f"{len(self._kills):4} {victim} killed{where}; its work went on after {kill.seconds:.2f} s")

    @property
    def _unfinished(self) -> int:
        return len(self._approved) - len(self._finished)

    async def _collect(self) -> tuple[PostKey, int]:
        """One more post on record, and its sequence."""
        post = cheap_post(self._posts)
        self._posts += 1
        return post.key, await self._scene.bus.publish(
            PostCollected(post_key=post.key, revision=0, post=post), expected=0
        )

    async def _feed(self, count: int) -> None:
        """Collect and approve ``count`` more posts. An approval counts once the broker acknowledged it."""
        for _ in range(count):
            key, sequence = await self._collect()
            approved = PostApproved(post_key=key, revision=1, reviewer="drill", recipe=CHEAP)
            await self._scene.bus.publish(approved, expected=sequence)
            self._approved.append(key)

    async def _watch(self) -> None:
        async for facts in self._scene.bus.facts(follow=True):
            async with self._news:
                for fact in facts:
                    if isinstance(fact.event, ContentUploaded):
                        self._finished.add(fact.event.post_key)
                    if fact.event.kind in _STUDIO_SAYS:
                        self._last = fact.sequence
                self._news.notify_all()

    async def _until(self, holds: Callable[[], bool]) -> None:
        """Wait until it holds, or until there was no progress for too long; the verdict tells which."""
        async with self._news:
            while not holds():
                try:
                    async with asyncio.timeout(_PATIENCE):
                        await self._news.wait()
                except TimeoutError:
                    return

    async def _figures(self, seconds: float) -> PipelineReport:
        facts = [fact async for batch in self._scene.bus.facts() for fact in batch]
        await self._projected(facts[-1].sequence)
        states = pipeline_report.states_by_post(facts)
        gone = await asyncio.to_thread(self._gone, facts)
        repeated = pipeline_report.count_repeated_stages_by_kill(facts, self._kills)
        recoveries = [kill.seconds for kill in self._kills]
        return PipelineReport(
            seconds=round(seconds, 1),
            kills=len(self._kills),
            kills_by_victim=dict(Counter(kill.victim for kill in self._kills)),
            kills_by_step=dict(sorted(Counter(kill.step for kill in self._kills if kill.step).items())),
            approved=len(self._approved),
            rendered=len(pipeline_report.posts_rendered_once(facts)),
            lost=pipeline_report.count_lost_approvals(self._approved, facts) + gone,
            duplicated=pipeline_report.count_duplicate_facts(facts),
            stuck=pipeline_report.count_stuck_posts(states),
            repeated=sum(repeated),
            repeated_per_kill=max(repeated[1:], default=0),
            repeated_without_kill=repeated[0],
            projection_differs=await asyncio.to_thread(self._differing, states),
            fallen=self._scene.stations.fallen,
            recovery_p50_s=pipeline_report.percentile(recoveries, 0.5),
            recovery_p95_s=pipeline_report.percentile(recoveries, 0.95),
            recovery_by_victim=pipeline_report.recovery_times(self._kills),
        )

    def _gone(self, facts: list[RecordedFact]) -> int:
        """Films on record that are missing from the store or have another hash."""
        films = [fact.event.film.video for fact in facts if isinstance(fact.event, ContentRendered)]
        return sum(not _whole(self._scene.store, video) for video in films)

    def _differing(self, states: Mapping[PostKey, PostState]) -> int:
        """Posts that the projection does not show as the fold of their facts."""
        films = {card.key: card.video for card in _films(self._scene.shown)}
        return sum(not _same(state, self._scene.shown.post(key), films.get(key)) for key, state in states.items())


def _same(state: PostState, card: InboxCard | None, video: MediaKey | None) -> bool:
    if card is None:
        return False
    shown = (card.status, card.revision, card.sequence, video)
    return shown == (state.status, state.revision, state.sequence, state.film.video.key if state.film else None)


def _films(shown: Projection) -> list[FilmCard]:
    pages: list[FilmCard] = []
    while page := shown.films(limit=100, offset=len(pages)):
        pages += page
    return pages


def _whole(store: MediaStore, video: MediaRef) -> bool:
    try:
        return sha256_of_file(store.path(video)) == video.sha256
    except MediaMissing:
        return False


def cheap_post(number: int) -> Post:
    """A post whose film takes seconds of work; each number gives another, so that none finds results of another."""
    key = PostKey(site="drill", id=str(number))
    return Post(
        key=key,
        origin_id=key.id,
        site_name="훈련",
        url=HttpUrl(f"https://drill.example/{number}"),
        title=f"{number}번째 회의가 끝났습니다",
        content=f"{number}번째는 십 분 만에 끝났습니다.",
    )
