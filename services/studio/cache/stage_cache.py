"""Which result a stage would give, and whether it is there already. The studio and a replay ask here alike."""

from pydantic import BaseModel, ValidationError

from schemas.base import Sha256
from schemas.media import MediaRef
from schemas.recipe import Stage, canonical, stage_key
from services.config import StudioSettings
from services.media.store import MediaMissing, MediaStore
from services.studio.cache.inputs import dependencies
from services.studio.worker.protocol import Job, Result


def key_of(job: Job, settings: StudioSettings) -> Sha256:
    """The stage key of ``job``, whose script and voice are there as far as its stage reads them."""
    code = dependencies(job.stage, job.recipe, settings)
    return stage_key(job.stage, code, choice_of(job), *map(canonical, _inputs(job)))


def choice_of(job: Job) -> BaseModel:
    """The part of the recipe that belongs to the stage. Only script, voice and film are stages of the studio."""
    return {Stage.SCRIPT: job.recipe.script, Stage.VOICE: job.recipe.voice, Stage.FILM: job.recipe.film}[job.stage]


def recall(store: MediaStore, key: Sha256) -> Result | None:
    """A remembered result, if it is whole: one that does not parse, or whose files are gone, is made again."""
    remembered = store.recall(key)
    if remembered is None:
        return None
    try:
        result = Result.model_validate_json(remembered)
        for ref in _files(result):
            store.path(ref)
    except (ValidationError, MediaMissing):
        return None
    return result


def _inputs(job: Job) -> list[BaseModel]:
    match job.stage:
        case Stage.SCRIPT:
            read: tuple[BaseModel | None, ...] = (job.post,)
        case Stage.VOICE:
            read = (job.script,)
        case _:
            read = (job.post, job.script, job.voice)
    return [model for model in read if model is not None]


def _files(result: Result) -> list[MediaRef]:
    files: list[MediaRef | None] = [result.voice.audio] if result.voice else []
    if result.film:
        film = result.film
        files += [film.video, film.thumbnail, film.captions, film.styled_captions]
    return [file for file in files if file is not None]
