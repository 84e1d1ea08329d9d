"""The station that turns approved posts into films: a script, its narration, its pictures, then the film."""

import asyncio
import os
import socket
from pathlib import Path

from libraries.bus import Bus, MessageContext, RetryPolicy, Service
from libraries.bus.service.failpoints import kill_at_fail_point
from libraries.film_scripts.follow_ups import script_with_recall
from libraries.log import get_logger
from libraries.media.post_store import PostMediaStore
from libraries.media.stage_files import require_whole_or_set_aside
from libraries.media.store import MediaStore
from libraries.temp_dirs import delete_abandoned_folders
from libraries.versions import package_versions
from schemas.errors import BadInput
from schemas.events import (
    ContentPictured,
    ContentRendered,
    ContentRequested,
    ContentScriptApproved,
    ContentScripted,
    ContentStarted,
    ContentVoiced,
    Event,
    PostApproved,
)
from schemas.recipe import Stage
from services.config import Settings
from services.studio.cache.stage_cache import StageOutcome, film_inputs, keep_lasting_result, recall_result, result_key
from services.studio.script.host_verdict import script_with_verdict, with_room_for_verdict
from services.studio.script.recall import with_room_for_recall
from services.studio.worker.protocol import StageJob
from services.studio.worker.stage_processes import StageProcesses

log = get_logger(__name__)


def build_studio_service(store: MediaStore, settings: Settings) -> Service:
    """The studio as a service on the durable ``studio``."""
    return Studio(store, settings)


class Studio(Service):
    """A handler for each stage, and the stage processes that do the work. ``store`` must be that of ``settings``."""

    def __init__(self, store: MediaStore, settings: Settings) -> None:
        var = Path(settings.nats.store_dir).parent
        retry = RetryPolicy(max_attempts=settings.studio.max_attempts, rest=settings.studio.provider_rest)
        super().__init__("studio", durable="studio", retry=retry)
        self._store = store
        self._settings = settings
        self.processes = StageProcesses(settings.studio, var / "gpu.lock")
        self.on(stage=Stage.SCRIPT)(self.make_script)
        self.on(stage=Stage.VOICE)(self.make_voice)
        self.on(stage=Stage.PICTURE)(self.make_pictures)
        self.on(stage=Stage.FILM)(self.make_film)

    async def run(self, bus: Bus, stop: asyncio.Event) -> None:
        """As `Service.run`; deletes first what killed stages left, and ends the stage process at the end."""
        deleted = await asyncio.to_thread(delete_abandoned_folders)
        deleted += await asyncio.to_thread(self._store.delete_unfinished)
        await asyncio.to_thread(package_versions, ("numpy",))  # reads of all packages: the first key would wait for it
        if deleted:
            log.info("temporary files of killed stages deleted", count=deleted)
        try:
            await super().run(bus, stop)
        finally:
            await self.processes.close()

    async def make_script(self, fact: PostApproved | ContentRequested, work: MessageContext) -> ContentScripted:
        """Write the script of a post."""
        given = fact if isinstance(fact, PostApproved) else work.state
        verdict, part_two = given.verdict, given.part_two
        job = self._job(Stage.SCRIPT, fact, work)
        recipe = with_room_for_recall(with_room_for_verdict(job.recipe, verdict), part_two)
        job = job.model_copy(update={"recipe": recipe})
        done = await self._make(job, fact, work)
        script = done.result.script
        if script is not None:
            script = script_with_recall(script, part_two.recall) if part_two else script
            script = script_with_verdict(script, verdict, job.post)
        return ContentScripted.caused_by(fact, "", **done.fact_fields, script=script, report=done.result.report)

    async def make_voice(
        self, fact: ContentScripted | ContentScriptApproved | ContentRequested, work: MessageContext
    ) -> ContentVoiced | None:
        """Make the narration of a script. None when a person must approve the script first."""
        if isinstance(fact, ContentScripted) and self._needs_approval(work):
            return None
        job = self._job(Stage.VOICE, fact, work)
        if job.script is None:
            raise BadInput("stage.no_script", post=str(job.post.key))
        done = await self._make(job, fact, work)
        return ContentVoiced.caused_by(fact, "", **done.fact_fields, voice=done.result.voice)

    async def make_pictures(self, fact: ContentVoiced | ContentRequested, work: MessageContext) -> ContentPictured:
        """Make the pictures of a script: after the narration, so that graphics memory changes hands once a stage."""
        job = self._job(Stage.PICTURE, fact, work)
        done = await self._make(job, fact, work)
        return ContentPictured.caused_by(fact, "", **done.fact_fields, pictures=done.result.pictures)

    async def make_film(self, fact: ContentPictured | ContentRequested, work: MessageContext) -> ContentRendered:
        """Make the film of a narration and pictures."""
        job = self._job(Stage.FILM, fact, work)
        if job.script is None or job.voice is None:
            raise BadInput("stage.no_narration", post=str(job.post.key))
        done = await self._make(job, fact, work)
        return ContentRendered.caused_by(fact, "", **done.fact_fields, film=done.result.film, cut=done.result.cut)

    def _needs_approval(self, work: MessageContext) -> bool:
        """Whether a person approves scripts: by the settings, or by this post's own recipe."""
        return self._settings.studio.script_approval or work.state.recipe.approve_script

    def _job(self, stage: Stage, fact: Event, work: MessageContext) -> StageJob:
        state = work.state
        if state.post is None:
            raise BadInput("stage.post_without_text", post=str(fact.post_key))
        return StageJob(
            stage=stage,
            post=state.post,
            recipe=fact.recipe if isinstance(fact, PostApproved | ContentRequested) else state.recipe,
            settings=self._settings.studio,
            media=self._settings.media,
            script=fact.script if isinstance(fact, ContentScripted | ContentScriptApproved) else state.script,
            voice=fact.voice if isinstance(fact, ContentVoiced) else state.voice,
            pictures=fact.pictures if isinstance(fact, ContentPictured) else state.pictures,
        )

    async def _make(self, job: StageJob, fact: Event, work: MessageContext) -> StageOutcome:
        """The result of a stage: the one that is kept under its key, or a new one from its process."""
        key = await asyncio.to_thread(result_key, job)
        store = PostMediaStore(self._store, job.post.key)
        known = await asyncio.to_thread(recall_result, store, key)
        if known is not None:
            return StageOutcome.of_result(key, known, cached=True)
        if job.stage is Stage.FILM:
            for stage, refs in film_inputs(job).items():
                await asyncio.to_thread(require_whole_or_set_aside, store, self._settings.media.root, refs, stage)
        started = ContentStarted.caused_by(
            fact,
            f"{job.stage}:{work.delivery}",
            stage=job.stage,
            worker=f"{socket.gethostname()}:{os.getpid()}",
            delivery=work.delivery,
        )
        await work.record(started)
        kill_at_fail_point(job.stage, "started")
        result = await work.run_unless_retracted(lambda: self.processes.run_job(job, work.report_progress))
        await asyncio.to_thread(keep_lasting_result, store, key, result)
        kill_at_fail_point(job.stage, "remembered")
        return StageOutcome.of_result(key, result, cached=False)
