"""The studio: an approved post becomes a script, the script a narration, the narration a film."""

import asyncio
import os
import socket
from pathlib import Path
from typing import Any

import structlog
from pydantic import BaseModel

from schemas.base import Sha256
from schemas.errors import BadInput
from schemas.events import (
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentStarted,
    ContentVoiced,
    Event,
    PostApproved,
)
from schemas.posts import Post
from schemas.recipe import Stage
from services.bus import Bus, MessageContext, RetryPolicy, Service
from services.bus.service.failpoints import step
from services.config import Settings
from services.media.post_store import PostStore
from services.media.store import MediaStore
from services.studio.cache.stage_cache import choice_of, key_of, recall
from services.studio.temp_dirs import sweep
from services.studio.worker.process import StageProcesses
from services.studio.worker.protocol import Job, Result

log = structlog.get_logger(__name__)


def build(store: MediaStore, settings: Settings) -> Service:
    """The studio as a service on the durable ``studio``."""
    return Studio(store, settings)


class Studio(Service):
    """Three handlers and the stage processes behind them. ``store`` must lie at ``settings.media.root``."""

    def __init__(self, store: MediaStore, settings: Settings) -> None:
        var = Path(settings.nats.store_dir).parent
        retry = RetryPolicy(max_attempts=settings.studio.max_attempts, rest=settings.studio.provider_rest)
        super().__init__("studio", durable="studio", retry=retry)
        self._store = store
        self._settings = settings
        self.processes = StageProcesses(settings.studio, var / "gpu.lock")
        self.on(stage=Stage.SCRIPT)(self.script)
        self.on(stage=Stage.VOICE)(self.voice)
        self.on(stage=Stage.FILM)(self.film)

    async def run(self, bus: Bus, stop: asyncio.Event) -> None:
        """As `Service.run`; clears away first what killed stages left, and ends the stage process with it."""
        gone = await asyncio.to_thread(sweep) + await asyncio.to_thread(self._store.sweep)
        if gone:
            log.info("left behind by killed stages and cleared away", pieces=gone)
        try:
            await super().run(bus, stop)
        finally:
            await self.processes.close()

    async def script(self, fact: PostApproved | ContentRequested, work: MessageContext) -> ContentScripted:
        """Post → script."""
        job = self._job(Stage.SCRIPT, fact, work)
        done = await self._make(job, fact, work)
        return ContentScripted.caused_by(fact, "", **done.fields, script=done.result.script)

    async def voice(
        self, fact: ContentScripted | ContentScriptApproved | ContentRequested, work: MessageContext
    ) -> ContentVoiced | None:
        """Script → narration. Waits for a person's word where the settings ask for it."""
        if isinstance(fact, ContentScripted) and self._waits(work):
            return None
        job = self._job(Stage.VOICE, fact, work)
        if job.script is None:
            raise _nothing_from(job.post, "script")
        done = await self._make(job, fact, work)
        return ContentVoiced.caused_by(fact, "", **done.fields, voice=done.result.voice)

    async def film(self, fact: ContentVoiced | ContentRequested, work: MessageContext) -> ContentRendered:
        """Narration → film."""
        job = self._job(Stage.FILM, fact, work)
        if job.script is None or job.voice is None:
            raise _nothing_from(job.post, "narration")
        done = await self._make(job, fact, work)
        return ContentRendered.caused_by(fact, "", **done.fields, film=done.result.film)

    def _waits(self, work: MessageContext) -> bool:
        """Whether a person reads the script first: by the settings, or by this post's own recipe."""
        return self._settings.studio.script_approval or work.state.recipe.approve_script

    def _job(self, stage: Stage, fact: Event, work: MessageContext) -> Job:
        state = work.state
        if state.post is None:
            raise BadInput(
                what=f"Post {fact.post_key}", why="its text is not in the stream", remedy="Collect the post first."
            )
        return Job(
            stage=stage,
            post=state.post,
            recipe=fact.recipe if isinstance(fact, PostApproved | ContentRequested) else state.recipe,
            settings=self._settings.studio,
            media=self._settings.media,
            script=fact.script if isinstance(fact, ContentScripted | ContentScriptApproved) else state.script,
            voice=fact.voice if isinstance(fact, ContentVoiced) else state.voice,
        )

    async def _make(self, job: Job, fact: Event, work: MessageContext) -> "_Done":
        """The result of a stage: the one remembered under its key, or a new one from its process."""
        key = await asyncio.to_thread(key_of, job)
        store = PostStore(self._store, job.post.key)
        known = await asyncio.to_thread(recall, store, key)
        if known is not None:
            return _Done(key, known, cached=True)
        started = ContentStarted.caused_by(
            fact,
            f"{job.stage}:{work.delivery}",
            stage=job.stage,
            worker=f"{socket.gethostname()}:{os.getpid()}",
            delivery=work.delivery,
        )
        await work.record(started)
        step(job.stage, "started")
        result = await work.unless_retracted(lambda: self.processes.run(job, work.tick))
        if _is_first_choice(result, choice_of(job)):
            await asyncio.to_thread(store.remember, key, result.model_dump_json().encode())
        step(job.stage, "remembered")
        return _Done(key, result, cached=False)


class _Done:
    """A stage's result and what every fact of one says."""

    def __init__(self, key: Sha256, result: Result, *, cached: bool) -> None:
        self.result = result
        self.fields: dict[str, Any] = {
            "stage_key": key,
            "served_by": result.served_by,
            "seconds": 0.0 if cached else result.seconds,
            "device": result.device,
            "cached": cached,
        }


def _is_first_choice(result: Result, choice: BaseModel) -> bool:
    """What a stand-in made is not remembered: the next remake asks the first choice again."""
    chain: tuple[str, ...] = getattr(choice, "chain", ())
    return not chain or result.served_by == chain[0]


def _nothing_from(post: Post, what: str) -> BadInput:
    return BadInput(what=f"Post {post.key}", why=f"it has no {what} yet", remedy="Make it again from the script on.")
