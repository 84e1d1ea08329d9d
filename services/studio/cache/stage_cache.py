"""Which result a stage would give, and whether it is there already. The studio and a replay ask here alike."""

from pydantic import BaseModel, ValidationError

from schemas.base import Sha256
from schemas.media import MediaRef
from schemas.recipe import Stage, canonical, stage_key
from services.media.store import MediaMissing, MediaStore
from services.studio.cache.inputs import dependencies
from services.studio.worker.protocol import Result, StageInputs


def key_of(inputs: StageInputs) -> Sha256:
    """The key of the result that a stage makes of ``inputs``. Reads files."""
    code = dependencies(inputs.stage, inputs.recipe, inputs.settings)
    return stage_key(inputs.stage, code, choice_of(inputs), *map(canonical, _read(inputs)))


def choice_of(inputs: StageInputs) -> BaseModel:
    """The part of the recipe that belongs to the stage. Only script, voice and film are stages of the studio."""
    recipe = inputs.recipe
    return {Stage.SCRIPT: recipe.script, Stage.VOICE: recipe.voice, Stage.FILM: recipe.film}[inputs.stage]


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


def _read(inputs: StageInputs) -> list[BaseModel]:
    """The inputs that the stage reads."""
    match inputs.stage:
        case Stage.SCRIPT:
            read: tuple[BaseModel | None, ...] = (inputs.post,)
        case Stage.VOICE:
            read = (inputs.script,)
        case _:
            read = (inputs.post, inputs.script, inputs.voice)
    return [model for model in read if model is not None]


def _files(result: Result) -> list[MediaRef]:
    files: list[MediaRef | None] = [result.voice.audio] if result.voice else []
    if result.film:
        film = result.film
        files += [film.video, film.thumbnail, film.captions, film.styled_captions]
    return [file for file in files if file is not None]
