"""A trial of the recipe: a script, its first eight seconds spoken, and the film of them by the real encoder."""

from pathlib import Path
from typing import Final, NamedTuple

from libraries.film_scripts.pacing import script_duration
from schemas.posts import Post
from schemas.progress import ProgressCallback
from schemas.recipe import Stage
from schemas.script import Script
from services.config import Settings
from services.studio.worker.protocol import StageJob, StageResult
from services.studio.worker.stage_processes import StageProcesses

SECONDS: Final = 8.0


class TrialFilm(NamedTuple):
    """A trial film: the results of its stages, whose ``served_by`` and ``passed_over`` say who did the work."""

    script: StageResult
    voice: StageResult
    film: StageResult

    @property
    def seconds(self) -> float:
        """How long all stages took, without the loading of models."""
        return self.script.seconds + self.voice.seconds + self.film.seconds


async def make_trial_film(post: Post, settings: Settings, tick: ProgressCallback) -> TrialFilm:
    """A trial film of ``post``, by stage processes that hold the graphics card's lock. Raises Retryable, Permanent."""
    recipe = settings.recipe.with_seed_of(str(post.key))
    processes = StageProcesses(settings.studio, Path(settings.nats.store_dir).parent / "gpu.lock")
    job = StageJob(stage=Stage.SCRIPT, post=post, recipe=recipe, settings=settings.studio, media=settings.media)
    try:
        written = await processes.run_job(job, tick)
        assert written.script is not None
        job = job.model_copy(update={"stage": Stage.VOICE, "script": script_beginning(written.script)})
        spoken = await processes.run_job(job, tick)
        job = job.model_copy(update={"stage": Stage.PICTURE})
        drawn = await processes.run_job(job, tick)
        job = job.model_copy(update={"stage": Stage.FILM, "voice": spoken.voice, "pictures": drawn.pictures})
        return TrialFilm(written, spoken, await processes.run_job(job, tick))
    finally:
        await processes.close()


def script_beginning(script: Script) -> Script:
    """The first lines of a script: as few as last eight seconds by estimate, or all."""
    lines = next(
        (
            script.lines[:count]
            for count in range(1, len(script.lines))
            if script_duration(script.lines[:count]) >= SECONDS
        ),
        script.lines,
    )
    return script.model_copy(update={"lines": lines})
